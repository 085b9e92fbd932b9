"""`By Jane Doe, Senior Reporter`, `MOSCOW (Reuters) -`: signatures and datelines of alphabets with spaces."""

import re
from functools import cache, lru_cache

from copydesk.article import Dateline, Person
from copydesk.normalize.byline.found import Byline, one_each, with_mail
from copydesk.normalize.names import (
    ADDRESS,
    DOMAIN,
    MAIL,
    any_of,
    find_agencies,
    is_agency,
    is_caseless_name,
    is_cjk,
    is_latin_name,
    is_organisation,
)
from copydesk.normalize.times import find_times
from copydesk.page.patterns import pattern_of
from copydesk.rules import Bylines, Language, load_rules


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


def signed_latin(line: str, words: Language) -> tuple[Person, ...]:
    return latin_people(line, words, signed=True)


def latin_people(line: str, words: Language, *, signed: bool) -> tuple[Person, ...]:
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
    return with_mail(one_each(_people_of(parts, grammar, prefixed=prefixed, signed=signed)), line)


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
        if is_organisation(name) or name.partition(" ")[0].casefold() in grammar.qualifiers:
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
    if _leaves_no_name(head, grammar):
        return True
    first = " ".join(part.split()[:2])
    return not is_latin_name(first) or is_organisation(first) or all(word in grammar.titles or word in grammar.qualifiers for word in head)


def _leaves_no_name(words: list[str], grammar: _Latin) -> bool:
    """Whether one word at most stands before the title and its qualifiers, `Print Managing Editor`, or a qualifier first."""
    rest = words[:-1]
    while rest and rest[-1] in grammar.qualifiers:
        rest = rest[:-1]
    return len(rest) < 2 or rest[0] in grammar.qualifiers


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


def latin_dateline(head: str, words: Language) -> Byline | None:
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


def is_latin_signature(bare: str, words: Language) -> bool:
    if len(bare) > 120:
        return False
    grammar = _latin(words)
    by = grammar.prefix.match(bare)
    if not by and "@" not in bare and grammar.press.isdisjoint(re.split(r"[\s,:]+", bare.casefold())):
        return False
    people = signed_latin(bare, words)
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
