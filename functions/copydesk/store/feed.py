"""A publisher's articles by the time of their publication: one list of heads for each month, walked from the newest.

Which months there are is told by the calendar that every commit keeps (`ledger.open_spans`): a list never scans, and never looks into a
month that nothing was ever published in. The lists are an index: what was just committed shows up a moment later.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge

from .identity import normalize_address
from .items import pack_value
from .ledger import Ledger, find_aliases, find_heads, list_query, read_query, read_spans
from .order import stamp
from .records import Head, feed_list

PAGE_HEADS = 100  # read at once over all publishers: a head has 1 to 5 KB, a DynamoDB answer at most 1 MB
LEAST_HEADS = 5  # of one of many publishers
FIRST, LAST = "0000", "9999-12-31T23:59:59.999999Z~"  # before and behind every place


@dataclass(frozen=True)
class Window:
    """A stretch of a list: from `since` (inclusive) to `until` (exclusive), only what stands before the place `before`."""

    since: datetime | None = None
    until: datetime | None = None
    before: str | None = None

    @property
    def low(self) -> str:
        return stamp(self.since) if self.since else FIRST

    @property
    def high(self) -> str:
        """Exclusive. A place begins with its time, so that all places of a moment are behind the moment itself."""
        return min(stamp(self.until) if self.until else LAST, self.before or LAST)

    @property
    def is_empty(self) -> bool:
        """DynamoDB refuses a range whose end is before its beginning."""
        return self.low >= self.high

    def holds(self, place: str) -> bool:
        return self.low <= place < self.high


def place_of(head: Head) -> str:
    """Where it stands in the feed; unique over all publishers."""
    return head.listed[1]


def read_feed(ledger: Ledger, publisher_ids: Iterable[str], status: str, window: Window) -> Iterator[Head]:
    """The heads of these publishers with this status, newest first; read as far as they are taken."""
    if window.is_empty:
        return iter(())
    publishers = tuple(publisher_ids)
    each = max(LEAST_HEADS, PAGE_HEADS // max(1, len(publishers)))
    return merge(*(read_one(ledger, name, status, window, each) for name in publishers), key=place_of, reverse=True)


def read_one(ledger: Ledger, publisher_id: str, status: str, window: Window, at_once: int) -> Iterator[Head]:
    for month in reversed(read_spans(ledger, publisher_id, "feed", first=window.low[:7], last=window.high[:7])):
        query = list_query(feed_list(publisher_id, month, status))
        query["KeyConditionExpression"] += " AND list_place BETWEEN :low AND :high"
        query["ExpressionAttributeValues"] |= {":low": pack_value(window.low), ":high": pack_value(window.high)}
        query |= {"ScanIndexForward": False, "Limit": at_once}
        heads = map(Head.from_item, read_query(ledger, query, doing="read the feed"))
        yield from (head for head in heads if window.holds(place_of(head)))  # BETWEEN takes its upper end along


def find_named(ledger: Ledger, publisher_ids: Iterable[str], *, url: str | None, external_id: str | None) -> tuple[Head, ...]:
    """The heads that bear all the given names, newest first: those that a push with the name would revise."""
    addresses = [f"url:{normalize_address(url)}"] if url is not None else []
    names = addresses + ([f"id:{external_id}"] if external_id is not None else [])
    found: list[Head] = []
    for publisher_id in publisher_ids:
        owners = find_aliases(ledger, publisher_id, names)
        if len(owners) == len(names) and len(set(owners.values())) == 1:
            found += find_heads(ledger, publisher_id, owners.values()).values()
    return tuple(sorted(found, key=place_of, reverse=True))
