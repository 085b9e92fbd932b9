"""Text with spans as nested pieces: what Markdown and HTML need, which have no overlapping marks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import quote

from ..article import Span

SCHEMES = ("http://", "https://", "mailto:")
PICTURE_SCHEMES = ("http://", "https://")

# One for one, so that offsets hold. No format of ours has these: HTML and CommonMark replace or drop them, each in its own way.
UNPRINTABLE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd") | {
    0x09: "\t",
    0x0A: "\n",
    0x0B: " ",
    0x0C: " ",
    0x0D: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
URL_SAFE = "!#$%&'()*+,-./:;=?@[]_~"  # RFC 3986; everything else is percent-encoded
LOOSE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch under one mark, [start, end) of the whole text; `children` are texts and further marks."""

    span: Span
    start: int
    end: int
    children: "tuple[str | Marked, ...]"


@dataclass(slots=True)
class _Open:
    span: Span
    start: int
    children: list[str | Marked] = field(default_factory=list)


def printable(text: str) -> str:
    """As long as `text`, with no control character but tab and line feed."""
    return text.translate(UNPRINTABLE)


def safe_url(url: str | None, schemes: Iterable[str] = SCHEMES) -> str | None:
    """The address in ASCII, None where its scheme could run or read something."""
    told = (url or "").strip()
    if not told.lower().startswith(tuple(schemes)):
        return None
    return quote(LOOSE_PERCENT.sub("%25", told), safe=URL_SAFE, errors="replace")


def nest(text: str, spans: Iterable[Span]) -> tuple[str | Marked, ...]:
    """Overlapping marks are cut at each other's borders.

    Links without a safe address are plain text; of nested links, and of equal marks inside each other, the outermost stays.
    """
    kept = [span for span in spans if 0 <= span.start < span.end <= len(text) and (span.kind != "link" or safe_url(span.href))]
    begins = {at: list(group) for at, group in groupby(sorted(kept, key=_place), key=lambda span: span.start)}
    words, last, top = printable(text), 0, _Open(Span(start=0, end=len(text) + 1, kind="mark"), 0)
    stack = [top]
    for at in sorted({place for span in kept for place in (span.start, span.end)} | {len(text)}):
        if last < at:
            stack[-1].children.append(words[last:at])
        for span in (*_close(stack, at), *begins.get(at, ())):
            hider = next((mark.span for mark in stack[1:] if _hides(mark.span, span)), None)
            if hider is None:
                stack.append(_Open(span, at))
            elif hider.end < span.end:
                begins.setdefault(hider.end, []).append(span)
        last = at
    return tuple(top.children)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Equal marks that touch or overlap as one."""
    by_mark: dict[tuple[str, str | None], list[Span]] = {}
    for span in sorted(spans, key=_place):
        row = by_mark.setdefault((span.kind, span.href), [])
        if row and span.start <= row[-1].end:
            row[-1] = row[-1].model_copy(update={"end": max(row[-1].end, span.end)})
        else:
            row.append(span)
    return [span for row in by_mark.values() for span in row]


def _close(stack: list[_Open], at: int) -> list[Span]:
    """Ends what ends at `at`; returns the marks that were cut with it and go on."""
    cut: list[Span] = []
    while any(mark.span.end <= at for mark in stack):
        closed = stack.pop()
        stack[-1].children.append(Marked(closed.span, closed.start, at, tuple(closed.children)))
        if closed.span.end > at:
            cut.insert(0, closed.span)
    return cut


def _hides(outer: Span, inner: Span) -> bool:
    return outer.kind == inner.kind and (inner.kind == "link" or outer.href == inner.href)


def _place(span: Span) -> tuple[int, int]:
    return span.start, -span.end
