"""Zones by name and offset, and the moment a reading stands for."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache

from copydesk.article import Time
from copydesk.normalize.times.found import Clock, Reading, ZoneFrom
from copydesk.page.patterns import pattern_of
from copydesk.rules import Language, load_rules


@cache
def iana(name: str) -> tzinfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # here: 3 ms that a page with offsets never pays

    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


_OFFSET = pattern_of(r"(?:UTC|GMT)?\s?([+-])(\d{1,2}):?(\d\d)?")


@cache
def zone_of(printed: str) -> tzinfo | None:
    if printed in ("Z", "z"):
        return UTC
    if found := _OFFSET.fullmatch(printed):
        shift = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if shift > timedelta(hours=14):
            return None
        return timezone(-shift if found[1] == "-" else shift)
    name = load_rules().zones.zones.get(printed)
    return iana(name) if name else None


def is_zone(printed: str) -> bool:
    return printed in load_rules().zones.zones or printed in ("Z", "z") or bool(_OFFSET.fullmatch(printed))


def moment_of(reading: Reading, printed: str, words: Language) -> Time | None:
    told: tuple[tuple[ZoneFrom, tzinfo | None], ...] = (
        ("explicit", zone_of(reading.zone) if reading.zone else None),
        ("site" if words.is_house else "language", iana(words.zone) if words.zone else None),
    )
    zone_from, zone = next(((name, zone) for name, zone in told if zone), (None, UTC))
    clock = reading.clock or Clock(0, 0, 0, "second")
    try:
        moment = datetime(reading.year, reading.month, reading.day, clock.hour % 24, clock.minute, clock.second, tzinfo=zone)
    except ValueError:
        return None
    moment += timedelta(days=1) if clock.hour == 24 else timedelta()
    return Time(at=moment.isoformat(), printed=printed, precision=reading.clock.precision if reading.clock else "day", zone_from=zone_from)
