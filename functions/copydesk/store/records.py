"""What the ledger holds: one frozen record per kind of item, and where each stands in the table.

Every key begins with its kind and its publisher (API keys apart), so that one publisher's items are never in another's reach.
"""

from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Any, Literal, Self

from .items import Item, pack, unpack
from .order import Outcome, Rank, Standing, Told

type Calendar = Literal["feed", "changes", "rejections"]

EVENT_ID_CHARS = 32
CHANGE_SHARDS = 4  # 4,000 changes a second and publisher; a shard's day is one partition (1,000 writes a second)


Door = Literal["http", "upload", "inbox", "backfill", "cli"]  # as in the contract, which to load takes long


@dataclass(frozen=True)
class Key:
    pk: str
    sk: str


def hashed(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def head_key(publisher_id: str, article_id: str) -> Key:
    return Key(f"A#{publisher_id}#{article_id}", "HEAD")


def revision_key(publisher_id: str, article_id: str, revision: int) -> Key:
    return Key(f"A#{publisher_id}#{article_id}", f"R#{revision:010d}")


def alias_key(publisher_id: str, name: str) -> Key:
    return Key(f"U#{publisher_id}#{hashed(name)}", "ALIAS")


def receipt_key(publisher_id: str, receipt_id: str) -> Key:
    return Key(f"T#{publisher_id}#{receipt_id}", "RECEIPT")


def drop_list(publisher_id: str, inbox_key: str) -> str:
    """The list of receipts of one inbox key, oldest first."""
    return f"T#{publisher_id}#{hashed(inbox_key)}"


def event_id_of(publisher_id: str, article_id: str, revision: int) -> str:
    """The revision's own, so that a change told twice can be known by it."""
    return hashed(f"{publisher_id}\0{article_id}\0{revision}")[:EVENT_ID_CHARS]


def change_key(publisher_id: str, article_id: str, at: str, event_id: str) -> Key:
    shard = int(hashed(article_id)[:8], 16) % CHANGE_SHARDS  # by article: the changes of one stay in order
    return Key(change_shard(publisher_id, at[:10], shard), f"{at}#{event_id}")


def change_shard(publisher_id: str, day: str, shard: int) -> str:
    """The partition that a part of a day's changes stands in, in order."""
    return f"C#{publisher_id}#{day}#{shard}"


def feed_list(publisher_id: str, published_at: str, status: str = "live") -> str:
    """The list of a publisher's heads of one month and status, oldest first."""
    return f"A#{publisher_id}#{published_at[:7]}" + ("" if status == "live" else f"#{status}")


def rejection_key(publisher_id: str, received_at: str, rejection_id: str) -> Key:
    return Key(f"X#{publisher_id}#{received_at[:10]}", f"{received_at}#{rejection_id}")


def calendar_key(publisher_id: str, calendar: "Calendar", span: str) -> Key:
    return Key(f"D#{publisher_id}#{calendar}", span)


@dataclass(frozen=True)
class Record:
    """An item of the table; a list's name and place put it into the index `lists`."""

    @property
    def key(self) -> Key:
        raise NotImplementedError

    @property
    def listed(self) -> tuple[str, str] | None:
        return None

    def to_item(self) -> Item:
        listed = dict(zip(("list_name", "list_place"), self.listed, strict=True)) if self.listed else {}
        return pack({"pk": self.key.pk, "sk": self.key.sk, **listed, **asdict(self)})

    @classmethod
    def from_item(cls, item: Item) -> Self:
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {name: value for name, value in unpack(item).items() if name in known}
        return cls(**values)


@dataclass(frozen=True)
class Head(Record):
    """What is true of an article now. `version` counts the writes of this item: a commit is conditional on the one it read.

    `receipt_id` is the delivery that has its order key. Where `status` is not live, `revision` is the tombstone's. The pages and
    documents of revisions up to `purged_revision` are gone.
    """

    publisher_id: str
    article_id: str
    revision: int
    last_revision: int
    version: int
    status: Literal["live", "withdrawn", "purged"]
    order_key: str
    normalizer: str
    content_hash: str
    source_hash: str
    published_at: str
    changed_at: str
    external_id: str | None = None
    headline: str | None = None
    url: str | None = None
    sections: tuple[str, ...] = ()
    purged_revision: int = 0
    receipt_id: str | None = None

    @property
    def key(self) -> Key:
        return head_key(self.publisher_id, self.article_id)

    @property
    def listed(self) -> tuple[str, str]:
        """The feed holds what can be read; what was withdrawn or purged has lists of its own."""
        return feed_list(self.publisher_id, self.published_at, self.status), f"{self.published_at}#{self.article_id}"

    @property
    def standing(self) -> Standing:
        return Standing(Rank(self.order_key, self.normalizer), self.content_hash)

    def status_of(self, revision: "Revision") -> Literal["live", "superseded", "withdrawn", "purged"]:
        if revision.revision <= self.purged_revision:
            return "purged"
        if revision.kind == "tombstone":
            return "withdrawn"
        return "live" if revision.revision == self.revision else "superseded"


@dataclass(frozen=True)
class Revision(Record):
    """One kept edition, or the tombstone of a withdrawal or a purge; never changed. What it counts for now is the head's to say.

    `receipt_id` is the delivery that brought it; a tombstone has no hashes.
    """

    publisher_id: str
    article_id: str
    revision: int
    order_key: str
    normalizer: str
    content_hash: str
    source_hash: str
    via: Door
    received_at: str
    kept_at: str
    bytes: int
    sender: str | None = None
    receipt_id: str | None = None
    kind: Literal["edition", "tombstone"] = "edition"

    @property
    def key(self) -> Key:
        return revision_key(self.publisher_id, self.article_id, self.revision)

    @property
    def standing(self) -> Standing:
        return Standing(Rank(self.order_key, self.normalizer), self.content_hash)


@dataclass(frozen=True)
class Alias(Record):
    """A name of an article, unique among its publisher's."""

    publisher_id: str
    name: str
    article_id: str

    @property
    def key(self) -> Key:
        return alias_key(self.publisher_id, self.name)


@dataclass(frozen=True)
class Receipt(Record):
    """What became of one page that was sent; `pending` is not settled yet. `error` is the reason of a rejection: type and detail.

    Under an Idempotency-Key, `payload` is the hash of what came with it, and `held_until` (Unix time) ends the claim of a request that
    is still under way.
    """

    publisher_id: str
    receipt_id: str
    outcome: Literal[Outcome, "rejected", "pending"]
    received_at: str
    settled_at: str
    via: str
    expires_at: int
    inbox_key: str | None = None
    source_hash: str | None = None
    article_id: str | None = None
    revision: int | None = None
    content_hash: str | None = None
    doubts: tuple[dict[str, str], ...] = ()
    error: dict[str, str] | None = None
    sender: str | None = None
    payload: str | None = None
    held_until: int | None = None

    @property
    def key(self) -> Key:
        return receipt_key(self.publisher_id, self.receipt_id)

    @property
    def is_settled(self) -> bool:
        """Whether the page was accepted; a rejection can still become an acceptance."""
        return self.accepted_as is not None

    @property
    def accepted_as(self) -> Outcome | None:
        if self.outcome == "rejected" or self.outcome == "pending":
            return None
        return self.outcome

    @property
    def listed(self) -> tuple[str, str] | None:
        return (drop_list(self.publisher_id, self.inbox_key), f"{self.received_at}#{self.receipt_id}") if self.inbox_key else None


@dataclass(frozen=True)
class Change(Record):
    """A new revision, told to the world: written in the commit's own transaction.

    `receipt_id` is the delivery that brought it, `via` the door that it came by. The last three say how well its page was read, for the
    watch: characters that can be seen, those of them without a home, and doubts. A removal has none of these.
    """

    publisher_id: str
    event_id: str
    at: str
    outcome: Told
    article_id: str
    revision: int
    head_revision: int
    content_hash: str
    headline: str | None = None
    url: str | None = None
    receipt_id: str | None = None
    via: str | None = None
    visible: int | None = None
    unassigned: int | None = None
    doubts: int | None = None

    @property
    def key(self) -> Key:
        return change_key(self.publisher_id, self.article_id, self.at, self.event_id)


@dataclass(frozen=True)
class Rejection(Record):
    """A page that was refused for good, and why. `copy` is its key in the archive; None where it was too large to be read.

    `content_type` and `metadata` are the object's, as they stood: with the copy, all that a second attempt needs. `article_id` is what
    came of one that worked.
    """

    publisher_id: str
    rejection_id: str
    received_at: str
    type: str
    detail: str
    inbox_key: str | None = None
    source_hash: str | None = None
    copy: str | None = None
    via: Door = "inbox"
    sender: str | None = None
    bytes: int = 0
    content_type: str | None = None
    metadata: dict[str, str] | None = None
    article_id: str | None = None
    expires_at: int | None = None

    @property
    def key(self) -> Key:
        return rejection_key(self.publisher_id, self.received_at, self.rejection_id)


@dataclass(frozen=True)
class Span(Record):
    """A month of the feed (`2026-11`), or a day of changes or rejections, in which something may be kept: nothing is kept in any other."""

    publisher_id: str
    calendar: Calendar
    span: str

    @property
    def key(self) -> Key:
        return calendar_key(self.publisher_id, self.calendar, self.span)
