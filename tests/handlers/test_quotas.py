"""A publisher's pages of the day."""

from copydesk.desk import Desk
from copydesk.store.keys import add_publisher
from copydesk.store.ledger import Ledger
from tests.conftest import Clock, Engine
from tests.handlers.asking import ADDRESS, HTML, Ask, push
from tests.paper import print_page


def test_over_its_quota_a_publisher_is_told_when_to_come_back(ask: Ask, ledger: Ledger) -> None:
    add_publisher(ledger, "demo", "Demo Daily", daily_pages=2)
    assert [push(ask).status for _ in range(3)] == [201, 200, 429]
    answer = push(ask)
    assert (answer.problem, answer.json["limit"]) == ("quota_exceeded", 2)
    assert answer.headers["retry-after"] == str(12 * 3600)


def test_the_next_utc_day_begins_anew(ask: Ask, ledger: Ledger, clock: Clock) -> None:
    add_publisher(ledger, "demo", "Demo Daily", daily_pages=1)
    push(ask)
    clock.pass_by(hours=11, minutes=59, seconds=59.5)
    assert push(ask).headers["retry-after"] == "1"
    clock.pass_by(seconds=1)
    assert push(ask).status == 200


def test_without_a_quota_nothing_is_counted(ask: Ask, engine: Engine) -> None:
    push(ask)
    assert not [item for item in engine.dynamodb.scan(TableName="copydesk")["Items"] if item["pk"]["S"].startswith("Q#")]


def test_a_request_that_is_told_its_first_answer_again_is_not_counted(ask: Ask, ledger: Ledger) -> None:
    add_publisher(ledger, "demo", "Demo Daily", daily_pages=1)
    once = {"headers": HTML | {"idempotency-key": "k1"}, "query": {"url": ADDRESS}}
    assert [ask("POST", "/v1/articles", print_page(), **once).status for _ in range(3)] == [201, 201, 201]


def test_what_no_parser_sees_is_not_counted(ask: Ask, ledger: Ledger) -> None:
    add_publisher(ledger, "demo", "Demo Daily", daily_pages=1)
    assert push(ask, "\x00" * 10).status == 422
    assert ask("POST", "/v1/articles", "x", headers={"content-type": "text/plain"}).status == 415
    assert push(ask).status == 201


def test_trying_a_page_counts_nothing(ask: Ask, ledger: Ledger) -> None:
    add_publisher(ledger, "demo", "Demo Daily", daily_pages=1)
    assert ask("POST", "/v1/normalize", print_page(), headers=HTML).status == 200
    assert push(ask).status == 201


def test_a_key_is_free_again_after_a_quota_refused_it(ask: Ask, ledger: Ledger, clock: Clock, desk: Desk) -> None:
    add_publisher(ledger, "demo", "Demo Daily", daily_pages=1)
    push(ask, url=ADDRESS + "-9")
    once = {"headers": HTML | {"idempotency-key": "k1"}, "query": {"url": ADDRESS}}
    assert ask("POST", "/v1/articles", print_page(), **once).status == 429
    clock.pass_by(hours=13)
    assert ask("POST", "/v1/articles", print_page(), **once).status == 201
