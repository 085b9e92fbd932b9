"""Whatever is asked of the lists, the answer is ours: never a fault."""

import json
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.desk import Desk
from copydesk.handlers import api
from copydesk.handlers.admission import open_gate
from copydesk.handlers.cursors import print_cursor
from copydesk.store.inbox import Inbox
from tests.handlers.asking import envelope

EDGES = ("2026-11-24", "0000-00-00", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59")
NASTY = ("", "\0", "../..", "a\r\nb: c", "%", "*", "-", "é" * 50, *EDGES)
ID = "a" * 26
PATHS = ("/v1/articles", "/v1/changes", "/v1/rejections", f"/v1/articles/{ID}/revisions", f"/v1/articles/{ID}/raw", "/v1/receipts")
NAMES = ("publisher", "section", "status", "since", "until", "url", "external_id", "limit", "cursor", "after", "revision", "inbox_key")
PLACES = ("2026-11-24T12:00:00.000000Z", f"9999-99-99T99:99:99.999999Z#{ID}", f"0000-00-00T00:00:00.000000Z#{ID}", "9999999999", "0", "")

texts = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40) | st.sampled_from(NASTY)
places = st.sampled_from(PLACES) | texts | st.integers() | st.none()
positions = st.dictionaries(st.sampled_from(("demo", "other", "")) | texts, st.lists(places, min_size=3, max_size=5), max_size=2)
cursors = (places | positions | st.lists(places, max_size=2)).map(print_cursor)
HOSTILE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@HOSTILE
@given(
    path=st.sampled_from(PATHS),
    query=st.lists(st.tuples(st.sampled_from(NAMES), texts | cursors | st.sampled_from(("1", "100", "live", "demo"))), max_size=3),
    method=st.sampled_from(("GET", "GET", "GET", "HEAD", "POST")),
)
def test_no_question_makes_a_fault(desk: Desk, key: str, path: str, query: list[tuple[str, str]], method: str) -> None:
    house = api.House(desk, open_gate(desk.ledger, lambda: 0.0), Inbox(desk.archive.client, "inbox"))
    event: dict[str, Any] = envelope(method, path, headers={"x-api-key": key}, body=None, number=1)
    event["rawQueryString"] = "&".join(f"{name}={quote(value)}" for name, value in query)
    answer = api.converse(lambda: house, event)
    assert answer["statusCode"] < 500


WORDS = ("url", "external_id", "edition", "published_at", "headline", "authors", "content_type", "sha256", "meta", "publisher")
words = st.sampled_from(WORDS)
values = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts | st.lists(texts, max_size=2) | st.just("\ud800")


@HOSTILE
@given(told=st.dictionaries(words, values, max_size=3))
def test_no_wish_for_a_form_makes_a_fault(desk: Desk, key: str, told: dict[str, Any]) -> None:
    house = api.House(desk, open_gate(desk.ledger, lambda: 0.0), Inbox(desk.archive.client, "inbox"))
    headers = {"x-api-key": key, "content-type": "application/json"}
    answer = api.converse(lambda: house, envelope("POST", "/v1/uploads", headers=headers, body=json.dumps(told), number=1))
    assert answer["statusCode"] < 500
