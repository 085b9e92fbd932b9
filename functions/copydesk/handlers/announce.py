"""The table's stream → EventBridge. What was committed is told; nothing is written here.

An event may be told twice and out of order: its id, and the revision in its data, are there for consumers to see it.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..store.bus import Bus, tell_events
from ..store.news import event_of_item
from .clients import open_client
from .telemetry import count, log, log_fault

READ_SECONDS = 5


@dataclass(frozen=True)
class News:
    """One CloudEvent to tell, and the stream's number of the item that it comes from."""

    sequence: str
    event: Mapping[str, Any]


def read_news(records: Iterable[Mapping[str, Any]]) -> Iterator[News]:
    """Changes and rejections among the stream's records, in its order; all else is the table's own business."""
    for record in records:
        event = event_of_item(record.get("dynamodb", {}).get("NewImage", {})) if record.get("eventName") == "INSERT" else None
        if event:
            yield News(record["dynamodb"]["SequenceNumber"], event)


def tell(bus: Bus, all_news: Sequence[News]) -> str | None:
    """Tell it in order; the sequence number of the first that the bus did not take."""
    told, refused = tell_events(bus, [news.event for news in all_news])
    return all_news[told].sequence if refused else None


def tell_safely(bus: Callable[[], Bus], news: Sequence[News]) -> str | None:
    """Like `tell`; where nobody answers, the first is the one to begin again with."""
    try:
        return tell(bus(), news) if news else None
    except Exception as error:
        log_fault(error)
        return news[0].sequence


@cache
def open_bus() -> Bus:
    """Built once per process, from its environment."""
    return Bus(open_client("events", read_seconds=READ_SECONDS), os.environ["EVENT_BUS_NAME"])


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    return announce(open_bus, event)


def announce(bus: Callable[[], Bus], event: Mapping[str, Any]) -> dict[str, Any]:
    """Answers the record from which the stream has to begin again. One that cannot be read holds up what stands behind it alone."""
    records = event.get("Records", [])
    news: list[News] = []
    broken = None
    for record in records:
        try:
            news += read_news([record])
        except Exception as error:
            log_fault(error)
            broken = str(record["dynamodb"]["SequenceNumber"])
            break
    failed = tell_safely(bus, news) or broken
    receipts = [told.event["data"].get("receipt_id") or told.event["subject"] for told in news]  # a rejection has its receipt's id
    log.info("news told", extra={"records": len(records), "from": failed, "receipts": receipts})
    if failed:
        count("NewsDelayed")
    return {"batchItemFailures": [{"itemIdentifier": failed}] if failed else []}
