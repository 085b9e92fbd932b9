"""Many pages in one request."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from copydesk.article import Article
from copydesk.handlers import api
from copydesk.page import RawPage
from copydesk.store.keys import add_key, add_publisher
from copydesk.store.ledger import Ledger
from tests.conftest import Clock
from tests.handlers.asking import ADDRESS, PAGE, Answer, Ask, envelope
from tests.paper import print_page, rewritten

NDJSON = {"content-type": "application/x-ndjson"}
NEW = print_page(paragraphs=rewritten("The lamp is out."))


def line(html: str = PAGE, **words: Any) -> str:
    return json.dumps({"html": html, "url": ADDRESS, **words})


def send(ask: Ask, *lines: str, headers: dict[str, str] | None = None, **more: Any) -> Answer:
    return ask("POST", "/v1/batches", "\n".join(lines).encode(), headers=NDJSON | (headers or {}), **more)


def results(answer: Answer) -> list[dict[str, Any]]:
    assert (answer.status, answer.headers["content-type"]) == (200, "application/x-ndjson")
    return [json.loads(text) for text in answer.text.splitlines()]


def test_every_line_has_its_result_in_order(ask: Ask) -> None:
    told = results(send(ask, line(), line(NEW), line(url=ADDRESS + "-9")))
    assert [(r["line"], r["status"], r["outcome"], r["revision"]) for r in told] == [
        (1, 201, "created", 1),
        (2, 200, "revised", 2),
        (3, 201, "created", 1),
    ]
    assert ask("GET", f"/v1/articles/{told[0]['article_id']}").json["revision"] == 2
    assert len({r["receipt_id"] for r in told}) == 3


BROKEN = [
    ("no JSON", "{", 400, "bad_request"),
    ("no object", "[]", 400, "bad_request"),
    ("no page", "{}", 400, "bad_request"),
    ("a page that is no text", '{"html": 7}', 400, "bad_request"),
    ("an unknown word", json.dumps({"html": PAGE, "colour": "red"}), 422, "invalid_words"),
    ("no article", json.dumps({"html": "<p>Hi</p>"}), 422, "no_article"),
    ("another publisher", json.dumps({"html": PAGE, "publisher": "other"}), 404, "unknown"),
    ("lone surrogates", '{"html": "\\ud800"}', 422, "damaged_in_transit"),
]


@pytest.mark.parametrize(("text", "status", "reason"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_line_that_cannot_be_kept_stops_no_other(ask: Ask, text: str, status: int, reason: str) -> None:
    told = results(send(ask, line(), text, line(NEW)))
    assert [r["status"] for r in told] == [201, status, 200]
    assert told[1]["error"]["type"] == f"/problems/{reason}"
    assert told[1]["error"]["status"] == status
    assert told[1]["line"] == 2


def test_blank_lines_are_numbered_and_not_answered(ask: Ask) -> None:
    assert [r["line"] for r in results(send(ask, "", line(), "  ", line(NEW), ""))] == [2, 4]


def test_words_in_the_query_are_those_of_every_line(ask: Ask, ledger: Ledger) -> None:
    add_key(ledger, "cd_all", ("push",), ("*",))
    told = results(send(ask, line(), line(publisher="demo"), query={"publisher": "other"}, secret="cd_all"))
    assert (told[0]["publisher_id"], told[1]["error"]["type"]) == ("other", "/problems/invalid_words")


def test_a_word_of_the_whole_request_that_has_not_its_form_is_said_once(ask: Ask) -> None:
    answer = send(ask, line(), line(), query={"publisher": "../x"})
    assert (answer.status, answer.problem) == (422, "invalid_words")


def test_one_key_may_push_for_several_publishers_in_one_batch(ask: Ask, ledger: Ledger) -> None:
    add_key(ledger, "cd_both", ("push",), ("demo", "other"))
    told = results(send(ask, line(publisher="demo"), line(publisher="other"), line(), secret="cd_both"))
    assert [r.get("publisher_id") for r in told] == ["demo", "other", None]


def send_to(house: api.House, read: Callable[[RawPage], Article], *lines: str) -> Answer:
    """A batch to a house whose normalizer is `read`."""
    house = replace(house, desk=replace(house.desk, normalize=read))
    headers = NDJSON | {"authorization": "Bearer cd_demo"}
    return Answer(api.converse(lambda: house, envelope("POST", "/v1/batches", headers=headers, body="\n".join(lines).encode(), number=0)))


def test_lines_that_are_not_reached_in_time_say_so(house: api.House, key: str, clock: Clock) -> None:
    def read_slowly(page: RawPage) -> Article:
        clock.pass_by(seconds=15)
        return house.desk.normalize(page)

    told = results(send_to(house, read_slowly, line(), line(NEW), line(url=ADDRESS + "-9")))
    assert [r["status"] for r in told] == [201, 200, 503]
    assert told[2]["error"]["type"] == "/problems/store_unavailable"


def test_a_fault_of_ours_in_one_line_stops_no_other(house: api.House, key: str) -> None:
    def fail_once(page: RawPage) -> Article:
        if b"canary" in page.body:
            raise ValueError("canary")
        return house.desk.normalize(page)

    answer = send_to(house, fail_once, line(PAGE + "canary"), line())
    assert [r["status"] for r in results(answer)] == [500, 201]
    assert "canary" not in answer.text


def test_a_quota_ends_in_the_middle_of_a_batch(ask: Ask, ledger: Ledger) -> None:
    add_publisher(ledger, "demo", "Demo Daily", daily_pages=2)
    assert [r["status"] for r in results(send(ask, line(), line(NEW), line()))] == [201, 200, 429]


def test_a_batch_under_one_idempotency_key_is_done_once(ask: Ask) -> None:
    once = {"idempotency-key": "b1"}
    first, second = send(ask, line(), line(NEW), headers=once), send(ask, line(), line(NEW), headers=once)
    assert first.text == second.text
    assert results(send(ask, line(), line("<p>Hi</p>"), headers=once))[1]["error"]["type"] == "/problems/idempotency_key_reused"


def test_preconditions_hold_for_every_line(ask: Ask) -> None:
    told = results(send(ask, line(), line(NEW), line(url=ADDRESS + "-9"), headers={"if-none-match": "*"}))
    assert [r["status"] for r in told] == [201, 412, 201]


def test_an_idempotency_key_without_its_form_refuses_the_whole_batch(ask: Ask) -> None:
    assert send(ask, line(), headers={"idempotency-key": "a b"}).problem == "invalid_words"


def test_at_most_a_hundred_pages(ask: Ask) -> None:
    answer = send(ask, *["{}"] * 101)
    assert (answer.status, answer.json["limit"], answer.json["size"]) == (413, 100, 101)


def test_at_most_four_megabytes(ask: Ask) -> None:
    assert send(ask, "x" * (4 * 1024 * 1024 + 1)).status == 413


def test_an_empty_batch_is_refused(ask: Ask) -> None:
    assert (send(ask, "", " ").status, send(ask).problem) == (422, "empty_page")


@pytest.mark.parametrize("content_type", ["text/html", "application/json", "application/octet-stream", ""])
def test_a_batch_is_lines_of_json(ask: Ask, content_type: str) -> None:
    assert send(ask, line(), headers={"content-type": content_type}).problem == "unsupported_media_type"


def test_a_batch_may_be_packed(ask: Ask) -> None:
    packed = gzip.compress("\n".join([line(), line(NEW)]).encode())
    answer = ask("POST", "/v1/batches", packed, headers=NDJSON | {"content-encoding": "gzip"})
    assert [r["status"] for r in results(answer)] == [201, 200]


def test_a_batch_takes_the_right_to_push(ask: Ask, ledger: Ledger) -> None:
    add_key(ledger, "cd_reader", ("read",), ("demo",))
    assert send(ask, line(), secret="cd_reader").status == 403
