"""Withdrawal, purge and the lifting of a purge: what each changes, as one transaction. Pure, like `editions`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from .deliveries import Removal
from .ledger import Commit
from .order import later_than, tombstone_key
from .records import Alias, Change, Head, Revision, event_id_of

type Kind = Literal["withdrawal", "purge"]

STATUS: dict[str, Literal["withdrawn", "purged"]] = {"withdrawal": "withdrawn", "purge": "purged"}
NO_NORMALIZER = "0"


def bury(kind: Kind, head: Head, *, at: datetime) -> Head:
    """The tombstone as the article's head. A purged article's says nothing of what it was about."""
    revision = head.last_revision + 1
    buried = replace(
        head,
        revision=revision,
        last_revision=revision,
        version=head.version + 1,
        status=STATUS[kind],
        order_key=tombstone_key(head.order_key, at=at),
        content_hash="",  # equal to no page's, so that the very same page brings the article back
        source_hash="",
        changed_at=later_than(at, head.changed_at),
        receipt_id=f"{kind}-{revision:010d}",
    )
    if kind == "withdrawal":
        return buried
    return replace(buried, normalizer=NO_NORMALIZER, headline=None, url=None, sections=(), purged_revision=revision)


def plan_removal(before: Head | None, after: Head, *, sender: str | None, done_at: str | None = None, names: Iterable[str] = ()) -> Commit:
    """`names` are those that the ledger does not know yet; `done_at` is when it was done first."""
    return Commit(
        receipt=None,
        read=before,
        head=after,
        revision=tombstone_of(after, sender=sender, done_at=done_at or after.changed_at),
        change=change_of(after),
        aliases=tuple(Alias(after.publisher_id, name, after.article_id) for name in names),
    )


def tombstone_of(head: Head, *, sender: str | None, done_at: str) -> Revision:
    return Revision(
        publisher_id=head.publisher_id,
        article_id=head.article_id,
        revision=head.revision,
        order_key=head.order_key,
        normalizer=head.normalizer,
        content_hash="",
        source_hash="",
        via="http",
        received_at=done_at,
        kept_at=head.changed_at,
        bytes=0,
        sender=sender,
        receipt_id=head.receipt_id,
        kind="tombstone",
    )


def change_of(head: Head) -> Change:
    return Change(
        publisher_id=head.publisher_id,
        event_id=event_id_of(head.publisher_id, head.article_id, head.revision),
        at=head.changed_at,
        outcome="purged" if head.status == "purged" else "withdrawn",
        article_id=head.article_id,
        revision=head.revision,
        head_revision=head.revision,
        content_hash="",
        headline=head.headline,
        url=head.url,
    )


def raise_up(head: Head, *, at: datetime) -> Head:
    """The article stays withdrawn until an edition comes. What was purged does not come back."""
    return replace(head, status="withdrawn", version=head.version + 1, changed_at=later_than(at, head.changed_at))


# ------------------------------------------------------------- recording


def describe_removal(kind: Literal["withdrawal", "purge", "lift"], head: Head, *, names: Iterable[str], sender: str | None) -> Removal:
    """What was done, told by the head that it left."""
    return Removal(
        kind=kind,
        publisher_id=head.publisher_id,
        article_id=head.article_id,
        receipt_id=f"{kind}-{head.revision:010d}",
        written_at=head.changed_at,
        revision=head.revision,
        order_key=head.order_key,
        published_at=head.published_at,
        sender=sender,
        external_id=head.external_id,
        names=tuple(names),
    )


def rebury(removal: Removal, head: Head | None, *, at: datetime) -> Head:
    """The tombstone once more. Of a purged article nothing else may be known."""
    kind: Kind = "purge" if removal.kind == "purge" else "withdrawal"
    after = bury(kind, head or unknown_head(removal), at=at)
    number = removal.revision
    return replace(
        after,
        revision=number,
        last_revision=number,
        order_key=removal.order_key,
        receipt_id=removal.receipt_id,
        purged_revision=number if kind == "purge" else after.purged_revision,
    )


def unknown_head(removal: Removal) -> Head:
    return Head(
        publisher_id=removal.publisher_id,
        article_id=removal.article_id,
        revision=0,
        last_revision=0,
        version=0,
        status="live",
        order_key=removal.order_key,
        normalizer=NO_NORMALIZER,
        content_hash="",
        source_hash="",
        published_at=removal.published_at,
        changed_at=removal.written_at,
        external_id=removal.external_id,
    )
