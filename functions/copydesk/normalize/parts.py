"""Pieces of a story before they become blocks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from copydesk.normalize.classes import is_named
from copydesk.normalize.document import Box, Leaf, Line
from copydesk.normalize.headline import HEADING_TAGS
from copydesk.normalize.prose import SENTENCE_END

Kind = Literal["paragraph", "heading", "list", "quote", "table", "code", "figure", "caption", "leaf", "widget", "divider", "pull", "box"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the container in order; `lines` are indices of the visible lines that it is made of."""

    kind: Kind
    box: Box
    lines: tuple[Line, ...] = ()
    text: str = ""
    chars: int = 0
    link_chars: int = 0
    level: int = 0
    leaf: Leaf | None = None
    dropped: str | None = None  # the rule that said it is not story
    inner: "tuple[Part, ...]" = ()  # of a box

    @property
    def link_share(self) -> float:
        return self.link_chars / self.chars if self.chars else 0.0

    @property
    def is_sentence(self) -> bool:
        return self.chars >= 20 and bool(SENTENCE_END.search(self.text))

    @property
    def ends_like_one(self) -> bool:
        """Whether the last word closes a sentence, however short."""
        return self.chars >= 6 and bool(SENTENCE_END.search(self.text[-4:]))


def is_inline_named(line: Line, group: str) -> bool:
    """Whether every word of the line stands in inline elements that name themselves so: `<em class="img_desc">`."""
    for piece, inline in line.pieces:
        if not piece.strip():
            continue
        while inline is not None and not is_named(inline.attributes.get("class") or "", group):
            inline = inline.parent
        if inline is None:
            return False
    return True


def part_of(kind: Kind, box: Box, lines: list[Line], *, leaf: Leaf | None = None, dropped: str | None = None) -> Part:
    if len(lines) == 1:  # as most are
        line = lines[0]
        return Part(kind, box, (line,), line.text, line.chars, line.link_chars, leaf=leaf, dropped=dropped)
    text = "\n".join([line.text for line in lines])
    chars, linked = sum([line.chars for line in lines]), sum([line.link_chars for line in lines])
    return Part(kind, box, tuple(lines), text, chars, linked, leaf=leaf, dropped=dropped)


Filter = Callable[[list[Part]], list[Part]]


def drop(part: Part, why: str) -> Part:
    return replace(part, dropped=part.dropped or why)


def is_all_strong(part: Part) -> bool:
    """Whether every word of the part is set in bold by the markup."""
    if part.box.tag in HEADING_TAGS:
        return False
    for line in part.lines:
        for piece, inline in line.pieces:
            if not piece.strip():
                continue
            while inline is not None and inline.tag not in ("b", "strong"):
                inline = inline.parent
            if inline is None:
                return False
    return bool(part.lines)
