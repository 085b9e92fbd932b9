"""Pages that are read later: uploaded with a form, or pushed by a sender who does not wait."""

import gzip
import json
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any

import pytest
import requests

from copydesk.desk import Desk, find_edition
from copydesk.page import MAX_BYTES
from copydesk.store.keys import add_key, add_publisher
from copydesk.store.ledger import Ledger
from tests.conftest import Clock, Engine
from tests.handlers.asking import ADDRESS, BYTES, HTML, JSON, PAGE, Answer, Ask, push
from tests.handlers.dropping import Take, notice
from tests.paper import print_page

LATER = HTML | {"prefer": "respond-async"}


def offer(ask: Ask, **words: Any) -> Answer:
    return ask("POST", "/v1/uploads", json.dumps(words), headers=JSON)


def policy_of(form: Any) -> Any:
    return json.loads(b64decode(form["fields"]["policy"]))


def fill(form: Any, page: bytes = PAGE.encode()) -> None:
    """Send the form as a browser or curl would."""
    assert requests.post(form["url"], data=form["fields"], files={"file": page}, timeout=10).status_code in (200, 201, 204)


def key_of(answer: Answer) -> str:
    return f"up/demo/{answer.json['receipt_id']}"


# ------------------------------------------------------------------ form


def test_an_upload_has_a_receipt_before_it_arrives(ask: Ask) -> None:
    answer = offer(ask, url=ADDRESS)
    assert answer.status == 201
    receipt = ask("GET", answer.headers["location"]).json
    assert (receipt["receipt_id"], receipt["outcome"], receipt["settled_at"]) == (answer.json["receipt_id"], "pending", None)
    assert (receipt["via"], receipt["inbox_key"]) == ("upload", key_of(answer))


def test_an_uploaded_page_becomes_an_article_and_its_receipt_tells(ask: Ask, take: Take) -> None:
    answer = offer(ask, url=ADDRESS, content_type="text/html; charset=utf-8")
    fill(answer.json)
    assert take(notice(key_of(answer))) == []
    receipt = ask("GET", answer.headers["location"]).json
    assert (receipt["outcome"], receipt["via"]) == ("created", "upload")
    edition = ask("GET", receipt["article"]).json
    assert edition["article"]["meta"]["url"] == ADDRESS
    assert (edition["received"]["via"], edition["received"]["sender"]) == ("upload", key_of(answer))


def test_an_uploaded_page_that_is_refused_says_so_in_its_receipt(ask: Ask, take: Take) -> None:
    answer = offer(ask)
    fill(answer.json, b"\xff\xd8\xff\xe0" + bytes(100))
    take(notice(key_of(answer)))
    receipt = ask("GET", answer.headers["location"]).json
    assert (receipt["outcome"], receipt["error"]["type"]) == ("rejected", "/problems/not_html")
    assert [told["rejection_id"] for told in ask("GET", "/v1/rejections").json["rejections"]] == [receipt["receipt_id"]]


def test_a_form_lets_its_holder_put_one_key_with_these_words_and_nothing_else(ask: Ask) -> None:
    form = offer(ask, url="https://www.example.com/등대?a=1&b=2", edition=3, content_type="text/html; charset=euc-kr").json
    conditions = policy_of(form)["conditions"]
    assert {"key": f"up/demo/{form['receipt_id']}"} in conditions
    assert {"bucket": "inbox"} in conditions
    assert ["content-length-range", 1, MAX_BYTES] in conditions
    for name in ("Content-Type", "x-amz-meta-url", "x-amz-meta-edition"):
        assert {name: form["fields"][name]} in conditions
    assert form["fields"]["Content-Type"] == "text/html; charset=euc-kr"
    assert form["fields"]["x-amz-meta-url"].isascii()


def test_a_field_of_meta_without_its_form_is_refused_before_the_page_comes(ask: Ask) -> None:
    answer = offer(ask, tags=False, dateline=True)
    assert (answer.status, answer.problem) == (422, "invalid_words")
    assert {error["pointer"] for error in answer.json["errors"]} == {"/tags", "/dateline"}


def test_a_form_dies_after_a_quarter_of_an_hour(ask: Ask) -> None:
    form = offer(ask).json
    assert form["expires_at"] == "2026-11-24T12:15:00.000000Z"
    assert policy_of(form)["expiration"]


def test_a_checksum_that_the_sender_tells_is_asked_for(ask: Ask) -> None:
    digest = sha256(PAGE.encode())
    form = offer(ask, sha256=digest.hexdigest()).json
    told = b64encode(digest.digest()).decode()
    assert form["fields"]["x-amz-checksum-sha256"] == told
    assert {"x-amz-checksum-sha256": told} in policy_of(form)["conditions"]
    fill(form)


def test_a_large_page_goes_through_an_upload(ask: Ask, take: Take) -> None:
    answer = offer(ask, url=ADDRESS)
    fill(answer.json, PAGE.encode() + (b"<!--" + b"x" * 1_000_000 + b"-->") * 5)
    take(notice(key_of(answer)))
    receipt = ask("GET", answer.headers["location"]).json
    assert (receipt["outcome"], receipt["error"]) == ("created", None)


def test_a_form_used_twice_keeps_the_page_that_was_settled_first(ask: Ask, take: Take) -> None:
    answer = offer(ask, url=ADDRESS)
    fill(answer.json)
    take(notice(key_of(answer)))
    first = ask("GET", answer.headers["location"]).json
    fill(answer.json, print_page(headline="Another page").encode())
    assert take(notice(key_of(answer))) == []
    assert ask("GET", answer.headers["location"]).json == first


def test_a_key_for_several_publishers_names_the_one_that_it_uploads_for(ask: Ask, ledger: Ledger) -> None:
    add_key(ledger, "cd_two", ("push", "read"), ("demo", "other"))
    silent = ask("POST", "/v1/uploads", "{}", headers=JSON, secret="cd_two")
    assert (silent.status, silent.json["errors"][0]["pointer"]) == (422, "/publisher")
    answer = ask("POST", "/v1/uploads", '{"publisher": "other"}', headers=JSON, secret="cd_two")
    assert answer.json["fields"]["key"].startswith("up/other/")


WRONG = [
    ("no JSON", "x", {}, 400, "bad_request"),
    ("no content type", "{}", {"headers": {}}, 415, "unsupported_media_type"),
    ("a word that there is not", '{"colour": "red"}', {}, 422, "invalid_words"),
    ("a type that holds no page", '{"content_type": "image/png"}', {}, 422, "invalid_words"),
    ("a type with a line break", '{"content_type": "text/html\\r\\nx: y"}', {}, 422, "invalid_words"),
    ("a type that is no text", '{"content_type": 1}', {}, 422, "invalid_words"),
    ("half a checksum", '{"sha256": "abc"}', {}, 422, "invalid_words"),
    ("a lone surrogate", '{"url": "https://www.example.com/\\ud800"}', {}, 422, "invalid_words"),
    ("more words than an object bears", json.dumps({"external_id": "등" * 600}), {}, 422, "invalid_words"),
    ("another publisher", '{"publisher": "other"}', {}, 404, "unknown"),
    ("words in the query", "{}", {"query": {"url": ADDRESS}}, 422, "invalid_words"),
]


@pytest.mark.parametrize(("body", "more", "status", "problem"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_form_that_cannot_be_given_is_refused(ask: Ask, body: str, more: Any, status: int, problem: str) -> None:
    answer = ask("POST", "/v1/uploads", body, **{"headers": JSON, **more})
    assert (answer.status, answer.problem) == (status, problem)


def test_uploads_count_against_the_publishers_quota(ask: Ask, ledger: Ledger) -> None:
    add_publisher(ledger, "small", "Small Sheet", daily_pages=1)
    add_key(ledger, "cd_small", ("push",), ("small",))
    assert [ask("POST", "/v1/uploads", "{}", headers=JSON, secret="cd_small").status for _ in range(2)] == [201, 429]


# ----------------------------------------------------------------- later


def test_a_sender_who_does_not_wait_gets_a_receipt(ask: Ask, take: Take) -> None:
    answer = ask("POST", "/v1/articles", PAGE, headers=LATER, query={"url": ADDRESS})
    assert (answer.status, answer.json["outcome"], answer.headers["preference-applied"]) == (202, "pending", "respond-async")
    assert answer.headers["location"] == f"/v1/receipts/{answer.json['receipt_id']}"
    assert take(notice(key_of(answer))) == []
    receipt = ask("GET", answer.headers["location"]).json
    assert (receipt["outcome"], receipt["via"]) == ("created", "http")


WAYS: dict[str, dict[str, Any]] = {
    "text": {"body": PAGE, "headers": HTML, "query": {"url": ADDRESS, "edition": "2"}},
    "bytes": {"body": PAGE.encode(), "headers": BYTES, "query": {"url": ADDRESS, "edition": "2"}},
    "gzip": {"body": gzip.compress(PAGE.encode()), "headers": {"content-type": "application/gzip"}, "query": {"url": ADDRESS}},
    "json": {"body": json.dumps({"html": PAGE, "url": ADDRESS, "authors": [{"name": "오하늘"}], "headline": "등대"}), "headers": JSON},
}


@pytest.mark.parametrize("way", WAYS)
def test_a_page_read_later_is_the_same_article_byte_for_byte(ask: Ask, take: Take, desk: Desk, engine: Engine, way: str) -> None:
    sent = WAYS[way]
    later = ask("POST", "/v1/articles", sent["body"], headers=sent["headers"] | {"prefer": "respond-async"}, query=sent.get("query", ()))
    take(notice(key_of(later)))
    first = ask("GET", later.headers["location"]).json
    at_once = ask("POST", "/v1/articles", sent["body"], headers=sent["headers"], query=sent.get("query", ()))
    assert (first["outcome"], at_once.headers["copydesk-outcome"]) == ("created", "unchanged")
    assert find_edition(desk, ["demo"], first["article_id"]).article.model_dump_json() == json.dumps(
        at_once.json["article"], ensure_ascii=False, separators=(",", ":")
    )


def test_a_page_read_later_keeps_the_place_of_when_it_was_sent(ask: Ask, take: Take, clock: Clock) -> None:
    later = ask("POST", "/v1/articles", print_page(headline="Sent first"), headers=LATER, query={"url": ADDRESS})
    push(ask, print_page(headline="Sent second"))
    take(notice(key_of(later)))
    receipt = ask("GET", later.headers["location"]).json
    assert receipt["outcome"] == "superseded"
    edition = ask("GET", receipt["article"], query={"revision": "2"}).json
    assert edition["received"]["sender"] != key_of(later)
    assert ask("GET", receipt["article"]).json["article"]["meta"]["headline"] == "Sent second"


def test_a_text_that_was_damaged_on_its_way_is_refused_at_once(ask: Ask) -> None:
    sent = print_page(headline="등대는 계속 켜진다", charset="euc-kr").encode("euc-kr").decode("utf-8", "replace")
    assert ask("POST", "/v1/articles", sent, headers=LATER).problem == "damaged_in_transit"


@pytest.mark.parametrize("insists", [{"if-none-match": "*"}, {"idempotency-key": "k1"}])
def test_a_push_that_insists_on_something_is_not_put_off(ask: Ask, insists: dict[str, str]) -> None:
    answer = ask("POST", "/v1/articles", PAGE, headers=LATER | insists, query={"url": ADDRESS})
    assert (answer.status, "preference-applied" in answer.headers) == (201, False)


def test_a_push_with_more_words_than_an_object_bears_is_not_put_off(ask: Ask) -> None:
    answer = ask("POST", "/v1/articles", PAGE, headers=LATER, query={"url": ADDRESS, "external_id": "등" * 600})
    assert (answer.status, "preference-applied" in answer.headers) == (201, False)
