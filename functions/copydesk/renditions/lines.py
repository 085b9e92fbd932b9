"""The lines around the story that every readable rendition has: byline, time, caption, what a widget of the story is."""

from typing import Any

from ..article import Article, BoxBlock, Caption, Group, Heading, Media, Time, Widget


class Shelf:
    """An article's pictures, captions and widgets by id."""

    def __init__(self, article: Article) -> None:
        self.media: dict[str | None, Media] = {medium.id: medium for medium in article.meta.media}
        self.captions: dict[str | None, Caption] = {caption.id: caption for caption in article.captions}
        self.widgets: dict[str | None, Widget] = {widget.id: widget for widget in article.widgets}


def byline(article: Article) -> str:
    """As printed, else the people with their roles."""
    return article.meta.byline or ", ".join(join(" ", author.name, author.role) for author in article.meta.authors)


def byline_and_time(article: Article) -> str:
    return join(" · ", byline(article), when(article.meta.published_at))


def when(time: Time | None) -> str | None:
    return (time.printed or time.at) if time else None


def untold_title(block: BoxBlock | Group) -> str | None:
    """The block's title, None where a heading inside says it."""
    return None if any(isinstance(inner, Heading) and inner.text == block.title for inner in block.blocks) else block.title


def caption_line(caption: Caption | None) -> str:
    """As printed, else text and credit."""
    if caption is None:
        return ""
    return caption.printed or join(" ", caption.text, caption.credit.printed if caption.credit else None)


def alternative(medium: Media, line: str) -> str:
    """The alternative text where it says more than the caption line below it: who hears the page would hear it twice."""
    told = medium.alt or ""
    return "" if told.strip() in line else told


def widget_lines(widget: Widget | None) -> list[tuple[str, str | None]]:
    """What stands for a widget of the story: a label and an address for each item; empty for context, utility and commercial ones."""
    if widget is None or widget.role != "content":
        return []
    name = widget.kind.replace("_", " ")
    told = [(join(": ", name, item.title or widget.title or item.text or item.provider), item.url) for item in widget.items]
    return told or [(join(": ", name, widget.title), None)]


def join(separator: str, *parts: str | None) -> str:
    return separator.join(part for part in parts if part)


def told_only(values: dict[str, Any]) -> dict[str, Any]:
    """Without what the page does not tell: the formats of others have no null, and some refuse an empty list."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
