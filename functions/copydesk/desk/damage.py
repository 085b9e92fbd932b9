"""One article held against itself: what the ledger says of it, what the archive keeps of it, and whether the two fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from ..model import Misfit
from ..normalize import VERSION, content_hash_of
from ..store import archive as archives
from ..store import ledger as ledgers
from ..store.archive import Missing
from ..store.deliveries import SentPage
from ..store.ledger import Commit, find_items, spans_of
from ..store.order import read_stamp
from ..store.recording import list_carried, read_record
from ..store.records import Head, Key, Revision, alias_key, change_key, event_id_of, head_key
from ..store.sweeping import Broken, list_kept, read_item
from .desk import Desk


@dataclass(frozen=True)
class Finding:
    """`place` is where it is: an item's key in the table, or an object's in the archive or the inbox."""

    kind: str
    place: str
    publisher_id: str
    detail: str
    article_id: str | None = None


@dataclass(frozen=True)
class Whole:
    """All there is of one article."""

    publisher_id: str
    article_id: str
    head: Head | None
    revisions: Mapping[int, Revision]
    kept: frozenset[str]  # keys of the archive
    carried: Mapping[str, str]  # of deliveries without an object of their own: its key → that of the page that carries the record
    lives: Mapping[str, int] = field(default_factory=dict)  # days that a prefix of the archive is kept

    def find(self, kind: str, place: str, detail: str) -> Finding:
        return Finding(kind, place, self.publisher_id, detail, self.article_id)

    def has_record(self, key: str) -> bool:
        return key in self.kept or key in self.carried

    @property
    def readable(self) -> list[Revision]:
        """Those whose pages and documents have to be there."""
        purged = self.head.purged_revision if self.head else 0
        return [r for number, r in sorted(self.revisions.items()) if r.kind == "edition" and number > purged]


def read_whole(desk: Desk, publisher_id: str, article_id: str, lives: Mapping[str, int]) -> Whole:
    """The table first: what a commit vouches for was in the archive before it."""
    head, revisions = None, {}
    query = {
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": head_key(publisher_id, article_id).pk}},
        "ConsistentRead": True,
    }
    for item in ledgers.read_query(desk.ledger, query, doing="look the article over"):
        record = read_item(Head if item["sk"]["S"] == "HEAD" else Revision, item)
        if isinstance(record, Head):
            head = record
        elif isinstance(record, Revision):
            revisions[record.revision] = record
    kept = list_kept(desk.archive, publisher_id, article_id)
    return Whole(publisher_id, article_id, head, revisions, frozenset(kept), list_carried(desk.archive, kept), lives)


def find_damage(desk: Desk, publisher_id: str, article_id: str, lives: Mapping[str, int]) -> tuple[Finding, ...]:
    """What is wrong twice in a row: what was under way at the first look is done at the second."""
    first = frozenset(examine(desk, read_whole(desk, publisher_id, article_id, lives)))
    return tuple(f for f in examine(desk, read_whole(desk, publisher_id, article_id, lives)) if f in first) if first else ()


def examine(desk: Desk, whole: Whole) -> Iterator[Finding]:
    if whole.head is None:
        yield whole.find("head_missing", spell(head_key(whole.publisher_id, whole.article_id)), "there are revisions, and no head")
        return
    yield from check_numbers(whole, whole.head)
    yield from check_order(whole, whole.head)
    yield from check_told(desk, whole, whole.head)
    if whole.head.status == "purged":
        yield from check_erased(desk, whole, whole.head)
        return
    yield from check_kept(desk, whole)
    yield from check_deliveries(whole)
    if whole.head.status == "live":
        yield from check_bytes(desk, whole, whole.head)
        yield from check_names(desk, whole, whole.head)


def check_numbers(whole: Whole, head: Head) -> Iterator[Finding]:
    """Revisions are counted from 1 without a gap, and the head is one of them. A restored purge knows of none before it."""
    first = head.purged_revision or 1
    for number in sorted(set(range(first, head.last_revision + 1)) - whole.revisions.keys()):
        yield whole.find("revision_missing", f"{head.key.pk} R#{number:010d}", f"the head counts {head.last_revision} revisions")
    for number in sorted(number for number in whole.revisions if number > head.last_revision):
        yield whole.find("head_behind", spell(head.key), f"revision {number} is there, and the head counts {head.last_revision}")
    shown = whole.revisions.get(head.revision)
    if shown and shown.kind != ("edition" if head.status == "live" else "tombstone"):
        yield whole.find("head_wrong", spell(head.key), f"it is {head.status}, and revision {head.revision} is a {shown.kind}")
    elif shown and shown.content_hash != head.content_hash:
        yield whole.find("head_wrong", spell(head.key), f"its content is not that of revision {head.revision}")


def check_order(whole: Whole, head: Head) -> Iterator[Finding]:
    for number, revision in sorted(whole.revisions.items()):
        if number > head.purged_revision and revision.standing.rank.after(head.standing.rank):
            yield whole.find("head_not_greatest", spell(head.key), f"revision {number} comes after revision {head.revision}, the head's")


def check_told(desk: Desk, whole: Whole, head: Head) -> Iterator[Finding]:
    """Each revision has its change, and the calendars know the head's month and the changes' days."""
    wanted: dict[Key, tuple[str, str]] = {}
    for number, revision in sorted(whole.revisions.items()):
        told = event_id_of(whole.publisher_id, whole.article_id, number)
        key = change_key(whole.publisher_id, whole.article_id, revision.kept_at, told)
        wanted[key] = ("change_missing", f"revision {number} is told to nobody")
    for span in spans_of(Commit(receipt=None, read=None, head=head)):
        wanted[span.key] = ("calendar_missing", "no list looks into the month in which the article stands")
    known = find_items(desk.ledger, list(wanted))
    for key, (kind, detail) in wanted.items():
        if key not in known:
            yield whole.find(kind, spell(key), detail)


def check_erased(desk: Desk, whole: Whole, head: Head) -> Iterator[Finding]:
    """Of a purged article nothing is left in the archive, in no version, but the record of the purge."""
    keep = archives.delivery_key(head.publisher_id, head.article_id, str(head.receipt_id))
    prefixes = [f"{kind}/{head.publisher_id}/{head.article_id}/" for kind in archives.OF_AN_ARTICLE]
    left = {version["Key"] for prefix in prefixes for version in archives.list_versions(desk.archive, prefix)} - {keep}
    for key in sorted(left):
        yield whole.find("purge_unfinished", key, "the article is purged; purge it again")
    if keep not in whole.kept and not is_over(whole, keep, head.changed_at, desk.clock()):
        yield whole.find("delivery_missing", keep, "the archive does not know of the purge; purge it again")


def check_kept(desk: Desk, whole: Whole) -> Iterator[Finding]:
    """Every edition that can be asked for has its page and its document."""
    first: dict[tuple[str, str], Revision] = {}  # what two revisions share was written for the first
    for revision in whole.readable:
        names = revision.publisher_id, revision.article_id
        first.setdefault(("page_missing", archives.raw_key(*names, revision.source_hash)), revision)
        first.setdefault(("document_missing", archives.document_key(*names, revision.content_hash)), revision)
    for (kind, key), revision in first.items():
        if key not in whole.kept and not is_over(whole, key, revision.received_at, desk.clock()):
            yield whole.find(kind, key, f"revision {revision.revision} vouches for it")


def check_deliveries(whole: Whole) -> Iterator[Finding]:
    """Every revision can be made again from the archive. Of a page that is gone it is told already, and it may have carried the record."""
    purged = whole.head.purged_revision if whole.head else 0
    for number, revision in sorted(whole.revisions.items()):
        key = archives.delivery_key(whole.publisher_id, whole.article_id, str(revision.receipt_id))
        page = archives.raw_key(whole.publisher_id, whole.article_id, revision.source_hash)
        is_told = number <= purged or (revision.kind == "edition" and page not in whole.kept)
        if not is_told and not whole.has_record(key) and "deliveries/" not in whole.lives:
            yield whole.find("delivery_missing", key, f"it brought revision {number}")


def check_bytes(desk: Desk, whole: Whole, head: Head) -> Iterator[Finding]:
    """The head's page and document are what their names say."""
    raw = archives.raw_key(head.publisher_id, head.article_id, head.source_hash)
    if raw in whole.kept and sha256(archives.read_bytes(desk.archive, raw)).hexdigest() != head.source_hash:
        yield whole.find("page_damaged", raw, "its bytes have another hash")
    document = archives.document_key(head.publisher_id, head.article_id, head.content_hash)
    if document not in whole.kept:
        return
    try:
        article = archives.read_document(desk.archive, head.publisher_id, head.article_id, head.content_hash)
    except ValueError as error:
        yield whole.find("document_damaged", document, f"it is no article: {str(error).splitlines()[0]}")
        return
    claimed = article.provenance.content_hash
    # Another version may have hashed in another way: then its own word has to do.
    found = content_hash_of(article) if article.provenance.normalizer == VERSION else claimed
    if {claimed, found} != {head.content_hash}:
        yield whole.find("document_damaged", document, "its content has another hash")


def check_names(desk: Desk, whole: Whole, head: Head) -> Iterator[Finding]:
    """Every name that the head's page bears leads to an article."""
    key = archives.delivery_key(head.publisher_id, head.article_id, str(head.receipt_id))
    if not whole.has_record(key):
        return
    try:
        record = read_record(desk.archive, whole.carried.get(key, key))
    except (Misfit, Missing):
        yield whole.find("delivery_damaged", key, "it is no record of ours")
        return
    names = [named.name for named in record.names] if isinstance(record, SentPage) else []
    known = ledgers.find_aliases(desk.ledger, head.publisher_id, names)
    for name in names:
        if name not in known:
            yield whole.find("alias_missing", spell(alias_key(head.publisher_id, name)), f"{name} leads to no article")


def is_over(whole: Whole, key: str, since: str, now: datetime) -> bool:
    """Whether a rule of the bucket has taken it away by now."""
    days = whole.lives.get(key.partition("/")[0] + "/")
    return days is not None and read_stamp(since) + timedelta(days=days) <= now


def spell(key: Key | Broken) -> str:
    at = key.key if isinstance(key, Broken) else key
    return f"{at.pk} {at.sk}"
