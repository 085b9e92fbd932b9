"""From a page that arrived to all that it changes: pure, so that a lost race costs only another look and another plan."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from ..article import Article, Edition, Received
from ..errors import CopydeskError
from ..page import RawPage
from .identity import Claims, Identity, read_claims
from .ledger import Commit
from .order import Outcome, Rank, Standing, Told, later_than, order_key, read_stamp, stamp
from .records import Alias, Change, Head, Receipt, Rejection, Revision, event_id_of
from .terms import ANYHOW, Terms

RECEIPT_LIFE = timedelta(days=30)  # over the 14 days that a queue can keep a message: a redelivery finds its receipt
REJECTION_LIFE = timedelta(days=90)  # its receipt and, by default, its copy live as long (RejectedRetentionDays)
IDEMPOTENCY_LIFE = timedelta(hours=24)
MAX_LISTED_CHARS = 2_048  # of a headline or an address in a list: items stay far under 400 KB whatever a page says
MAX_LISTED_SECTIONS = 16
TOLD: Mapping[Outcome, Told] = {"created": "created", "revised": "revised", "superseded": "superseded"}  # what adds an edition


@dataclass(frozen=True)
class Delivery:
    """How a page came: for whom, by which door, on which terms, and the id under which its sender will ask for it.

    `payload` is the hash of all that was sent, where an Idempotency-Key came with it; the receipt then lives for 24 hours.
    """

    publisher_id: str
    receipt_id: str
    received: Received
    inbox_key: str | None = None
    terms: Terms = ANYHOW
    payload: str | None = None


@dataclass(frozen=True)
class Arrival:
    """A page, read, with all that deciding about it needs."""

    page: RawPage
    delivery: Delivery
    article: Article
    claims: Claims
    standing: Standing


def read_arrival(page: RawPage, article: Article, delivery: Delivery) -> Arrival:
    provenance = article.provenance
    key = order_key(page.words, accepted_at=delivery.received.at, source_hash=provenance.source_hash)
    standing = Standing(Rank(key, provenance.normalizer), provenance.content_hash)
    return Arrival(page, delivery, article, read_claims(delivery.publisher_id, page.words, article), standing)


# ------------------------------------------------------------ accepting


def plan(arrival: Arrival, identity: Identity, head: Head | None, outcome: Outcome, *, at: datetime) -> tuple[Commit, Receipt]:
    """All that the page changes, as one transaction. `head` is the article's as it was read; None for a new article."""
    delivery = arrival.delivery
    changed_at = later_than(at, head.changed_at if head else None)
    number = (head.last_revision if head else 0) + 1
    told = TOLD.get(outcome)
    revision = revision_of(arrival, identity, number, kept_at=changed_at) if told else None
    new_head = next_head(arrival, identity, head, outcome, changed_at=changed_at)
    receipt = replace(
        blank_receipt(delivery, outcome, at=at),
        source_hash=arrival.article.provenance.source_hash,
        article_id=identity.article_id,
        revision=revision.revision if revision else new_head.revision,
        content_hash=arrival.standing.content_hash,
        doubts=tuple(doubt.model_dump() for doubt in identity.doubts),
    )
    work = Commit(
        receipt=receipt,
        read=head,
        head=None if head and replace(new_head, version=head.version) == head else new_head,
        revision=revision,
        change=change_of(arrival, revision, new_head, told) if revision and told else None,
        aliases=tuple(Alias(delivery.publisher_id, name, identity.article_id) for name in identity.fresh),
    )
    return work, receipt


def next_head(arrival: Arrival, identity: Identity, head: Head | None, outcome: Outcome, *, changed_at: str) -> Head:
    """The head after the page; equal to the one before it but for `version` where it changes nothing."""
    if head is None or outcome == "revised":
        return head_of(arrival, identity, head, changed_at=changed_at)
    same = replace(head, version=head.version + 1, external_id=identity.external_id)
    if outcome == "superseded":
        return replace(same, last_revision=head.last_revision + 1, changed_at=changed_at)
    # A repeat moves the head's key on: an edition between the two must not become the head when it arrives late.
    rank = arrival.standing.rank
    if not rank.after(head.standing.rank):
        return same
    return replace(same, order_key=rank.order_key, normalizer=rank.normalizer, receipt_id=arrival.delivery.receipt_id)


def head_of(arrival: Arrival, identity: Identity, before: Head | None, *, changed_at: str) -> Head:
    meta, standing, received = arrival.article.meta, arrival.standing, arrival.delivery.received
    number = (before.last_revision if before else 0) + 1
    return Head(
        publisher_id=arrival.delivery.publisher_id,
        article_id=identity.article_id,
        revision=number,
        last_revision=number,
        version=(before.version if before else 0) + 1,
        status="live",
        order_key=standing.rank.order_key,
        normalizer=standing.rank.normalizer,
        content_hash=standing.content_hash,
        source_hash=arrival.article.provenance.source_hash,
        published_at=published_at(arrival.article) or (before.published_at if before else stamp(read_stamp(received.at))),
        changed_at=changed_at,
        external_id=identity.external_id,
        headline=clip(meta.headline),
        url=clip(meta.canonical_url or meta.url),
        sections=tuple(section[:MAX_LISTED_CHARS] for section in meta.sections[:MAX_LISTED_SECTIONS]),
        purged_revision=before.purged_revision if before else 0,
        receipt_id=arrival.delivery.receipt_id,
    )


def published_at(article: Article) -> str | None:
    told = article.meta.published_at
    return stamp(read_stamp(told.at)) if told else None


def clip(text: str | None) -> str | None:
    return text[:MAX_LISTED_CHARS] if text else None


def revision_of(arrival: Arrival, identity: Identity, number: int, *, kept_at: str) -> Revision:
    received = arrival.delivery.received
    return Revision(
        publisher_id=arrival.delivery.publisher_id,
        article_id=identity.article_id,
        revision=number,
        order_key=arrival.standing.rank.order_key,
        normalizer=arrival.standing.rank.normalizer,
        content_hash=arrival.standing.content_hash,
        source_hash=arrival.article.provenance.source_hash,
        via=received.via,
        received_at=received.at,
        kept_at=kept_at,
        bytes=received.bytes,
        sender=received.sender,
        receipt_id=arrival.delivery.receipt_id,
    )


def change_of(arrival: Arrival, revision: Revision, head: Head, outcome: Told) -> Change:
    provenance = arrival.article.provenance
    return Change(
        publisher_id=revision.publisher_id,
        event_id=event_id_of(revision.publisher_id, revision.article_id, revision.revision),
        at=revision.kept_at,
        outcome=outcome,
        article_id=revision.article_id,
        revision=revision.revision,
        head_revision=head.revision,
        content_hash=revision.content_hash,
        headline=head.headline,
        url=head.url,
        receipt_id=revision.receipt_id,
        via=revision.via,
        visible=provenance.coverage.visible,
        unassigned=provenance.coverage.unassigned,
        doubts=len(provenance.doubts),
    )


def edition_of(revision: Revision, head: Head, article: Article) -> Edition:
    return Edition(
        article_id=revision.article_id,
        publisher_id=revision.publisher_id,
        revision=revision.revision,
        status="live" if head.status_of(revision) == "live" else "superseded",
        received=Received(via=revision.via, at=revision.received_at, sender=revision.sender, bytes=revision.bytes),
        article=article,
    )


# ------------------------------------------------------------- refusing


def blank_receipt(delivery: Delivery, outcome: Literal[Outcome, "rejected", "pending"], *, at: datetime) -> Receipt:
    """What every receipt says."""
    return Receipt(
        publisher_id=delivery.publisher_id,
        receipt_id=delivery.receipt_id,
        outcome=outcome,
        received_at=delivery.received.at,
        settled_at=stamp(at),
        via=delivery.received.via,
        expires_at=int((at + life_of(delivery)).timestamp()),
        inbox_key=delivery.inbox_key,
        sender=delivery.received.sender,
        payload=delivery.payload,
    )


def life_of(delivery: Delivery) -> timedelta:
    """How long its receipt lives."""
    return IDEMPOTENCY_LIFE if delivery.payload else RECEIPT_LIFE


def plan_rejection(delivery: Delivery, fault: CopydeskError, *, copy: str | None, at: datetime) -> tuple[Rejection, Receipt]:
    """`copy` is the page's key in the archive. The time is the delivery's, so that a second refusal is the same item."""
    expires_at = int((at + REJECTION_LIFE).timestamp())
    rejection = Rejection(
        publisher_id=delivery.publisher_id,
        rejection_id=delivery.receipt_id,
        received_at=delivery.received.at,
        type=fault.type,
        detail=fault.detail,
        inbox_key=delivery.inbox_key,
        copy=copy,
        via=delivery.received.via,
        sender=delivery.received.sender,
        bytes=delivery.received.bytes,
        expires_at=expires_at,
    )
    error = {"type": fault.type, "detail": fault.detail}
    return rejection, replace(blank_receipt(delivery, "rejected", at=at), error=error, expires_at=expires_at)
