"""An Idempotency-Key: the first request with it is answered, and every later one with the same payload is told the same."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

from ..errors import KeyInUse, KeyReused, StoreUnavailable
from ..store import ledger as ledgers
from ..store.claims import renew_claim
from ..store.editions import Delivery, blank_receipt
from ..store.faults import Outrun
from ..store.records import Receipt
from .desk import Desk

CLAIM_LIFE = timedelta(seconds=30)  # the gateway answers no later; whoever holds a claim longer has died


@contextmanager
def claimed(desk: Desk, delivery: Delivery) -> Iterator[Receipt | None]:
    """Hold the delivery's key while its page is taken in; the receipt where that was done before.

    A delivery without a payload has no key: nothing is held. Where taking it in fails, the key is free again for the same payload.
    Raises KeyReused for a key of another payload within 24 hours, KeyInUse while another request holds it.
    """
    if delivery.payload is None:
        yield None
        return
    settled, claim = claim_key(desk, delivery)
    try:
        yield settled
    except BaseException:
        if claim:
            with suppress(Outrun, StoreUnavailable):  # the claim ends by itself
                renew_claim(desk.ledger, claim, replace(claim, held_until=0))
        raise


def claim_key(desk: Desk, delivery: Delivery) -> tuple[Receipt | None, Receipt | None]:
    """The settled receipt, or the claim that is now ours."""
    now = desk.clock()
    found = ledgers.find_receipt(desk.ledger, [delivery.publisher_id], delivery.receipt_id, at=now)
    if found and found.payload != delivery.payload:
        raise KeyReused
    if found and found.is_settled:
        return found, None
    if found and (found.held_until or 0) > now.timestamp():
        raise KeyInUse
    claim = replace(blank_receipt(delivery, "pending", at=now), held_until=int((now + CLAIM_LIFE).timestamp()))
    try:
        renew_claim(desk.ledger, found, claim)
    except Outrun as error:
        raise KeyInUse from error
    return None, claim
