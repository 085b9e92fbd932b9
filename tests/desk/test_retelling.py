"""What happened is told to the bus again, with the ids that it had."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from copydesk.article import Received
from copydesk.desk import Delivery, Desk, reject, withdraw
from copydesk.desk.retelling import Stretch, retell
from copydesk.errors import Conflict, StoreUnavailable
from copydesk.store.bus import Bus
from copydesk.store.news import event_of_item
from copydesk.store.order import stamp
from tests.conftest import NOON, Clock, Engine
from tests.desk.pushing import A, B, Push, minutes, scan


class Listener:
    """A bus that keeps what it took; `refuses` says which of its entries, counted from 0, it does not take."""

    def __init__(self, refuses: Callable[[int], bool] = lambda number: False) -> None:
        self.refuses, self.heard, self.asked = refuses, list[Any](), 0

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        results = []
        for entry in Entries:
            refused = self.refuses(self.asked)
            self.asked += 1
            if not refused:
                self.heard.append(json.loads(entry["Detail"]))
            results.append({"ErrorCode": "ThrottlingException"} if refused else {"EventId": "e"})
        return {"Entries": results}


@pytest.fixture
def story(push: Push, desk: Desk, clock: Clock) -> list[str]:
    """A life, another publisher's article and a refusal; two minutes later."""
    article_id = str(push(A, url="https://www.example.com/1").receipt.article_id)
    clock.pass_by(seconds=10)
    push(B, url="https://www.example.com/1", at=minutes(1))
    clock.pass_by(seconds=10)
    withdraw(desk, ["demo"], article_id, sender=None)
    push(A, url="https://www.example.com/2", publisher="other")
    received = Received(via="inbox", at=stamp(NOON), sender="in/demo/x", bytes=3)
    reject(desk, Delivery("demo", "r1", received, inbox_key="in/demo/x"), Conflict("taken"), body=b"abc")
    clock.pass_by(minutes=3)
    return ["article.created", "article.revised", "article.withdrawn", "article.rejected"]


def tell_all(desk: Desk, listener: Listener | None, *publishers: str, stretch: Stretch | None = None) -> dict[str, int]:
    *_, counts = [{}, *retell(desk, Bus(listener, "news") if listener else None, publishers, stretch or Stretch(NOON))]
    return counts


def test_a_publishers_changes_are_told_again_in_order_and_then_its_refusals(story: list[str], desk: Desk, engine: Engine) -> None:
    listener = Listener()
    counts = tell_all(desk, listener, "demo")
    assert [event["type"] for event in listener.heard] == story
    assert counts == dict.fromkeys(story, 1)
    first = {event["id"] for item in scan(engine) if (event := event_of_item(item)) and event["source"] == "/copydesk/demo"}
    assert {event["id"] for event in listener.heard} == first


def test_only_what_lies_between_two_moments_is_told(story: list[str], desk: Desk) -> None:
    listener = Listener()
    tell_all(desk, listener, "demo", stretch=Stretch(minutes(0.1), minutes(0.3)))
    assert [event["type"] for event in listener.heard] == ["article.revised"]


def test_a_dry_run_counts_and_tells_nobody(story: list[str], desk: Desk) -> None:
    assert tell_all(desk, None, "demo", "other") == {**dict.fromkeys(story, 1), "article.created": 2}


def test_what_the_bus_refuses_is_told_again_until_it_takes_it(story: list[str], desk: Desk) -> None:
    listener = Listener(refuses=lambda number: number in (1, 4))
    tell_all(desk, listener, "demo")
    assert {event["type"] for event in listener.heard} == set(story)


def test_a_bus_that_goes_on_refusing_is_told_of_with_the_moment_to_begin_again_from(story: list[str], desk: Desk) -> None:
    with pytest.raises(StoreUnavailable, match="begin again with --since 2026-11-24T12:00:"):
        tell_all(desk, Listener(refuses=lambda number: number > 0), "demo")
