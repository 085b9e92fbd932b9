"""Normalizing: bytes and the sender's words in, an Article out. Pure: no clock, environment, network or logger."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from copydesk.article import Article
from copydesk.normalize.pointing import SiteOf
from copydesk.normalize.reading import VERSION, Reading, content_hash, read
from copydesk.page import RawPage, read_text

__all__ = ["VERSION", "Explained", "content_hash_of", "explain", "normalize"]


def normalize(page: RawPage, site_of: SiteOf | None = None) -> Article:
    """The page's article; the same bytes and words always give the same one. Raises PageRejected.

    `site_of` finds the rule of a host, for whoever tries one; without it the rules at work do.
    """
    reading = read(read_text(page), page, site_of)
    reading.seen.document.let_go()
    return reading.article


def content_hash_of(article: Article) -> str:
    """As this version hashes it; equal to what the article says of itself where this version read it."""
    return content_hash(article.meta, article.body, article.captions, article.widgets)


@dataclass(frozen=True, slots=True)
class Explained:
    """The article, and beside it what is never stored.

    Locators, rejected readings, unassigned texts, chrome by name, milliseconds by stage.
    """

    article: Article
    reading: Reading
    milliseconds: dict[str, float]

    def as_json(self) -> dict[str, Any]:
        reading = self.reading
        lines = reading.seen.document.lines
        return {
            "locators": reading.places.locators(),
            "rejected": [{"path": path, "reader": reader, "value": value} for path, reader, value in reading.findings.rejected],
            "titles": [{"reader": reader, "value": value} for reader, value in reading.seen.headline.rejected],
            "dropped": [{"rule": part.dropped, "text": part.text[:200]} for part in reading.seen.story.parts if part.dropped and part.text],
            "unassigned": [line.text for line in reading.homes.unassigned()],
            "chrome": [{"kind": c.kind, "rule": c.rule, "text": lines[c.line].text[:200]} for c in reading.homes.chrome],
            "milliseconds": {stage: round(value, 3) for stage, value in self.milliseconds.items()},
        }


def explain(page: RawPage, *, clock: Callable[[], float]) -> Explained:
    """`clock` gives seconds; it is the only way by which time enters."""
    spent: dict[str, float] = {}
    last = clock()

    def lap(stage: str) -> None:
        nonlocal last
        now = clock()
        spent[stage], last = (now - last) * 1000, now

    decoded = read_text(page)
    lap("decode")
    reading = read(decoded, page, lap=lap)
    return Explained(reading.article, reading, spent)
