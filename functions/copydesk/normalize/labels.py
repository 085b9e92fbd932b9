"""Bracket labels of headlines: `[상보] …`, `… (종합2보)`, `【速報】…`."""

import re
from functools import lru_cache
from typing import Literal, cast

from copydesk.article import Label
from copydesk.normalize.names import any_of
from copydesk.rules import LabelWords, Words, load_rules

type LabelKind = Literal["breaking", "exclusive", "update", "roundup", "series", "photo", "video", "opinion", "correction", "other"]

# Longest label seen: 17 (`韓 과소소비사회 진입하나`, `우크라 전쟁 발발 3년`); a longer bracket is part of the title.
MAX_LABEL = 30


class _Grammar:
    def __init__(self, words: LabelWords) -> None:
        inside = rf"[^\[\]【】〔〕［］〈〉<>]{{1,{MAX_LABEL}}}"
        square = "|".join(rf"{re.escape(pair[0])}({inside}){re.escape(pair[1])}" for pair in ("[]", "【】", "〔〕", "［］", "<>", "〈〉"))
        bracket = rf"(?:{square}|[(（]({_numbered(words.round)})[)）])"
        self.first = re.compile(rf"\s*{bracket}\s*", re.IGNORECASE)
        self.last = re.compile(rf"\s*{bracket}\s*$", re.IGNORECASE)
        self.kinds = tuple((re.compile(_numbered(labels), re.IGNORECASE), kind) for kind, labels in words.kinds.items())


def _numbered(labels: Words) -> str:
    return any_of(labels).replace(r"\#", "[0-9]{1,2}")


@lru_cache(maxsize=8)
def _grammar(words: LabelWords) -> _Grammar:
    return _Grammar(words)


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
    return title.strip(), tuple(Label(text=text, kind=label_kind(text)) for text in (*before, *behind))


def label_kind(text: str) -> LabelKind:
    """`other` for a label that the rules do not know."""
    kinds = _grammar(load_rules().labels).kinds
    return cast("LabelKind", next((kind for pattern, kind in kinds if pattern.fullmatch(text.strip())), "other"))


def _inside(found: re.Match[str]) -> str:
    return next(text for text in found.groups() if text is not None).strip()
