"""Idempotency-Key: one answer for one key, whatever has happened since."""

import pytest

from copydesk.article import Received
from copydesk.desk import Desk
from copydesk.desk.claiming import claim_key
from copydesk.store.editions import Delivery
from copydesk.store.keys import add_key
from copydesk.store.ledger import Ledger
from tests.conftest import Clock, Engine
from tests.handlers.asking import ADDRESS, BYTES, HTML, PAGE, Answer, Ask, push
from tests.paper import print_page, rewritten

NOTHING = Received(via="http", at="2026-11-24T12:00:00.000000Z", sender=None, bytes=0)
NEW = print_page(paragraphs=rewritten("The lamp is out."))


def push_once(ask: Ask, page: str | bytes = PAGE, *, once: str = "k1", headers: dict[str, str] = HTML, **words: str) -> Answer:
    return ask("POST", "/v1/articles", page, headers=headers | {"idempotency-key": once}, query={"url": ADDRESS, **words})


def test_the_same_request_again_has_the_same_answer(ask: Ask) -> None:
    first, second = push_once(ask), push_once(ask)
    assert (second.status, second.text, second.headers) == (first.status, first.text, first.headers)
    assert first.status == 201


def test_the_answer_is_the_same_after_a_revision(ask: Ask) -> None:
    first = push_once(ask)
    push(ask, NEW)
    again = push_once(ask)
    assert (again.status, again.json["revision"], again.json["article"]) == (201, 1, first.json["article"])
    assert ask("GET", first.headers["location"]).json["revision"] == 2


@pytest.mark.parametrize("words", [{"edition": "2"}, {"external_id": "n1"}])
def test_other_words_under_one_key_are_refused(ask: Ask, words: dict[str, str]) -> None:
    push_once(ask)
    answer = push_once(ask, **words)
    assert (answer.status, answer.problem) == (422, "idempotency_key_reused")


def test_another_page_or_content_type_under_one_key_is_refused(ask: Ask) -> None:
    push_once(ask)
    assert push_once(ask, NEW).problem == "idempotency_key_reused"
    assert push_once(ask, PAGE.encode(), headers=BYTES).problem == "idempotency_key_reused"


def test_the_same_page_for_a_named_article_is_another_request(ask: Ask) -> None:
    article = push_once(ask).headers["location"]
    answer = ask("PUT", article, PAGE, headers=HTML | {"idempotency-key": "k1"}, query={"url": ADDRESS})
    assert answer.problem == "idempotency_key_reused"


def test_another_key_is_another_request(ask: Ask) -> None:
    push_once(ask)
    assert push_once(ask, once="k2").headers["copydesk-outcome"] == "unchanged"


def test_two_publishers_may_use_one_key(ask: Ask, ledger: Ledger) -> None:
    push_once(ask)
    add_key(ledger, "cd_other", ("push",), ("other",))
    answer = ask("POST", "/v1/articles", NEW, headers=HTML | {"idempotency-key": "k1"}, query={"url": ADDRESS}, secret="cd_other")
    assert answer.status == 201


def test_a_key_is_forgotten_after_a_day(ask: Ask, clock: Clock) -> None:
    push_once(ask)
    clock.pass_by(hours=23)
    assert push_once(ask, NEW).problem == "idempotency_key_reused"
    clock.pass_by(hours=2)
    answer = push_once(ask, NEW)
    assert (answer.status, answer.headers["copydesk-outcome"]) == (200, "revised")
    assert push_once(ask, NEW).text == answer.text


def test_a_request_that_was_refused_may_be_sent_again(ask: Ask, desk: Desk) -> None:
    assert push_once(ask, "<p>Hi</p>").problem == "no_article"
    assert push_once(ask, "<p>Hi</p>").problem == "no_article"
    assert push_once(ask).problem == "idempotency_key_reused"


def test_while_the_first_request_is_under_way_the_second_waits(ask: Ask, desk: Desk, clock: Clock, engine: Engine) -> None:
    push_once(ask)
    (item,) = [item for item in engine.dynamodb.scan(TableName="copydesk")["Items"] if item["pk"]["S"].startswith("T#")]
    engine.dynamodb.delete_item(TableName="copydesk", Key={"pk": item["pk"], "sk": item["sk"]})
    page = Delivery("demo", item["receipt_id"]["S"], NOTHING, payload=item["payload"]["S"])
    assert claim_key(desk, page)[1]
    answer = push_once(ask)
    assert (answer.status, answer.problem, answer.headers["retry-after"]) == (409, "idempotency_key_in_use", "2")
    clock.pass_by(seconds=31)
    assert push_once(ask).status == 200


@pytest.mark.parametrize("once", ["", "x" * 256, "a b", "é", "\t"])
def test_a_key_has_its_form(ask: Ask, once: str) -> None:
    answer = push_once(ask, once=once)
    assert (answer.status, answer.problem) == (422, "invalid_words")


@pytest.mark.parametrize("once", ["x" * 255, "!~", "2026/11/24#1"])
def test_every_visible_character_may_stand_in_a_key(ask: Ask, once: str) -> None:
    assert push_once(ask, once=once).status == 201
