"""Who reads the pages: copydesk and the peer, asked for the same facts."""

from dataclasses import dataclass
from typing import Protocol

from bench.pages import Page
from copydesk.errors import PageRejected
from copydesk.normalize import normalize


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reader found; empty strings where it found nothing."""

    body: str = ""
    title: str = ""
    published: str = ""


class Reader(Protocol):
    def __call__(self, page: Page) -> Facts: ...


def copydesk(page: Page) -> Facts:
    try:
        article = normalize(page.raw)
    except PageRejected:
        return Facts()
    at = article.meta.published_at
    return Facts(article.body.text, article.meta.headline or "", at.at if at else "")


def peer(page: Page) -> Facts:
    """trafilatura as its documentation sets it up for articles: metadata wanted, comments not."""
    import trafilatura  # here and below: copydesk's own peak of memory is measured through this module

    found = trafilatura.bare_extraction(page.text, url=page.url, with_metadata=True, include_comments=False)
    if found is None:
        return Facts()
    told = found if isinstance(found, dict) else found.as_dict()
    return Facts(told.get("text") or "", told.get("title") or "", told.get("date") or "")


def peer_fast(page: Page) -> Facts:
    """Its quick mode: no fallbacks, no metadata."""
    import trafilatura

    return Facts(trafilatura.extract(page.text, fast=True, include_comments=False) or "")


READERS: dict[str, Reader] = {"copydesk": copydesk, "trafilatura": peer, "trafilatura fast": peer_fast}
