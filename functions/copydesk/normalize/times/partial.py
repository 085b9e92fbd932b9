"""Times that only make sense beside the article's: without a year, relative, a bare clock."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from copydesk.article import Time
from copydesk.normalize.times.found import Clock, Precision, ZoneFrom
from copydesk.normalize.times.grammar import Grammar, grammar_of
from copydesk.normalize.times.printed import MAX_BESIDE_BARE, clock_of, month_day
from copydesk.normalize.times.reading import DIGIT, MAX_LINE, PLAIN, read_time
from copydesk.normalize.times.zones import iana
from copydesk.page.patterns import pattern_of
from copydesk.rules import Language, words_for


def resolve_partial(text: str, *, published: Time, language: str | Language | None = None) -> Time | None:
    """A time that only makes sense beside the article's: year-less (`02.24 장종료`), relative (`3시간 전`, `어제`), a bare clock (`16:31`).

    Relative words count from `published`, for a kept page has no other now. None where `published` is coarser than the words need.
    """
    text = text.strip()
    if not text or len(text) > MAX_LINE:
        return None
    words = words_for(language, text)
    base = _local(published, words)
    if base is None:
        return None
    plain = text if text.isascii() else text.translate(PLAIN)
    grammar = grammar_of(words)
    if whole := read_time(text, language=words):
        return whole
    return _relative(plain, text, base, published, grammar) or _yearless(plain, text, base, published, grammar)


_UNITS: dict[str, tuple[Precision, timedelta]] = {
    "second": ("minute", timedelta(seconds=1)),
    "minute": ("minute", timedelta(minutes=1)),
    "hour": ("hour", timedelta(hours=1)),
    "day": ("day", timedelta(days=1)),
    "week": ("day", timedelta(weeks=1)),
    "month": ("month", timedelta(days=30)),
    "year": ("year", timedelta(days=365)),
}


_FINENESS = ("year", "month", "day", "hour", "minute", "second")


def _relative(plain: str, printed: str, base: datetime, published: Time, grammar: Grammar) -> Time | None:
    for pattern, unit in grammar.ago:
        if found := pattern.search(plain):
            precision, step = _UNITS[unit]
            count = int(found["n"]) if "n" in pattern.groupindex else 1
            return _made(base - count * step, precision, printed, published)
    for phrase, back in ((grammar.today, 0), (grammar.yesterday, 1)):
        if phrase and (said := phrase.search(plain)):
            day = base - timedelta(days=back)
            found = grammar.clock.search(plain, said.end())
            clock = clock_of(found.groupdict(), "C", grammar) if found else None
            return _on_day(day.date(), clock, base.tzinfo, printed, published)
    return None


def _yearless(plain: str, printed: str, base: datetime, published: Time, grammar: Grammar) -> Time | None:
    if not DIGIT.search(plain):
        return None
    if found := grammar.yearless.search(plain):
        group = found.groupdict()
        month, day = month_day(group, grammar) or (0, 0)
        if _is_short(plain, found, grammar) and (when := _nearest(base.date(), month, day)):
            return _on_day(when, clock_of(group, "C", grammar), base.tzinfo, printed, published)
    found = grammar.clock.search(plain)
    if (
        found
        and not _POINTED.fullmatch(found[0].strip())
        and _is_short(plain, found, grammar)
        and (clock := clock_of(found.groupdict(), "C", grammar))
    ):
        return _on_day(base.date(), clock, base.tzinfo, printed, published)
    return None


# A bare `0.56` is a number; a clock with a point says Uhr or kl.
_POINTED = pattern_of(r"\d\d?\.\d\d")


def _is_short(plain: str, found: re.Match[str], grammar: Grammar) -> bool:
    rest = grammar.filler.sub(" ", plain[: found.start()] + " " + plain[found.end() :])
    return sum(map(str.isalnum, rest)) <= MAX_BESIDE_BARE


def _nearest(base: date, month: int, day: int) -> date | None:
    near = []
    for year in (base.year - 1, base.year, base.year + 1):
        try:
            near.append(date(year, month, day))
        except ValueError:
            continue
    return min(near, key=lambda d: abs((d - base).days), default=None)


def _on_day(day: date, clock: Clock | None, zone: tzinfo | None, printed: str, published: Time) -> Time | None:
    try:
        moment = datetime(
            day.year,
            day.month,
            day.day,
            clock.hour if clock else 0,
            clock.minute if clock else 0,
            clock.second if clock else 0,
            tzinfo=zone,
        )
    except ValueError:
        return None
    return _made(moment, clock.precision if clock else "day", printed, None if clock else published)


def _made(moment: datetime, precision: Precision, printed: str, base: Time | None) -> Time | None:
    """None where the words are finer than the time they count from."""
    if base and _FINENESS.index(base.precision) < _FINENESS.index(precision):
        return None
    kept = _FINENESS.index(precision)
    zeroed = moment.replace(
        month=moment.month if kept >= 1 else 1,
        day=moment.day if kept >= 2 else 1,
        hour=moment.hour if kept >= 3 else 0,
        minute=moment.minute if kept >= 4 else 0,
        second=moment.second if kept >= 5 else 0,
        microsecond=0,
    )
    return Time(at=zeroed.isoformat(), printed=printed, precision=precision, zone_from=_zone_from_base(moment))


def _zone_from_base(moment: datetime) -> ZoneFrom | None:
    return "explicit" if isinstance(moment.tzinfo, timezone) and moment.tzinfo is not UTC else None if moment.tzinfo is UTC else "language"


def _local(published: Time, words: Language) -> datetime | None:
    """The moment on the clock of the language's zone, or on its own where the language has none."""
    try:
        moment = datetime.fromisoformat(published.at)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    zone = iana(words.zone) if words.zone else None
    return (
        moment.astimezone(zone)
        if zone and published.precision not in ("day", "month", "year")
        else moment.replace(tzinfo=zone)
        if zone
        else moment
    )
