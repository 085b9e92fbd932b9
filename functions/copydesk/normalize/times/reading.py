"""One time or all times of a text, machine forms first."""

import re
from datetime import UTC, datetime

from copydesk.article import Time
from copydesk.normalize.times.found import Clock, LabelledTime, Reading
from copydesk.normalize.times.grammar import grammar_of
from copydesk.normalize.times.printed import YEAR_HINT, all_readings, first_reading, is_told, labelled_times
from copydesk.normalize.times.zones import moment_of
from copydesk.page.patterns import pattern_of
from copydesk.rules import Language, words_for

# A printed time stands in a line of its own or at the end of a short one; longer lines are prose (longest seen: 118).
MAX_LINE = 200


# A longer line is only searched for times where it holds one of their labels: two dates with weekday and zone, and what may stand beside.
MAX_BARE_LINE = 90


# One to one, so that offsets hold: full-width forms, ideographic and no-break spaces, typographic dashes.
PLAIN = (
    {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}
    | dict.fromkeys((0x3000, 0xA0, 0x202F, 0x2009), 0x20)
    | dict.fromkeys((0x2010, 0x2011, 0x2212), 0x2D)
    | {0x3163: 0x7C}  # a Hangul vowel that looks like a bar, and is used as one
)


DIGIT = pattern_of(r"\d")


_MACHINE = pattern_of(
    r"\s*((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d)?)?\s*",
    re.ASCII | re.IGNORECASE,
)


_COMPACT = pattern_of(r"\s*((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?([0-2]\d)([0-5]\d)([0-5]\d)?(Z|[+-]\d{4})?)?\s*", re.ASCII)


_EPOCH = pattern_of(r"\s*([1-4]\d{9})(\d{3})?\s*", re.ASCII)


_MONTH = pattern_of(r"\s*((?:19|20)\d\d)(?:-(\d\d))?\s*", re.ASCII)


def read_time(text: str, *, language: str | Language | None = None) -> Time | None:
    """The one time that `text` holds: an attribute's value or a short printed line. None for anything else, sentences included."""
    if len(text) > MAX_LINE or not DIGIT.search(text):
        return None
    words = words_for(language, text)
    reading = _machine(text)
    if reading is None:
        if short := _short_machine(text):
            return short
        plain = text if text.isascii() else text.translate(PLAIN)
        grammar = grammar_of(words)
        reading = first_reading(plain, grammar)
        if reading is None or not is_told(plain, [reading], grammar):
            return None
    return moment_of(reading, text.strip(), words)


def find_times(text: str, *, language: str | Language | None = None) -> tuple[LabelledTime, ...]:
    """The times of one visible line, in its order, each with its label: `입력 : … / 수정 : …`.

    A later time without a year or a date (`최終更新 1/14 21:17`) is read against the first. Empty for prose.
    """
    if len(text) > MAX_LINE or not DIGIT.search(text):
        return ()
    plain = text if text.isascii() else text.translate(PLAIN)
    if not YEAR_HINT.search(plain):
        return ()
    words = words_for(language, text)
    grammar = grammar_of(words)
    if len(plain) > MAX_BARE_LINE and not grammar.names_a_label(plain):
        return ()
    readings = all_readings(plain, grammar)
    if not readings or not is_told(plain, readings, grammar):
        return ()
    return tuple(labelled_times(text, plain, readings, grammar, words))


def _machine(text: str) -> Reading | None:
    found = _MACHINE.fullmatch(text) or _COMPACT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    clock = Clock(int(hour), int(minute), int(second or 0), "second" if second else "minute") if hour else None
    return Reading(int(year), int(month), int(day), clock, zone, 0, len(text))


def _short_machine(text: str) -> Time | None:
    """Seconds or milliseconds since 1970, a month, a year."""
    if found := _EPOCH.fullmatch(text):
        moment = datetime.fromtimestamp(int(found[1]), UTC)
        return Time(at=moment.isoformat(), printed=text.strip(), precision="second", zone_from="explicit")
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2] or 1)
        if 1 <= month <= 12:
            return Time(
                at=f"{year}-{month:02}-01T00:00:00+00:00", printed=text.strip(), precision="month" if found[2] else "year", zone_from=None
            )
    return None
