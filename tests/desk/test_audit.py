"""What the audit finds where something was damaged by hand, and that it finds nothing where nothing was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from copydesk.article import Received
from copydesk.desk import Delivery, Desk, Taken, accept, purge, take, withdraw
from copydesk.desk.auditing import Audit, audit
from copydesk.store.inbox import Inbox
from copydesk.store.order import stamp
from tests.conftest import Clock, Engine
from tests.desk.pushing import ADDRESS, A, B, C, Push, minutes, open_page, scan
from tests.proof.faults import Died, Stormy, Weather

SETTLED = timedelta(days=-10_000)  # nothing is in flight: a bucket stamps objects by its own clock, whatever the desk's clock says
type Wreck = Callable[[Engine, str], None]


@pytest.fixture
def article(push: Push, clock: Clock) -> str:
    """Created, unchanged, revised, late, a duplicate; under two names."""
    article_id = str(push(A, url=ADDRESS, external_id="n1").receipt.article_id)
    push(A + "<!-- web7 -->", url=ADDRESS, at=minutes(1))
    push(B, url=ADDRESS, external_id="n1", at=minutes(2))
    push(C, external_id="n1", modified_at="2026-11-01T00:00:00+00:00", at=minutes(3))
    push(B, url=ADDRESS, at=minutes(2))
    return article_id


def kinds(found: Audit) -> set[str]:
    return {finding.kind for finding in found.findings}


def drop(inbox: Inbox, name: str, body: bytes) -> str:
    inbox.client.put_object(Bucket=inbox.bucket, Key=f"in/demo/{name}", Body=body, ContentType="text/html")
    return f"in/demo/{name}"


def took(desk: Desk, inbox: Inbox, key: str) -> Taken:
    taken = take(desk, inbox, key)
    assert taken
    return taken


def test_where_nothing_is_wrong_nothing_is_found(article: str, desk: Desk, inbox: Inbox) -> None:
    took(desk, inbox, drop(inbox, "good.html", B.encode()))
    took(desk, inbox, drop(inbox, "bad.txt", b"no page"))
    found = audit(desk, inbox, young=timedelta())
    assert found.findings == []
    assert found.account == {
        "accepted": 7, "stored": 3, "superseded": 1, "unchanged": 1, "duplicate": 1, "rejected": 1, "in_flight": 0, "unaccounted": 0,
    }  # fmt: skip


def test_neither_what_was_withdrawn_nor_what_was_purged_is_damage(article: str, push: Push, desk: Desk) -> None:
    withdraw(desk, ["demo"], article, sender=None)
    other = str(push(A, url=ADDRESS + "-2").receipt.article_id)
    purge(desk, ["demo"], other, sender=None)
    assert audit(desk, young=timedelta()).findings == []


def remove(key: Callable[[str], str]) -> Wreck:
    def wreck(engine: Engine, article_id: str) -> None:
        doomed = key(article_id)
        assert engine.s3.head_object(Bucket="archive", Key=doomed)
        engine.s3.delete_object(Bucket="archive", Key=doomed)

    return wreck


def find_item(engine: Engine, pk: str, sk: str = "") -> dict[str, Any]:
    return next(item for item in scan(engine) if item["pk"]["S"].startswith(pk) and item["sk"]["S"].startswith(sk))


def forget(pk: str, sk: str = "") -> Wreck:
    def wreck(engine: Engine, article_id: str) -> None:
        item = find_item(engine, pk.format(article_id), sk)
        engine.dynamodb.delete_item(TableName="copydesk", Key={"pk": item["pk"], "sk": item["sk"]})

    return wreck


def rewrite(pk: str, sk: str, **values: Any) -> Wreck:
    def wreck(engine: Engine, article_id: str) -> None:
        engine.dynamodb.put_item(TableName="copydesk", Item={**find_item(engine, pk.format(article_id), sk), **values})

    return wreck


def overwrite(prefix: str, body: bytes | None = None) -> Wreck:
    """`None` for the object's own bytes, one of them changed."""

    def wreck(engine: Engine, article_id: str) -> None:
        head = find_item(engine, f"A#demo#{article_id}", "HEAD")
        name = head["source_hash" if prefix == "raw" else "content_hash"]["S"]
        key = f"{prefix}/demo/{article_id}/{name}"
        own = engine.s3.get_object(Bucket="archive", Key=key)["Body"].read()
        engine.s3.put_object(Bucket="archive", Key=key, Body=own.replace(b"lighthouse", b"lightmouse") if body is None else body)

    return wreck


def carry(metadata: dict[str, str]) -> Wreck:
    def wreck(engine: Engine, article_id: str) -> None:
        key = f"raw/demo/{article_id}/{of_the_head(engine, article_id, 'source_hash')}"
        own = engine.s3.get_object(Bucket="archive", Key=key)["Body"].read()
        engine.s3.put_object(Bucket="archive", Key=key, Body=own, Metadata=metadata)

    return wreck


def of_the_head(engine: Engine, article_id: str, field: str) -> str:
    return str(find_item(engine, f"A#demo#{article_id}", "HEAD")[field]["S"])


def remove_own(prefix: str, field: str) -> Wreck:
    return lambda engine, article_id: remove(lambda a: f"{prefix}/demo/{a}/{of_the_head(engine, a, field)}")(engine, article_id)


ARTICLE = "A#demo#{}"
DAMAGE: dict[str, tuple[Wreck, str]] = {
    "the head's page is gone": (remove_own("raw", "source_hash"), "page_missing"),
    "the head's page is another": (overwrite("raw"), "page_damaged"),
    "the head's document is gone": (remove_own("articles", "content_hash"), "document_missing"),
    "the head's document is no article": (overwrite("articles", b"{}"), "document_damaged"),
    "a word of the head's document is another": (overwrite("articles"), "document_damaged"),
    "the head's page carries nothing": (carry({}), "delivery_missing"),
    "the head's page carries no record": (carry({"delivery": "bm8gcmVjb3Jk"}), "delivery_missing"),
    "the head is gone": (forget(ARTICLE, "HEAD"), "head_missing"),
    "the head is an older edition": (rewrite(ARTICLE, "HEAD", revision={"N": "1"}), "head_wrong"),
    "a later edition is not the head": (rewrite(ARTICLE, "R#0000000001", order_key={"S": "1"}), "head_not_greatest"),
    "a revision is gone": (forget(ARTICLE, "R#0000000002"), "revision_missing"),
    "the head counts too few revisions": (rewrite(ARTICLE, "HEAD", last_revision={"N": "2"}), "head_behind"),
    "a revision is no record any more": (rewrite(ARTICLE, "R#0000000001", revision={"S": "one"}), "item_broken"),
    "an alias is gone": (forget("U#"), "alias_missing"),
    "an alias leads to no article": (rewrite("U#", "", article_id={"S": "a" * 26}), "alias_dangling"),
    "a change is gone": (forget("C#"), "change_missing"),
    "the receipt of a revision is gone": (forget("T#demo#receipt-0"), "receipt_missing"),
    "the receipt of an unchanged page is gone": (forget("T#demo#receipt-1"), "delivery_unanswered"),
    "a receipt tells of a revision that there is not": (rewrite("T#", "", revision={"N": "9"}), "receipt_dangling"),
    "the month is not in the calendar": (forget("D#demo#feed"), "calendar_missing"),
}  # fmt: skip


@pytest.mark.parametrize(("wreck", "kind"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_done_by_hand_is_found(article: str, desk: Desk, engine: Engine, wreck: Wreck, kind: str) -> None:
    wreck(engine, article)
    assert kind in kinds(audit(desk, young=SETTLED))


def test_a_record_beside_its_page_is_missed_too(article: str, push: Push, desk: Desk, engine: Engine) -> None:
    push(A, url=ADDRESS, at=minutes(4), receipt="back again")
    assert audit(desk, young=SETTLED).findings == []
    remove(lambda a: f"deliveries/demo/{a}/back again")(engine, article)
    assert kinds(audit(desk, young=SETTLED)) == {"delivery_missing"}


def test_a_page_whose_sender_was_not_answered_and_sent_it_again_is_a_duplicate(push: Push, desk: Desk) -> None:
    stopped = replace(
        desk, ledger=replace(desk.ledger, client=Stormy(desk.ledger.client, Weather({"transact_write_items": "death before"})))
    )
    received = Received(via="http", at=stamp(minutes(0)), sender=None, bytes=1)
    with pytest.raises(Died):
        accept(stopped, open_page(A, url=ADDRESS), Delivery("demo", "not answered", received))
    assert kinds(audit(desk, young=SETTLED)) == {"delivery_unanswered"}
    push(A, url=ADDRESS, at=minutes(1))
    found = audit(desk, young=SETTLED)
    assert (found.findings, found.account["stored"], found.account["duplicate"], found.accepted) == ([], 1, 1, 2)


def test_a_drop_without_a_receipt_is_found_once_it_is_at_work_no_more(desk: Desk, inbox: Inbox) -> None:
    key = drop(inbox, "lost.html", A.encode())
    assert audit(desk, inbox, young=timedelta(days=2)).account["in_flight"] == 1
    lost = audit(desk, inbox, young=timedelta(days=-2))
    assert (kinds(lost), lost.account["unaccounted"], lost.findings[0].place) == ({"drop_unanswered"}, 1, key)


@pytest.mark.parametrize(("place", "kind"), [("X#", "rejection_missing"), ("T#", "receipt_missing"), ("rejected/", "copy_missing")])
def test_what_a_refusal_left_is_looked_over_too(desk: Desk, inbox: Inbox, engine: Engine, place: str, kind: str) -> None:
    refused = took(desk, inbox, drop(inbox, "bad.txt", b"no page")).receipt
    if place == "rejected/":
        engine.s3.delete_object(Bucket="archive", Key=f"rejected/demo/{refused.receipt_id}")
    else:
        forget(place)(engine, "")
    assert kind in kinds(audit(desk))


def test_what_a_purge_left_behind_is_found(article: str, desk: Desk, engine: Engine) -> None:
    purge(desk, ["demo"], article, sender=None)
    engine.s3.put_object(Bucket="archive", Key=f"raw/demo/{article}/left", Body=b"x")
    assert kinds(audit(desk)) == {"purge_unfinished"}


def test_a_page_that_a_rule_of_the_bucket_took_away_is_no_damage(article: str, desk: Desk, engine: Engine, clock: Clock) -> None:
    rule = {"ID": "raw", "Status": "Enabled", "Filter": {"Prefix": "raw/"}, "Expiration": {"Days": 30}}
    engine.s3.put_bucket_lifecycle_configuration(Bucket="archive", LifecycleConfiguration={"Rules": [rule]})
    remove_own("raw", "source_hash")(engine, article)
    assert kinds(audit(desk)) == {"page_missing"}
    clock.pass_by(days=30.1)
    assert kinds(audit(desk)) == set()


def test_the_audit_changes_nothing(article: str, desk: Desk, inbox: Inbox, engine: Engine) -> None:
    forget("U#")(engine, article)
    before = scan(engine), engine.s3.list_object_versions(Bucket="archive")["Versions"]
    audit(desk, inbox)
    assert (scan(engine), engine.s3.list_object_versions(Bucket="archive")["Versions"]) == before
