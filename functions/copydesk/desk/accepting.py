"""A page is accepted or refused.

accept: normalize → identify → judge → bytes, document and delivery to the archive → one transaction in the ledger.
Everything before the transaction is content-addressed and can be done again; the transaction is conditional on all that was read.
A crash anywhere is repaired by sending the page again.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from ..errors import Conflict, CopydeskError, Gone, PreconditionFailed, Purged, Unknown
from ..page import RawPage
from ..store import archive as archives
from ..store import ledger as ledgers
from ..store.changes import commit_fresh
from ..store.deliveries import SentPage, record_page
from ..store.editions import Arrival, Delivery, edition_of, plan, plan_rejection, read_arrival
from ..store.faults import Outrun
from ..store.identity import Identity, Owner, identify, mint
from ..store.ledger import Commit
from ..store.order import Outcome, Standing, judge, stamp
from ..store.recording import keep_brought, keep_record, take_back_record
from ..store.records import Head, Receipt
from .desk import Desk, Kept
from .racing import insist

type FindPlace = Callable[[Desk, Arrival], tuple[Identity, Head | None]]


def accept(desk: Desk, page: RawPage, delivery: Delivery) -> Kept:
    """Keep the page durably and effectively once.

    Raises PageRejected for a page without an article, Conflict for an address of another external id, Purged for an article that
    was purged, what the delivery's terms raise, and StoreUnavailable for what time heals. A delivery that was settled before is
    answered as `duplicate`, whatever has happened since.
    """

    def read() -> Arrival:
        with desk.timed("normalize"):
            return read_arrival(page, desk.normalize(page), delivery)

    return accept_arrival(desk, delivery, read)


def accept_arrival(desk: Desk, delivery: Delivery, read: Callable[[], Arrival], find_place: FindPlace | None = None) -> Kept:
    """Like `accept`; the page is read at most once, and not at all where the delivery was settled before."""
    read_once, tried = cache(read), set[str]()

    def attempt() -> Kept:
        settled = find_settled(desk, delivery)
        return Kept("duplicate", settled) if settled else keep(desk, read_once(), find_place or look_up, tried)

    return insist(desk, attempt)


def find_settled(desk: Desk, delivery: Delivery) -> Receipt | None:
    receipt = ledgers.find_receipt(desk.ledger, [delivery.publisher_id], delivery.receipt_id, at=desk.clock())
    return receipt if receipt and receipt.is_settled else None


def keep(desk: Desk, arrival: Arrival, find_place: FindPlace, tried: set[str]) -> Kept:
    """One attempt. Raises Outrun where another writer came between the reading and the transaction.

    `tried` are the articles that the page was taken for in the attempts before; this one's is added.
    """
    delivery = arrival.delivery
    with desk.timed("identify"):
        with refused_without_trace(desk, arrival, tried):
            identity, head = find_place(desk, arrival)
            tried.add(identity.article_id)
            delivery.terms.check(head)
        outcome = judge(arrival.standing, head.standing, read_standings(desk, head)) if head else "created"
    work, receipt = plan(arrival, identity, head, outcome, at=desk.clock())
    with desk.timed("archive"):
        keep_bytes(desk, arrival, record_page(arrival, identity.article_id, at=stamp(desk.clock())), work)
    with desk.timed("commit"):
        commit_fresh(desk.ledger, work, clock=desk.clock)
    edition = edition_of(work.revision, work.head, arrival.article) if work.revision and work.head else None
    return Kept(outcome, receipt, edition)


def keep_bytes(desk: Desk, arrival: Arrival, sent: SentPage, work: Commit) -> None:
    """The record last, or with the last: it vouches for the others. A page whose revision is kept is found by it, and so is its record."""
    if work.revision:
        archives.keep_document(desk.archive, sent.publisher_id, sent.article_id, arrival.article)
        keep_brought(desk.archive, sent, arrival.page.body)
        return
    if work.read and work.read.source_hash != sent.source_hash:
        archives.keep_raw(desk.archive, sent.publisher_id, sent.article_id, arrival.page.body)
    keep_record(desk.archive, sent)


def foresee(desk: Desk, page: RawPage, delivery: Delivery) -> tuple[Outcome, str]:
    """What accepting the page would be now, and of which article; nothing is kept. Raises what `accept` does."""
    arrival = read_arrival(page, desk.normalize(page), delivery)
    identity, head = look_up(desk, arrival)
    delivery.terms.check(head)
    outcome = judge(arrival.standing, head.standing, read_standings(desk, head)) if head else "created"
    return outcome, identity.article_id


@contextmanager
def refused_without_trace(desk: Desk, arrival: Arrival, tried: set[str]) -> Iterator[None]:
    """An earlier attempt may have been outrun, or have died, after its record was kept: a page that is refused now must not come back
    when the ledger is made again from the archive. The record of a twin that was accepted meanwhile stays.
    """
    delivery, claims = arrival.delivery, arrival.claims
    try:
        yield
    except (Conflict, Gone, PreconditionFailed, Unknown):
        for article_id in tried | {mint(claims.publisher_id, claims.strongest)}:
            sent = record_page(arrival, article_id, at=stamp(desk.clock()))
            if take_back_record(desk.archive, sent) and find_settled(desk, delivery):
                keep_record(desk.archive, sent)
        raise


def read_standings(desk: Desk, head: Head) -> Iterator[Standing]:
    """Of the editions that are kept."""
    for revision in ledgers.read_revisions(desk.ledger, head.publisher_id, head.article_id):
        if revision.kind == "edition" and revision.revision > head.purged_revision:
            yield revision.standing


def look_up(desk: Desk, arrival: Arrival) -> tuple[Identity, Head | None]:
    """The article that the page is of, by the names that it bears, or because its sender says so; and the article's head."""
    claims, named = arrival.claims, arrival.delivery.terms.article_id
    new = mint(claims.publisher_id, claims.strongest)
    names, wanted = [claim.name for claim in claims.names], {new, *([named] if named else [])}
    known, heads = ledgers.find_owners(desk.ledger, claims.publisher_id, names, article_ids=wanted)
    owners = {name: owner_of(article_id, heads) for name, article_id in known.items()}
    identity = identify(claims, owners, named=owner_of(named, heads) if named else None)
    return identity, heads.get(identity.article_id)


def owner_of(article_id: str, heads: dict[str, Head]) -> Owner:
    return Owner(article_id, heads[article_id].external_id if article_id in heads else None)


def reject(
    desk: Desk,
    delivery: Delivery,
    fault: CopydeskError,
    *,
    body: bytes | None,
    content_type: str | None = None,
    metadata: Mapping[str, str] | None = None,
) -> Receipt:
    """Record a page that will never be accepted: a copy in the archive, a rejection and a receipt with the reason.

    `body` is None where the page was too large to be read; of a purged article no copy is kept. Again with the same delivery, the
    same items. Where the delivery was accepted meanwhile, that receipt stays and is returned. Raises StoreUnavailable.
    """
    kept = None if isinstance(fault, Purged) else body
    copy = archives.keep_rejected(desk.archive, delivery.publisher_id, delivery.receipt_id, kept) if kept is not None else None
    rejection, receipt = plan_rejection(delivery, fault, copy=copy, at=desk.clock())
    rejection = replace(rejection, content_type=content_type, metadata=dict(metadata) if metadata else None)

    def attempt() -> Receipt:
        try:
            ledgers.record_rejection(desk.ledger, rejection, receipt)
        except Outrun:
            if settled := find_settled(desk, delivery):
                return settled
            raise
        return receipt

    return insist(desk, attempt)
