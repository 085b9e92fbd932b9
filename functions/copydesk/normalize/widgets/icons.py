"""Share buttons without a word: what their attributes and addresses call them."""

import re

from selectolax.lexbor import LexborNode

from copydesk.normalize.document import Box
from copydesk.normalize.widgets.vocabulary import Vocabulary
from copydesk.page.patterns import pattern_of

SHARING = pattern_of(
    r"sharer|/share\b|share\?|intent|/send\b|submit\?|mailto:|wa\.me|whatsapp:|shareArticle|pin/create|story\.kakao|band\.us/plugin|lineit|/R/msg|copy",
    re.I,
)
NETWORKS = pattern_of(
    r"facebook|twitter|kakaotalk|kakaostory|kakao|naver|band|whatsapp|telegram|linkedin|reddit|pinterest|tumblr|threads|"
    r"bluesky|mastodon|xing|flipboard|pocket|messenger|line|hatena|weibo|wechat|email|mail|print|copy|(?<![a-z])url(?![a-z])|(?<![a-z])x(?:\.com)?(?![a-z])",
    re.I,
)
MAX_NAME = 40  # characters
MAX_ICONS = 16


def share_names(box: Box, known: Vocabulary) -> tuple[str, ...]:
    """Names of the box's wordless share buttons in order, empty where fewer than two of its links and buttons share something."""
    nodes = box.node.css("a, button")
    if not 2 <= len(nodes) <= MAX_ICONS:
        return ()
    names: list[str] = []
    sure = 0
    for node in nodes:
        name = _name(node)
        if name is None:
            continue
        href = node.attributes.get("href") or ""
        sure += bool(SHARING.search(href)) or "share_bar" in known.known(name)
        if name not in names:
            names.append(name)
    return tuple(names) if sure >= 2 else ()


def _name(node: LexborNode) -> str | None:
    text = " ".join(node.text().split())
    attributes = node.attributes
    for value in (text, attributes.get("aria-label"), attributes.get("title"), attributes.get("data-sns"), attributes.get("data-network")):
        if value and len(value.strip()) <= MAX_NAME:
            return value.strip()
    for image in node.css("img"):
        alt = (image.attributes.get("alt") or "").strip()
        if alt and len(alt) <= MAX_NAME:
            return alt
    for value in (attributes.get("href"), attributes.get("class"), attributes.get("id"), attributes.get("onclick")):
        if value and (match := NETWORKS.search(value)):
            return match.group(0).lower()
    return None
