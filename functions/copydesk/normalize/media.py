"""Pictures and players of the story: which file a leaf shows, and which leaves are no story at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from copydesk.article import Rendition
from copydesk.normalize.classes import words_of
from copydesk.normalize.document import LEAVES, Leaf
from copydesk.normalize.spans import absolute, parts_of
from copydesk.page.patterns import pattern_of

PICTURES = ("img", "amp-img")
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
MAX_RESIZERS = 4  # around each other; pages have two
MAX_ICON_WORDS = 4  # of a file's name; in longer ones `star` or `share` are the story's
MIN_TELLING_NAME = 16  # characters of a file's name that no other picture of the page has; shorter ones may be `1.jpg` in every folder
PATH = pattern_of(r"(?:https?:)?(?:\\?/){1,2}[^\s\"'<>()\\]++(?:\\/[^\s\"'<>()\\]++)*+", re.I)  # as JSON writes it too: `\/a.jpg`
SUFFIX = pattern_of(r"\.(?:jpe?g|png|webp|gif|avif)\b[^\s\"'<>)\\]*", re.I)
RESIZED = pattern_of(r"(?:^|&)(?:url|src|image|img|source)=([^&]*(?:\.|%2e)[^&]*)", re.I)
WIDTH = pattern_of(r"(\d{1,6})w")  # pixels; after it the next address may begin without a space
IMAGE_FILE = pattern_of(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.I)
LONG_NUMBER = pattern_of(r"(?<!\d)(?!(?:19|20)\d{6}(?!\d))\d{5,}(?!\d)")  # no dates
SIZED = pattern_of(r"[-_](?:\d{2,4}x\d{2,4}|\d{2,4}w)(?=\.\w+$)")


@dataclass(frozen=True, slots=True)
class Picture:
    """A leaf that shows something; `key` is equal for two leaves that show the same file in other sizes.

    `sizes` are its other files: address → (width in pixels, media type).
    """

    leaf: Leaf
    kind: str
    url: str | None
    alt: str | None
    width: int | None
    height: int | None
    sizes: dict[str, tuple[int | None, str | None]]
    key: str

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        return tuple(Rendition(url=url, width=width, type=kind) for url, (width, kind) in self.sizes.items())


def pixels(value: str | None) -> int | None:
    """An attribute's pixels; None for percentages and nonsense."""
    value = (value or "").strip().removesuffix("px")
    return int(value) if value.isdecimal() and len(value) < 6 else None


def candidates(text: str) -> list[tuple[str, int]]:
    """(address, width in pixels) of a srcset; 0 where it gives densities."""
    return list(_widths(text)) or [(part.split()[0], 0) for part in text.split(", ") if part.split()]


def _widths(text: str) -> Iterator[tuple[str, int]]:
    """Word by word: an address may be a million letters."""
    address = ""
    for word in text.split():
        wide = WIDTH.match(word) if address else None
        if wide:
            yield address, int(wide[1])
        address = word[wide.end() :] if wide else word


PLACEHOLDERS = ("blank.gif", "spacer", "pixel.gif", "transparent", "placeholder", "loading.gif", "1x1", "grey.gif", "lazyload")


def is_placeholder(url: str) -> bool:
    low = url[:300].lower()
    if low.startswith(("data:", "about:", "blob:")):
        return True
    for word in PLACEHOLDERS:  # noqa: SIM110  # a generator takes three times as long
        if word in low:
            return True
    return False


def picture_key(address: str) -> str:
    """Equal for two addresses of one picture in other sizes: a telling file name alone, else the path; of a resizer, what it resizes."""
    parts = parts_of(address)
    for _ in range(MAX_RESIZERS):
        if not parts.query or (inner := RESIZED.search(parts.query)) is None:
            break
        parts = parts_of(unquote(inner[1]))
    path = SIZED.sub("", parts.path.lower())
    name = path.rsplit("/", 1)[-1]
    if "." not in name and parts.query:
        return f"{path}?{parts.query}"
    return name if len(name.rsplit(".", 1)[0]) >= MIN_TELLING_NAME else path


def _source_sets(leaf: Leaf) -> list[tuple[str, str | None]]:
    """(srcset, media type) of the picture and of the sources beside it, lazy ones too."""
    sets: list[tuple[str, str | None]] = [(value, None) for name, value in leaf.attributes.items() if value and "srcset" in name]
    parent = leaf.node.parent
    if parent is not None and parent.tag == "picture":
        for source in _sources_of(leaf.node):
            sets += [(value, source.get("type")) for name, value in source.items() if value and "srcset" in name]
    return sets


def _sources_of(picture: LexborNode) -> list[dict[str, str | None]]:
    """Those before it and after it, as far as no other picture stands between."""
    before, after = picture.prev, picture.next
    found: list[dict[str, str | None]] = []
    while before is not None and before.tag not in LEAVES:
        if before.tag == "source":
            found.insert(0, before.attributes)
        before = before.prev
    while after is not None and after.tag not in LEAVES:
        if after.tag == "source":
            found.append(after.attributes)
        after = after.next
    return found


def _address(leaf: Leaf) -> str | None:
    """Where the picture's file is: of a lazy one in an attribute that a script reads, at worst somewhere in its JSON."""
    held_by = leaf.attributes
    for name in LAZY:
        if name in held_by and (value := leaf.get(name).strip()) and "{" not in value[:2] and not is_placeholder(value):
            return value
    for name, held in held_by.items():
        if held and name.startswith("data-") and "srcset" not in name and (file := _file_in(held)) and not is_placeholder(file):
            return file.replace("\\/", "/")
    return None


def _file_in(text: str) -> str | None:
    """The first path that ends like a picture's file. Paths are read whole before they are looked into: one may be a million letters."""
    for path in PATH.finditer(text):
        suffixes = list(SUFFIX.finditer(path[0], 2))
        if suffixes:
            start = path.start()
            whole = SUFFIX.match(text, start + suffixes[-1].start())
            return text[start : whole.end()] if whole else path[0]
    return None


def _twin(leaf: Leaf) -> LexborNode | None:
    """The same picture for readers without scripts, right beside a lazy one."""
    scope, twins = leaf.node.parent, leaf.twins
    for _ in range(2):
        if scope is None:
            return None
        if scope.mem_id not in twins:
            twins[scope.mem_id] = scope.css_first("noscript img")
        if (twin := twins[scope.mem_id]) is not None:
            return twin
        scope = scope.parent
    return None


def _is_small(side: int | None, least: int) -> bool:
    return side is not None and 0 < side < least  # 0 is written where a style sheet gives the size


def read_picture(leaf: Leaf, base: str | None) -> Picture | None:
    """The picture that the leaf shows; None for icons, logos, avatars, pixels and placeholders without an address."""
    if base not in leaf.shows:  # several readers ask the same
        leaf.shows[base] = _picture(leaf, base)
    shown: Picture | None = leaf.shows[base]
    return shown


def _picture(leaf: Leaf, base: str | None) -> Picture | None:
    get = leaf.get
    width, height = pixels(get("width")), pixels(get("height"))
    if (_is_small(width, SMALL) or _is_small(height, SMALL - 30)) and not get("srcset"):
        return None
    if not NO_STORY.isdisjoint(words_of(f"{get('class')} {get('id')}")):
        return None
    sizes = _sizes(leaf, base)
    widest = max(sizes, key=lambda url: sizes[url][0] or 0, default=None)
    url = _address(leaf)
    if url is None and widest is None and not leaf.hidden and (twin := _twin(leaf)) is not None:
        url = twin.attributes.get("src")
    whole = absolute(url, base) or widest
    if whole is None:
        return None
    key = picture_key(whole)
    words = words_of(key.rsplit("/", 1)[-1])
    if key.endswith(".svg") or (len(words) <= MAX_ICON_WORDS and not NO_STORY.isdisjoint(words)):
        return None
    alt = " ".join(get("alt").split()) or None
    return Picture(leaf, "image", whole, alt, width or None, height or None, sizes, key)


def _sizes(leaf: Leaf, base: str | None) -> dict[str, tuple[int | None, str | None]]:
    sizes: dict[str, tuple[int | None, str | None]] = {}
    for text, kind in _source_sets(leaf):
        for address, wide in candidates(text):
            place = absolute(address, base)
            if place and place not in sizes and not is_placeholder(address):
                sizes[place] = (wide or None, kind)
    return sizes


def is_teaser_link(leaf: Leaf, base: str | None) -> bool:
    """Whether the picture links to another page of the site: a teaser, not a picture of this story."""
    link = leaf.link
    if link is None:
        return False
    href = (link.attributes.get("href") or "").strip()
    if not href or href == "/" or href.startswith(("#", "javascript:")) or IMAGE_FILE.search(href):
        return False
    own = set(LONG_NUMBER.findall(base or ""))
    return own.isdisjoint(LONG_NUMBER.findall(href))  # `/photo/3100412/2` shows the pictures of article 3100412
