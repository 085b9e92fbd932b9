"""What the house does for whoever stands at a door: accept a page, tell what became of it, hand out what is kept.

accept: normalize → identify → judge → bytes and document to the archive → one transaction in the ledger.
Everything before the transaction is content-addressed and can be done again; the transaction is conditional on all that was read.
A crash anywhere is repaired by sending the page again.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from random import uniform
from typing import Any

from . import normalize as normalizing
from .article import Article, Edition
from .errors import CopydeskError, StoreUnavailable, Unknown
from .page import RawPage
from .store import archive as archives
from .store import ledger as ledgers
from .store.archive import Archive
from .store.editions import Arrival, Delivery, edition_of, plan, plan_rejection, read_arrival
from .store.faults import Outrun
from .store.identity import Claims, Identity, Owner, identify
from .store.ledger import Ledger
from .store.order import Outcome, judge
from .store.records import Head, Receipt, Revision

__all__ = [
    "Delivery", "Desk", "Found", "Kept", "accept", "examine", "explain", "find", "find_dropped", "find_edition", "find_receipt",
    "link_article", "read_edition", "read_kept", "reject",
]  # fmt: skip

ATTEMPTS = 15  # 16 writers on one article needed at most 8 (four runs of tests/test_desk.py's, 2026-11); all pauses together stay under 6 s
PAUSE_SECONDS = 0.02  # before the second attempt, doubled after each, with jitter
LONGEST_PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class Desk:
    """Where things are kept, and what the time is."""

    archive: Archive
    ledger: Ledger
    clock: Callable[[], datetime]
    normalize: Callable[[RawPage], Article] = normalizing.normalize
    pause: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Kept:
    """`edition` is None where the page added none: what is kept was there before, and `read_kept` fetches it."""

    outcome: Outcome
    receipt: Receipt
    edition: Edition | None = None


@dataclass(frozen=True)
class Found:
    """A kept edition, its document not yet read."""

    head: Head
    revision: Revision

    @property
    def status(self) -> str:
        return self.head.status_of(self.revision)


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
        arrival = arrival or read_arrival(page, desk.normalize(page), delivery)
        try:
            return keep(desk, arrival)
        except Outrun:
            continue
    raise StoreUnavailable("many writers are at this article; send the page again")


def find_settled(desk: Desk, delivery: Delivery) -> Receipt | None:
    receipt = ledgers.find_receipt(desk.ledger, [delivery.publisher_id], delivery.receipt_id, at=desk.clock())
    return receipt if receipt and receipt.outcome != "rejected" else None


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


def reject(desk: Desk, delivery: Delivery, fault: CopydeskError, *, body: bytes | None) -> Receipt:
    """Record a page that will never be accepted: a copy in the archive, a rejection and a receipt with the reason.

    `body` is None where the page was too large to be read. Again with the same delivery, the same items. Where the delivery was
    accepted meanwhile, that receipt stays and is returned.
    """
    copy = archives.keep_rejected(desk.archive, delivery.publisher_id, delivery.receipt_id, body) if body is not None else None
    rejection, receipt = plan_rejection(delivery, fault, copy=copy, at=desk.clock())
    try:
        ledgers.record_rejection(desk.ledger, rejection, receipt)
    except Outrun:
        return find_settled(desk, delivery) or receipt
    return receipt


# ---------------------------------------------------- reading, not keeping


def examine(desk: Desk, page: RawPage) -> Article:
    """What accepting the page would keep. Raises PageRejected."""
    return desk.normalize(page)


def explain(page: RawPage) -> tuple[Article, dict[str, Any]]:
    """The article, and beside it how it was read: rejected readings, unassigned texts, chrome, milliseconds by stage."""
    explained = normalizing.explain(page, clock=time.perf_counter)
    return explained.article, explained.as_json()


# --------------------------------------------------------------- finding


def find(desk: Desk, publisher_ids: Iterable[str], article_id: str, *, revision: int | None = None) -> Found:
    """The head, or the revision asked for. Raises Unknown where none of these publishers has it."""
    head = ledgers.find_head(desk.ledger, publisher_ids, article_id)
    if head is None:
        raise Unknown(f"there is no article {article_id}")
    kept = ledgers.find_revision(desk.ledger, head.publisher_id, article_id, head.revision if revision is None else revision)
    if kept is None:
        raise Unknown(f"article {article_id} has no revision {revision}")
    return Found(head, kept)


def read_edition(desk: Desk, found: Found) -> Edition:
    kept = found.revision
    article = archives.read_document(desk.archive, kept.publisher_id, kept.article_id, kept.content_hash)
    return edition_of(kept, found.head, article)


def find_edition(desk: Desk, publisher_ids: Iterable[str], article_id: str, *, revision: int | None = None) -> Edition:
    """Both at once. Raises Unknown."""
    return read_edition(desk, find(desk, publisher_ids, article_id, revision=revision))


def link_article(desk: Desk, found: Found, *, seconds: int) -> str:
    """An address under which the edition's article can be fetched for so long, without a key."""
    kept = found.revision
    return archives.link_document(desk.archive, kept.publisher_id, kept.article_id, kept.content_hash, seconds=seconds)


def read_kept(desk: Desk, kept: Kept) -> Edition:
    """The edition that the page is now part of."""
    if kept.edition:
        return kept.edition
    receipt = kept.receipt
    return find_edition(desk, [receipt.publisher_id], str(receipt.article_id), revision=receipt.revision)


def find_receipt(desk: Desk, publisher_ids: Iterable[str], receipt_id: str) -> Receipt:
    """Raises Unknown, also where its time is over."""
    receipt = ledgers.find_receipt(desk.ledger, publisher_ids, receipt_id, at=desk.clock())
    if receipt is None:
        raise Unknown(f"there is no receipt {receipt_id}")
    return receipt


def find_dropped(desk: Desk, publisher_id: str, inbox_key: str) -> Receipt:
    """The newest receipt of an inbox key. Raises Unknown."""
    receipt = ledgers.find_dropped(desk.ledger, publisher_id, inbox_key, at=desk.clock())
    if receipt is None:
        raise Unknown(f"there is no receipt for {inbox_key}; it may still be on its way")
    return receipt
