"""What the house does for whoever stands at a door: accept a page, tell what became of it, hand out what is kept.

accept: normalize → identify → judge → bytes and document to the archive → one transaction in the ledger.
Everything before the transaction is content-addressed and can be done again; the transaction is conditional on all that was read.
A crash anywhere is repaired by sending the page again.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import uniform
from typing import Any

from . import normalize as normalizing
from .article import Article, Edition, Received
from .errors import CopydeskError, StoreUnavailable, Unknown
from .page import RawPage
from .store import archive as archives
from .store import ledger as ledgers
from .store.archive import Archive
from .store.faults import Outrun
from .store.identity import Claims, Identity, Owner, identify, read_claims
from .store.ledger import Commit, Ledger
from .store.order import Outcome, Rank, Standing, judge, later_than, order_key, read_stamp, stamp
from .store.records import Alias, Change, Head, Receipt, Rejection, Revision, hashed

ATTEMPTS = 15  # 16 writers on one article needed at most 8 (four runs of tests/test_desk.py's, 2026-11); all pauses together stay under 6 s
PAUSE_SECONDS = 0.02  # before the second attempt, doubled after each, with jitter
LONGEST_PAUSE_SECONDS = 0.5
RECEIPT_LIFE = timedelta(days=30)  # over the 14 days that a queue can keep a message: a redelivery finds its receipt
EVENT_ID_CHARS = 32
MAX_LISTED_CHARS = 2_048  # of a headline or an address in a list: items stay far under 400 KB whatever a page says
MAX_LISTED_SECTIONS = 16


@dataclass(frozen=True)
class Desk:
    """Where things are kept, and what the time is."""

    archive: Archive
    ledger: Ledger
    clock: Callable[[], datetime]
    normalize: Callable[[RawPage], Article] = normalizing.normalize
    pause: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Delivery:
    """How a page came: for whom, by which door, and the id under which its sender will ask for it."""

    publisher_id: str
    receipt_id: str
    received: Received
    inbox_key: str | None = None


@dataclass(frozen=True)
class Kept:
    """`edition` is None where the page added none: what is kept was there before, and `read_kept` fetches it."""

    outcome: Outcome
    receipt: Receipt
    edition: Edition | None = None


@dataclass(frozen=True)
class Arrival:
    """A page, read, with all that deciding about it needs."""

    page: RawPage
    delivery: Delivery
    article: Article
    claims: Claims
    standing: Standing


# ------------------------------------------------------------- accepting


def accept(desk: Desk, page: RawPage, delivery: Delivery) -> Kept:
    """Keep the page durably and effectively once.

    Raises PageRejected for a page without an article, Conflict for an address of another external id, StoreUnavailable for what
    time heals. A delivery that was settled before is answered as `duplicate`, whatever has happened since.
    """
    arrival = None
    for attempt in range(ATTEMPTS):
        if attempt:
            desk.pause(uniform(0.5, 1) * min(LONGEST_PAUSE_SECONDS, PAUSE_SECONDS * 2**attempt))
        settled = find_settled(desk, delivery)
        if settled:
            return Kept("duplicate", settled)
        arrival = arrival or read_page(desk, page, delivery)
        try:
            return keep(desk, arrival)
        except Outrun:
            continue
    raise StoreUnavailable("many writers are at this article; send the page again")


def find_settled(desk: Desk, delivery: Delivery) -> Receipt | None:
    receipt = ledgers.find_receipt(desk.ledger, [delivery.publisher_id], delivery.receipt_id, at=desk.clock())
    return receipt if receipt and receipt.outcome != "rejected" else None


def read_page(desk: Desk, page: RawPage, delivery: Delivery) -> Arrival:
    article = desk.normalize(page)
    provenance = article.provenance
    key = order_key(page.words, accepted_at=delivery.received.at, source_hash=provenance.source_hash)
    standing = Standing(Rank(key, provenance.normalizer), provenance.content_hash)
    return Arrival(page, delivery, article, read_claims(delivery.publisher_id, page.words, article), standing)


def keep(desk: Desk, arrival: Arrival) -> Kept:
    """One attempt. Raises Outrun where another writer came between the reading and the transaction."""
    publisher_id = arrival.delivery.publisher_id
    identity, head = look_up(desk, arrival.claims)
    kept = (revision.standing for revision in ledgers.read_revisions(desk.ledger, publisher_id, identity.article_id))
    outcome = judge(arrival.standing, head.standing if head else None, kept)
    work = plan(arrival, identity, head, outcome, at=desk.clock())
    if work.revision or (head and head.source_hash != arrival.article.provenance.source_hash):
        archives.keep_raw(desk.archive, publisher_id, identity.article_id, arrival.page.body)
    if work.revision:
        archives.keep_document(desk.archive, publisher_id, identity.article_id, arrival.article)
    ledgers.commit(desk.ledger, work)
    edition = edition_of(work.revision, work.head, arrival.article) if work.revision and work.head else None
    return Kept(outcome, work.receipt, edition)


def look_up(desk: Desk, claims: Claims) -> tuple[Identity, Head | None]:
    publisher_id = claims.publisher_id
    known = ledgers.find_aliases(desk.ledger, publisher_id, [claim.name for claim in claims.names])
    heads = ledgers.find_heads(desk.ledger, publisher_id, known.values())
    owners = {name: Owner(article_id, heads[article_id].external_id if article_id in heads else None) for name, article_id in known.items()}
    identity = identify(claims, owners)
    head = heads.get(identity.article_id) or ledgers.find_head(desk.ledger, [publisher_id], identity.article_id)
    return identity, head


def plan(arrival: Arrival, identity: Identity, head: Head | None, outcome: Outcome, *, at: datetime) -> Commit:
    """All that the page changes, as one transaction."""
    delivery = arrival.delivery
    changed_at = later_than(at, head.changed_at if head else None)
    adds_edition = outcome in ("created", "revised", "superseded")
    number = (head.last_revision if head else 0) + 1
    revision = revision_of(arrival, identity, number, kept_at=changed_at) if adds_edition else None
    new_head = next_head(arrival, identity, head, outcome, changed_at=changed_at)
    receipt = Receipt(
        publisher_id=delivery.publisher_id,
        receipt_id=delivery.receipt_id,
        outcome=outcome,
        received_at=delivery.received.at,
        settled_at=stamp(at),
        via=delivery.received.via,
        expires_at=int((at + RECEIPT_LIFE).timestamp()),
        inbox_key=delivery.inbox_key,
        source_hash=arrival.article.provenance.source_hash,
        article_id=identity.article_id,
        revision=revision.revision if revision else new_head.revision,
        content_hash=arrival.standing.content_hash,
        doubts=tuple(doubt.model_dump() for doubt in identity.doubts),
    )
    return Commit(
        receipt=receipt,
        read=head,
        head=None if head and replace(new_head, version=head.version) == head else new_head,
        revision=revision,
        change=change_of(revision, new_head, outcome) if revision else None,
        aliases=tuple(Alias(delivery.publisher_id, name, identity.article_id) for name in identity.fresh),
    )


def next_head(arrival: Arrival, identity: Identity, head: Head | None, outcome: Outcome, *, changed_at: str) -> Head:
    """The head after the page; equal to the one before it but for `version` where it changes nothing."""
    article, standing = arrival.article, arrival.standing
    if head is None or outcome == "revised":
        return Head(
            publisher_id=arrival.delivery.publisher_id,
            article_id=identity.article_id,
            revision=(head.last_revision if head else 0) + 1,
            last_revision=(head.last_revision if head else 0) + 1,
            version=(head.version if head else 0) + 1,
            status="live",
            order_key=standing.rank.order_key,
            normalizer=standing.rank.normalizer,
            content_hash=standing.content_hash,
            source_hash=article.provenance.source_hash,
            published_at=published_at(article) or (head.published_at if head else stamp(read_stamp(arrival.delivery.received.at))),
            changed_at=changed_at,
            external_id=identity.external_id,
            headline=clip(article.meta.headline),
            url=clip(article.meta.canonical_url or article.meta.url),
            sections=tuple(section[:MAX_LISTED_CHARS] for section in article.meta.sections[:MAX_LISTED_SECTIONS]),
        )
    same = replace(head, version=head.version + 1, external_id=identity.external_id)
    if outcome == "superseded":
        return replace(same, last_revision=head.last_revision + 1, changed_at=changed_at)
    newer = standing.rank if standing.rank.after(head.standing.rank) and outcome == "unchanged" else head.standing.rank
    return replace(same, order_key=newer.order_key, normalizer=newer.normalizer)


def clip(text: str | None) -> str | None:
    return text[:MAX_LISTED_CHARS] if text else None


def published_at(article: Article) -> str | None:
    told = article.meta.published_at
    return stamp(read_stamp(told.at)) if told else None


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
    )


def change_of(revision: Revision, head: Head, outcome: Outcome) -> Change:
    """Its id is the revision's own, so that a change told twice can be known by it."""
    return Change(
        publisher_id=revision.publisher_id,
        event_id=hashed(f"{revision.publisher_id}\0{revision.article_id}\0{revision.revision}")[:EVENT_ID_CHARS],
        at=revision.kept_at,
        outcome=outcome,
        article_id=revision.article_id,
        revision=revision.revision,
        head_revision=head.revision,
        content_hash=revision.content_hash,
        headline=head.headline,
        url=head.url,
    )


# ---------------------------------------------------- reading, not keeping


def examine(desk: Desk, page: RawPage) -> Article:
    """What accepting the page would keep. Raises PageRejected."""
    return desk.normalize(page)


def explain(page: RawPage) -> tuple[Article, dict[str, Any]]:
    """The article, and beside it how it was read: rejected readings, unassigned texts, chrome, milliseconds by stage."""
    explained = normalizing.explain(page, clock=time.perf_counter)
    return explained.article, explained.as_json()


# ------------------------------------------------------------- rejecting


def reject(desk: Desk, delivery: Delivery, fault: CopydeskError, *, body: bytes | None) -> Receipt:
    """Record a page that will never be accepted: a copy in the archive, a rejection and a receipt with the reason.

    `body` is None where the page was too large to be read. Again with the same delivery, the same items. Where the delivery was
    accepted meanwhile, that receipt stays and is returned.
    """
    copy = archives.keep_rejected(desk.archive, delivery.publisher_id, delivery.receipt_id, body) if body is not None else None
    now = desk.clock()
    rejection = Rejection(
        publisher_id=delivery.publisher_id,
        rejection_id=delivery.receipt_id,
        received_at=delivery.received.at,
        type=fault.type,
        detail=fault.detail,
        inbox_key=delivery.inbox_key,
        copy=copy,
    )
    receipt = Receipt(
        publisher_id=delivery.publisher_id,
        receipt_id=delivery.receipt_id,
        outcome="rejected",
        received_at=delivery.received.at,
        settled_at=stamp(now),
        via=delivery.received.via,
        expires_at=int((now + RECEIPT_LIFE).timestamp()),
        inbox_key=delivery.inbox_key,
        error={"type": fault.type, "detail": fault.detail},
    )
    try:
        ledgers.record_rejection(desk.ledger, rejection, receipt)
    except Outrun:
        return find_settled(desk, delivery) or receipt
    return receipt


# --------------------------------------------------------------- finding


def find_edition(desk: Desk, publisher_ids: Iterable[str], article_id: str, *, revision: int | None = None) -> Edition:
    """The head, or the revision asked for. Raises Unknown where none of these publishers has it."""
    head = ledgers.find_head(desk.ledger, publisher_ids, article_id)
    if head is None:
        raise Unknown(f"there is no article {article_id}")
    kept = ledgers.find_revision(desk.ledger, head.publisher_id, article_id, head.revision if revision is None else revision)
    if kept is None:
        raise Unknown(f"article {article_id} has no revision {revision}")
    return edition_of(kept, head, archives.read_document(desk.archive, head.publisher_id, article_id, kept.content_hash))


def read_kept(desk: Desk, kept: Kept) -> Edition:
    """The edition that the page is now part of."""
    if kept.edition:
        return kept.edition
    receipt = kept.receipt
    return find_edition(desk, [receipt.publisher_id], str(receipt.article_id), revision=receipt.revision)


def find_receipt(desk: Desk, publisher_ids: Iterable[str], receipt_id: str) -> Receipt:
    receipt = ledgers.find_receipt(desk.ledger, publisher_ids, receipt_id, at=desk.clock())
    if receipt is None:
        raise Unknown(f"there is no receipt {receipt_id}")
    return receipt


def find_dropped(desk: Desk, publisher_id: str, inbox_key: str) -> Receipt:
    """The newest receipt of an inbox key."""
    receipt = ledgers.find_dropped(desk.ledger, publisher_id, inbox_key, at=desk.clock())
    if receipt is None:
        raise Unknown(f"there is no receipt for {inbox_key}; it may still be on its way")
    return receipt


def edition_of(revision: Revision, head: Head, article: Article) -> Edition:
    return Edition(
        article_id=revision.article_id,
        publisher_id=revision.publisher_id,
        revision=revision.revision,
        status=head.status if revision.revision == head.revision else "superseded",
        received=Received(via=revision.via, at=revision.received_at, sender=revision.sender, bytes=revision.bytes),
        article=article,
    )
