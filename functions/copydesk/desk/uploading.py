"""A page that will come through the inbox: its receipt is there before it, and says `pending`."""

from contextlib import suppress
from dataclasses import replace

from ..page import MAX_BYTES, Words
from ..store.editions import Delivery, blank_receipt
from ..store.faults import Outrun
from ..store.inbox import Inbox, spell_metadata
from ..store.ledger import put, transact, unsettled
from ..store.records import Receipt
from ..store.uploads import Form, put_object, sign_form, upload_key
from .desk import Desk
from .racing import insist

OPAQUE = "application/octet-stream"


def offer_upload(
    desk: Desk, inbox: Inbox, delivery: Delivery, words: Words, *, content_type: str | None, sha256: str | None, seconds: int
) -> tuple[Receipt, Form]:
    """A form for one page under these words, good for so long, and the receipt that will tell what became of it.

    Raises InvalidWords where there are more words than an object can bear.
    """
    key, metadata = upload_key(delivery.publisher_id, delivery.receipt_id), spell_metadata(words)
    form = sign_form(inbox, key, content_type=content_type or OPAQUE, metadata=metadata, sha256=sha256, most=MAX_BYTES, seconds=seconds)
    return expect(desk, delivery, key), form


def hand_over(desk: Desk, inbox: Inbox, delivery: Delivery, words: Words, body: bytes, *, content_type: str | None) -> Receipt:
    """Lay the page down for the intake, as if it had been uploaded: the receipt first, because it says how the page was sent.

    Raises InvalidWords where there are more words than an object can bear, StoreUnavailable.
    """
    key, metadata = upload_key(delivery.publisher_id, delivery.receipt_id), spell_metadata(words)
    receipt = expect(desk, delivery, key)
    put_object(inbox, key, body, content_type=content_type or OPAQUE, metadata=metadata)
    return receipt


def expect(desk: Desk, delivery: Delivery, key: str) -> Receipt:
    receipt = blank_receipt(replace(delivery, inbox_key=key), "pending", at=desk.clock())

    def attempt() -> None:
        with suppress(Outrun):  # the same request again, and its page was taken in meanwhile: that receipt stays
            transact(desk.ledger, [put(desk.ledger, receipt, unsettled(receipt))], doing="expect the page")

    insist(desk, attempt)
    return receipt
