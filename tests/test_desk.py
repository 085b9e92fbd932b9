"""What accepting a page does to what is kept: outcome, head, revisions, names, receipts, changes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from threading import Lock
from time import sleep
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from copydesk.article import Received
from copydesk.desk import Delivery, Desk, Kept, accept, find_dropped, find_edition, find_receipt, read_kept, reject
from copydesk.errors import Conflict, NoArticle, StoreUnavailable, Unknown
from copydesk.page import Words, receive
from copydesk.store.archive import read_bytes
from copydesk.store.ledger import find_head, read_revisions
from copydesk.store.order import stamp
from tests.conftest import NOON, Clock, Engine
from tests.paper import print_page, rewritten

type Push = Callable[..., Kept]

ADDRESS = "https://www.example.com/news/2026/lighthouse"


@pytest.fixture
def push(desk: Desk) -> Push:
    """Push a page as a door would: `at` is when it was received, `receipt` the id of the delivery."""
    count = iter(range(1_000))

    def push(html: str, *, at: datetime = NOON, receipt: str | None = None, publisher: str = "demo", **words: Any) -> Kept:
        page = receive(html.encode(), words=Words.read_words({"publisher": publisher, **words}), content_type="text/html")
        received = Received(via="http", at=stamp(at), sender="test", bytes=len(page.body))
        return accept(desk, page, Delivery(publisher, receipt or f"receipt-{next(count)}", received))

    return push


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


A, B, C = (print_page(paragraphs=rewritten(f"{name} is the last word.")) for name in ("Alpha", "Bravo", "Charlie"))


def test_a_new_page_is_created_as_revision_one(push: Push) -> None:
    kept = push(A, url=ADDRESS)
    assert (kept.outcome, kept.receipt.revision) == ("created", 1)
    assert kept.edition
    assert kept.edition.status == "live"


def test_what_was_answered_is_what_is_found(push: Push, desk: Desk) -> None:
    kept = push(A, url=ADDRESS)
    assert kept.edition
    assert find_edition(desk, ["demo"], kept.edition.article_id) == kept.edition


def test_the_bytes_are_kept_as_they_were_sent(push: Push, desk: Desk) -> None:
    receipt = push(A, url=ADDRESS).receipt
    assert read_bytes(desk.archive, f"raw/demo/{receipt.article_id}/{receipt.source_hash}") == A.encode()


def test_the_same_page_again_is_unchanged(push: Push) -> None:
    first, second = push(A, url=ADDRESS), push(A, url=ADDRESS, at=minutes(1))
    assert (second.outcome, second.receipt.revision) == ("unchanged", 1)
    assert second.receipt.article_id == first.receipt.article_id


def test_an_unchanged_page_adds_neither_revision_nor_change(push: Push, engine: Engine) -> None:
    push(A, url=ADDRESS)
    push(A, url=ADDRESS, at=minutes(1))
    assert count_items(engine, "R#") == 1
    assert count_items(engine, prefix="C#") == 1


def test_an_unchanged_page_is_answered_with_the_edition_that_is_kept(push: Push, desk: Desk) -> None:
    first, second = push(A, url=ADDRESS), push(A, url=ADDRESS, at=minutes(1))
    assert read_kept(desk, second) == first.edition


def test_other_bytes_of_an_unchanged_article_are_kept_too(push: Push, desk: Desk) -> None:
    push(A, url=ADDRESS)
    receipt = push(A + "\n<!-- served by web7 -->", url=ADDRESS, at=minutes(1)).receipt
    assert receipt.outcome == "unchanged"
    assert read_bytes(desk.archive, f"raw/demo/{receipt.article_id}/{receipt.source_hash}").endswith(b"web7 -->")


def test_another_content_is_a_revision(push: Push, desk: Desk) -> None:
    push(A, url=ADDRESS)
    kept = push(B, url=ADDRESS, at=minutes(1))
    assert (kept.outcome, kept.receipt.revision) == ("revised", 2)
    assert find_edition(desk, ["demo"], str(kept.receipt.article_id), revision=1).status == "superseded"


def test_there_and_back_again_is_three_revisions(push: Push) -> None:
    outcomes = [push(page, url=ADDRESS, at=minutes(i)).receipt.revision for i, page in enumerate((A, B, A))]
    assert outcomes == [1, 2, 3]


def test_an_older_edition_that_arrives_late_is_kept_as_superseded(push: Push, desk: Desk) -> None:
    push(A, url=ADDRESS, modified_at="2026-11-20T10:00:00+00:00")
    late = push(B, url=ADDRESS, modified_at="2026-11-19T10:00:00+00:00", at=minutes(1))
    assert (late.outcome, late.receipt.revision) == ("superseded", 2)
    assert late.edition
    assert late.edition.status == "superseded"
    assert find_edition(desk, ["demo"], str(late.receipt.article_id)).revision == 1


def test_a_late_edition_that_is_kept_already_is_a_duplicate(push: Push, engine: Engine) -> None:
    push(A, url=ADDRESS)
    push(B, url=ADDRESS, at=minutes(1))
    assert push(A, url=ADDRESS).outcome == "duplicate"
    assert count_items(engine, "R#") == 2


def test_a_repeat_of_the_head_keeps_an_edition_between_them_from_becoming_the_head(push: Push, desk: Desk) -> None:
    push(A, url=ADDRESS)
    push(A, url=ADDRESS, at=minutes(2))
    late = push(B, url=ADDRESS, at=minutes(1))
    assert late.outcome == "superseded"
    assert find_edition(desk, ["demo"], str(late.receipt.article_id)).revision == 1


EDITIONS = (
    (A, {"edition": "1", "modified_at": "2026-11-10T00:00:00+00:00"}),
    (B, {"modified_at": "2026-11-05T00:00:00+00:00"}),
    (C, {"edition": "2", "modified_at": "2026-11-03T00:00:00+00:00"}),
)


@pytest.mark.parametrize("arrival", list(permutations(EDITIONS)))
def test_every_order_of_arrival_ends_with_the_same_head(push: Push, desk: Desk, arrival: tuple[Any, ...]) -> None:
    for i, (page, words) in enumerate(arrival):
        receipt = push(page, url=ADDRESS, at=minutes(i), **words).receipt
    head = find_edition(desk, ["demo"], str(receipt.article_id))
    assert "Charlie" in head.article.body.text


def test_a_better_reading_of_the_same_edition_is_a_new_revision(push: Push, desk: Desk) -> None:
    first = push(A, url=ADDRESS)
    kept = reread(desk, normalizer="99.0", content_hash="f" * 64)
    assert (kept.outcome, kept.receipt.article_id, kept.receipt.revision) == ("revised", first.receipt.article_id, 2)


def test_an_older_reading_of_the_same_edition_does_not_become_the_head(push: Push, desk: Desk) -> None:
    push(A, url=ADDRESS)
    assert reread(desk, normalizer="0.0.0", content_hash="f" * 64).outcome == "superseded"


def reread(desk: Desk, **reading: str) -> Kept:
    """Page A once more, as another version of the normalizer would read it."""
    page = receive(A.encode(), words=Words.read_words({"publisher": "demo", "url": ADDRESS}), content_type="text/html")
    article = desk.normalize(page)
    other = article.model_copy(update={"provenance": article.provenance.model_copy(update=reading)})
    received = Received(via="backfill", at=stamp(NOON), sender=None, bytes=len(page.body))
    return accept(replace(desk, normalize=lambda page: other), page, Delivery("demo", "reread", received))


# ---------------------------------------------------------------- names


FIVE_ADDRESSES = (
    "https://www.example.com/news/2026/lighthouse",
    "http://www.example.com/news/2026/lighthouse",
    "https://WWW.EXAMPLE.COM:443/news/2026/lighthouse#comments",
    "https://www.example.com/news/2026/lighthouse?utm_source=mail&fbclid=x",
    "https://m.example.com/2026/lighthouse-amp",
)


def test_the_same_page_under_five_addresses_is_one_article(push: Push) -> None:
    page = print_page(canonical=FIVE_ADDRESSES[0])
    assert len({push(page, url=url, at=minutes(i)).receipt.article_id for i, url in enumerate(FIVE_ADDRESSES)}) == 1


def test_an_article_keeps_its_id_when_its_address_changes_under_one_external_id(push: Push) -> None:
    first = push(A, external_id="n1", url=ADDRESS)
    moved = push(B, external_id="n1", url=ADDRESS + "-moved", at=minutes(1))
    assert moved.receipt.article_id == first.receipt.article_id
    assert push(C, url=ADDRESS + "-moved", at=minutes(2)).receipt.article_id == first.receipt.article_id


def test_an_external_id_joins_the_article_that_its_address_names(push: Push) -> None:
    first = push(A, url=ADDRESS)
    assert push(A, url=ADDRESS, external_id="n1", at=minutes(1)).receipt.article_id == first.receipt.article_id
    assert push(B, external_id="n1", at=minutes(2)).receipt.article_id == first.receipt.article_id


def test_the_address_of_another_external_id_is_a_conflict(push: Push) -> None:
    push(A, external_id="n1", url=ADDRESS)
    with pytest.raises(Conflict, match="n1"):
        push(B, external_id="n2", url=ADDRESS, at=minutes(1))


def test_of_two_articles_the_strongest_name_decides_and_the_other_keeps_its_name(push: Push) -> None:
    one = push(A, external_id="n1")
    two = push(B, url=ADDRESS, at=minutes(1))
    both = push(C, external_id="n1", url=ADDRESS, at=minutes(2))
    assert both.receipt.article_id == one.receipt.article_id
    assert [doubt["code"] for doubt in both.receipt.doubts] == ["alias_conflict"]
    assert push(B, url=ADDRESS, at=minutes(3)).receipt.article_id == two.receipt.article_id


def test_a_canonical_that_is_the_sites_root_merges_nothing(push: Push) -> None:
    root = "https://www.example.com/"
    one = push(print_page(headline="One", canonical=root), url=ADDRESS + "/1")
    two = push(print_page(headline="Two", canonical=root), url=ADDRESS + "/2", at=minutes(1))
    assert one.receipt.article_id != two.receipt.article_id
    assert [doubt["code"] for doubt in two.receipt.doubts] == ["canonical_not_article"]


def test_a_page_without_a_name_is_known_by_its_bytes(push: Push) -> None:
    first, again = push(A), push(A, at=minutes(1))
    assert [doubt["code"] for doubt in first.receipt.doubts] == ["no_identity"]
    assert (again.outcome, again.receipt.article_id) == ("unchanged", first.receipt.article_id)


def test_two_publishers_share_no_article(push: Push, desk: Desk) -> None:
    one, two = push(A, url=ADDRESS), push(A, url=ADDRESS, publisher="other")
    assert (two.outcome, two.receipt.article_id != one.receipt.article_id) == ("created", True)
    with pytest.raises(Unknown):
        find_edition(desk, ["other"], str(one.receipt.article_id))


# ------------------------------------------------------- receipts, changes


def test_a_delivery_that_comes_twice_is_settled_once(push: Push, engine: Engine) -> None:
    first = push(A, url=ADDRESS, receipt="drop")
    push(B, url=ADDRESS, at=minutes(1))
    again = push(A, url=ADDRESS, receipt="drop")
    assert (again.outcome, again.receipt) == ("duplicate", first.receipt)
    assert count_items(engine, "R#") == 2


def test_a_receipt_says_what_became_of_the_page(push: Push, desk: Desk) -> None:
    kept = push(A, url=ADDRESS, receipt="r1")
    assert find_receipt(desk, ["demo"], "r1") == kept.receipt
    assert kept.receipt.outcome == "created"


def test_a_receipt_is_not_found_after_its_time(push: Push, desk: Desk, clock: Clock) -> None:
    push(A, url=ADDRESS, receipt="r1")
    clock.pass_by(days=31)
    with pytest.raises(Unknown):
        find_receipt(desk, ["demo"], "r1")


def test_every_revision_has_its_change_and_later_ones_come_later(push: Push, engine: Engine) -> None:
    for i, page in enumerate((A, B, A)):  # the clock stands still: their order must not depend on it
        push(page, url=ADDRESS, at=minutes(i))
    changes = sorted((item["sk"]["S"], item["revision"]["N"]) for item in scan(engine) if item["pk"]["S"].startswith("C#"))
    assert [revision for _, revision in changes] == ["1", "2", "3"]


def drop(receipt: str, *, at: datetime = NOON) -> Delivery:
    received = Received(via="inbox", at=stamp(at), sender="in/demo/x.html", bytes=3)
    return Delivery("demo", receipt, received, inbox_key="in/demo/x.html")


def test_a_refused_page_is_recorded_with_its_reason_and_its_bytes(desk: Desk, engine: Engine) -> None:
    reject(desk, drop("r1"), NoArticle(best=12, limit=250), body=b"<p>")
    (rejection,) = [item for item in scan(engine) if item["pk"]["S"] == "X#demo#2026-11-24"]
    assert rejection["type"]["S"] == "no_article"
    assert read_bytes(desk.archive, rejection["copy"]["S"]) == b"<p>"


def test_a_refused_page_is_found_by_its_inbox_key(desk: Desk) -> None:
    reject(desk, drop("r1"), NoArticle(best=12, limit=250), body=b"<p>")
    assert find_dropped(desk, "demo", "in/demo/x.html").error == {"type": "no_article", "detail": NoArticle(best=12, limit=250).detail}


def test_the_newest_of_several_receipts_of_an_inbox_key_is_found(desk: Desk) -> None:
    reject(desk, drop("r2", at=minutes(1)), NoArticle(best=2, limit=250), body=b"<p>")
    reject(desk, drop("r1"), NoArticle(best=1, limit=250), body=b"<p>")
    assert find_dropped(desk, "demo", "in/demo/x.html").receipt_id == "r2"


def test_refusing_twice_leaves_one_rejection(desk: Desk, engine: Engine) -> None:
    for _ in range(2):
        reject(desk, drop("r1"), NoArticle(best=12, limit=250), body=b"<p>")
    assert count_items(engine, prefix="X#") == 1


def test_a_rejection_cannot_undo_an_acceptance(push: Push, desk: Desk) -> None:
    push(A, url=ADDRESS, receipt="r1")
    assert reject(desk, drop("r1"), NoArticle(best=12, limit=250), body=b"<p>").outcome == "created"


def test_a_refused_delivery_may_be_accepted_later(push: Push, desk: Desk) -> None:
    reject(desk, drop("r1"), NoArticle(best=12, limit=250), body=b"<p>")
    assert push(A, url=ADDRESS, receipt="r1").outcome == "created"


# --------------------------------------------------------------- writers


class OneCallAtATime:
    """moto keeps its tables in plain dicts: calls may interleave, but none may run inside another."""

    def __init__(self, client: Any) -> None:
        self.client, self.lock = client, Lock()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(**arguments: Any) -> Any:
            with self.lock:
                return getattr(self.client, name)(**arguments)

        return call


def test_sixteen_writers_on_one_article_lose_nothing(desk: Desk, pytestconfig: pytest.Config) -> None:
    desk = replace(desk, pause=sleep)
    if pytestconfig.getoption("--engine") == "moto":
        archive, ledger = (replace(room, client=OneCallAtATime(room.client)) for room in (desk.archive, desk.ledger))
        desk = replace(desk, archive=archive, ledger=ledger)
    pages = [print_page(paragraphs=rewritten(f"Writer {number} was here.")) for number in range(16)]

    def write(number: int) -> Kept:
        page = receive(pages[number].encode(), words=Words.read_words({"publisher": "demo", "url": ADDRESS}), content_type="text/html")
        received = Received(via="http", at=stamp(minutes(number)), sender=None, bytes=len(page.body))
        return accept(desk, page, Delivery("demo", f"w{number}", received))

    # pydantic builds deferred models on first use, and not safely in several threads at once
    desk.normalize(receive(pages[0].encode(), words=Words(), content_type="text/html"))
    with ThreadPoolExecutor(16) as pool:
        kept = list(pool.map(write, range(16)))
    assert sorted(entry.receipt.revision or 0 for entry in kept) == list(range(1, 17))
    head = find_head(desk.ledger, ["demo"], str(kept[0].receipt.article_id))
    assert head
    assert "Writer 15" in find_edition(desk, ["demo"], head.article_id).article.body.text
    assert max(r.order_key for r in read_revisions(desk.ledger, "demo", head.article_id)) == head.order_key


MOMENTS = [
    ("before the bytes are kept", "s3", "before-call.s3.PutObject"),
    ("after the bytes are kept", "s3", "after-call.s3.PutObject"),
    ("before the transaction", "dynamodb", "before-call.dynamodb.TransactWriteItems"),
    ("after the transaction, its answer lost", "dynamodb", "after-call.dynamodb.TransactWriteItems"),
    ("while the names are looked up", "dynamodb", "before-call.dynamodb.BatchGetItem"),
]


@pytest.mark.parametrize(("service", "moment"), [row[1:] for row in MOMENTS], ids=[row[0] for row in MOMENTS])
def test_a_failure_at_any_moment_is_repaired_by_sending_the_page_again(push: Push, engine: Engine, service: str, moment: str) -> None:
    def fail(**arguments: Any) -> None:
        raise EndpointConnectionError(endpoint_url="https://example.com")

    events = getattr(engine, service).meta.events
    events.register(moment, fail, unique_id="fail")
    try:
        with pytest.raises(StoreUnavailable):
            push(A, url=ADDRESS, receipt="r1")
    finally:
        events.unregister(moment, unique_id="fail")
    kept = push(A, url=ADDRESS, receipt="r1")
    assert (kept.receipt.outcome, kept.receipt.revision) == ("created", 1)
    assert [count_items(engine, prefix=kind) for kind in ("A#", "C#", "T#")] == [2, 1, 1]


def scan(engine: Engine) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = engine.dynamodb.scan(TableName="copydesk")["Items"]
    return items


def count_items(engine: Engine, sort_prefix: str = "", *, prefix: str = "") -> int:
    return sum(item["sk"]["S"].startswith(sort_prefix) and item["pk"]["S"].startswith(prefix) for item in scan(engine))
