"""Refused pages, by the day on which they came: in the calendar of rejections, so that a list looks into no empty day."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from heapq import merge
from typing import Any

from .feed import Window
from .items import pack_value
from .ledger import Ledger, find_items, put, read_query, read_spans, transact
from .records import Rejection, rejection_key

PAGE_REJECTIONS = 50


def place_of(rejection: Rejection) -> str:
    return rejection.key.sk


def read_rejections(ledger: Ledger, publisher_ids: Iterable[str], window: Window) -> Iterator[Rejection]:
    """Those of these publishers, newest first; read as far as they are taken."""
    if window.is_empty:
        return iter(())
    return merge(*(read_one(ledger, publisher_id, window) for publisher_id in publisher_ids), key=place_of, reverse=True)


def read_one(ledger: Ledger, publisher_id: str, window: Window) -> Iterator[Rejection]:
    for day in reversed(read_spans(ledger, publisher_id, "rejections", first=window.low[:10], last=window.high[:10])):
        query: dict[str, Any] = {
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :low AND :high",
            "ExpressionAttributeValues": {
                ":pk": pack_value(rejection_key(publisher_id, day, "").pk),
                ":low": pack_value(window.low),
                ":high": pack_value(window.high),
            },
            "ScanIndexForward": False,
            "ConsistentRead": True,
            "Limit": PAGE_REJECTIONS,
        }
        rejections = map(Rejection.from_item, read_query(ledger, query, doing="read the rejections"))
        yield from (rejection for rejection in rejections if window.holds(place_of(rejection)))


def find_rejection(ledger: Ledger, publisher_id: str, received_at: str, rejection_id: str, *, at: datetime) -> Rejection | None:
    items = find_items(ledger, [rejection_key(publisher_id, received_at, rejection_id)])
    return next((rejection for rejection in map(Rejection.from_item, items.values()) if lives(rejection, at=at)), None)


def lives(rejection: Rejection, *, at: datetime) -> bool:
    """The table forgets what has expired within days; until then it is not shown."""
    return rejection.expires_at is None or rejection.expires_at > at.timestamp()


def mark_accepted(ledger: Ledger, rejection: Rejection, article_id: str) -> None:
    """Say what came of it; it is listed no more among what is refused."""
    transact(ledger, [put(ledger, replace(rejection, article_id=article_id))], doing="mark the rejection")
