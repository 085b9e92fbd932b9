"""A publisher's redesign shows within the hour: against its own last week, in one metric and one event."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from copydesk.desk.watching import MEASURES, compare, watch
from copydesk.handlers import watch as watching
from copydesk.handlers.openapi.events import describe_events
from copydesk.store.bus import Bus
from copydesk.store.keys import add_publisher
from copydesk.store.ledger import Ledger, put, transact
from copydesk.store.order import stamp
from copydesk.store.records import Change, event_id_of
from copydesk.store.tallies import SLOT, Tally, count_refusal, keep_tallies
from tests.conftest import NOON, Clock
from tests.handlers.asking import Ask, push
from tests.handlers.dropping import KEY, Put, Take, notice

DEMO, OTHER = "demo", "other"
GOOD: dict[str, int] = {"visible": 2_000, "unassigned": 20, "doubts": 0}
REDESIGNED: dict[str, int] = {"visible": 2_000, "unassigned": 900, "doubts": 0}


@dataclass
class Bench:
    """A bus that takes every event and remembers it, until it is full."""

    told: list[dict[str, Any]] = field(default_factory=list)
    is_full: bool = False

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        if self.is_full:
            return {"Entries": [{"ErrorCode": "ThrottlingException"} for _ in Entries]}
        self.told.extend(json.loads(entry["Detail"]) for entry in Entries)
        return {"Entries": [{"EventId": "e"} for _ in Entries]}


@pytest.fixture
def bus() -> Bench:
    return Bench()


@pytest.fixture
def watcher(ledger: Ledger, bus: Bench, clock: Clock) -> watching.House:
    return watching.House(ledger, Bus(bus, "news"), clock)


@pytest.fixture
def look(watcher: watching.House) -> Callable[[], list[str]]:
    """The publishers that stand out now."""
    return lambda: list(watching.look_around(lambda: watcher)["drifting"])


@pytest.fixture
def keep(ledger: Ledger) -> Callable[..., None]:
    """So many pages, a minute apart, each read as it says."""
    numbers = iter(range(100_000))

    def keep(at: datetime, how: dict[str, int] = GOOD, *, pages: int = 4, publisher: str = DEMO) -> None:
        for minute in range(pages):
            article, when = f"a{next(numbers)}", stamp(at + timedelta(minutes=minute))
            change = Change(publisher, event_id_of(publisher, article, 1), when, "created", article, 1, 1, "0" * 64, **how)
            transact(ledger, [put(ledger, change)], doing="keep")

    return keep


@pytest.fixture
def week(ledger: Ledger) -> None:
    """Three good days until noon, as they were counted."""
    days = [NOON - timedelta(days=back) for back in (3, 2, 1)]
    keep_tallies(ledger, [Tally(DEMO, stamp(day), pages=48, visible=96_000, unassigned=960) for day in days])


def test_pages_that_are_read_as_ever_do_not_stand_out(week: None, keep: Callable[..., None], look: Any, clock: Clock, bus: Bench) -> None:
    keep(NOON)
    clock.pass_by(minutes=31)
    assert (look(), bus.told) == ([], [])


def test_a_redesign_shows_within_the_hour_in_one_event(week: None, keep: Callable[..., None], look: Any, clock: Clock, bus: Bench) -> None:
    keep(NOON, REDESIGNED)
    clock.pass_by(minutes=31)
    assert look() == [DEMO]
    (event,) = bus.told
    (deviation,) = event["data"]["deviations"]
    assert (event["type"], event["data"]["publisher_id"], event["data"]["pages"]) == ("publisher.reading_drifted", DEMO, 4)
    assert deviation == {"measure": "unassigned_share", "recent": 0.45, "usual": 0.01}


def test_the_event_fits_the_schema_of_events(week: None, keep: Callable[..., None], look: Any, clock: Clock, bus: Bench) -> None:
    keep(NOON, REDESIGNED)
    clock.pass_by(minutes=31)
    look()
    Draft202012Validator(describe_events()).validate(bus.told[0])


def test_while_it_lasts_the_metric_stays_and_no_second_event_is_told(
    week: None, keep: Callable[..., None], look: Any, clock: Clock, bus: Bench
) -> None:
    for _ in range(3):
        keep(clock.now, REDESIGNED)
        clock.pass_by(minutes=31)
        assert look() == [DEMO]
    assert len(bus.told) == 1


def test_what_stood_out_does_not_become_what_is_usual() -> None:
    slots = [Tally(DEMO, stamp(NOON + SLOT * number), pages=12, visible=24_000, unassigned=240) for number in range(48)]
    slots += [replace(slot, slot=stamp(NOON + SLOT * (48 + number)), unassigned=9_000) for number, slot in enumerate(slots)]
    told = slots[:48]
    for slot in slots[48:]:
        drift = compare([*told, slot])
        assert drift is not None
        told.append(replace(slot, drifted=("unassigned_share",)))


def test_once_a_rule_mends_it_nothing_stands_out(week: None, keep: Callable[..., None], look: Any, clock: Clock) -> None:
    keep(NOON, REDESIGNED)
    clock.pass_by(minutes=31)
    assert look() == [DEMO]
    keep(clock.now)
    clock.pass_by(minutes=31)
    assert look() == []


@pytest.mark.parametrize(
    ("how", "measure"), [(GOOD | {"doubts": 3}, "doubts_per_page"), (REDESIGNED, "unassigned_share")], ids=lambda value: str(value)
)
def test_each_measure_stands_out_alone(
    week: None, keep: Callable[..., None], look: Any, clock: Clock, bus: Bench, how: dict[str, int], measure: str
) -> None:
    keep(NOON, how)
    clock.pass_by(minutes=31)
    look()
    assert [deviation["measure"] for deviation in bus.told[0]["data"]["deviations"]] == [measure]


def test_refusals_at_the_http_door_stand_out(week: None, ledger: Ledger, look: Any, clock: Clock, bus: Bench) -> None:
    for _ in range(4):
        count_refusal(ledger, DEMO, at=clock.now)
    clock.pass_by(minutes=31)
    assert look() == [DEMO]
    assert [deviation["measure"] for deviation in bus.told[0]["data"]["deviations"]] == ["refused_share"]


def test_one_publisher_does_not_stand_out_for_another(week: None, keep: Callable[..., None], look: Any, clock: Clock) -> None:
    keep(NOON, REDESIGNED, publisher=OTHER)  # which has no week to be measured by
    clock.pass_by(minutes=31)
    assert look() == []


def test_two_pages_are_no_pattern(week: None, keep: Callable[..., None], look: Any, clock: Clock) -> None:
    keep(NOON, REDESIGNED, pages=2)
    clock.pass_by(minutes=31)
    assert look() == []


def test_few_pages_are_looked_for_in_the_hours_before(week: None, keep: Callable[..., None], look: Any, clock: Clock) -> None:
    for _ in range(3):
        keep(clock.now, REDESIGNED, pages=1)
        clock.pass_by(minutes=31)
        found = look()
    assert found == [DEMO]


def test_an_event_that_the_bus_does_not_take_is_told_by_the_next_look(
    week: None, keep: Callable[..., None], watcher: watching.House, clock: Clock, bus: Bench
) -> None:
    keep(NOON, REDESIGNED)
    clock.pass_by(minutes=31)
    bus.is_full = True
    with pytest.raises(watching.Unwatched):
        watching.look_around(lambda: watcher)
    bus.is_full = False
    watching.look_around(lambda: watcher)
    assert len(bus.told) == 1


def test_one_publisher_that_cannot_be_looked_at_stops_no_other(
    week: None, keep: Callable[..., None], watcher: watching.House, clock: Clock, bus: Bench, ledger: Ledger
) -> None:
    add_publisher(ledger, "aaa", "First")
    damaged = replace(Tally("aaa", stamp(NOON)), slot="no time")
    keep_tallies(ledger, [damaged])
    keep(NOON, REDESIGNED)
    clock.pass_by(minutes=31)
    with pytest.raises(watching.Unwatched, match="1 of 3"):
        watching.look_around(lambda: watcher)
    assert [event["data"]["publisher_id"] for event in bus.told] == [DEMO]


# ------------------------------------------------------- what is counted


def test_a_page_is_counted_from_its_change(ask: Ask, clock: Clock, ledger: Ledger) -> None:
    push(ask)
    clock.pass_by(minutes=31)
    last = watch(ledger, DEMO, at=clock.now).fresh[-1]
    assert (last.slot, last.pages, last.refusals) == (stamp(NOON), 1, 0)
    assert 0 <= last.unassigned < last.visible


def test_a_page_that_the_http_door_refuses_is_counted(ask: Ask, clock: Clock, ledger: Ledger) -> None:
    push(ask, "<!doctype html><title>nothing</title>")
    push(ask, "plain words")
    clock.pass_by(minutes=31)
    last = watch(ledger, DEMO, at=clock.now).fresh[-1]
    assert (last.pages, last.refusals) == (0, 2)


def test_a_drop_that_is_refused_is_counted(put: Put, take: Take, ledger: Ledger) -> None:
    put(KEY, b"just some words")
    take(notice(KEY))
    at = datetime.now(tz=NOON.tzinfo) + timedelta(minutes=31)  # an object has the engine's own time
    assert sum(counted.refusals for counted in watch(ledger, DEMO, at=at).fresh) == 1


def test_a_withdrawal_is_no_page(ask: Ask, clock: Clock, ledger: Ledger) -> None:
    article_id = push(ask).json["article_id"]
    ask("DELETE", f"/v1/articles/{article_id}")
    clock.pass_by(minutes=31)
    assert watch(ledger, DEMO, at=clock.now).fresh[-1].pages == 1


def test_slots_that_the_watch_missed_are_counted_later(keep: Callable[..., None], clock: Clock, ledger: Ledger) -> None:
    keep(NOON)
    clock.pass_by(hours=3)
    assert [counted.pages for counted in watch(ledger, DEMO, at=clock.now).fresh if counted.slot == stamp(NOON)] == [4]


def test_every_measure_has_a_margin_and_reads_nothing_from_nothing() -> None:
    empty = Tally(DEMO, stamp(NOON))
    assert all(measure.margin > 0 and measure.of(empty) == 0.0 for measure in MEASURES)
