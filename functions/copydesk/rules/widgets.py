"""The rules that recognise furniture: one file per kind under `rules/widgets/`, read once and checked.

A rule tells a kind, its role, the shape of what stands in it, the headings that newsrooms print over it in each language,
the words of class names that suspect it, the texts of its members, the providers of what it embeds, and examples.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from copydesk.errors import RuleBroken

FOLDER = Path(__file__).parent / "widgets"
SHAPES = frozenset(
    "links quotes reactions comments tags author texts controls trail notice promo slot summary embed".split(),
)
KEYS = frozenset("kind role shape reason class_words labels label_starts label_ends members providers examples".split())
PROVIDER_KEYS = frozenset("name addresses id classes tags attributes post example".split())
ROLES = frozenset("content context utility commercial unknown".split())


@dataclass(frozen=True, slots=True)
class Provider:
    """A host of embeds.

    `addresses` are host and path beginnings, `*` stands for any run of characters; group 1 of `id` is the host's own id.
    """

    name: str
    kind: str
    addresses: tuple[str, ...]
    id: re.Pattern[str]
    classes: tuple[str, ...]
    tags: tuple[str, ...]
    attributes: tuple[str, ...]
    post: str | None
    example: str


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of HTML that the rule must recognise, or (`holds` false) must leave alone."""

    html: str
    holds: bool


@dataclass(frozen=True, slots=True)
class WidgetRule:
    """Labels and members by language, as written; each of `class_words` is a set of words that all stand in one element's names."""

    kind: str
    role: str
    shape: str
    reason: str
    class_words: tuple[frozenset[str], ...]
    labels: Mapping[str, tuple[str, ...]]
    label_starts: tuple[str, ...]
    label_ends: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]
    providers: tuple[Provider, ...]
    examples: tuple[Example, ...]


@cache
def widget_rules() -> Mapping[str, WidgetRule]:
    """kind → rule, for every file of the folder. Raises RuleBroken where a file breaks the schema."""
    return {rule.kind: rule for rule in (read_rule(path.read_text("utf-8"), path.name) for path in sorted(FOLDER.glob("*.toml")))}


def read_rule(text: str, name: str) -> WidgetRule:
    """The rule of one file; `name` stands in the complaint. Raises RuleBroken."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleBroken(f"{name}: {error}") from error
    _refuse_unknown(raw, KEYS, name)
    for key in ("kind", "role", "shape", "reason"):
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            raise RuleBroken(f"{name}: {key} is missing or empty")
    if raw["shape"] not in SHAPES or raw["role"] not in ROLES or f"{raw['kind']}.toml" != name:
        raise RuleBroken(f"{name}: kind must be the file's name, shape one of {sorted(SHAPES)}, role one of {sorted(ROLES)}")
    return WidgetRule(
        kind=raw["kind"],
        role=raw["role"],
        shape=raw["shape"],
        reason=raw["reason"],
        class_words=tuple(frozenset(words) for words in raw.get("class_words", [])),
        labels=_by_language(raw, "labels", name),
        label_starts=_texts(raw, "label_starts", name),
        label_ends=_texts(raw, "label_ends", name),
        members=_by_language(raw, "members", name),
        providers=tuple(_provider(entry, raw["kind"], name) for entry in raw.get("providers", [])),
        examples=tuple(_example(entry, name) for entry in raw.get("examples", [])),
    )


def _refuse_unknown(raw: Mapping[str, Any], known: frozenset[str], name: str) -> None:
    if unknown := set(raw) - known:
        raise RuleBroken(f"{name}: unknown keys {sorted(unknown)}")


def _texts(raw: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
    values = raw.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
        raise RuleBroken(f"{name}: {key} must be a list of texts")
    if len(set(values)) != len(values):
        raise RuleBroken(f"{name}: {key} says {sorted({v for v in values if values.count(v) > 1})} twice")
    return tuple(values)


def _by_language(raw: Mapping[str, Any], key: str, name: str) -> Mapping[str, tuple[str, ...]]:
    table = raw.get(key, {})
    if not isinstance(table, dict):
        raise RuleBroken(f"{name}: {key} must be a table of languages")
    return {language: _texts(table, language, f"{name} {key}") for language in table}


def _provider(raw: Mapping[str, Any], kind: str, name: str) -> Provider:
    _refuse_unknown(raw, PROVIDER_KEYS, f"{name} providers")
    missing = {"name", "id", "example"} - set(raw)
    if missing:
        raise RuleBroken(f"{name}: a provider lacks {sorted(missing)}")
    try:
        pattern = re.compile(raw["id"])
    except re.error as error:
        raise RuleBroken(f"{name}: the id of {raw['name']} is no pattern: {error}") from error
    if pattern.groups != 1:
        raise RuleBroken(f"{name}: the id of {raw['name']} needs one group")
    return Provider(
        name=raw["name"],
        kind=kind,
        addresses=_texts(raw, "addresses", name),
        id=pattern,
        classes=_texts(raw, "classes", name),
        tags=_texts(raw, "tags", name),
        attributes=_texts(raw, "attributes", name),
        post=raw.get("post"),
        example=raw["example"],
    )


def _example(raw: Mapping[str, Any], name: str) -> Example:
    _refuse_unknown(raw, frozenset({"html", "is"}), f"{name} examples")
    if not isinstance(raw.get("html"), str) or not isinstance(raw.get("is", True), bool):
        raise RuleBroken(f"{name}: an example needs html, and is = true or false")
    return Example(raw["html"], raw.get("is", True))
