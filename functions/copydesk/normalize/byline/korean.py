"""`고대영 기자`, `(서울=연합뉴스) 김병규 기자 = …`: Korean signatures and datelines."""

import re
from functools import lru_cache

from copydesk.article import Dateline, Person
from copydesk.normalize.byline.found import BRACKET, Byline, one_each, with_mail
from copydesk.normalize.names import (
    FAR,
    MAIL,
    any_of,
    could_be_hangul_name,
    find_agencies,
    has_hangul,
    is_agency,
    is_all_hangul,
    is_hangul_name,
    pick_hangul_names,
    without_agencies,
)
from copydesk.page.patterns import pattern_of
from copydesk.rules import Language

# Korean names alone, without a title: four of three syllables and their commas.
MAX_BARE_NAMES = 20


# Syllables of a town before a reporter's name: 블라디보스토크 has seven.
MAX_TOWN = 8


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


def korean_people(line: str, words: Language) -> tuple[Person, ...]:
    grammar = _korean(words)
    found = _titled(line, grammar)
    found += _role_labelled(line, grammar)
    if "@" in line:
        found += [
            Person(name=mailed["name"], email=mailed["mail"], printed=mailed[0].strip())
            for mailed in _MAILED.finditer(line)
            if is_hangul_name(mailed["name"], grammar.rules)
        ]
    if not found and len(line) <= 40 and (said := _SIGN_OFF.search(line)) and is_hangul_name(said["name"], grammar.rules):
        found.append(Person(name=said["name"], printed=said["name"]))
    if not found:
        found = _bare_names(line, grammar)
    return with_mail(one_each(found), line)


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


def is_korean_signature(bare: str, words: Language) -> bool:
    grammar = _korean(words)
    if not any(sign in bare for sign in grammar.signs) and len(bare) > MAX_BARE_NAMES:
        return False
    people = korean_people(bare, words)
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


def korean_dateline(head: str, words: Language) -> Byline | None:
    if not has_hangul(head):
        return None
    grammar = _korean(words)
    bracket = BRACKET.match(head)
    if not bracket:
        return _unbracketed(head, grammar)
    inside = bracket["inside"].strip()
    titled = grammar.title.search(inside)
    if len(inside) > 60 or not ("=" in inside or titled or is_agency(inside)):
        return None
    left, _, right = inside.partition("=")
    people = with_mail(tuple(_titled(right or left, grammar)), inside)
    place, agency = _place_agency(left.strip(), right.strip(), bool(titled), people)
    if not place and not agency and not people:
        return None
    if "=" not in inside and titled and not head[bracket.end() :].strip():
        return None  # a signature in brackets, `(연예부 홍길동 기자)`, introduces nothing
    end, after = _signed_after(head, bracket.end(), grammar)
    dateline = Dateline(printed=bracket[0].strip(), place=place, agency=agency) if place or agency else None
    agencies = find_agencies(agency) or (agency,) if agency else ()
    return Byline(one_each([*people, *after]), agencies, head[:end].strip(), dateline, end)


def _unbracketed(head: str, grammar: _Korean) -> Byline | None:
    """`홍길동 기자 = 본문`, `베이징=홍길동 특파원 본문`."""
    if "=" not in head:
        return None
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
    return end, list(with_mail(tuple(people), head[at:end]))


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
