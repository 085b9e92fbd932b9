"""A text with spans as CommonMark inline: escaped where it would be markup, its marks as signs or as tags.

Marks that Markdown has no sign for (underline, sub, sup, mark), or whose signs would not hold where they stand (`**말**이라고` and
`**“말”** 하고` do, `**“말”**이라고` does not), are HTML tags.
"""

import re
import string
from collections.abc import Iterable, Iterator

from ..article import Span
from .inline import Marked, joined, nest, printable, safe_url

BREAK = "\\\n"
HTML_BREAK = "<br>"  # where a line may not end: headings, cells
SIGNS = {"strong": "**", "em": "*", "strike": "~~"}
TAGS = {"strong": "strong", "em": "em", "strike": "s", "underline": "u", "sub": "sub", "sup": "sup", "mark": "mark", "code": "code"}

SPECIAL = re.compile(r"[\\`*_\[\]<|~]|&(?=[#A-Za-z0-9]+;)")
AT_LINE_START = re.compile(r"^(?:([#+\-=>:])|(\d+)([.)]))")

LOOSE = frozenset(("", " ", "\n", *string.punctuation))  # what parsers agree on that it is no letter


def mark_up(text: str, spans: Iterable[Span], line_break: str) -> str:
    """White space at either end of a line is written as a character reference: parsers take it away."""
    return _Line(text, line_break).write(spans)


def destination(url: str) -> str:
    escaped = re.sub(r"&(?=[#A-Za-z0-9]+;)", r"\\&", url)
    return f"<{escaped}>" if "(" in url or ")" in url else escaped


class _Line:
    def __init__(self, text: str, line_break: str) -> None:
        self.text = printable(text)
        self.line_break = line_break
        self.edges = _edges(self.text)
        # over the whole text: `&` and `amp;` may fall into two pieces
        self.escaped = {found.start() for found in SPECIAL.finditer(self.text)}
        if line_break == BREAK:  # in a heading or a cell no line starts
            self.escaped |= set(_line_starts(self.text))

    def write(self, spans: Iterable[Span]) -> str:
        marks = joined(spans)
        self.escaped |= {mark.start - 1 for mark in marks if self.text[mark.start - 1 : mark.start] == "!"}  # before a link, of a picture
        return self._pieces(nest(self.text, marks), 0, enclosed=False)

    def _pieces(self, pieces: tuple[str | Marked, ...], at: int, *, enclosed: bool) -> str:
        """`enclosed`: inside emphasis, where further signs could pair with the outer ones."""
        written: list[str] = []
        for number, piece in enumerate(pieces):
            if isinstance(piece, str):
                written.append(self._words(at, at + len(piece)))
                at += len(piece)
                continue
            neighbours = (*pieces[max(0, number - 1) : number], *piece.children[:1], *piece.children[-1:], *pieces[number + 1 : number + 2])
            alone = all(isinstance(neighbour, str) or neighbour.span.kind == "link" for neighbour in neighbours)
            written.append(self._mark(piece, signs=alone and not enclosed and self._holds(piece), enclosed=enclosed))
            at = piece.end
        return "".join(written)

    def _mark(self, mark: Marked, *, signs: bool, enclosed: bool) -> str:
        kind, sign = mark.span.kind, SIGNS.get(mark.span.kind)
        with_signs = signs and sign is not None
        inside = self._pieces(mark.children, mark.start, enclosed=enclosed or with_signs)
        if kind == "link":
            return f"[{inside}]({destination(safe_url(mark.span.href) or '')})"
        if with_signs:
            return f"{sign}{inside}{sign}"
        tag = TAGS.get(kind)
        return f"<{tag}>{inside}</{tag}>" if tag else inside

    def _holds(self, mark: Marked) -> bool:
        """Whether signs around it open and close (CommonMark 6.2): letters touch them from inside, or no letter does from outside."""
        first, last = mark.children[0], mark.children[-1]
        inside = (first[0] if isinstance(first, str) else "[", last[-1] if isinstance(last, str) else ")")
        outside = (self.text[max(0, mark.start - 1) : mark.start], self.text[mark.end : mark.end + 1])
        pairs = zip(inside, outside, strict=True)
        return all(within.isalnum() or (not within.isspace() and beyond in LOOSE) for within, beyond in pairs)

    def _words(self, start: int, end: int) -> str:
        return "".join(self._letter(place) for place in range(start, end))

    def _letter(self, place: int) -> str:
        letter = self.text[place]
        if place in self.edges:
            return f"&#{ord(letter)};"
        if letter == "\n":
            return self.line_break
        return f"\\{letter}" if place in self.escaped else letter


def _line_starts(text: str) -> Iterator[int]:
    """Places of the signs that would make a line the start of a heading, list, quote or table."""
    at = 0
    for line in text.split("\n"):
        if found := AT_LINE_START.match(line):
            yield at + found.end() - 1
        at += len(line) + 1


def _edges(text: str) -> frozenset[int]:
    """Places of the white space at the text's ends, line feeds included, and at the ends of its lines."""
    places = {*range(len(text) - len(text.lstrip())), *range(len(text.rstrip()), len(text))}
    at = 0
    for line in text.split("\n"):
        first, last = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        places |= {*range(at, min(first, at + len(line))), *range(max(at, last), at + len(line))}
        at += len(line) + 1
    return frozenset(places)
