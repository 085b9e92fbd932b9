"""What no reader knew: furniture of no known kind, told as such so that its text is somewhere."""

from collections.abc import Iterator
from itertools import islice

from copydesk.article import Placement, Region, Widget
from copydesk.normalize.coverage import Homes
from copydesk.normalize.document import Box, Line
from copydesk.normalize.headline import folded
from copydesk.normalize.interludes import STORY_CHROME
from copydesk.normalize.modules import is_title, module_of
from copydesk.normalize.parts import Part
from copydesk.normalize.people import declared_names
from copydesk.normalize.seen import Seen
from copydesk.normalize.spans import parts_of
from copydesk.normalize.tails import ROLES
from copydesk.normalize.teasers import teasers
from copydesk.normalize.widgets import Found, read_widget

MAX_GAP = 2  # lines of known furniture that may stand between two of an unknown module
MAX_MODULE = 40  # lines; a longer run is cut
MIN_AGAIN = 20  # characters of a line that is known again by its words alone


def in_story(seen: Seen, taken: set[int] | frozenset[int]) -> list[Found]:
    """One widget, mostly unknown, for each run of lines between the first and the last story block that is neither story nor known."""
    part_of = {line.index: part for part in seen.story.parts for line in part.lines}
    meta = _meta_lines(seen)
    again = {line.index for line in told_again(seen)}
    out: list[Found] = []
    group: list[Line] = []
    why: Part | None = None
    for line in seen.document.lines[seen.story_start : seen.story_end]:
        part = part_of.get(line.index)
        if part is not None and part.dropped is None and part.kind != "caption":
            out += [_found(seen, group, why, _rule(why))] if group else []
            group = []
        elif line.hidden or line.index in taken or line.index in meta or line.index in again or _has_a_place(part):
            continue
        elif folded(line.text) not in seen.headline.declared:
            why = why if group else part
            group.append(line)
    return [*out, _found(seen, group, why, _rule(why))] if group else out


def told_again(seen: Seen) -> list[Line]:
    """Visible lines outside the story that say what one of its lines says: a carousel's copies, the body drawn once for phones."""
    story = {line.index: line.text for part in seen.story.parts if part.dropped is None for line in part.lines if line.chars >= MIN_AGAIN}
    said = frozenset(story.values())
    return [line for line in seen.document.lines if line.text in said and line.index not in story and not line.hidden]


def _has_a_place(part: Part | None) -> bool:
    return part is not None and (part.dropped in ROLES or part.dropped in STORY_CHROME or part.dropped == "widget")


def _rule(part: Part | None) -> str:
    if part is None:
        return "story:beside"
    return f"story:{part.dropped or part.kind}"


def _found(seen: Seen, lines: list[Line], part: Part | None, rule: str) -> Found:
    """The run as what it shows itself to be, else as unknown."""
    indices = tuple(line.index for line in lines)
    module = module_of(lines, part, declared_names(seen.sources), parts_of(seen.base).netloc or None)
    if module is None:
        return Found(box=None, kind="unknown", rule=rule, lines=indices)
    title = lines[0].text if module.titles else None
    return Found(box=None, kind=module.kind, rule=rule, title=title, lines=indices, title_lines=indices[: module.titles])


def _meta_lines(seen: Seen) -> set[int]:
    zone = seen.zone
    lines = [*zone.deck, *zone.kicker, *zone.badges, *zone.bylines, *(line for line, _ in zone.times)]
    return {line.index for line in lines} | set(seen.headline.lines)


def around_story(seen: Seen, homes: Homes, first: int) -> tuple[Widget, ...]:
    """Widgets of the modules above the headline and below the story that have no home yet; ids go on from `first`."""
    lists = tuple(teasers(seen, homes))
    for found in lists:
        homes.retake(found.lines)
    widgets = [_widget(found, seen, first + n) for n, found in enumerate(lists, 1)]
    for lines in _modules(seen, homes):
        found = _found(seen, lines, None, "page:leftover")
        if found.kind == "unknown" and _goes_with_a_link(lines, homes):
            homes.give_teaser(found.lines)
            continue
        homes.give(found.lines, "unknown" if found.kind == "unknown" else "widgets")
        widgets.append(_widget(found, seen, first + len(widgets) + 1))
    return tuple(widgets)


def _widget(found: Found, seen: Seen, number: int) -> Widget:
    line = seen.document.lines[found.lines[0]]
    region: Region = "below_body" if line.index >= seen.story_end else "above_body"
    tags = {box.tag for box in (line.box, *line.box.ancestors())}
    placement = Placement(region="aside" if "aside" in tags else region)
    return read_widget(
        found, seen.document, id=f"w{number}", placement=placement, published=None, language=seen.language, base_url=seen.base
    )


def _modules(seen: Seen, homes: Homes) -> Iterator[list[Line]]:
    """Unassigned lines that stand together: few known ones between them, and one box around all but the page's frame."""
    group: list[Line] = []
    for line in homes.unassigned():
        if seen.headline_start <= line.index < seen.story_end:
            continue
        if group and (line.index - group[-1].index > MAX_GAP + 1 or len(group) >= MAX_MODULE or not _share_box(group[0], line)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


MAX_TEASER = 800  # characters of a box that holds a title, its summary and little else


def _goes_with_a_link(lines: list[Line], homes: Homes) -> bool:
    """Whether the lines are the summary, section or day beside a linked title that is navigation: all in one small box."""
    links = {told.line for told in homes.chrome if told.rule == "link"}
    for box in (lines[-1].box, *islice(lines[-1].box.ancestors(), 4)):
        if box.tag in FRAME or homes.document.chars(box) > MAX_TEASER:
            return False
        titled = any(i in links and is_title(homes.document.lines[i].text) for i in range(box.first, box.last))
        if titled and box.first <= lines[0].index:
            return True
    return False


FRAME = frozenset(["body", "html", "main"])


def _share_box(first: Line, line: Line) -> bool:
    box: Box | None = line.box
    for _ in range(5):
        if box is None or box.tag in FRAME:
            return False
        if box.first <= first.index:
            return True
        box = box.parent
    return False
