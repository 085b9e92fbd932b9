"""What was committed is told to the bus: each change once per stream record, and again from the first that was not taken."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from copydesk.article import Received
from copydesk.desk import Delivery, Desk, accept, reject
from copydesk.errors import Conflict
from copydesk.handlers import announce
from copydesk.page import Words, receive
from copydesk.store.bus import Bus
from copydesk.store.order import stamp
from tests.conftest import NOON, REGION, Engine
from tests.desk.pushing import failing
from tests.paper import print_page


@pytest.fixture
def bus(engine: Engine) -> Iterator[Bus]:
    client = boto3.client("events", region_name=REGION)
    client.create_event_bus(Name="news")
    return Bus(client, "news")


@pytest.fixture
def stream(desk: Desk, engine: Engine) -> list[dict[str, Any]]:
    """The stream records that accepting one page leaves behind."""
    page = receive(print_page().encode(), words=Words.read_words({"url": "https://www.example.com/1"}))
    accept(desk, page, Delivery("demo", "r1", Received(via="http", at=stamp(NOON), sender=None, bytes=len(page.body))))
    items = engine.dynamodb.scan(TableName="copydesk")["Items"]
    return [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": str(i), "NewImage": item}} for i, item in enumerate(items)]


def test_of_all_items_only_the_change_is_news(stream: list[dict[str, Any]]) -> None:
    (news,) = announce.read_news(stream)
    assert (news.event["type"], news.event["data"]["revision"], news.event["data"]["publisher_id"]) == ("article.created", 1, "demo")
    assert json.loads(json.dumps(news.event)) == news.event


def test_an_event_is_a_cloud_event_that_can_be_known_again(stream: list[dict[str, Any]]) -> None:
    (news,) = announce.read_news(stream)
    event = news.event
    assert (event["specversion"], event["source"], event["datacontenttype"]) == ("1.0", "/copydesk/demo", "application/json")
    assert (event["subject"], event["time"]) == (event["data"]["article_id"], event["data"]["at"])
    assert event["id"] == event["data"]["event_id"]


def test_a_refused_page_is_news_without_a_word_of_its_sender(desk: Desk, engine: Engine) -> None:
    received = Received(via="inbox", at=stamp(NOON), sender="in/demo/x.html", bytes=3)
    fault = Conflict("the canary is the address of another article")
    reject(desk, Delivery("demo", "r1", received, inbox_key="in/demo/x.html"), fault, body=b"canary", metadata={"url": "canary"})
    items = engine.dynamodb.scan(TableName="copydesk")["Items"]
    records = [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": "1", "NewImage": item}} for item in items]
    (news,) = announce.read_news(records)
    assert (news.event["type"], news.event["data"]["reason"]) == ("article.rejected", "/problems/conflict")
    assert (news.event["id"], news.event["data"]["inbox_key"]) == ("r1", "in/demo/x.html")
    assert "canary" not in json.dumps(news.event)


def test_an_item_that_expires_is_no_news(stream: list[dict[str, Any]]) -> None:
    assert not list(announce.read_news([record | {"eventName": "REMOVE"} for record in stream]))


def test_news_is_told_to_the_bus(bus: Bus, stream: list[dict[str, Any]]) -> None:
    assert announce.announce(lambda: bus, {"Records": stream}) == {"batchItemFailures": []}


def test_the_stream_begins_again_at_the_first_entry_that_was_not_taken(stream: list[dict[str, Any]]) -> None:
    class Half:
        """A bus that takes every entry but the second."""

        def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:
            return {"Entries": [{"ErrorCode": "ThrottlingException"} if i == 1 else {"EventId": "e"} for i in range(len(Entries))]}

    (change,) = [r for r in stream if r["dynamodb"]["NewImage"]["pk"]["S"].startswith("C#")]
    records = [{**change, "dynamodb": {**change["dynamodb"], "SequenceNumber": f"{i}"}} for i in (7, 8, 9)]
    answer = announce.announce(lambda: Bus(Half(), "news"), {"Records": records})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "8"}]}


def test_a_record_that_cannot_be_read_holds_up_only_what_stands_behind_it(bus: Bus, stream: list[dict[str, Any]]) -> None:
    (change,) = [r for r in stream if r["dynamodb"]["NewImage"]["pk"]["S"].startswith("C#")]
    broken = {"pk": {"S": "C#demo#2026-11-24#0"}, "sk": {"S": "x"}}
    records = [{**change, "dynamodb": {"SequenceNumber": "7", "NewImage": change["dynamodb"]["NewImage"]}}]
    records += [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": number, "NewImage": broken}} for number in ("8", "9")]
    assert announce.announce(lambda: bus, {"Records": records}) == {"batchItemFailures": [{"itemIdentifier": "8"}]}


def test_where_nobody_answers_the_stream_begins_again_at_the_first_of_the_news(bus: Bus, stream: list[dict[str, Any]]) -> None:
    (number,) = [r["dynamodb"]["SequenceNumber"] for r in stream if r["dynamodb"]["NewImage"]["pk"]["S"].startswith("C#")]
    with failing(bus.client, "before-call.events.PutEvents"):
        assert announce.announce(lambda: bus, {"Records": stream}) == {"batchItemFailures": [{"itemIdentifier": number}]}
    assert announce.announce(lambda: bus, {"Records": stream}) == {"batchItemFailures": []}
