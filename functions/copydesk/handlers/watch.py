"""Every half hour: is a publisher read worse than in its own last week? One metric for all, one event for each that begins to stand out."""

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from ..desk.watching import Drift, remember, watch
from ..errors import StoreUnavailable
from ..store.bus import Bus, tell_events
from ..store.keys import read_publishers
from ..store.ledger import Ledger
from ..store.news import DRIFTED, cloud_event
from .clients import open_client
from .telemetry import gauge, log, log_fault

READ_SECONDS = 10
EVENT_ID_CHARS = 32


@dataclass(frozen=True)
class House:
    ledger: Ledger
    bus: Bus
    clock: Callable[[], datetime]


@cache
def open_house() -> House:
    """Built once per process, from its environment."""
    ledger = Ledger(open_client("dynamodb", read_seconds=READ_SECONDS), os.environ["TABLE_NAME"])
    bus = Bus(open_client("events", read_seconds=READ_SECONDS), os.environ["EVENT_BUS_NAME"])
    return House(ledger, bus, lambda: datetime.now(UTC))


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    return look_around(open_house)


class Unwatched(Exception):
    """Some publishers could not be looked at. Lambda tries again; what was remembered is not told twice."""


def look_around(house: Callable[[], House]) -> dict[str, Any]:
    """Raises Unwatched, after all others were looked at."""
    publishers = read_publishers(house().ledger)
    drifts, failed = [], []
    for publisher in publishers:
        try:
            drift = look_at(house(), publisher.publisher_id)
        except Exception as error:
            log_fault(error, publisher=publisher.publisher_id)
            failed.append(publisher.publisher_id)
        else:
            drifts += [drift] if drift else []
    gauge("PublishersDrifting", len(drifts))
    gauge("PublishersWatched", len(publishers) - len(failed))
    if failed:
        raise Unwatched(f"{len(failed)} of {len(publishers)} publishers")
    return {"watched": len(publishers), "drifting": [drift.publisher_id for drift in drifts]}


def look_at(house: House, publisher_id: str) -> Drift | None:
    """It is told before it is remembered: told twice, by one id, rather than never."""
    watched = watch(house.ledger, publisher_id, at=house.clock())
    drift = watched.drift
    if drift:
        log.warning("reading drifts", extra=describe(drift))
    if drift and drift.is_new:
        _, refused = tell_events(house.bus, [event_of(drift)])
        if refused:
            raise StoreUnavailable(f"the bus did not take the event: {refused}")
    remember(house.ledger, watched)
    return drift


def describe(drift: Drift) -> dict[str, Any]:
    told = asdict(drift)
    del told["is_new"]
    return {**told, "deviations": [asdict(deviation) for deviation in drift.deviations]}


def event_of(drift: Drift) -> dict[str, Any]:
    event_id = sha256(f"{drift.publisher_id}\0{drift.until}".encode()).hexdigest()[:EVENT_ID_CHARS]
    return cloud_event(event_id, drift.publisher_id, drift.publisher_id, drift.until, {"type": DRIFTED, **describe(drift)})
