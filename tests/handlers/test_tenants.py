"""What belongs to another publisher is, to every call and for every kind of id, cursor, receipt and name, as if it were not there."""

import json
import re
from typing import Any

import pytest

from copydesk.desk import Desk
from copydesk.handlers import api
from copydesk.handlers.cursors import print_cursor
from copydesk.store.keys import add_key
from copydesk.store.records import CHANGE_SHARDS
from tests.conftest import Clock, Engine
from tests.desk.pushing import scan
from tests.handlers.asking import ADDRESS, HTML, JSON, PAGE, Answer, Ask
from tests.handlers.dropping import Put, Take, notice, receipt
from tests.paper import print_page

NDJSON = {"content-type": "application/x-ndjson"}
ABSENT_ID = "b" * 26
FOREIGN, ABSENT = "other", "nobody"
INBOX_KEY = "in/{}/refused.html"
THEIR_ADDRESS = "https://www.example.com/news/their-own"
THEIR_PAGE = print_page(headline="Nobody else may read this")


@pytest.fixture
def theirs(ask: Ask, put: Put, take: Take, desk: Desk, clock: Clock) -> dict[str, str]:
    """All that another publisher has, by the name that an address gives it."""
    add_key(desk.ledger, "cd_other", ("push", "read", "admin"), (FOREIGN,))
    add_key(desk.ledger, "cd_demo", ("push", "read", "admin"), ("demo",))
    words = {"url": THEIR_ADDRESS, "external_id": "their-1"}
    first = ask("POST", "/v1/articles", THEIR_PAGE, headers=HTML, query=words, secret="cd_other")
    ask("POST", "/v1/articles", THEIR_PAGE + "<!-- again -->", headers=HTML | {"idempotency-key": "once"}, query=words, secret="cd_other")
    put(INBOX_KEY.format(FOREIGN), b"no page at all")
    assert take(notice(INBOX_KEY.format(FOREIGN))) == []
    clock.pass_by(minutes=5)
    refused = receipt(desk, INBOX_KEY.format(FOREIGN), FOREIGN).receipt_id
    return {"article_id": first.json["article_id"], "receipt_id": first.headers["copydesk-receipt"], "rejection_id": refused}


@pytest.fixture
def look(engine: Engine) -> Any:
    """Everything of theirs that is kept, in the table and in both buckets."""

    def look() -> tuple[Any, Any]:
        items = [item for item in scan(engine) if f"#{FOREIGN}" in item["pk"]["S"]]
        objects = [
            (found["Key"], found["ETag"], found["LastModified"])
            for bucket in ("archive", "inbox")
            for found in engine.s3.list_objects_v2(Bucket=bucket).get("Contents", [])
            if f"/{FOREIGN}/" in found["Key"]
        ]
        return sorted(items, key=lambda item: (item["pk"]["S"], item["sk"]["S"])), objects

    return look


def told(answer: Answer, *asked: str) -> tuple[int, str, dict[str, str]]:
    """All that a caller is told, but for what it asked itself, and ids and times that are new in every answer."""

    def blur(text: str) -> str:
        for word in asked:
            text = text.replace(word, "ASKED")
        return re.sub(r"\b[a-z2-7]{26}\b", "ID", text)

    return answer.status, blur(answer.text), {name: blur(value) for name, value in answer.headers.items()}


# ------------------------------------------- whatever an address can name

BODIES: dict[str, tuple[str | None, dict[str, str]]] = {"PUT": (PAGE, HTML), "POST": (PAGE, HTML), "GET": (None, {}), "DELETE": (None, {})}
NAMING = [route for route in api.ROUTES if "{" in route.address]
QUERIES: tuple[dict[str, str], ...] = ({}, {"publisher": "demo"}, {"revision": "1"}, {"format": "text"}, {"limit": "1"}, {"purge": "true"})
CONDITIONS: tuple[dict[str, str], ...] = ({}, {"if-match": '"1"'}, {"if-match": "*"}, {"if-none-match": "*"}, {"if-none-match": '"1"'})


@pytest.mark.parametrize("route", NAMING, ids=lambda route: f"{route.method} {route.address}")
def test_an_id_of_theirs_is_an_id_of_nothing(ask: Ask, theirs: dict[str, str], look: Any, route: api.Route) -> None:
    before = look()
    (name,) = re.findall(r"{(\w+)}", route.address)
    body, headers = BODIES[route.method]
    ids = {theirs[name], *theirs.values()}  # an id of one kind where another is asked for, too
    for query, condition in [*((query, {}) for query in QUERIES), *(({}, condition) for condition in CONDITIONS)]:
        absent = ask(route.method, route.address.format(**{name: ABSENT_ID}), body, headers=headers | condition, query=query)
        assert absent.status in (404, 422)
        for known in ids:
            foreign = ask(route.method, route.address.format(**{name: known}), body, headers=headers | condition, query=query)
            assert told(foreign, known) == told(absent, ABSENT_ID)
    assert look() == before


@pytest.mark.parametrize("route", [r for r in NAMING if r.method == "GET"], ids=lambda route: route.address)
def test_a_head_tells_no_more_than_its_get(ask: Ask, theirs: dict[str, str], route: api.Route) -> None:
    (name,) = re.findall(r"{(\w+)}", route.address)
    foreign, absent = (ask("HEAD", route.address.format(**{name: known})) for known in (theirs[name], ABSENT_ID))
    assert told(foreign) == told(absent)


# ------------------------------------------------------ publishers by name

SENT: dict[str, tuple[str | None, dict[str, str]]] = {
    "POST /v1/uploads": (json.dumps({"url": ADDRESS, "publisher": "{}"}), JSON),
    "POST /v1/batches": (json.dumps({"html": PAGE, "publisher": "{}"}), NDJSON),
    "POST /v1/normalize": (PAGE, HTML),
    "POST /v1/articles": (PAGE, HTML),
}


@pytest.mark.parametrize("place", ["query", "body", "later"])
def test_a_publisher_of_another_key_is_a_publisher_that_there_is_not(ask: Ask, theirs: dict[str, str], look: Any, place: str) -> None:
    before = look()
    for route in api.ROUTES:
        foreign, absent = (name_publisher(ask, route, place, publisher, theirs) for publisher in (FOREIGN, ABSENT))
        assert foreign == absent
    assert look() == before


def name_publisher(ask: Ask, route: api.Route, place: str, publisher: str, ids: dict[str, str]) -> Any:
    """What is told where the call names the publisher there."""
    body, headers = SENT.get(f"{route.method} {route.address}", BODIES[route.method])
    if place == "later":
        headers = headers | {"prefer": "respond-async"}
    if place == "body" and headers == HTML:
        body, headers = json.dumps({"html": PAGE, "publisher": publisher}), JSON
    query = {"publisher": publisher} if place != "body" and headers not in (JSON, NDJSON) else {}
    answer = ask(route.method, route.address.format(**ids), (body or "").replace("{}", publisher) or None, headers=headers, query=query)
    return told(answer, publisher)


def test_a_key_of_their_inbox_has_no_receipt(ask: Ask, theirs: dict[str, str]) -> None:
    keys = INBOX_KEY.format(FOREIGN), f"up/{FOREIGN}/{theirs['receipt_id']}"
    absent = ask("GET", "/v1/receipts", query={"inbox_key": INBOX_KEY.format(ABSENT)})
    assert absent.status == 404
    for key in keys:
        assert told(ask("GET", "/v1/receipts", query={"inbox_key": key}), key) == told(absent, INBOX_KEY.format(ABSENT))


# ------------------------------------------- names, cursors, what is told


def test_the_names_of_their_articles_find_nothing(ask: Ask, theirs: dict[str, str]) -> None:
    for query in ({"url": THEIR_ADDRESS}, {"external_id": "their-1"}, {"url": THEIR_ADDRESS, "external_id": "their-1"}):
        for status in ("live", "withdrawn", "purged"):
            answer = ask("GET", "/v1/articles", query={**query, "status": status})
            assert (answer.status, answer.json) == (200, {"articles": [], "next": None})


def test_a_page_under_the_names_of_their_article_is_an_article_of_its_own(ask: Ask, theirs: dict[str, str], look: Any) -> None:
    before = look()
    names = {"url": THEIR_ADDRESS, "external_id": "their-1"}
    answers = [
        told(ask("POST", "/v1/articles", PAGE, headers=HTML | {"prefer": "return=minimal", "idempotency-key": key}, query=words))
        for key, words in (("once", names), ("twice", {"url": ADDRESS, "external_id": "new-1"}))
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] == 201
    assert look() == before


CURSORS = {
    "/v1/articles": lambda theirs: f"2026-11-24T12:00:00.000000Z#{theirs['article_id']}",
    "/v1/rejections": lambda theirs: f"2026-11-25T12:00:00.000000Z#{theirs['rejection_id']}",
    "/v1/changes": lambda theirs: {FOREIGN: [""] * CHANGE_SHARDS, "demo": [""] * CHANGE_SHARDS},
}


@pytest.mark.parametrize("address", CURSORS)
def test_a_cursor_of_theirs_shows_nothing_of_theirs(ask: Ask, theirs: dict[str, str], address: str) -> None:
    name = "after" if address == "/v1/changes" else "cursor"
    answer = ask("GET", address, query={name: print_cursor(CURSORS[address](theirs))})
    assert answer.status == 200
    assert not [entries for entries in answer.json.values() if isinstance(entries, list) and entries]
    assert FOREIGN not in answer.text


@pytest.mark.parametrize("address", [r.address for r in api.ROUTES if r.method == "GET" and "{" not in r.address])
def test_no_list_tells_anything_of_them(ask: Ask, theirs: dict[str, str], address: str) -> None:
    told = ask("GET", address).text
    assert not [word for word in (FOREIGN, *theirs.values(), THEIR_ADDRESS, "Nobody else") if word in told]
