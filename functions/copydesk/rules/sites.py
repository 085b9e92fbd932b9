"""What generic rules cannot know of one host: one file each under `rules/sites/`, named after the host."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from copydesk.rules.tables import HOME, Table, Words, place_of, read_table, shaped


@dataclass(frozen=True, eq=False, repr=False, match_args=False)
class Selectors:
    """CSS selectors of where things stand, the most trusted first."""

    headline: Words = ()
    kicker: Words = ()
    deck: Words = ()
    byline: Words = ()
    published: Words = ()
    modified: Words = ()
    body: Words = ()


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
    return shaped(SiteRule, {"host": path.stem} | table, place_of(path))


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
