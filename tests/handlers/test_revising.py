"""PUT, and what may be asked of the head before a page changes it."""

import pytest

from copydesk.store.keys import add_key
from copydesk.store.ledger import Ledger
from tests.handlers.asking import ADDRESS, HTML, Answer, Ask, push
from tests.paper import print_page, rewritten

NEW = print_page(paragraphs=rewritten("The lamp is out."))
NEWER = print_page(paragraphs=rewritten("The lamp is lit."))


def put(ask: Ask, article: str, page: str = NEW, *, match: str | None = None, secret: str = "cd_demo", **words: str) -> Answer:
    headers = HTML | ({"if-match": match} if match else {})
    return ask("PUT", article, page, headers=headers, query=words, secret=secret)


def test_a_put_revises_the_article_that_its_address_names(ask: Ask) -> None:
    article = push(ask).headers["location"]
    answer = put(ask, article, url=ADDRESS + "-moved-2")
    assert (answer.status, answer.headers["location"], answer.json["revision"]) == (200, article, 2)
    assert answer.headers["copydesk-outcome"] == "revised"


def test_the_names_that_a_put_page_bears_become_the_articles(ask: Ask) -> None:
    article = push(ask).headers["location"]
    put(ask, article, url=ADDRESS + "-moved-2")
    assert push(ask, NEWER, url=ADDRESS + "-moved-2").headers["location"] == article


def test_a_name_of_another_article_stays_where_it_is(ask: Ask) -> None:
    article = push(ask).headers["location"]
    other = push(ask, print_page(headline="Other"), url=ADDRESS + "-9").headers["location"]
    answer = ask("PUT", article, NEW, headers=HTML | {"prefer": "return=minimal"}, query={"url": ADDRESS + "-9"})
    assert [doubt["code"] for doubt in answer.json["doubts"]] == ["alias_conflict"]
    assert push(ask, NEWER, url=ADDRESS + "-9").headers["location"] == other


def test_an_external_id_of_another_article_is_a_conflict(ask: Ask) -> None:
    article = push(ask, external_id="n1").headers["location"]
    push(ask, print_page(headline="Other"), url=ADDRESS + "-9", external_id="n2")
    assert put(ask, article, external_id="n2").problem == "conflict"
    assert put(ask, article, external_id="n3").problem == "conflict"
    assert put(ask, article, external_id="n1").status == 200


def test_what_is_not_there_cannot_be_revised(ask: Ask) -> None:
    assert put(ask, "/v1/articles/" + "a" * 26).status == 404


def test_an_article_of_another_publisher_cannot_be_revised(ask: Ask, ledger: Ledger) -> None:
    article = push(ask).headers["location"]
    add_key(ledger, "cd_other", ("push", "read"), ("other",))
    assert put(ask, article, secret="cd_other").status == 404
    assert put(ask, article, publisher="other").status == 404


def test_a_key_for_all_publishers_need_not_say_whose_article_it_revises(ask: Ask, ledger: Ledger) -> None:
    article = push(ask).headers["location"]
    add_key(ledger, "cd_all", ("push",), ("*",))
    assert put(ask, article, secret="cd_all").json["publisher_id"] == "demo"


@pytest.mark.parametrize("tag", ['"1"', '"1-md"', '"7", "1"', "*"])
def test_a_head_that_is_as_it_was_read_may_be_revised(ask: Ask, tag: str) -> None:
    assert put(ask, push(ask).headers["location"], match=tag).status == 200


@pytest.mark.parametrize("tag", ['"1"', 'W/"2"', '"x"', "2", '"3"', '"2'])
def test_a_head_that_moved_is_not(ask: Ask, tag: str) -> None:
    article = push(ask).headers["location"]
    push(ask, NEW)
    answer = put(ask, article, NEWER, match=tag)
    assert (answer.status, answer.problem) == (412, "precondition_failed")
    assert ask("GET", article).json["revision"] == 2


def test_a_push_that_must_create_creates(ask: Ask) -> None:
    answer = ask("POST", "/v1/articles", NEW, headers=HTML | {"if-none-match": "*"}, query={"url": ADDRESS})
    assert answer.status == 201


def test_a_push_that_must_create_revises_nothing(ask: Ask) -> None:
    article = push(ask).headers["location"]
    answer = ask("POST", "/v1/articles", NEW, headers=HTML | {"if-none-match": "*"}, query={"url": ADDRESS})
    assert (answer.status, answer.problem) == (412, "precondition_failed")
    assert ask("GET", article).json["revision"] == 1


def test_a_push_may_insist_on_the_head_too(ask: Ask) -> None:
    push(ask)
    refused = ask("POST", "/v1/articles", NEW, headers=HTML | {"if-match": '"7"'}, query={"url": ADDRESS})
    assert refused.status == 412
    nothing = ask("POST", "/v1/articles", NEW, headers=HTML | {"if-match": "*"}, query={"url": ADDRESS + "-9"})
    assert nothing.status == 412
