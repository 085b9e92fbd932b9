"""What `html` wrote, read back: blocks from a story, text and spans from a line.

A standard parser (lexbor's HTML5) does the reading; here is only what each element stands for.
"""

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..article import Block
from ..model import read_value
from .html import CLASSES, TAGS

type Json = dict[str, Any]

KINDS = MappingProxyType({tag: kind for kind, tag in TAGS.items()} | {"a": "link"})
KIND_BY_CLASS = MappingProxyType({name: kind for kind, name in CLASSES.items()})
NESTED = frozenset({"ul", "ol"})  # what an item or a cell holds beside its text


def read_story(markup: str) -> tuple[Block, ...]:
    """The blocks of what `render_story` wrote, or of the story in what `render` wrote."""
    tree = LexborHTMLParser(markup)
    return read_value(tuple[Block, ...], _blocks(tree.css_first("div.story") or tree.body))


def read_inline(markup: str) -> Json:
    """`text`, and `spans` as the models dump them."""
    line = LexborHTMLParser(f"<p>{markup}</p>").css_first("p")  # at the start of a body, white space would go
    return _inline(line) if line else {"text": "", "spans": ()}


def _blocks(parent: LexborNode | None) -> tuple[Json, ...]:
    return tuple(_block(node) for node in _elements(parent) if node.tag in READERS and not _is_title(node))


def _elements(parent: LexborNode | None) -> Iterator[LexborNode]:
    return (node for node in (parent.iter() if parent else ()))


def _block(node: LexborNode) -> Json:
    told: Json = {"id": node.attributes.get("id") or "", **READERS[node.tag or ""](node)}
    if role := node.attributes.get("data-role"):
        told["role"] = role
    return told


def _is_title(node: LexborNode) -> bool:
    return node.tag == "p" and node.attributes.get("class") == "title"


def _paragraph(node: LexborNode) -> Json:
    return {"type": "paragraph", **_inline(node)}


def _heading(node: LexborNode) -> Json:
    inferred = node.attributes.get("data-inferred") == "true"
    return {"type": "heading", "level": int((node.tag or "h2")[1]), "inferred": inferred, **_inline(node)}


def _list(node: LexborNode) -> Json:
    return {"type": "list", "ordered": node.tag == "ol", "items": _items(node)}


def _items(node: LexborNode) -> tuple[Json, ...]:
    return tuple(
        {**_inline(item), "items": tuple(inner for nested in _elements(item) if nested.tag in NESTED for inner in _items(nested))}
        for item in _elements(node)
    )


def _table(node: LexborNode) -> Json:
    rows = (tuple(map(_cell, _elements(row))) for section in _elements(node) for row in _elements(section))
    return {"type": "table", "rows": tuple(rows)}


def _cell(node: LexborNode) -> Json:
    spans = {name: int(node.attributes.get(name) or 1) for name in ("colspan", "rowspan")}
    return {**_inline(node), "header": node.tag == "th", **spans}


def _code(node: LexborNode) -> Json:
    return {"type": "code", "text": node.text(), "language": node.attributes.get("data-language")}


def _divider(node: LexborNode) -> Json:
    return {"type": "divider"}


def _figure(node: LexborNode) -> Json:
    return {"type": "media", **_picture(node)}


def _picture(node: LexborNode) -> Json:
    return {"media_id": node.attributes.get("data-media"), "caption_id": node.attributes.get("data-caption")}


def _division(node: LexborNode) -> Json:
    if node.attributes.get("class") == "gallery":
        return {"type": "gallery", "items": tuple(map(_picture, _elements(node)))}
    return {"type": "widget", "widget_id": node.attributes.get("data-widget") or ""}


def _quote(node: LexborNode) -> Json:
    citation = next((_inline(footer)["text"] for footer in _elements(node) if footer.tag == "footer"), None)
    return {"type": "quote", "pull": node.attributes.get("class") == "pull", "citation": citation, "blocks": _blocks(node)}


def _box(node: LexborNode) -> Json:
    return {"type": "box", "title": _title(node), "blocks": _blocks(node)}


def _group(node: LexborNode) -> Json:
    time = next((time for time in _elements(node) if time.tag == "time"), None)
    told: Json = {"type": "group", "title": _title(node), "blocks": _blocks(node)}
    if time is not None:
        told["at"] = {"at": time.attributes.get("datetime") or "", "printed": _inline(time)["text"], "precision": "second"}
    return told


def _title(node: LexborNode) -> str | None:
    """Of a line of its own, else of the attribute that stands where a heading inside says it."""
    line = next((_inline(title)["text"] for title in _elements(node) if _is_title(title)), None)
    return node.attributes.get("data-title") if line is None else line


READERS: MappingProxyType[str, Callable[[LexborNode], Json]] = MappingProxyType(
    {
        "p": _paragraph,
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
        **dict.fromkeys(("ul", "ol"), _list),
        "table": _table,
        "pre": _code,
        "hr": _divider,
        "figure": _figure,
        "div": _division,
        "blockquote": _quote,
        "aside": _box,
        "section": _group,
    }
)


def _inline(node: LexborNode) -> Json:
    """Spans in the order of the contract: by start, the longer first."""
    words: list[str] = []
    spans: list[Json] = []
    _collect(node, words, spans, 0)
    return {"text": "".join(words), "spans": tuple(sorted(spans, key=lambda span: (span["start"], -span["end"])))}


def _collect(node: LexborNode, words: list[str], spans: list[Json], start: int) -> int:
    """The offset after `node`. A mark stands in `spans` before those inside it."""
    at = start
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            words.append(child.text_content or "")
            at += len(words[-1])
        elif child.tag == "br":
            words.append("\n")
            at += 1
        elif child.tag not in NESTED:
            kind = KINDS.get(child.tag or "") or KIND_BY_CLASS.get(child.attributes.get("class") or "")
            place = len(spans)
            begin, at = at, _collect(child, words, spans, at)
            if kind:
                spans.insert(place, {"start": begin, "end": at, "kind": kind, "href": child.attributes.get("href")})
    return at
