"""Dates and clocks as printed, and their labels."""

import re

from copydesk.normalize.times.found import Clock, LabelledTime, Reading
from copydesk.normalize.times.grammar import Grammar, key
from copydesk.normalize.times.zones import is_zone, moment_of
from copydesk.page.patterns import pattern_of
from copydesk.rules import Language

# Letters and digits beside the times and their labels: a byline may stand there (longest seen: 42 with a label, 20 without).
MAX_BESIDE_LABELLED = 80


MAX_BESIDE_BARE = 24


YEAR_HINT = pattern_of(r"(?:19|20)\d\d(?!\d)|(?<!\d)\d\d?\s?[-./]\s?\d\d?\s?[-./]\s?\d\d(?!\d)|^\W*\d\d?\.?\s[^\W\d_]{3,9}\.?\s\d\d\W*$")


def first_reading(plain: str, grammar: Grammar) -> Reading | None:
    if not YEAR_HINT.search(plain):
        return None
    return next((reading for found in grammar.full.finditer(plain) if (reading := _reading(found, grammar, plain))), None)


def _reading(found: re.Match[str], grammar: Grammar, plain: str) -> Reading | None:
    group = found.groupdict()
    parts = _date_parts(group, grammar)
    if parts is None:
        return None
    year, month, day = parts
    clock = clock_of(group, "C", grammar) or clock_of(group, "A", grammar)
    zone = next((z for mark in "CBA" if (z := group.get(f"zone{mark}")) and is_zone(z)), None)
    if group.get("c5"):
        hour, minute, second = map(int, group["c5"].split(":"))
        clock, zone = Clock(hour, minute, second, "second"), group["z5"]
    start, end = found.start(), _end_before_words(found)
    if group.get("hourA") and not clock:
        return None
    if len(group.get("y3") or "0000") == 2 and (start > 0 or plain[end:].strip()):
        return None  # `4 NOV 25` only where it is all there is
    if len(group.get("y2") or "0000") == 2 and not _is_short_year_sure(group, clock, plain, start, end, grammar):
        return None
    return Reading(year, month, day, clock, zone, start, len(plain[:end].rstrip(" ,|(-")))


def _end_before_words(found: re.Match[str]) -> int:
    """The end of the match, without a last word in capitals that is no zone: `10:00 EU-Gipfel`."""
    zone = found["zoneC"]
    return found.start("zoneC") if zone and not is_zone(zone) and found.end() - found.end("zoneC") <= 1 else found.end()


def _is_short_year_sure(group: dict[str, str | None], clock: Clock | None, plain: str, start: int, end: int, grammar: Grammar) -> bool:
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


def _date_parts(group: dict[str, str | None], grammar: Grammar) -> tuple[int, int, int] | None:
    if group.get("y1"):
        return int(group["y1"] or 0), int(group["m1"] or 0), int(group["d1"] or 0)
    for mark in "345":
        if year := group.get(f"y{mark}"):
            return (
                int(year) + (2000 if len(year) == 2 else 0),
                grammar.months[key(group[f"n{mark}"] or "")],
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


def clock_of(group: dict[str, str | None], mark: str, grammar: Grammar) -> Clock | None:
    if not (hour := group.get(f"hour{mark}")):
        return None
    half = key(group.get(f"half{mark}") or group.get(f"late{mark}") or "")
    hours = int(hour)
    if half in grammar.pm and hours < 12:
        hours += 12
    elif half in grammar.am and hours == 12:
        hours = 0
    minute, second = group.get(f"minute{mark}"), group.get(f"second{mark}")
    return Clock(hours, int(minute or 0), int(second or 0), "second" if second else "minute" if minute else "hour")


def all_readings(plain: str, grammar: Grammar) -> list[Reading]:
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


def _has_label(plain: str, found: re.Match[str], grammar: Grammar) -> bool:
    return bool(grammar.before.search(plain, 0, found.start()) or grammar.after.match(plain, found.end()))


def _completed(found: re.Match[str], first: Reading, grammar: Grammar) -> Reading:
    group = found.groupdict()
    month, day = month_day(group, grammar) or (first.month, first.day)
    year = first.year + (1 if (month, first.month) == (1, 12) else 0)
    zone = group.get("zoneC")
    zone = zone if zone and is_zone(zone) else first.zone
    return Reading(year, month, day, clock_of(group, "C", grammar), zone, found.start(), _end_before_words(found))


def month_day(group: dict[str, str | None], grammar: Grammar) -> tuple[int, int] | None:
    if group.get("m1"):
        return int(group["m1"] or 0), int(group["d1"] or 0)
    for mark in "34":
        if name := group.get(f"n{mark}"):
            return grammar.months[key(name)], int(group[f"d{mark}"] or 0)
    return None


def is_told(plain: str, readings: list[Reading], grammar: Grammar) -> bool:
    """Whether the line exists to tell its times: what stands beside them and their labels is short."""
    rest, at, labelled = "", 0, False
    for reading in readings:
        labelled = labelled or bool(grammar.before.search(plain, 0, reading.start) or grammar.after.match(plain, reading.end))
        rest += plain[at : reading.start] + " "
        at = reading.end
    rest = grammar.filler.sub(" ", rest + plain[at:])
    return sum(map(str.isalnum, rest)) <= (MAX_BESIDE_LABELLED if labelled else MAX_BESIDE_BARE)


def labelled_times(text: str, plain: str, readings: list[Reading], grammar: Grammar, words: Language) -> list[LabelledTime]:
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
        if time := moment_of(reading, text[start:end].strip(), words):
            found.append(LabelledTime(grammar.kinds.get(key(label)) if label else None, time, start, end))
    return found


def _closes(plain: str, end: int, grammar: Grammar) -> bool:
    """Whether the line ends in a label: `… Atualizado há 2 horas` labels what follows it."""
    after = grammar.after.match(plain, end)
    return after is not None and not any(map(str.isalnum, plain[after.end() :]))
