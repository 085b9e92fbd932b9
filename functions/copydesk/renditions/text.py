"""The article as plain text to read: headline, deck, byline, then the body, captions in brackets at their place."""

import textwrap
from collections.abc import Iterable, Iterator

from ..article import (
    Article,
    Block,
    BoxBlock,
    Cell,
    Code,
    Gallery,
    Group,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Table,
    WidgetBlock,
)
from .lines import Shelf, byline_and_time, caption_line, join, untold_title, when

DIVIDER = "* * *"


def render(article: Article) -> str:
    """Paragraphs separated by a blank line, no line end at the end. A pull quote repeats the story and is left out; of
    the widgets in the body those are named that were made for the story."""
    return "\n\n".join(part for part in [*_top(article), *_Body(article).blocks(article.body.blocks)] if part)


def _top(article: Article) -> Iterator[str]:
    meta = article.meta
    yield meta.kicker or ""
    yield meta.headline or ""
    yield "\n".join(meta.deck)
    yield byline_and_time(article)


class _Body:
    def __init__(self, article: Article) -> None:
        self.shelf = Shelf(article)

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield self._block(block)

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph() | Heading() | Code():
                return block.text.strip("\n")
            case ListBlock():
                return "\n".join(_items(block.items, ordered=block.ordered))
            case Quote():
                return "" if block.pull else self._quote(block)
            case Table():
                return "\n".join(" | ".join(map(_cell, row)) for row in block.rows)
            case Gallery():
                return "\n".join(filter(None, (self._caption(item.caption_id) for item in block.items)))
            case WidgetBlock():
                return self._widget(block.widget_id)
            case BoxBlock() | Group():
                return "\n\n".join(filter(None, (_heading(block), *self.blocks(block.blocks))))
            case _ if block.type == "media":
                return self._caption(block.caption_id)
        return DIVIDER

    def _quote(self, quote: Quote) -> str:
        inside = "\n\n".join(filter(None, self.blocks(quote.blocks)))
        cited = f"{inside}\n— {quote.citation}" if quote.citation else inside
        return textwrap.indent(cited, "> ", lambda line: True)

    def _caption(self, caption_id: str | None) -> str:
        words = caption_line(self.shelf.captions.get(caption_id))
        return f"[{words}]" if words else ""

    def _widget(self, widget_id: str) -> str:
        widget = self.shelf.widgets.get(widget_id)
        if widget is None or widget.role != "content":
            return ""
        return f"[{widget.kind.replace('_', ' ')}{': ' + widget.title if widget.title else ''}]"


def _heading(block: BoxBlock | Group) -> str:
    return join(" · ", when(block.at if isinstance(block, Group) else None), untold_title(block))


def _cell(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _items(items: Iterable[ListItem], *, ordered: bool, indent: str = "") -> Iterator[str]:
    for number, item in enumerate(items, 1):
        mark = f"{number}." if ordered else "-"
        yield f"{indent}{mark} {item.text}"
        yield from _items(item.items, ordered=ordered, indent=indent + " " * (len(mark) + 1))
