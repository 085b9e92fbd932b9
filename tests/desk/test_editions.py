"""What an edition does to what is kept: outcome, head, revisions."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from copydesk.article import Received
from copydesk.desk import Delivery, Desk, Kept, accept, find_edition, read_kept
from copydesk.store.archive import read_bytes
from copydesk.store.order import stamp
from tests.conftest import NOON, Engine
from tests.desk.pushing import ADDRESS, A, B, C, Push, count_items, minutes, open_page


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
    page = open_page(A, url=ADDRESS)
    article = desk.normalize(page)
    other = article.model_copy(update={"provenance": article.provenance.model_copy(update=reading)})
    received = Received(via="backfill", at=stamp(NOON), sender=None, bytes=len(page.body))
    return accept(replace(desk, normalize=lambda page: other), page, Delivery("demo", "reread", received))
