"""What can be read of an article, and for how long."""

from typing import Any

import pytest

from copydesk.handlers import calls
from copydesk.store.keys import add_key
from copydesk.store.ledger import Ledger
from tests.handlers.asking import Ask, follow, push
from tests.paper import print_page, rewritten


@pytest.fixture
def location(ask: Ask) -> str:
    """Of an article with two editions."""
    push(ask)
    return str(push(ask, print_page(paragraphs=rewritten("The lamp is out."))).headers["location"])


@pytest.fixture
def purged(ask: Ask, location: str, ledger: Ledger) -> str:
    add_key(ledger, "cd_admin", ("push", "read", "admin"), ("demo",))
    assert ask("DELETE", location, query={"purge": "true"}, secret="cd_admin").status == 204
    return location


def test_a_withdrawn_article_is_gone_and_its_older_editions_are_not(ask: Ask, location: str) -> None:
    assert ask("DELETE", location).status == 204
    answer = ask("GET", location)
    assert (answer.status, answer.problem) == (410, "withdrawn")
    assert (ask("GET", location, query={"revision": "3"}).status, ask("GET", f"{location}/raw").status) == (410, 410)
    assert ask("GET", location, query={"revision": "1"}).json["status"] == "superseded"
    assert ask("GET", f"{location}/raw", query={"revision": "2"}).status == 200


def test_the_etag_of_an_edition_is_not_believed_once_it_is_withdrawn(ask: Ask, location: str) -> None:
    etag = ask("GET", location).headers["etag"]
    ask("DELETE", location)
    assert ask("GET", location, headers={"if-none-match": etag}).status == 410


def test_a_withdrawal_stands_in_the_history(ask: Ask, location: str) -> None:
    ask("DELETE", location)
    told = ask("GET", f"{location}/revisions").json["revisions"]
    assert [(entry["revision"], entry["status"]) for entry in told] == [(3, "withdrawn"), (2, "superseded"), (1, "superseded")]
    assert told[0]["content_hash"] is None
    assert follow(ask, told[0]["article"]).status == 410


def test_the_reading_of_a_kept_page_is_explained_with_the_words_of_its_sender(ask: Ask, location: str) -> None:
    told = ask("GET", f"{location}/reading", query={"revision": "1"})
    kept = ask("GET", location, query={"revision": "1"}).json["article"]
    assert (told.status, told.json["article"]) == (200, kept)
    assert told.json["explain"]["locators"]["/meta/headline"]


def test_a_reading_takes_the_right_to_read_alone(ask: Ask, location: str, ledger: Ledger) -> None:
    add_key(ledger, "cd_reader", ("read",), ("demo",))
    assert ask("GET", f"{location}/reading", secret="cd_reader").status == 200
    assert ask("POST", "/v1/normalize", "<p>", headers={"content-type": "text/html"}, secret="cd_reader").status == 403


@pytest.mark.parametrize("rest", ["", "?revision=1", "/raw", "/raw?revision=1", "/reading", "/reading?revision=1", "/revisions"])
def test_nothing_of_a_purged_article_can_be_read(ask: Ask, purged: str, rest: str) -> None:
    answer = follow(ask, purged + rest)
    assert (answer.status, answer.problem) == (410, "purged")


def test_a_purged_article_is_listed_only_for_those_who_ask(ask: Ask, purged: str) -> None:
    assert ask("GET", "/v1/articles").json["articles"] == []
    (told,) = ask("GET", "/v1/articles", query={"status": "purged"}).json["articles"]
    assert (told["article"], told["status"], told["headline"]) == (purged, "purged", None)


@pytest.mark.parametrize("path", ["", "/revisions", "/raw"])
def test_a_head_request_has_the_headers_of_its_get(ask: Ask, location: str, path: str) -> None:
    got, head = ask("GET", location + path), ask("HEAD", location + path)
    assert (head.status, head.headers, head.body) == (200, got.headers, b"")


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/changes", "/v1/rejections"])
def test_a_list_answers_a_head_request(ask: Ask, location: str, path: str) -> None:
    head = ask("HEAD", path)
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize(("body", "is_larger"), [("x" * 4_999_998, False), ("x" * 4_999_999, True), ('"' * 2_600_000, True)])
def test_an_answer_is_counted_with_the_escapes_of_the_gateway(body: str, is_larger: bool) -> None:
    assert calls.is_too_large(body) is is_larger


def test_a_text_that_is_too_large_for_an_answer_is_not_answered_with_another_rendition(
    ask: Ask, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "MAX_ANSWER_BYTES", 100)
    assert ask("GET", location).status == 303
    answer = ask("GET", location, query={"format": "text"})
    assert (answer.status, answer.problem) == (406, "not_acceptable")


DAMAGE: list[tuple[str, str, dict[str, str], int]] = [
    ("EUC-KR", print_page(headline="등대는 계속 켜진다", charset="euc-kr").encode("euc-kr").decode("utf-8", "replace"), {}, 422),
    ("EUC-KR named by the sender", print_page(headline="등대").encode("euc-kr").decode("utf-8", "replace"), {"charset": "euc-kr"}, 422),
    ("gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xad\x92".decode("utf-8", "replace"), {}, 422),
    ("a page that quotes U+FFFD", print_page(headline="What \ufffd means"), {}, 201),
    ("a Korean page that quotes U+FFFD", print_page(headline="등대는 \ufffd 계속 켜진다 그리고 또 켜진다"), {}, 201),
]


@pytest.mark.parametrize(("body", "words", "status"), [row[1:] for row in DAMAGE], ids=[row[0] for row in DAMAGE])
def test_a_text_that_was_damaged_on_its_way_is_refused_with_the_advice(ask: Ask, body: str, words: dict[str, Any], status: int) -> None:
    answer = ask("POST", "/v1/articles", body, headers={"content-type": "text/html"}, query=words)
    assert answer.status == status
    if status == 422:
        assert answer.problem == "damaged_in_transit"
        assert "application/octet-stream" in answer.json["detail"]
