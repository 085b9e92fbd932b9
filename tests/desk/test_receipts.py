"""What is recorded of a page beside its edition: receipts, rejections, changes."""

from datetime import datetime

import pytest

from copydesk.article import Received
from copydesk.desk import Delivery, Desk, find_dropped, find_receipt, reject
from copydesk.errors import NoArticle, Unknown
from copydesk.store.archive import read_bytes
from copydesk.store.order import stamp
from tests.conftest import NOON, Clock, Engine
from tests.desk.pushing import ADDRESS, A, B, Push, count_items, minutes, scan


def test_a_delivery_that_comes_twice_is_settled_once(push: Push, engine: Engine) -> None:
    first = push(A, url=ADDRESS, receipt="drop")
    push(B, url=ADDRESS, at=minutes(1))
    again = push(A, url=ADDRESS, receipt="drop")
    assert (again.outcome, again.receipt) == ("duplicate", first.receipt)
    assert count_items(engine, "R#") == 2


def test_a_receipt_says_what_became_of_the_page(push: Push, desk: Desk) -> None:
    kept = push(A, url=ADDRESS, receipt="r1")
    assert find_receipt(desk, ["demo"], "r1") == kept.receipt
    assert kept.receipt.outcome == "created"


def test_a_receipt_is_not_found_after_its_time(push: Push, desk: Desk, clock: Clock) -> None:
    push(A, url=ADDRESS, receipt="r1")
    clock.pass_by(days=31)
    with pytest.raises(Unknown):
        find_receipt(desk, ["demo"], "r1")


def test_every_revision_has_its_change_and_later_ones_come_later(push: Push, engine: Engine) -> None:
    for i, page in enumerate((A, B, A)):  # the clock stands still: their order must not depend on it
        push(page, url=ADDRESS, at=minutes(i))
    changes = sorted((item["sk"]["S"], item["revision"]["N"]) for item in scan(engine) if item["pk"]["S"].startswith("C#"))
    assert [revision for _, revision in changes] == ["1", "2", "3"]


def drop(receipt: str, *, at: datetime = NOON) -> Delivery:
    received = Received(via="inbox", at=stamp(at), sender="in/demo/x.html", bytes=3)
    return Delivery("demo", receipt, received, inbox_key="in/demo/x.html")


def test_a_refused_page_is_recorded_with_its_reason_and_its_bytes(desk: Desk, engine: Engine) -> None:
    reject(desk, drop("r1"), NoArticle(best=12, limit=250), body=b"<p>")
    (rejection,) = [item for item in scan(engine) if item["pk"]["S"] == "X#demo#2026-11-24"]
    assert rejection["type"]["S"] == "no_article"
    assert read_bytes(desk.archive, rejection["copy"]["S"]) == b"<p>"


def test_a_refused_page_is_found_by_its_inbox_key(desk: Desk) -> None:
    reject(desk, drop("r1"), NoArticle(best=12, limit=250), body=b"<p>")
    assert find_dropped(desk, "demo", "in/demo/x.html").error == {"type": "no_article", "detail": NoArticle(best=12, limit=250).detail}


def test_the_newest_of_several_receipts_of_an_inbox_key_is_found(desk: Desk) -> None:
    reject(desk, drop("r2", at=minutes(1)), NoArticle(best=2, limit=250), body=b"<p>")
    reject(desk, drop("r1"), NoArticle(best=1, limit=250), body=b"<p>")
    assert find_dropped(desk, "demo", "in/demo/x.html").receipt_id == "r2"


def test_refusing_twice_leaves_one_rejection(desk: Desk, engine: Engine) -> None:
    for _ in range(2):
        reject(desk, drop("r1"), NoArticle(best=12, limit=250), body=b"<p>")
    assert count_items(engine, prefix="X#") == 1


def test_a_rejection_cannot_undo_an_acceptance(push: Push, desk: Desk) -> None:
    push(A, url=ADDRESS, receipt="r1")
    assert reject(desk, drop("r1"), NoArticle(best=12, limit=250), body=b"<p>").outcome == "created"


def test_a_refused_delivery_may_be_accepted_later(push: Push, desk: Desk) -> None:
    reject(desk, drop("r1"), NoArticle(best=12, limit=250), body=b"<p>")
    assert push(A, url=ADDRESS, receipt="r1").outcome == "created"
