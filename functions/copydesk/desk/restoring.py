"""The ledger is made whole from the archive, after a table was lost or set back to an earlier time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..errors import CopydeskError, Gone, StoreUnavailable
from ..model import Misfit
from ..store import archive as archives
from ..store import ledger as ledgers
from ..store.archive import Missing
from ..store.changes import commit_fresh
from ..store.deliveries import Recorded, Removal, SentPage, claims_of, delivery_of
from ..store.editions import Arrival, life_of, read_arrival
from ..store.identity import Identity, Owner, join
from ..store.order import read_stamp
from ..store.recording import list_places, read_records
from ..store.records import Head
from ..store.tombstones import plan_removal, rebury
from .accepting import accept_arrival, find_settled
from .desk import Desk
from .examining import reopen
from .racing import insist
from .withdrawing import erase_all, open_again


@dataclass(frozen=True)
class Restored:
    """How far it has come: of `found` deliveries, those that the ledger knew, those that it learned, and key → reason of the others."""

    found: int = 0
    known: int = 0
    restored: int = 0
    failed: tuple[tuple[str, str], ...] = ()

    @property
    def is_done(self) -> bool:
        return self.found == self.known + self.restored + len(self.failed)


def restore(desk: Desk) -> Iterator[Restored]:
    """Do again, in the order in which it was first done, whatever the archive has a record of and the ledger does not know.

    `*_, report = restore(desk)`: yields once at the start and after each delivery. Articles come out as they were read then, whatever
    rules have changed since; revisions have the numbers they had, where arrivals came one after the other. Publishers, keys and
    rejections are not in the archive. Can be stopped and begun again. All records are held in memory: about 2 KB each.

    Raises StoreUnavailable for what time heals; nothing else.
    """
    records, broken = read_all(desk)
    report = Restored(found=len(records) + len(broken), failed=tuple((place, "no record of ours") for place in broken))
    yield report
    past = read_past(records)
    # Purges first: the pages that brought a purged article its names are gone, and no other page may bring them to another.
    for key, record in sorted(records, key=lambda entry: (entry[1].kind != "purge", entry[1].written_at, entry[1].receipt_id)):
        try:
            is_news = restore_page(desk, record, past) if isinstance(record, SentPage) else restore_removal(desk, record, past)
            report = replace(report, restored=report.restored + is_news, known=report.known + (not is_news))
        except Missing as error:
            report = replace(report, failed=(*report.failed, (key, error.detail)))
        except Misfit as error:
            report = replace(report, failed=(*report.failed, (key, f"its document is damaged: {len(error.wrong)} errors")))
        except StoreUnavailable:
            raise
        except CopydeskError as error:
            report = replace(report, failed=(*report.failed, (key, f"{error.type}: {error.detail}")))
        yield report
    finish_purges(desk, past)


def read_all(desk: Desk) -> tuple[list[tuple[str, Recorded]], list[str]]:
    """Where each record is, and where something is that is none. Of two of one delivery that of its own object counts: it came later."""
    records: dict[tuple[str, str, str], tuple[str, Recorded]] = {}
    broken: list[str] = []
    for place, read in read_records(desk.archive, list_places(desk.archive)):
        if read:
            records[read.publisher_id, read.article_id, read.receipt_id] = place, read
        else:
            broken.append(place)
    return list(records.values()), broken


@dataclass(frozen=True)
class Past:
    """When each delivery (article, receipt) was recorded, when each article (publisher, article) was purged last, and where each page
    (publisher, receipt) was recorded last: who was outrun may have begun with another article.
    """

    written: Mapping[tuple[str, str], str]
    purged: Mapping[tuple[str, str], str]
    landed: Mapping[tuple[str, str], str]

    def is_erased(self, record: Recorded) -> bool:
        return record.written_at < self.purged.get((record.publisher_id, record.article_id), "")

    def has_landed(self, sent: SentPage) -> bool:
        return self.landed[sent.publisher_id, sent.receipt_id] == sent.article_id


def read_past(entries: list[tuple[str, Recorded]]) -> Past:
    records = sorted((record for _, record in entries), key=lambda record: record.written_at)
    return Past(
        {(record.article_id, record.receipt_id): record.written_at for record in records},
        {(record.publisher_id, record.article_id): record.written_at for record in records if record.kind == "purge"},
        {(record.publisher_id, record.receipt_id): record.article_id for record in records if record.kind == "page"},
    )


def restore_page(desk: Desk, sent: SentPage, past: Past) -> bool:
    """Whether the ledger learned something."""
    delivery = delivery_of(sent)
    if past.is_erased(sent) or not past.has_landed(sent) or find_settled(desk, delivery) or had_its_effect(desk, sent, past):
        return False

    def rejoin(desk: Desk, arrival: Arrival) -> tuple[Identity, Head | None]:
        return look_up_again(desk, arrival, sent.article_id)

    try:
        accept_arrival(desk, delivery, lambda: recall(desk, sent), rejoin)
    except Gone:  # refused now as it would have been then: it was on its way when the article was purged
        return False
    return True


def had_its_effect(desk: Desk, sent: SentPage, past: Past) -> bool:
    """Whether a page whose receipt is not there was taken in all the same: its revision is kept, or, where the receipt's time is over,
    a later one.
    """
    kept = [r.receipt_id for r in ledgers.read_revisions(desk.ledger, sent.publisher_id, sent.article_id) if r.receipt_id]
    if sent.receipt_id in kept:
        return True
    is_over = read_stamp(sent.written_at) + life_of(delivery_of(sent)) <= desk.clock()
    return is_over and any(past.written.get((sent.article_id, receipt_id), "") > sent.written_at for receipt_id in kept)


def look_up_again(desk: Desk, arrival: Arrival, article_id: str) -> tuple[Identity, Head | None]:
    """The article that the page was of. What is known of the others by now may be more than was known then."""
    claims = arrival.claims
    known = ledgers.find_aliases(desk.ledger, claims.publisher_id, [claim.name for claim in claims.names])
    head = ledgers.find_head(desk.ledger, [claims.publisher_id], article_id)
    owners = {name: Owner(owner) for name, owner in known.items()}
    return join(claims, owners, Owner(article_id, head.external_id if head else None)), head


def recall(desk: Desk, sent: SentPage) -> Arrival:
    """The page as it arrived, with the article that was read in it then."""
    page = reopen(desk, sent)
    article = archives.read_document(desk.archive, sent.publisher_id, sent.article_id, sent.content_hash)
    read_then = {"source_hash": sent.source_hash, "normalizer": sent.normalizer}
    meta, provenance = article.meta.model_copy(update=sent.addresses.model_dump()), article.provenance.model_copy(update=read_then)
    article = article.model_copy(update={"meta": meta, "provenance": provenance})
    return replace(read_arrival(page, article, delivery_of(sent)), claims=claims_of(sent))


def restore_removal(desk: Desk, removal: Removal, past: Past) -> bool:
    """Whether the ledger learned something. A number that is taken was taken by it, or is behind a later purge."""
    if past.is_erased(removal):
        return False

    def attempt() -> bool:
        head = ledgers.find_head(desk.ledger, [removal.publisher_id], removal.article_id)
        if removal.kind == "lift":
            return bool(head and head.status == "purged" and head.revision == removal.revision and open_again(desk, head))
        if head and head.last_revision >= removal.revision:
            return False
        after = rebury(removal, head, at=desk.clock())
        unknown = set(removal.names) - ledgers.find_aliases(desk.ledger, removal.publisher_id, removal.names).keys()
        work = plan_removal(head, after, sender=removal.sender, done_at=removal.written_at, names=sorted(unknown))
        commit_fresh(desk.ledger, work, clock=desk.clock)
        return True

    return insist(desk, attempt)


def finish_purges(desk: Desk, past: Past) -> None:
    """Erase what an interrupted purge, or a page on its way meanwhile, left behind."""
    for publisher_id, article_id in past.purged:
        head = ledgers.find_head(desk.ledger, [publisher_id], article_id)
        if head and head.status == "purged":
            erase_all(desk, head)
