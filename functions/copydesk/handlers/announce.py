"""The table's stream → EventBridge. What was committed is told; nothing is written here.

An event may be told twice and out of order: its id, and the revision in its data, are there for consumers to see it.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import batched
from typing import Any

from ..store.faults import translated
from ..store.items import Item
from ..store.records import Change, Rejection
from .clients import open_client
from .news import event_of_change, event_of_rejection
from .telemetry import count, log, log_fault

READ_SECONDS = 5
SOURCE = "copydesk"
ENTRIES = 10  # PutEvents' limit; an entry of ours has at most 18 KB, so ten stay under its quarter of a megabyte


@dataclass(frozen=True)
class Bus:
    """An event bus and the client that reaches it (botocore's of `events`)."""

    client: Any
    name: str


@dataclass(frozen=True)
class News:
    """One CloudEvent to tell, and the stream's number of the item that it comes from."""

    sequence: str
    event: Mapping[str, Any]


def read_news(records: Sequence[Mapping[str, Any]]) -> Iterator[News]:
    """Changes and rejections among the stream's records, in its order; all else is the table's own business."""
    for record in records:
        item = record.get("dynamodb", {}).get("NewImage", {})
        kind = item.get("pk", {}).get("S", "")[:2]
        if record.get("eventName") != "INSERT" or kind not in KINDS:
            continue
        yield News(record["dynamodb"]["SequenceNumber"], KINDS[kind](dict(item)))


KINDS: Mapping[str, Callable[[Item], dict[str, Any]]] = {
    "C#": lambda item: event_of_change(Change.from_item(item)),
    "X#": lambda item: event_of_rejection(Rejection.from_item(item)),
}


def tell(bus: Bus, all_news: Sequence[News]) -> str | None:
    """Tell it in order; the sequence number of the first that the bus did not take. EventBridge refuses single entries inside a 200."""
    for batch in batched(all_news, ENTRIES, strict=False):
        entries = [entry_of(bus, news.event) for news in batch]
        with translated("tell the news"):
            answer = bus.client.put_events(Entries=entries)
        refused = [told.sequence for told, result in zip(batch, answer["Entries"], strict=True) if result.get("ErrorCode")]
        if refused:
            return refused[0]
    return None


def entry_of(bus: Bus, event: Mapping[str, Any]) -> dict[str, Any]:
    """The detail type repeats the event's, for rules that match on nothing else."""
    detail = json.dumps(event, ensure_ascii=False)
    return {"EventBusName": bus.name, "Source": SOURCE, "DetailType": event["type"], "Detail": detail}


@cache
def open_bus() -> Bus:
    """Built once per process, from its environment."""
    return Bus(open_client("events", read_seconds=READ_SECONDS), os.environ["EVENT_BUS_NAME"])


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    return announce(open_bus, event)


def announce(bus: Callable[[], Bus], event: Mapping[str, Any]) -> dict[str, Any]:
    """Answers the record from which the stream has to begin again."""
    records = event.get("Records", [])
    try:
        news = tuple(read_news(records))
        failed = tell(bus(), news) if news else None
    except Exception as error:
        log_fault(error)
        failed = records[0]["dynamodb"]["SequenceNumber"]
    log.info("news told", extra={"records": len(records), "from": failed})
    if failed:
        count("NewsDelayed")
    return {"batchItemFailures": [{"itemIdentifier": failed}] if failed else []}
