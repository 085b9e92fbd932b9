"""What generic rules cannot know of one host: one file each under `rules/sites/`, named after the host."""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from copydesk.errors import RuleBroken
from copydesk.rules.tables import HOME, Table, Words, place_of, read_table, shaped

EMPTY = LexborHTMLParser("")


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class Selectors:
    """CSS selectors of where things stand, the most trusted first: the first that names something visible is believed.

    `body` is the box of the story, `captions` are all texts of pictures, whatever they look like.
    """

    headline: Words = ()
    kicker: Words = ()
    deck: Words = ()
    byline: Words = ()
    published: Words = ()
    modified: Words = ()
    body: Words = ()
    captions: Words = ()


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class SiteRule:
    """`zone` and `language` are the house's where the page names none; `drop` selects what is no story, as CSS selectors."""

    host: str
    reason: str
    zone: str | None = None
    language: str | None = None
    selectors: Selectors = Selectors()
    drop: Words = ()


def load_site(path: Path) -> SiteRule:
    return site_of(read_table(path), path)


def site_of(table: Table, path: Path) -> SiteRule:
    """The rule of a file's table. Raises RuleBroken, also for a selector or a zone that nobody could read."""
    place = place_of(path)
    rule = shaped(SiteRule, {"host": path.stem} | table, place)
    if rule.host != path.stem:
        raise RuleBroken(f"{place}: host is {rule.host!r}; it must be the file's name")
    for name, selectors in (*((field.name, getattr(rule.selectors, field.name)) for field in fields(Selectors)), ("drop", rule.drop)):
        for selector in selectors:
            _check_selector(selector, f"{place}: {name}")
    if rule.zone:
        _check_zone(rule.zone, place)
    return rule


def _check_zone(zone: str, place: str) -> None:
    from zoneinfo import ZoneInfo  # here: a start waits for what is imported, and few rules name a zone

    try:
        ZoneInfo(zone)
    except (ValueError, KeyError, OSError) as error:
        raise RuleBroken(f"{place}: zone {zone!r} is no IANA zone; write one like Asia/Seoul") from error


def _check_selector(selector: str, place: str) -> None:
    try:
        EMPTY.css(selector)
    except SelectolaxError as error:
        raise RuleBroken(f"{place}: {selector!r} is no CSS selector") from error


def find_site(host: str) -> SiteRule | None:
    """The rule of a host, or of the nearest domain above it."""
    return next((rule for name in _domains(host) if (rule := _site(name))), None)


@cache
def _site(name: str) -> SiteRule | None:
    path = HOME / "sites" / f"{name}.toml"
    return load_site(path) if path.exists() else None


def _domains(host: str) -> list[str]:
    labels = host.lower().rstrip(".").split(".")
    return [".".join(labels[i:]) for i in range(len(labels) - 1)] if all(label.isascii() for label in labels) and "/" not in host else []
