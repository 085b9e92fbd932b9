"""Posts, players, maps, charts and documents of other hosts: found by address and by markup, live, lazy and AMP."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from copydesk.article import EmbedItem
from copydesk.normalize.document import Box, Document, Leaf
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.providers import (
    ADDRESSES,
    BOX_ADDRESSES,
    IDS,
    Attributes,
    borne_address,
    first_address,
    frame_address,
    id_of,
    provider_of,
    twin_address,
)
from copydesk.normalize.widgets.vocabulary import Vocabulary
from copydesk.page.patterns import pattern_of
from copydesk.rules.widgets import Provider

MAX_PLACEHOLDER = 120  # characters that may stand where a lazy player will be
FRAMES = frozenset("iframe embed object amp-iframe".split())
PLAYERS = {"video": "video", "audio": "audio", "amp-video": "video", "amp-audio": "audio"}
PICTURES = frozenset("img amp-img hr input canvas".split())
STILL_WORDS = frozenset(["video", "player"])
MAX_AROUND = 4  # boxes around a still that may say so
PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.I)
WAITING = frozenset("text/plain text/template text/html text/x-template".split())  # types of scripts that hold markup until it is allowed
AD_HOSTS = pattern_of(
    r"//(?:[\w-]+\.)*(?:doubleclick\.net|googlesyndication\.com|googletagmanager\.com|adservice|amazon-adsystem|adnxs|criteo|taboola|outbrain|google\.com/recaptcha|"
    r"facebook\.com/plugins/(?:like|page|share|follow)|facebook\.com/v[\d.]+/plugins/(?:like|page|share)|platform\.twitter\.com/widgets/|apis\.google\.com|dable\.io|adop|realclick|mobon|teads|"
    r"googleads|consent|cmp\.|hotjar|criteo|yieldlove|interworksmedia|ader\.naver|adex|widerplanet|acecounter)",
    re.I,
)


def find_embeds(document: Document, vocabulary: Vocabulary, boxes: list[Box]) -> Iterator[Found]:
    """Each embed once: by the box that its host's markup makes, else by its frame, else by the script that would make it.

    `boxes` are those that may be embeds. Finds come without their lines.
    """
    end = -1
    told: set[tuple[str | None, str | None]] = set()
    for box in boxes:
        if box.index < end:
            continue
        found = _by_markup(box, document, vocabulary)
        if found is not None:
            told.add((found.provider, found.provider_id))
            yield found
            end = box.end
    for leaf in sorted(document.leaves, key=lambda leaf: leaf.hidden):
        found = _frame(leaf, document, vocabulary)
        if found is None or (leaf.hidden and (found.provider is None or (found.provider, found.provider_id) in told)):
            continue
        told.add((found.provider, found.provider_id))
        yield found
    yield from _by_scripts(document, vocabulary, told)
    yield from _by_pins(document, vocabulary)


def _by_markup(box: Box, document: Document, vocabulary: Vocabulary) -> Found | None:
    attributes = box.attributes
    provider = provider_of(box.tag, attributes, vocabulary)
    if provider is None:
        return _by_address(box, document, vocabulary)
    address = first_address(attributes, BOX_ADDRESSES) or _link_in(box, document, provider, vocabulary)
    there = vocabulary.provider_at(address) if address else None
    if there is not None and there.name == provider.name:  # a host's posts and videos may share their markup
        provider = there
    return _found(provider, address, attributes, box=box)


def _by_address(box: Box, document: Document, vocabulary: Vocabulary) -> Found | None:
    """A box that will be filled from a provider's address: its own, the only one it says, or its poster's."""
    address = first_address(box.attributes, BOX_ADDRESSES) or _bare_address(box, document)
    provider = vocabulary.provider_at(address) if address else None
    if provider is None or address is None or PICTURE.search(address):
        address = twin_address(box.attributes, vocabulary)
        provider = vocabulary.provider_at(address) if address else None
    if provider is None or address is None:
        return None
    if box.tag != "blockquote" and (not provider.id.search(address) or document.chars(box) > MAX_PLACEHOLDER):
        return None
    return _found(provider, address, box.attributes, box=box)


def _bare_address(box: Box, document: Document) -> str | None:
    """The text of a box that is nothing but an address, as editors leave it for a script to replace."""
    lines = document.lines_of(box)
    return lines[0].text if len(lines) == 1 and lines[0].text.startswith("http") and " " not in lines[0].text else None


def _found(
    provider: Provider,
    address: str | None,
    attributes: Attributes,
    *,
    box: Box | None = None,
    leaf: Leaf | None = None,
    at: int | None = None,
) -> Found:
    rule = f"widgets/{provider.kind}:{provider.name}"
    return Found(
        box,
        provider.kind,
        rule,
        leaf=leaf,
        provider=provider.name,
        address=address,
        provider_id=id_of(provider, address, attributes),
        at=at,
    )


def _by_scripts(document: Document, vocabulary: Vocabulary, told: set[tuple[str | None, str | None]]) -> Iterator[Found]:
    """Scripts that bear a provider's address and an id of it, or one of its attributes, or markup that waits for consent."""
    frames: dict[int, Box] = {}
    for attributes, node in document.scripts:
        found = _script(attributes, node, vocabulary) if attributes else None
        if found is None or found.provider_id is None or (found.provider, found.provider_id) in told:
            continue
        frames = frames or {box.node.mem_id: box for box in document.boxes}
        parent = node.parent
        while parent is not None and parent.mem_id not in frames:
            parent = parent.parent
        if parent is None:
            continue
        told.add((found.provider, found.provider_id))
        box = frames[parent.mem_id]
        yield replace(found, box=_own_box(box, document), at=box.first)


def _script(attributes: Attributes, node: LexborNode, vocabulary: Vocabulary) -> Found | None:
    if attributes.get("type") in WAITING:
        address = borne_address(node.text(), vocabulary)
        provider = vocabulary.provider_at(address) if address else None
        return _found(provider, address, {}) if provider is not None else None
    provider = provider_of("script", attributes, vocabulary)
    address = (attributes.get("src") or "").strip()
    if provider is None and address and (provider := vocabulary.provider_at(address)) is not None:
        provider = provider if provider.id.search(address) or any(name in attributes for name in IDS) else None
    return _found(provider, address or None, attributes) if provider is not None else None


def _by_pins(document: Document, vocabulary: Vocabulary) -> Iterator[Found]:
    """Links without a text that the host's script, which the page loads, turns into posts: `<a data-pin-do="embedPin">`."""
    if not any("/pinit" in (attributes.get("src") or "") for attributes, _ in document.scripts):
        return
    frames = {box.node.mem_id: box for box in document.boxes}
    for node in document.tree.css('a[data-pin-do="embedPin"]'):
        parent = node.parent
        while parent is not None and parent.mem_id not in frames:
            parent = parent.parent
        provider = vocabulary.provider_at(address := (node.attributes.get("href") or "").strip())
        if parent is not None and provider is not None:
            box = frames[parent.mem_id]
            yield _found(provider, address, node.attributes, box=_own_box(box, document), at=box.first)


def _own_box(box: Box, document: Document) -> Box | None:
    """The box, where it holds nothing visible and is no part of the page's frame."""
    return None if document.chars(box) or box.tag in ("html", "body", "main", "article", "section", "head") else box


def _frame(leaf: Leaf, document: Document, vocabulary: Vocabulary) -> Found | None:
    if leaf.tag in PICTURES:
        return _still(leaf, vocabulary) if leaf.link is None else None
    tag = "video-js" if leaf.tag == "video" and "data-account" in leaf.attributes else leaf.tag
    address = frame_address(leaf.attributes, vocabulary) or _source_in(leaf)
    provider = (vocabulary.provider_at(address) if address else None) or provider_of(tag, leaf.attributes, vocabulary)
    box = _own_box(leaf.box, document)
    if provider is not None:
        return _found(provider, address, leaf.attributes, leaf=leaf, box=box, at=leaf.position)
    if leaf.hidden:
        return None
    if leaf.tag in PLAYERS:
        kind = PLAYERS[leaf.tag]
        return Found(box, kind, f"widgets/{kind}:tag", leaf=leaf, address=address, at=leaf.position)
    if leaf.tag in FRAMES and address and _is_seen(leaf, address):
        return Found(box, "iframe", "widgets/iframe:tag", leaf=leaf, address=address, at=leaf.position)
    return None


def _still(leaf: Leaf, vocabulary: Vocabulary) -> Found | None:
    """A picture that a player's host keeps, in a box that calls itself a video: it waits there for the player and leads nowhere."""
    address = first_address(leaf.attributes, ADDRESSES)
    provider = vocabulary.provider_at(address) if address else None
    if provider is None or address is None or not provider.id.search(address):
        return None
    around = islice((leaf.box, *leaf.box.ancestors()), MAX_AROUND)
    return _found(provider, address, {}, leaf=leaf, at=leaf.position) if any(STILL_WORDS & box.words for box in around) else None


def _is_seen(leaf: Leaf, address: str) -> bool:
    """Whether an unknown frame shows something: no tracking pixel, advertisement or empty page."""
    if address.startswith(("about:", "javascript:", "data:", "#")) or AD_HOSTS.search(address):
        return False
    if any(leaf.get(side).removesuffix("px") in ("0", "1") for side in ("width", "height")):
        return False
    names = f"{leaf.get('id')} {leaf.get('class')} {leaf.get('name')} {leaf.get('title')}".casefold()
    return not any(word in names for word in ("google_ads", "adframe", "aswift", "ad-", "광고", "advert", "gtm"))


def _source_in(leaf: Leaf) -> str | None:
    """The address that a child of a player or an object gives."""
    node = leaf.node.first_child
    while node is not None:
        if node.tag in ("source", "embed") and (address := first_address(node.attributes, ADDRESSES)):
            return address
        if node.tag == "param" and (node.attributes.get("name") or "").lower() in ("movie", "src", "url"):
            return node.attributes.get("value")
        node = node.next
    return None


def _link_in(box: Box, document: Document, provider: Provider, vocabulary: Vocabulary) -> str | None:
    """The last link of the box that leads to the provider: a post's permalink stands at its end."""
    found = None
    for node in box.node.css("a[href]"):
        href = node.attributes.get("href") or ""
        if vocabulary.provider_at(href) is provider or provider.id.search(href):
            found = href
    for leaf in document.leaves_of(box):
        found = found or first_address(leaf.attributes, ADDRESSES)
    return found


def read_embed(found: Found, document: Document, base: str | None) -> EmbedItem:
    """One item: what the markup itself tells of the post or player."""
    lines = [document.lines[i] for i in found.lines]
    address = found.address
    provider = found.provider
    author = text = None
    if found.kind == "social_post" and lines:
        body = [line.text for line in lines]
        signature = next((i for i in range(len(body) - 1, -1, -1) if body[i].lstrip().startswith(("—", "– ", "-- "))), None)
        if signature is not None:
            author = _signature(body[signature])
            body = body[:signature]
        text = "\n".join(body) or None
    elif lines:
        text = "\n".join(line.text for line in lines)
    title = found.leaf.get("title") or found.leaf.get("aria-label") or None if found.leaf is not None else None
    return EmbedItem(provider=provider, provider_id=found.provider_id, url=absolute(address, base), author=author, title=title, text=text)


def _signature(text: str) -> str | None:
    """`— Jane (@jane) May 1, 2025` → `Jane (@jane)`."""
    text = text.lstrip("—–- ").strip()
    match = re.match(r"(.*?\(@[\w.]+\))", text)
    return match.group(1) if match else text or None


def absolute(address: str | None, base: str | None) -> str | None:
    """The address made absolute, scheme-less ones with https; None for what leads nowhere."""
    if not address:
        return None
    address = address.strip()
    if not address or address.startswith(("javascript:", "#", "about:", "data:")):
        return None
    if address.startswith("//"):
        return f"https:{address}"
    if address.startswith(("http://", "https://")):
        return address
    if base and address[0] == "/":
        return "/".join(base.split("/", 3)[:3]) + address
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return None
