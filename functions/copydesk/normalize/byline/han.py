"""`来源：…`, `【ワシントン=山田太郎】`: Chinese and Japanese signatures and datelines."""

import re
from functools import cache, lru_cache

from copydesk.article import Dateline, Person
from copydesk.normalize.byline.found import BRACKET, Byline, one_each, with_mail
from copydesk.normalize.names import (
    FAR,
    MAIL,
    any_of,
    find_agencies,
    has_han,
    has_kana,
    is_agency,
    is_all_kanji,
    is_latin_name,
    without_agencies,
)
from copydesk.page.patterns import pattern_of
from copydesk.rules import Bylines, Language, load_rules

# Kanji of a Japanese name that nothing but brackets tells: shorter and longer ones are notes oftener, `（敬称略）`.
LIKELY_KANJI = (4, 5)


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


def people_in_han(line: str, words: Language) -> tuple[Person, ...]:
    """By the Japanese reader where kana or the language tells Japanese, else by the Chinese one."""
    return _japanese_people(line, words) if has_kana(line) or words.code == "ja" else _han_people(line, words)


def named_sources(line: str, words: Language) -> tuple[str, ...]:
    """What a label of sources names: `来源：当代商报`."""
    return tuple(found["house"] for found in _han(words).source.finditer(line)) if words.byline.sources else ()


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
    return with_mail(one_each(found), line)


_HOUSED = pattern_of(rf"［(?P<who>{FAR}{{3,6}})[，,][^，,［］]{{2,20}}］")  # `［秋山みのり，港通信］`


_SET_APART = pattern_of(r"[(（【〔\[](?P<inside>[^()（）【】〔〕\[\]]+)[)）】〕\]]")


def _bare_han_names(line: str, rules: Bylines) -> list[str]:
    """Names and nothing else: `李小明、张海波`, `佐藤 健一`; without a known surname they must stand in brackets: `（中村沙織）`."""
    bare = line.strip("()（）【】〔〕[] ")
    if re.fullmatch(rf"{FAR}{{1,4}}[ \u3000]{FAR}{{1,4}}", bare):
        return [] if any(word in rules.not_names for word in bare.split()) else [bare]  # only a person's name is spaced
    if (housed := _HOUSED.fullmatch(line)) and not rules.surnames and _could_be_japanese(housed["who"], rules):
        return [housed["who"]]
    names = bare.split("、")
    if all(re.fullmatch(rf"{FAR}{{2,4}}", name) and name[0] in rules.surnames and name not in rules.not_names for name in names):
        return names
    if not rules.surnames and _SET_APART.fullmatch(line) and all(_could_be_japanese(name, rules) for name in names):
        likely = [name for name in names if len(name) in LIKELY_KANJI]
        return names if likely and len(names) > 1 else likely
    return []


def _could_be_japanese(name: str, rules: Bylines) -> bool:
    """Kanji alone, or a surname in kanji and a first name in kana: `高梨さくら`."""
    return (is_all_kanji(name) or _KANA_GIVEN.fullmatch(name) is not None) and name not in rules.not_names


_KANA_GIVEN = pattern_of(r"[一-鿿々]{1,3}(?:[ぁ-ん]{2,4}|[ァ-ヶー]{2,5})")


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
    return with_mail(one_each(found), line)


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


def han_dateline(head: str, words: Language) -> Byline | None:
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
    bracket = BRACKET.match(head)
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


def is_han_signature(line: str, bare: str, words: Language) -> bool:
    if (whole := _japanese_dateline(f"（{bare}）", words)) and whole.people:
        return True
    people = people_in_han(line, words)
    if not people or len(bare) > 80:
        return False
    rest = MAIL.sub(" ", bare)
    for person in people:
        rest = rest.replace(person.printed or "", " ").replace(person.name, " ")
    return len(re.findall(r"\w", without_agencies(rest))) <= 12 and "。" not in rest
