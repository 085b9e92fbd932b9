"""What is kept is listed: a publisher's feed, an article's history."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from ..store.changes import Positions, Told, read_changes
from ..store.feed import Window, find_named, place_of, read_feed
from ..store.history import read_history
from ..store.records import Head, Revision
from .desk import Desk
from .finding import find_readable

MAX_EXAMINED = 1_000  # entries read for one page of a list, one read unit for some four of them; what is rare may need several pages


@dataclass(frozen=True)
class Wanted:
    """`url` and `external_id` find one article at most for each publisher, as a push with them would."""

    status: str = "live"
    section: str | None = None
    url: str | None = None
    external_id: str | None = None

    def fits(self, head: Head) -> bool:
        return head.status == self.status and (self.section is None or self.section in head.sections)


@dataclass(frozen=True)
class Listed[T]:
    """A page of a list. `rest` is the place of the last entry that was looked at; None where nothing is left."""

    entries: tuple[T, ...]
    rest: str | None = None


def list_heads(desk: Desk, publisher_ids: Iterable[str], wanted: Wanted, window: Window, *, limit: int) -> Listed[Head]:
    """Newest published first, all publishers merged. Where few heads fit, a page can be short and have a rest all the same."""
    if wanted.url is not None or wanted.external_id is not None:
        named = find_named(desk.ledger, publisher_ids, url=wanted.url, external_id=wanted.external_id)
        return take_listed((head for head in named if window.holds(place_of(head))), wanted.fits, place_of, limit)
    return take_listed(read_feed(desk.ledger, publisher_ids, wanted.status, window), wanted.fits, place_of, limit)


def take_listed[T](entries: Iterator[T], fits: Callable[[T], bool], place_of: Callable[[T], str], limit: int) -> Listed[T]:
    """The first `limit` that fit, of MAX_EXAMINED at most."""
    found: list[T] = []
    last: T | None = None
    for entry in islice(entries, MAX_EXAMINED):
        if len(found) == limit:
            break
        last = entry
        if fits(entry):
            found.append(entry)
    else:
        last = last if next(entries, None) else None
    return Listed(tuple(found), place_of(last) if last else None)


def list_revisions(
    desk: Desk, publisher_ids: Iterable[str], article_id: str, *, below: int | None, limit: int
) -> tuple[Head, Listed[Revision]]:
    """The article's editions, newest first, from under the number `below`. Raises Unknown, Purged."""
    head = find_readable(desk, publisher_ids, article_id)
    newest = read_history(desk.ledger, head.publisher_id, article_id, below=below)
    page = list(islice(newest, limit + 1))
    return head, Listed(tuple(page[:limit]), str(page[limit - 1].revision) if len(page) > limit else None)


def list_changes(desk: Desk, positions: Positions, *, limit: int) -> Told:
    """What happened behind these positions, up to a moment that no open commit can still precede."""
    return read_changes(desk.ledger, positions, at=desk.clock(), limit=limit)
