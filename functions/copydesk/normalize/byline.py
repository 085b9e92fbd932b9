"""Who signs: bylines, datelines and author fields become people and agencies.

A name is only believed where something says so: a title, a mail, a prefix, a label, or a line that holds nothing else.
Initials, houses, desks and agencies are never people.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from copydesk.article import Dateline, Person
from copydesk.normalize.names import (
    ADDRESS,
    DOMAIN,
    FAR,
    MAIL,
    any_of,
    could_be_hangul_name,
    find_agencies,
    has_han,
    has_hangul,
    has_kana,
    is_agency,
    is_all_hangul,
    is_all_kanji,
    is_caseless_name,
    is_cjk,
    is_hangul_name,
    is_latin_name,
    is_organisation,
    pick_hangul_names,
    without_agencies,
)
from copydesk.normalize.times import find_times
from copydesk.page.patterns import pattern_of
from copydesk.rules import Bylines, Language, load_rules, words_for

# Longest true byline line seen: 118 (four names, titles and mails).
MAX_BYLINE = 160
# Korean names alone, without a title: four of three syllables and their commas.
MAX_BARE_NAMES = 20
# Agencies and letters of editors that sign together: `(lew/dpa/AFP/Reuters)`.
MAX_MARKS = 40
# Syllables of a town before a reporter's name: 블라디보스토크 has seven.
MAX_TOWN = 8
# Kanji of a Japanese name that nothing but brackets tells: shorter and longer ones are notes oftener, `（敬称略）`.
LIKELY_KANJI = (4, 5)
# What a CMS sets behind a name: `周敏_NB12345`.
STAFF_NUMBER = pattern_of(r"_[A-Z]{1,4}\d{2,8}\b")
# A dateline with its byline stands within this many characters of the lead.
MAX_PREFIX = 160


@dataclass(frozen=True)
class Byline:
    """`end` is how many characters of the text the byline takes from its start; 0 where it does not stand at the start."""

    people: tuple[Person, ...] = ()
    agencies: tuple[str, ...] = ()
    printed: str = ""
    dateline: Dateline | None = None
    end: int = field(default=0, compare=False)


def read_byline(text: str, *, language: str | Language | None = None) -> Byline:
    """The people and agencies of a line that is already taken for a byline; empty where it names nobody."""
    line = STAFF_NUMBER.sub("", " ".join(text.split()))
    if not line or len(line) > MAX_BYLINE:
        return Byline()
    words = words_for(language, line)
    if (prefix := read_dateline(line, language=words)) and (prefix.dateline or prefix.end < len(line)) and not _goes_on(line, prefix.end):
        return prefix
    people = _reader(line, words)(line, words)
    agencies = _agencies_of(line, people, words)
    return Byline(people, agencies, line if people or agencies else "", None, len(text) if people or agencies else 0)


def _goes_on(line: str, end: int) -> bool:
    """Whether more names or a mail follow the prefix: `베이징=김철수 특파원, 이영희 기자`."""
    rest = line[end:].lstrip()
    return rest[:1] in tuple(",，·、") or MAIL.match(rest) is not None


def writers(people: Iterable[Person], language: str | Language | None = None) -> tuple[Person, ...]:
    """Those who are not said to edit or to check: a page that names its editor alone names no author."""
    named = tuple(people)
    editors = words_for(language, "".join(person.name for person in named)).byline.editors
    return tuple(person for person in named if person.role not in editors)


def read_dateline(first_paragraph: str, *, language: str | Language | None = None) -> Byline | None:
    """What a lead's prefix says: `(서울=연합뉴스) 김병규 기자 = 본문`, `MOSCOW, Monday (Reuters) -`, `【ワシントン=山田太郎】`.

    `end` is the prefix's length, white space after it included; the paragraph itself keeps the prefix. None where there is none.
    """
    head = first_paragraph[:MAX_PREFIX]
    words = words_for(language, head)
    for read in _DATELINES:
        if found := read(head, words):
            return found
    return None


def is_byline_line(text: str, language: str | Language | None = None) -> bool:
    """Whether a short line is nothing but a signature or a mail: `고대영 기자`, `kim@x.co.kr`, `/김태연 기자`, `By Jane Doe`."""
    line = " ".join(text.split())
    if not 2 <= len(line) <= MAX_BYLINE:
        return False
    bare = line.strip("-–—/<>[]()（）【】〔〕|·ㆍ: .☞▶=※")
    if bare.count("(") > bare.count(")"):
        bare += ")"
    if MAIL.fullmatch(bare) or _is_house_signature(line, bare):
        return True
    words = words_for(language, line)
    if has_hangul(line):
        return _is_korean_signature(bare, words)
    if is_cjk(line):
        return _is_han_signature(line, bare, words)
    return _is_latin_signature(bare, words)


def is_byline_label(text: str, language: str | Language | None = None) -> bool:
    """Whether the text is nothing but what stands before names: `By`, `Written by:`, `Autorin/Autor`, `작성자`."""
    folded = " ".join(text.split()).strip(" :：|").casefold()
    if not 2 <= len(folded) <= 24:
        return False
    known = _byline_labels(words_for(language, text))
    return folded in known or ("/" in folded and all(part.strip() in known for part in folded.split("/")))


@lru_cache(maxsize=32)
def _byline_labels(words: Language) -> frozenset[str]:
    english = load_rules().language("en").byline
    return frozenset(label.casefold() for label in (*words.byline.prefixes, *words.byline.labels, *english.prefixes))


# Letters of an editor beside an agency: `(lew/dpa)`, `jk/AFP`.
_LETTERS = pattern_of(r"[a-zäöü]{2,5}")


def _is_house_signature(line: str, bare: str) -> bool:
    """`(연합뉴스)`, `--Field Level Media`, `(lew/dpa)`, `◎공감언론 뉴시스 hong@newsis.com`: an agency set apart, or beside a mail."""
    if line[0] in "-–—([" and is_agency(bare):
        return True
    marks = re.split(r"\s*[/,]\s*", bare) if len(bare) <= MAX_MARKS else []
    if len(marks) > 1 and any(map(is_agency, marks)) and all(is_agency(mark) or _LETTERS.fullmatch(mark) for mark in marks):
        return True
    if "@" not in bare or not find_agencies(bare):
        return False
    rest = without_agencies(MAIL.sub(" ", bare))
    return sum(map(str.isalnum, rest)) <= 8


def clean_author(name: str, *, language: str | Language | None = None) -> list[Person]:
    """The people of an author field (JSON-LD, meta): none for addresses, houses, accounts of the CMS and initials."""
    line = " ".join(ADDRESS.sub(" ", name).split()).strip(" ,;|")
    if not line or len(line) > 400:
        return []
    words = words_for(language, line)
    if is_cjk(line):
        return list(_reader(line, words)(line, words))
    return list(_latin_people(line, words, signed=False))


type _Read = Callable[[str, Language], tuple[Person, ...]]


def _reader(line: str, words: Language) -> _Read:
    if has_hangul(line):
        return _korean_people
    if has_kana(line) or (words.code == "ja" and has_han(line)):
        return _japanese_people
    return _han_people if has_han(line) else _signed_latin


def _agencies_of(line: str, people: tuple[Person, ...], words: Language) -> tuple[str, ...]:
    """Known agencies, and what a label of sources names: `来源：当代商报`."""
    named = tuple(found["house"] for found in _han(words).source.finditer(line)) if words.byline.sources else ()
    rest = line
    for person in people:
        rest = rest.replace(person.printed or person.name, " | ")
    return tuple(dict.fromkeys((*named, *find_agencies(rest))))


def _one_each(people: list[Person]) -> tuple[Person, ...]:
    """Each name once, the fuller reading first seen wins its missing parts."""
    by_name: dict[str, Person] = {}
    for person in people:
        known = by_name.get(person.name)
        missing = {"role": known.role or person.role, "email": known.email or person.email} if known else {}
        by_name[person.name] = known.model_copy(update=missing) if known else person
    return tuple(by_name.values())


# ------------------------------------------------------------------- Korean


class _Korean:
    def __init__(self, words: Language) -> None:
        self.rules = rules = words.byline
        self.signs = ("@", "습니다", "입니다", ":", "=", *rules.titles)
        before = rf"(?:[^\W\d_a-zÀ-ԯ]{{1,5}}전문\s?|(?:{any_of(rules.qualifiers)})\s?)*"
        behind = rf"(?=입니다|\W|$|{FAR}{{3}}\s?(?:{any_of(rules.titles)})(?:\W|$))"  # two lines glued: `한지우 기자오태경 기자`
        self.title = re.compile(rf"(?:{before}(?:{any_of(rules.titles)})|(?<!{FAR}){before}(?:{any_of(rules.guests)})){behind}")
        self.press = re.compile(rf"{before}(?:{any_of(rules.titles)}){behind}")
        self.label = re.compile(rf"(?<!{FAR})(?P<label>{any_of(rules.labels)})\s*[:：=/]\s*(?P<who>[^/|=:：)\]]{{2,40}})")


@lru_cache(maxsize=16)
def _korean(words: Language) -> _Korean:
    return _Korean(words)


_KOREAN_CUT = pattern_of(r"[=:：\[\]()（）【】<>|/]|\s-\s")
_KOREAN_WORD = pattern_of(r"[^\s,，·ㆍ、&]+")
_SIGN_OFF = pattern_of(rf"(?P<name>{FAR}{{3,4}}?)(?:이?었|였|)(?:습니다|입니다)[.\s]*(?=$|\()")
_MAILED = pattern_of(rf"(?P<name>{FAR}{{2,4}})\s*(?:기자)?\s*[(（<\[]?\s*(?P<mail>{MAIL.pattern})")


def _korean_people(line: str, words: Language) -> tuple[Person, ...]:
    grammar = _korean(words)
    found = _titled(line, grammar)
    found += _role_labelled(line, grammar)
    found += [
        Person(name=mailed["name"], email=mailed["mail"], printed=mailed[0].strip())
        for mailed in _MAILED.finditer(line)
        if is_hangul_name(mailed["name"], grammar.rules)
    ]
    if not found and len(line) <= 40 and (said := _SIGN_OFF.search(line)) and is_hangul_name(said["name"], grammar.rules):
        found.append(Person(name=said["name"], printed=said["name"]))
    if not found:
        found = _bare_names(line, grammar)
    return _with_mail(_one_each(found), line)


# `김철수 (kim@x.kr) 기자`
_MAIL_ASIDE = pattern_of(rf"\s*[(（<]\s*{MAIL.pattern}\s*[)）>]\s*")


def _titled(line: str, grammar: _Korean) -> list[Person]:
    found: list[Person] = []
    at = 0
    for title in grammar.title.finditer(line):
        segment = _KOREAN_CUT.split(MAIL.sub("|", _MAIL_ASIDE.sub(" ", line[at : title.start()])))[-1]
        names = pick_hangul_names(_KOREAN_WORD.findall(segment), grammar.rules)
        if not grammar.press.fullmatch(title[0]):
            names = names[:1]  # a guest's house may look like a name: `김철수 한빛대 교수`
        printed = f"{segment}{title[0]}".strip(" ,·")
        found += [Person(name=name, role=" ".join(title[0].split()), printed=printed) for name in names]
        at = title.end()
    return found


def _role_labelled(line: str, grammar: _Korean) -> list[Person]:
    """`취재 : 한지연 / 영상편집 : 변지영`."""
    found = []
    for said in grammar.label.finditer(line):
        if grammar.title.search(said["who"]):
            continue
        words = _KOREAN_WORD.findall(said["who"])
        names = [w for w in words if is_hangul_name(w, grammar.rules)]
        if not names and len(words) == 1 and words[0][0] in grammar.rules.surnames and could_be_hangul_name(words[0], grammar.rules):
            names = words
        found += [Person(name=name, role=said["label"], printed=said[0].strip()) for name in names]
    return found


def _bare_names(line: str, grammar: _Korean) -> list[Person]:
    words = _KOREAN_WORD.findall(line.strip("[]()<>/ "))
    if words and all(is_hangul_name(w, grammar.rules) for w in words):
        return [Person(name=w, printed=w) for w in words]
    return []


def _with_mail(people: tuple[Person, ...], line: str) -> tuple[Person, ...]:
    """Each mail goes to the last person named before it, or to the only one there is."""
    mails = [(m.start(), m[0]) for m in MAIL.finditer(line)]
    if not mails or not people:
        return people
    places = [line.find(person.name) for person in people]
    given = dict(enumerate(people))
    for at, mail in mails:
        before = [i for i, place in enumerate(places) if place <= at] or ([0] if len(people) == 1 else [])
        if before and not given[before[-1]].email:
            given[before[-1]] = given[before[-1]].model_copy(update={"email": mail})
    return tuple(given.values())


def _is_korean_signature(bare: str, words: Language) -> bool:
    grammar = _korean(words)
    if not any(sign in bare for sign in grammar.signs) and len(bare) > MAX_BARE_NAMES:
        return False
    people = _korean_people(bare, words)
    if not people or len(bare) > 60 + 30 * len(people):
        return False
    if not grammar.label.search(bare) and all(p.role and not p.email and not grammar.press.fullmatch(p.role) for p in people):
        return False  # `이재명 대표` may be anybody's heading
    rest = MAIL.sub(" ", grammar.title.sub(" ", bare))
    for person in people:
        rest = rest.replace(person.name, " ", 1)
    rest = grammar.label.sub(" ", without_agencies(rest)).replace("입니다", " ").replace("였습니다", " ")
    left = [w for w in _KOREAN_WORD.findall(_KOREAN_CUT.sub(" ", rest)) if not re.fullmatch(r"외|\d+명|[A-Z]{2,6}|뉴스|\W+", w)]
    return len(left) <= 2 and not re.search(r"다\.|[?!\"“”‘’]", rest)


# A bracket may hold another: `[도요하시(일본)=뉴시스]`.
_INSIDE = r"[^()\[\]【】<>（）〔〕［］]*"
_BRACKET = pattern_of(rf"\s*[(\[【<（〔［](?P<inside>{_INSIDE}(?:\([^()]*\){_INSIDE})*)[)\]】>）〕］]\s*")


def _korean_dateline(head: str, words: Language) -> Byline | None:
    if not has_hangul(head):
        return None
    grammar = _korean(words)
    bracket = _BRACKET.match(head)
    if not bracket:
        return _unbracketed(head, grammar)
    inside = bracket["inside"].strip()
    titled = grammar.title.search(inside)
    if len(inside) > 60 or not ("=" in inside or titled or is_agency(inside)):
        return None
    left, _, right = inside.partition("=")
    people = _with_mail(tuple(_titled(right or left, grammar)), inside)
    place, agency = _place_agency(left.strip(), right.strip(), bool(titled), people)
    if not place and not agency and not people:
        return None
    if "=" not in inside and titled and not head[bracket.end() :].strip():
        return None  # a signature in brackets, `(연예부 홍길동 기자)`, introduces nothing
    end, after = _signed_after(head, bracket.end(), grammar)
    dateline = Dateline(printed=bracket[0].strip(), place=place, agency=agency) if place or agency else None
    agencies = find_agencies(agency) or (agency,) if agency else ()
    return Byline(_one_each([*people, *after]), agencies, head[:end].strip(), dateline, end)


def _unbracketed(head: str, grammar: _Korean) -> Byline | None:
    """`홍길동 기자 = 본문`, `베이징=홍길동 특파원 본문`."""
    end, people = _signed_after(head, 0, grammar)
    place, sign, _ = head[:end].partition("=")
    if not people or not sign:
        return None
    town, printed = place.strip(), head[:end].strip()
    told = is_all_hangul(town) and len(town) <= MAX_TOWN and not any(person.name in town for person in people)
    return Byline(tuple(people), (), printed, Dateline(printed=printed, place=town) if told else None, end)


_EQUALS = pattern_of(r"\s*=\s*")


def _signed_after(head: str, at: int, grammar: _Korean) -> tuple[int, list[Person]]:
    """The byline behind a dateline: up to its `=`, or a name and title directly behind the bracket."""
    title = grammar.title.search(head, at, at + 60)
    if not title:
        equals = _EQUALS.match(head, at)
        return (equals.end() if equals else at), []
    last = title
    while (more := grammar.title.search(head, last.end(), last.end() + 30)) is not None:
        last = more
    equals = re.compile(r"(?:\s*[(（][^)）]{3,40}[)）])?\s*=\s*").match(head, last.end())
    if not equals and last is not title:
        last, equals = title, _EQUALS.match(head, title.end())
    segment = head[at : last.end()]
    people = _titled(segment, grammar)
    if not people or (not equals and len(segment.split()) > 3):
        return at, []
    end = equals.end() if equals else last.end() + (head[last.end() : last.end() + 1] == " ")
    return end, list(_with_mail(tuple(people), head[at:end]))


# What a Korean house's name ends in, or begins with: `헤럴드경제=홍길동 기자`.
_HOUSE = pattern_of(r"(?:뉴스|일보|경제|신문|타임스|타임즈|투데이|데이|TV)$|^[A-Z]")


def _place_agency(left: str, right: str, titled: bool, people: tuple[Person, ...]) -> tuple[str | None, str | None]:
    """(place, agency) of `서울=연합뉴스`, `이투데이/세종=고대영 기자`, `OSEN=잠실, 홍길동 기자`, `이투데이 고대영 기자`."""
    if not right and not titled:
        return None, left
    if not right:
        first = left.split()[0] if " " in left else ""
        return None, first if first and not any(person.name == first for person in people) else None
    if not titled:
        return (right, left) if is_agency(left) and not is_agency(right) else (left or None, right or None)
    house, slash, town = left.partition("/") if "/" in left else left.partition("|")
    if slash:
        return town.strip() or None, house.strip() or None
    before, comma, _ = right.partition(",")
    if comma and not any(person.name in before for person in people):
        return before.strip(), left
    return (None, left) if is_agency(left) or _HOUSE.search(left) else (left, None)


# -------------------------------------------------------- Japanese, Chinese


_HAN_NAME = rf"(?:{FAR}{{1,4}}[\s\u3000]?{FAR}{{1,4}}|{FAR}{{1,2}}[·・]{FAR}{{1,8}})"
_HAN_SPLIT = pattern_of(rf"[、，,;；/／|丨&＆・]|\s+(?={FAR})")


class _Han:
    def __init__(self, words: Language) -> None:
        self.rules = rules = words.byline
        labels, sources, titles = any_of(rules.labels), any_of(rules.sources), any_of(rules.titles)
        stop = rf"(?=\s*(?:(?:{labels}|{sources})\s*[：:|丨/／＝=]|[)）】\]〕]|$))"
        one = rf"(?!{titles}){FAR}{{2,4}}"
        people = rf"{one}(?:[、\s]{one}){{0,5}}"
        self.title = re.compile(rf"(?P<who>{_HAN_NAME})\s?(?P<title>{titles})(?!{FAR})")
        self.label = re.compile(rf"(?<!{FAR})(?P<label>{labels})\s*[：:|丨/／＝=・]\s*(?P<who>.{{2,40}}?){stop}")
        self.source = re.compile(rf"(?:{sources})\s*[：:|丨/／＝=]\s*(?P<house>[^\s：:|丨/／，,)）]{{2,20}})")
        desk = rf"{FAR}{{1,8}}(?:{any_of(rules.desks)})"
        self.desk = re.compile(rf"(?P<label>{desk}|{titles})\s*[・＝=]\s*(?P<who>{FAR}{{2,6}}(?:、{FAR}{{2,6}}){{0,5}})")
        self.signed = re.compile(rf"(?P<label>{titles})\s*(?P<who>{people})(?=\s*(?:[／/|)）】\]〕,，]|{FAR}{{2}}\d|$|\s))")


@lru_cache(maxsize=16)
def _han(words: Language) -> _Han:
    return _Han(words)


def _han_names(text: str, rules: Bylines) -> list[str]:
    parts = (part.strip(" \u3000.。()（）") for part in _HAN_SPLIT.split(text))
    return [name for name in parts if is_latin_name(name) or _is_han_name(name, rules)]


def _is_han_name(name: str, rules: Bylines) -> bool:
    short = 2 <= len(name.replace(" ", "")) <= 8
    return short and bool(re.fullmatch(_HAN_NAME, name)) and name not in rules.not_names and not is_agency(name)


def _han_people(line: str, words: Language) -> tuple[Person, ...]:
    grammar = _han(words)
    found = [
        Person(name=name, role=said["label"], printed=said[0].strip())
        for said in grammar.label.finditer(line)
        for name in _han_names(said["who"], grammar.rules)
    ]  # fmt: skip
    if not found:
        found = [
            Person(name=name, role=said["label"], printed=said[0].strip())
            for said in grammar.signed.finditer(line)
            for name in _han_names(said["who"], grammar.rules)
        ]  # fmt: skip
    if not found:
        found = [Person(name=name, printed=name) for name in _bare_han_names(line, grammar.rules)]
    return _with_mail(_one_each(found), line)


_SET_APART = pattern_of(r"[(（【〔\[](?P<inside>[^()（）【】〔〕\[\]]+)[)）】〕\]]")


def _bare_han_names(line: str, rules: Bylines) -> list[str]:
    """Names and nothing else: `李小明、张海波`, `佐藤 健一`; without a known surname they must stand in brackets: `（中村沙織）`."""
    bare = line.strip("()（）【】〔〕[] ")
    if re.fullmatch(rf"{FAR}{{1,4}}[ \u3000]{FAR}{{1,4}}", bare):
        return [bare]  # only a person's name is spaced
    names = bare.split("、")
    if all(re.fullmatch(rf"{FAR}{{2,4}}", name) and name[0] in rules.surnames and name not in rules.not_names for name in names):
        return names
    if not rules.surnames and _SET_APART.fullmatch(line) and all(is_all_kanji(name) and name not in rules.not_names for name in names):
        return [name for name in names if len(name) in LIKELY_KANJI]
    return []


def _japanese_people(line: str, words: Language) -> tuple[Person, ...]:
    return _signed_japanese(line, words) or _han_people(line, words)


def _signed_japanese(line: str, words: Language) -> tuple[Person, ...]:
    grammar = _han(words)
    found = [Person(name=said["who"], role=said["title"], printed=said[0]) for said in grammar.title.finditer(line)]
    found += [
        Person(name=name, role=said["label"], printed=said[0].strip())
        for said in grammar.label.finditer(line)
        for name in _han_names(said["who"], grammar.rules)
    ]  # fmt: skip
    found += [
        Person(name=name, role=said["label"], printed=said[0].strip())
        for said in grammar.desk.finditer(line)
        for name in _han_names(said["who"], grammar.rules)
    ]  # fmt: skip
    return _with_mail(_one_each(found), line)


@cache
def _chinese_datelines() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(
            rf"\s*(?P<agency>新华社|中新社|中新网|中央社|本报|人民网|央视网|本報)(?P<place>{FAR}{{0,8}}?)(?:\d{{1,2}}月\d{{1,2}}日)?[电電讯訊](?![员員])\s*"
            r"(?:[（(](?P<who>[^）)]{2,40})[）)])?\s*"
        ),
        re.compile(rf"\s*[（(](?P<agency>中央社)(?P<who>記者{FAR}{{2,3}}?)(?P<place>{FAR}{{2,4}})\d{{1,2}}日[电電][）)]\s*"),
        re.compile(
            rf"\s*[【〔［\[（(](?P<agency>)(?P<who>[记記]者{FAR}{{2,3}}(?:[、\s]{FAR}{{2,3}})*)\s?[／/、]?\s?"
            rf"(?P<place>{FAR}{{2,4}}?)(?:综合|綜合)?[报報][导導道][】〕］\])）]\s*"
        ),
    )


def _han_dateline(head: str, words: Language) -> Byline | None:
    if not has_han(head[:40]):
        return None
    for pattern in _chinese_datelines():
        if found := pattern.match(head):
            agency = found["agency"] or None
            people = _han_people(found["who"], load_rules().language("zh")) if found["who"] else ()
            own = agency in ("本报", "本報")
            dateline = Dateline(printed=found[0].strip(), place=found["place"] or None, agency=None if own else agency)
            return Byline(people, (agency,) if agency and not own else (), found[0].strip(), dateline, found.end())
    return _japanese_dateline(head, words) if has_kana(head) or words.code == "ja" else None


def _japanese_dateline(head: str, words: Language) -> Byline | None:
    """`【ワシントン=山田太郎】`, `【北京時事】`, `［ワシントン １３日 ロイター］`, `【ソウル共同】`."""
    bracket = _BRACKET.match(head)
    if not bracket:
        return None
    inside = bracket["inside"].strip()
    agencies = find_agencies(inside)
    left, sign, right = inside.replace("＝", "=").partition("=")
    signed = sign and re.fullmatch(rf"{_HAN_NAME}(?:、{_HAN_NAME})*", right.strip())
    if not 2 <= len(inside) <= 30 or not (agencies or signed):
        return None
    place = re.sub(r"\s.*|[\d０-９]+日.*", "", without_agencies(left)).strip(" 　") or None
    people = tuple(Person(name=name, printed=inside) for name in _han_names(right, words.byline)) if sign and not agencies else ()
    end = bracket.end()
    dash = re.compile(r"[-－–―]\s*").match(head, end)
    end = dash.end() if dash else end
    dateline = Dateline(printed=bracket[0].strip(), place=place, agency=agencies[0] if agencies else None)
    return Byline(people, agencies, head[:end].strip(), dateline, end)


def _is_han_signature(line: str, bare: str, words: Language) -> bool:
    if (whole := _japanese_dateline(f"（{bare}）", words)) and whole.people:
        return True
    people = _reader(line, words)(line, words)
    if not people or len(bare) > 80:
        return False
    rest = MAIL.sub(" ", bare)
    for person in people:
        rest = rest.replace(person.printed or "", " ").replace(person.name, " ")
    return len(re.findall(r"\w", without_agencies(rest))) <= 12 and "。" not in rest


# ------------------------------------------------------------ Latin, Cyrillic


class _Latin:
    def __init__(self, words: Language) -> None:
        own = words.byline
        english = load_rules().language("en").byline if words.falls_back and words.code != "en" else Bylines()
        prefixes = any_of(own.prefixes + english.prefixes, spaces=r"\s+")
        conjunctions = any_of(own.conjunctions + english.conjunctions)
        titles = own.titles + own.guests + english.titles + english.guests
        self.press = frozenset(title.casefold() for title in own.titles + english.titles)
        self.prefix = re.compile(rf"\s*(?:{prefixes})\b\s*[:：]?\s*", re.IGNORECASE)
        self.inner_prefix = re.compile(rf"(?<!\w)(?:{prefixes})\s*:?\s+(?-i:(?=[^\W\d_a-z]))", re.IGNORECASE)
        self.suffix = re.compile(rf"\s+(?:{any_of(own.suffixes)})\b.*$", re.IGNORECASE)
        self.split = re.compile(rf"\s*(?:[,;|•·]|\s/\s|(?<=[^\W\d_]{{3}})/(?=\s)|\s[–—-]\s|\s(?:{conjunctions})\s)\s*", re.IGNORECASE)
        self.titles = frozenset(title.casefold() for title in titles)
        self.qualifiers = frozenset(word.casefold() for word in own.qualifiers + english.qualifiers)
        self.phrases = tuple(title.casefold() for title in titles if " " in title)


@lru_cache(maxsize=32)
def _latin(words: Language) -> _Latin:
    return _Latin(words)


_TAIL = pattern_of(r"\s*(?:\d{1,2}[./:]\d|\b(?:19|20)\d\d\b|\b(?:published|updated|posted|is an?|writes)\b).*$", re.IGNORECASE)
_IN_PLACE = pattern_of(r"\s+(?:in|à|aus|en|w|i|v|из)\s+[^\W\d_a-z][\w .'-]*$")
_INITIALS = pattern_of(r"\s*\((?:[^()]{1,6}|(?:in|à|aux?|en|aus|em|a|i|w|v|из|в)\s[^()a-z][^()]{1,40})\)")  # of a name; where it is written


def _signed_latin(line: str, words: Language) -> tuple[Person, ...]:
    return _latin_people(line, words, signed=True)


def _latin_people(line: str, words: Language, *, signed: bool) -> tuple[Person, ...]:
    """`signed`: a visible byline may lead with a kicker (`News By …`) and trail off in a date; a field holds names alone."""
    grammar = _latin(words)
    rest = MAIL.sub(" ", line)
    rest = ADDRESS.split(rest)[0] if signed else ADDRESS.sub(" | ", rest)
    if not signed and _COMPANY.search(rest):
        return ()
    prefixed = False
    if prefix := grammar.prefix.match(rest):
        rest, prefixed = rest[prefix.end() :], True
    elif signed and (inner := grammar.inner_prefix.search(rest, 0, 40)):
        rest, prefixed = rest[inner.end() :], True
    rest = _TAIL.sub("", _without_times(rest, words)) if signed else rest
    rest = _INITIALS.sub(" ", grammar.suffix.sub("", rest))
    parts = [part for whole in grammar.split.split(rest) if (part := _trimmed(whole.strip()))]
    if not signed and (turned := _turned(parts, grammar)):
        return (Person(name=turned, printed=line),)
    return _with_mail(_one_each(_people_of(parts, grammar, prefixed=prefixed, signed=signed)), line)


# A legal form makes the whole field a company, whatever stands before its comma or `und`.
_COMPANY = pattern_of(r"\b(?:GmbH|Inc|Ltd|LLC|S\.A|S\.L|KG|Corp)\b")


def _without_times(line: str, words: Language) -> str:
    """`Jan Sellner 11.07.2026, 09:30 Uhr Stuttgart` → `Jan Sellner | Stuttgart`."""
    for found in reversed(find_times(line, language=words)):
        line = f"{line[: found.start]} | {line[found.end :]}"
    return line


def _trimmed(part: str) -> str:
    return part if part.endswith(("Jr.", "Sr.")) else part.strip(' .:()[]"“”*…0123456789')


def _turned(parts: list[str], grammar: _Latin) -> str | None:
    """`You, Xiaoying` → `Xiaoying You`."""
    if len(parts) != 2 or any(len(p.split()) > 2 or is_organisation(p) or is_agency(p) or _is_role(p, grammar) for p in parts):
        return None
    if len(parts[0].split()) != 1 or not all(part[0].isupper() and len(part) > 1 for part in parts):
        return None
    return f"{parts[1]} {parts[0]}" if is_latin_name(f"{parts[1]} {parts[0]}") else None


def _people_of(parts: list[str], grammar: _Latin, *, prefixed: bool, signed: bool) -> list[Person]:
    found: list[Person] = []
    for part in parts:
        part = _IN_PLACE.sub("", part) if len(part.split()) > 3 else part
        if is_agency(part):
            continue
        if _is_role(part, grammar):
            found = _given_role(found, part)
            continue
        name, role = _split_role(_once(part), grammar)
        if is_organisation(name):
            continue
        lone = prefixed and len(parts) == 1 and _is_lone_name(name)
        told = not signed and _is_small_name(name)
        if is_latin_name(name) or lone or told or ((prefixed or not signed) and is_caseless_name(name)):
            found.append(Person(name=name, role=role, printed=part))
    return found


def _once(part: str) -> str:
    """`Sidney Wiltgen Sidney Wiltgen`: a link and its label."""
    words = part.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half >= 2 and words[:half] == words[half:] else part


def _is_lone_name(name: str) -> bool:
    return name.isalpha() and name.istitle() and len(name) >= 4


def _is_small_name(name: str) -> bool:
    """A field written without capitals: `viktor hedlund`."""
    return bool(re.fullmatch(r"[^\W\d_]{3,} [^\W\d_]{3,}", name)) and name.islower()


def _given_role(people: list[Person], role: str) -> list[Person]:
    """A role after names belongs to all that have none: `By A B and C D, Staff Reporters`."""
    return [person if person.role else person.model_copy(update={"role": role}) for person in people]


# What may follow a title: `Korrespondent für Politik`, `politics reporter for Fox News`.
_ROLE_OF = pattern_of(r"\s(?:for|in|für|pour|para|per|voor|i|at|of|beim|bei|der|de)\s")


def _is_role(part: str, grammar: _Latin) -> bool:
    """The last word, or the one before `for` and `in`, is a title, and no name stands before it: `Senior Reporter`."""
    folded = part.casefold()
    if any(folded.endswith(phrase) for phrase in grammar.phrases):
        return True
    head = _ROLE_OF.split(folded)[0].split()
    if not head or head[-1] not in grammar.titles:
        return False
    first = " ".join(part.split()[:2])
    return not is_latin_name(first) or is_organisation(first) or all(word in grammar.titles or word in grammar.qualifiers for word in head)


def _split_role(part: str, grammar: _Latin) -> tuple[str, str | None]:
    """`Steffan Rhys Deputy Content Hub Director` → name and role; the role starts at its first title or qualifier."""
    words = part.split()
    while len(words) > 2 and words[0].casefold() in grammar.titles:
        words = words[1:]
    folded = [word.casefold().strip(",") for word in words]
    for i in range(2, len(words)):
        if (folded[i] in grammar.titles or folded[i] in grammar.qualifiers) and any(word in grammar.titles for word in folded[i:]):
            return " ".join(words[:i]), " ".join(words[i:])
    return " ".join(words), None


@cache
def _latin_datelines() -> tuple[re.Pattern[str], ...]:
    dated = r"(?:,\s*(?:[A-Z][a-z]+\.?(?:\s\d{1,2})?(?:,?\s\d{4})?|\d{1,2}\.?\s[^\W\d_]+\.?))?"
    place = r"(?P<place>[^\W\d_a-z][\w.'’-]*(?:[\s/][^\W\d_][\w.'’-]*){0,4}(?:,\s(?:[A-Z]{2}|(?![A-Z][a-z]+day)[A-Z][a-z]+\.?))?)"
    capitals = r"[A-ZÀ-Ž][A-ZÀ-Ž.'’/-]{2,}"
    return (
        re.compile(rf"\s*{place}{dated}\s*[(\[](?P<agency>[^()\[\]\d]{{2,40}})[)\]]\s*(?:[-–—:.]+\s*)+"),
        re.compile(rf"\s*[(\[](?P<agency>[^()\[\]\d]{{2,20}})[)\]]\s*[-–—]\s*{place}{dated}\s*[-–—]\s*"),
        re.compile(rf"\s*[(\[]{place}\s[-–—]\s(?P<agency>)[A-Z][a-z]+\.?\s\d{{1,2}}(?:,\s\d{{4}})?[)\]]\s*(?:[-–—]\s*)?"),
        re.compile(
            rf"\s*(?P<place>{capitals}(?:\s{capitals}){{0,3}})(?:,\s[A-Z][\w.]+(?:\s\d{{1,2}})?)?(?P<agency>)\s*[–—]{{1,2}}\s*(?=[^\W\d_a-z]|[“\"‘])"
        ),
    )


# Every such dateline closes with a bracket or a dash.
_LATIN_SIGN = pattern_of(r"[)\]]\s?[-–—:.]|[–—]|^\s*[(\[]")


def _latin_dateline(head: str, words: Language) -> Byline | None:
    if is_cjk(head[:30]) or not _LATIN_SIGN.search(head, 0, 80):
        return None
    for pattern in _latin_datelines():
        found = pattern.match(head)
        if not found:
            continue
        said = found["agency"]
        agencies = find_agencies(said) if said else ()
        if said and not agencies:
            continue
        dateline = Dateline(printed=found[0].strip(" -–—:"), place=found["place"].strip(" ,"), agency=agencies[0] if agencies else None)
        return Byline((), agencies, found[0].strip(), dateline, found.end())
    return None


def _is_latin_signature(bare: str, words: Language) -> bool:
    if len(bare) > 120:
        return False
    grammar = _latin(words)
    by = grammar.prefix.match(bare)
    if not by and "@" not in bare and grammar.press.isdisjoint(re.split(r"[\s,:]+", bare.casefold())):
        return False
    people = _signed_latin(bare, words)
    if not people:
        house = bare[prefix.end() :] if (prefix := grammar.prefix.match(bare)) else ""
        return bool(house) and len(bare) < 50 and (is_agency(house) or is_organisation(house))
    if not by and not any(person.role or person.email for person in people):
        return False
    if any(" " not in person.name for person in people):
        return False  # `By Location` heads a list
    rest = MAIL.sub(" ", bare)
    for person in people:
        for said in (person.printed, person.role):
            rest = rest.replace(said, " ") if said else rest
    rest = rest.replace(by[0], " ", 1) if by else rest
    return len(re.findall(r"\w+", _TAIL.sub("", rest))) <= 5 and not DOMAIN.fullmatch(bare)


# Most telling first: a bracket in Hangul is tried before a place in capitals.
_DATELINES = (_korean_dateline, _han_dateline, _latin_dateline)
