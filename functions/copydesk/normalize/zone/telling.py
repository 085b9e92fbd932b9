"""What one line tells: times, a signature, or parts that touch."""

from dataclasses import replace
from itertools import pairwise

from copydesk.normalize.byline import is_byline_line, read_byline
from copydesk.normalize.document import Document, Line, collapse
from copydesk.normalize.times import LabelledTime, find_times
from copydesk.page.patterns import pattern_of

MIN_DECK = 6


MAX_TIME_LABEL = 14  # characters


MAX_TIME_LINE = 120  # characters; a longer line that holds a date is prose


PLACE = pattern_of(r"[^\W\d][\w .-]{1,24}\.")  # set apart before the first words: `Quayville. The council …`


JOINTS = pattern_of(r"\s[·•|⋅∙–—]\s|\s{2,}|\t")  # between the parts of a line that tells author, day and reading time


def is_signature(text: str, language: str | None) -> bool:
    """A line that only signs; a bare Korean word could be any, so a title or a mail must stand beside the name."""
    if not is_byline_line(text, language=language):
        return False
    people = read_byline(text, language=language).people
    return "@" in text or not (language or "").startswith("ko") or any(p.role or p.email for p in people)


def _times_between_joints(text: str, language: str | None) -> tuple[LabelledTime, ...]:
    """Times of a line that tells more than times, each of its parts read alone: `Dec. 19, 2025 · Ada Quill on behalf of the council`."""
    start = 0
    for joint in (*JOINTS.finditer(text), None):
        piece = text[start : joint.start() if joint else len(text)]
        if piece != text and any(map(str.isdigit, piece)) and (found := find_times(piece, language=language)):
            return tuple(replace(time, start=time.start + start, end=time.end + start) for time in found)
        start = joint.end() if joint else 0
    return ()


def told_apart(line: Line) -> list[str]:
    """What a reader sees as the line's own facts: its elements where they touch, and what stands between bars."""
    return [part.strip() for text in visual_lines(line) for part in JOINTS.split(text) if part.strip()]


def _times_of_elements(line: Line, language: str | None) -> tuple[LabelledTime, ...]:
    """Times of elements that touch, each read alone: `<span>2025/02/24 15:39</span><span>Ada Quill</span>`."""
    pieces = visual_lines(line)
    out: list[LabelledTime] = []
    at = 0
    for piece in pieces if len(pieces) > 1 else ():
        at = max(at, line.text.find(piece, at))
        found = find_times(piece, language=language) if any(map(str.isdigit, piece)) else ()
        out.extend(replace(time, start=time.start + at, end=time.end + at) for time in found)
    return tuple(out)


def times_of(document: Document, line: Line, language: str | None) -> tuple[LabelledTime, ...]:
    """The line's times; a label alone on the line before (`<dt>입력</dt><dd>…`) names an unlabelled one."""
    if not any(map(str.isdigit, line.text)):
        return ()
    found = find_times(line.text, language=language) or _times_between_joints(line.text, language)
    if len(apart := _times_of_elements(line, language)) > len(found):
        found = apart  # one after the other the next one's label would be this one's
    if found and found[0].kind is None and (label := label_before(document, line, language)):
        return find_times(f"{label.text} {line.text}", language=language)
    return found


def label_before(document: Document, line: Line, language: str | None) -> Line | None:
    """The line before, where it is nothing but the label of this one's time: `<th>등록일</th><td>…</td>`."""
    label = document.lines[line.index - 1] if line.index else None
    if label is None or label.hidden or label.chars > MAX_TIME_LABEL or any(map(str.isdigit, label.text)):
        return None
    alone = find_times(line.text, language=language)
    if not alone or alone[0].kind is not None:
        return None
    named = find_times(f"{label.text} {line.text}", language=language)
    return label if named and named[0].kind is not None else None


def visual_lines(line: Line) -> list[str]:
    """The line as a reader sees it: `<span>`s that stand against each other without a space are lines of their own."""
    pieces = [(piece, inline) for piece, inline in line.pieces if piece.strip()]
    apart = len(pieces) > 1 and all(
        i is not None and j is not None and i is not j and i.tag == j.tag == "span" and not (a[-1].isspace() or b[0].isspace())
        for (a, i), (b, j) in pairwise(pieces)
    )
    if not apart or any(len(piece.strip()) < MIN_DECK for piece, _ in pieces) or PLACE.fullmatch(pieces[0][0].strip()):
        return [line.text]
    return [collapse(piece) for piece, _ in pieces]


def spaced(line: Line) -> str:
    """The line's text with a space where letters of two elements touch, as a reader sees them apart: `<b>Ada Quill</b><i>Reporter</i>`."""
    out, last = "", None
    for piece, inline in line.pieces:
        if out and inline is not last and out[-1].isalnum() and piece[:1].isupper() and out[-1].islower():
            out += " "
        out, last = out + piece, inline
    return collapse(out)
