"""Whose embed a piece of markup is, and which: by tag, class, attribute, element id, or by an address that it bears."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from copydesk.normalize.widgets.vocabulary import Vocabulary
from copydesk.page.patterns import pattern_of
from copydesk.rules.widgets import Provider

type Attributes = Mapping[str, str | None]

IDS = ("data-videoid", "data-video-id", "videoid", "video-id", "data-media-id", "data-playlist-id", "data-video", "data-imgur-id")
ADDRESSES = (
    "src",
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazyload",
    "data-url",
    "data-href",
    "data-iframe-src",
    "data-cookieblock-src",
    "data",
    "data-embed-src",
    "data-src-cmplz",
    "data-lazy",
    "data-uri",
)
BOX_ADDRESSES = (
    "data-src",
    "data-href",
    "data-url",
    "cite",
    "data-instgrm-permalink",
    "data-text-post-permalink",
    "data-embed-url",
    "data-oembed-url",
    "data-iframe-src",
    "data-embed-src",
    "data-video-url",
    "data-video-src",
    "data-bluesky-uri",
    "data-permalink",
    "data-embed",
    "url",
)
MARKED_TAGS = frozenset("blockquote div a section figure script p".split())
OWN = (  # beginnings of names that nobody else gives
    "data-instgrm",
    "data-text-post",
    "data-bluesky",
    "data-telegram",
    "data-tweet",
    "data-youtube",
    "data-yt",
    "data-vimeo",
    "data-dailymotion",
    "data-brightcove",
    "data-jw",
)
NAMING = ("class", "id", "type", "data-type", "data-provider", "data-plyr-provider", "data-platform", "data-service", "data-vendor")
BORNE = pattern_of(r"""(?:href|src)\s*=\s*["']?((?:https?:)?//[^"'\s<>]+)""", re.I)  # in markup that a script will set into the page


def provider_of(tag: str, attributes: Attributes, vocabulary: Vocabulary) -> Provider | None:
    """By tag, class, attribute or element id of the host's own markup."""
    found = vocabulary.tags.get(tag)
    if found is not None or not attributes:
        return found
    for name in (attributes.get("class") or "").split():
        found = vocabulary.classes.get(name)
        if found is not None:
            return found
    own = attributes.get("id") or ""
    if own.startswith(vocabulary.anchor_texts):
        return vocabulary.anchored(own)
    if tag not in MARKED_TAGS:
        return None
    told = (
        provider
        for name in attributes
        if name in vocabulary.attributes
        for provider in vocabulary.attributes[name]
        if _is_marked(name, provider, attributes)
    )
    return next(told, None)


def _is_marked(name: str, provider: Provider, attributes: Attributes) -> bool:
    """A data attribute alone may belong to anything; the element's names must say the provider besides, and the value be an id of it."""
    value = attributes.get(name) or ""
    if name.startswith(OWN):
        return bool(value)
    names = " ".join(attributes.get(key) or "" for key in NAMING).casefold().replace("-", "").replace("_", "")
    return provider.name.replace("_", "") in names and provider.own.fullmatch(value) is not None


def first_address(attributes: Attributes, names: tuple[str, ...]) -> str | None:
    for name in names:
        value = (attributes.get(name) or "").strip()
        if value and not value.startswith(("about:", "data:", "javascript:")):
            return value
    return None


def frame_address(attributes: Attributes, vocabulary: Vocabulary) -> str | None:
    """Where a frame leads, or will lead once a script or the reader's consent fills it: each of these has an attribute of its own."""
    for value in filter(None, attributes.values()):
        if value.lstrip().startswith(("http", "//")) and vocabulary.provider_at(value.strip()) is not None:
            return value.strip()
    borne = borne_address(attributes.get("srcdoc") or "", vocabulary)
    return borne or first_address(attributes, ADDRESSES)


def borne_address(markup: str, vocabulary: Vocabulary) -> str | None:
    """The first address in a piece of markup that a provider knows."""
    return next((match.group(1) for match in BORNE.finditer(markup) if vocabulary.provider_at(match.group(1)) is not None), None)


def twin_address(attributes: Attributes, vocabulary: Vocabulary) -> str | None:
    """A provider's address, anywhere among the attributes, that names the id which another attribute gives: a poster's, mostly."""
    own = next((value for name in IDS if (value := attributes.get(name)) and len(value) >= MIN_OWN), None)
    if own is None:
        return None
    for value in filter(None, attributes.values()):
        start = value.find("//")
        if start >= 0 and f"/{own}/" in value and vocabulary.provider_at(value[start:]) is not None:
            return f"https:{value[start:]}".split("'")[0].split('"')[0]
    return None


MIN_OWN = 6  # characters of an id that stands in an address for no other reason


def id_of(provider: Provider, address: str | None, attributes: Attributes) -> str | None:
    """The host's own id of the embed, from its attributes first."""
    return next(_ids(provider, address, attributes), None)


def _ids(provider: Provider, address: str | None, attributes: Attributes) -> Iterator[str]:
    for name in (*provider.attributes, *IDS):
        value = attributes.get(name)
        if value and "//" not in value and not value.startswith("/") and provider.own.fullmatch(value):
            yield value
    for text in (address, unquote(address) if address else None):
        if text and (match := provider.id.search(text)):
            yield match.group(1)
    own = attributes.get("id") or ""
    for start in provider.anchors:
        if provider.own.fullmatch(rest := own.removeprefix(start)) and rest != own:
            yield rest
    for name in ("data-id", "data-src", "data-param-source", "data-url"):
        value = attributes.get(name)
        if value:
            yield value if not (match := provider.id.search(value)) else match.group(1)
