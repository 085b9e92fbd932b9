"""Words and patterns that hold for every site and language: one file each under `rules/generic/`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copydesk.errors import RuleBroken
from copydesk.rules.tables import Table, Words, place_of, read_table, shaped


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
class ClassWords:
    """Group → words of class and id names; of a pair both have to stand in the same element's names."""

    reason: str
    never: Words = ()
    never_pairs: tuple[frozenset[str], ...] = ()
    sure: Words = ()
    sure_pairs: tuple[frozenset[str], ...] = ()
    structural: Words = ()
    structural_pairs: tuple[frozenset[str], ...] = ()
    caption: Words = ()
    caption_pairs: tuple[frozenset[str], ...] = ()
    body: Words = ()
    deck: Words = ()
    deck_pairs: tuple[frozenset[str], ...] = ()
    box: Words = ()
    box_pairs: tuple[frozenset[str], ...] = ()
    pull: Words = ()
    pull_pairs: tuple[frozenset[str], ...] = ()
    unseen: Words = ()
    live: Words = ()
    unseen_pairs: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class TailRule:
    """`pattern` is matched at the start of a line, `kind` is what such a line is."""

    kind: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class Tails:
    reason: str
    rules: tuple[TailRule, ...] = ()


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class Chrome:
    """Element name, ARIA role or class word → the kind of site furniture that it names."""

    reason: str
    elements: Mapping[str, str] = None  # type: ignore[assignment]
    words: Mapping[str, str] = None  # type: ignore[assignment]


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class MetaNames:
    """Fact → meta tags that carry it, the most trusted first."""

    reason: str
    author: Words = ()
    published: Words = ()
    modified: Words = ()
    section: Words = ()
    native_id: Words = ()
    description: Words = ()
    site: Words = ()


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class FunctionWords:
    """Language → its short frequent words."""

    reason: str
    words: Mapping[str, Words] = None  # type: ignore[assignment]


# What may stand under `rules/generic/`, and its shape.
GENERIC: dict[str, type] = {
    "agencies": Agencies,
    "captions": CaptionWords,
    "chrome": Chrome,
    "class_words": ClassWords,
    "function_words": FunctionWords,
    "interludes": Tails,
    "labels": LabelWords,
    "metas": MetaNames,
    "organisations": Organisations,
    "rights": RightsWords,
    "tails": Tails,
    "zones": Zones,
}


def load_generic(path: Path) -> Any:
    return generic_of(read_table(path), path)


def generic_of(table: Table, path: Path) -> Any:
    """A file's table as the shape of its name. RuleBroken where it does not fit, or nobody reads a file of this name."""
    if path.stem not in GENERIC:
        raise RuleBroken(f"{place_of(path)}: nobody reads this file; known are {', '.join(GENERIC)}")
    return shaped(GENERIC[path.stem], table, place_of(path))
