"""Sixteen at once, on one article and on names that collide: what each was told fits one order of all."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from copydesk.article import Received
from copydesk.desk import Delivery, Desk, accept, find_edition
from copydesk.desk.auditing import audit
from copydesk.desk.desk import Kept
from copydesk.errors import Conflict, Unknown
from copydesk.store.order import stamp
from tests.conftest import Clock
from tests.desk.pushing import open_page
from tests.desk.test_writers import OneCallAtATime
from tests.proof.history import Call, find_order
from tests.proof.model import Sent
from tests.proof.storm import NAMES, PAGES, Job, Reader

AT_ONCE = 16
MINUTES = (0, 5, 2, 9, 1, 7, 3, 8, 6, 4, 12, 10, 15, 11, 14, 13)
SCENES = {
    "one article": [NAMES[0]],
    "one article under two names": [NAMES[0], NAMES[1], NAMES[2]],
    "names that collide": [NAMES[0], NAMES[1], NAMES[3], NAMES[4], {"url": NAMES[0]["url"], "external_id": "n2"}, {"external_id": "n2"}],
}


def work(desk: Desk, job: Job, start: Barrier) -> list[Call]:
    """Push, then look at what came of it."""
    start.wait()
    received = Received(via="http", at=stamp(job.at), sender=None, bytes=1)
    began = time.perf_counter()
    try:
        kept: Kept | None = accept(desk, open_page(PAGES[job.page], **job.words), Delivery("demo", job.receipt_id, received))
    except Conflict:
        kept = None
    ended = time.perf_counter()
    sent = job.sent(1)
    if kept is None:
        return [Call(began, ended, sent, None, None, "refused")]
    receipt = kept.receipt
    return [Call(began, ended, sent, receipt.article_id, receipt.revision, kept.outcome), look(desk, str(receipt.article_id))]


def look(desk: Desk, article_id: str) -> Call:
    began = time.perf_counter()
    try:
        revision: int | None = find_edition(desk, ["demo"], article_id).revision
    except Unknown:
        revision = None
    return Call(began, time.perf_counter(), None, article_id, revision, "seen")


@pytest.mark.parametrize("names", SCENES.values(), ids=SCENES.keys())
def test_what_sixteen_at_once_were_told_fits_one_order(
    desk: Desk, clock: Clock, pytestconfig: pytest.Config, names: list[dict[str, str]]
) -> None:
    if pytestconfig.getoption("--engine") == "moto":  # it keeps its tables in plain dicts
        archive, ledger = (replace(room, client=OneCallAtATime(room.client)) for room in (desk.archive, desk.ledger))
        desk = replace(desk, archive=archive, ledger=ledger)
    desk = replace(desk, normalize=Reader(), pause=time.sleep)
    jobs = [
        Job("ABC"[number % 3], names[number % len(names)], clock() + timedelta(minutes=MINUTES[number]), f"w{number}")
        for number in range(AT_ONCE)
    ]
    for job in jobs:
        job.sent(1)  # pages are read before the start, so that the writers meet at the table
    start = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        calls = [call for told in pool.map(lambda job: work(desk, job, start), jobs) for call in told]
    assert find_order(calls), calls
    assert audit(desk, young=timedelta(days=-1)).findings == []


# --------------------------------------------------------- the checker itself


def called(began: float, ended: float, outcome: str, revision: int | None, content: str = "x", at: int = 0) -> Call:
    sent = Sent(f"r{began}", ("url://a",), None, (f"{at}", 1), content)
    return Call(began, ended, sent, "a", revision, outcome)


def seen(began: float, ended: float, revision: int | None) -> Call:
    return Call(began, ended, None, "a", revision, "seen")


IMPOSSIBLE: dict[str, list[Any]] = {
    "two were first": [called(0, 9, "created", 1, "x"), called(1, 9, "created", 1, "y", at=1)],
    "an update was lost": [
        called(0, 1, "created", 1, "x"), called(2, 9, "revised", 2, "y", at=1), called(3, 9, "revised", 2, "z", at=2),
    ],
    "a reader saw the past": [called(0, 1, "created", 1, "x"), called(2, 3, "revised", 2, "y", at=1), seen(4, 5, 1)],
    "a reader saw the future": [called(0, 1, "created", 1, "x"), seen(2, 3, 2), called(4, 5, "revised", 2, "y", at=1)],
    "nothing is there after it was told of": [called(0, 1, "created", 1, "x"), seen(2, 3, None)],
    "an older edition became the head": [called(0, 1, "created", 1, "x", at=5), called(2, 3, "revised", 2, "y", at=1)],
}  # fmt: skip


@pytest.mark.parametrize("calls", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_a_history_that_no_single_desk_can_tell_has_no_order(calls: list[Call]) -> None:
    assert find_order(calls) is None


def test_calls_that_overlap_may_have_been_in_either_order() -> None:
    late, first = called(0, 9, "revised", 2, "y", at=1), called(1, 9, "created", 1, "x")
    assert find_order([late, first, seen(2, 9, 1)]) == [first, seen(2, 9, 1), late]
