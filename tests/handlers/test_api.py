"""The API as its callers see it, one gateway event at a time."""

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest

from copydesk.handlers import api, calls
from copydesk.store.keys import add_key, hash_secret, revoke_key
from copydesk.store.ledger import Ledger
from tests.conftest import NOON, Engine
from tests.handlers.asking import ADDRESS, BYTES, HTML, PAGE, Answer, Ask, envelope, push
from tests.paper import print_page, rewritten

# ------------------------------------------------------------------ push


def test_a_new_page_is_answered_with_its_edition_and_where_it_is(ask: Ask) -> None:
    answer = push(ask)
    assert (answer.status, answer.headers["copydesk-outcome"]) == (201, "created")
    assert answer.headers["location"] == f"/v1/articles/{answer.json['article_id']}"
    assert answer.headers["etag"] == '"1"'
    assert answer.json["article"]["meta"]["headline"] == "Lighthouse stays lit"


def test_the_same_page_again_is_unchanged(ask: Ask) -> None:
    first, second = push(ask), push(ask)
    assert (second.status, second.headers["copydesk-outcome"]) == (200, "unchanged")
    assert second.json == first.json


def test_another_content_is_a_revision(ask: Ask) -> None:
    push(ask)
    answer = push(ask, print_page(paragraphs=rewritten("The lamp is out.")))
    assert (answer.status, answer.headers["copydesk-outcome"], answer.headers["etag"]) == (200, "revised", '"2"')


DOORS = {
    "text": lambda ask: push(ask),
    "bytes": lambda ask: ask("POST", "/v1/articles", PAGE.encode(), headers=BYTES, query={"url": ADDRESS}),
    "gzip": lambda ask: ask(
        "POST", "/v1/articles", gzip.compress(PAGE.encode()), headers={"content-type": "application/gzip"}, query={"url": ADDRESS}
    ),
    "gzip as a content coding": lambda ask: ask(
        "POST", "/v1/articles", gzip.compress(PAGE.encode()), headers=BYTES | {"content-encoding": "gzip"}, query={"url": ADDRESS}
    ),
    "json": lambda ask: ask(
        "POST", "/v1/articles", json.dumps({"html": PAGE, "url": ADDRESS}), headers={"content-type": "application/json"}
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_one_page_is_one_article_in_every_kind_of_body(ask: Ask, door: str) -> None:
    first = push(ask)
    answer = DOORS[door](ask)
    assert (answer.status, answer.headers["copydesk-outcome"]) == (200, "unchanged")
    assert answer.json["article"] == first.json["article"]


def test_a_page_in_its_own_charset_is_the_same_article(ask: Ask) -> None:
    korean = print_page(headline="등대는 계속 켜진다")
    first = push(ask, korean)
    page = print_page(headline="등대는 계속 켜진다", charset="euc-kr").encode("euc-kr")
    answer = ask("POST", "/v1/articles", page, headers=BYTES, query={"url": ADDRESS})
    assert answer.json["article"]["provenance"]["content_hash"] == first.json["article"]["provenance"]["content_hash"]


def test_a_sender_may_ask_for_a_short_answer(ask: Ask) -> None:
    answer = ask("POST", "/v1/articles", PAGE, headers=HTML | {"prefer": "return=minimal"}, query={"url": ADDRESS})
    assert answer.headers["preference-applied"] == "return=minimal"
    assert {"article_id", "revision", "outcome", "content_hash", "receipt_id"} <= answer.json.keys()
    assert (answer.json["outcome"], answer.json["revision"]) == ("created", 1)


def test_the_receipt_of_a_push_can_be_asked_for(ask: Ask) -> None:
    pushed = push(ask)
    answer = ask("GET", f"/v1/receipts/{pushed.headers['copydesk-receipt']}")
    assert (answer.status, answer.json["outcome"], answer.json["article_id"]) == (200, "created", pushed.json["article_id"])


def test_the_senders_words_win_over_the_page(ask: Ask) -> None:
    answer = push(ask, published_at="2026-11-20T08:00:00+01:00")
    assert answer.json["article"]["meta"]["published_at"]["at"] == "2026-11-20T08:00:00+01:00"


def test_a_page_can_be_tried_without_being_kept(ask: Ask, engine: Engine) -> None:
    before = engine.dynamodb.scan(TableName="copydesk")["Items"]
    tried = ask("POST", "/v1/normalize", PAGE, headers=HTML, query={"url": ADDRESS})
    assert tried.status == 200
    assert engine.dynamodb.scan(TableName="copydesk")["Items"] == before
    assert push(ask).json["article"] == tried.json


def test_a_trial_can_be_explained(ask: Ask) -> None:
    answer = ask("POST", "/v1/normalize", PAGE, headers=HTML, query={"explain": "true"})
    assert (answer.status, answer.json["article"]["meta"]["headline"]) == (200, "Lighthouse stays lit")
    assert "unassigned" in answer.json["explain"]


# ------------------------------------------------------------------ read


def test_an_article_is_read_as_it_was_answered(ask: Ask) -> None:
    pushed = push(ask)
    answer = ask("GET", pushed.headers["location"])
    assert (answer.status, answer.json, answer.headers["etag"]) == (200, pushed.json, '"1"')


def test_an_article_that_the_caller_has_is_not_sent_again(ask: Ask) -> None:
    answer = ask("GET", push(ask).headers["location"], headers={"if-none-match": 'W/"1"'})
    assert (answer.status, answer.text) == (304, "")


def test_an_older_revision_stays_readable(ask: Ask) -> None:
    first = push(ask)
    push(ask, print_page(paragraphs=rewritten("The lamp is out.")))
    answer = ask("GET", first.headers["location"], query={"revision": "1"})
    assert (answer.json["revision"], answer.json["status"]) == (1, "superseded")


def test_an_answer_that_is_too_large_is_elsewhere(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "MAX_ANSWER_BYTES", 500)
    pushed = push(ask)
    assert (pushed.status, pushed.json["outcome"]) == (201, "created")
    answer = ask("GET", pushed.headers["location"])
    assert (answer.status, answer.text) == (303, "")
    assert pushed.json["content_hash"] in answer.headers["location"]


def test_a_head_request_has_the_headers_and_no_body(ask: Ask) -> None:
    answer = ask("HEAD", push(ask).headers["location"])
    assert (answer.status, answer.headers["etag"], answer.text) == (200, '"1"', "")


def test_health_needs_no_key(ask: Ask) -> None:
    assert ask("GET", "/healthz", secret=None).status == 200


# ------------------------------------------------------------------ keys


def test_no_key_and_a_wrong_key_are_one_answer(ask: Ask) -> None:
    without, wrong = ask("GET", "/v1/receipts", secret=None), ask("GET", "/v1/receipts", secret="cd_wrong")
    assert (without.status, without.problem, without.headers["www-authenticate"]) == (401, "unauthorized", 'Bearer realm="copydesk"')
    assert wrong.json == without.json


def test_a_key_may_be_sent_as_x_api_key(ask: Ask, key: str) -> None:
    assert ask("POST", "/v1/articles", PAGE, headers=HTML | {"x-api-key": key}, secret=None).status == 201


def test_a_key_without_the_right_is_forbidden(ask: Ask, ledger: Ledger) -> None:
    add_key(ledger, "cd_reader", ("read",), ("demo",))
    answer = ask("POST", "/v1/articles", PAGE, headers=HTML, secret="cd_reader")
    assert (answer.status, answer.problem) == (403, "forbidden")


def test_another_publishers_article_is_not_there(ask: Ask, ledger: Ledger) -> None:
    add_key(ledger, "cd_other", ("push", "read"), ("other",))
    location = push(ask).headers["location"]
    foreign, absent = ask("GET", location, secret="cd_other"), ask("GET", location[:-26] + "a" * 26, secret="cd_other")
    assert (foreign.status, absent.status) == (404, 404)
    assert foreign.json["type"] == absent.json["type"]


@pytest.mark.parametrize("publisher", ["other", "nobody"])
def test_a_push_for_a_publisher_that_is_not_the_keys_finds_nobody(ask: Ask, publisher: str) -> None:
    answer = push(ask, publisher=publisher)
    assert (answer.status, answer.json["detail"]) == (404, "there is no such publisher for this key")


def test_a_key_for_several_publishers_has_to_say_for_which_it_pushes(ask: Ask, ledger: Ledger) -> None:
    add_key(ledger, "cd_two", ("push", "read"), ("demo", "other"))
    silent = ask("POST", "/v1/articles", PAGE, headers=HTML, secret="cd_two")
    assert (silent.status, silent.json["errors"][0]["pointer"]) == (422, "/publisher")
    assert ask("POST", "/v1/articles", PAGE, headers=HTML, query={"publisher": "other"}, secret="cd_two").status == 201


@pytest.mark.parametrize("publishers", [("demo", "other"), ("*",)])
def test_a_key_for_several_publishers_reads_without_naming_one(ask: Ask, ledger: Ledger, publishers: tuple[str, ...]) -> None:
    add_key(ledger, "cd_many", ("read",), publishers)
    assert ask("GET", push(ask).headers["location"], secret="cd_many").status == 200


def test_a_revoked_key_dies_within_a_minute(ask: Ask, ledger: Ledger, key: str, seconds: list[float]) -> None:
    location = push(ask).headers["location"]
    revoke_key(ledger, hash_secret(key)[:12], at=NOON)
    seconds[0] = 61.0
    assert ask("GET", location).status == 401


# -------------------------------------------------------------- refusals

FORM = {"content-type": "application/x-www-form-urlencoded"}
REFUSALS = [
    ("an address that there is not", ("GET", "/v1/nothing"), {}, 404, "unknown"),
    ("an id that is none", ("GET", "/v1/articles/../../etc/passwd"), {}, 404, "unknown"),
    ("a method that the address has not", ("DELETE", "/v1/receipts"), {}, 405, "method_not_allowed"),
    ("a method that nobody knows", ("BREW", "/v1/articles"), {}, 405, "method_not_allowed"),
    ("a form", ("POST", "/v1/articles", "a=b"), {"headers": FORM}, 415, "unsupported_media_type"),
    ("no content type", ("POST", "/v1/articles", PAGE), {}, 415, "unsupported_media_type"),
    ("plain text as HTML", ("POST", "/v1/articles", "just words " * 60), {"headers": HTML}, 415, "not_html"),
    ("a picture", ("POST", "/v1/articles", b"\xff\xd8\xff\xe0" + bytes(100)), {"headers": BYTES}, 415, "not_html"),
    ("an unknown coding", ("POST", "/v1/articles", b"x"), {"headers": BYTES | {"content-encoding": "br"}}, 415, "unsupported_media_type"),
    ("an empty body", ("POST", "/v1/articles", ""), {"headers": HTML}, 422, "empty_page"),
    ("no body", ("POST", "/v1/articles"), {"headers": HTML}, 422, "empty_page"),
    ("spaces", ("POST", "/v1/articles", " " * 4_000_000), {"headers": HTML}, 422, "empty_page"),
    ("a page without an article", ("POST", "/v1/articles", "<html><body><p>Hi</p></body></html>"), {"headers": HTML}, 422, "no_article"),
    ("20,000 nested divs", ("POST", "/v1/articles", "<div>" * 20_000), {"headers": HTML}, 422, "too_deep"),
    ("a gzip bomb", ("POST", "/v1/articles", gzip.compress(bytes(20_000_000))), {"headers": BYTES}, 413, "too_large"),
    ("half a gzip stream", ("POST", "/v1/articles", gzip.compress(PAGE.encode())[:100]), {"headers": BYTES}, 400, "bad_transfer"),
    ("a lone surrogate", ("POST", "/v1/articles", PAGE + "\ud800"), {"headers": HTML}, 422, "damaged_in_transit"),
    ("a word that there is not", ("POST", "/v1/articles", PAGE), {"headers": HTML, "query": {"colour": "red"}}, 422, "invalid_words"),
    ("a word given twice", ("POST", "/v1/articles", PAGE), {"headers": HTML, "query": [("url", ADDRESS)] * 2}, 422, "invalid_words"),
    ("a query that is not UTF-8", ("POST", "/v1/articles", PAGE), {"headers": HTML, "query": {"external_id": b"\xff"}}, 400, "bad_request"),
    ("101 words", ("POST", "/v1/articles", PAGE), {"headers": HTML, "query": [("x", "")] * 101}, 400, "bad_request"),
    ("a format that there is not", ("GET", "/v1/articles/" + "a" * 26), {"query": {"format": "pdf"}}, 422, "invalid_words"),
    ("a type that there is not", ("GET", "/v1/articles/" + "a" * 26), {"headers": {"accept": "image/png"}}, 406, "not_acceptable"),
    ("revision zero", ("GET", "/v1/articles/" + "a" * 26), {"query": {"revision": "0"}}, 422, "invalid_words"),
    ("an article that there is not", ("GET", "/v1/articles/" + "a" * 26), {}, 404, "unknown"),
    ("no inbox key", ("GET", "/v1/receipts"), {}, 422, "invalid_words"),
    ("an inbox key of nobody", ("GET", "/v1/receipts"), {"query": {"inbox_key": "x"}}, 404, "unknown"),
]


@pytest.mark.parametrize(("request_line", "rest", "status", "problem"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_what_cannot_be_done_is_a_problem_document(ask: Ask, request_line: Any, rest: Any, status: int, problem: str) -> None:
    answer = ask(*request_line, **rest)
    assert (answer.status, answer.problem) == (status, problem)


ENVELOPES = [
    ("not JSON", "{"),
    ("NaN", '{"html": "<p>", "edition": NaN}'),
    ("a key twice", '{"html": "<p>", "html": "<p>"}'),
    ("a list", "[]"),
    ("no html", "{}"),
    ("html that is no string", '{"html": 1}'),
    ("100,000 deep", "[" * 100_000 + "]" * 100_000),
    ("a number of 5,000 digits", '{"html": "<p>", "edition": ' + "9" * 5_000 + "}"),
]


@pytest.mark.parametrize("envelope", [row[1] for row in ENVELOPES], ids=[row[0] for row in ENVELOPES])
def test_json_that_has_not_its_form_is_a_bad_request(ask: Ask, envelope: str) -> None:
    answer = ask("POST", "/v1/articles", envelope, headers={"content-type": "application/json"})
    assert (answer.status, answer.problem) == (400, "bad_request")


def test_a_million_wrong_words_are_a_short_answer(ask: Ask) -> None:
    envelope = json.dumps({"html": PAGE} | {f"word{i}": 1 for i in range(100_000)})
    answer = ask("POST", "/v1/articles", envelope, headers={"content-type": "application/json"})
    assert (answer.status, len(answer.json["errors"])) == (422, 20)
    assert len(answer.text) < 20_000


def test_two_pages_of_one_second_under_one_request_id_are_two(house: api.House, key: str) -> None:
    def send(headline: str) -> Answer:
        event = envelope("POST", "/v1/articles", headers={"x-api-key": key, **HTML}, body=print_page(headline=headline), number=1)
        return Answer(api.converse(lambda: house, event))

    assert [send(headline).headers["copydesk-outcome"] for headline in ("One", "Two", "Two")] == ["created", "created", "duplicate"]


def test_a_lone_surrogate_in_json_is_damage(ask: Ask) -> None:
    answer = ask("POST", "/v1/articles", '{"html": "<p>\\ud800</p>"}', headers={"content-type": "application/json"})
    assert (answer.status, answer.problem) == (422, "damaged_in_transit")


def test_base64_that_is_none_is_a_bad_request(house: api.House, key: str) -> None:
    event = envelope("POST", "/v1/articles", headers={"x-api-key": key, **BYTES}, body="%%%", number=1)
    assert Answer(api.converse(lambda: house, event | {"isBase64Encoded": True})).problem == "bad_request"


def test_euc_kr_sent_as_text_is_refused_with_the_advice(ask: Ask) -> None:
    sent = print_page(headline="등대는 계속 켜진다", charset="euc-kr").encode("euc-kr").decode("utf-8", "replace")
    answer = ask("POST", "/v1/articles", sent, headers=HTML)
    assert (answer.status, answer.problem) == (422, "damaged_in_transit")
    assert "application/octet-stream" in answer.json["detail"]


def test_a_limit_is_named_with_the_size(ask: Ask) -> None:
    answer = ask("POST", "/v1/articles", "<div>" * 200_000, headers=HTML)
    assert answer.json["size"] > answer.json["limit"] > 0


def test_allowed_methods_are_named(ask: Ask) -> None:
    assert ask("DELETE", "/v1/articles").headers["allow"] == "GET, HEAD, POST"


def test_the_address_of_another_external_id_is_a_conflict(ask: Ask) -> None:
    push(ask, external_id="n1")
    assert (push(ask, external_id="n2").status, push(ask, external_id="n2").problem) == (409, "conflict")


def test_an_unreachable_store_says_when_to_come_again(ask: Ask, engine: Engine) -> None:
    engine.dynamodb.delete_table(TableName="copydesk")
    answer = push(ask)
    assert (answer.status, answer.problem, answer.headers["retry-after"]) == (503, "store_unavailable", "2")


def test_a_fault_of_ours_tells_nothing(ask: Ask, house: api.House, caplog: pytest.LogCaptureFixture) -> None:
    def fail(page: object) -> Any:
        raise ValueError("canary of the page")

    broken = replace(house, desk=replace(house.desk, normalize=fail))
    event = envelope("POST", "/v1/articles", headers={"x-api-key": "cd_demo", **HTML}, body=PAGE, number=1)
    answer = Answer(api.converse(lambda: broken, event))
    assert (answer.status, answer.problem) == (500, "internal_error")
    assert "canary" not in answer.text + logged(caplog)
    assert "ValueError" in logged(caplog)


def test_neither_page_nor_key_is_logged(ask: Ask, key: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    push(ask)
    ask("POST", "/v1/articles", "canary", headers=HTML)
    told = logged(caplog) + capsys.readouterr().out
    assert "page accepted" in told
    assert not [secret for secret in (key, "canary", "lighthouse") if secret in told]


def logged(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(str(vars(record)) for record in caplog.records)


def test_the_function_itself_answers_from_its_environment(engine: Engine, key: str) -> None:
    event = envelope("POST", "/v1/articles", headers={"x-api-key": key, **HTML}, body=PAGE, number=1)
    api.open_house.cache_clear()
    assert Answer(api.handler(event, None)).status == 201
