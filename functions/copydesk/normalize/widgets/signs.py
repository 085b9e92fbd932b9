"""Which way a price went: by a word, a sign, a name of the element, an icon without text; by colour where nothing else tells."""

import re
from typing import Literal

from selectolax.lexbor import LexborNode

from copydesk.normalize.classes import words_of
from copydesk.normalize.document import Box, Inline
from copydesk.normalize.widgets.tokens import Token
from copydesk.normalize.widgets.vocabulary import normalised
from copydesk.page.patterns import pattern_of

Direction = Literal["up", "down", "flat"]

UP = frozenset("up rise rising plus increase gain positive upper 상승 오름 상한 上昇 上涨 up2 ascend bull".split())
DOWN = frozenset("down fall falling minus decrease loss negative lower 하락 내림 하한 下落 下跌 drop descend bear dn".split())
FLAT = frozenset("flat even steady unchanged 보합 変わらず 持平 same".split())
WORDS: tuple[tuple[frozenset[str], Direction], ...] = ((UP, "up"), (DOWN, "down"), (FLAT, "flat"))
DOWN_SIGNS = "-−–▼▽↓⬇🔻↘"
ARROWS: tuple[tuple[str, Direction], ...] = (("▲△↑⬆↗🔺", "up"), ("▼▽↓⬇↘🔻", "down"))
BUTTONS = frozenset(["plus", "minus"])  # of an icon they are rather a button's
MUTE = "i, em, b, span, strong, div, img, svg, amp-img"
ICONS = frozenset(["i", "em", "span", "svg", "img"])
COLOURS = {"red": "red", "danger": "red", "blue": "blue", "primary": "blue", "green": "green", "success": "green"}
# East Asian boards paint rises red; Korea paints falls blue, China green. Elsewhere rises are green.
PAINT: dict[str, dict[str, Direction]] = {
    "ko": {"red": "up", "blue": "down"},
    "ja": {"red": "up", "blue": "down", "green": "down"},
    "zh": {"red": "up", "green": "down"},
}
PAINT_ELSEWHERE: dict[str, Direction] = {"green": "up", "red": "down"}
PAINTED = pattern_of(r"(?:^|;)\s*color\s*:\s*([^;]+)", re.I)
HEX = pattern_of(r"#?([0-9a-f]{6}|[0-9a-f]{3})\b", re.I)
DIGITS = pattern_of(r"\d+")


def direction_of(token: Token) -> Direction | None:
    """By the token's words and signs, by what its element is called, by class names."""
    text = token.text
    if way := _spoken(text):
        return way
    for arrows, way in ARROWS:
        if any(arrow in text for arrow in arrows):
            return way
    inline = token.inline
    while inline is not None:
        for name in ("aria-label", "title"):
            if (said := inline.attributes.get(name)) and (way := _spoken(said)):
                return way
        inline = inline.parent
    return named_direction(token.words)


def named_direction(words: frozenset[str]) -> Direction | None:
    """By class words; None where they say both ways."""
    up, down = not words.isdisjoint(UP), not words.isdisjoint(DOWN)
    return None if up == down else "up" if up else "down"


def data_direction(box: Box, rate: Token) -> Direction | None:
    """By a data attribute of the rate's element or of one around it within `box`: `data-dir="down"`."""
    inline: Inline | Box | None = rate.inline if rate.inline is not None else rate.line.box
    while inline is not None:
        said = frozenset((value or "").strip().lower() for name, value in inline.attributes.items() if name.startswith("data-"))
        if way := named_direction(said):
            return way
        if inline is box:
            return None
        inline = inline.parent or (rate.line.box if isinstance(inline, Inline) else None)
    return None


def _spoken(text: str) -> Direction | None:
    lowered, key = text.lower(), normalised(text)
    for words, way in WORDS:
        if any(word in lowered for word in words if not word.isascii()) or key in words:
            return way
    return None


def mute_directions(box: Box) -> list[Direction | None]:
    """What the elements without text say, in document order, by alt, label, class or file; None for those that say nothing."""
    found: list[Direction | None] = []
    told: set[int] = set()
    for node in box.node.css(MUTE):
        parent = node.parent
        if parent is not None and (parent.mem_id in told or parent.tag == "button"):
            told.add(node.mem_id)
        elif node.tag == "svg" or not (node.text() or "").strip():
            way = _mute_direction(node)
            if way is not None or node.child is None:
                found.append(way)
            if way is not None:
                told.add(node.mem_id)
    return found


def _mute_direction(node: LexborNode) -> Direction | None:
    attributes = node.attributes
    for said in (attributes.get("alt"), attributes.get("aria-label"), attributes.get("title"), node.text() if node.tag == "svg" else None):
        if said and (way := _spoken(said)):
            return way
    names = [attributes.get("class") or "", attributes.get("id") or "", (attributes.get("src") or "").split("?")[0].rsplit("/", 1)[-1]]
    if node.tag == "svg":
        names += [(use.attributes.get("href") or use.attributes.get("xlink:href") or "").rsplit("#", 1)[-1] for use in node.css("use")]
    return named_direction(words_of(" ".join(names)) - BUTTONS)


def is_mutely_signed(token: Token) -> bool:
    """Whether an element without text stands right beside the token's: a sign that only a style sheet draws."""
    around = token.inline.node if token.inline is not None else token.line.box.node
    beside = [around.prev, around.next] if token.inline is not None else []
    child = around.first_child
    while child is not None:
        beside.append(child)
        child = child.next
    return any(node is not None and node.tag in ICONS and not (node.text() or "").strip() for node in beside)


def painted_direction(token: Token, language: str | None) -> Direction | None:
    """By the colour that class, `color` or style gives the token's element, as boards of the language paint."""
    paint = PAINT.get(language or "", PAINT_ELSEWHERE)
    hues = {COLOURS[word] for word in token.words & COLOURS.keys()}
    inline: Inline | Box | None = token.inline if token.inline is not None else token.line.box
    while not hues and inline is not None:
        attributes = inline.attributes
        styled = PAINTED.search(attributes.get("style") or "")
        hue = hue_of(attributes.get("color") or (styled.group(1) if styled else ""))
        hues |= {hue} if hue else set()
        inline = inline.parent if isinstance(inline, Inline) else None
    return paint.get(hues.pop()) if len(hues) == 1 else None


def hue_of(colour: str) -> str | None:
    """red, green or blue of `red`, `#e12343`, `rgb(225, 35, 67)`; None for greys and mixtures."""
    colour = colour.strip().lower()
    if colour in COLOURS:
        return COLOURS[colour]
    if colour.startswith("rgb"):
        parts = [int(part) for part in DIGITS.findall(colour)[:3]]
    elif match := HEX.fullmatch(colour):
        digits = match.group(1)
        parts = [int(digits[i] * 2 if len(digits) == 3 else digits[2 * i : 2 * i + 2], 16) for i in range(3)]
    else:
        return None
    top = max(parts, default=0)
    others = sorted(parts)[:2]
    return ("red", "green", "blue")[parts.index(top)] if len(parts) == 3 and top > 1.4 * others[1] and top > 60 else None
