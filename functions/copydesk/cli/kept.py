"""Articles by what a person calls them: a page, a document on disk, or what a desk keeps by id, revision or address."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk.page import MAX_BYTES, Words, receive

from .door import Door, Refused

if TYPE_CHECKING:
    from copydesk.article import Article, Edition

type OpenDoor = Callable[[], Door]


class Unreadable(Exception):
    """What was named is no article: told to the person as it stands."""


def read_article(named: str, open_door: OpenDoor, *, url: str | None = None) -> "Article":
    """Of a file that is a page (`url` is then said of it) or an article's JSON, else of the desk.

    Raises Unreadable, Unreachable, and PageRejected for a page that holds none.
    """
    path = Path(named)
    if not path.is_file():
        return find_edition(named, open_door()).article
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as fault:
        raise Unreadable(f"{named} cannot be read: {fault.strerror}") from fault
    if body.lstrip()[:1] == b"{":
        return _parse(body, named)
    from copydesk.normalize import normalize

    return normalize(receive(body, words=Words.read_words({"url": url})))


def _parse(body: bytes, named: str) -> "Article":
    """An article, an edition, or what `copydesk normalize --explain` prints."""
    from copydesk.article import Article

    try:
        told = json.loads(body)
        return Article.model_validate_json(json.dumps(told.get("article", told)))
    except (ValueError, RecursionError, AttributeError) as fault:
        first = str(fault).splitlines()[0]
        raise Unreadable(f"{named} begins like JSON and is no article: {first}") from fault


def find_edition(named: str, door: Door) -> "Edition":
    """`ID`, `ID@3` for a revision, or an address that an article is known by. Raises Refused, Unreachable."""
    from copydesk.article import Edition

    article_id, query = find_id(named, door)
    return Edition.model_validate_json(door.read(f"/v1/articles/{article_id}", query).body)


def find_id(named: str, door: Door) -> tuple[str, Mapping[str, str]]:
    """(id, query) of what is named; an address is asked for. Raises Refused, Unreachable."""
    if "://" in named:
        listed: list[dict[str, Any]] = door.read("/v1/articles", {"url": named}).document["articles"]
        if not listed:
            raise Refused(f"no article of this key's publishers is known by the address {named}")
        return str(listed[0]["article_id"]), {}
    article_id, _, revision = named.partition("@")
    if not article_id.isascii() or not article_id.isalnum():
        raise Refused(f"{named}: there is no such file, and it is no article's id or address")
    return article_id, {"revision": revision} if revision else {}
