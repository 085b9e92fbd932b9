"""Which reader answers for a line, and what all of them have in common."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from copydesk.article import Person
from copydesk.normalize.byline.found import Byline
from copydesk.normalize.byline.han import han_dateline, is_han_signature, named_sources, people_in_han
from copydesk.normalize.byline.korean import is_korean_signature, korean_dateline, korean_people
from copydesk.normalize.byline.latin import is_latin_signature, latin_dateline, latin_people, signed_latin
from copydesk.normalize.names import ADDRESS, MAIL, find_agencies, has_han, has_hangul, has_kana, is_agency, is_cjk, without_agencies
from copydesk.page.patterns import pattern_of
from copydesk.rules import Language, load_rules, words_for

# Longest true byline line seen: 118 (four names, titles and mails).
MAX_BYLINE = 160


# Agencies and letters of editors that sign together: `(lew/dpa/AFP/Reuters)`.
MAX_MARKS = 40


# What a CMS sets behind a name: `周敏_NB12345`.
STAFF_NUMBER = pattern_of(r"_[A-Z]{1,4}\d{2,8}\b")


# A dateline with its byline stands within this many characters of the lead.
MAX_PREFIX = 160


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
        return is_korean_signature(bare, words)
    if is_cjk(line):
        return is_han_signature(line, bare, words)
    return is_latin_signature(bare, words)


def is_byline_label(text: str, language: str | Language | None = None) -> bool:
    """Whether the text is nothing but what stands before names: `By`, `Written by:`, `Autorin/Autor`, `작성자`."""
    folded = " ".join(text.split()).strip(" :：|").casefold()
    if not 1 <= len(folded) <= 24:
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
    return list(latin_people(line, words, signed=False))


type _Read = Callable[[str, Language], tuple[Person, ...]]


def _reader(line: str, words: Language) -> _Read:
    if has_hangul(line):
        return korean_people
    return people_in_han if has_kana(line) or has_han(line) else signed_latin


def _agencies_of(line: str, people: tuple[Person, ...], words: Language) -> tuple[str, ...]:
    """Known agencies, and what a label of sources names: `来源：当代商报`."""
    rest = line
    for person in people:
        rest = rest.replace(person.printed or person.name, " | ")
    return tuple(dict.fromkeys((*named_sources(line, words), *find_agencies(rest))))


# Most telling first: a bracket in Hangul is tried before a place in capitals.
_DATELINES = (korean_dateline, han_dateline, latin_dateline)
