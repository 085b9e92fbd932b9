"""Texts become times: machine forms, printed forms of the corpus's languages, and partial or relative ones.

A clock without a zone is the clock of the site or of the language; where neither is known, +00:00 stands and `zone_from` is null.
Two tests come before any real work: most lines hold no digit, and most lines with digits hold no year.
"""

import re
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple

from copydesk.article import Time
from copydesk.normalize.names import any_of
from copydesk.page.patterns import pattern_of
from copydesk.rules import Language, Times, Words, load_rules, words_for

Precision = Literal["second", "minute", "hour", "day", "month", "year"]
ZoneFrom = Literal["explicit", "site", "language", "sender"]
Kind = Literal["published", "modified"]

# A printed time stands in a line of its own or at the end of a short one; longer lines are prose (longest seen: 118).
MAX_LINE = 200
# Letters and digits beside the times and their labels: a byline may stand there (longest seen: 42 with a label, 20 without).
MAX_BESIDE_LABELLED = 80
MAX_BESIDE_BARE = 24
# A longer line is only searched for times where it holds one of their labels: two dates with weekday and zone, and what may stand beside.
MAX_BARE_LINE = 90

# One to one, so that offsets hold: full-width forms, ideographic and no-break spaces, typographic dashes.
_PLAIN = (
    {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}
    | dict.fromkeys((0x3000, 0xA0, 0x202F, 0x2009), 0x20)
    | dict.fromkeys((0x2010, 0x2011, 0x2212), 0x2D)
    | {0x3163: 0x7C}  # a Hangul vowel that looks like a bar, and is used as one
)

_DIGIT = pattern_of(r"\d")
_MACHINE = pattern_of(
    r"\s*((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d)?)?\s*",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = pattern_of(r"\s*((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?([0-2]\d)([0-5]\d)([0-5]\d)?(Z|[+-]\d{4})?)?\s*", re.ASCII)
_EPOCH = pattern_of(r"\s*([1-4]\d{9})(\d{3})?\s*", re.ASCII)
_MONTH = pattern_of(r"\s*((?:19|20)\d\d)(?:-(\d\d))?\s*", re.ASCII)
_YEAR_HINT = pattern_of(r"(?:19|20)\d\d(?!\d)|(?<!\d)\d\d?\s?[-./]\s?\d\d?\s?[-./]\s?\d\d(?!\d)|^\W*\d\d?\.?\s[^\W\d_]{3,9}\.?\s\d\d\W*$")


@dataclass(frozen=True)
class LabelledTime:
    """A time of a visible line and what the line calls it; `start` and `end` are offsets of `time.printed` in the line."""

    kind: Kind | None
    time: Time
    start: int
    end: int


class _Clock(NamedTuple):
    hour: int
    minute: int
    second: int
    precision: Precision


class _Reading(NamedTuple):
    """A date, perhaps with a clock and a zone, at [start, end) of a line; year 0 where none is printed."""

    year: int
    month: int
    day: int
    clock: _Clock | None
    zone: str | None
    start: int
    end: int


def read_time(text: str, *, language: str | Language | None = None) -> Time | None:
    """The one time that `text` holds: an attribute's value or a short printed line. None for anything else, sentences included."""
    if len(text) > MAX_LINE or not _DIGIT.search(text):
        return None
    words = words_for(language, text)
    reading = _machine(text)
    if reading is None:
        if short := _short_machine(text):
            return short
        plain = text if text.isascii() else text.translate(_PLAIN)
        grammar = _grammar(words)
        reading = _first_reading(plain, grammar)
        if reading is None or not _is_told(plain, [reading], grammar):
            return None
    return _time(reading, text.strip(), words)


def find_times(text: str, *, language: str | Language | None = None) -> tuple[LabelledTime, ...]:
    """The times of one visible line, in its order, each with its label: `입력 : … / 수정 : …`.

    A later time without a year or a date (`최終更新 1/14 21:17`) is read against the first. Empty for prose.
    """
    if len(text) > MAX_LINE or not _DIGIT.search(text):
        return ()
    plain = text if text.isascii() else text.translate(_PLAIN)
    if not _YEAR_HINT.search(plain):
        return ()
    words = words_for(language, text)
    grammar = _grammar(words)
    if len(plain) > MAX_BARE_LINE and not grammar.names_a_label(plain):
        return ()
    readings = _all_readings(plain, grammar)
    if not readings or not _is_told(plain, readings, grammar):
        return ()
    return tuple(_labelled(text, plain, readings, grammar, words))


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
    plain = text if text.isascii() else text.translate(_PLAIN)
    grammar = _grammar(words)
    if whole := read_time(text, language=words):
        return whole
    return _relative(plain, text, base, published, grammar) or _yearless(plain, text, base, published, grammar)


# ------------------------------------------------------------ machine forms


def _machine(text: str) -> _Reading | None:
    found = _MACHINE.fullmatch(text) or _COMPACT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    clock = _Clock(int(hour), int(minute), int(second or 0), "second" if second else "minute") if hour else None
    return _Reading(int(year), int(month), int(day), clock, zone, 0, len(text))


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


# ------------------------------------------------------------------ grammar


class _Grammar:
    """The patterns of one language, each compiled when first used: most pages never meet a relative time."""

    def __init__(self, words: Language) -> None:
        times = _with_fallback(words)
        self.times, self.order = times, times.order
        self.months = {_key(name): number for number, names in enumerate(times.months, 1) for name in names}
        self.am, self.pm = frozenset(map(_key, times.am)), frozenset(map(_key, times.pm))
        self.kinds: dict[str, Kind] = {_key(label): "published" for label in times.published}
        self.kinds |= {_key(label): "modified" for label in times.modified}
        names = tuple(name for month in times.months for name in month)
        self._month = rf"(?:{any_of(names)})(?![^\W\d_])\.?"
        self._joiners = rf"(?:{_bounded(times.joiners)}\.?)"
        self._gap = rf"(?:{_SPACES}|\([^\W\d_]{{1,9}}\.?\)|{self._joiners}|T(?=\d)){{0,8}}?[(\[]?"

    def names_a_label(self, plain: str) -> bool:
        folded = plain.casefold()
        return any(label in folded for label in self._folded_labels)

    @cached_property
    def _folded_labels(self) -> Words:
        return tuple(label.casefold() for label in self._labels)

    @cached_property
    def full(self) -> re.Pattern[str]:
        """A date with its year, and a clock and a zone on either side of it."""
        month, gap, times = self._month, self._gap, self.times
        ymd = (
            rf"(?P<y1>{_YEAR})(?:\s?[-./]\s?|\s?[年년]\s?)(?P<m1>1[0-2]|0?[1-9])(?:\s?[-./]\s?|\s?[月월]\s?)"
            r"(?P<d1>3[01]|[12]\d|0?[1-9])(?!\d)(?:\s?[日일](?![요曜]))?\.?"
        )
        numeric = rf"(?P<a2>\d\d?)\s?(?P<s2>[-./])\s?(?P<b2>\d\d?)\s?(?P=s2)\s?(?P<y2>{_YEAR}|\d\d)(?!\d|[-./]\d)\.?"
        day_first = (
            rf"(?P<d3>{_DAY})(?:st|nd|rd|th|er|re|\.|º|ª|°)?\s*(?:de\s|of\s|d')?\s*(?P<n3>{month}),?\s*(?:de\s|del\s)?"
            rf"(?P<y3>{_YEAR}|\d\d(?![:.h]))(?!\d)"
        )
        month_first = rf"(?P<n4>{month})\s*(?P<d4>{_DAY})(?:st|nd|rd|th)?,?\s*(?P<y4>{_YEAR})(?!\d)"
        clock_inside = (
            rf"(?P<n5>{month})\s+(?P<d5>{_DAY})\s+(?P<c5>\d\d:\d\d:\d\d)\s(?P<z5>[+-]\d{{4}}|[A-Z]{{3,4}})?\s?(?P<y5>{_YEAR})(?!\d)"
        )
        dates = "|".join((clock_inside, ymd, numeric, day_first, month_first))
        early = rf"(?:(?<![\d:.]){_clock_pattern('A', times)}(?:{_zone_pattern('A')})?{gap}\s*)?"
        late = rf"(?:(?:{_zone_pattern('B')})?{gap}{_clock_pattern('C', times)}(?:{_zone_pattern('C')}(?:\s?\([a-z ]+ time\))?)?[)\]]?)?"
        return re.compile(rf"(?<![\d.,/-])(?<!\d:){early}(?<!\d)(?:{dates}){late}", re.IGNORECASE)

    @cached_property
    def yearless(self) -> re.Pattern[str]:
        """Month and day, perhaps with a clock."""
        short = (
            rf"(?P<m1>1[0-2]|0?[1-9])\s?(?:[월月]\s?|[./-])(?P<d1>{_DAY})(?![\d%])(?:\s?[日일](?![요曜]))?\.?"
            if self.order != "dmy"
            else rf"(?P<d1>{_DAY})\s?[./-]\s?(?P<m1>1[0-2]|0?[1-9])(?![\d%])\.?"
        )
        named = (
            rf"(?P<d3>{_DAY})(?:\.|er|st|nd|rd|th|º)?\s*(?:de\s)?(?P<n3>{self._month})"
            rf"|(?P<n4>{self._month})\s*(?P<d4>{_DAY})(?![\d:])"
        )
        clock = rf"(?:{self._gap}{_clock_pattern('C', self.times)}(?:{_zone_pattern('C')})?)?"
        return re.compile(rf"(?<![\d.,:/-])(?:{short}|{named}){clock}", re.IGNORECASE)

    @cached_property
    def clock(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\d.,:/-]){_clock_pattern('C', self.times)}(?:{_zone_pattern('C')})?(?!\d)", re.IGNORECASE)

    @cached_property
    def before(self) -> re.Pattern[str]:
        """A label up to where a time begins."""
        joint = rf"(?:{_SPACES}|[:：(（\[]|{self._joiners}|(?:am|on|le|el|il|em|dne|den|op|at|a las|à|o|om|kl|um)\b\.?)*"
        return re.compile(rf"(?P<label>(?<![^\W\d_]){_bounded(self._labels)})\.?{joint}$", re.IGNORECASE)

    @cached_property
    def after(self) -> re.Pattern[str]:
        return re.compile(rf"[\s)）]*(?P<label>{any_of(self._labels)})(?![^\W\d_])", re.IGNORECASE)

    @cached_property
    def filler(self) -> re.Pattern[str]:
        """Words around a time that say nothing else."""
        times = self.times
        words = times.joiners + self._labels + times.am + times.pm + times.hours
        return re.compile(rf"(?<![^\W\d_]){_bounded(words)}", re.IGNORECASE)

    @cached_property
    def ago(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple(
            (_ago_pattern(phrase), unit) for unit, phrases in self.times.ago.items() for phrase in sorted(phrases, key=len, reverse=True)
        )

    @cached_property
    def today(self) -> re.Pattern[str] | None:
        return _phrase(self.times.today)

    @cached_property
    def yesterday(self) -> re.Pattern[str] | None:
        return _phrase(self.times.yesterday)

    @property
    def _labels(self) -> Words:
        return self.times.published + self.times.modified


@lru_cache(maxsize=64)
def _grammar(words: Language) -> _Grammar:
    return _Grammar(words)


def _bounded(words: Words) -> str:
    """As `any_of`, but a word of letters does not end inside another word, except in scripts that write no spaces.

    All letters below Thai write them; a class of the scripts that do not would take most of the time that compiling takes.
    """
    return rf"(?:{any_of(words)})(?-i:(?![^\W\d_](?<=[\0-\u0dff])))"


_YEAR = r"(?:19|20)\d\d"
_DAY = r"3[01]|[12]\d|0?[1-9]"
_SPACES = r"[\s,|·•/–—~-]"


def _clock_pattern(mark: str, times: Times) -> str:
    half, hours = any_of(times.am + times.pm), any_of(times.hours)
    return (
        rf"(?:(?P<half{mark}>{half})\s?)?(?P<hour{mark}>[01]?\d|2[0-4])"
        rf"(?:\s?[:.h時时点시점]\s?(?P<minute{mark}>[0-5]\d)(?![\d%]|\s?min\b)(?:\s?[:.分분]\s?(?P<second{mark}>[0-5]\d)(?:[.,]\d+)?(?!\d))?\s?[秒초分분]?"
        rf"|\s?(?:{hours}|[h時时点시])(?![^\W\d])|(?=\s?(?:{half})(?!\w)))"
        rf"(?:\s?(?P<late{mark}>{half})(?![^\W\d]))?(?:\s?(?:{hours}|h\b))?"
    )


def _zone_pattern(mark: str) -> str:
    """An offset or a word in capitals; whether the word is a zone is looked up later."""
    return rf"\s?\(?(?P<zone{mark}>(?-i:(?:UTC|GMT)\s?[+-]\d{{1,2}}(?::?\d\d)?|[A-ZА-Я]{{2,4}}|Z)(?!\w)|[+-]\d\d:?\d\d(?!\d))\)?"


def _key(word: str) -> str:
    """Without case, spaces and points, and with one i: patterns take `KASIM` for `Kasım`, casefold does not."""
    return "".join(word.casefold().split()).replace(".", "").replace("ı", "i").replace("i\u0307", "i")


def _phrase(words: Words) -> re.Pattern[str] | None:
    return re.compile(rf"(?<![^\W\d_]){_bounded(words)}", re.IGNORECASE) if words else None


def _ago_pattern(phrase: str) -> re.Pattern[str]:
    quoted = re.escape(phrase).replace(r"\ ", r"\s*").replace(r"\#", r"\s*(?P<n>\d{1,3})\s*")
    return re.compile(rf"(?<![^\W\d_]){quoted}(?![^\W\d_])" if phrase[:1] != "#" else rf"(?<![\d.]){quoted}(?![^\W\d_])", re.IGNORECASE)


@cache
def _english() -> Times:
    return load_rules().language("en").times


def _with_fallback(words: Language) -> Times:
    """The language's words, then English ones: pages in every language print `November 05, 2025` or `Updated`."""
    own = words.times
    if words.code == "en" or not words.falls_back:
        return own
    english = _english()
    taken = {name.casefold() for names in own.months for name in names}
    months = tuple(
        (own.months[i] if own.months else ()) + tuple(name for name in names if name.casefold() not in taken)
        for i, names in enumerate(english.months)
    )  # fmt: skip
    joined = {
        f.name: getattr(own, f.name) + getattr(english, f.name)
        for f in fields(Times)
        if f.name in ("am", "pm", "joiners", "published", "modified")
    }
    ago = {unit: (*own.ago.get(unit, ()), *english.ago.get(unit, ())) for unit in english.ago} if own.ago else english.ago
    return Times(**{f.name: getattr(own, f.name) for f in fields(Times)} | joined | {"months": months, "ago": ago})


# ------------------------------------------------------------------ reading


def _first_reading(plain: str, grammar: _Grammar) -> _Reading | None:
    if not _YEAR_HINT.search(plain):
        return None
    return next((reading for found in grammar.full.finditer(plain) if (reading := _reading(found, grammar, plain))), None)


def _reading(found: re.Match[str], grammar: _Grammar, plain: str) -> _Reading | None:
    group = found.groupdict()
    parts = _date_parts(group, grammar)
    if parts is None:
        return None
    year, month, day = parts
    clock = _clock(group, "C", grammar) or _clock(group, "A", grammar)
    zone = next((z for mark in "CBA" if (z := group.get(f"zone{mark}")) and _is_zone(z)), None)
    if group.get("c5"):
        hour, minute, second = map(int, group["c5"].split(":"))
        clock, zone = _Clock(hour, minute, second, "second"), group["z5"]
    start, end = found.start(), _end_before_words(found)
    if group.get("hourA") and not clock:
        return None
    if len(group.get("y3") or "0000") == 2 and (start > 0 or plain[end:].strip()):
        return None  # `4 NOV 25` only where it is all there is
    if len(group.get("y2") or "0000") == 2 and not _is_short_year_sure(group, clock, plain, start, end, grammar):
        return None
    return _Reading(year, month, day, clock, zone, start, len(plain[:end].rstrip(" ,|(-")))


def _end_before_words(found: re.Match[str]) -> int:
    """The end of the match, without a last word in capitals that is no zone: `10:00 EU-Gipfel`."""
    zone = found["zoneC"]
    return found.start("zoneC") if zone and not _is_zone(zone) and found.end() - found.end("zoneC") <= 1 else found.end()


def _is_short_year_sure(group: dict[str, str | None], clock: _Clock | None, plain: str, start: int, end: int, grammar: _Grammar) -> bool:
    """`25.04.24` is a date where a clock or a label stands beside it, or where it is the whole text with its zeros."""
    padded = len(group["a2"] or "") == 2 and len(group["b2"] or "") == 2
    alone = start == 0 and not plain[end:].strip(" .|)")
    return bool(
        clock
        or grammar.before.search(plain, 0, start)
        or grammar.after.match(plain, end)
        or (padded and alone)
        or (alone and group["s2"] == ".")
    )


def _date_parts(group: dict[str, str | None], grammar: _Grammar) -> tuple[int, int, int] | None:
    if group.get("y1"):
        return int(group["y1"] or 0), int(group["m1"] or 0), int(group["d1"] or 0)
    for mark in "345":
        if year := group.get(f"y{mark}"):
            return (
                int(year) + (2000 if len(year) == 2 else 0),
                grammar.months[_key(group[f"n{mark}"] or "")],
                int(group[f"d{mark}"] or 0),
            )
    first, second, last = int(group["a2"] or 0), int(group["b2"] or 0), group["y2"] or ""
    if len(last) == 2:
        return _short_year_parts(first, second, int(last), grammar.order)
    if first > 12 or (second <= 12 and grammar.order != "mdy"):
        first, second = second, first
    return int(last), first, second


def _short_year_parts(first: int, second: int, last: int, order: str) -> tuple[int, int, int] | None:
    if order == "ymd" or first > 31:
        year, month, day = first, second, last
    elif order == "mdy" and first <= 12:
        year, month, day = last, first, second
    else:
        year, month, day = last, second, first
    return (2000 + year if year < 70 else 1900 + year), month, day


def _clock(group: dict[str, str | None], mark: str, grammar: _Grammar) -> _Clock | None:
    if not (hour := group.get(f"hour{mark}")):
        return None
    half = _key(group.get(f"half{mark}") or group.get(f"late{mark}") or "")
    hours = int(hour)
    if half in grammar.pm and hours < 12:
        hours += 12
    elif half in grammar.am and hours == 12:
        hours = 0
    minute, second = group.get(f"minute{mark}"), group.get(f"second{mark}")
    return _Clock(hours, int(minute or 0), int(second or 0), "second" if second else "minute" if minute else "hour")


def _all_readings(plain: str, grammar: _Grammar) -> list[_Reading]:
    """Full dates, then what follows the first of them without year or date and carries a label."""
    whole = [reading for found in grammar.full.finditer(plain) if (reading := _reading(found, grammar, plain))]
    if not whole:
        return []
    first = whole[0]
    at = first.end
    while at < len(plain):
        if any(r.start <= at < r.end for r in whole[1:]):
            at = next(r.end for r in whole[1:] if r.start <= at < r.end)
            continue
        found = min(
            (m for p in (grammar.yearless, grammar.clock) if (m := p.search(plain, at))), key=lambda m: (m.start(), -m.end()), default=None
        )
        if not found:
            break
        if not any(r.start < found.end() and found.start() < r.end for r in whole) and _has_label(plain, found, grammar):
            whole.append(_completed(found, first, grammar))
        at = max(found.end(), at + 1)
    return sorted((r for r in whole if r), key=lambda r: r.start)


def _has_label(plain: str, found: re.Match[str], grammar: _Grammar) -> bool:
    return bool(grammar.before.search(plain, 0, found.start()) or grammar.after.match(plain, found.end()))


def _completed(found: re.Match[str], first: _Reading, grammar: _Grammar) -> _Reading:
    group = found.groupdict()
    month, day = _month_day(group, grammar) or (first.month, first.day)
    year = first.year + (1 if (month, first.month) == (1, 12) else 0)
    zone = group.get("zoneC")
    zone = zone if zone and _is_zone(zone) else first.zone
    return _Reading(year, month, day, _clock(group, "C", grammar), zone, found.start(), _end_before_words(found))


def _month_day(group: dict[str, str | None], grammar: _Grammar) -> tuple[int, int] | None:
    if group.get("m1"):
        return int(group["m1"] or 0), int(group["d1"] or 0)
    for mark in "34":
        if name := group.get(f"n{mark}"):
            return grammar.months[_key(name)], int(group[f"d{mark}"] or 0)
    return None


def _is_told(plain: str, readings: list[_Reading], grammar: _Grammar) -> bool:
    """Whether the line exists to tell its times: what stands beside them and their labels is short."""
    rest, at, labelled = "", 0, False
    for reading in readings:
        labelled = labelled or bool(grammar.before.search(plain, 0, reading.start) or grammar.after.match(plain, reading.end))
        rest += plain[at : reading.start] + " "
        at = reading.end
    rest = grammar.filler.sub(" ", rest + plain[at:])
    return sum(map(str.isalnum, rest)) <= (MAX_BESIDE_LABELLED if labelled else MAX_BESIDE_BARE)


def _labelled(text: str, plain: str, readings: list[_Reading], grammar: _Grammar, words: Language) -> list[LabelledTime]:
    found: list[LabelledTime] = []
    taken = 0
    # `… 송고 … 수정`: labels that close the line stand after their times, all of them
    behind = not grammar.before.search(plain, 0, readings[0].start) and _closes(plain, readings[-1].end, grammar)
    for reading in readings:
        start, end, label = reading.start, reading.end, None
        if before := grammar.before.search(plain, taken, start):
            start, label = before.start("label"), before["label"]
        elif behind and (after := grammar.after.match(plain, end)):
            end, label = after.end("label"), after["label"]
        taken = end
        if time := _time(reading, text[start:end].strip(), words):
            found.append(LabelledTime(grammar.kinds.get(_key(label)) if label else None, time, start, end))
    return found


def _closes(plain: str, end: int, grammar: _Grammar) -> bool:
    """Whether the line ends in a label: `… Atualizado há 2 horas` labels what follows it."""
    after = grammar.after.match(plain, end)
    return after is not None and not any(map(str.isalnum, plain[after.end() :]))


# -------------------------------------------------------- partial, relative

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


def _relative(plain: str, printed: str, base: datetime, published: Time, grammar: _Grammar) -> Time | None:
    for pattern, unit in grammar.ago:
        if found := pattern.search(plain):
            precision, step = _UNITS[unit]
            count = int(found["n"]) if "n" in pattern.groupindex else 1
            return _made(base - count * step, precision, printed, published)
    for phrase, back in ((grammar.today, 0), (grammar.yesterday, 1)):
        if phrase and (said := phrase.search(plain)):
            day = base - timedelta(days=back)
            found = grammar.clock.search(plain, said.end())
            clock = _clock(found.groupdict(), "C", grammar) if found else None
            return _on_day(day.date(), clock, base.tzinfo, printed, published)
    return None


def _yearless(plain: str, printed: str, base: datetime, published: Time, grammar: _Grammar) -> Time | None:
    if not _DIGIT.search(plain):
        return None
    if found := grammar.yearless.search(plain):
        group = found.groupdict()
        month, day = _month_day(group, grammar) or (0, 0)
        if _is_short(plain, found, grammar) and (when := _nearest(base.date(), month, day)):
            return _on_day(when, _clock(group, "C", grammar), base.tzinfo, printed, published)
    found = grammar.clock.search(plain)
    if (
        found
        and not _POINTED.fullmatch(found[0].strip())
        and _is_short(plain, found, grammar)
        and (clock := _clock(found.groupdict(), "C", grammar))
    ):
        return _on_day(base.date(), clock, base.tzinfo, printed, published)
    return None


# A bare `0.56` is a number; a clock with a point says Uhr or kl.
_POINTED = pattern_of(r"\d\d?\.\d\d")


def _is_short(plain: str, found: re.Match[str], grammar: _Grammar) -> bool:
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


def _on_day(day: date, clock: _Clock | None, zone: tzinfo | None, printed: str, published: Time) -> Time | None:
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
    zone = _iana(words.zone) if words.zone else None
    return (
        moment.astimezone(zone)
        if zone and published.precision not in ("day", "month", "year")
        else moment.replace(tzinfo=zone)
        if zone
        else moment
    )


# -------------------------------------------------------------------- zones


@cache
def _iana(name: str) -> tzinfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # here: 3 ms that a page with offsets never pays

    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


_OFFSET = pattern_of(r"(?:UTC|GMT)?\s?([+-])(\d{1,2}):?(\d\d)?")


@cache
def _zone(printed: str) -> tzinfo | None:
    if printed in ("Z", "z"):
        return UTC
    if found := _OFFSET.fullmatch(printed):
        shift = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if shift > timedelta(hours=14):
            return None
        return timezone(-shift if found[1] == "-" else shift)
    name = load_rules().zones.zones.get(printed)
    return _iana(name) if name else None


def _is_zone(printed: str) -> bool:
    return printed in load_rules().zones.zones or printed in ("Z", "z") or bool(_OFFSET.fullmatch(printed))


def _time(reading: _Reading, printed: str, words: Language) -> Time | None:
    told: tuple[tuple[ZoneFrom, tzinfo | None], ...] = (
        ("explicit", _zone(reading.zone) if reading.zone else None),
        ("site" if words.is_house else "language", _iana(words.zone) if words.zone else None),
    )
    zone_from, zone = next(((name, zone) for name, zone in told if zone), (None, UTC))
    clock = reading.clock or _Clock(0, 0, 0, "second")
    try:
        moment = datetime(reading.year, reading.month, reading.day, clock.hour % 24, clock.minute, clock.second, tzinfo=zone)
    except ValueError:
        return None
    moment += timedelta(days=1) if clock.hour == 24 else timedelta()
    return Time(at=moment.isoformat(), printed=printed, precision=reading.clock.precision if reading.clock else "day", zone_from=zone_from)
