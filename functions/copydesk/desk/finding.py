"""What is kept is found again: editions and receipts."""

from collections.abc import Iterable

from ..article import Edition
from ..errors import Purged, Unknown, Withdrawn
from ..store import archive as archives
from ..store import ledger as ledgers
from ..store import originals
from ..store.editions import edition_of
from ..store.records import Head, Receipt
from .desk import Desk, Found, Kept


def find(desk: Desk, publisher_ids: Iterable[str], article_id: str, *, revision: int | None = None) -> Found:
    """The head, or the revision asked for.

    Raises Unknown where none of these publishers has it, Withdrawn and Purged where it can no longer be read.
    """
    head = find_readable(desk, publisher_ids, article_id)
    kept = ledgers.find_revision(desk.ledger, head.publisher_id, article_id, head.revision if revision is None else revision)
    if kept is None:
        raise Unknown(f"article {article_id} has no revision {revision}")
    match head.status_of(kept):
        case "withdrawn":
            raise Withdrawn(f"article {article_id} was withdrawn with revision {kept.revision}; older ones can be read with revision=")
        case "purged":
            raise Purged(f"revision {kept.revision} of article {article_id} was purged")
    return Found(head, kept)


def find_readable(desk: Desk, publisher_ids: Iterable[str], article_id: str) -> Head:
    """The head of an article that was not purged. Raises Unknown, Purged."""
    head = ledgers.find_head(desk.ledger, publisher_ids, article_id)
    if head is None:
        raise Unknown(f"there is no article {article_id}")
    if head.status == "purged":
        raise Purged(f"article {article_id} was purged")
    return head


def read_edition(desk: Desk, found: Found) -> Edition:
    kept = found.revision
    article = archives.read_document(desk.archive, kept.publisher_id, kept.article_id, kept.content_hash)
    return edition_of(kept, found.head, article)


def find_edition(desk: Desk, publisher_ids: Iterable[str], article_id: str, *, revision: int | None = None) -> Edition:
    """Both at once. Raises as `find`."""
    return read_edition(desk, find(desk, publisher_ids, article_id, revision=revision))


def link_article(desk: Desk, found: Found, *, seconds: int) -> str:
    """An address under which the edition's article can be fetched for so long, without a key."""
    kept = found.revision
    return archives.link_document(desk.archive, kept.publisher_id, kept.article_id, kept.content_hash, seconds=seconds)


def read_original(desk: Desk, found: Found, *, limit: int) -> bytes | None:
    """The bytes as they were sent, transfer coding undone; None where there are more than `limit`."""
    return originals.read_original(desk.archive, found.revision, limit=limit)


def link_original(desk: Desk, found: Found, *, name: str, seconds: int) -> str:
    return originals.link_original(desk.archive, found.revision, name=name, seconds=seconds)


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
