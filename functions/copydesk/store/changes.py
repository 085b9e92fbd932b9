"""What happened to a publisher's articles, in order: the shards of its days, merged up to a moment that is over.

A change is stamped before its commit is sent, so a later stamp can be readable before an earlier one. Nothing is told before `SETTLED` has
passed over its stamp: by then its transaction has happened or never will. The bound is made of three: a commit whose stamp is older than
MAX_AGE is not sent any more (`commit_fresh`); the client sends for 39 seconds at most (three attempts of 2 + 10, two pauses under 3 s);
what is left is for clocks that differ.

A position is held for each shard all the same: a change that is later than any of this is still told, unless one of its shard was told
after it. A change can be told twice, an article's changes are always told in their order: one article is one shard.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from .faults import Outrun
from .items import pack_value
from .ledger import Commit, Ledger, commit, open_spans, read_query, read_spans, spans_of
from .order import read_stamp, stamp
from .records import CHANGE_SHARDS, Change, change_shard

SETTLED = timedelta(seconds=60)
MAX_AGE = timedelta(seconds=5)
GRACE = timedelta(hours=1)  # how far behind the present the position of a quiet shard stays
MAX_QUERIES = 400  # for one answer, some 2 s: 25 days of four publishers
FIRST_DAY = "0000"

type Positions = Mapping[str, tuple[str, ...]]
"""For each publisher the place in each of its shards behind which reading goes on: a change's place, or a time."""


@dataclass(frozen=True)
class Told:
    """`until` is the moment up to which everything was told if `is_all`; all that stands at `place` or before it was told in any case."""

    changes: tuple[Change, ...]
    positions: Positions
    place: str
    until: str
    is_all: bool


def commit_fresh(ledger: Ledger, work: Commit, *, clock: Callable[[], datetime]) -> None:
    """Commit it. Raises Outrun as `commit` does, and where its change was stamped too long ago: it wants a new stamp."""
    open_spans(ledger, spans_of(work))  # before the look at the clock, not between it and the transaction
    if work.change and clock() > read_stamp(work.change.at) + MAX_AGE:
        raise Outrun("the commit took too long to be written")
    commit(ledger, work)


def positions_from(publisher_ids: Iterable[str], place: str = "") -> Positions:
    """The same place in all shards, be it a change's or a moment's; the beginning where it is none."""
    return dict.fromkeys(publisher_ids, (place,) * CHANGE_SHARDS)


def read_changes(ledger: Ledger, positions: Positions, *, at: datetime, limit: int) -> Told:
    """At most `limit` changes behind these positions, day by day, in the order of their stamps."""
    until = stamp(at - SETTLED)
    found: list[Change] = []
    end, asked = until, 0
    for day, shards in read_days(ledger, positions, until):
        asked += len(shards)
        left = limit - len(found)
        parts = (islice(read_shard(ledger, shard, behind, until, left + 1), left + 1) for shard, behind in shards)
        merged = sorted((change for part in parts for change in part), key=place_of)
        found += merged[:left]
        if len(merged) > left:
            end = place_of(found[-1])
            break
        if asked >= MAX_QUERIES or len(found) == limit:
            end = min(until, next_day(day))
            break
    return Told(tuple(found), advance(positions, found, min(end, stamp(at - GRACE))), end, until, is_all=end == until)


def read_days(ledger: Ledger, positions: Positions, until: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The days in which something happened, first to last: each with its shards and the places behind which they are read."""
    days: dict[str, list[tuple[str, str]]] = {}
    for publisher_id, places in positions.items():
        for day in read_spans(ledger, publisher_id, "changes", first=min(places)[:10] or FIRST_DAY, last=until[:10]):
            shards = [(change_shard(publisher_id, day, shard), behind) for shard, behind in enumerate(places) if behind[:10] <= day]
            days.setdefault(day, []).extend(shards)
    yield from sorted(days.items())


def next_day(day: str) -> str:
    """Its first moment."""
    return stamp(read_stamp(f"{day}T00:00:00Z") + timedelta(days=1))


def read_shard(ledger: Ledger, shard: str, behind: str, until: str, limit: int) -> Iterator[Change]:
    """The shard's changes behind a place and before a moment, first to last."""
    query: dict[str, Any] = {
        "KeyConditionExpression": "pk = :pk AND sk BETWEEN :behind AND :until",
        "ExpressionAttributeValues": {":pk": pack_value(shard), ":behind": pack_value(behind or "0"), ":until": pack_value(until)},
        "ConsistentRead": True,
        "Limit": limit + 1,  # BETWEEN takes the place itself along
    }
    changes = map(Change.from_item, read_query(ledger, query, doing="read the changes"))
    return (change for change in changes if place_of(change) > behind) if behind <= until else iter(())


def place_of(change: Change) -> str:
    return change.key.sk


def shard_of(change: Change) -> int:
    return int(change.key.pk.rpartition("#")[2])


def advance(positions: Positions, told: Iterable[Change], quiet: str) -> Positions:
    """Each shard's place after this telling. What was quiet moves on too, or every poll would walk its empty days again."""
    moved = {publisher_id: [max(place, quiet) for place in places] for publisher_id, places in positions.items()}
    for change in told:
        places, shard = moved[change.publisher_id], shard_of(change)
        places[shard] = max(places[shard], place_of(change))
    return {publisher_id: tuple(places) for publisher_id, places in moved.items()}
