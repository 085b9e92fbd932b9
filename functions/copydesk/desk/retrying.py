"""Refused pages are listed, and tried again: with the same bytes, under the same words, as received when they came."""

from collections.abc import Iterable

from ..article import Received
from ..errors import Conflict, Unknown
from ..store import ledger as ledgers
from ..store.archive import Missing, read_bytes
from ..store.editions import Delivery
from ..store.feed import Window
from ..store.inbox import Dropped
from ..store.order import read_stamp
from ..store.records import Receipt, Rejection
from ..store.rejections import find_rejection, lives, mark_accepted, place_of, read_rejections
from .desk import Desk
from .listing import Listed, take_listed
from .taking import settle


def list_rejections(desk: Desk, publisher_ids: Iterable[str], window: Window, *, is_accepted: bool, limit: int) -> Listed[Rejection]:
    """Newest first: those that still stand, or those that a second attempt turned into an article."""
    now = desk.clock()
    rejections = read_rejections(desk.ledger, publisher_ids, window)
    return take_listed(rejections, lambda entry: (entry.article_id is not None) == is_accepted and lives(entry, at=now), place_of, limit)


def retry(desk: Desk, publisher_ids: Iterable[str], rejection_id: str) -> Receipt:
    """What became of the second attempt: an acceptance, or the rejection with its new reason.

    Raises Unknown where these publishers have no such rejection, Conflict where no copy of the page is kept, StoreUnavailable.
    """
    rejection, receipt = find_refused(desk, publisher_ids, rejection_id)
    if not receipt.is_settled:
        receipt = settle(desk, read_copy(desk, rejection), delivery_of(rejection)).receipt
    if receipt.is_settled and receipt.article_id:
        mark_accepted(desk.ledger, rejection, receipt.article_id)
    return receipt


def find_refused(desk: Desk, publisher_ids: Iterable[str], rejection_id: str) -> tuple[Rejection, Receipt]:
    now = desk.clock()
    receipt = ledgers.find_receipt(desk.ledger, publisher_ids, rejection_id, at=now)
    rejection = find_rejection(desk.ledger, receipt.publisher_id, receipt.received_at, rejection_id, at=now) if receipt else None
    if receipt is None or rejection is None:
        raise Unknown(f"there is no rejection {rejection_id}")
    return rejection, receipt


def read_copy(desk: Desk, rejection: Rejection) -> Dropped:
    """The object as it was when it was refused."""
    try:
        body = read_bytes(desk.archive, rejection.copy) if rejection.copy else None
    except Missing:
        body = None
    if body is None:
        raise Conflict("no copy of the page is kept: put it into the inbox again")
    at, metadata = read_stamp(rejection.received_at), rejection.metadata or {}
    return Dropped(str(rejection.inbox_key), rejection.rejection_id, at, len(body), rejection.content_type, metadata, body)


def delivery_of(rejection: Rejection) -> Delivery:
    received = Received(via=rejection.via, at=rejection.received_at, sender=rejection.sender, bytes=rejection.bytes)
    return Delivery(rejection.publisher_id, rejection.rejection_id, received, inbox_key=rejection.inbox_key)
