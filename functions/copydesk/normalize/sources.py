"""What the page declares about itself beside its text: meta tags, links, JSON-LD, hydration JSON."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from copydesk.normalize.document import Document, collapse
from copydesk.page.patterns import pattern_of
from copydesk.rules import Words, load_rules

ARTICLE_TYPES = ("Article", "BlogPosting", "Report", "LiveBlogPosting", "CreativeWork")
LONG_REFERENCE = pattern_of(r"&#[0-9]{20,}+;?")  # of no letter; Python reads no number of more than 4,300 digits
HALF = pattern_of(r"\\u[dD][89a-fA-F]")
HALVES = pattern_of(r"\\\\|\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})", re.ASCII)
STRAY_COMMAS = pattern_of(r",\s*([}\]])")
RAW_CONTROLS = pattern_of(r"[\x00-\x1f]+")
MAX_JSON_CHARS = 2_000_000  # a hydration script larger than this is a whole site's state; parsing it costs more than the page
MIN_STORY_CHARS = 200  # below it a string in a script is a teaser or a label


def meta_names(fact: str) -> Words:
    """The meta tags that carry a fact, the most trusted first; from rules/generic/metas.toml."""
    return getattr(load_rules().metas, fact)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Sources:
    """`metas` maps lower-case name, property or itemprop → first non-empty content; `all_metas` keeps every one, in order."""

    metas: dict[str, str]
    all_metas: dict[str, list[str]]
    links: dict[str, str]
    nodes: tuple[dict[str, Any], ...]
    article: dict[str, Any]
    title: str

    def meta(self, *names: str) -> str | None:
        """The first of these meta tags that says something."""
        for name in names:
            if name in self.metas:
                return self.metas[name]
        return None


def unescaped(text: str) -> str:
    """Character references as letters; one that counts beyond all letters is U+FFFD."""
    return html.unescape(LONG_REFERENCE.sub("\ufffd", text) if "&#" in text else text) if "&" in text else text


def whole_letters(text: str) -> str:
    """JSON in which half a letter (`\\ud83d` without the other half) is U+FFFD: no text that holds one could be written."""
    return HALVES.sub(lambda found: "\\ufffd" if found[1] else found[0], text) if HALF.search(text) else text


def text_of(value: Any) -> str | None:
    """A JSON-LD value as text: entities resolved, white space folded; None where it holds none."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    text = unescaped(value)
    if "&" in text:
        text = unescaped(text)
    return collapse(text) or None


def read_sources(document: Document) -> Sources:
    metas: dict[str, str] = {}
    every: dict[str, list[str]] = {}
    for attributes in document.metas:
        content = attributes.get("content")
        if not content or not (content := content.strip()):
            continue
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if name:
            name = name.strip().lower()
            content = unescaped(content)
            metas.setdefault(name, content)
            every.setdefault(name, []).append(content)
    links: dict[str, str] = {}
    for attributes in document.links:
        href = attributes.get("href")
        if href:
            for rel in (attributes.get("rel") or "").lower().split():
                links.setdefault(rel, href.strip())
    nodes = tuple(_json_ld(document))
    return Sources(metas, every, links, nodes, _article_node(nodes), document.title)


def parse_json(text: str) -> Any:
    """JSON as pages write it: comments around it, raw line ends in strings, trailing commas; None where nothing helps."""
    text = (
        text.strip().removeprefix("<!--").removesuffix("-->").strip().removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
    )
    if not text or len(text) > MAX_JSON_CHARS:
        return None
    text = whole_letters(text)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(STRAY_COMMAS.sub(r"\1", RAW_CONTROLS.sub(" ", text)), strict=False)
    except (ValueError, RecursionError):
        return None


def _json_ld(document: Document) -> Iterator[dict[str, Any]]:
    for attributes, node in document.scripts:
        if "ld+json" in (attributes.get("type") or "").lower():
            yield from _flat(parse_json(node.text() or ""), 0)


def _flat(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every typed object of a JSON-LD document, the outer before the inner, at most three levels down; a list in a list is a level."""
    if isinstance(value, list) and depth <= 3:
        for item in value[:50]:
            yield from _flat(item, depth + isinstance(item, list))
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        if depth < 3:
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
                if isinstance(value.get(key), list | dict):
                    yield from _flat(value[key], depth + 1)


def types_of(node: dict[str, Any]) -> tuple[str, ...]:
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return tuple(str(name).rsplit("/", 1)[-1] for name in names if name)


def _article_node(nodes: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """The node that describes the article; the richest one wins where plug-ins write several."""
    best: dict[str, Any] = {}
    score = 0
    for node in nodes:
        if not any(name.endswith(ARTICLE_TYPES) for name in types_of(node)):
            continue
        points = 1 + sum(
            key in node for key in ("headline", "datePublished", "author", "articleBody", "dateModified", "image", "description")
        )
        if points > score:
            best, score = node, points
    if not best:
        for node in nodes:
            if types_of(node) and types_of(node)[0] in ("WebPage", "ItemPage") and ("datePublished" in node or "headline" in node):
                return node
    return best


def people_of(value: Any) -> list[tuple[str, str, str | None]]:
    """(name, type, url) for each author of a JSON-LD value, in order; type is empty where the page gives none."""
    out: list[tuple[str, str, str | None]] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            if item.strip():
                out.append((collapse(unescaped(item)), "", None))
        elif isinstance(item, dict):
            name = item.get("name")
            url = item.get("url") if isinstance(item.get("url"), str) else None
            for part in name if isinstance(name, list) else [name]:
                if isinstance(part, str) and part.strip():
                    out.append((collapse(unescaped(part)), (types_of(item) or ("",))[0], url))
    return out
