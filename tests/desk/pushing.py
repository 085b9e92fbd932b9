"""Pushing a page as a door would, and looking at what it left in the table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from botocore.exceptions import EndpointConnectionError

from copydesk.article import Received
from copydesk.desk import Delivery, Desk, Kept, accept
from copydesk.page import RawPage, Words, receive
from copydesk.store.order import stamp
from copydesk.store.terms import ANYHOW, Terms
from tests.conftest import NOON, Engine
from tests.paper import print_page, rewritten

type Push = Callable[..., Kept]

ADDRESS = "https://www.example.com/news/2026/lighthouse"

NAMES: tuple[dict[str, str], ...] = (
    {"url": ADDRESS},
    {"url": ADDRESS, "external_id": "n1"},
    {"external_id": "n1"},
    {"url": ADDRESS + "-2"},
    {"url": ADDRESS + "-2", "external_id": "n2"},
)
TIMES: tuple[dict[str, str], ...] = (
    {},
    {"edition": "1"},
    {"edition": "2"},
    {"modified_at": "2026-11-20T00:00:00.000000Z"},
    {"modified_at": "2026-11-24T12:05:00.000000Z"},
)
A, B, C = (print_page(paragraphs=rewritten(f"{name} is the last word.")) for name in ("Alpha", "Bravo", "Charlie"))


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


def open_page(html: str, publisher: str = "demo", **words: Any) -> RawPage:
    return receive(html.encode(), words=Words.read_words({"publisher": publisher, **words}), content_type="text/html")


def pushing(desk: Desk) -> Push:
    """`at` is when the page was received, `receipt` the id of the delivery."""
    numbers = count()

    def push(
        html: str, *, at: datetime = NOON, receipt: str | None = None, publisher: str = "demo", terms: Terms = ANYHOW, **words: Any
    ) -> Kept:
        page = open_page(html, publisher, **words)
        received = Received(via="http", at=stamp(at), sender="test", bytes=len(page.body))
        return accept(desk, page, Delivery(publisher, receipt or f"receipt-{next(numbers)}", received, terms=terms))

    return push


def scan(engine: Engine) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = engine.dynamodb.scan(TableName="copydesk")["Items"]
    return items


def count_items(engine: Engine, sort_prefix: str = "", *, prefix: str = "") -> int:
    return sum(item["sk"]["S"].startswith(sort_prefix) and item["pk"]["S"].startswith(prefix) for item in scan(engine))


@contextmanager
def between_reading_and_writing(engine: Engine, other: Callable[[], Any]) -> Iterator[None]:
    """Let another writer come in before the next transaction is sent."""
    todo = [other]

    def come_in(**arguments: Any) -> None:
        if todo:
            todo.pop()()

    events = engine.dynamodb.meta.events
    events.register("before-call.dynamodb.TransactWriteItems", come_in, unique_id="other")
    try:
        yield
    finally:
        events.unregister("before-call.dynamodb.TransactWriteItems", unique_id="other")
    assert not todo


@contextmanager
def failing(client: Any, moment: str) -> Iterator[None]:
    """Nobody answers at this moment (`before-call.s3.PutObject`), as a caller sees it."""

    def fail(**arguments: Any) -> None:
        raise EndpointConnectionError(endpoint_url="https://example.com")

    client.meta.events.register(moment, fail, unique_id="fail")
    try:
        yield
    finally:
        client.meta.events.unregister(moment, unique_id="fail")
