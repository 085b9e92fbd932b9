"""Records ride with the pages that brought them, or stand beside them."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from copydesk.desk import Desk, Kept
from copydesk.desk.examining import read_sent
from copydesk.errors import PreconditionFailed
from copydesk.store.archive import list_keys
from copydesk.store.ledger import read_revisions
from copydesk.store.recording import MAX_CARRIER_BYTES
from copydesk.store.terms import Terms
from tests.conftest import Engine
from tests.desk.pushing import ADDRESS, A, B, C, between_reading_and_writing, minutes, pushing

NOISE = "".join(Random(2).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=1_900))


def rooms(desk: Desk) -> list[str]:
    return [key.split("/")[0] for key in list_keys(desk.archive, "")]


def words_of(desk: Desk, kept: Kept) -> list[dict[str, Any]]:
    """What the sender of each revision said."""
    article_id = str(kept.receipt.article_id)
    return [read_sent(desk, revision).words for revision in read_revisions(desk.ledger, "demo", article_id)]


def test_a_new_page_carries_its_record(desk: Desk) -> None:
    kept = pushing(desk)(A, url=ADDRESS, external_id="등대 1호")
    assert rooms(desk) == ["articles", "raw"]
    assert words_of(desk, kept) == [{"publisher": "demo", "url": ADDRESS, "external_id": "등대 1호"}]


def test_a_page_that_was_there_already_gets_a_record_beside_it(desk: Desk) -> None:
    push = pushing(desk)
    for minute, page in enumerate((A, B, A)):
        kept = push(page, url=ADDRESS, external_id="n1", at=minutes(minute), receipt=f"r{minute}")
    assert rooms(desk) == ["articles", "articles", "deliveries", "raw", "raw"]
    assert [words["external_id"] for words in words_of(desk, kept)] == ["n1"] * 3


@pytest.mark.parametrize("carries", [True, False])
@pytest.mark.parametrize(
    ("page", "words"),
    [(A, {"external_id": NOISE}), (f"{A}<!-- {'x' * MAX_CARRIER_BYTES} -->", {})],
    ids=["the record is too long", "the page may be handed out by a link"],
)
def test_a_record_stands_beside_its_page_where(desk: Desk, page: str, words: dict[str, str], carries: bool) -> None:
    desk = replace(desk, archive=replace(desk.archive, carries_records=carries))
    kept = pushing(desk)(page, url=ADDRESS, **words)
    assert rooms(desk) == ["articles", "deliveries", "raw"]
    assert words_of(desk, kept) == [{"publisher": "demo", "url": ADDRESS, **words}]


def test_no_page_carries_a_record_where_the_two_are_kept_for_another_time(desk: Desk) -> None:
    desk = replace(desk, archive=replace(desk.archive, carries_records=False))
    pushing(desk)(A, url=ADDRESS)
    assert rooms(desk) == ["articles", "deliveries", "raw"]


def test_the_page_of_another_delivery_stays_when_what_it_carries_is_refused(desk: Desk, engine: Engine) -> None:
    push = pushing(desk)
    push(A, url=ADDRESS)
    with (
        between_reading_and_writing(engine, lambda: push(B, url=ADDRESS, at=minutes(1), receipt="first")),
        pytest.raises(PreconditionFailed),
    ):
        push(C, url=ADDRESS, at=minutes(2), receipt="outrun", terms=Terms(heads=frozenset({1})))
    kept = push(C, url=ADDRESS, at=minutes(3), external_id="n1")
    assert kept.edition
    assert "Charlie" in kept.edition.article.body.text
    assert words_of(desk, kept)[-1]["external_id"] == "n1"
    raw = engine.s3.get_object(Bucket="archive", Key=f"raw/demo/{kept.receipt.article_id}/{kept.receipt.source_hash}")
    assert (raw["Body"].read(), raw["Metadata"]) == (C.encode(), {})
