"""Lists: a publisher's feed, an article's history, the bytes behind an edition."""

import json
from dataclasses import replace
from typing import Any

import pytest

from copydesk.desk import Desk, listing
from copydesk.handlers import calls, showing
from copydesk.handlers import listing as lists
from copydesk.store.keys import add_key, add_publisher
from copydesk.store.ledger import Ledger, find_head, put, transact
from tests.handlers.asking import ADDRESS, BYTES, HTML, PAGE, Answer, Ask, follow, push
from tests.paper import print_page, rewritten

DAYS = ("2024-02-29", "2026-01-15", "2026-01-16", "2026-11-20")  # months apart, one of them twice


def publish(ask: Ask, day: str, *, publisher: str | None = None, secret: str | None = None, **words: str) -> str:
    """The id of an article published at nine on that day."""
    told = {"url": f"https://www.example.com/news/{day}", "published_at": f"{day}T09:00:00Z", **words}
    told |= {"publisher": publisher} if publisher else {}
    envelope = {"html": print_page(headline=f"News of {day}"), **told}
    more = {"secret": secret} if secret else {}
    answer = ask("POST", "/v1/articles", json.dumps(envelope), headers={"content-type": "application/json"}, **more)
    assert answer.status == 201
    return str(answer.json["article_id"])


def walk(ask: Ask, query: dict[str, str], **more: Any) -> list[Answer]:
    """All pages of a list."""
    pages = [ask("GET", "/v1/articles", query=query, **more)]
    while pages[-1].json["next"]:
        pages.append(follow(ask, pages[-1].json["next"], **more))
    return pages


def headlines(*pages: Answer) -> list[str]:
    return [head["headline"].removeprefix("News of ") for page in pages for head in page.json["articles"]]


@pytest.fixture
def feed(ask: Ask) -> dict[str, str]:
    return {day: publish(ask, day) for day in (DAYS[2], DAYS[0], DAYS[3], DAYS[1])}


# ------------------------------------------------------------------ feed


def test_a_feed_is_newest_published_first_over_all_its_months(ask: Ask, feed: dict[str, str]) -> None:
    answer = ask("GET", "/v1/articles")
    assert headlines(answer) == list(reversed(DAYS))
    assert (answer.status, answer.json["next"]) == (200, None)


def test_a_feed_tells_of_each_article_where_it_is_and_what_it_is(ask: Ask, feed: dict[str, str]) -> None:
    told = ask("GET", "/v1/articles", query={"limit": "1"}).json["articles"][0]
    assert told["article"] == f"/v1/articles/{feed['2026-11-20']}"
    assert (told["publisher_id"], told["revision"], told["status"]) == ("demo", 1, "live")
    assert told["published_at"] == "2026-11-20T09:00:00.000000Z"


def test_a_cursor_goes_on_where_the_page_ended(ask: Ask, feed: dict[str, str]) -> None:
    pages = walk(ask, {"limit": "1"})
    assert [headlines(page) for page in pages] == [[day] for day in reversed(DAYS)]


def test_the_next_page_is_linked_in_the_header_as_in_the_body(ask: Ask, feed: dict[str, str]) -> None:
    answer = ask("GET", "/v1/articles", query={"limit": "3", "since": "2024-01-01"})
    assert answer.headers["link"] == f'<{answer.json["next"]}>; rel="next"'
    assert "since=2024-01-01" in answer.json["next"]
    assert "link" not in follow(ask, answer.json["next"]).headers


def test_an_article_published_meanwhile_moves_no_page(ask: Ask, feed: dict[str, str]) -> None:
    first = ask("GET", "/v1/articles", query={"limit": "2"})
    publish(ask, "2026-11-22")
    assert headlines(first, follow(ask, first.json["next"])) == list(reversed(DAYS))


WINDOWS = [
    ({"since": "2026-01-16"}, ["2026-11-20", "2026-01-16"]),
    ({"until": "2026-01-16"}, ["2026-01-15", "2024-02-29"]),
    ({"since": "2026-01-15T09:00:00Z", "until": "2026-01-16T09:00:00Z"}, ["2026-01-15"]),
    ({"since": "2026-01-15T18:00:00+09:00", "until": "2026-01-15T09:00:00.000001Z"}, ["2026-01-15"]),
    ({"since": "2026-12-01"}, []),
    ({"since": "2026-01-20", "until": "2026-01-10"}, []),
    ({"since": "2026-01-16T09:00:00Z", "until": "2026-01-16T09:00:00Z"}, []),
    ({"since": "2026-12-01", "until": "2026-01-01"}, []),
]


@pytest.mark.parametrize(("window", "days"), WINDOWS)
def test_since_is_inclusive_and_until_is_not(ask: Ask, feed: dict[str, str], window: dict[str, str], days: list[str]) -> None:
    assert headlines(*walk(ask, {"limit": "1", **window})) == days


def test_a_section_narrows_the_feed(ask: Ask, feed: dict[str, str]) -> None:
    publish(ask, "2026-02-01", sections=["Sea", "Harbour"])  # type: ignore[arg-type]
    assert headlines(ask("GET", "/v1/articles", query={"section": "Harbour"})) == ["2026-02-01"]
    assert headlines(ask("GET", "/v1/articles", query={"section": "Land"})) == []


def test_a_page_that_read_its_fill_of_heads_that_do_not_fit_is_short_and_goes_on(
    ask: Ask, feed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(ask, "2023-05-05", sections=["Sea"])  # type: ignore[arg-type]
    monkeypatch.setattr(listing, "MAX_EXAMINED", 2)
    pages = walk(ask, {"section": "Sea"})
    assert [headlines(page) for page in pages] == [[], [], ["2023-05-05"]]


def test_a_month_in_which_nothing_was_published_is_not_looked_into(ask: Ask, feed: dict[str, str], ledger: Ledger) -> None:
    asked: list[str] = []
    events = ledger.client.meta.events
    events.register("provide-client-params.dynamodb.Query", lambda params, **_: asked.append(str(params)), unique_id="asked")
    try:
        ask("GET", "/v1/articles")
    finally:
        events.unregister("provide-client-params.dynamodb.Query", unique_id="asked")
    assert len(asked) == 1 + len({day[:7] for day in DAYS})  # the calendar, and each of its months


def test_an_article_whose_date_is_corrected_moves_in_the_feed(ask: Ask, feed: dict[str, str]) -> None:
    words = {"url": "https://www.example.com/news/2026-11-20", "published_at": "2025-03-03T09:00:00Z", "edition": "2"}
    ask("POST", "/v1/articles", print_page(headline="News of 2025-03-03"), headers=HTML, query=words)
    assert headlines(*walk(ask, {"limit": "1"})) == ["2026-01-16", "2026-01-15", "2025-03-03", "2024-02-29"]


def test_a_page_of_a_list_that_is_too_large_for_an_answer_is_shorter(
    ask: Ask, feed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "MAX_ANSWER_BYTES", 1_200)
    pages = walk(ask, {})
    assert [len(headlines(page)) for page in pages] == [2, 2]
    assert headlines(*pages) == list(reversed(DAYS))


# -------------------------------------------------------------- identity

NAMES = [
    {"url": "https://www.example.com/news/2026-01-15"},
    {"url": "http://WWW.example.com:80/news/2026-01-15?utm_source=mail#top"},
    {"external_id": "n1"},
    {"external_id": " n1 "},
    {"external_id": "n1", "url": "https://www.example.com/news/2026-01-15"},
]


@pytest.mark.parametrize("names", NAMES)
def test_an_article_is_found_by_the_names_that_a_push_would_find_it_by(ask: Ask, names: dict[str, str]) -> None:
    publish(ask, "2026-01-16")
    publish(ask, "2026-01-15", external_id="n1")
    assert headlines(ask("GET", "/v1/articles", query=names)) == ["2026-01-15"]


def test_names_of_two_articles_find_neither(ask: Ask) -> None:
    publish(ask, "2026-01-16", external_id="n2")
    publish(ask, "2026-01-15", external_id="n1")
    assert headlines(ask("GET", "/v1/articles", query={"external_id": "n2", "url": NAMES[0]["url"]})) == []


def test_a_name_that_nobody_bears_finds_nothing(ask: Ask) -> None:
    assert ask("GET", "/v1/articles", query={"external_id": "n9"}).json == {"articles": [], "next": None}


# -------------------------------------------------------------- statuses


def withdraw(ledger: Ledger, article_id: str) -> None:
    head = find_head(ledger, ["demo"], article_id)
    assert head
    transact(ledger, [put(ledger, replace(head, status="withdrawn"))], doing="withdraw")


def test_a_withdrawn_article_is_listed_only_for_those_who_ask(ask: Ask, feed: dict[str, str], ledger: Ledger) -> None:
    withdraw(ledger, feed["2026-01-15"])
    assert headlines(ask("GET", "/v1/articles")) == ["2026-11-20", "2026-01-16", "2024-02-29"]
    answer = ask("GET", "/v1/articles", query={"status": "withdrawn"})
    assert (headlines(answer), answer.json["articles"][0]["status"]) == (["2026-01-15"], "withdrawn")
    assert headlines(ask("GET", "/v1/articles", query=NAMES[0])) == []
    assert headlines(ask("GET", "/v1/articles", query=NAMES[0] | {"status": "withdrawn"})) == ["2026-01-15"]


# ------------------------------------------------------------ publishers


def test_the_feeds_of_all_publishers_of_a_key_are_merged_and_walked_as_one(ask: Ask, ledger: Ledger) -> None:
    add_key(ledger, "cd_two", ("push", "read"), ("demo", "other"))
    for i, day in enumerate(DAYS):
        publish(ask, day, publisher=("demo", "other")[i % 2], secret="cd_two")
    assert headlines(*walk(ask, {"limit": "1"}, secret="cd_two")) == list(reversed(DAYS))
    assert headlines(*walk(ask, {"publisher": "other"}, secret="cd_two")) == ["2026-11-20", "2026-01-15"]


def test_nobody_lists_what_is_another_publishers(ask: Ask, feed: dict[str, str], ledger: Ledger) -> None:
    add_key(ledger, "cd_other", ("read",), ("other",))
    assert headlines(ask("GET", "/v1/articles", secret="cd_other")) == []
    assert ask("GET", "/v1/articles", query={"publisher": "demo"}, secret="cd_other").status == 404
    assert headlines(ask("GET", "/v1/articles", query=NAMES[0], secret="cd_other")) == []


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/changes", "/v1/rejections"])
def test_a_key_for_more_publishers_than_a_list_merges_has_to_name_one(
    ask: Ask, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(lists, "MAX_MERGED", 1)
    add_key(ledger, "cd_all", ("read",), ("*",))
    answer = ask("GET", path, secret="cd_all")
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/publisher")
    assert ask("GET", path, query={"publisher": "other"}, secret="cd_all").status == 200


def test_the_feeds_of_very_many_publishers_are_walked_as_one(ask: Ask, ledger: Ledger) -> None:
    names = [f"p{i:02}" for i in range(40)]
    for name in names:
        add_publisher(ledger, name, "P")
    add_key(ledger, "cd_all", ("push", "read"), ("*",))
    for i, day in enumerate(DAYS * 2):
        publish(ask, day, publisher=names[i], secret="cd_all")
    assert headlines(*walk(ask, {"limit": "3"}, secret="cd_all")) == sorted(DAYS * 2, reverse=True)


WRONG = [
    ("limit", "0"),
    ("limit", "101"),
    ("limit", "many"),
    ("limit", "9" * 5_000),
    ("since", "yesterday"),
    ("since", "2026-13-01"),
    ("until", "2026-01-01T00:00:00"),
    ("status", "lost"),
    ("url", "no address"),
    ("cursor", "x"),
    ("cursor", "é"),
    ("cursor", "bnVsbA"),  # null
    ("cursor", "W1tbW1tb" * 900),
    ("cursor", "WzFd"),  # [1]
    ("colour", "red"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_parameter_that_has_not_its_form_is_named(ask: Ask, name: str, value: str) -> None:
    answer = ask("GET", "/v1/articles", query={name: value})
    assert (answer.status, answer.problem, answer.json["errors"][0]["pointer"]) == (422, "invalid_words", f"/{name}")


# --------------------------------------------------------------- history


@pytest.fixture
def location(ask: Ask) -> str:
    """Of an article with three editions."""
    location = push(ask).headers["location"]
    for name in ("Alpha", "Bravo"):
        push(ask, print_page(paragraphs=rewritten(f"{name} is the last word.")))
    return location


def test_an_articles_history_is_newest_first(ask: Ask, location: str) -> None:
    answer = ask("GET", f"{location}/revisions")
    told = [(revision["revision"], revision["status"], revision["received"]["via"]) for revision in answer.json["revisions"]]
    assert told == [(3, "live", "http"), (2, "superseded", "http"), (1, "superseded", "http")]
    assert follow(ask, answer.json["revisions"][1]["article"]).json["revision"] == 2


def test_a_history_comes_in_pages(ask: Ask, location: str) -> None:
    answer = ask("GET", f"{location}/revisions", query={"limit": "2"})
    rest = follow(ask, answer.json["next"])
    assert [revision["revision"] for page in (answer, rest) for revision in page.json["revisions"]] == [3, 2, 1]
    assert rest.json["next"] is None


@pytest.mark.parametrize("rest", ["revisions", "raw"])
def test_what_belongs_to_an_article_that_there_is_not_is_not_there(ask: Ask, rest: str) -> None:
    assert ask("GET", f"/v1/articles/{'a' * 26}/{rest}").status == 404


# ------------------------------------------------------------------- raw


def test_the_page_is_handed_out_as_the_bytes_that_were_sent(ask: Ask) -> None:
    page = print_page(headline="등대는 계속 켜진다", charset="euc-kr").encode("euc-kr")
    location = ask("POST", "/v1/articles", page, headers=BYTES, query={"url": ADDRESS}).headers["location"]
    assert ask("GET", f"{location}/raw").body == page


def test_no_browser_shows_a_page_that_was_sent(ask: Ask, location: str) -> None:
    headers = ask("GET", f"{location}/raw").headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"] == f'attachment; filename="{location[-26:]}-3.html"'
    assert headers["x-content-type-options"] == "nosniff"


def test_the_page_of_an_older_revision_can_be_asked_for(ask: Ask, location: str) -> None:
    assert ask("GET", f"{location}/raw", query={"revision": "1"}).body == PAGE.encode()


def test_a_page_that_the_caller_has_is_not_sent_again(ask: Ask, location: str) -> None:
    etag = ask("GET", f"{location}/raw").headers["etag"]
    assert ask("GET", f"{location}/raw", headers={"if-none-match": etag}).status == 304


def test_a_page_that_is_too_large_for_an_answer_is_elsewhere(ask: Ask, location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "MAX_ORIGINAL_BYTES", 100)
    answer = ask("GET", f"{location}/raw")
    assert (answer.status, answer.text) == (303, "")
    assert "response-content-disposition=attachment" in answer.headers["location"]
    assert "response-content-type=application%2Foctet-stream" in answer.headers["location"]


def test_a_page_that_is_missing_from_the_archive_is_damage_and_no_answer(ask: Ask, location: str, desk: Desk) -> None:
    for found in desk.archive.client.list_objects_v2(Bucket="archive", Prefix="raw/")["Contents"]:
        desk.archive.client.delete_object(Bucket="archive", Key=found["Key"])
    assert ask("GET", f"{location}/raw").status == 503
