"""The event bus: events go in by tens, and it may refuse some of ten inside an answer of 200."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any

from .faults import translated

SOURCE = "copydesk"
ENTRIES = 10  # PutEvents' limit; an entry of ours has at most 18 KB, so ten stay under its megabyte


@dataclass(frozen=True)
class Bus:
    """An event bus and the client that reaches it (botocore's of `events`)."""

    client: Any
    name: str


def tell_events(bus: Bus, events: Iterable[Mapping[str, Any]]) -> tuple[int, str | None]:
    """Tell them in order, until one is refused: how many went out before it, and why it did not; None where all did.

    Of the ten that it was among, later ones may have gone out too: who begins again with it tells them twice. Raises StoreUnavailable.
    """
    told = 0
    for batch in batched(events, ENTRIES, strict=False):
        with translated("tell the news"):
            answer = bus.client.put_events(Entries=[entry_of(bus, event) for event in batch])
        for result in answer["Entries"]:
            if result.get("ErrorCode"):
                return told, str(result["ErrorCode"])
            told += 1
    return told, None


def entry_of(bus: Bus, event: Mapping[str, Any]) -> dict[str, Any]:
    """The detail type repeats the event's, for rules that match on nothing else."""
    detail = json.dumps(event, ensure_ascii=False)
    return {"EventBusName": bus.name, "Source": SOURCE, "DetailType": event["type"], "Detail": detail}
