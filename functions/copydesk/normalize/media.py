"""Pictures and players of the story: which file a leaf shows, and which leaves are no story at all."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from copydesk.article import Rendition
from copydesk.normalize.classes import words_of
from copydesk.normalize.document import Box, Document, Leaf
from copydesk.normalize.spans import absolute

LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-url",
    "data-hi-res-src",
    "data-full-src",
    "data-img-src",
    "data-image",
    "data-echo",
    "data-defer-src",
    "src",
)
LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
NO_STORY = frozenset(
    [
        "logo",
        "icon",
        "ico",
        "avatar",
        "pixel",
        "spacer",
        "sprite",
        "emoji",
        "blank",
        "btn",
        "button",
        "banner",
        "badge",
        "tracking",
        "author",
        "reporter",
        "profile",
        "rank",
        "star",
        "share",
        "sns",
    ]
)
SMALL = 80  # pixels; a side below it is an icon, an avatar or a spacer
WIDTHS = re.compile(r"(\S+)\s+(\d+)w")
SIZED = re.compile(r"[-_](?:\d{2,4}x\d{2,4}|\d{2,4}w)(?=\.\w+$)")


@dataclass(frozen=True, slots=True)
class Picture:
    """A leaf that shows something; `key` is equal for two leaves that show the same file in other sizes."""

    leaf: Leaf
    kind: str
    url: str | None
    alt: str | None
    width: int | None
    height: int | None
    renditions: tuple[Rendition, ...]
    key: str


def pixels(value: str | None) -> int | None:
    """An attribute's pixels; None for percentages and nonsense."""
    value = (value or "").strip().removesuffix("px")
    return int(value) if value.isdigit() and len(value) < 6 else None


def candidates(text: str) -> list[tuple[str, int]]:
    """(address, width in pixels) of a srcset; 0 where it gives densities."""
    found = [(url, int(width)) for url, width in WIDTHS.findall(text)]
    if found:
        return found
    return [(part.split()[0], 0) for part in text.split(", ") if part.split()]


def is_placeholder(url: str) -> bool:
    low = url[:300].lower()
    return low.startswith(("data:", "about:", "blob:")) or any(
        word in low
        for word in ("blank.gif", "spacer", "pixel.gif", "transparent", "placeholder", "loading.gif", "1x1", "grey.gif", "lazyload")
    )


def _source_sets(leaf: Leaf) -> list[str]:
    sets = [leaf.get(name) for name in LAZY_SETS if leaf.get(name)]
    parent = leaf.node.parent
    if parent is not None and parent.tag == "picture":
        child = parent.first_child
        while child is not None:
            if child.tag == "source":
                attributes = child.attributes
                sets.extend(value for name in ("srcset", "data-srcset") if (value := attributes.get(name)))
            child = child.next
    return sets


def read_picture(leaf: Leaf, base: str | None) -> Picture | None:
    """The picture that the leaf shows; None for icons, logos, avatars, pixels and placeholders without an address."""
    get = leaf.get
    width, height = pixels(get("width")), pixels(get("height"))
    if (width is not None and width < SMALL and not get("srcset")) or (height is not None and height < SMALL - 30 and not get("srcset")):
        return None
    if not NO_STORY.isdisjoint(words_of(f"{get('class')} {get('id')}")):
        return None
    url = next((value for name in LAZY if (value := get(name)) and not is_placeholder(value)), None)
    renditions: dict[str, Rendition] = {}
    for text in _source_sets(leaf):
        for address, wide in candidates(text):
            whole = absolute(address, base)
            if whole and not is_placeholder(address):
                renditions.setdefault(whole, Rendition(url=whole, width=wide or None))
    widest = max(renditions.values(), key=lambda r: r.width or 0, default=None)
    whole = absolute(url, base) or (widest.url if widest else None)
    if whole is None:
        return None
    name = urlsplit(whole).path.lower()
    if name.endswith(".svg") or not NO_STORY.isdisjoint(words_of(name.rsplit("/", 1)[-1])):
        return None
    alt = " ".join(get("alt").split()) or None
    return Picture(leaf, "image", whole, alt, width, height, tuple(renditions.values()), SIZED.sub("", name))


def is_teaser_link(document: Document, leaf: Leaf, base: str | None) -> bool:
    """Whether the picture links to another page of the site: a teaser, not a picture of this story."""
    link = leaf.link
    if link is None:
        return False
    href = link.attributes.get("href") or ""
    return (
        not re.search(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", href, re.I)
        and not href.startswith(("#", "javascript:"))
        and href not in ("", "/")
    )


def host_of(leaf: Leaf, document: Document) -> Box:
    """The figure around the leaf, else the smallest box around it that holds text, at most three levels up."""
    box = leaf.box
    for ancestor in (box, *box.ancestors()):
        if ancestor.tag == "figure":
            return ancestor
    for _ in range(3):
        if document.chars(box) or box.parent is None:
            return box
        box = box.parent
    return box
