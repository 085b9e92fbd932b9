"""A table that was lost, or set back, is made whole from the archive."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from copydesk.desk import Desk, find_edition, lift, purge, withdraw
from copydesk.desk.auditing import audit
from copydesk.desk.restoring import Restored, restore
from copydesk.errors import NoArticle, PreconditionFailed, Purged
from copydesk.store.archive import list_stamped
from copydesk.store.keys import add_publisher
from copydesk.store.terms import Terms
from tests.conftest import TABLE, Clock, Engine
from tests.desk.pushing import ADDRESS, A, B, C, Push, between_reading_and_writing, minutes, pushing, scan
from tests.paper import print_page
from tests.proof.faults import Died, Stormy, Weather

type Item = dict[str, Any]
type Look = Callable[[], dict[tuple[str, str], Item]]

OF_THE_MOMENT = {"kept_at", "changed_at", "settled_at", "expires_at", "at", "version", "sk", "list_place"}  # differ when done again
KINDS = ("A#", "U#", "T#", "C#")


@pytest.fixture
def look(engine: Engine) -> Look:
    """What the table says about articles, but for when it was written."""

    def look() -> dict[tuple[str, str], Item]:
        items = [item for item in scan(engine) if item["pk"]["S"][:2] in KINDS]
        place = {"C#": "event_id"}
        return {
            (item["pk"]["S"], item[place.get(item["pk"]["S"][:2], "sk")]["S"]): {n: v for n, v in item.items() if n not in OF_THE_MOMENT}
            for item in items
        }

    return look


def lose_table(desk: Desk, engine: Engine) -> None:
    engine.dynamodb.delete_table(TableName="copydesk")
    engine.dynamodb.create_table(**TABLE)
    desk.ledger.opened.clear()
    add_publisher(desk.ledger, "demo", "Demo Daily")


def report_of(desk: Desk) -> Restored:
    *_, report = restore(desk)
    return report


def one_life(push: Push, desk: Desk, clock: Clock) -> str:
    """Created, unchanged, revised, late, withdrawn, back again; under two names."""
    article_id = str(push(A, url=ADDRESS, external_id="n1").receipt.article_id)
    for i, page in enumerate((A + "<!-- web7 -->", B, A, C), start=1):
        clock.pass_by(minutes=1)
        push(page, url=ADDRESS, at=minutes(i))
    push(B, external_id="n1", modified_at="2026-11-01T00:00:00+00:00", at=minutes(5))
    clock.pass_by(minutes=5)
    withdraw(desk, ["demo"], article_id, sender="editor")
    clock.pass_by(minutes=5)
    push(C, url=ADDRESS, at=minutes(15))
    return article_id


def test_an_articles_whole_life_comes_back(push: Push, desk: Desk, clock: Clock, engine: Engine, look: Look) -> None:
    one_life(push, desk, clock)
    before = look()
    lose_table(desk, engine)
    assert replace(report_of(desk), failed=()) == Restored(found=8, known=0, restored=8)
    assert look() == before


def test_what_the_ledger_knows_is_left_alone(push: Push, desk: Desk, clock: Clock, engine: Engine) -> None:
    one_life(push, desk, clock)
    before = scan(engine)
    assert report_of(desk) == Restored(found=8, known=8)
    assert scan(engine) == before


def test_restoring_can_be_stopped_and_begun_again(push: Push, desk: Desk, clock: Clock, engine: Engine, look: Look) -> None:
    one_life(push, desk, clock)
    before = look()
    for stop in (3, 5):
        lose_table(desk, engine)
        for count, _ in enumerate(restore(desk)):
            if count == stop:
                break
        assert report_of(desk) == Restored(found=8, known=stop, restored=8 - stop)
        assert look() == before


def test_receipts_whose_time_is_over_are_not_missed(push: Push, desk: Desk, clock: Clock, engine: Engine) -> None:
    one_life(push, desk, clock)
    clock.pass_by(days=40)
    for item in scan(engine):
        if item["pk"]["S"].startswith("T#"):
            engine.dynamodb.delete_item(TableName="copydesk", Key={"pk": item["pk"], "sk": item["sk"]})
    before = scan(engine)
    report = report_of(desk)
    assert (report.known, report.restored) == (8, 0)
    assert scan(engine) == before


def test_articles_come_back_as_they_were_read_then(push: Push, desk: Desk, engine: Engine, look: Look) -> None:
    push(A, url=ADDRESS)
    before = look()
    lose_table(desk, engine)

    def refuse(page: object) -> Any:
        raise NoArticle(best=0, limit=1)

    assert report_of(replace(desk, normalize=refuse)).restored == 1
    assert look() == before


def test_a_page_that_named_its_article_comes_back_to_it(push: Push, desk: Desk, engine: Engine, look: Look, clock: Clock) -> None:
    one = push(A, url=ADDRESS)
    clock.pass_by(minutes=1)
    push(B, url=ADDRESS + "-elsewhere-9", at=minutes(1), terms=Terms(article_id=one.receipt.article_id))
    before = look()
    lose_table(desk, engine)
    assert report_of(desk).restored == 2
    assert look() == before


def test_articles_with_names_in_common_come_back_apart(push: Push, desk: Desk, engine: Engine, look: Look, clock: Clock) -> None:
    push(A, external_id="n1")
    clock.pass_by(minutes=1)
    push(print_page(headline="Other", canonical=ADDRESS), url=ADDRESS, at=minutes(1))
    clock.pass_by(minutes=1)
    push(C, external_id="n1", url=ADDRESS, at=minutes(2))
    before = look()
    lose_table(desk, engine)
    assert report_of(desk).restored == 3
    assert look() == before


def test_a_purged_article_stays_purged_under_all_its_names(push: Push, desk: Desk, engine: Engine) -> None:
    kept = push(A, url=ADDRESS, external_id="n1")
    purge(desk, ["demo"], str(kept.receipt.article_id), sender="admin")
    lose_table(desk, engine)
    assert report_of(desk) == Restored(found=1, restored=1)
    for words in ({"url": ADDRESS}, {"external_id": "n1"}):
        with pytest.raises(Purged):
            push(B, at=minutes(1), **words)


def test_a_lifted_article_comes_back_as_it_is(push: Push, desk: Desk, engine: Engine, look: Look, clock: Clock) -> None:
    kept = push(A, url=ADDRESS)
    purge(desk, ["demo"], str(kept.receipt.article_id), sender="admin")
    lift(desk, ["demo"], str(kept.receipt.article_id), sender="admin")
    clock.pass_by(minutes=5)
    push(B, url=ADDRESS, at=minutes(5))
    live = {place: item for place, item in look().items() if item.get("revision", {"N": "3"})["N"] == "3" and place[0][0] in "AC"}
    lose_table(desk, engine)
    assert report_of(desk) == Restored(found=3, restored=3)
    assert {place: item for place, item in look().items() if place in live} == live


def test_a_purge_that_was_interrupted_is_finished(push: Push, desk: Desk, engine: Engine) -> None:
    kept = push(A, url=ADDRESS)
    article_id = str(kept.receipt.article_id)
    raw = f"raw/demo/{article_id}/{kept.receipt.source_hash}"
    carried = engine.s3.head_object(Bucket="archive", Key=raw)["Metadata"]
    purge(desk, ["demo"], article_id, sender="admin")
    engine.s3.put_object(Bucket="archive", Key=raw, Body=A.encode(), Metadata=carried)
    assert report_of(desk).failed == ()
    purge(desk, ["demo"], article_id, sender="admin")
    assert "Contents" not in engine.s3.list_objects_v2(Bucket="archive", Prefix="raw/")


def test_what_cannot_be_restored_is_told_with_its_reason(push: Push, desk: Desk, engine: Engine) -> None:
    push(A, url=ADDRESS)
    engine.s3.put_object(Bucket="archive", Key="deliveries/demo/x/y", Body=b'{"kind": "letter"}')
    lose_table(desk, engine)
    report = report_of(desk)
    assert (report.found, report.restored, report.is_done) == (2, 1, True)
    assert [key for key, _ in report.failed] == ["deliveries/demo/x/y"]


def test_what_a_page_carries_and_is_no_record_is_told_too(push: Push, desk: Desk, engine: Engine) -> None:
    kept = push(A, url=ADDRESS)
    raw = f"raw/demo/{kept.receipt.article_id}/{kept.receipt.source_hash}"
    engine.s3.put_object(Bucket="archive", Key=raw, Body=A.encode(), Metadata={"delivery": "bm8gcmVjb3Jk"})
    assert report_of(desk).failed == ((raw, "no record of ours"),)


def test_restoring_writes_nothing_into_the_archive(push: Push, desk: Desk, clock: Clock, engine: Engine) -> None:
    one_life(push, desk, clock)
    before = list(list_stamped(engine.s3, "archive", ""))
    lose_table(desk, engine)
    assert report_of(desk).restored == 8
    assert list(list_stamped(engine.s3, "archive", "")) == before


def test_of_two_records_of_one_delivery_only_one_is_done_again(push: Push, desk: Desk, engine: Engine, look: Look) -> None:
    stopped = replace(
        desk, ledger=replace(desk.ledger, client=Stormy(desk.ledger.client, Weather({"transact_write_items": "death before"})))
    )
    with pytest.raises(Died):
        pushing(stopped)(A, url=ADDRESS, receipt="stopped")
    push(A, url=ADDRESS, at=minutes(1), receipt="answered")
    assert push(A, url=ADDRESS, receipt="stopped").outcome == "unchanged"
    before = {place: item for place, item in look().items() if place[0].startswith("A#")}
    lose_table(desk, engine)
    assert report_of(desk).restored == 2
    assert {place: item["content_hash"] for place, item in look().items() if place in before} == {
        place: item["content_hash"] for place, item in before.items()
    }
    assert audit(desk).findings == []


def test_an_empty_archive_gives_an_empty_report(desk: Desk) -> None:
    assert report_of(desk) == Restored()


def test_the_names_of_a_purged_article_go_to_no_other(push: Push, desk: Desk, engine: Engine, look: Look, clock: Clock) -> None:
    push(A, external_id="n1")
    clock.pass_by(minutes=1)
    doomed = push(print_page(headline="Doomed"), url=ADDRESS, at=minutes(1))
    clock.pass_by(minutes=1)
    push(B, external_id="n1", url=ADDRESS, at=minutes(2))
    purge(desk, ["demo"], str(doomed.receipt.article_id), sender="admin")
    lose_table(desk, engine)
    assert report_of(desk).failed == ()
    with pytest.raises(Purged):
        push(C, url=ADDRESS, at=minutes(3))


def test_a_page_that_was_outrun_comes_back_where_it_came_to_at_last(
    push: Push, desk: Desk, engine: Engine, look: Look, clock: Clock
) -> None:
    def outrun() -> None:
        clock.pass_by(seconds=1)
        push(A, external_id="n1", url=ADDRESS)
        clock.pass_by(seconds=1)

    with between_reading_and_writing(engine, outrun):
        push(B, url=ADDRESS, at=minutes(1))
    before = look()
    lose_table(desk, engine)
    assert report_of(desk) == Restored(found=3, known=1, restored=2)
    assert look() == before


def test_a_page_that_was_refused_after_it_was_recorded_does_not_come_back(push: Push, desk: Desk, engine: Engine) -> None:
    article_id = str(push(A, url=ADDRESS).receipt.article_id)
    with (
        between_reading_and_writing(engine, lambda: push(B, url=ADDRESS, at=minutes(1), receipt="first")),
        pytest.raises(PreconditionFailed),
    ):
        push(C, url=ADDRESS, at=minutes(2), receipt="outrun", terms=Terms(heads=frozenset({1})))
    lose_table(desk, engine)
    assert report_of(desk).failed == ()
    assert "Bravo" in find_edition(desk, ["demo"], article_id).article.body.text
    assert audit(desk).findings == []
