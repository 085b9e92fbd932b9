"""The patterns of a language's printed times."""

import re
from dataclasses import fields
from functools import cache, cached_property, lru_cache

from copydesk.normalize.names import any_of
from copydesk.normalize.times.found import Kind
from copydesk.rules import Language, Times, Words, load_rules


class Grammar:
    """The patterns of one language, each compiled when first used: most pages never meet a relative time."""

    def __init__(self, words: Language) -> None:
        times = _with_fallback(words)
        self.times, self.order = times, times.order
        self.months = {key(name): number for number, names in enumerate(times.months, 1) for name in names}
        self.am, self.pm = frozenset(map(key, times.am)), frozenset(map(key, times.pm))
        self.kinds: dict[str, Kind] = {key(label): "published" for label in times.published}
        self.kinds |= {key(label): "modified" for label in times.modified}
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
def grammar_of(words: Language) -> Grammar:
    return Grammar(words)


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


def key(word: str) -> str:
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
