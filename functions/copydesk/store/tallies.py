"""How well a publisher's pages were read, by the half hour: counted from its changes and rejections, kept for a little over a week.

A page that the HTTP door refuses leaves no other trace, so it is counted as it is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .changes import read_shard
from .faults import translated
from .feed import Window
from .items import pack_value
from .ledger import Ledger, put, read_query, transact
from .order import read_stamp, stamp
from .records import CHANGE_SHARDS, Key, Record, change_shard
from .rejections import read_rejections

SLOT = timedelta(minutes=30)  # divides an hour, so that no slot lies in two days
TALLY_LIFE = timedelta(days=9)  # a week to compare with, and slots that were counted late
AT_ONCE = 1_000  # changes in one answer of the table
REFUSED = "#refused"


@dataclass(frozen=True)
class Tally(Record):
    """`pages` were kept as new revisions, `refusals` were not kept; `visible` and `unassigned` are characters.

    `drifted` are the measures that stood out when this slot was the newest.
    """

    publisher_id: str
    slot: str
    pages: int = 0
    visible: int = 0
    unassigned: int = 0
    doubts: int = 0
    refusals: int = 0
    drifted: tuple[str, ...] = ()
    expires_at: int = 0

    @property
    def key(self) -> Key:
        return Key(tallies_of(self.publisher_id), self.slot)


def tallies_of(publisher_id: str) -> str:
    return f"W#{publisher_id}"


def slot_of(at: datetime) -> datetime:
    """The beginning of the half hour."""
    return at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0)


def count_refusal(ledger: Ledger, publisher_id: str, *, at: datetime) -> None:
    """One page that the HTTP door refused. Raises StoreUnavailable."""
    key = Key(tallies_of(publisher_id), stamp(slot_of(at)) + REFUSED)
    with translated("count the refusal"):
        ledger.client.update_item(
            TableName=ledger.table,
            Key={"pk": pack_value(key.pk), "sk": pack_value(key.sk)},
            UpdateExpression="ADD refusals :one SET expires_at = :end",
            ExpressionAttributeValues={":one": pack_value(1), ":end": pack_value(int((at + TALLY_LIFE).timestamp()))},
        )


@dataclass(frozen=True)
class Tallies:
    """By slot: those that were counted, and the pages that the HTTP door refused in each."""

    counted: dict[str, Tally]
    refused: dict[str, int]


def read_tallies(ledger: Ledger, publisher_id: str, *, since: datetime) -> Tallies:
    query = {
        "KeyConditionExpression": "pk = :pk AND sk >= :since",
        "ExpressionAttributeValues": {":pk": pack_value(tallies_of(publisher_id)), ":since": pack_value(stamp(since))},
    }
    items = list(read_query(ledger, query, doing="read the tallies"))
    refused = {str(key).removesuffix(REFUSED): int(item["refusals"]["N"]) for item in items if (key := item["sk"]["S"]).endswith(REFUSED)}
    counted = [Tally.from_item(item) for item in items if not item["sk"]["S"].endswith(REFUSED)]
    return Tallies({tally.slot: tally for tally in counted}, refused)


def tally(ledger: Ledger, publisher_id: str, slot: datetime, *, refused: int) -> Tally:
    """The half hour from `slot`, counted from the table; `refused` are the pages that the HTTP door refused in it."""
    end = slot + SLOT
    shards = (change_shard(publisher_id, stamp(slot)[:10], shard) for shard in range(CHANGE_SHARDS))
    changes = [change for shard in shards for change in read_shard(ledger, shard, stamp(slot), stamp(end), AT_ONCE)]
    read = [change for change in changes if change.visible is not None]
    rejections = sum(1 for _ in read_rejections(ledger, [publisher_id], Window(since=slot, until=end)))
    return Tally(
        publisher_id=publisher_id,
        slot=stamp(slot),
        pages=len(read),
        visible=sum(change.visible or 0 for change in read),
        unassigned=sum(change.unassigned or 0 for change in read),
        doubts=sum(change.doubts or 0 for change in read),
        refusals=rejections + refused,
        expires_at=int((end + TALLY_LIFE).timestamp()),
    )


def keep_tallies(ledger: Ledger, tallies: Iterable[Tally]) -> None:
    """Again for a slot, the later count stands."""
    for counted in tallies:
        transact(ledger, [put(ledger, counted)], doing="keep the tally")


def begins_at(counted: Tally) -> datetime:
    return read_stamp(counted.slot)
