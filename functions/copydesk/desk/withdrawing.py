"""An article is taken away: withdrawn until a newer edition comes, or purged until an admin lifts it.

First the transaction, then its record in the archive, then the erasing: what is recorded was done. A crash between them is repaired
by doing it again.
"""

from collections.abc import Iterable
from typing import Literal

from ..errors import Conflict, Unknown
from ..store import archive as archives
from ..store import ledger as ledgers
from ..store.changes import commit_fresh
from ..store.deliveries import Recorded, SentPage
from ..store.forgetting import forget_words
from ..store.ledger import Commit
from ..store.recording import keep_record, list_places, read_records
from ..store.records import Head
from ..store.terms import ANYHOW, Terms
from ..store.tombstones import bury, describe_removal, plan_removal, raise_up
from .desk import Desk
from .racing import insist


def withdraw(desk: Desk, publisher_ids: Iterable[str], article_id: str, *, sender: str | None, terms: Terms = ANYHOW) -> Head:
    """A tombstone becomes the head; older revisions can still be read. What is withdrawn or purged already stays as it is.

    Raises Unknown, and PreconditionFailed where the head is not what `terms` say.
    """
    head = take_away(desk, tuple(publisher_ids), article_id, "withdrawal", sender=sender, terms=terms)
    if head.status == "withdrawn" and head.revision > head.purged_revision:
        keep_record(desk.archive, describe_removal("withdrawal", head, names=(), sender=sender))
    return head


def purge(desk: Desk, publisher_ids: Iterable[str], article_id: str, *, sender: str | None, terms: Terms = ANYHOW) -> Head:
    """Every version of the article's pages, documents and deliveries is erased, and its headline and address wherever they were told.
    A tombstone and its names stay, so that a redelivery under any of them is refused.

    Done again after a crash, or where a page was on its way meanwhile, it erases what is still there. Raises Unknown, and
    PreconditionFailed where the head is not what `terms` say.
    """
    head = take_away(desk, tuple(publisher_ids), article_id, "purge", sender=sender, terms=terms)
    keep_record(desk.archive, describe_removal("purge", head, names=read_names(desk, head), sender=sender))
    insist(desk, lambda: forget_words(desk.ledger, head.publisher_id, head.article_id))
    erase_all(desk, head)
    return head


def lift(desk: Desk, publisher_ids: Iterable[str], article_id: str, *, sender: str | None) -> Head:
    """The article may come back: it is withdrawn until an edition is pushed. Lifted already, it stays as it is.

    Raises Unknown, and Conflict where the article was never purged.
    """
    publishers = tuple(publisher_ids)

    def attempt() -> Head:
        head = read_head(desk, publishers, article_id)
        return open_again(desk, head) if head.status == "purged" else head

    head = insist(desk, attempt)
    if not head.purged_revision:
        raise Conflict(f"article {article_id} is not purged")
    if head.revision == head.purged_revision:
        keep_record(desk.archive, describe_removal("lift", head, names=(), sender=sender))
    return head


def take_away(
    desk: Desk, publishers: tuple[str, ...], article_id: str, kind: Literal["withdrawal", "purge"], *, sender: str | None, terms: Terms
) -> Head:
    """The head that it leaves, or that was there where this was done before."""
    enough = ("purged",) if kind == "purge" else ("withdrawn", "purged")

    def attempt() -> Head:
        head = read_head(desk, publishers, article_id)
        if head.status in enough:
            return head
        terms.check(head)
        after = bury(kind, head, at=desk.clock())
        commit_fresh(desk.ledger, plan_removal(head, after, sender=sender), clock=desk.clock)
        return after

    return insist(desk, attempt)


def open_again(desk: Desk, head: Head) -> Head:
    """Raises Outrun."""
    after = raise_up(head, at=desk.clock())
    ledgers.commit(desk.ledger, Commit(receipt=None, read=head, head=after))
    return after


def erase_all(desk: Desk, head: Head) -> None:
    """Everything but the record of the purge itself."""
    keep = archives.delivery_key(head.publisher_id, head.article_id, str(head.receipt_id))
    archives.erase(desk.archive, head.publisher_id, head.article_id, keep={keep})


def read_head(desk: Desk, publisher_ids: Iterable[str], article_id: str) -> Head:
    head = ledgers.find_head(desk.ledger, publisher_ids, article_id)
    if head is None:
        raise Unknown(f"there is no article {article_id}")
    return head


def read_names(desk: Desk, head: Head) -> list[str]:
    """The names that are the article's, out of all that its deliveries bore."""
    places = list_places(desk.archive, head.publisher_id, head.article_id)
    borne = {name for _, record in read_records(desk.archive, places) if record for name in names_in(record)}
    known = ledgers.find_aliases(desk.ledger, head.publisher_id, sorted(borne))
    return [name for name, owner in known.items() if owner == head.article_id]


def names_in(record: Recorded) -> Iterable[str]:
    if isinstance(record, SentPage):
        return [named.name for named in record.names]
    return record.names
