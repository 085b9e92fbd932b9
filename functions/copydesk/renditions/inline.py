"""Text with spans, as nested pieces: what Markdown and HTML need, which have no overlapping marks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ..article import Span

SCHEMES = ("http://", "https://", "mailto:")
PICTURE_SCHEMES = ("http://", "https://")

# One for one, so that offsets hold. No format of ours has these: HTML and CommonMark replace or drop them, each in its own way.
UNPRINTABLE = {code: "�" for code in (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)} | {
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
    """A stretch under one mark; `children` are texts and further marks."""

    span: Span
    children: "tuple[str | Marked, ...]"


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
    """Overlapping marks are cut at each other's borders. Links without a safe address are plain text; of nested links the outermost stays."""
    kept = [span for span in spans if 0 <= span.start < span.end <= len(text) and (span.kind != "link" or safe_url(span.href))]
    ordered = sorted(kept, key=lambda span: (span.start, -span.end))
    return tuple(_merge(_build(printable(text), 0, len(text), ordered)))


def _build(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[str | Marked]:
    at = start
    waiting = list(spans)
    while waiting:
        first, *rest = waiting
        begin, stop = max(first.start, at), min(first.end, end)
        inside = [_cut(span, begin, stop) for span in rest if span.start < stop and span.end > begin]
        after = [_cut(span, stop, end) for span in rest if span.end > stop]
        if first.kind == "link":
            inside = [span for span in inside if span.kind != "link"]
        inside = [span for span in inside if (span.kind, span.href) != (first.kind, first.href)]
        if at < begin:
            yield text[at:begin]
        yield Marked(first, tuple(_merge(_build(text, begin, stop, inside))))
        at, waiting = stop, sorted(after, key=lambda span: (span.start, -span.end))
    if at < end:
        yield text[at:end]


def _cut(span: Span, start: int, end: int) -> Span:
    return span.model_copy(update={"start": max(span.start, start), "end": min(span.end, end)})


def _merge(pieces: Iterable[str | Marked]) -> Iterator[str | Marked]:
    """Touching marks of one kind are one."""
    last: str | Marked | None = None
    for piece in pieces:
        if isinstance(last, Marked) and isinstance(piece, Marked) and _same(last.span, piece.span):
            joined = tuple(_merge((*last.children, *piece.children)))
            last = Marked(last.span.model_copy(update={"end": piece.span.end}), joined)
        elif isinstance(last, str) and isinstance(piece, str):
            last += piece
        else:
            if last is not None:
                yield last
            last = piece
    if last is not None:
        yield last


def _same(one: Span, other: Span) -> bool:
    return (one.kind, one.href) == (other.kind, other.href)
