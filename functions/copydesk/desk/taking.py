"""Pages that were put into the inbox are taken in: dropped by a partner, uploaded with a form, or handed over by the HTTP door.

Each becomes an article or, where it never can, a rejection with all that a second attempt needs.
"""

import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from ..article import Received
from ..errors import Conflict, Gone, InvalidWords, PageRejected, PreconditionFailed, TooLarge, Unknown
from ..page import MAX_BYTES, Words, receive
from ..page.words import FORMS, META_FIELDS, PUBLISHER
from ..store.editions import Delivery
from ..store.inbox import Dropped, Inbox, find_drop, read_metadata
from ..store.keys import find_publisher
from ..store.ledger import find_receipt
from ..store.order import stamp
from ..store.records import Receipt
from .accepting import accept, reject
from .desk import Desk, Kept

PERMANENT = (PageRejected, InvalidWords, Conflict, Gone, PreconditionFailed, Unknown)
RECEIPT_ID_CHARS = 26
PLACE = re.compile(r"(?P<door>in|up)/(?P<publisher>[^/]+)/(?P<rest>.*[^/])", re.DOTALL)  # what ends in a slash is a folder
SURROGATE = re.compile("[\ud800-\udfff]")  # in a message of somebody else's: no key of S3 holds one
MAX_KEY_BYTES = 1_024  # S3's limit
UPLOAD_ID = re.compile(r"[a-z2-7]{26}")
NOBODY = "-"  # no publisher can have this id: what was dropped under an impossible name is rejected here


@dataclass(frozen=True)
class Taken:
    """`outcome` is `duplicate` where the receipt was settled before."""

    outcome: str
    receipt: Receipt


def is_door(key: str) -> bool:
    """Whether a page can stand under this key of the inbox: `in/<publisher>/<anything>` or `up/<publisher>/<receipt>`."""
    return PLACE.fullmatch(key) is not None and SURROGATE.search(key) is None and len(key.encode()) <= MAX_KEY_BYTES


def take(desk: Desk, inbox: Inbox, key: str) -> Taken | None:
    """What became of the object under a door's key, as it is now; None where it was removed.

    Raises StoreUnavailable for what time heals.
    """
    dropped = find_drop(inbox, key, limit=MAX_BYTES)
    return settle(desk, dropped, read_delivery(desk, inbox, dropped)) if dropped else None


def settle(desk: Desk, dropped: Dropped, delivery: Delivery) -> Taken:
    """Accepted, or rejected for good; either way there is a receipt. Raises StoreUnavailable."""
    try:
        kept = accept_drop(desk, dropped, delivery)
        return Taken(kept.outcome, kept.receipt)
    except PERMANENT as fault:
        receipt = reject(desk, delivery, fault, body=dropped.body, content_type=dropped.content_type, metadata=dropped.metadata)
        return Taken(receipt.outcome, receipt)


def accept_drop(desk: Desk, dropped: Dropped, delivery: Delivery) -> Kept:
    if find_publisher(desk.ledger, delivery.publisher_id) is None:
        raise Unknown(f"there is no publisher {delivery.publisher_id!r}")
    if dropped.body is None:
        raise TooLarge("bytes of the object", size=dropped.size, limit=MAX_BYTES)
    words = Words.read_words(sender_words(dropped, delivery.publisher_id))
    return accept(desk, receive(dropped.body, words=words, content_type=dropped.content_type), delivery)


def sender_words(dropped: Dropped, publisher_id: str) -> dict[str, object]:
    """The words among the object's metadata; other tools' entries are no words. The key's publisher is the one that counts."""
    told = read_metadata(dropped.metadata)
    fields = told.get("meta", {})
    if not isinstance(fields, Mapping) or not fields.keys() <= META_FIELDS:
        raise InvalidWords([("/meta", f"a JSON object of any of {', '.join(sorted(META_FIELDS))}")])
    if told.get("publisher", publisher_id) != publisher_id:
        raise InvalidWords([("/publisher", f"the key says {publisher_id!r}")])
    return {**fields, **{name: value for name, value in told.items() if name in FORMS}, "publisher": publisher_id}


def read_delivery(desk: Desk, inbox: Inbox, dropped: Dropped) -> Delivery:
    """An upload's key names its receipt. A page that the HTTP door handed over was received when it was sent, not when it was laid down."""
    publisher_id, rest = publisher_of(dropped.key), dropped.key.split("/", 2)[2]
    is_upload = dropped.key.startswith("up/")
    receipt_id = rest if is_upload and UPLOAD_ID.fullmatch(rest) else derive_receipt_id(inbox, dropped)
    pending = find_receipt(desk.ledger, [publisher_id], receipt_id, at=desk.clock()) if is_upload else None
    if pending and pending.via == "http":
        received = Received(via="http", at=pending.received_at, sender=pending.sender, bytes=dropped.size)
    else:
        received = Received(via="upload" if is_upload else "inbox", at=stamp(dropped.at), sender=dropped.key, bytes=dropped.size)
    return Delivery(publisher_id, receipt_id, received, inbox_key=dropped.key)


def publisher_of(key: str) -> str:
    """Whose a key of the inbox is: NOBODY's where no publisher can have the name in it."""
    named = key.partition("/")[2].partition("/")[0]
    return named if PUBLISHER.fullmatch(named) else NOBODY


def derive_receipt_id(inbox: Inbox, dropped: Dropped) -> str:
    """Of bucket, key and version: the same for every notification of one put."""
    digest = sha256("\0".join((inbox.bucket, dropped.key, dropped.version)).encode()).digest()
    return b32encode(digest).decode().lower()[:RECEIPT_ID_CHARS]
