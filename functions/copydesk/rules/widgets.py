"""The rules that recognise furniture: one file per kind under `rules/widgets/`, read once and checked.

A rule tells a kind, its role, the shape of what stands in it, the headings that newsrooms print over it in each language,
the words of class names that suspect it, the texts of its members, and the providers of what it embeds.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from copydesk.errors import RuleBroken
from copydesk.rules.tables import HOME, Table, Words, place_of, read_table, shaped

FOLDER = HOME / "widgets"
SHAPES = frozenset("links quotes reactions comments tags author texts controls trail notice promo slot summary embed".split())
ROLES = frozenset("content context utility commercial unknown".split())


@dataclass(frozen=True, repr=False, match_args=False)
class Provider:
    """A host of embeds.

    `addresses` are host and path beginnings, `*` stands for any run of characters; group 1 of `id` is the host's own id in them.
    `own` is that id as it stands alone in an attribute that may be anybody's; `anchors` are beginnings of the element ids that
    the host's code gives, and what follows is the host's own id.
    """

    name: str
    kind: str
    id: re.Pattern[str]
    addresses: Words = ()
    classes: Words = ()
    tags: Words = ()
    attributes: Words = ()
    anchors: Words = ()
    own: re.Pattern[str] = re.compile(r".+")


@dataclass(frozen=True, repr=False, match_args=False)
class WidgetRule:
    """Labels and members by language, as written; each of `class_words` is a set of words that all stand in one element's names.
    Those of `rooms` name an element that may stand empty, for a script fills it.

    `addresses` are beginnings of addresses by what its controls that lead there are called, `*` any run of characters: host and path,
    a scheme with its colon, or `?` and a parameter. Of `acts`, beginnings of words, one makes a control of a text that names a member.
    `folders` are names in a path under which lie the pages that its items lead to.
    """

    kind: str
    role: str
    shape: str
    reason: str
    class_words: tuple[frozenset[str], ...] = ()
    rooms: tuple[frozenset[str], ...] = ()
    labels: Mapping[str, Words] = None  # type: ignore[assignment]
    label_starts: Words = ()
    label_ends: Words = ()
    members: Mapping[str, Words] = None  # type: ignore[assignment]
    addresses: Mapping[str, Words] = None  # type: ignore[assignment]
    acts: Words = ()
    folders: Words = ()
    providers: tuple[Provider, ...] = ()


@cache
def widget_rules() -> Mapping[str, WidgetRule]:
    """kind → rule, for every file of the folder. Raises RuleBroken where a file breaks the schema."""
    return {path.stem: load_widget(path) for path in sorted(FOLDER.glob("*.toml"))}


def load_widget(path: Path) -> WidgetRule:
    """Raises RuleBroken."""
    return widget_of(read_table(path), path)


def widget_of(table: Table, path: Path) -> WidgetRule:
    """The rule of a file's table; RuleBroken names the file where it does not fit."""
    place = place_of(path)
    kind = table.get("kind")
    providers = [{"kind": kind} | entry if isinstance(entry, dict) else entry for entry in table.get("providers", ())]
    rule = shaped(WidgetRule, table | {"providers": providers}, place)
    if rule.kind != path.stem:
        raise RuleBroken(f"{place}: kind is {rule.kind!r}; it must be the file's name")
    for key, value, known in (("shape", rule.shape, SHAPES), ("role", rule.role, ROLES)):
        if value not in known:
            raise RuleBroken(f"{place}: {key} is {value!r}; known are {', '.join(sorted(known))}")
    for provider in rule.providers:
        if provider.id.groups != 1:
            raise RuleBroken(f"{place}: providers: {provider.name}: id has {provider.id.groups} groups; the host's own id is group 1")
    return rule
