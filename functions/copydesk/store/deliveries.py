"""What came in, as it came: one small record per delivery, kept with its page, so that the table can be made whole from the archive.

A page's record is written after its bytes and its document and before the transaction, so that nothing can be lost; that of a
withdrawal, a purge or a lift after it, so that nothing is taken away that was not. What is recorded is enough to do the same again.
"""

from typing import Annotated, Any, Literal

from ..article import Doubt, Received
from ..model import Model, Said, ToldBy
from ..page import Words
from ..page.words import FORMS
from .editions import Arrival, Delivery
from .identity import Claim, Claimant, Claims
from .terms import Terms


class NamedBy(Model):
    name: str
    by: Claimant


class Addresses(Model):
    """What `content_hash` leaves out of meta: two pages with one document may differ in it."""

    url: str | None = None
    canonical_url: str | None = None
    amp_url: str | None = None


class SentPage(Model):
    """All that accepting the page took: the sender's words, the door, the names that were believed, and what was read in it."""

    kind: Literal["page"] = "page"
    publisher_id: str
    article_id: str
    receipt_id: str
    written_at: str
    received: Received
    inbox_key: str | None = None
    words: dict[str, Any]
    content_type: str | None = None
    article_named: str | None = None
    heads: tuple[int, ...] | Literal["any"] | None = None
    only_new: bool = False
    payload: str | None = None
    source_hash: str
    normalizer: str
    content_hash: str
    addresses: Addresses = Addresses()
    names: tuple[NamedBy, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Removal(Model):
    """A withdrawal, a purge, or the lifting of one. `names` are all that the article had, where its pages are no longer there to tell."""

    kind: Literal["withdrawal", "purge", "lift"]
    publisher_id: str
    article_id: str
    receipt_id: str
    written_at: str
    revision: Annotated[int, Said("the tombstone's")]
    order_key: str
    published_at: str
    sender: str | None = None
    external_id: str | None = None
    names: tuple[str, ...] = ()


type Recorded = SentPage | Removal

RECORDED: Any = Annotated[SentPage | Removal, ToldBy("kind")]


def record_page(arrival: Arrival, article_id: str, *, at: str) -> SentPage:
    delivery, meta, provenance = arrival.delivery, arrival.article.meta, arrival.article.provenance
    terms = delivery.terms
    return SentPage(
        publisher_id=delivery.publisher_id,
        article_id=article_id,
        receipt_id=delivery.receipt_id,
        written_at=at,
        received=delivery.received,
        inbox_key=delivery.inbox_key,
        words=spell_words(arrival.page.words),
        content_type=arrival.page.content_type,
        article_named=terms.article_id,
        heads=tuple(sorted(terms.heads)) if isinstance(terms.heads, frozenset) else terms.heads,
        only_new=terms.only_new,
        payload=delivery.payload,
        source_hash=provenance.source_hash,
        normalizer=provenance.normalizer,
        content_hash=provenance.content_hash,
        addresses=Addresses(url=meta.url, canonical_url=meta.canonical_url, amp_url=meta.amp_url),
        names=tuple(NamedBy(name=claim.name, by=claim.by) for claim in arrival.claims.names),
        doubts=arrival.claims.doubts,
    )


def spell_words(words: Words) -> dict[str, Any]:
    """The words as a sender would say them again; `Words.read_words` reads them back."""
    proper = {name: getattr(words, name) for name in FORMS}
    return {**{name: value for name, value in proper.items() if value is not None}, **words.meta}


def delivery_of(sent: SentPage) -> Delivery:
    heads = frozenset(sent.heads) if isinstance(sent.heads, tuple) else sent.heads
    terms = Terms(sent.article_named, heads, sent.only_new)
    return Delivery(sent.publisher_id, sent.receipt_id, sent.received, sent.inbox_key, terms, sent.payload)


def claims_of(sent: SentPage) -> Claims:
    names = tuple(Claim(named.name, named.by) for named in sent.names)
    return Claims(sent.publisher_id, names, sent.source_hash, sent.doubts)
