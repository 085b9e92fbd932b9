"""Several writers at one article, and failures at every moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from threading import Lock
from time import sleep
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from copydesk.article import Received
from copydesk.desk import Delivery, Desk, Kept, accept, find_edition
from copydesk.errors import StoreUnavailable
from copydesk.store.ledger import find_head, read_revisions
from copydesk.store.order import stamp
from tests.conftest import Engine
from tests.desk.pushing import ADDRESS, A, count_items, minutes, open_page, pushing
from tests.paper import print_page, rewritten


class OneCallAtATime:
    """moto keeps its tables in plain dicts: calls may interleave, but none may run inside another."""

    def __init__(self, client: Any) -> None:
        self.client, self.lock = client, Lock()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(**arguments: Any) -> Any:
            with self.lock:
                return getattr(self.client, name)(**arguments)

        return call


def test_sixteen_writers_on_one_article_lose_nothing(desk: Desk, pytestconfig: pytest.Config) -> None:
    desk = replace(desk, pause=sleep)
    if pytestconfig.getoption("--engine") == "moto":
        archive, ledger = (replace(room, client=OneCallAtATime(room.client)) for room in (desk.archive, desk.ledger))
        desk = replace(desk, archive=archive, ledger=ledger)
    pages = [print_page(paragraphs=rewritten(f"Writer {number} was here.")) for number in range(16)]

    def write(number: int) -> Kept:
        page = open_page(pages[number], url=ADDRESS)
        received = Received(via="http", at=stamp(minutes(number)), sender=None, bytes=len(page.body))
        return accept(desk, page, Delivery("demo", f"w{number}", received))

    with ThreadPoolExecutor(16) as pool:
        kept = list(pool.map(write, range(16)))
    assert sorted(entry.receipt.revision or 0 for entry in kept) == list(range(1, 17))
    head = find_head(desk.ledger, ["demo"], str(kept[0].receipt.article_id))
    assert head
    assert "Writer 15" in find_edition(desk, ["demo"], head.article_id).article.body.text
    assert max(r.order_key for r in read_revisions(desk.ledger, "demo", head.article_id)) == head.order_key


PUTS = ("the document", "the bytes", "the delivery")  # the last where the bytes do not carry it
MOMENTS = [
    *((f"before {what} are kept", "s3", "before-call.s3.PutObject", count) for count, what in enumerate(PUTS)),
    *((f"after {what} are kept", "s3", "after-call.s3.PutObject", count) for count, what in enumerate(PUTS)),
    ("before what carries the delivery is kept", "s3", "before-call.s3.PutObject", -1),
    ("after what carries the delivery is kept", "s3", "after-call.s3.PutObject", -1),
    ("before the transaction", "dynamodb", "before-call.dynamodb.TransactWriteItems", 0),
    ("after the transaction, its answer lost", "dynamodb", "after-call.dynamodb.TransactWriteItems", 0),
    ("while the receipt is looked up", "dynamodb", "before-call.dynamodb.BatchGetItem", 0),
    ("while the names are looked up", "dynamodb", "before-call.dynamodb.BatchGetItem", 1),
]


@pytest.mark.parametrize(("service", "moment", "nth"), [row[1:] for row in MOMENTS], ids=[row[0] for row in MOMENTS])
def test_a_failure_at_any_moment_is_repaired_by_sending_the_page_again(
    desk: Desk, engine: Engine, service: str, moment: str, nth: int
) -> None:
    carries, calls = nth < 0, count()
    push = pushing(replace(desk, archive=replace(desk.archive, carries_records=carries)))

    def fail(**arguments: Any) -> None:
        if next(calls) == (1 if carries else nth):
            raise EndpointConnectionError(endpoint_url="https://example.com")

    events = getattr(engine, service).meta.events
    events.register(moment, fail, unique_id="fail")
    try:
        with pytest.raises(StoreUnavailable):
            push(A, url=ADDRESS, receipt="r1")
    finally:
        events.unregister(moment, unique_id="fail")
    kept = push(A, url=ADDRESS, receipt="r1")
    assert (kept.receipt.outcome, kept.receipt.revision) == ("created", 1)
    assert [count_items(engine, prefix=kind) for kind in ("A#", "C#", "T#")] == [2, 1, 1]
