"""Blocks as the content elements of ANS: text as HTML, as Arc reads it, pictures with their captions and credits inside."""

from collections.abc import Iterable

from ..article import (
    Article,
    Block,
    BoxBlock,
    Caption,
    Code,
    Credit,
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
from .ans_reading import CAPTION_ALONE, OWN
from .html import inline
from .inline import safe_url
from .lines import Shelf, caption_line, join, told_only, untold_title, when, widget_lines
from .remainder import Json

VERSION = "0.10.12"
TYPES = {"image": "image", "graphic": "image", "video": "video", "audio": "audio"}
MAX_URL = 512  # of an embed, in the schema


class Elements:
    def __init__(self, article: Article) -> None:
        self.shelf = Shelf(article)
        self.shown: set[str | None] = set()  # media that have an element by now
        self._by_media = {caption.media_id: caption.id for caption in reversed(article.captions) if caption.media_id}

    def of_medium(self, media_id: str) -> Json:
        """With the first of its captions."""
        return self.picture(media_id, self._by_media.get(media_id))

    def all(self, blocks: Iterable[Block]) -> list[Json]:
        """One element for a block."""
        return [told_only({"_id": block.id, "subtype": block.role}) | self._element(block) for block in blocks]

    def _element(self, block: Block) -> Json:
        match block:
            case Paragraph():
                return _text(block.text, block.spans)
            case Heading():
                return {"type": "header", "level": block.level, "content": inline(block.text, block.spans)}
            case ListBlock():
                return _list(block.items, ordered=block.ordered)
            case Table():
                return _table(block)
            case Code():
                return {"type": "code", "content": block.text, "language": block.language or ""}
            case Divider():
                return {"type": "divider"}
            case MediaBlock():
                return self.picture(block.media_id, block.caption_id)
            case Gallery():
                items = [self.picture(item.media_id, item.caption_id) for item in block.items]
                return {"type": "gallery", "version": VERSION, "content_elements": items}
            case WidgetBlock():
                return self._embed(block.widget_id)
            case Quote():
                citation = _text(block.citation) if block.citation is not None else None
                told = {"type": "quote", "subtype": "pullquote" if block.pull else "blockquote", "citation": citation}
                return told_only(told) | {"content_elements": self.all(block.blocks)}
            case BoxBlock() | Group():
                return self._group(block)

    def _group(self, block: BoxBlock | Group) -> Json:
        """Its title, which ANS has no field for, is the first element, without an id."""
        at = when(block.at) if isinstance(block, Group) else None
        title = join(" · ", at, untold_title(block))
        heading = [{"type": "text", "subtype": "title", "content": inline(title)}] if title else []
        return {"type": "element_group", "subtype": block.type, "content_elements": [*heading, *self.all(block.blocks)]}

    def picture(self, media_id: str | None, caption_id: str | None) -> Json:
        """An image, video or audio with its caption; a caption without a medium is a text."""
        medium, caption = self.shelf.media.get(media_id), self.shelf.captions.get(caption_id)
        own = told_only({"media_id": media_id, "caption_id": caption_id})
        told: Json = {"additional_properties": {OWN: own}} if own else {}
        self.shown.add(media_id)
        url = safe_url(medium.url) if medium else None
        if medium is None or (medium.kind == "audio" and url is None):
            return told | {"type": "text", "subtype": CAPTION_ALONE, "content": inline(caption_line(caption))}
        told |= {"type": TYPES[medium.kind], "version": VERSION, **_described(caption)}
        words = caption.text if caption else None
        match medium.kind:
            case "video":
                told["streams"] = [told_only({"url": url, "width": medium.width, "height": medium.height})] if url else []
                return told_only(told | {"description": told_only({"basic": words})})
            case "audio":
                return told_only(told | {"source_url": url, "description": told_only({"basic": words})})
        size = {"width": medium.width, "height": medium.height}
        return told_only(told | {"url": url, **size, "alt_text": medium.alt, "caption": words})

    def _embed(self, widget_id: str) -> Json:
        """Kind, title and links of a widget made for the story. ANS wants an address: the first that it takes, else a name of ours."""
        widget = self.shelf.widgets.get(widget_id)
        lines = [(label, safe_url(url)) for label, url in widget_lines(widget)]
        url = next((url for _, url in lines if url and len(url) <= MAX_URL), f"urn:{OWN}:{widget_id}")
        links = [told_only({"label": label, "url": url}) for label, url in lines]
        config = told_only({"kind": widget.kind if widget else None, "title": widget.title if widget else None, "links": links})
        return {"type": "custom_embed", "embed": {"id": widget_id, "url": url, "config": config}}


def author(name: str, role: str | None = None, email: str | None = None, url: str | None = None) -> Json:
    return {"type": "author", "name": name, **told_only({"role": role, "email": email, "url": safe_url(url)})}


def _described(caption: Caption | None) -> Json:
    if caption is None:
        return {}
    return told_only(
        {
            "credits": _credits(caption.credit) if caption.credit else None,
            "copyright": caption.rights,
            "location": caption.place.name if caption.place else None,
            "created_date": caption.taken_on.at if caption.taken_on else None,
        }
    )


def _credits(credit: Credit) -> Json:
    """People in `by`, agencies in `affiliation`; a credit that names neither stands in `by` as printed."""
    people = [author(person.name, person.role, person.email) for person in credit.people]
    agencies = [author(name) for name in credit.agencies]
    return told_only({"by": people or ([] if agencies else [author(credit.printed)]), "affiliation": agencies})


def _text(text: str, spans: Iterable[Span] = ()) -> Json:
    return {"type": "text", "content": inline(text, spans)}


def _list(items: Iterable[ListItem], *, ordered: bool) -> Json:
    """Nested items follow the item that they belong to, as a list of their own: ANS's items hold either text or a list."""
    told: list[Json] = []
    for item in items:
        told.append(_text(item.text, item.spans))
        if item.items:
            told.append(_list(item.items, ordered=ordered))
    return {"type": "list", "list_type": "ordered" if ordered else "unordered", "items": told}


def _table(table: Table) -> Json:
    """Cells over several rows or columns stand once."""
    rows = [[_text(cell.text, cell.spans) for cell in row] for row in table.rows]
    if table.rows and table.rows[0] and all(cell.header for cell in table.rows[0]):
        return {"type": "table", "header": rows[0], "rows": rows[1:]}
    return {"type": "table", "rows": rows}
