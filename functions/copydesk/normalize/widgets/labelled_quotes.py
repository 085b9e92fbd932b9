"""Market boxes under their heading: with rows, without any, and those whose heading and rows no box of their own holds."""

from copydesk.normalize.document import Box, Leaf, Line
from copydesk.normalize.widgets.claims import SAFE_RUN, whole
from copydesk.normalize.widgets.climbing import HEADLIKE, climb, is_shared, items_after
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.notes import NO_ROWS, is_header, is_note
from copydesk.normalize.widgets.survey import HEADING_TAGS, Mark, Survey
from copydesk.normalize.widgets.tokens import tokens_of


def labelled_quotes(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    if line.link_chars and not mark.heading:
        return None
    rule = f"widgets/{kind}:label"
    best: Box | None = None
    bare: Box | None = None  # the largest box with nothing but the heading and notes
    for box in climb(line):
        if seen.is_void(box) or is_shared(box, mark, kind, seen) or seen.prose(box) > SAFE_RUN:
            if (found := _rows_after(mark, best or line.box, box, kind, seen)) is not None:
                return found
            break
        if (notes := _only_notes(box, mark, seen)) is not None:
            if any(NO_ROWS.search(note) for note in notes):
                return whole(box, kind, rule, (line.index,), seen)
            bare = box if notes else bare
        if seen.numbers(line.index + 1, box.last) >= 2:
            rows = seen.visible(line.index + 1, box.last)
            if seen.numbers(line.index + 1, box.last) * 5 < rows or seen.titles(box.first, box.last) * 2 > rows:
                break
            return whole(_widened(box, mark, kind, seen), kind, rule, (line.index,), seen)
        best = box
    if bare is not None:
        return whole(bare, kind, rule, (line.index,), seen)
    if best is None or (best is line.box and best.tag in HEADING_TAGS):
        return None
    return _empty_quotes(best, mark, kind, rule, seen)


def _rows_after(mark: Mark, inner: Box, outer: Box, kind: str, seen: Survey) -> Found | None:
    """The heading and what follows it among other things of the same box: rows and notes, or the word that there are none."""
    line = mark.line
    first, last = line.index, inner.last if inner is not outer else line.index + 1
    if seen.visible(inner.first, inner.last) > MAX_HEAD_LINES and inner is not outer:
        return None
    for item in items_after(inner if inner is not outer else line, outer):
        if isinstance(item, Leaf) or (isinstance(item, Line) and item.hidden) or (isinstance(item, Box) and item.first == item.last):
            continue
        if not (_is_note_line(item, seen) if isinstance(item, Line) else _holds_rows(item, seen)):
            break
        last = item.index + 1 if isinstance(item, Line) else item.last
    lines = tuple(other.index for other in seen.document.lines[first:last] if not other.hidden)
    said = any(NO_ROWS.search(seen.document.lines[i].text) for i in lines[1:])
    if seen.numbers(first + 1, last) < 2 and not said:
        return None
    return Found(None, kind, f"widgets/{kind}:label", mark.text, lines, title_lines=(first,))


def _is_note_line(line: Line, seen: Survey) -> bool:
    return line.chars <= MAX_NOTE and line.index not in seen.label_at and (is_note(line.text) or is_header(line.text))


def _holds_rows(box: Box, seen: Survey) -> bool:
    """Whether rows with numbers make the box, or notes about them do."""
    lines = seen.document.lines_of(box)
    inside = seen.document.boxes[box.index : box.end]
    if seen.is_void(box) or seen.labels_between(box.first, box.last) or any(b.tag in HEADLIKE for b in inside):
        return False
    if all(_is_note_line(line, seen) for line in lines):
        return True
    numbers, visible = seen.numbers(box.first, box.last), seen.visible(box.first, box.last)
    return numbers >= 2 and numbers * 5 >= visible and seen.titles(box.first, box.last) * 2 <= visible and seen.prose(box) <= SAFE_RUN


MAX_HEAD_LINES = 3  # of the box with the heading: its own, a time, a link to more


def _only_notes(box: Box, mark: Mark, seen: Survey) -> list[str] | None:
    """What stands in the box beside and below its heading, if all of it speaks about rows that are not there."""
    line = mark.line
    if seen.visible(box.first, line.index):
        return None
    notes = [token.text for token in tokens_of(line)][1:] if mark.after == line.index else []
    notes += [other.text for other in seen.document.lines_of(box) if other is not line]
    return notes if all(len(note) <= MAX_NOTE and (is_note(note) or is_header(note)) for note in notes) else None


MAX_NOTE = 40  # characters of a sentence about rows


def _widened(box: Box, mark: Mark, kind: str, seen: Survey) -> Box:
    """Upward while the parent adds only a few short lines: a footnote, a `more` link, the heading's own row."""
    parent = box.parent
    while parent is not None and parent.tag not in ("body", "html", "main", "article", "aside", "tr", "tbody"):
        added = seen.visible(parent.first, parent.last) - seen.visible(box.first, box.last)
        if seen.numbers(parent.first, parent.last) - seen.numbers(box.first, box.last) > 2:
            break
        if seen.is_void(parent) or is_shared(parent, mark, kind, seen) or seen.prose(parent) > SAFE_RUN or added > 6:
            break
        if added and seen.titles(parent.first, parent.last) > seen.titles(box.first, box.last):
            break
        box, parent = parent, parent.parent
    return box


def _empty_quotes(box: Box, mark: Mark, kind: str, rule: str, seen: Survey) -> Found | None:
    """A market box without rows: its heading beside a time, an empty table, or columns' names. Nothing else may stand in it."""
    lines = seen.document.lines_of(box)
    short = all(line.chars <= 40 for line in lines)
    if not short or len(lines) > 8 or seen.titles(box.first, box.last):
        return None
    children = [
        b
        for b in seen.document.boxes[box.index + 1 : box.end]
        if b.tag in ("table", "tbody", "ul", "ol", "dl") or (b.tag in ("div", "section") and b.first == b.last)
    ]
    named = any(kind in seen.vocabulary.suspected(b.words) for b in (box, *children, *([box.parent] if box.parent else [])))
    if not children and not named:
        return None
    return whole(box, kind, rule, (mark.line.index,), seen)
