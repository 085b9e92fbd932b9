"""Lists of teasers below the story that nobody knows by heading or name: told as such, and not as the site's navigation."""

from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.normalize.coverage import Homes, chrome_kind
from copydesk.normalize.document import Box, Document, Line
from copydesk.normalize.modules import is_title
from copydesk.normalize.seen import Seen
from copydesk.normalize.widgets import Found
from copydesk.normalize.widgets.links import TIMELIKE
from copydesk.normalize.widgets.survey import HEADING_TAGS, heading_at
from copydesk.normalize.widgets.vocabulary import vocabulary

MIN_TITLES = 3  # linked titles that make a list; under a heading two do
MAX_LINES = 150  # of a list; a section of the whole site has more
MAX_HEADING = 60  # characters
MAX_HEAD = 2  # lines above the first title, its heading among them
FRAME = frozenset(["body", "html", "main"])
SITE = frozenset(["site_header", "site_footer", "cookie_banner", "skip_links", "dialog", "form"])
TELLING = frozenset(
    ["link", "link_list", "teaser", "below_everything", "class:never", "tag:aside", "tag:footer", "role:complementary", "class:header"]
)


@dataclass(frozen=True, slots=True)
class _Page:
    """`free` are lines that only navigation would take, `titles` those of them that are linked titles."""

    document: Document
    free: frozenset[int]
    titles: tuple[int, ...]
    start: int

    def titles_in(self, box: Box) -> list[int]:
        return [i for i in self.titles if box.first <= i < box.last]


def teasers(seen: Seen, homes: Homes) -> Iterator[Found]:
    """Each list as recommended, or as its heading says; asked when chrome has its homes."""
    told = {chrome.line for chrome in homes.chrome if chrome.rule in TELLING}
    start = seen.story_end
    lines = [line for line in seen.document.lines[start:] if not line.hidden]
    free = frozenset(line.index for line in lines if line.index in told or homes.of[line.index] is None)
    titles = tuple(line.index for line in lines if line.index in free and _is_titled(line) and not _of_the_site(line, seen.document))
    page = _Page(seen.document, free, titles, start)
    end = -1
    for index in titles:
        if index < end:
            continue
        box = _list_around(seen.document.lines[index], page)
        found = _found(box, page) if box is not None else None
        if box is not None and found is not None:
            end = box.last
            yield found


def _is_titled(line: Line) -> bool:
    if line.link_chars * 2 <= line.chars:
        return False
    texts: dict[int, str] = {}
    for text, inline in line.pieces:
        if inline is not None and inline.link is not None:
            address = inline.link.attributes.get("href") or ""
            if not address.startswith(("#", "mailto:", "tel:", "javascript:")):
                texts[id(inline.link)] = texts.get(id(inline.link), "") + text
    return any(is_title(" ".join(text.split())) for text in texts.values())


def _of_the_site(line: Line, document: Document) -> bool:
    """Whether the line stands in the site's frame; the footer of an article is none."""
    footer = False
    for box in (line.box, *line.box.ancestors()):
        if box.tag == "article" and footer:
            return False
        kind = chrome_kind(document, box)
        footer = footer or box.tag == "footer"
        if kind is not None and ((kind[0] in SITE and box.tag != "footer") or (kind[0] == "navigation" and kind[1] != "link_list")):
            return True
    return footer


def _list_around(line: Line, page: _Page) -> Box | None:
    """The largest box around the line whose titles stand in rows of one make, under one heading at most."""
    best: Box | None = None
    for box in (line.box, *line.box.ancestors()):
        if box.tag in FRAME or box.first < page.start or box.last - box.first > MAX_LINES:
            break
        lines = page.document.lines_of(box)
        if any(other.index not in page.free for other in lines) or not _is_even(box, page):
            break
        if _heads_inside(box, page):
            break
        best = box
    return best


def _is_even(box: Box, page: _Page) -> bool:
    """Whether the parts that hold titles are of one make and none is a list with a heading of its own, or there is only one part."""
    parts = [part for part in box.boxes if page.titles_in(part)]
    if len(parts) < 2 or all(len(page.titles_in(part)) == 1 for part in parts):
        return True
    if any(len(page.titles_in(part)) > 1 and _heading(_head(part, page)) is not None for part in parts):
        return False
    return all(part.tag == parts[0].tag and bool(part.words & parts[0].words) == bool(parts[0].words) for part in parts)


def _heads_inside(box: Box, page: _Page) -> bool:
    """Whether a heading that is no title stands below the first title: another list's."""
    titles = page.titles_in(box)
    return bool(titles) and any(
        line.index > titles[0] and line.index not in titles and not line.link_chars and line.box.tag in HEADING_TAGS
        for line in page.document.lines_of(box)
    )


def _found(box: Box, page: _Page) -> Found | None:
    titles = page.titles_in(box)
    lines = page.document.lines_of(box)
    head = _head(box, page)
    title = _heading(head)
    if len(titles) < MIN_TITLES - (title is not None) or len(head) > MAX_HEAD:
        return None
    linked = sum(bool(line.link_chars) for line in lines)
    bare = sum(line.chars - line.link_chars for line in lines)
    if len(titles) * 3 < linked or bare > 2 * page.document.link_chars(box):
        return None
    kinds = vocabulary().labelled(title.text) if title is not None else ()
    kind = next((kind for kind in kinds if vocabulary().rules[kind].shape == "links"), None if kinds else "recommended")
    if kind is None:
        return None
    own = tuple(line.index for line in lines)
    rule = f"widgets/{kind}:members"
    return Found(box, kind, rule, title.text if title else None, own, title_lines=(title.index,) if title else ())


def _head(box: Box, page: _Page) -> list[Line]:
    """The lines above the first title."""
    first = page.titles_in(box)[0]
    return [line for line in page.document.lines_of(box) if line.index < first]


def _heading(head: list[Line]) -> Line | None:
    """The first line, where it is short, no time of the first row and stands as a heading or alone."""
    if not head or len(head[0].text) > MAX_HEADING or TIMELIKE.match(head[0].text):
        return None
    return head[0] if not head[0].link_chars or heading_at(head[0]) else None
