"""The article as Markdown: CommonMark with tables, strikethrough, and HTML tags of ours (no attribute, none of the page's own).

Whatever CommonMark would read as markup is escaped, so that a standard parser finds the blocks and the words that the article has. The
first thematic break ends the top (kicker, headline, deck, byline). A paragraph that begins with a picture is the picture and its caption;
what stands in <small> is not of the story's own words (a caption without its picture, an embed, the kicker); a box is an <aside>, a live
entry a <section>, and <cite> in a quote tells who said it.
"""

import re
from collections.abc import Iterable, Iterator

from ..article import (
    Article,
    Block,
    BoxBlock,
    Code,
    Gallery,
    Group,
    Heading,
    ListBlock,
    ListItem,
    MediaBlock,
    Paragraph,
    Quote,
    Span,
    Table,
    WidgetBlock,
)
from .inline import PICTURE_SCHEMES, printable, safe_url
from .lines import Shelf, alternative, byline_and_time, caption_line, join, untold_title, when, widget_lines
from .marking import BREAK, HTML_BREAK, destination, mark_up

END_OF_TOP = "---"
DIVIDER = "* * *"
NOTHING = "<!-- -->"  # parts two lists, and stands where an empty item would turn the line above into a heading
PICTURES = ("image", "graphic")


def render(article: Article) -> str:
    """Blocks separated by a blank line, one line end at the end. Widgets: those made for the story alone, as links."""
    return "\n\n".join(_parted([*_top(article), END_OF_TOP, *_Story(article).blocks(article.body.blocks)])) + "\n"


def _top(article: Article) -> Iterator[str]:
    meta = article.meta
    yield _aside_words(mark_up(meta.kicker or "", (), BREAK))
    if meta.headline:
        yield f"# {_heading(meta.headline)}"
    for line in meta.deck:
        yield _bold(line)
    yield _paragraph(byline_and_time(article))


def _parted(blocks: Iterable[str]) -> Iterator[str]:
    last = ""
    for block in filter(None, blocks):
        if _is_list(last) and _is_list(block):
            yield NOTHING
        yield block
        last = block


def _is_list(block: str) -> bool:
    return block.startswith(("- ", "1. "))


class _Story:
    def __init__(self, article: Article) -> None:
        self.shelf = Shelf(article)

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                yield _paragraph(block.text, block.spans)
            case Heading():
                yield f"{'#' * block.level} {_heading(block.text, block.spans)}"
            case ListBlock():
                yield "\n".join(_items(block.items, ordered=block.ordered))
            case Table():
                yield _table(block)
            case Code():
                yield _code(block)
            case MediaBlock():
                yield self._picture(block.media_id, block.caption_id)
            case Gallery():
                for item in block.items:
                    yield self._picture(item.media_id, item.caption_id)
            case WidgetBlock():
                links = widget_lines(self.shelf.widgets.get(block.widget_id))
                yield _aside_words(BREAK.join(_link(label, url) for label, url in links))
            case Quote():
                citation = f"— <cite>{_line(block.citation)}</cite>" if block.citation else ""
                yield _quoted([*self.blocks(block.blocks), citation])
            case BoxBlock():
                yield from _enclosed("aside", [_bold(untold_title(block)), *self.blocks(block.blocks)])
            case Group():
                yield from _enclosed("section", [_bold(join(" · ", when(block.at), untold_title(block))), *self.blocks(block.blocks)])
            case _:
                yield DIVIDER

    def _picture(self, media_id: str | None, caption_id: str | None) -> str:
        medium, caption = self.shelf.media.get(media_id), self.shelf.captions.get(caption_id)
        words = caption_line(caption)
        line = _paragraph(words)
        source = safe_url(medium.url, PICTURE_SCHEMES) if medium else None
        if medium is None or source is None:
            return _aside_words(line)
        if medium.kind not in PICTURES:
            return _aside_words(BREAK.join(filter(None, (_link(medium.kind, source), line))))
        return BREAK.join(filter(None, (f"![{_line(alternative(medium, words))}]({destination(source)})", line)))


# -------------------------------------------------------------------- blocks


def _paragraph(text: str, spans: Iterable[Span] = ()) -> str:
    """Hard breaks where the text has line feeds; empty for a text of nothing but white space."""
    return mark_up(text, spans, BREAK) if text.strip() else ""


def _heading(text: str, spans: Iterable[Span] = ()) -> str:
    return re.sub(r"(?<!\S)(#+)$", r"\\\1", mark_up(text, spans, HTML_BREAK))  # a run of # at its end would be read as its close


def _bold(words: str | None) -> str:
    """A bold line; a heading would claim a level that the article does not tell."""
    told = (words or "").strip()
    return _paragraph(told, (Span(start=0, end=len(told), kind="strong"),))


def _aside_words(written: str) -> str:
    return f"<small>{written}</small>" if written else ""


def _enclosed(tag: str, blocks: Iterable[str]) -> Iterator[str]:
    yield f"<{tag}>"
    yield from _parted(blocks)
    yield f"</{tag}>"


def _quoted(blocks: Iterable[str]) -> str:
    inside = "\n\n".join(_parted(blocks))
    return "\n".join(f"> {line}" if line else ">" for line in inside.split("\n")) if inside else ""


def _items(items: Iterable[ListItem], *, ordered: bool) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        mark = f"{number}. " if ordered else "- "
        inside = [*(_paragraph(item.text, item.spans) or NOTHING).split("\n"), *_items(item.items, ordered=ordered)]
        yield mark + inside[0]
        yield from (" " * len(mark) + line for line in inside[1:])


def _table(table: Table) -> str:
    """A header row of cells, else an empty one, which the format demands. A cell over several columns is followed by empty ones."""
    rows = [[text for cell in row for text in (_cell(cell.text, cell.spans), *[""] * (cell.colspan - 1))] for row in table.rows]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    first = table.rows[0]
    if not all(cell.header for cell in first) or not any(cell.text for cell in first):
        rows.insert(0, [])
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cell(text: str, spans: Iterable[Span]) -> str:
    return mark_up(text, spans, HTML_BREAK)


def _code(code: Code) -> str:
    longest = max(map(len, re.findall("`+", code.text)), default=0)
    fence = "`" * max(3, longest + 1)
    language = re.sub(r"[^\w+#.-]", "", code.language or "")
    return f"{fence}{language}\n{printable(code.text)}\n{fence}"


def _line(text: str) -> str:
    return mark_up(printable(text).replace("\n", " "), (), BREAK)


def _link(label: str, url: str | None) -> str:
    address = safe_url(url)
    return f"[{_line(label)}]({destination(address)})" if address else _line(label)
