"""Lists under tabs: the tab is the title of the panel that it opens, wherever the panel stands."""

from collections.abc import Iterator

from copydesk.normalize.document import Box, Line
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.survey import Mark, Survey

MIN_TITLES = 2  # linked headlines that make a panel a list
MAX_LIST = 150  # lines; a section of the whole site has more


def by_tabs(seen: Survey) -> Iterator[Found]:
    """Panels named by `aria-controls` or by a link to their place, whose tab says what a list of links is."""
    tabs = [(mark, target) for mark in seen.labels if not mark.line.hidden and (target := _opens(mark.line))]
    if not tabs:
        return
    wanted = {target for _, target in tabs}
    panels = {name: box for box in reversed(seen.document.boxes) if (name := box.get("id")) in wanted}
    for mark, target in tabs:
        if (panel := panels.get(target)) is not None and (found := _list_of(mark, panel, seen)) is not None:
            yield found


def _opens(line: Line) -> str | None:
    """The id that the line's tab opens: of its own box, of one right around it, or of its link."""
    for box, _ in zip((line.box, *line.box.ancestors()), range(2), strict=False):
        if target := box.get("aria-controls"):
            return target
    links = {inline.link for _, inline in line.pieces if inline is not None and inline.link is not None}
    for link in links if len(links) == 1 else ():
        if named := link.attributes.get("aria-controls"):
            return named
        address = link.attributes.get("href") or ""
        if address.startswith("#") and len(address) > 1:
            return address[1:]
    return None


def _list_of(mark: Mark, panel: Box, seen: Survey) -> Found | None:
    kind = next((kind for kind in mark.kinds if seen.vocabulary.rules[kind].shape == "links"), None)
    lines, hidden = seen.visible_lines(panel), seen.hidden_lines(panel)
    if kind is None or seen.is_void(panel) or len(lines) + len(hidden) > MAX_LIST or panel.contains(mark.line.box):
        return None
    if lines and seen.titles(panel.first, panel.last) < MIN_TITLES:
        return None
    head = mark.line.index
    return Found(panel, kind, f"widgets/{kind}:tab", mark.text, (head, *lines), title_lines=(head,), hidden=hidden)
