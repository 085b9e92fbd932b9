"""Everything that was taken in is accounted for, and nothing that the ledger vouches for is gone or damaged. Repairs nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from ..store import archive as archives
from ..store import ledger as ledgers
from ..store.deliveries import SentPage, delivery_of
from ..store.editions import RECEIPT_LIFE, life_of
from ..store.inbox import Inbox, list_drops
from ..store.ledger import find_items
from ..store.order import read_stamp
from ..store.recording import Recording, list_places, list_recordings, read_records
from ..store.records import Alias, Change, Head, Key, Receipt, Rejection, Revision, head_key, receipt_key, rejection_key, revision_key
from ..store.sweeping import Broken, read_lives, sweep
from .damage import Finding, find_damage, spell
from .desk import Desk
from .taking import is_door, publisher_of

AT_ONCE = 100  # keys of one look into the table
READERS = 8
YOUNG = timedelta(minutes=30)  # five attempts of the queue, 360 s apart: what is older than this is at work no more
STORED = ("created", "revised")


@dataclass
class Audit:  # filled in place: it is told of while it grows
    """`outcomes` counts what became of all that was taken in and is remembered (receipts live for 30 days)."""

    articles: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def lose(self, finding: Finding) -> None:
        self.outcomes["unaccounted"] += 1
        self.findings.append(finding)

    @property
    def accepted(self) -> int:
        return self.outcomes.total()

    @property
    def account(self) -> dict[str, int]:
        """What became of all that was taken in."""
        told = {name: self.outcomes[name] for name in ("superseded", "unchanged", "duplicate", "rejected", "in_flight", "unaccounted")}
        return {"accepted": self.accepted, "stored": sum(self.outcomes[name] for name in STORED), **told}


def audit(desk: Desk, inbox: Inbox | None = None, *, young: timedelta = YOUNG, tell: Callable[[Audit], None] = lambda found: None) -> Audit:
    """Look everything over. `tell` hears after each article. What is younger than `young` and not settled counts as in flight.

    Reads the whole table once, the archive's listing of each article, and each head's page and document. Memory: some 200 bytes an
    article. Raises StoreUnavailable for what time heals.
    """
    found, articles = Audit(), set[tuple[str, str]]()
    lives = read_lives(desk.archive)
    for batch in batched(sweep(desk.ledger), AT_ONCE, strict=False):
        for record in batch:
            if isinstance(record, Head | Revision):
                articles.add((record.publisher_id, record.article_id))
            elif isinstance(record, Broken):
                found.findings.append(Finding("item_broken", spell(record), record.publisher_id, record.reason))
        found.findings += check_pointers(desk, batch)
        found.findings += check_copies(desk, batch, lives)
        found.outcomes += count_receipts(batch, now=desk.clock(), young=young)
    with ThreadPoolExecutor(READERS) as pool:
        for some in batched(sorted(articles), AT_ONCE, strict=False):
            for damage in pool.map(lambda article: find_damage(desk, article[0], article[1], lives), some):
                found.articles += 1
                found.findings += damage
                tell(found)
    add_unanswered(desk, found, young=young)
    if inbox:
        add_drops(desk, inbox, found, young=young)
    return found


# ----------------------------------------------------- from item to item


def check_pointers(desk: Desk, records: Iterable[Any]) -> list[Finding]:
    """Aliases, receipts, changes and rejections lead to what they name."""
    wanted = [(record, kind, key) for record in records for kind, key in pointers_of(record)]
    known = find_items(desk.ledger, list(dict.fromkeys(key for _, _, key in wanted)))
    return [
        Finding(kind, spell(record.key), record.publisher_id, f"it leads to {spell(key)}, which is not there", record.article_id)
        for record, kind, key in wanted
        if key not in known
    ]


def pointers_of(record: Any) -> Iterator[tuple[str, Key]]:
    match record:
        case Alias():
            yield "alias_dangling", head_key(record.publisher_id, record.article_id)
        case Receipt(article_id=str(article_id), revision=int(revision)) if record.is_settled:
            yield "receipt_dangling", revision_key(record.publisher_id, article_id, revision)
        case Receipt(outcome="rejected"):
            yield "rejection_missing", rejection_key(record.publisher_id, record.received_at, record.receipt_id)
        case Change():
            yield "change_dangling", revision_key(record.publisher_id, record.article_id, record.revision)
        case Rejection():
            yield "receipt_missing", receipt_key(record.publisher_id, record.rejection_id)


def check_copies(desk: Desk, records: Iterable[Any], lives: dict[str, int]) -> Iterator[Finding]:
    """A refused page that still stands can be tried again."""
    days = timedelta(days=lives.get("rejected/", 36_500))
    for record in records:
        copy = record.copy if isinstance(record, Rejection) and not record.article_id else None
        if copy and read_stamp(record.received_at) + days > desk.clock() and copy not in archives.list_keys(desk.archive, copy):
            yield Finding("copy_missing", copy, record.publisher_id, "the refused page cannot be tried again")


def count_receipts(records: Iterable[Any], *, now: datetime, young: timedelta) -> Counter[str]:
    """A form that nobody used is nobody's page: its receipt counts while it can still be used."""
    counted: Counter[str] = Counter()
    for record in records:
        if not isinstance(record, Receipt) or record.expires_at <= now.timestamp():
            continue
        if record.outcome != "pending":
            counted[record.outcome] += 1
        elif read_stamp(record.received_at) + young > now:
            counted["in_flight"] += 1
    return counted


# ------------------------------------- from the buckets to the table


def add_unanswered(desk: Desk, found: Audit, *, young: timedelta) -> None:
    """Pages that the archive has a record of, and no receipt tells of: under way, or lost to the table."""
    now, told = desk.clock(), set[tuple[str, str, str]]()
    for batch in batched(filter(is_page, list_recordings(desk.archive, since=now - RECEIPT_LIFE)), AT_ONCE, strict=False):
        deliveries = {delivery.names: delivery for delivery in batch}
        keys = {names: receipt_key(names[0], names[2]) for names in deliveries}
        known = find_items(desk.ledger, list(dict.fromkeys(keys.values())))
        unknown = [delivery for names, delivery in deliveries.items() if keys[names] not in known and names not in told]
        told.update(delivery.names for delivery in unknown)
        for delivery in unknown:
            if delivery.at + young > now:
                found.outcomes["in_flight"] += 1
            elif finding := find_unanswered(desk, delivery):
                if finding.kind == "delivery_unanswered" and was_sent_again(desk, delivery):
                    found.outcomes["duplicate"] += 1
                else:
                    found.lose(finding)


def is_page(delivery: Recording) -> bool:
    return not delivery.receipt_id.startswith(("withdrawal-", "purge-", "lift-"))


def find_unanswered(desk: Desk, delivery: Recording) -> Finding | None:
    """None where its receipt's time is over, or its article was purged: what a purge has left there has a kind of its own."""
    publisher_id, article_id, receipt_id = delivery.names
    head = ledgers.find_head(desk.ledger, [publisher_id], article_id)
    sent = next((record for _, record in read_records(desk.archive, [delivery.place])), None)
    is_over = isinstance(sent, SentPage) and read_stamp(sent.written_at) + life_of(delivery_of(sent)) <= desk.clock()
    if is_over or (head and head.status == "purged"):
        return None
    if any(revision.receipt_id == receipt_id for revision in ledgers.read_revisions(desk.ledger, publisher_id, article_id)):
        return Finding("receipt_missing", delivery.place, publisher_id, "the page was kept, and its receipt is gone", article_id)
    detail = "the table knows nothing of this page: it is older than the archive, or its sender was never answered"
    return Finding("delivery_unanswered", delivery.place, publisher_id, detail, article_id)


def was_sent_again(desk: Desk, delivery: Recording) -> bool:
    """Whether the same bytes with the same words came later and were answered: whoever hears nothing in time sends again, and the
    function that was stopped meanwhile had kept the page and not settled it. Nothing is lost then, and nothing was promised.
    """
    publisher_id = delivery.publisher_id
    records = dict(read_records(desk.archive, list_places(desk.archive, publisher_id, delivery.article_id)))
    first = records.get(delivery.place)
    if not isinstance(first, SentPage):
        return False
    again = [
        receipt_key(publisher_id, record.receipt_id)
        for record in records.values()
        if isinstance(record, SentPage)
        and record.receipt_id != delivery.receipt_id
        and record.written_at >= first.written_at
        and (record.source_hash, record.words) == (first.source_hash, first.words)
    ]
    return any(find_items(desk.ledger, list(some)) for some in batched(again, AT_ONCE, strict=False))


def add_drops(desk: Desk, inbox: Inbox, found: Audit, *, young: timedelta) -> None:
    """Objects of the inbox that no receipt tells of."""
    now = desk.clock()
    for key, at in list_drops(inbox):
        if not is_door(key) or at + RECEIPT_LIFE <= now:
            continue
        receipt = ledgers.find_dropped(desk.ledger, publisher_of(key), key, at=now)
        if receipt and (receipt.outcome == "pending" or is_of(receipt, at)):
            if receipt.outcome == "pending" and at + young <= now:
                found.lose(Finding("drop_unanswered", key, publisher_of(key), "the page came, and its receipt is still pending"))
            continue
        if at + young > now:
            found.outcomes["in_flight"] += 1
        else:
            found.lose(Finding("drop_unanswered", key, publisher_of(key), "the object lies in the inbox, and no receipt tells of it"))


def is_of(receipt: Receipt, at: datetime) -> bool:
    """An upload's key is its own; an older receipt is of an older drop under the same key.

    Whoever gets an object hears of whole seconds, whoever lists it of less.
    """
    return str(receipt.inbox_key).startswith("up/") or read_stamp(receipt.received_at) >= at.replace(microsecond=0)
