"""From a heading upward, as far as the furniture that it announces may reach."""

from bisect import bisect_left
from collections.abc import Iterator

from copydesk.normalize.document import Box, Leaf, Line
from copydesk.normalize.widgets.claims import MAX_GAP
from copydesk.normalize.widgets.survey import Mark, Survey

MAX_CLIMB = 9  # boxes above a heading in which its list may stand
HEADLIKE = frozenset("h2 h3 h4 h5 h6".split())


def climb(line: Line) -> Iterator[Box]:
    """The boxes around a line, from the innermost one; the page's body ends it: modules may stand in it without any box of their own."""
    box: Box | None = line.box
    for _ in range(MAX_CLIMB):
        if box is None or box.tag == "html":
            return
        yield box
        box = box.parent


def items_after(start: Box | Line, outer: Box) -> Iterator[Box | Line | Leaf]:
    """What follows in the same box, up to a rule across the page."""
    items = outer.items
    for at in range(_at(start, outer) + 1, len(items)):
        item = items[at]
        if type(item) is Leaf and item.tag == "hr":
            return
        yield item


def _at(start: Box | Line, outer: Box) -> int:
    """Its place among the items of the box that it stands in."""
    if type(start) is Box:
        return start.at
    at = bisect_left(outer.items, start.index, key=_first_line)
    while outer.items[at] is not start:  # a picture in the line, or boxes without one, may stand before it
        at += 1
    return at


def _first_line(item: Box | Line | Leaf) -> int:
    """Index of the first line in it or after it."""
    if isinstance(item, Line):
        return item.index
    return item.first if isinstance(item, Box) else item.position


def is_shared(box: Box, mark: Mark, kind: str, seen: Survey) -> bool:
    """Whether the box holds the heading of other furniture too."""
    shape = seen.vocabulary.rules[kind].shape
    for other in seen.labels_between(box.first, box.last):
        if other is mark or other.line.hidden:
            continue
        if (
            other.kinds[0] == kind
            and abs(other.line.index - mark.line.index) <= MAX_GAP
            and seen.titles(min(other.line.index, mark.line.index) + 1, max(other.line.index, mark.line.index)) == 0
        ):
            continue  # the next tab of the same list
        if other.line.link_chars and not other.heading:
            continue
        if any(seen.vocabulary.rules[k].shape in ("links", "quotes") for k in other.kinds) and (
            other.heading or shape in ("links", "quotes")
        ):
            return True
    return False
