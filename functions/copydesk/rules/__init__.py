"""Rules are data: languages, sites and generic words, one TOML file each (widget kinds have a loader of their own, `rules.widgets`).

Every file says its `reason`; unknown keys are refused. A file's examples stand after everything else, so that reading a rule at work never
parses them: `[examples.<reader>]` (a text and what has to be read from it) or `[[examples]]`. The suite takes each entry away in turn
and sees one of the file's own examples fail.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from copydesk.errors import RuleBroken

HOME = Path(__file__).parent

type Words = tuple[str, ...]
type Table = dict[str, Any]

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
    falls_back: bool = False  # true in use, where English words are understood besides; false where a file is tried alone


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class Agencies:
    """Names as printed. `agencies` write and send pictures, `libraries` only license them; neither is ever a person."""

    reason: str
    agencies: Words = ()
    libraries: Words = ()


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class Zones:
    """Words for time zones, as printed, to an IANA zone or an offset."""

    reason: str
    zones: Mapping[str, str] = None  # type: ignore[assignment]


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class Organisations:
    """What an author's field holds that is no person: `words` anywhere in it, `names` the whole of it, `starts` its first word."""

    reason: str
    words: Words = ()
    names: Words = ()
    starts: Words = ()


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class CaptionWords:
    reason: str
    markers: str = ""
    buttons: Words = ()
    prefixes: Words = ()


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class LabelWords:
    """Kind → labels; `#` stands for a number. `round` are the only ones believed in round brackets."""

    reason: str
    kinds: Mapping[str, Words] = None  # type: ignore[assignment]
    round: Words = ()


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class RightsWords:
    """Regular expressions without case; a space is any spaces or none. Every notice holds one of the `anchors`, plain texts."""

    reason: str
    anchors: Words = ()
    prohibited: Words = ()
    reserved: Words = ()
    allowed: Words = ()
    ai_prohibited: Words = ()


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class SiteRule:
    """What generic rules cannot know of one host, as CSS selectors: where headline, deck, byline, body and times stand, what to `drop`."""

    host: str
    reason: str
    zone: str | None = None
    language: str | None = None
    selectors: Mapping[str, Words] = None  # type: ignore[assignment]
    drop: Words = ()


SELECTORS = ("headline", "kicker", "deck", "byline", "published", "modified", "body")

# The generic files that are read here, with their shapes. Other generic files belong to the room that reads them.
GENERIC: dict[str, type] = {
    "agencies": Agencies,
    "zones": Zones,
    "organisations": Organisations,
    "captions": CaptionWords,
    "labels": LabelWords,
    "rights": RightsWords,
}

# Tags that name the same language in other words.
ALIASES = {"nb": "no", "nn": "no", "iw": "he", "jp": "ja", "kr": "ko", "cn": "zh", "yue": "zh", "cmn": "zh"}

UNDETERMINED = Language("und", "a language without a file: numbers and English words", times=Times(orders={}, ago={}))


def head_of(text: str) -> str:
    """The rule without its examples."""
    at = text.find("\n[examples.")
    also = text.find("\n[[examples]]")
    ends = [i for i in (at, also) if i >= 0]
    return text[: min(ends)] if ends else text


def read_table(path: Path, *, examples: bool = False) -> Table:
    """RuleBroken where the file is no TOML."""
    text = path.read_text("utf-8")
    try:
        return tomllib.loads(text if examples else head_of(text))
    except tomllib.TOMLDecodeError as error:
        raise RuleBroken(f"{_place(path)}: {error}") from error


def _place(path: Path) -> str:
    return str(path.relative_to(HOME)) if path.is_relative_to(HOME) else str(path)


def _words(value: Any, place: str) -> Words:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise RuleBroken(f"{place}: a list of texts is expected")
    return tuple(value)


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise RuleBroken(f"{place}: a text is expected")
    return value


def _lists(value: Any, place: str) -> tuple[Words, ...]:
    if not isinstance(value, list):
        raise RuleBroken(f"{place}: a list of lists is expected")
    return tuple(_words(item, f"{place}[{i}]") for i, item in enumerate(value))


def _table(value: Any, place: str) -> Table:
    if not isinstance(value, dict):
        raise RuleBroken(f"{place}: a table is expected")
    return value


def _texts_by_name(value: Any, place: str) -> Mapping[str, str]:
    return {name: _text(item, f"{place}.{name}") for name, item in _table(value, place).items()}


def _words_by_name(value: Any, place: str) -> Mapping[str, Words]:
    return {name: _words(item, f"{place}.{name}") for name, item in _table(value, place).items()}


# Field type → how its value is read and what stands for its absence.
_READERS: dict[Any, Any] = {
    str: _text,
    str | None: _text,
    Words: _words,
    tuple[Words, ...]: _lists,
    Mapping[str, str]: _texts_by_name,
    Mapping[str, Words]: _words_by_name,
}


def shaped[T](kind: type[T], table: Table, place: str) -> T:
    """`table` as a `kind`; RuleBroken names the place of an unknown key, a missing one, or a value of another shape."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    for key in _table(table, place):
        if key not in known:
            raise RuleBroken(f"{place}: unknown key {key!r}; known are {', '.join(known)}")
    values: Table = {}
    for name, field in known.items():
        if name in table:
            read = _READERS.get(field.type)
            values[name] = read(table[name], f"{place}: {name}") if read else shaped(field.type, table[name], f"{place}: {name}")  # type: ignore[arg-type]
        elif field.default is MISSING:
            raise RuleBroken(f"{place}: {name!r} is missing")
        elif field.default is None and field.type in (Mapping[str, str], Mapping[str, Words]):
            values[name] = {}
    made = kind(**values)
    if not getattr(made, "reason", "a part of a file"):
        raise RuleBroken(f"{place}: the reason is empty")
    return made


def load_language(code: str) -> Language | None:
    """The language of a file; None where there is none."""
    path = HOME / "languages" / f"{code}.toml"
    return shaped(Language, {"code": code} | read_table(path), _place(path)) if path.exists() else None


def load_site(path: Path) -> SiteRule:
    rule = shaped(SiteRule, {"host": path.stem} | read_table(path), _place(path))
    for name in rule.selectors:
        if name not in SELECTORS:
            raise RuleBroken(f"{_place(path)}: unknown key 'selectors.{name}'; known are {', '.join(SELECTORS)}")
    return rule


class Rules:
    """Everything is read when first asked for: a Korean page never pays for German."""

    @cache  # noqa: B019  (there is one Rules for the life of the process)
    def language(self, tag: str | None) -> Language:
        """The language of a BCP 47 tag, its order and zone those of the tag's region."""
        return _in_region(*_split_tag(tag))

    @cache  # noqa: B019
    def _generic(self, name: str) -> Any:
        path = HOME / "generic" / f"{name}.toml"
        return shaped(GENERIC[name], read_table(path), _place(path))

    @property
    def agencies(self) -> Agencies:
        return self._generic("agencies")  # type: ignore[no-any-return]

    @property
    def zones(self) -> Zones:
        return self._generic("zones")  # type: ignore[no-any-return]

    @property
    def organisations(self) -> Organisations:
        return self._generic("organisations")  # type: ignore[no-any-return]

    @property
    def captions(self) -> CaptionWords:
        return self._generic("captions")  # type: ignore[no-any-return]

    @property
    def labels(self) -> LabelWords:
        return self._generic("labels")  # type: ignore[no-any-return]

    @property
    def rights(self) -> RightsWords:
        return self._generic("rights")  # type: ignore[no-any-return]

    def site(self, host: str) -> SiteRule | None:
        """The rule of a host, or of the nearest domain above it."""
        return next((rule for name in _domains(host) if (rule := _site(name))), None)


@cache
def load_rules() -> Rules:
    return Rules()


@cache
def _site(name: str) -> SiteRule | None:
    path = HOME / "sites" / f"{name}.toml"
    return load_site(path) if path.exists() else None


def _domains(host: str) -> list[str]:
    labels = host.lower().rstrip(".").split(".")
    return [".".join(labels[i:]) for i in range(len(labels) - 1)] if all(label.isascii() for label in labels) and "/" not in host else []


def _split_tag(tag: str | None) -> tuple[str, str | None]:
    """(language code, region): `zh-Hant-TW` → zh, TW."""
    parts = (tag or "und").replace("_", "-").split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha()), None)
    return ALIASES.get(parts[0].lower(), parts[0].lower()), region


@cache
def _in_region(code: str, region: str | None) -> Language:
    known = (code.isalpha() and code.isascii() and load_language(code)) or UNDETERMINED
    zones, orders = known.zones or {}, known.times.orders or {}
    times = replace(known.times, order=orders.get(region or "", known.times.order))
    return replace(known, zone=zones.get(region or "", known.zone), times=times, falls_back=True)


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
    known = load_rules().language(language)
    if not text.isascii():
        for script, at_home, instead in _scripts():
            if known.code not in at_home and script.search(text):
                return load_rules().language(instead)
    return known if language else load_rules().language("en")
