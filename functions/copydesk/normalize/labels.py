"""Bracket labels of headlines: `[상보] …`, `… (종합2보)`, `【速報】…`."""

import re
from dataclasses import dataclass
from functools import lru_cache

from copydesk.article import Label
from copydesk.normalize.names import any_of
from copydesk.rules import LabelWords, load_rules

# Longest label seen: 17 (`韓 과소소비사회 진입하나`, `우크라 전쟁 발발 3년`); a longer bracket is part of the title.
MAX_LABEL = 30


@dataclass(frozen=True, eq=False)
class _Grammar:
    first: re.Pattern[str]
    last: re.Pattern[str]
    kinds: tuple[tuple[re.Pattern[str], str], ...]


@lru_cache(maxsize=8)
def _grammar(words: LabelWords) -> _Grammar:
    inside = rf"[^\[\]【】〔〕［］〈〉<>]{{1,{MAX_LABEL}}}"
    square = rf"\[(?P<a>{inside})\]|【(?P<b>{inside})】|〔(?P<c>{inside})〕|［(?P<d>{inside})］|<(?P<e>{inside})>|〈(?P<f>{inside})〉"
    round_ = rf"[(（](?P<g>{any_of(words.round).replace(chr(92) + '#', '[0-9]{1,2}')})[)）]"
    kinds = tuple((re.compile(any_of(labels).replace(r"\#", r"\d{1,2}"), re.IGNORECASE), kind) for kind, labels in words.kinds.items())
    return _Grammar(re.compile(rf"\s*(?:{square}|{round_})\s*", re.IGNORECASE), re.compile(rf"\s*(?:{square}|{round_})\s*$", re.IGNORECASE), kinds)


def split_labels(headline: str) -> tuple[str, tuple[Label, ...]]:
    """(title without its labels, labels in the order printed). A headline that is nothing but brackets is its own title."""
    title = headline.strip()
    if not title or (title[0] not in "[【〔［<〈(（" and title[-1] not in "]】〕］>〉)）"):
        return title, ()
    grammar = _grammar(load_rules().labels)
    before: list[str] = []
    behind: list[str] = []
    while (found := grammar.first.match(title)) and found.end() < len(title):
        before.append(_inside(found))
        title = title[found.end() :]
    while (found := grammar.last.search(title)) and found.start() > 0:
        behind.insert(0, _inside(found))
        title = title[: found.start()]
    return title.strip(), tuple(Label(text=text, kind=label_kind(text)) for text in (*before, *behind))  # type: ignore[arg-type]


def label_kind(text: str) -> str:
    """`other` for a label that the rules do not know."""
    return next((kind for pattern, kind in _grammar(load_rules().labels).kinds if pattern.fullmatch(text.strip())), "other")


def _inside(found: re.Match[str]) -> str:
    return next(text for text in found.groups() if text is not None).strip()
