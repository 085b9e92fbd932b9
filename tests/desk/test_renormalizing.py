"""A kept page, read again by a newer normalizer."""

from dataclasses import replace
from typing import Any

import pytest

from copydesk.article import Article
from copydesk.desk import Desk, find_edition, purge, withdraw
from copydesk.desk.renormalizing import renormalize
from copydesk.desk.restoring import restore
from copydesk.errors import NoArticle, Purged, Unknown, Withdrawn
from copydesk.page import RawPage
from copydesk.store.ledger import find_head, read_revisions
from tests.conftest import Clock, Engine
from tests.desk.pushing import ADDRESS, A, B, Push, count_items, minutes, pushing, scan
from tests.desk.test_restoring import lose_table


def newer(desk: Desk, *, version: str = "99", seen: list[RawPage] | None = None, **meta: Any) -> Desk:
    """The same desk with a normalizer that reads something else in every page."""

    def read(page: RawPage) -> Article:
        if seen is not None:
            seen.append(page)
        article = desk.normalize(page)
        content = f"{'|'.join(sorted(map(str, meta.values())))}{article.provenance.content_hash}"[:64] if meta else None
        told = {"normalizer": version} | ({"content_hash": content} if content else {})
        changed = {"meta": article.meta.model_copy(update=meta), "provenance": article.provenance.model_copy(update=told)}
        return article.model_copy(update=changed)

    return replace(desk, normalize=read)


def test_another_reading_is_a_revision(push: Push, desk: Desk) -> None:
    article_id = str(push(A, url=ADDRESS).receipt.article_id)
    assert renormalize(newer(desk, kicker="Harbour"), "demo", article_id) == "revised"
    edition = find_edition(desk, ["demo"], article_id)
    assert (edition.revision, edition.article.meta.kicker, edition.received.via) == (2, "Harbour", "http")


def test_the_reading_keeps_the_editions_place(push: Push, desk: Desk) -> None:
    article_id = str(push(A, url=ADDRESS, edition="3").receipt.article_id)
    renormalize(newer(desk, kicker="Harbour"), "demo", article_id)
    first, second = read_revisions(desk.ledger, "demo", article_id)
    assert first.order_key == second.order_key
    assert push(B, url=ADDRESS, edition="2", at=minutes(5)).outcome == "superseded"
    assert push(B, url=ADDRESS, edition="4", at=minutes(5)).outcome == "revised"


def test_the_same_content_is_no_revision(push: Push, desk: Desk, engine: Engine) -> None:
    article_id = str(push(A, url=ADDRESS).receipt.article_id)
    before = [count_items(engine, prefix=kind) for kind in ("A#", "T#", "C#")]
    assert renormalize(newer(desk), "demo", article_id) == "unchanged"
    assert [count_items(engine, prefix=kind) for kind in ("A#", "T#", "C#")] == before
    head = find_head(desk.ledger, ["demo"], article_id)
    assert head
    assert (head.normalizer, head.revision) == ("99", 1)


@pytest.mark.parametrize("version", ["0", "1"])
def test_a_normalizer_that_is_not_newer_changes_nothing(push: Push, desk: Desk, engine: Engine, version: str) -> None:
    article_id = str(push(A, url=ADDRESS).receipt.article_id)
    before = scan(engine)
    assert renormalize(newer(desk, version=version, kicker="Harbour"), "demo", article_id) == "unchanged"
    assert scan(engine) == before


def test_reading_twice_is_reading_once(push: Push, desk: Desk) -> None:
    article_id = str(push(A, url=ADDRESS).receipt.article_id)
    again = newer(desk, kicker="Harbour")
    assert [renormalize(again, "demo", article_id) for _ in range(2)] == ["revised", "unchanged"]


def test_the_senders_words_are_those_of_then(push: Push, desk: Desk) -> None:
    words = {"url": ADDRESS, "external_id": "n1", "edition": 7, "headline": "등대", "published_at": "2026-11-20T10:00:00+09:00"}
    first: list[RawPage] = []
    article_id = str(pushing(newer(desk, seen=first, version="1"))(A, **words).receipt.article_id)
    second: list[RawPage] = []
    renormalize(newer(desk, seen=second), "demo", article_id)
    assert second == first
    assert dict(second[0].words.meta) == {"headline": "등대"}


def test_the_page_that_repeated_the_head_last_is_read(push: Push, desk: Desk) -> None:
    push(A, url=ADDRESS)
    repeat = A + "<!-- served by web7 -->"
    article_id = str(push(repeat, url=ADDRESS, at=minutes(5)).receipt.article_id)
    seen: list[RawPage] = []
    assert renormalize(newer(desk, seen=seen, kicker="Harbour"), "demo", article_id) == "revised"
    assert [page.body for page in seen] == [repeat.encode()]


def test_a_page_in_which_nothing_is_found_any_more_leaves_the_head(push: Push, desk: Desk) -> None:
    kept = push(A, url=ADDRESS)

    def refuse(page: RawPage) -> Article:
        raise NoArticle(best=0, limit=1)

    with pytest.raises(NoArticle):
        renormalize(replace(desk, normalize=refuse), "demo", str(kept.receipt.article_id))
    assert find_edition(desk, ["demo"], str(kept.receipt.article_id)) == kept.edition


def test_what_is_not_live_is_not_read_again(push: Push, desk: Desk) -> None:
    article_id = str(push(A, url=ADDRESS).receipt.article_id)
    withdraw(desk, ["demo"], article_id, sender=None)
    with pytest.raises(Withdrawn):
        renormalize(newer(desk), "demo", article_id)
    purge(desk, ["demo"], article_id, sender=None)
    with pytest.raises(Purged):
        renormalize(newer(desk), "demo", article_id)
    with pytest.raises(Unknown):
        renormalize(newer(desk), "demo", "a" * 26)


def test_a_second_reading_comes_back_with_a_lost_table(push: Push, desk: Desk, engine: Engine, clock: Clock) -> None:
    article_id = str(push(A, url=ADDRESS).receipt.article_id)
    clock.pass_by(minutes=1)
    renormalize(newer(desk, kicker="Harbour"), "demo", article_id)
    before = find_edition(desk, ["demo"], article_id)
    lose_table(desk, engine)
    *_, report = restore(desk)
    assert (report.found, report.restored) == (2, 2)
    assert find_edition(desk, ["demo"], article_id) == before
