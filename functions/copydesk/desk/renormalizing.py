"""A kept page is read again by a newer normalizer."""

from dataclasses import replace
from typing import Literal

from ..errors import Purged, Withdrawn
from ..page import RawPage, Words
from ..store import archive as archives
from ..store import ledger as ledgers
from ..store.deliveries import SentPage, delivery_of, read_record
from ..store.editions import read_arrival
from ..store.identity import mint
from ..store.ledger import Commit
from ..store.records import Head
from ..store.terms import Terms
from .accepting import keep, look_up
from .desk import Desk
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
        sent = read_sent(desk, head)
        page = reopen(desk, sent)
        delivery = delivery_of(sent)
        article = desk.normalize(page)
        again = mint(publisher_id, f"reading:{sent.receipt_id}:{article.provenance.normalizer}")
        arrival = read_arrival(page, article, replace(delivery, receipt_id=again, terms=Terms(article_id), payload=None))
        if not arrival.standing.rank.after(head.standing.rank):
            return "unchanged"
        if arrival.standing.content_hash == head.content_hash:
            renewed = replace(head, normalizer=article.provenance.normalizer, version=head.version + 1)
            ledgers.commit(desk.ledger, Commit(receipt=None, read=head, head=renewed))
            return "unchanged"
        keep(desk, arrival, look_up)
        return "revised"

    return insist(desk, attempt)


def require_live(head: Head) -> Head:
    match head.status:
        case "withdrawn":
            raise Withdrawn(f"article {head.article_id} is withdrawn")
        case "purged":
            raise Purged(f"article {head.article_id} is purged")
    return head


def read_sent(desk: Desk, head: Head) -> SentPage:
    """The delivery that has the head's place. Raises Missing."""
    key = archives.delivery_key(head.publisher_id, head.article_id, str(head.receipt_id))
    record = read_record(desk.archive, key)
    if not isinstance(record, SentPage):
        raise archives.Missing(f"{key} is no page's")
    return record


def reopen(desk: Desk, sent: SentPage) -> RawPage:
    """The page as it was when it arrived. Raises Missing."""
    body = archives.read_bytes(desk.archive, archives.raw_key(sent.publisher_id, sent.article_id, sent.source_hash))
    return RawPage(body, Words.read_words(sent.words), sent.content_type)
