"""The inbox: what is dropped becomes an article, a rejection or nothing at all, and only what time heals comes again."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from botocore.exceptions import EndpointConnectionError

from copydesk.desk import Desk, find_dropped, find_edition
from copydesk.errors import Unknown
from copydesk.handlers import intake
from copydesk.store.archive import read_bytes
from copydesk.store.inbox import Inbox
from copydesk.store.records import Receipt
from tests.conftest import Engine
from tests.paper import print_page, rewritten

ADDRESS = "https://www.example.com/news/2026/lighthouse"
PAGE = print_page().encode()
KEY = "in/demo/lighthouse.html"

type Put = Callable[..., None]
type Take = Callable[..., list[str]]


@pytest.fixture
def house(desk: Desk, inbox: Inbox) -> intake.House:
    return intake.House(desk, inbox)


@pytest.fixture
def put(engine: Engine) -> Put:
    """Put an object into the inbox, with the sender's words in its metadata."""

    def put(key: str = KEY, body: bytes = PAGE, *, content_type: str = "text/html", **words: str) -> None:
        told = {name: quote(value) for name, value in words.items()}
        engine.s3.put_object(Bucket="inbox", Key=key, Body=body, ContentType=content_type, Metadata=told)

    return put


@pytest.fixture
def take(house: intake.House) -> Take:
    """Hand messages to the function; the ids of those that have to come again."""

    def take(*bodies: str) -> list[str]:
        records = [{"messageId": f"m{i}", "body": body, "eventSource": "aws:sqs"} for i, body in enumerate(bodies)]
        answer = intake.take_batch(lambda: house, {"Records": records})
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    return take


def notice(key: str = KEY, *, bucket: str = "inbox", event: str = "ObjectCreated:Put") -> str:
    """S3's message: the key as it spells it."""
    entity = {"bucket": {"name": bucket}, "object": {"key": quote_plus(key, safe="/"), "size": 1, "sequencer": "0055AED6DCD90281E5"}}
    return json.dumps({"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": event, "s3": entity}]})


def receipt(desk: Desk, key: str = KEY, publisher: str = "demo") -> Receipt:
    return find_dropped(desk, publisher, key)


def test_a_dropped_page_becomes_an_article(put: Put, take: Take, desk: Desk) -> None:
    put(url=ADDRESS)
    assert take(notice()) == []
    found = receipt(desk)
    edition = find_edition(desk, ["demo"], str(found.article_id))
    assert (found.outcome, edition.received.via, edition.received.sender) == ("created", "inbox", KEY)
    assert edition.article.meta.url == ADDRESS


@pytest.mark.parametrize("key", [f"in/demo/{name}.html" for name in ("a b", "등대 1", "a+b", "100%", "deep/er/x")])
def test_a_key_is_read_as_its_sender_wrote_it(put: Put, take: Take, desk: Desk, key: str) -> None:
    put(key)
    assert take(notice(key)) == []
    assert receipt(desk, key).outcome == "created"


def test_words_come_percent_encoded(put: Put, take: Take, desk: Desk) -> None:
    put(external_id="기사-1", url="https://www.example.com/등대")
    take(notice())
    edition = find_edition(desk, ["demo"], str(receipt(desk).article_id))
    assert edition.article.meta.url == "https://www.example.com/등대"


def test_words_may_be_spelt_with_hyphens_and_other_tools_entries_are_no_words(put: Put, take: Take, desk: Desk) -> None:
    put(**{"external-id": "n1", "s3cmd-attrs": "uid:0", "mtime": "1"})
    take(notice())
    assert (receipt(desk).outcome, receipt(desk).doubts) == ("created", ())


def test_a_packed_page_is_unpacked(put: Put, take: Take, desk: Desk) -> None:
    put(body=gzip.compress(PAGE), content_type="application/gzip")
    take(notice())
    assert receipt(desk).outcome == "created"


def test_a_message_that_comes_twice_changes_nothing(put: Put, take: Take, desk: Desk, engine: Engine) -> None:
    put(url=ADDRESS)
    take(notice())
    before = engine.dynamodb.scan(TableName="copydesk")["Items"]
    assert take(notice()) == []
    assert engine.dynamodb.scan(TableName="copydesk")["Items"] == before


def test_the_object_is_read_as_it_is_now(put: Put, take: Take, desk: Desk) -> None:
    put(url=ADDRESS)
    put(body=print_page(paragraphs=rewritten("The lamp is out.")).encode(), url=ADDRESS)
    take(notice(), notice())
    edition = find_edition(desk, ["demo"], str(receipt(desk).article_id))
    assert (edition.revision, "The lamp is out." in edition.article.body.text) == (1, True)


def test_an_upload_has_the_receipt_that_its_key_names(put: Put, take: Take, desk: Desk) -> None:
    key = "up/demo/" + "a" * 26
    put(key)
    take(notice(key))
    assert (receipt(desk, key).receipt_id, receipt(desk, key).via) == ("a" * 26, "upload")


FAULTS = [
    ("no article", b"<html><body><p>Hi</p></body></html>", {}, "no_article"),
    ("a picture", b"\xff\xd8\xff\xe0" + bytes(100), {}, "not_html"),
    ("nothing", b"", {}, "empty_page"),
    ("half a gzip stream", gzip.compress(PAGE)[:100], {}, "bad_transfer"),
    ("an edition that is no number", PAGE, {"edition": "two"}, "invalid_words"),
    ("another publisher's name", PAGE, {"publisher": "other"}, "invalid_words"),
]


@pytest.mark.parametrize(("body", "words", "reason"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_page_that_can_never_be_accepted_is_done_with(
    put: Put, take: Take, desk: Desk, engine: Engine, body: bytes, words: dict[str, str], reason: str
) -> None:
    put(body=body, **words)
    assert take(notice()) == []
    found = receipt(desk)
    assert (found.outcome, found.error and found.error["type"]) == ("rejected", reason)
    assert read_bytes(desk.archive, f"rejected/demo/{found.receipt_id}") == body


def test_a_word_that_does_not_decode_is_a_reason(engine: Engine, take: Take, desk: Desk) -> None:
    engine.s3.put_object(Bucket="inbox", Key=KEY, Body=PAGE, Metadata={"url": "https://www.example.com/%ff"})
    take(notice())
    error = receipt(desk).error
    assert error
    assert error["detail"] == "/url: not percent-encoded UTF-8"


def test_an_object_over_the_limit_is_refused_unread(put: Put, take: Take, desk: Desk) -> None:
    put(body=bytes(10 * 1024 * 1024 + 1))
    take(notice())
    error = receipt(desk).error
    assert error
    assert error["type"] == "too_large"


def test_a_drop_for_a_publisher_that_there_is_not_is_recorded(put: Put, take: Take, desk: Desk) -> None:
    put("in/nobody/x.html")
    assert take(notice("in/nobody/x.html")) == []
    error = receipt(desk, "in/nobody/x.html", "nobody").error
    assert error
    assert error["type"] == "unknown"


def test_a_drop_under_an_impossible_name_is_recorded_under_nobody(put: Put, take: Take, desk: Desk) -> None:
    put("in/-x y/x.html")
    assert take(notice("in/-x y/x.html")) == []
    assert receipt(desk, "in/-x y/x.html", "-").outcome == "rejected"


FOREIGN = [
    ("S3's test event", '{"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "inbox"}'),
    ("no JSON", "hello"),
    ("JSON of somebody else", '{"Records": [{"kind": "order"}]}'),
    ("a list", "[1]"),
    ("deep JSON", "[" * 100_000),
    ("a removal", notice(event="ObjectRemoved:Delete")),
    ("a folder", notice("in/demo/folder/")),
    ("a key outside the doors", notice("readme.txt")),
    ("another bucket", notice(bucket="elsewhere")),
    ("an object that was removed", notice("in/demo/gone.html")),
]


@pytest.mark.parametrize("body", [row[1] for row in FOREIGN], ids=[row[0] for row in FOREIGN])
def test_what_is_no_page_is_no_error(take: Take, desk: Desk, body: str) -> None:
    assert take(body) == []
    with pytest.raises(Unknown):
        receipt(desk)


def test_only_the_message_that_failed_comes_again(put: Put, take: Take, desk: Desk, engine: Engine) -> None:
    put("in/demo/1.html", url=ADDRESS + "/1")
    put("in/demo/2.html", url=ADDRESS + "/2")
    fails = iter([False, True])  # the second page's transaction cannot be sent

    def fail(**arguments: Any) -> None:
        if next(fails, False):
            raise EndpointConnectionError(endpoint_url="https://dynamodb")

    events = engine.dynamodb.meta.events
    events.register("before-call.dynamodb.TransactWriteItems", fail, unique_id="fail")
    try:
        assert take(notice("in/demo/1.html"), notice("in/demo/2.html")) == ["m1"]
    finally:
        events.unregister("before-call.dynamodb.TransactWriteItems", unique_id="fail")
    assert take(notice("in/demo/2.html")) == []
    assert receipt(desk, "in/demo/2.html").outcome == "created"


def test_an_unexplained_fault_comes_again(put: Put, desk: Desk, inbox: Inbox) -> None:
    put()

    def fail() -> intake.House:
        raise ValueError("canary")

    answer = intake.take_batch(fail, {"Records": [{"messageId": "m0", "body": notice()}]})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}


def test_the_function_itself_takes_its_buckets_from_its_environment(put: Put, desk: Desk) -> None:
    put()
    intake.open_house.cache_clear()
    assert intake.handler({"Records": [{"messageId": "m0", "body": notice()}]}, None) == {"batchItemFailures": []}
    assert receipt(replace(desk, clock=lambda: datetime.now(UTC))).outcome == "created"
