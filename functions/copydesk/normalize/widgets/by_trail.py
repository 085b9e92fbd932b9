"""Where in the site the article stands: sections above the headline that no class name calls a trail."""

from collections.abc import Iterator
from itertools import pairwise

from copydesk.normalize.document import Box, Line
from copydesk.normalize.widgets.claims import MAX_TRAIL, ORIGIN, hrefs_of, whole
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.survey import Survey
from copydesk.page.patterns import pattern_of

NEAR = 3  # lines right above the headline, where any bar will do
FAR = 30  # lines above it, where only arrows and nested addresses tell
BARS = pattern_of(r"[/>›»→|]+")
ARROWS = pattern_of(r"[>›»→]")
MIN_SECTIONS = 2
MAX_SECTIONS = 6
MAX_SECTION = 30  # characters


def by_trail(seen: Survey) -> Iterator[Found]:
    """One trail: links with nothing but bars between them, a list that leads up to the headline, or links each below the one before."""
    document = seen.document
    at = seen.headline_lines[0] if seen.headline_lines else 0
    far = NEAR if _is_named(at, seen) else FAR
    for line in reversed(document.lines[max(0, at - far) : at]):
        if line.hidden or line.chars > MAX_TRAIL or not line.link_chars or seen.chrome[line.index]:
            continue
        near = at - line.index <= NEAR
        if _is_barred(line, near=near):
            yield Found(None, "breadcrumb", "widgets/breadcrumb:members", None, (line.index,))
            return
        row = next((box for box, _ in zip((line.box, *line.box.ancestors()), range(4), strict=False) if box.tag in ("ul", "ol")), None)
        if row is not None and row.last <= at and _is_trail(row, document.lines[at], seen, near=near):
            yield whole(row, "breadcrumb", "widgets/breadcrumb:members", (), seen)
            return


def trail_before_headline(box: Box, seen: Survey) -> Found | None:
    """Of a box called a trail whose last entry is the headline itself: what leads up to it."""
    at = next(i for i in seen.headline_lines if box.first <= i < box.last)
    lines = [line for line in seen.document.lines_of(box) if line.index < at]
    if not any(line.link_chars for line in lines) or len(lines) > 2 * MAX_SECTIONS or sum(line.chars for line in lines) > MAX_TRAIL:
        return None
    return Found(None, "breadcrumb", "widgets/breadcrumb:class", None, tuple(line.index for line in lines))


def _is_named(at: int, seen: Survey) -> bool:
    """Whether a class name, markup or an accessible name tells of a trail above the headline already."""
    return any("breadcrumb" in kinds and box.last <= at and seen.document.chars(box) for box, kinds in seen.suspects)


def _is_trail(row: Box, headline: Line, seen: Survey, *, near: bool) -> bool:
    lines = seen.document.lines_of(row)
    if not MIN_SECTIONS <= len(lines) <= MAX_SECTIONS or seen.document.chars(row) > MAX_TRAIL:
        return False
    if not all(line.link_chars for line in lines[:-1]):
        return False
    return _leads_down([href for line in lines for href in hrefs_of(line)]) or (near and _ends_trail(lines, row, headline))


def _leads_down(addresses: list[str]) -> bool:
    """Whether each address lies below the one before it, from the site's door or not: `/local/`, `/local/bihar/`."""
    paths = [ORIGIN.sub("", address).split("?")[0].split("#")[0].rstrip("/") for address in addresses]
    below = [outer != inner and inner.startswith(outer + "/") for outer, inner in pairwise(paths)]
    return all(below) and len(paths) - (paths[:1] == [""]) >= MIN_SECTIONS


def _ends_trail(lines: list[Line], row: Box, headline: Line) -> bool:
    """Whether the last entry is the headline or a short name of this page, which leads nowhere; in a counted list it may lead on."""
    last = lines[-1]
    if last.text == headline.text:
        return True
    named = len(lines) > MIN_SECTIONS and not last.link_chars and not any(map(str.isdigit, last.text))
    return named or (row.tag == "ol" and all(line.link_chars and line.chars <= MAX_SECTION for line in lines))


def _is_barred(line: Line, *, near: bool) -> bool:
    """Whether bars alone stand between the line's links; after the last one the name of this page may follow an arrow."""
    links = {id(inline.link) for _, inline in line.pieces if inline is not None and inline.link is not None}
    between = "".join(text for text, inline in line.pieces if inline is None or inline.link is None)
    bars = BARS.findall(between)
    if not bars or len(bars) > len(links) + 1 or not (near or ARROWS.search(between)):
        return False
    rest = BARS.sub("", between).strip()
    if not rest:
        return len(links) >= MIN_SECTIONS
    return (
        ARROWS.search(between) is not None
        and len(rest) <= MAX_SECTION
        and between.rstrip().endswith(rest)
        and line.pieces[0][1] is not None
        and line.pieces[0][1].link is not None
    )
