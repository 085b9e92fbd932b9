"""Text with spans, from lines."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

from copydesk.article import Span, SpanKind
from copydesk.normalize.document import SPACES, Inline, Line
from copydesk.page.patterns import pattern_of

KINDS: Mapping[str, SpanKind] = {
    "a": "link",
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em"), "em"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    "sub": "sub",
    "sup": "sup",
    "mark": "mark",
    "ruby": "ruby",
    "q": "quote",
}


def parts_of(address: str | None) -> SplitResult:
    """The address's parts, all empty for what is none: pages hold `http://[` too, which `urlsplit` raises at."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return NO_ADDRESS


def absolute(url: str | None, base: str | None) -> str | None:
    """The address against the page's own; None for scripts, fragments and what is no address."""
    if not url or url.startswith(("#", "javascript:", "data:", "about:", "blob:")):
        return None
    url = url.strip()
    if WHOLE.match(url):
        return url
    if base and ROOTED.match(url) and "/." not in url and (origin := ORIGIN.match(base)):
        return origin[0] + url
    return _joined(url, base) or None


# An address that joining would leave as it is. No `;`, no empty query or fragment: these may come out otherwise.
NO_ADDRESS = urlsplit("")
WHOLE = pattern_of(r"https?://[\w.-]++(?::\d++)?+(?:/[^\s?#;]*+)?+(?:\?[^\s#;]++)?+(?:#\S++)?+\Z", re.ASCII)
ROOTED = pattern_of(r"/(?!/)[^\s?#;]*+(?:\?[^\s#;]++)?+(?:#\S++)?+\Z", re.ASCII)  # one that only lacks scheme and host
ORIGIN = pattern_of(r"https?://[\w.-]++(?::\d++)?+(?=[/?#]|\Z)", re.ASCII)


@lru_cache(maxsize=1024)
def _joined(url: str, base: str | None) -> str | None:
    try:
        return urljoin(base, url) if base else ("https:" + url if url.startswith("//") else url)
    except ValueError:
        return None


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
        size = len(" ".join(words))
        out.append((length, length + size, inline))
        length += size
        pending = last in " \t\n\r\f" if keeps else last.isspace()
    if keeps:  # spaces other than HTML's went at both ends
        lead = len(SPACES.sub(" ", raw).lstrip(" ")) - len(SPACES.sub(" ", raw).lstrip())
        if lead or length > len(line.text):
            top = len(line.text)
            out = [(min(max(0, a - lead), top), min(max(0, b - lead), top), i) for a, b, i in out]
    return out


@dataclass(slots=True)
class _Open:
    start: int
    end: int
    kind: SpanKind
    href: str | None


def spans_of(lines: Iterable[Line], base: str | None) -> tuple[Span, ...]:
    """Spans of the lines' texts joined by line feeds; adjoining pieces of one element are one span."""
    spans: dict[int, _Open] = {}
    offset = 0
    for line in lines:
        if any(inline is not None and _is_marked(inline) for _, inline in line.pieces):
            for start, end, inline in _pieces(line):
                while inline is not None:
                    _extend(spans, inline, offset + start, offset + end, base)
                    inline = inline.parent
        offset += len(line.text) + 1
    found = sorted((s for s in spans.values() if s.end > s.start), key=lambda s: (s.start, -s.end))
    return tuple(Span(start=s.start, end=s.end, kind=s.kind, href=s.href) for s in found)


def _is_marked(inline: Inline | None) -> bool:
    """Whether the element or one around it makes a span: `<span>` and `<font>` alone make none."""
    while inline is not None:
        if inline.tag in KINDS:
            return True
        inline = inline.parent
    return False


def _extend(spans: dict[int, _Open], inline: Inline, start: int, end: int, base: str | None) -> None:
    kind = KINDS.get(inline.tag)
    if kind is None:
        return
    known = spans.get(id(inline))
    if known is not None:
        known.end = end
        return
    href = absolute(inline.attributes.get("href"), base) if kind == "link" else None
    if kind != "link" or href:
        spans[id(inline)] = _Open(start, end, kind, href)
