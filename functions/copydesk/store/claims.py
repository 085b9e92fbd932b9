"""The receipt of an Idempotency-Key while its first request is still under way."""

from .faults import translated
from .items import pack_value
from .ledger import Ledger
from .order import read_stamp
from .records import Receipt


def renew_claim(ledger: Ledger, read: Receipt | None, claim: Receipt) -> None:
    """Write a pending receipt over the one that was read; None where there was none. Raises Outrun where that is not there any more."""
    values: dict[str, str | int]
    if read is None:
        condition, values = "attribute_not_exists(pk) OR expires_at <= :now", {":now": int(read_stamp(claim.settled_at).timestamp())}
    elif read.held_until is None:
        condition, values = "outcome = :outcome AND attribute_not_exists(held_until)", {":outcome": read.outcome}
    else:
        condition, values = "outcome = :outcome AND held_until = :held", {":outcome": read.outcome, ":held": read.held_until}
    with translated("hold the key"):
        ledger.client.put_item(
            TableName=ledger.table,
            Item=claim.to_item(),
            ConditionExpression=condition,
            ExpressionAttributeValues={name: pack_value(value) for name, value in values.items()},
        )
