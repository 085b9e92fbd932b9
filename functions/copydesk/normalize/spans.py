"""Text with spans, from lines."""

from collections.abc import Iterable
from urllib.parse import urljoin

from copydesk.article import Span
from copydesk.normalize.document import SPACES, Inline, Line

KINDS = {
    "a": "link", "b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "underline", "ins": "underline", "s": "strike", "strike": "strike",
    "del": "strike", "sub": "sub", "sup": "sup", "code": "code", "kbd": "code", "samp": "code", "tt": "code", "mark": "mark", "ruby": "ruby", "q": "quote",
}  # fmt: skip


def absolute(url: str | None, base: str | None) -> str | None:
    """The address against the page's own; None for scripts, fragments and what is no address."""
    if not url or url.startswith(("#", "javascript:", "data:", "about:", "blob:")):
        return None
    url = url.strip()
    try:
        whole = urljoin(base, url) if base else ("https:" + url if url.startswith("//") else url)
    except ValueError:
        return None
    return whole or None


def _pieces(line: Line) -> Iterable[tuple[int, int, Inline | None]]:
    """(start, end, innermost inline) of each piece in `line.text`."""
    raw = "".join(piece for piece, _ in line.pieces)
    keeps = "\xa0" in raw or "\u3000" in raw or "\u2003" in raw
    length, pending = 0, False
    out: list[tuple[int, int, Inline | None]] = []
    for piece, inline in line.pieces:
        words = [w for w in SPACES.split(piece) if w] if keeps else piece.split()
        if not words:
            pending = pending or bool(piece)
            continue
        first, last = piece[0], piece[-1]
        opens = first in " \t\n\r\f" if keeps else first.isspace()
        if (pending or opens) and length:
            length += 1
        size = sum(len(w) for w in words) + len(words) - 1
        out.append((length, length + size, inline))
        length += size
        pending = last in " \t\n\r\f" if keeps else last.isspace()
    if keeps:  # spaces other than HTML's went at both ends
        lead = len(SPACES.sub(" ", raw).lstrip(" ")) - len(SPACES.sub(" ", raw).lstrip())
        if lead or length > len(line.text):
            top = len(line.text)
            out = [(min(max(0, a - lead), top), min(max(0, b - lead), top), i) for a, b, i in out]
    return out


def spans_of(lines: Iterable[Line], base: str | None) -> tuple[Span, ...]:
    """Spans of the lines' texts joined by line feeds; adjoining pieces of one element are one span."""
    open_spans: dict[int, list[object]] = {}
    found: list[tuple[int, int, str, str | None]] = []
    offset = 0
    for line in lines:
        if any(inline is not None for _, inline in line.pieces):
            for start, end, inline in _pieces(line):
                seen: set[int] = set()
                while inline is not None:
                    kind = KINDS.get(inline.tag)
                    if kind:
                        key = id(inline)
                        seen.add(key)
                        if key in open_spans:
                            open_spans[key][1] = offset + end
                        else:
                            href = absolute(inline.attributes.get("href"), base) if kind == "link" else None
                            if kind != "link" or href:
                                open_spans[key] = [offset + start, offset + end, kind, href]
                    inline = inline.parent
        offset += len(line.text) + 1
    for span in open_spans.values():
        start, end, kind, href = span
        if end > start:  # type: ignore[operator]
            found.append((start, end, kind, href))  # type: ignore[arg-type]
    found.sort(key=lambda s: (s[0], -s[1]))
    return tuple(Span(start=a, end=b, kind=k, href=h) for a, b, k, h in found)  # type: ignore[arg-type]
