"""How languages print times, sign and credit: one file each under `rules/languages/`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from copydesk.rules.tables import HOME, Table, Words, place_of, read_table, shaped

# The shapes have no comparison and no repr: half of what a dataclass costs at import.


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class Times:
    """How a language prints times. `#` in `ago` stands for the number; without it the number is one."""

    order: str = "dmy"
    orders: Mapping[str, str] = None  # type: ignore[assignment]  # region → order where it differs
    months: tuple[Words, ...] = ()
    am: Words = ()
    pm: Words = ()
    hours: Words = ()
    joiners: Words = ()
    published: Words = ()
    modified: Words = ()
    today: Words = ()
    yesterday: Words = ()
    ago: Mapping[str, Words] = None  # type: ignore[assignment]  # second … year → phrases


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class Bylines:
    """How a language signs. `titles` follow or precede a name, `qualifiers` stand before a title, `labels` before a colon."""

    prefixes: Words = ()
    suffixes: Words = ()
    titles: Words = ()
    guests: Words = ()  # titles of people who sign now and then; beside a name alone they prove nothing
    qualifiers: Words = ()
    labels: Words = ()
    sources: Words = ()
    conjunctions: Words = ()
    surnames: str = ""
    compound_surnames: Words = ()
    not_names: Words = ()
    editors: Words = ()  # labels and titles of those who edit, check and lay out; no authors where somebody else is named
    desks: Words = ()  # what the names of desks end in, before a reporter's name


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class Credits:
    """How a language credits pictures. `labels` stand before the credit, the others inside it and tell the relation."""

    labels: Words = ()
    provided: Words = ()
    taken: Words = ()
    file: Words = ()
    capture: Words = ()
    generated: Words = ()


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class Language:
    """Compared and cached by identity: a changed copy is another language."""

    code: str
    reason: str
    zone: str | None = None
    zones: Mapping[str, str] = None  # type: ignore[assignment]  # region → IANA zone where it differs
    times: Times = Times()
    byline: Bylines = Bylines()
    credits: Credits = Credits()
    is_house: bool = False  # whether the zone is a site's own, and not what the language tells
    falls_back: bool = False  # true in use, where English words are understood besides; false where a file is tried alone


# Tags that name the same language in other words.
ALIASES = {"nb": "no", "nn": "no", "iw": "he", "jp": "ja", "kr": "ko", "cn": "zh", "yue": "zh", "cmn": "zh"}

UNDETERMINED = Language("und", "a language without a file: numbers and English words", times=Times(orders={}, ago={}))


def load_language(code: str) -> Language | None:
    """The language of a file; None where there is none."""
    path = HOME / "languages" / f"{code}.toml"
    return language_of(read_table(path), path) if path.exists() else None


def language_of(table: Table, path: Path) -> Language:
    return shaped(Language, {"code": path.stem} | table, place_of(path))


@cache
def find_language(tag: str | None) -> Language:
    """The language of a BCP 47 tag, its order and zone those of the tag's region; `ko@Asia/Seoul` is Korean in a house of that zone."""
    tag, _, house = (tag or "und").partition("@")
    language = _in_region(*_split_tag(tag))
    return replace(language, zone=house, is_house=True) if house else language


def _split_tag(tag: str | None) -> tuple[str, str | None]:
    """(language code, region): `zh-Hant-TW` → zh, TW."""
    parts = (tag or "und").replace("_", "-").split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha()), None)
    return ALIASES.get(parts[0].lower(), parts[0].lower()), region


@cache
def _in_region(code: str, region: str | None) -> Language:
    known = (code.isalpha() and code.isascii() and load_language(code)) or UNDETERMINED
    return replace(in_region(known, region), falls_back=True)


def in_region(language: Language, region: str | None) -> Language:
    """The language with the order and zone of a region."""
    zones, orders = language.zones or {}, language.times.orders or {}
    times = replace(language.times, order=orders.get(region or "", language.times.order))
    return replace(language, zone=zones.get(region or "", language.zone), times=times)


@cache
def _far_letters() -> re.Pattern[str]:
    """A letter of any of the scripts: most texts leave ASCII for a quotation mark or an accent, and are looked through once."""
    return re.compile(r"[\u0400-\u04ff\u3041-\u30fa\u4e00-\u9fff\uac00-\ud7a3]")


@cache
def _scripts() -> tuple[tuple[re.Pattern[str], Words, str], ...]:
    """Letters, the languages at home in them, and whose they are otherwise; compiled when a page first leaves ASCII (6 ms)."""
    return (
        (re.compile(r"[\uac00-\ud7a3]"), ("ko",), "ko"),
        (re.compile(r"[\u3041-\u30fa]"), ("ja",), "ja"),
        (re.compile(r"[\u4e00-\u9fff]"), ("ja", "zh", "ko"), "zh"),
        (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "bg", "sr", "mk", "be", "kk"), "ru"),
    )


def words_for(language: str | Language | None, text: str) -> Language:
    """The language to read a text with: the one named, unless the script is another's (many Korean templates say `lang="en"`)."""
    if isinstance(language, Language):
        return language
    known = find_language(language)
    house = f"@{known.zone}" if known.is_house else ""
    if not text.isascii() and _far_letters().search(text):
        for script, at_home, instead in _scripts():
            if known.code not in at_home and script.search(text):
                return find_language(instead + house)
    return known if language else find_language("en")
