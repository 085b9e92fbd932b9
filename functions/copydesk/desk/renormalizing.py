"""A kept page is read again by a newer normalizer."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from ..article import Article, Meta
from ..errors import Purged, Withdrawn
from ..store import archive as archives
from ..store import ledger as ledgers
from ..store.deliveries import delivery_of
from ..store.editions import Arrival, read_arrival
from ..store.identity import mint
from ..store.ledger import Commit
from ..store.records import Head
from ..store.terms import Terms
from .accepting import keep, look_up
from .desk import Desk
from .examining import read_sent, reopen
from .racing import insist
from .withdrawing import read_head


def renormalize(desk: Desk, publisher_id: str, article_id: str) -> Literal["revised", "unchanged"]:
    """Read the head's page again, with the sender's words of then; a new revision only where another content is read in it.

    The edition keeps its place among the others: only the normalizer's version tells the two readings apart, and a reading by the same
    or an older version changes nothing. Again, the same. Raises Unknown, Withdrawn, Purged; PageRejected where no article is found in
    it any more (the head stays); StoreUnavailable also where the page or its delivery is not in the archive.
    """

    def attempt() -> Literal["revised", "unchanged"]:
        head = require_live(read_head(desk, [publisher_id], article_id))
        arrival = read_again(desk, head)
        article = arrival.article
        if not arrival.standing.rank.after(head.standing.rank):
            return "unchanged"
        if arrival.standing.content_hash == head.content_hash:
            renewed = replace(head, normalizer=article.provenance.normalizer, version=head.version + 1)
            ledgers.commit(desk.ledger, Commit(receipt=None, read=head, head=renewed))
            return "unchanged"
        keep(desk, arrival, look_up, {article_id})
        return "revised"

    return insist(desk, attempt)


def compare_readings(desk: Desk, publisher_id: str, article_id: str) -> tuple[str, ...]:
    """The parts of the article (`meta.kicker`, `body`, `widgets`) that `renormalize` would change; nothing is kept. Raises what it does."""
    head = require_live(read_head(desk, [publisher_id], article_id))
    arrival = read_again(desk, head)
    if not arrival.standing.rank.after(head.standing.rank) or arrival.standing.content_hash == head.content_hash:
        return ()
    kept = archives.read_document(desk.archive, publisher_id, article_id, head.content_hash)
    return tuple(name_changes(kept, arrival.article)) or ("content_hash",)


def name_changes(before: Article, after: Article) -> Iterator[str]:
    for field in Meta.model_fields:
        if getattr(before.meta, field) != getattr(after.meta, field):
            yield f"meta.{field}"
    for part in ("body", "captions", "widgets"):
        if getattr(before, part) != getattr(after, part):
            yield part


def read_again(desk: Desk, head: Head) -> Arrival:
    """The page of the delivery that has the head's place, read now. Raises PageRejected, Missing."""
    sent = read_sent(desk, head)
    page = reopen(desk, sent)
    article = desk.normalize(page)
    again = mint(head.publisher_id, f"reading:{sent.receipt_id}:{article.provenance.normalizer}")
    return read_arrival(page, article, replace(delivery_of(sent), receipt_id=again, terms=Terms(head.article_id), payload=None))


def require_live(head: Head) -> Head:
    match head.status:
        case "withdrawn":
            raise Withdrawn(f"article {head.article_id} is withdrawn")
        case "purged":
            raise Purged(f"article {head.article_id} is purged")
    return head
