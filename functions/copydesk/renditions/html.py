"""The article as one self-contained HTML page, written from the blocks: nothing of the page's own markup is in it.

Every text goes through `escape`, every address through `safe_url` (http, https, mailto; pictures http and https only). Ids, roles and kinds
stand in `id` and `data-` attributes; `html_reading` reads the blocks back.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape

from ..article import (
    Article,
    Block,
    BoxBlock,
    Cell,
    Code,
    Divider,
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
from .inline import PICTURE_SCHEMES, Marked, nest, printable, safe_url
from .lines import Shelf, alternative, byline, caption_line, untold_title, when, widget_lines

STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.7 system-ui,sans-serif}"
    "h1{line-height:1.3}img{max-width:100%;height:auto}figcaption,.byline{color:#555;font-size:.9rem}"
    "aside{border:1px solid #bbb;padding:0 1rem}table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.2rem .5rem}"
    "pre{overflow:auto}.kicker,.title{font-weight:bold}"
)
POLICY = (
    "default-src 'none'; img-src https: http:; base-uri 'none'; form-action 'none'; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
)
HEADERS = {"content-security-policy": f"{POLICY}; frame-ancestors 'none'; sandbox", "referrer-policy": "no-referrer"}

TAGS = {
    "strong": "strong", "em": "em", "underline": "u", "strike": "s", "sub": "sub", "sup": "sup", "code": "code", "mark": "mark",
}  # fmt: skip
# ruby: its readings are part of the text, <ruby> would lift them; quote: the text has its marks, <q> would add others.
CLASSES = {"ruby": "ruby", "quote": "quote"}


def render(article: Article) -> str:
    """A whole document, its body readable without script and without any other file but the pictures."""
    meta = article.meta
    return "".join(
        (
            f"<!doctype html>\n<html{_attributes(lang=meta.language)}>\n<head>\n",
            '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n',
            f"<title>{escape(printable(meta.headline or ''))}</title>\n",
            _canonical(safe_url(meta.canonical_url or meta.url, PICTURE_SCHEMES)),
            f"<style>{STYLE}</style>\n</head>\n<body>\n<article>\n<header>\n",
            *_top(article),
            '</header>\n<div class="story">\n',
            render_story(article),
            "</div>\n</article>\n</body>\n</html>\n",
        )
    )


def render_story(article: Article) -> str:
    """The blocks alone, to stand in a page of somebody else's."""
    return "".join(_Story(article).blocks(article.body.blocks))


def inline(text: str, spans: Iterable[Span] = ()) -> str:
    """A block's text with its marks; line feeds are <br>."""
    return "".join(map(_piece, nest(text, spans)))


def _canonical(url: str | None) -> str:
    return f"<link{_attributes(rel='canonical', href=url)}>\n" if url else ""


def _top(article: Article) -> Iterator[str]:
    meta = article.meta
    if meta.kicker:
        yield f'<p class="kicker">{_text(meta.kicker)}</p>\n'
    if meta.headline:
        yield f"<h1>{_text(meta.headline)}</h1>\n"
    for line in meta.deck:
        yield f'<p class="deck">{_text(line)}</p>\n'
    if byline(article):
        yield f'<p class="byline">{_text(byline(article))}</p>\n'
    if meta.published_at:
        yield f'<p class="byline"><time{_attributes(datetime=meta.published_at.at)}>{_text(when(meta.published_at) or "")}</time></p>\n'


class _Story:
    def __init__(self, article: Article) -> None:
        self.shelf = Shelf(article)

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield self._block(block) + "\n"

    def _block(self, block: Block) -> str:
        common = _attributes(id=block.id, data_role=block.role)
        match block:
            case Paragraph():
                return f"<p{common}>{inline(block.text, block.spans)}</p>"
            case Heading():
                inferred = _attributes(data_inferred="true" if block.inferred else None)
                return f"<h{block.level}{common}{inferred}>{inline(block.text, block.spans)}</h{block.level}>"
            case ListBlock():
                return _list(block.items, "ol" if block.ordered else "ul", common)
            case Table():
                return f"<table{common}>{''.join(map(_row, block.rows))}</table>"
            case Code():  # the first line feed in <pre> is not content
                return f"<pre{common}{_attributes(data_language=block.language)}>\n{escape(printable(block.text))}</pre>"
            case Divider():
                return f"<hr{common}>"
            case MediaBlock():
                return self._figure(block.media_id, block.caption_id, common)
            case Gallery():
                figures = (self._figure(item.media_id, item.caption_id) for item in block.items)
                return f'<div class="gallery"{common}>{"".join(figures)}</div>'
            case WidgetBlock():
                return self._widget(block, common)
            case Quote() | BoxBlock() | Group():
                return self._container(block, common)

    def _container(self, block: Quote | BoxBlock | Group, common: str) -> str:
        inside = "".join(self.blocks(block.blocks))
        if isinstance(block, Quote):
            kind = _attributes(class_="pull" if block.pull else None)
            citation = f"<footer>{_text(block.citation)}</footer>" if block.citation is not None else ""
            return f"<blockquote{common}{kind}>\n{inside}{citation}</blockquote>"
        words = untold_title(block)
        title = f'<p class="title">{_text(words)}</p>\n' if words is not None else ""
        common += _attributes(data_title=block.title if words is None else None)
        if isinstance(block, BoxBlock):
            return f"<aside{common}>\n{title}{inside}</aside>"
        at = f"<time{_attributes(datetime=block.at.at)}>{_text(when(block.at) or '')}</time>\n" if block.at else ""
        return f"<section{common}>\n{at}{title}{inside}</section>"

    def _figure(self, media_id: str | None, caption_id: str | None, common: str = "") -> str:
        medium, caption = self.shelf.media.get(media_id), self.shelf.captions.get(caption_id)
        ids = _attributes(data_media=media_id, data_caption=caption_id)
        words = caption_line(caption)
        line = f"<figcaption>{_text(words)}</figcaption>" if words else ""
        source = safe_url(medium.url, PICTURE_SCHEMES) if medium else None
        if medium is None or source is None:
            return f"<figure{common}{ids}>{line}</figure>"
        if medium.kind not in ("image", "graphic"):  # a link, not a player: whoever reads decides what to load
            return f"<figure{common}{ids}><a{_attributes(href=source, rel='nofollow noopener')}>{medium.kind}</a>{line}</figure>"
        size = _attributes(width=medium.width, height=medium.height)
        return f"<figure{common}{ids}><img{_attributes(src=source, alt=alternative(medium, words))}{size}>{line}</figure>"

    def _widget(self, block: WidgetBlock, common: str) -> str:
        lines = (_link(label, url) for label, url in widget_lines(self.shelf.widgets.get(block.widget_id)))
        return f'<div class="widget"{common}{_attributes(data_widget=block.widget_id)}>{"<br>".join(lines)}</div>'


def _list(items: Iterable[ListItem], tag: str, common: str = "") -> str:
    return f"<{tag}{common}>{''.join(_item(item, tag) for item in items)}</{tag}>"


def _item(item: ListItem, tag: str) -> str:
    return f"<li>{inline(item.text, item.spans)}{_list(item.items, tag) if item.items else ''}</li>"


def _row(row: Iterable[Cell]) -> str:
    return f"<tr>{''.join(map(_cell, row))}</tr>"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    spanned = _attributes(colspan=cell.colspan if cell.colspan != 1 else None, rowspan=cell.rowspan if cell.rowspan != 1 else None)
    return f"<{tag}{spanned}>{inline(cell.text, cell.spans)}</{tag}>"


def _link(label: str, url: str | None) -> str:
    href = safe_url(url)
    return f"<a{_attributes(href=href, rel='nofollow noopener')}>{_text(label)}</a>" if href else _text(label)


def _piece(piece: str | Marked) -> str:
    if isinstance(piece, str):
        return _text(piece)
    inside = "".join(map(_piece, piece.children))
    span = piece.span
    if span.kind == "link":
        return f"<a{_attributes(href=safe_url(span.href), rel='nofollow noopener')}>{inside}</a>"
    if span.kind in CLASSES:
        return f'<span class="{CLASSES[span.kind]}">{inside}</span>'
    tag = TAGS[span.kind]
    return f"<{tag}>{inside}</{tag}>"


def _text(text: str) -> str:
    return escape(printable(text)).replace("\n", "<br>")


def _attributes(**values: str | int | None) -> str:
    told = ((name.rstrip("_").replace("_", "-"), value) for name, value in values.items() if value is not None)
    return "".join(f' {name}="{escape(printable(str(value)))}"' for name, value in told)
