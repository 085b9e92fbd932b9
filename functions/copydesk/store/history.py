"""An article's editions, from the newest back."""

from collections.abc import Iterator
from typing import Any

from .items import pack_value
from .ledger import Ledger, read_query
from .records import Revision, revision_key

PAGE_REVISIONS = 101  # one more than a page of a list has at most
MAX_REVISION = 10**10 - 1  # ten digits in the key


def read_history(ledger: Ledger, publisher_id: str, article_id: str, *, below: int | None = None) -> Iterator[Revision]:
    """Every kept edition and tombstone under the number `below`, last to first; read as far as it is taken."""
    first, last = (revision_key(publisher_id, article_id, number) for number in (0, (below or MAX_REVISION + 1) - 1))
    query: dict[str, Any] = {
        "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
        "ExpressionAttributeValues": {":pk": pack_value(first.pk), ":first": pack_value(first.sk), ":last": pack_value(last.sk)},
        "ConsistentRead": True,
        "ScanIndexForward": False,
        "Limit": PAGE_REVISIONS,
    }
    return map(Revision.from_item, read_query(ledger, query, doing="read the history"))
