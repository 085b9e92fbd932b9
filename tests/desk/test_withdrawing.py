"""Articles that are taken away: withdrawn until a newer edition comes, purged until an admin lifts it."""

from collections.abc import Callable
from typing import Any

import pytest

from copydesk.desk import Desk, Kept, find, find_edition, lift, purge, reject, withdraw
from copydesk.errors import Conflict, PreconditionFailed, Purged, StoreUnavailable, Unknown, Withdrawn
from copydesk.store.archive import list_keys, list_versions
from copydesk.store.ledger import find_head
from copydesk.store.records import Head
from copydesk.store.terms import Terms
from tests.conftest import Clock, Engine
from tests.desk.pushing import ADDRESS, A, B, C, Push, between_reading_and_writing, failing, minutes, scan
from tests.desk.test_receipts import drop
from tests.paper import print_page

type Take = Callable[[Desk, Kept], Head]


def take(desk: Desk, kept: Kept, *, terms: Terms | None = None) -> Head:
    return withdraw(desk, ["demo"], str(kept.receipt.article_id), sender="editor", terms=terms or Terms())


def erase(desk: Desk, kept: Kept) -> Head:
    return purge(desk, ["demo"], str(kept.receipt.article_id), sender="admin")


def head_of(desk: Desk, kept: Kept) -> Head:
    head = find_head(desk.ledger, ["demo"], str(kept.receipt.article_id))
    assert head
    return head


def changes(engine: Engine) -> list[tuple[str, str]]:
    """Outcome and revision of every change, in the order in which they happened."""
    told = sorted((item["sk"]["S"], item) for item in scan(engine) if item["pk"]["S"].startswith("C#"))
    return [(item["outcome"]["S"], item["revision"]["N"]) for _, item in told]


def objects(desk: Desk) -> list[str]:
    return list(list_keys(desk.archive, ""))


# ----------------------------------------------------------- withdrawing


def test_a_withdrawn_article_can_no_longer_be_read(push: Push, desk: Desk) -> None:
    kept = push(A, url=ADDRESS)
    assert (take(desk, kept).status, head_of(desk, kept).revision) == ("withdrawn", 2)
    with pytest.raises(Withdrawn):
        find_edition(desk, ["demo"], str(kept.receipt.article_id))


def test_older_revisions_of_a_withdrawn_article_stay_readable(push: Push, desk: Desk) -> None:
    kept = push(A, url=ADDRESS)
    take(desk, kept)
    edition = find_edition(desk, ["demo"], str(kept.receipt.article_id), revision=1)
    assert (edition.status, edition.article) == ("superseded", kept.edition and kept.edition.article)


def test_the_tombstone_itself_is_no_edition(push: Push, desk: Desk) -> None:
    kept = push(A, url=ADDRESS)
    take(desk, kept)
    with pytest.raises(Withdrawn):
        find(desk, ["demo"], str(kept.receipt.article_id), revision=2)


def test_a_withdrawal_is_told_with_its_revision(push: Push, desk: Desk, engine: Engine) -> None:
    take(desk, push(A, url=ADDRESS))
    assert changes(engine) == [("created", "1"), ("withdrawn", "2")]


def test_withdrawing_twice_is_withdrawing_once(push: Push, desk: Desk, engine: Engine) -> None:
    kept = push(A, url=ADDRESS)
    assert take(desk, kept) == take(desk, kept)
    assert len(changes(engine)) == 2


def test_the_very_same_page_sent_again_brings_a_withdrawn_article_back(push: Push, desk: Desk, clock: Clock) -> None:
    take(desk, push(A, url=ADDRESS))
    clock.pass_by(minutes=5)
    back = push(A, url=ADDRESS, at=minutes(5))
    assert (back.outcome, back.receipt.revision, head_of(desk, back).status) == ("revised", 3, "live")


@pytest.mark.parametrize("words", [{"edition": "7"}, {"modified_at": "2026-11-20T10:00:00+00:00"}])
def test_an_edition_with_the_same_number_or_time_brings_it_back_too(push: Push, desk: Desk, clock: Clock, words: dict[str, Any]) -> None:
    take(desk, push(A, url=ADDRESS, **words))
    clock.pass_by(minutes=5)
    assert push(B, url=ADDRESS, at=minutes(5), **words).outcome == "revised"


def test_an_older_edition_that_arrives_late_does_not_bring_it_back(push: Push, desk: Desk) -> None:
    take(desk, push(A, url=ADDRESS, modified_at="2026-11-20T10:00:00+00:00"))
    late = push(B, url=ADDRESS, modified_at="2026-11-19T10:00:00+00:00", at=minutes(5))
    assert (late.outcome, late.edition and late.edition.status) == ("superseded", "superseded")
    assert head_of(desk, late).status == "withdrawn"


def test_a_page_that_was_received_before_the_withdrawal_does_not_bring_it_back(push: Push, desk: Desk, clock: Clock) -> None:
    kept = push(A, url=ADDRESS)
    clock.pass_by(minutes=5)
    take(desk, kept)
    assert push(B, url=ADDRESS, at=minutes(3)).outcome == "superseded"


def test_a_withdrawal_of_another_head_than_was_meant_is_refused(push: Push, desk: Desk) -> None:
    push(A, url=ADDRESS)
    kept = push(B, url=ADDRESS, at=minutes(1))
    with pytest.raises(PreconditionFailed):
        take(desk, kept, terms=Terms(heads=frozenset({1})))
    assert take(desk, kept, terms=Terms(heads=frozenset({2}))).status == "withdrawn"


@pytest.mark.parametrize("remove", [withdraw, purge])
def test_what_is_not_there_cannot_be_taken_away(desk: Desk, remove: Callable[..., Head]) -> None:
    with pytest.raises(Unknown):
        remove(desk, ["demo"], "a" * 26, sender=None)


# --------------------------------------------------------------- purging


def test_nothing_of_a_purged_article_is_left_but_the_record_of_its_purge(push: Push, desk: Desk) -> None:
    push(A, url=ADDRESS)
    kept = push(B, url=ADDRESS, at=minutes(1))
    erase(desk, kept)
    assert objects(desk) == [f"deliveries/demo/{kept.receipt.article_id}/purge-0000000003"]


def test_every_version_is_erased(push: Push, desk: Desk, engine: Engine) -> None:
    engine.s3.put_bucket_versioning(Bucket="archive", VersioningConfiguration={"Status": "Enabled"})
    kept = push(A, url=ADDRESS)
    document = next(key for key in objects(desk) if key.startswith("articles/"))
    engine.s3.put_object(Bucket="archive", Key=document, Body=b"another version")
    engine.s3.delete_object(Bucket="archive", Key=document)
    erase(desk, kept)
    assert [version["Key"].split("/")[0] for version in list_versions(desk.archive, "")] == ["deliveries"]


def test_other_articles_stay(push: Push, desk: Desk) -> None:
    other = push(B, url=ADDRESS + "-2")
    erase(desk, push(A, url=ADDRESS))
    assert find_edition(desk, ["demo"], str(other.receipt.article_id)) == other.edition


@pytest.mark.parametrize("revision", [None, 1, 2])
def test_no_revision_of_a_purged_article_can_be_read(push: Push, desk: Desk, revision: int | None) -> None:
    kept = push(A, url=ADDRESS)
    erase(desk, kept)
    with pytest.raises(Purged):
        find(desk, ["demo"], str(kept.receipt.article_id), revision=revision)


def test_the_head_of_a_purged_article_tells_nothing_of_it(push: Push, desk: Desk) -> None:
    kept = push(A, url=ADDRESS)
    erase(desk, kept)
    head = head_of(desk, kept)
    assert (head.headline, head.url, head.sections) == (None, None, ())


def test_a_redelivery_under_any_of_its_names_is_refused(push: Push, desk: Desk) -> None:
    canonical = ADDRESS + "-canonical-7"
    erase(desk, push(print_page(canonical=canonical), url=ADDRESS, external_id="n1"))
    for words in ({"url": ADDRESS}, {"external_id": "n1"}, {"url": canonical}, {"url": ADDRESS + "-9", "external_id": "n1"}):
        with pytest.raises(Purged):
            push(B, at=minutes(9), **words)


def test_a_page_without_a_name_is_refused_by_its_bytes(push: Push, desk: Desk) -> None:
    erase(desk, push(A))
    with pytest.raises(Purged):
        push(A, at=minutes(1))


def test_nothing_of_a_refused_redelivery_is_kept(push: Push, desk: Desk) -> None:
    erase(desk, push(A, url=ADDRESS))
    before = objects(desk)
    with pytest.raises(Purged) as fault:
        push(A, url=ADDRESS, at=minutes(1))
    reject(desk, drop("r9"), fault.value, body=A.encode())
    assert objects(desk) == before


def test_a_purge_is_told_with_its_revision_and_without_a_headline(push: Push, desk: Desk, engine: Engine) -> None:
    erase(desk, push(A, url=ADDRESS))
    assert changes(engine) == [("created", "1"), ("purged", "2")]


def test_what_was_told_of_a_purged_article_forgets_its_headline_and_address(push: Push, desk: Desk, engine: Engine) -> None:
    push(A, url=ADDRESS)
    erase(desk, push(B, url=ADDRESS, at=minutes(1)))
    told = str([item for item in scan(engine) if item["pk"]["S"].startswith(("C#", "A#"))])
    assert "Lighthouse" not in told
    assert ADDRESS not in told
    assert [outcome for outcome, _ in changes(engine)] == ["created", "revised", "purged"]


def test_a_page_that_was_on_its_way_while_its_article_was_purged_is_refused(push: Push, desk: Desk, engine: Engine) -> None:
    kept = push(A, url=ADDRESS)
    with between_reading_and_writing(engine, lambda: erase(desk, kept)), pytest.raises(Purged):
        push(B, url=ADDRESS, at=minutes(1))
    erase(desk, kept)
    assert [key.split("/")[0] for key in objects(desk)] == ["deliveries"]


def test_an_edition_that_comes_between_is_withdrawn_too(push: Push, desk: Desk, engine: Engine) -> None:
    kept = push(A, url=ADDRESS)
    with between_reading_and_writing(engine, lambda: push(B, url=ADDRESS, at=minutes(1))):
        assert take(desk, kept).revision == 3


def test_an_edition_that_comes_between_stops_who_meant_another(push: Push, desk: Desk, engine: Engine) -> None:
    kept = push(A, url=ADDRESS)
    with (
        between_reading_and_writing(engine, lambda: push(B, url=ADDRESS, at=minutes(1))),
        pytest.raises(PreconditionFailed),
    ):
        take(desk, kept, terms=Terms(heads=frozenset({1})))
    assert head_of(desk, kept).status == "live"


def test_a_withdrawn_article_can_be_purged(push: Push, desk: Desk, engine: Engine) -> None:
    kept = push(A, url=ADDRESS)
    take(desk, kept)
    erase(desk, kept)
    assert [outcome for outcome, _ in changes(engine)] == ["created", "withdrawn", "purged"]


def test_withdrawing_a_purged_article_changes_nothing(push: Push, desk: Desk) -> None:
    kept = push(A, url=ADDRESS)
    assert erase(desk, kept) == take(desk, kept)


PURGE_MOMENTS = [
    ("before the transaction", "dynamodb", "before-call.dynamodb.TransactWriteItems"),
    ("after the transaction, its answer lost", "dynamodb", "after-call.dynamodb.TransactWriteItems"),
    ("before the erasing", "s3", "before-call.s3.DeleteObjects"),
    ("while it erases", "s3", "after-call.s3.DeleteObjects"),
]


@pytest.mark.parametrize(("service", "moment"), [row[1:] for row in PURGE_MOMENTS], ids=[row[0] for row in PURGE_MOMENTS])
def test_a_purge_that_failed_at_any_moment_is_repaired_by_doing_it_again(
    push: Push, desk: Desk, engine: Engine, service: str, moment: str
) -> None:
    kept = push(A, url=ADDRESS)
    with failing(getattr(engine, service), moment), pytest.raises(StoreUnavailable):
        erase(desk, kept)
    erase(desk, kept)
    assert [key.split("/")[0] for key in objects(desk)] == ["deliveries"]
    assert [outcome for outcome, _ in changes(engine)] == ["created", "purged"]


@pytest.mark.parametrize("remove", [withdraw, lift], ids=["withdrawal", "lift"])
def test_what_could_not_be_recorded_is_recorded_by_doing_it_again(
    push: Push, desk: Desk, engine: Engine, remove: Callable[..., Head], request: pytest.FixtureRequest
) -> None:
    kept = push(A, url=ADDRESS)
    if remove is lift:
        erase(desk, kept)
    article_id = str(kept.receipt.article_id)
    with failing(engine.s3, "before-call.s3.PutObject"), pytest.raises(StoreUnavailable):
        remove(desk, ["demo"], article_id, sender=None)
    remove(desk, ["demo"], article_id, sender=None)
    kind = request.node.callspec.id
    assert f"deliveries/demo/{article_id}/{kind}-0000000002" in objects(desk)


# --------------------------------------------------------------- lifting


def test_a_lifted_article_comes_back_with_its_next_edition(push: Push, desk: Desk, clock: Clock) -> None:
    kept = push(A, url=ADDRESS)
    erase(desk, kept)
    assert lift(desk, ["demo"], str(kept.receipt.article_id), sender="admin").status == "withdrawn"
    clock.pass_by(minutes=5)
    back = push(A, url=ADDRESS, at=minutes(5))
    assert (back.outcome, back.receipt.article_id, back.receipt.revision) == ("revised", kept.receipt.article_id, 3)
    assert find_edition(desk, ["demo"], str(kept.receipt.article_id)) == back.edition


def test_what_was_purged_does_not_come_back_with_the_lifting(push: Push, desk: Desk, clock: Clock) -> None:
    kept = push(A, url=ADDRESS)
    erase(desk, kept)
    lift(desk, ["demo"], str(kept.receipt.article_id), sender="admin")
    push(B, url=ADDRESS, at=minutes(5))
    with pytest.raises(Purged):
        find(desk, ["demo"], str(kept.receipt.article_id), revision=1)


def test_lifting_twice_is_lifting_once(push: Push, desk: Desk) -> None:
    kept = push(A, url=ADDRESS)
    erase(desk, kept)
    heads = {lift(desk, ["demo"], str(kept.receipt.article_id), sender="admin") for _ in range(2)}
    assert len(heads) == 1


def test_there_is_nothing_to_lift_where_nothing_was_purged(push: Push, desk: Desk) -> None:
    kept = push(A, url=ADDRESS)
    with pytest.raises(Conflict):
        lift(desk, ["demo"], str(kept.receipt.article_id), sender="admin")


def test_an_article_can_be_purged_again_after_a_lifting(push: Push, desk: Desk, clock: Clock) -> None:
    kept = push(A, url=ADDRESS)
    erase(desk, kept)
    lift(desk, ["demo"], str(kept.receipt.article_id), sender="admin")
    clock.pass_by(minutes=5)
    push(C, url=ADDRESS, at=minutes(5))
    erase(desk, kept)
    assert objects(desk) == [f"deliveries/demo/{kept.receipt.article_id}/purge-0000000004"]
    with pytest.raises(Purged):
        push(A, url=ADDRESS, at=minutes(9))
