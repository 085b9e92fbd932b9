"""What happened is told to the bus again: after an outage that outlived the stream's day, or for a consumer that begins anew."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from ..errors import StoreUnavailable
from ..store.bus import Bus, tell_events
from ..store.changes import positions_from, read_changes
from ..store.feed import Window
from ..store.news import event_of_change, event_of_rejection
from ..store.order import stamp
from ..store.rejections import lives, read_rejections
from .desk import Desk

AT_ONCE = 100  # changes of one look into the table, and events between two words about them
ATTEMPTS = 8
PAUSE_SECONDS = 0.5  # before the second attempt, doubled after each


@dataclass(frozen=True)
class Stretch:
    """From `since` (inclusive) to `until` (exclusive; None: as far as everything is settled)."""

    since: datetime
    until: datetime | None = None

    def holds(self, at: str) -> bool:
        return self.until is None or at < stamp(self.until)


def retell(desk: Desk, bus: Bus | None, publisher_ids: Iterable[str], stretch: Stretch) -> Iterator[dict[str, int]]:
    """Tell the changes in their order, then the rejections; after each hundred, how many of each type were told. None tells nobody.

    Events have the ids that they had: who has heard them knows them again. Raises StoreUnavailable where the bus goes on refusing.
    """
    publishers = list(publisher_ids)
    counts: dict[str, int] = {}
    for events in batched(read_events(desk, publishers, stretch), AT_ONCE, strict=False):
        if bus:
            insist_on(desk, bus, events)
        for event in events:
            counts[event["type"]] = counts.get(event["type"], 0) + 1
        yield dict(counts)


def read_events(desk: Desk, publisher_ids: list[str], stretch: Stretch) -> Iterator[dict[str, Any]]:
    positions, is_all = positions_from(publisher_ids, stamp(stretch.since)), False
    while not is_all:
        told = read_changes(desk.ledger, positions, at=desk.clock(), limit=AT_ONCE)
        yield from (event_of_change(change) for change in told.changes if stretch.holds(change.at))
        positions, is_all = told.positions, told.is_all or not stretch.holds(told.place)
    rejections = read_rejections(desk.ledger, publisher_ids, Window(stretch.since, stretch.until))
    yield from (event_of_rejection(rejection) for rejection in rejections if lives(rejection, at=desk.clock()))


def insist_on(desk: Desk, bus: Bus, events: tuple[dict[str, Any], ...]) -> None:
    for attempt in range(ATTEMPTS):
        if attempt:
            desk.pause(PAUSE_SECONDS * 2**attempt)
        told, refused = tell_events(bus, events)
        if not refused:
            return
        events = events[told:]
    raise StoreUnavailable(f"the bus goes on refusing ({refused}); begin again with --since {events[0]['time']}")
