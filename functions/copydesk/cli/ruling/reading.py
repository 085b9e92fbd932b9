"""What the examples of a site's rule file state, read from their pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from copydesk.article import Article, Heading, Paragraph, Time
from copydesk.errors import PageRejected
from copydesk.normalize import normalize
from copydesk.page import RawPage, Words
from copydesk.rules import SiteRule
from copydesk.rules.sites import load_site, site_of
from copydesk.rules.tables import Table

from ..vouching import Kind, Read


def read_by(rule: SiteRule | None, html: str, address: str) -> Article:
    """The page as this rule reads it, whatever its host. Raises PageRejected."""
    return normalize(RawPage(html.encode("utf-8", "replace"), Words(url=address, charset="utf-8")), lambda host: rule)


def facts_of(article: Article) -> dict[str, Any]:
    """What an example may state of a page."""
    return {name: tell(article) for name, tell in FACTS.items()}


def _time(time: Time | None) -> str | None:
    return time.at if time else None


FACTS: dict[str, Callable[[Article], Any]] = {
    "headline": lambda article: article.meta.headline,
    "kicker": lambda article: article.meta.kicker,
    "deck": lambda article: list(article.meta.deck),
    "byline": lambda article: article.meta.byline,
    "authors": lambda article: [person.name for person in article.meta.authors],
    "published": lambda article: _time(article.meta.published_at),
    "modified": lambda article: _time(article.meta.modified_at),
    "language": lambda article: article.meta.language,
    "story": lambda article: [block.text for block in article.body.blocks if isinstance(block, Paragraph | Heading) and not block.role],
    "captions": lambda article: [caption.printed for caption in article.captions],
    "pictures": lambda article: [media.url for media in article.meta.media],
}


def site_reader(rule: SiteRule) -> Read:
    """Of `[examples.page]`: the facts of a page, or that it is refused."""

    def read(reader: str, html: str) -> Any:
        try:
            return facts_of(read_by(rule, html, f"https://{rule.host}/"))
        except PageRejected as refusal:
            return {"refused": refusal.type}

    return read


@contextmanager
def site_at_work(path: Path) -> Iterator[Read]:
    yield site_reader(load_site(path))


@contextmanager
def changed_site(table: Table, path: Path) -> Iterator[Read]:
    yield site_reader(site_of(table, path))


SITES = Kind(frozenset(["page"]), site_at_work, changed_site)
