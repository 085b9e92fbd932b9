"""What a text is read as, before and after it is a moment."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from copydesk.article import Time

Precision = Literal["second", "minute", "hour", "day", "month", "year"]


ZoneFrom = Literal["explicit", "site", "language", "sender"]


Kind = Literal["published", "modified"]


@dataclass(frozen=True)
class LabelledTime:
    """A time of a visible line and what the line calls it; `start` and `end` are offsets of `time.printed` in the line."""

    kind: Kind | None
    time: Time
    start: int
    end: int


class Clock(NamedTuple):
    hour: int
    minute: int
    second: int
    precision: Precision


class Reading(NamedTuple):
    """A date, perhaps with a clock and a zone, at [start, end) of a line; year 0 where none is printed."""

    year: int
    month: int
    day: int
    clock: Clock | None
    zone: str | None
    start: int
    end: int
