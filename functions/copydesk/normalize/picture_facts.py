"""What is told of a picture beside its caption: by its own attributes and by the page's JSON-LD."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from copydesk.normalize.document import Leaf, collapse
from copydesk.normalize.headline import folded
from copydesk.normalize.media import picture_key
from copydesk.normalize.sources import Sources, text_of, types_of
from copydesk.page.patterns import pattern_of

CREDIT_ATTRIBUTES = (
    "data-credit",
    "data-copyright",
    "data-photographer",
    "data-photo-credit",
    "data-image-credit",
    "data-source",
    "data-author",
)
CREDIT_KEYS = ("creditText", "copyrightHolder", "creator", "author", "copyrightNotice")
JOINT = pattern_of(r"(?<!\s)(?:\s*[|｜]\s*|\s+[–—]\s+(?=©)|\s*(?=©|ⓒ|\(c\)\s))", re.I)  # a run of spaces is read from its start alone
MAX_CREDIT = 110  # characters; the longest credit tail of the corpus has 79
MAX_IMAGES = 40  # of JSON-LD that are looked at


@dataclass(frozen=True, slots=True)
class PictureFacts:
    caption: str | None
    credit: str | None


def declared_pictures(sources: Sources) -> dict[str, PictureFacts]:
    """Picture key → what JSON-LD's ImageObjects say of it."""
    facts: dict[str, PictureFacts] = {}
    for image in _images(sources):
        address = image.get("url") or image.get("contentUrl") or image.get("@id")
        if not isinstance(address, str):
            continue
        caption = text_of(image.get("caption")) or text_of(image.get("description"))
        credit = next((text for key in CREDIT_KEYS if (text := text_of(image.get(key))) and len(text) <= MAX_CREDIT), None)
        if caption or credit:
            facts.setdefault(picture_key(address), PictureFacts(caption, credit))
    return facts


def _images(sources: Sources) -> Iterator[dict[str, Any]]:
    values: list[Any] = [node.get("image") for node in (sources.article, *sources.nodes)]
    values += [node for node in sources.nodes if "ImageObject" in types_of(node)]
    seen = 0
    for value in values:
        for image in value if isinstance(value, list) else [value]:
            if isinstance(image, dict) and seen < MAX_IMAGES:
                seen += 1
                yield image


def credit_in_attributes(leaf: Leaf, caption: str) -> str | None:
    """Of an attribute made for it, or the tail of a title that repeats alt or caption: `Mann mit Hut | Bildquelle: WDR`."""
    for name in CREDIT_ATTRIBUTES:
        value = collapse(leaf.get(name))
        if value and len(value) <= MAX_CREDIT and "//" not in value and folded(value) != folded(caption):
            return value
    alt, title = collapse(leaf.get("alt")), collapse(leaf.get("title"))
    for text in (title, alt):
        head, *tail = JOINT.split(text, maxsplit=1) if text else [""]
        if tail and tail[0] and len(tail[0]) <= MAX_CREDIT and folded(head) in (folded(caption), folded(alt)) and head != text:
            return tail[0]
    return None
