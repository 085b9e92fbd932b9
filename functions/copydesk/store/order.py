"""Which edition is the newest: one key per edition, fixed when it is received, compared as text and never field by field."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from ..page import Words

type Outcome = Literal["created", "revised", "unchanged", "duplicate", "superseded"]
type Told = Literal["created", "revised", "superseded", "withdrawn", "purged"]  # what makes a revision is told to the world

EDITION_DIGITS = 20  # a 64-bit number has at most 20


def stamp(at: datetime) -> str:
    """UTC with microseconds and `Z`: always 27 characters, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_stamp(text: str) -> datetime:
    """RFC 3339 to UTC; a time at the calendar's edge that UTC cannot hold becomes that edge."""
    at = datetime.fromisoformat(text.upper())
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return (datetime.min if at.year == 1 else datetime.max).replace(tzinfo=UTC)


def order_key(words: Words, *, accepted_at: str, source_hash: str) -> str:
    """`edition or 0 # modified_at or published_at or accepted_at # accepted_at # source_hash`.

    The times are the sender's words, never the page's: a better reading of the page must not reorder what was received.
    """
    told = words.modified_at or words.published_at
    accepted = stamp(read_stamp(accepted_at))
    return "#".join((f"{words.edition or 0:0{EDITION_DIGITS}d}", stamp(read_stamp(told)) if told else accepted, accepted, source_hash))


def tombstone_key(head_key: str, *, at: datetime) -> str:
    """The place of a withdrawal: behind the edition that it withdraws, before whatever is received later.

    It has that edition's number and the sender's time for it, so that the same edition, sent again, brings the article back.
    An edition without a time is placed by when it was accepted, and so is its withdrawal.
    """
    number, moment, accepted, _ = head_key.split("#")
    withdrawn = later_than(at, accepted)
    return "#".join((number, withdrawn if moment == accepted else moment, withdrawn, ""))


@dataclass(frozen=True)
class Rank:
    """An edition's place among its article's editions; the normalizer's version decides between two readings of one edition."""

    order_key: str
    normalizer: str

    def after(self, other: "Rank") -> bool:
        return (self.order_key, numbers(self.normalizer)) > (other.order_key, numbers(other.normalizer))


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


@dataclass(frozen=True)
class Standing:
    """A kept edition as ordering sees it."""

    rank: Rank
    content_hash: str


def judge(incoming: Standing, head: Standing | None, kept: Iterable[Standing]) -> Outcome:
    """What keeping `incoming` means. `kept` is read only when the edition is late."""
    if head is None:
        return "created"
    if incoming.content_hash == head.content_hash:
        return "duplicate" if incoming.rank.order_key == head.rank.order_key else "unchanged"
    if incoming.rank.after(head.rank):
        return "revised"
    known = {(standing.rank.order_key, standing.content_hash) for standing in kept}
    return "duplicate" if (incoming.rank.order_key, incoming.content_hash) in known else "superseded"


def later_than(at: datetime, previous: str | None) -> str:
    """`at`, or a microsecond after `previous` where the clocks of two writers disagree: changes of one article never tie."""
    if previous is None:
        return stamp(at)
    return max(stamp(at), stamp(read_stamp(previous) + timedelta(microseconds=1)))
