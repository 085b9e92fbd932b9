"""Whatever comes in, the answer is ours: never a fault, always JSON that says what was wrong."""

import json
from typing import Any
from urllib.parse import quote_plus

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.desk import Desk
from copydesk.handlers import api, intake
from copydesk.handlers.admission import open_gate
from copydesk.store.inbox import Inbox
from tests.paper import print_page

NASTY = ("", "\ud800", "\0", "..%2f..%2fetc", "a\r\nb: c", "%", "%ff", "=&=", "*", '{"html": "<p>"}', "é" * 50)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "BREW", "")
PATHS = ("/v1/articles", "/v1/articles", "/v1/normalize", "/v1/receipts", "/healthz", "/v1/articles/" + "a" * 26)
TYPES = ("text/html", "text/html; charset=euc-kr", "application/json", "application/octet-stream", "application/gzip")
WORDS = ("url", "publisher", "external_id", "edition", "charset", "published_at", "modified_at", "headline", "authors", "format", "x")

anything = st.text(max_size=60) | st.sampled_from(NASTY)
methods = st.sampled_from(("POST",) * 12 + METHODS)
paths = st.sampled_from(PATHS[:3] * 4 + PATHS) | anything.map(lambda text: f"/{text}")
types = st.sampled_from(TYPES * 4 + ("text/plain", "\0"))
words = st.sampled_from(WORDS)
many = st.lists(anything, max_size=2) | st.dictionaries(anything, anything, max_size=2)
values = st.none() | st.booleans() | st.integers() | anything | many


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    page = draw(st.sampled_from([print_page(), "<p>", "\x1f\ufffd\x08", ""]) | anything)
    said = {"html": page} | draw(st.dictionaries(words, values, max_size=3))
    return {
        "rawPath": draw(paths),
        "rawQueryString": "&".join(f"{draw(words)}={draw(anything)}" for _ in range(draw(st.integers(0, 2)))),
        "headers": {
            "content-type": draw(types),
            "authorization": draw(st.sampled_from(["Bearer cd_demo"] * 8 + ["Bearer", "Basic x", "\ud800"])),
            "accept": draw(anything | st.sampled_from(["*/*", "text/plain;q=x", ",,;q"])),
            "prefer": draw(anything),
            "content-encoding": draw(st.sampled_from(["", "", "gzip", "gzip", "br"])),
            "if-none-match": draw(anything),
        },
        "requestContext": {
            "http": {"method": draw(methods)},
            "requestId": draw(anything),
            "stage": "$default",
            "timeEpoch": 1_795_521_600_000,
        },
        "body": draw(st.sampled_from([page, json.dumps(said), None])),
        "isBase64Encoded": draw(st.sampled_from([False, False, True])),
    }


HOSTILE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@HOSTILE
@given(event=events())
def test_no_request_makes_a_fault(desk: Desk, key: str, event: dict[str, Any]) -> None:
    house = api.House(desk, open_gate(desk.ledger, lambda: 0.0), Inbox(desk.archive.client, "inbox"))
    answer = api.converse(lambda: house, event)
    assert answer["statusCode"] < 500
    if answer["statusCode"] >= 400 and answer["body"]:
        assert json.loads(answer["body"])["type"].startswith("/problems/")
    json.dumps(answer).encode()
    assert not [value for value in answer["headers"].values() if "\n" in value or "\r" in value]


@HOSTILE
@given(
    body=st.binary(max_size=80) | st.just(print_page().encode()),
    metadata=st.dictionaries(words, st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20), max_size=4),
    content_type=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20),
    name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(lambda name: not name.endswith("/")),
)
def test_no_drop_comes_again(desk: Desk, inbox: Inbox, body: bytes, metadata: dict[str, str], content_type: str, name: str) -> None:
    key = f"in/demo/{name}"
    inbox.client.put_object(Bucket="inbox", Key=key, Body=body, Metadata=metadata, ContentType=content_type)
    house = intake.House(desk, inbox)
    notice = {"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "inbox"}, "object": {"key": quote_plus(key, safe="/")}}}
    message = {"messageId": "m0", "body": json.dumps({"Records": [notice]})}
    assert intake.take_batch(lambda: house, {"Records": [message]}) == {"batchItemFailures": []}
