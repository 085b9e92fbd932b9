"""A line's text element by element."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from copydesk.normalize.classes import words_of
from copydesk.normalize.document import Inline, Line
from copydesk.normalize.widgets.amounts import LEADS, TRAILS


class Token(NamedTuple):
    """A piece of text that one element holds, with the line, the class words around it and the element where it is inline."""

    text: str
    line: Line
    words: frozenset[str]
    inline: Inline | None


def tokens_of(line: Line) -> Iterator[Token]:
    """The line's text element by element: neighbours of one element stay together."""
    own = line.box.words | (line.box.parent.words if line.box.parent is not None and len(line.box.parent.items) == 1 else frozenset())
    text, last = "", None
    for piece, inline in line.pieces:
        if inline is not last and text.strip():
            yield Token(" ".join(text.split()), line, own | _inline_words(last), last)
            text = ""
        last = inline
        text += piece
    if text.strip():
        yield Token(" ".join(text.split()), line, own | _inline_words(last), last)


def glued(tokens: Iterable[Token]) -> Iterator[Token]:
    """Tokens with a sign, a currency or a unit in an element of its own joined to their number: `▼` `1.25` `%`."""
    held: Token | None = None
    for token in tokens:
        if held is None:
            held = token
        elif (LEADS.fullmatch(held.text) and token.text[0].isdigit()) or (TRAILS.fullmatch(token.text) and held.text[-1].isdigit()):
            inline = token.inline if held.inline is None or token.text[0].isdigit() else held.inline
            held = held._replace(text=held.text + token.text, words=held.words | token.words, inline=inline)
        else:
            yield held
            held = token
    if held is not None:
        yield held


def _inline_words(inline: Inline | None) -> frozenset[str]:
    words: frozenset[str] = frozenset()
    while inline is not None and inline.tag != "a":
        words |= words_of(inline.attributes.get("class") or "")
        inline = inline.parent
    return words
