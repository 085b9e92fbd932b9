"""The changes feed: everything is told, in an order that holds for each article."""

from dataclasses import replace
from typing import Any

import pytest

from copydesk.desk import Desk
from copydesk.store import changes
from copydesk.store.keys import add_key, add_publisher
from copydesk.store.ledger import Ledger, put, transact
from copydesk.store.order import stamp
from copydesk.store.records import Change
from tests.conftest import NOON, Clock
from tests.handlers.asking import HTML, Answer, Ask, follow
from tests.paper import print_page, rewritten


@pytest.fixture
def push(ask: Ask, clock: Clock) -> Any:
    """Push edition after edition of articles that are named by a number, a second apart."""

    def push(article: int, line: str = "", *, publisher: str = "demo", secret: str = "cd_demo") -> str:
        page = print_page(paragraphs=rewritten(f"{line} is the last word."))
        clock.pass_by(seconds=1)
        words = {"url": f"https://www.example.com/news/{article}", "publisher": publisher}
        answer = ask("POST", "/v1/articles", page, headers=HTML, query=words, secret=secret)
        assert answer.status in (200, 201)
        return str(answer.json["article_id"])

    return push


def poll(ask: Ask, answer: Answer | None = None, **query: str) -> Answer:
    answer = follow(ask, answer.json["next"]) if answer else ask("GET", "/v1/changes", query=query)
    assert answer.status == 200
    return answer


def told(*answers: Answer) -> list[tuple[str, int]]:
    return [(change["article_id"], change["revision"]) for answer in answers for change in answer.json["changes"]]


def test_a_change_is_told_with_what_its_event_says(ask: Ask, push: Any, clock: Clock) -> None:
    article_id = push(1)
    clock.pass_by(minutes=2)
    (change,) = poll(ask).json["changes"]
    assert (change["type"], change["revision"], change["head_revision"]) == ("article.created", 1, 1)
    assert change["article"] == f"/v1/articles/{article_id}"
    assert {"event_id", "at", "content_hash", "headline", "url", "publisher_id"} <= change.keys()


def test_nothing_is_told_while_an_earlier_commit_could_still_be_open(ask: Ask, push: Any, clock: Clock) -> None:
    push(1)
    clock.pass_by(seconds=59)
    early = poll(ask)
    assert told(early) == []
    clock.pass_by(seconds=2)
    assert len(told(poll(ask, early))) == 1


def test_a_commit_that_was_stamped_earlier_and_happened_later_is_not_skipped(ask: Ask, push: Any, clock: Clock, ledger: Ledger) -> None:
    late = Change("demo", "e" * 32, stamp(NOON), "created", "a" * 26, 1, 1, "0" * 64)
    first = push(1)
    clock.pass_by(seconds=30)
    answer = poll(ask)
    transact(ledger, [put(ledger, late)], doing="commit")
    clock.pass_by(minutes=1)
    assert told(poll(ask, answer)) == [("a" * 26, 1), (first, 1)]


def test_a_commit_that_is_later_than_it_can_be_is_told_where_its_shard_was_quiet(ask: Ask, push: Any, clock: Clock, ledger: Ledger) -> None:
    article_id = push(1)
    clock.pass_by(minutes=30)
    answer = poll(ask)
    late = Change("demo", "e" * 32, stamp(NOON), "created", "", 1, 1, "0" * 64)
    shards = {changes.shard_of(replace(late, article_id=name * 26)): name * 26 for name in "abcdefgh"}
    told_shard = changes.shard_of(replace(late, article_id=article_id))
    late = replace(late, article_id=next(name for shard, name in shards.items() if shard != told_shard))
    transact(ledger, [put(ledger, late)], doing="commit")
    assert told(poll(ask, answer)) == [(late.article_id, 1)]


def test_a_commit_that_takes_too_long_takes_a_new_stamp(ask: Ask, push: Any, clock: Clock, desk: Desk) -> None:
    delays = iter([6.0])
    events = desk.archive.client.meta.events
    events.register("before-call.s3.PutObject", lambda **_: clock.pass_by(seconds=next(delays, 0)), unique_id="slow")
    try:
        push(1)
    finally:
        events.unregister("before-call.s3.PutObject", unique_id="slow")
    clock.pass_by(minutes=2)
    (change,) = poll(ask).json["changes"]
    assert change["at"] == "2026-11-24T12:00:07.000000Z"


def test_the_next_poll_is_always_given_and_repeats_nothing(ask: Ask, push: Any, clock: Clock) -> None:
    empty = poll(ask)
    push(1)
    clock.pass_by(minutes=2)
    first = poll(ask, empty)
    second = poll(ask, first)
    push(1, "Bravo")
    clock.pass_by(minutes=2)
    third = poll(ask, second)
    assert [told(answer) != [] for answer in (empty, first, second, third)] == [False, True, False, True]
    assert first.headers["link"] == f'<{first.json["next"]}>; rel="next"'


@pytest.mark.parametrize("limit", ["1", "3", "100"])
def test_pages_of_any_length_tell_everything_once_and_in_order(ask: Ask, push: Any, clock: Clock, limit: str) -> None:
    expected = [(push(article, line), revision) for revision, line in enumerate(("Alpha", "Bravo"), 1) for article in range(6)]
    clock.pass_by(minutes=2)
    answers = [poll(ask, limit=limit)]
    while answers[-1].json["more"]:
        answers.append(poll(ask, answers[-1]))
    assert told(*answers) == expected
    assert max(len(answer.json["changes"]) for answer in answers) <= int(limit)


def test_days_without_changes_are_passed_over(ask: Ask, push: Any, clock: Clock) -> None:
    expected = []
    for days in (1, 40, 400):
        expected.append((push(days), 1))
        clock.pass_by(days=days)
    first = poll(ask, limit="2")
    assert told(first, poll(ask, first)) == expected


def test_a_telling_that_asked_the_table_often_enough_goes_on_in_the_next(
    ask: Ask, push: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MAX_QUERIES", 4)
    expected = []
    for day in range(3):
        expected.append((push(day), 1))
        clock.pass_by(days=1)
    answers = [poll(ask)]
    while answers[-1].json["more"]:
        answers.append(poll(ask, answers[-1]))
    assert [len(told(answer)) for answer in answers] == [1, 1, 1, 0]
    assert told(*answers) == expected


def test_a_reader_can_begin_at_a_moment(ask: Ask, push: Any, clock: Clock) -> None:
    push(1)
    second = push(2)
    clock.pass_by(minutes=2)
    answer = poll(ask, since="2026-11-24T12:00:02Z")
    assert told(answer) == [(second, 1)]
    assert "since" not in answer.json["next"]


def test_what_changes_nothing_is_not_told(ask: Ask, push: Any, clock: Clock) -> None:
    push(1)
    push(1)
    clock.pass_by(minutes=2)
    assert len(told(poll(ask))) == 1


def test_the_changes_of_all_publishers_of_a_key_are_told_and_of_no_other(ask: Ask, push: Any, clock: Clock, ledger: Ledger) -> None:
    add_key(ledger, "cd_two", ("push", "read"), ("demo", "other"))
    ids = [push(1), push(2, publisher="other", secret="cd_two"), push(3)]
    clock.pass_by(minutes=2)
    assert told(ask("GET", "/v1/changes", secret="cd_two")) == [(name, 1) for name in ids]
    assert told(ask("GET", "/v1/changes")) == [(ids[0], 1), (ids[2], 1)]
    assert told(ask("GET", "/v1/changes", query={"publisher": "other"}, secret="cd_two")) == [(ids[1], 1)]


def test_a_publisher_that_comes_to_the_key_later_is_told_of_from_its_beginning(ask: Ask, push: Any, clock: Clock, ledger: Ledger) -> None:
    add_publisher(ledger, "third", "Third Times")
    add_key(ledger, "cd_third", ("push", "read"), ("third",))
    article_id = push(1, publisher="third", secret="cd_third")
    push(2)
    clock.pass_by(days=3)
    answer = poll(ask)
    add_key(ledger, "cd_grown", ("read",), ("demo", "third"))
    assert told(follow(ask, answer.json["next"], secret="cd_grown")) == [(article_id, 1)]


def test_the_cursor_of_as_many_publishers_as_are_merged_fits_an_address(ask: Ask, ledger: Ledger, push: Any, clock: Clock) -> None:
    names = [f"p{i}".ljust(64, "x") for i in range(16)]
    for name in names:
        add_publisher(ledger, name, "P")
    add_key(ledger, "cd_many", ("push", "read"), names)
    for name in names[:2]:
        for article in range(8):
            push(article, publisher=name, secret="cd_many")
    clock.pass_by(minutes=2)
    answer = ask("GET", "/v1/changes", secret="cd_many")
    longest = len(answer.json["next"]) + 16 * 4 * 33 * 4 // 3
    assert longest < 8_000
    assert told(follow(ask, answer.json["next"], secret="cd_many")) == []


def test_the_changes_of_more_publishers_than_the_cursor_holds_are_told_once_and_in_order(
    ask: Ask, ledger: Ledger, push: Any, clock: Clock
) -> None:
    names = [f"p{i:02}" for i in range(17)]
    for name in names:
        add_publisher(ledger, name, "P")
    add_key(ledger, "cd_many", ("push", "read"), names)
    expected = [(push(i, publisher=names[i % 5], secret="cd_many"), 1) for i in range(8)]
    clock.pass_by(minutes=2)
    answers = [ask("GET", "/v1/changes", query={"limit": "3"}, secret="cd_many")]
    while answers[-1].json["more"]:
        answers.append(follow(ask, answers[-1].json["next"], secret="cd_many"))
    assert told(*answers) == expected
    expected = [(push(9, publisher=names[16], secret="cd_many"), 1)]
    clock.pass_by(minutes=2)
    assert told(follow(ask, answers[-1].json["next"], secret="cd_many")) == expected


WRONG = ["x", "W10", "eyJkZW1vIjpbXX0", "eyJkZW1vIjpbIngiLCIiLCIiLCIiXX0", "eyJkZW1vIjpbMSwyLDMsNF19", "bnVsbA"]


@pytest.mark.parametrize("cursor", WRONG)
def test_a_cursor_that_is_none_is_refused(ask: Ask, cursor: str) -> None:
    answer = ask("GET", "/v1/changes", query={"after": cursor})
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/after")


def test_a_cursor_and_a_beginning_contradict_each_other(ask: Ask) -> None:
    cursor = poll(ask).json["next"].partition("after=")[2]
    assert ask("GET", "/v1/changes", query={"after": cursor, "since": "2026-01-01"}).status == 422


def test_every_publisher_is_told_of_by_days_that_a_commit_has_opened(ask: Ask, push: Any, clock: Clock, ledger: Ledger) -> None:
    push(1)
    ledger.opened.clear()
    push(2)
    items = ledger.client.scan(TableName="copydesk")["Items"]
    assert sorted(item["sk"]["S"] for item in items if item["pk"]["S"].startswith("D#demo")) == ["2026-11", "2026-11-24"]
