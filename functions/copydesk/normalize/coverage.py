"""Conservation: every visible line has one home, and what has none is counted."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from copydesk.article import Coverage
from copydesk.normalize.classes import is_named, words_of
from copydesk.normalize.document import Box, Document, Line
from copydesk.normalize.furniture import suspicion
from copydesk.normalize.rights import is_rights_line
from copydesk.rules import load_rules

Home = Literal["meta", "body", "captions", "widgets", "chrome", "unknown"]


class Chrome(NamedTuple):
    """A line of the site's own furniture, and the rule that said so."""

    line: int
    kind: str
    rule: str


class Homes:
    """Which home each line has; a home given first stays."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.of: list[str | None] = [None] * len(document.lines)
        self.chrome: list[Chrome] = []

    def give(self, lines: "tuple[Line, ...] | list[Line] | tuple[int, ...] | list[int]", home: Home) -> None:
        for line in lines:
            index = line if isinstance(line, int) else line.index
            if self.of[index] is None:
                self.of[index] = home

    def give_named(self, lines: list[int], kind: str) -> None:
        """Chrome that the story's own filters named: a copy for print, the next article of an endless page."""
        self._furnish(lines, kind, f"story:{kind}")

    def give_teaser(self, lines: tuple[int, ...]) -> None:
        """What stands beside a linked title outside the story, and goes where the title went."""
        self._furnish(lines, "navigation", "teaser")

    def retake(self, lines: tuple[int, ...]) -> None:
        """Widgets of what was taken for navigation."""
        own = frozenset(lines)
        self.chrome = [told for told in self.chrome if told.line not in own]
        for index in lines:
            self.of[index] = "widgets"

    def _furnish(self, lines: Iterable[int], kind: str, rule: str) -> None:
        for index in lines:
            if self.of[index] is None:
                self.of[index] = "chrome"
                self.chrome.append(Chrome(index, kind, rule))

    def give_chrome(self, *, top: int, above: int, below: int) -> None:
        """Lines before `above` and from `below` on (the ends of the story) that stand in site furniture or link lists.

        Besides, whatever stands above the headline (`top`) heads the site's page, and what stands below all story and widgets ends it.
        """
        named: dict[int, tuple[str, str] | None] = {}
        placed = [i for i, home in enumerate(self.of) if home is not None]
        bottom = max((i for i in placed if self.of[i] != "meta"), default=below)
        for line in self.document.lines:
            if line.hidden or self.of[line.index] is not None or above <= line.index < below:
                continue
            found = self._chrome_of(line.box, named)
            if found is None and line.link_chars and (line.link_chars > 0.9 * line.chars or is_all_links(line)):
                found = ("navigation", "link")
            if found is None and is_rights_line(line.text):
                found = ("site_footer", "rights_line")
            if found is None and line.index < top:
                found = ("site_header", "above_headline")
            if found is None and line.index > bottom:
                found = ("site_footer", "below_everything")
            if found:
                self.of[line.index] = "chrome"
                self.chrome.append(Chrome(line.index, *found))

    def _chrome_of(self, box: Box, named: dict[int, tuple[str, str] | None]) -> tuple[str, str] | None:
        """The kind and rule of the innermost box around the line that is site furniture."""
        path: list[Box] = []
        found: tuple[str, str] | None = None
        walk: Box | None = box
        while walk is not None:
            if walk.index in named:
                found = named[walk.index]
                break
            path.append(walk)
            found = chrome_kind(self.document, walk)
            if found:
                break
            walk = walk.parent
        for passed in path:
            named[passed.index] = found
        return found

    def coverage(self) -> Coverage:
        counts = dict.fromkeys(("meta", "body", "captions", "widgets", "chrome", "unknown", "unassigned"), 0)
        hidden = 0
        for line in self.document.lines:
            if line.hidden and self.of[line.index] is None:
                hidden += line.chars
            else:
                counts[self.of[line.index] or "unassigned"] += line.chars
        return Coverage(visible=sum(counts.values()), hidden=hidden, **counts)

    def unassigned(self) -> list[Line]:
        return [line for line in self.document.lines if not line.hidden and self.of[line.index] is None]


def is_all_links(line: Line) -> bool:
    """Whether nothing but bars and points stands between the line's links."""
    return not any(ch.isalnum() for text, inline in line.pieces if inline is None or inline.link is None for ch in text)


def chrome_kind(document: Document, box: Box) -> tuple[str, str] | None:
    """(kind, rule) of a box that is the site's own furniture."""
    elements, tag, attributes = load_rules().chrome.elements, box.tag, box.attributes
    if tag in elements:
        return elements[tag], f"tag:{tag}"
    if attributes and (role := attributes.get("role")) and role in elements:
        return elements[role], f"role:{role}"
    if tag in ("html", "body"):
        return None
    if attributes and (named := chrome_of_names(box.names)):
        return named
    if tag in ("ul", "ol", "table", "dl") and document.link_share(box) > 0.6:
        return "navigation", "link_list"
    if attributes and is_named(box.names, "never") and suspicion(box):
        return "promo", "class:never"
    return None


@lru_cache(maxsize=4096)
def chrome_of_names(names: str) -> tuple[str, str] | None:
    """(kind, rule) that class and id names tell."""
    kinds, words = load_rules().chrome.words, words_of(names)
    told = [word for word in words if word in kinds]
    return (kinds[min(told)], f"class:{min(told)}") if told else None
