"""A publisher's redesign shows itself: its newest pages are read worse than the worst day of its own last week."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..store.ledger import Ledger
from ..store.order import stamp
from ..store.tallies import SLOT, Tallies, Tally, begins_at, keep_tallies, read_tallies, slot_of, tally

WEEK, DAY = timedelta(days=7), timedelta(days=1)
SETTLED = timedelta(minutes=1)  # no commit of an ended slot can still be open then (store/changes.py)
MISSED = 12  # slots that are counted later where the watch did not run
LATE = 2  # slots that are counted again: a drop is refused under the time at which it was laid down, maybe a while ago
LEAST_PAGES = 3  # fewer are no pattern
LEAST_USUAL = 10  # pages of a day that it can be measured by
RECENT = timedelta(hours=6)  # how far back the newest pages are looked for, where few come


@dataclass(frozen=True)
class Measure:
    """What is compared, and by how much it must exceed the worst day. The margins are chosen, not measured: no stream was watched yet."""

    name: str
    of: Callable[[Tally], float]
    margin: float


MEASURES = (
    Measure("unassigned_share", lambda total: total.unassigned / total.visible if total.visible else 0.0, 0.05),
    Measure("doubts_per_page", lambda total: total.doubts / total.pages if total.pages else 0.0, 1.0),
    Measure("refused_share", lambda total: total.refusals / seen(total) if seen(total) else 0.0, 0.2),
)


@dataclass(frozen=True)
class Deviation:
    measure: str
    recent: float
    usual: float


@dataclass(frozen=True)
class Drift:
    """One publisher stands out. `pages` were looked at, since `since`; `is_new` where the slot before did not stand out."""

    publisher_id: str
    since: str
    until: str
    pages: int
    deviations: tuple[Deviation, ...]
    is_new: bool


def seen(total: Tally) -> int:
    return total.pages + total.refusals


@dataclass(frozen=True)
class Watched:
    """What one look has found, and the slots that it counted, oldest first."""

    drift: Drift | None
    fresh: tuple[Tally, ...]


def watch(ledger: Ledger, publisher_id: str, *, at: datetime) -> Watched:
    """Count what has happened since the last look, and compare. A look that is not remembered is had again. Raises StoreUnavailable."""
    last = slot_of(at - SETTLED) - SLOT
    known = read_tallies(ledger, publisher_id, since=last - WEEK - DAY)
    fresh = {stamp(slot): count_slot(ledger, publisher_id, slot, known) for slot in due(last, known)}
    drift = compare([counted for _, counted in sorted((known.counted | fresh).items())])
    return Watched(drift, tuple(counted for _, counted in sorted(fresh.items())))


def remember(ledger: Ledger, watched: Watched) -> None:
    """The newest slot bears what stood out: the next look tells it from what is new, and leaves it out of what is usual."""
    *earlier, last = watched.fresh
    drifted = tuple(deviation.measure for deviation in watched.drift.deviations) if watched.drift else ()
    keep_tallies(ledger, [*earlier, replace(last, drifted=drifted)])


def due(last: datetime, known: Tallies) -> Iterator[datetime]:
    for back in range(MISSED):
        slot = last - back * SLOT
        if back < LATE or stamp(slot) not in known.counted:
            yield slot


def count_slot(ledger: Ledger, publisher_id: str, slot: datetime, known: Tallies) -> Tally:
    """What stood out then stands out still, whatever came late."""
    counted = tally(ledger, publisher_id, slot, refused=known.refused.get(stamp(slot), 0))
    before = known.counted.get(counted.slot)
    return replace(counted, drifted=before.drifted) if before else counted


def compare(tallies: Sequence[Tally]) -> Drift | None:
    """The newest pages against the worst of the seven days before them; None where nothing stands out, or too little is known.

    Slots that stood out are no part of what is usual: a redesign is told until a rule mends it, or a week has passed over it.
    """
    recent = newest(tallies)
    if not recent:
        return None
    total = add_up(recent)
    usual = [day for day in days_before(tallies, begins_at(recent[0])) if seen(day) >= LEAST_USUAL]
    if seen(total) < LEAST_PAGES or not usual:
        return None
    worst = [(measure, measure.of(total), max(map(measure.of, usual))) for measure in MEASURES]
    deviations = tuple(Deviation(measure.name, now, before) for measure, now, before in worst if now > before + measure.margin)
    if not deviations:
        return None
    until = stamp(begins_at(recent[-1]) + SLOT)
    earlier = tallies[-2].drifted if len(tallies) > 1 else ()
    return Drift(total.publisher_id, recent[0].slot, until, seen(total), deviations, is_new=not earlier)


def newest(tallies: Sequence[Tally]) -> list[Tally]:
    """As many slots, from the last one back, as it takes to have enough pages."""
    found: list[Tally] = []
    for counted in reversed(tallies):
        if begins_at(counted) < begins_at(tallies[-1]) - RECENT:
            break
        found.insert(0, counted)
        if sum(map(seen, found)) >= LEAST_PAGES:
            break
    return found


def days_before(tallies: Sequence[Tally], end: datetime) -> Iterator[Tally]:
    """The sum of each of the seven days that end there."""
    for back in range(7):
        day = [counted for counted in tallies if end - (back + 1) * DAY <= begins_at(counted) < end - back * DAY and not counted.drifted]
        if day:
            yield add_up(day)


def add_up(tallies: Sequence[Tally]) -> Tally:
    first = tallies[0]
    return replace(
        first,
        pages=sum(counted.pages for counted in tallies),
        visible=sum(counted.visible for counted in tallies),
        unassigned=sum(counted.unassigned for counted in tallies),
        doubts=sum(counted.doubts for counted in tallies),
        refusals=sum(counted.refusals for counted in tallies),
    )
