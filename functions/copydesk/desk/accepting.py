"""A page is accepted or refused.

accept: normalize → identify → judge → bytes and document to the archive → one transaction in the ledger.
Everything before the transaction is content-addressed and can be done again; the transaction is conditional on all that was read.
A crash anywhere is repaired by sending the page again.
"""

from random import uniform

from ..errors import CopydeskError, StoreUnavailable
from ..page import RawPage
from ..store import archive as archives
from ..store import ledger as ledgers
from ..store.editions import Arrival, Delivery, edition_of, plan, plan_rejection, read_arrival
from ..store.faults import Outrun
from ..store.identity import Claims, Identity, Owner, identify
from ..store.order import judge
from ..store.records import Head, Receipt
from .desk import Desk, Kept

ATTEMPTS = 15  # 16 writers on one article needed at most 8 (four runs of tests/test_desk.py's, 2026-11); all pauses together stay under 6 s
PAUSE_SECONDS = 0.02  # before the second attempt, doubled after each, with jitter
LONGEST_PAUSE_SECONDS = 0.5


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
