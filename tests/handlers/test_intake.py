"""The inbox: what is dropped becomes an article, a rejection or nothing at all, and only what time heals comes again."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from time import sleep
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from copydesk.desk import Desk, find_edition
from copydesk.errors import Unknown
from copydesk.handlers import intake
from copydesk.handlers.events import read_drops
from copydesk.store.archive import read_bytes
from copydesk.store.inbox import Inbox
from tests.conftest import Engine
from tests.handlers.dropping import KEY, PAGE, Put, Take, notice, receipt
from tests.paper import print_page, rewritten

ADDRESS = "https://www.example.com/news/2026/lighthouse"


def test_a_dropped_page_becomes_an_article(put: Put, take: Take, desk: Desk) -> None:
    put(url=ADDRESS)
    assert take(notice()) == []
    found = receipt(desk)
    edition = find_edition(desk, ["demo"], str(found.article_id))
    assert (found.outcome, edition.received.via, edition.received.sender) == ("created", "inbox", KEY)
    assert edition.article.meta.url == ADDRESS


NAMES = ["a b", "등대 1", "a+b", "100%", "%20", "deep/er/x", "a//b", "é", "e\u0301", "a&b=c", "…", "x\ny", " x "]


@pytest.mark.parametrize("name", NAMES)
def test_a_key_is_read_as_its_sender_wrote_it(put: Put, take: Take, desk: Desk, name: str) -> None:
    key = f"in/demo/{name}.html"
    put(key)
    assert take(notice(key)) == []
    assert receipt(desk, key).outcome == "created"


SPELLINGS = [
    ("in/demo/%EB%93%B1%EB%8C%80+1.html", "in/demo/등대 1.html"),
    ("in%2Fdemo%2Fa%2Bb.html", "in/demo/a+b.html"),
    ("in/demo/100%25.html", "in/demo/100%.html"),
    ("in/demo/a%2520b.html", "in/demo/a%20b.html"),
]


@pytest.mark.parametrize(("spelt", "key"), SPELLINGS)
def test_a_key_as_s3_spells_it_in_a_message_is_the_key(spelt: str, key: str) -> None:
    (drop,) = read_drops(notice("x").replace('"x"', json.dumps(spelt)))
    assert drop.key == key


@pytest.mark.parametrize("event", ["Put", "Post", "Copy", "CompleteMultipartUpload"])
def test_an_object_may_have_come_in_any_way(put: Put, take: Take, desk: Desk, event: str) -> None:
    put()
    assert take(notice(event=f"ObjectCreated:{event}")) == []
    assert receipt(desk).outcome == "created"


def test_a_message_may_tell_of_several_objects(put: Put, take: Take, desk: Desk) -> None:
    keys = [f"in/demo/{i}.html" for i in range(3)]
    for key in keys:
        put(key, url=ADDRESS + key)
    records = [record for key in keys for record in json.loads(notice(key))["Records"]]
    assert take(json.dumps({"Records": records})) == []
    assert [receipt(desk, key).outcome for key in keys] == ["created"] * 3


def test_a_key_put_twice_has_two_receipts_and_the_newest_is_found(put: Put, take: Take, desk: Desk, engine: Engine) -> None:
    put(url=ADDRESS)
    take(notice())
    first = receipt(desk)
    sleep(1.1)  # LastModified counts seconds
    put(body=print_page(paragraphs=rewritten("The lamp is out.")).encode(), url=ADDRESS)
    take(notice())
    second = receipt(desk)
    assert (first.outcome, second.outcome) == ("created", "revised")
    assert first.receipt_id != second.receipt_id


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


TEST_EVENT = {
    "Service": "Amazon S3",
    "Event": "s3:TestEvent",
    "Time": "2026-11-24T12:00:00.000Z",
    "Bucket": "inbox",
    "RequestId": "5582815E1AEA5ADF",
    "HostId": "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE",
}
EVENT_BRIDGE = {
    "version": "0",
    "detail-type": "Object Created",
    "source": "aws.s3",
    "detail": {"bucket": {"name": "inbox"}, "object": {"key": KEY, "size": 5}},
}
FOREIGN = [
    ("S3's test event", json.dumps(TEST_EVENT)),
    ("an event as EventBridge tells it", json.dumps(EVENT_BRIDGE)),
    ("nothing", ""),
    ("no JSON", "hello"),
    ("JSON of somebody else", '{"Records": [{"kind": "order"}]}'),
    ("a list", "[1]"),
    ("records that are no list", '{"Records": {"s3": 1}}'),
    ("deep JSON", "[" * 100_000),
    ("a removal", notice(event="ObjectRemoved:Delete")),
    ("a delete marker", notice(event="ObjectRemoved:DeleteMarkerCreated")),
    ("an expiry", notice(event="LifecycleExpiration:Delete")),
    ("new tags", notice(event="ObjectTagging:Put")),
    ("a folder", notice("in/demo/folder/", size=0)),
    ("a publisher's folder", notice("in/demo/", size=0)),
    ("the door itself", notice("in/", size=0)),
    ("a key outside the doors", notice("readme.txt")),
    ("a key beside the doors", notice("inbox/demo/x.html")),
    ("a key without a publisher", notice("in//x.html")),
    ("a key that is too long for S3", notice("in/demo/" + "x" * 1_024)),
    ("a key that no S3 can have", notice().replace("lighthouse", "\\ud800")),
    ("another bucket", notice(bucket="elsewhere")),
    ("an object that was removed", notice("in/demo/gone.html")),
    ("a key that is not UTF-8", notice().replace("lighthouse", "%EB%93")),
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
