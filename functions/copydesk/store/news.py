"""What happened, as others are told: in the changes feed, and as CloudEvents 1.0 on the bus. Imports little: `announce` starts fast."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from .items import Item
from .records import Change, Rejection

REJECTED = "article.rejected"
DRIFTED = "publisher.reading_drifted"
UNTOLD = frozenset({"visible", "unassigned", "doubts"})  # how well a page was read is ours to watch; the article itself says it in full


def describe_change(change: Change) -> dict[str, Any]:
    """An entry of the changes feed, and the data of the change's event."""
    told = {name: value for name, value in asdict(change).items() if name not in UNTOLD}
    return {"type": f"article.{change.outcome}", **told, "article": f"/v1/articles/{change.article_id}"}


def describe_rejection(rejection: Rejection) -> dict[str, Any]:
    """Without the sender's words: GET /v1/rejections tells them to those who may read."""
    return {
        "type": REJECTED,
        "publisher_id": rejection.publisher_id,
        "rejection_id": rejection.rejection_id,
        "at": rejection.received_at,
        "reason": f"/problems/{rejection.type}",
        "via": rejection.via,
        "inbox_key": rejection.inbox_key,
    }


def event_of_change(change: Change) -> dict[str, Any]:
    return cloud_event(change.event_id, change.publisher_id, change.article_id, change.at, describe_change(change))


def event_of_rejection(rejection: Rejection) -> dict[str, Any]:
    told = describe_rejection(rejection)
    return cloud_event(rejection.rejection_id, rejection.publisher_id, rejection.rejection_id, rejection.received_at, told)


def event_of_item(item: Item) -> dict[str, Any] | None:
    """The event of what is in the table; None for an item that nobody is told of."""
    describe = KINDS.get(item.get("pk", {}).get("S", "")[:2])
    return describe(item) if describe else None


# By the first letters of an item's key.
KINDS: Mapping[str, Callable[[Item], dict[str, Any]]] = {
    "C#": lambda item: event_of_change(Change.from_item(item)),
    "X#": lambda item: event_of_rejection(Rejection.from_item(item)),
}


def cloud_event(event_id: str, publisher_id: str, subject: str, at: str, told: dict[str, Any]) -> dict[str, Any]:
    """Source and id together name the event: one that comes twice can be known by them."""
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": f"/copydesk/{publisher_id}",
        "type": told["type"],
        "subject": subject,
        "time": at,
        "datacontenttype": "application/json",
        "data": told,
    }
