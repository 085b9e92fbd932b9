"""Botocore's errors become ours where they are born; nobody above the store knows botocore."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from ..errors import Conflict, StoreUnavailable

PASSING = frozenset({
    "InternalError", "InternalServerError", "ItemCollectionSizeLimitExceededException", "LimitExceededException", "NoSuchBucket",
    "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestTimeout", "ResourceNotFoundException",
    "ServiceUnavailable", "SlowDown",
    "ThrottlingException", "ThrottlingError", "TransactionInProgressException", "403", "500", "502", "503", "504",
})  # fmt: skip
NOT_AS_READ = frozenset({"ConditionalCheckFailed", "ConditionalCheckFailedException"})
CROSSED = frozenset({"TransactionConflict", "TransactionConflictException"})


class Outrun(Conflict):
    """Another writer was first: what was read is no longer true. Read again, decide again."""

    type = "outrun"


class Contended(StoreUnavailable):
    """Two writers met at one item and this one gave way: nothing is known of what is kept, and the same request may go through now."""


def code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def cancellation_codes(error: ClientError) -> frozenset[str]:
    """The reasons of a cancelled transaction, `None` left out; empty for any other error."""
    reasons = error.response.get("CancellationReasons", [])
    return frozenset(str(reason.get("Code")) for reason in reasons) - {"None"}


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Raise StoreUnavailable for what time heals, Contended or Outrun for a race; a fault of our own request passes as it is.

    A refused right or a missing table counts as StoreUnavailable: a deploy heals it, and no page may be lost meanwhile.
    """
    try:
        yield
    except ClientError as error:
        codes = cancellation_codes(error) or {code_of(error)}
        if codes <= CROSSED:
            raise Contended(f"{doing}: another writer is at the same item") from error
        if codes <= NOT_AS_READ | CROSSED:
            raise Outrun(f"{doing}: another writer was first") from error
        if codes & PASSING or any(code.startswith("AccessDenied") for code in codes):
            raise StoreUnavailable(f"{doing}: the store refuses for now ({', '.join(sorted(codes))})") from error
        raise
    except BotoCoreError as error:
        raise StoreUnavailable(f"{doing}: the store cannot be reached ({type(error).__name__})") from error
