"""What every finder asks of a box before it claims it, and how a claim is made."""

import re

from copydesk.normalize.document import Box, Line
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.survey import Survey, heading_at
from copydesk.page.patterns import pattern_of

MAX_GAP = 3  # lines between two members of one control
MAX_PROMO = 700  # characters of an offer; longer is story
MAX_CONTROL = 400
MAX_WEATHER = 300
MAX_TRAIL = 160
SAFE_RUN = 160.0
ORIGIN = pattern_of(r"(?:https?:)?//[^/?#]*", re.I)  # what an address on the same site leaves out
DEGREES = pattern_of(r"\d\s?(?:℃|°)")


def is_list(box: Box, seen: Survey) -> bool:
    """Whether linked titles make most of the box: teasers may stand beside them, foreign prose may not."""
    titles = seen.titles(box.first, box.last)
    return seen.prose(box) <= 220 * titles and titles * 8 >= seen.visible(box.first, box.last)


def whole(box: Box, kind: str, rule: str, title_lines: tuple[int, ...], seen: Survey) -> Found:
    """The box, or the parent that holds nothing but it."""
    parent = box.parent
    while parent is not None and parent.tag not in ("body", "html", "main", "article") and len(parent.items) == 1:
        box, parent = parent, parent.parent
    title = text_of(title_lines[0], seen) if title_lines else None
    return Found(box, kind, rule, title, seen.visible_lines(box), title_lines=title_lines, hidden=seen.hidden_lines(box))


def text_of(index: int, seen: Survey) -> str:
    """The heading's known part, or the whole line."""
    mark = seen.label_at.get(index)
    return mark.text if mark is not None else seen.document.lines[index].text


def is_tag_row(line: Line) -> bool:
    return len({id(inline.link) for _, inline in line.pieces if inline is not None and inline.link is not None}) > 1


def hrefs_of(line: Line) -> list[str]:
    """Where the line's links lead, in order."""
    links = {id(inline.link): inline.link for _, inline in line.pieces if inline is not None and inline.link is not None}
    return [link.attributes.get("href") or "" for link in links.values()]


def foreign(box: Box, kind: str, seen: Survey) -> bool:
    """Whether furniture of quite another kind has its heading in the box."""
    shape = seen.vocabulary.rules[kind].shape
    return any(
        not other.line.hidden and kind not in other.kinds and all(seen.vocabulary.rules[k].shape != shape for k in other.kinds)
        for other in seen.labels_between(box.first, box.last)
    )


def stands_in_story(box: Box, seen: Survey) -> bool:
    """Whether prose stands on both sides of the box in the same parent: a table of the story."""
    table: Box = box
    while table.tag != "table" and table.parent is not None:
        table = table.parent
    parent = table.parent
    for _ in range(2):
        if parent is None:
            return False
        if seen.prose_between(parent.first, table.first) > SAFE_RUN and seen.prose_between(table.last, parent.last) > SAFE_RUN:
            return True
        parent = parent.parent
    return False


def heading_of(box: Box, seen: Survey) -> Line | None:
    """The first line, where it is short, stands as a heading and is no item."""
    for line in seen.document.lines_of(box)[:2]:
        if line.chars <= 30 and line.box.tag not in ("li", "a") and heading_at(line) and not seen.titles(line.index, line.index + 1):
            return line
    return None
