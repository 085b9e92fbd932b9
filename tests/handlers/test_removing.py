"""DELETE, with and without purge, and the lifting of a purge."""

from collections.abc import Callable

import pytest

from copydesk.desk import Desk
from copydesk.handlers import announce
from copydesk.store.keys import add_key
from copydesk.store.ledger import Ledger
from tests.conftest import Clock, Engine
from tests.handlers.asking import ADDRESS, HTML, Answer, Ask, follow, push
from tests.paper import print_page, rewritten

NEW = print_page(paragraphs=rewritten("The lamp is out."))

type Remove = Callable[..., Answer]


@pytest.fixture
def admin(ledger: Ledger) -> str:
    add_key(ledger, "cd_admin", ("admin",), ("demo",))
    return "cd_admin"


def purge(ask: Ask, article: str, admin: str) -> Answer:
    return ask("DELETE", article, query={"purge": "true"}, secret=admin)


def test_a_withdrawn_article_is_gone(ask: Ask) -> None:
    article = push(ask).headers["location"]
    answer = ask("DELETE", article)
    assert (answer.status, answer.text) == (204, "")
    assert (ask("GET", article).status, ask("GET", article).problem) == (410, "withdrawn")


def test_its_older_revisions_are_still_there(ask: Ask) -> None:
    first = push(ask)
    article = first.headers["location"]
    ask("DELETE", article)
    old = ask("GET", article, query={"revision": "1"})
    assert (old.status, old.json["status"], old.json["article"]) == (200, "superseded", first.json["article"])


def test_withdrawing_again_changes_nothing(ask: Ask) -> None:
    article = push(ask).headers["location"]
    assert [ask("DELETE", article).status for _ in range(2)] == [204, 204]


def test_a_new_edition_brings_it_back(ask: Ask) -> None:
    article = push(ask).headers["location"]
    ask("DELETE", article)
    answer = push(ask, NEW, published_at="2026-11-25T00:00:00Z")
    assert (answer.status, answer.headers["copydesk-outcome"], answer.json["revision"]) == (200, "revised", 3)
    assert ask("GET", article).status == 200


def test_only_the_head_that_was_meant_is_withdrawn(ask: Ask) -> None:
    article = push(ask).headers["location"]
    push(ask, NEW)
    assert ask("DELETE", article, headers={"if-match": '"1"'}).status == 412
    assert ask("DELETE", article, headers={"if-match": '"2"'}).status == 204


def test_what_is_not_there_cannot_be_withdrawn(ask: Ask) -> None:
    assert ask("DELETE", "/v1/articles/" + "a" * 26).status == 404


def test_a_key_that_may_only_read_withdraws_nothing(ask: Ask, ledger: Ledger) -> None:
    article = push(ask).headers["location"]
    add_key(ledger, "cd_reader", ("read",), ("demo",))
    assert ask("DELETE", article, secret="cd_reader").status == 403


def test_a_purge_takes_the_admin_right(ask: Ask, admin: str) -> None:
    article = push(ask).headers["location"]
    assert purge(ask, article, "cd_demo").status == 403
    assert purge(ask, article, admin).status == 204


def test_a_purge_that_is_neither_true_nor_false_is_refused(ask: Ask) -> None:
    assert ask("DELETE", push(ask).headers["location"], query={"purge": "yes"}).status == 422


@pytest.mark.parametrize("rest", ["", "?revision=1", "/raw", "/revisions"])
def test_nothing_of_a_purged_article_can_be_read(ask: Ask, admin: str, rest: str) -> None:
    article = push(ask).headers["location"]
    purge(ask, article, admin)
    answer = follow(ask, article + rest)
    assert (answer.status, answer.problem) == (410, "purged")


def test_a_redelivery_of_a_purged_article_is_refused(ask: Ask, admin: str) -> None:
    article = push(ask).headers["location"]
    purge(ask, article, admin)
    assert (push(ask).status, push(ask).problem) == (410, "purged")
    assert ask("PUT", article, NEW, headers=HTML).problem == "purged"


def test_an_admin_lifts_a_purge(ask: Ask, admin: str) -> None:
    article = push(ask).headers["location"]
    purge(ask, article, admin)
    assert ask("POST", article + "/lift").status == 403
    assert [ask("POST", article + "/lift", secret=admin).status for _ in range(2)] == [204, 204]
    answer = push(ask, published_at="2026-11-25T00:00:00Z")
    assert (answer.status, answer.headers["location"], answer.json["revision"]) == (200, article, 3)


def test_what_was_never_purged_cannot_be_lifted(ask: Ask, admin: str) -> None:
    assert ask("POST", push(ask).headers["location"] + "/lift", secret=admin).problem == "conflict"


def test_a_lift_is_no_get(ask: Ask) -> None:
    assert ask("GET", push(ask).headers["location"] + "/lift").headers["allow"] == "POST"


def test_every_change_of_an_article_is_told_with_its_revision_and_its_own_id(
    ask: Ask, admin: str, desk: Desk, clock: Clock, engine: Engine
) -> None:
    article = push(ask, modified_at="2026-11-24T12:00:00Z").headers["location"]
    push(ask, NEW, modified_at="2026-11-24T12:01:00Z")
    push(ask, print_page(paragraphs=rewritten("Late.")), modified_at="2026-11-01T00:00:00Z")
    ask("DELETE", article)
    purge(ask, article, admin)
    items = [item for item in engine.dynamodb.scan(TableName="copydesk")["Items"] if item["pk"]["S"].startswith("C#")]
    records = [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": "1", "NewImage": item}} for item in items]
    events = sorted((news.event for news in announce.read_news(records)), key=lambda event: event["data"]["revision"])
    assert [(event["type"], event["data"]["revision"]) for event in events] == [
        ("article.created", 1),
        ("article.revised", 2),
        ("article.superseded", 3),
        ("article.withdrawn", 4),
        ("article.purged", 5),
    ]
    assert len({event["id"] for event in events}) == 5
    assert {event["source"] for event in events} == {"/copydesk/demo"}
    assert "Lighthouse" not in str(events[-1])
    assert ADDRESS not in str(events[-1])
