"""What the rule of a page's own site points at: it goes before everything that is read from any page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from copydesk.article import Time
from copydesk.normalize.document import Box, Document, Inline, Line, collapse
from copydesk.normalize.findings import Findings
from copydesk.normalize.headline import Headline
from copydesk.normalize.parts import Part, drop, part_of
from copydesk.normalize.spans import parts_of
from copydesk.normalize.times import find_times, read_time
from copydesk.normalize.zone import Zone
from copydesk.rules import SiteRule

type SiteOf = Callable[[str], SiteRule | None]


@dataclass(frozen=True, slots=True)
class Spot:
    """An element that a selector names: the box that it is or stands in, its visible lines, and its own text in them."""

    box: Box
    lines: tuple[Line, ...]
    text: str
    moment: str | None  # a `<time>`'s own

    @property
    def is_whole(self) -> bool:
        """Whether the lines say nothing else."""
        return collapse(" ".join(line.text for line in self.lines)) == self.text


@dataclass(frozen=True, slots=True)
class Pointed:
    """`body` and `captions` are boxes; of the others, the spots of the first selector that names something visible."""

    rule: SiteRule | None = None
    headline: tuple[Spot, ...] = ()
    kicker: tuple[Spot, ...] = ()
    deck: tuple[Spot, ...] = ()
    byline: tuple[Spot, ...] = ()
    published: tuple[Spot, ...] = ()
    modified: tuple[Spot, ...] = ()
    body: Box | None = None
    captions: frozenset[int] = frozenset()
    dropped: frozenset[int] = field(default=frozenset())  # indices of lines
    dropped_boxes: tuple[Box, ...] = ()


NOWHERE = Pointed()


def find_rule(address: str | None, site_of: SiteOf) -> SiteRule | None:
    """The rule of the address's host."""
    host = parts_of(address).hostname
    return site_of(host) if host else None


def point(document: Document, rule: SiteRule | None) -> Pointed:
    """What the rule's selectors find on this page."""
    if rule is None:
        return NOWHERE
    elements = _Elements(document)
    facts = {
        name: elements.first(getattr(rule.selectors, name)) for name in ("headline", "kicker", "deck", "byline", "published", "modified")
    }
    bodies = elements.first(rule.selectors.body)
    captions = [spot for selector in rule.selectors.captions for spot in elements.all(selector)]
    dropped = [spot for selector in rule.drop for spot in elements.all(selector)]
    return Pointed(
        rule,
        **facts,
        body=bodies[0].box if bodies else None,
        captions=frozenset(spot.box.index for spot in captions if spot.is_whole and spot.lines == tuple(document.lines_of(spot.box))),
        dropped=frozenset(line.index for spot in dropped if spot.is_whole for line in spot.lines),
        dropped_boxes=tuple(box for selector in rule.drop for box in elements.boxes(selector)),
    )


class _Elements:
    """The boxes and lines of what a selector names."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.by_node = {box.node.mem_id: box for box in document.boxes}

    def first(self, selectors: Iterable[str]) -> tuple[Spot, ...]:
        return next((found for selector in selectors if (found := tuple(self.all(selector)))), ())

    def all(self, selector: str) -> Iterator[Spot]:
        for node in self.document.tree.css(selector):
            box = self.by_node.get(node.mem_id)
            spot = self._of_box(box) if box is not None else self._of_inline(node)
            if spot is not None and spot.text:
                yield spot

    def boxes(self, selector: str) -> Iterator[Box]:
        return (box for node in self.document.tree.css(selector) if (box := self.by_node.get(node.mem_id)) is not None)

    def _of_box(self, box: Box) -> Spot | None:
        lines = tuple(self.document.lines_of(box))
        return Spot(box, lines, collapse(" ".join(line.text for line in lines)), box.attributes.get("datetime"))

    def _of_inline(self, node: LexborNode) -> Spot | None:
        around = node.parent
        while around is not None and around.mem_id not in self.by_node:
            around = around.parent
        if around is None:
            return None
        box = self.by_node[around.mem_id]
        lines = [line for line in self.document.lines_of(box) if any(_is_in(inline, node) for _, inline in line.pieces)]
        text = " ".join("".join(piece for piece, inline in line.pieces if _is_in(inline, node)) for line in lines)
        return Spot(box, tuple(lines), collapse(text), node.attributes.get("datetime")) if lines else None


def _is_in(inline: Inline | None, node: LexborNode) -> bool:
    while inline is not None:
        if inline.node.mem_id == node.mem_id:
            return True
        inline = inline.parent
    return False


# ------------------------------------------------------------ what it changes


def point_headline(headline: Headline, pointed: Pointed) -> Headline:
    if not pointed.headline:
        return headline
    spot = pointed.headline[0]
    return replace(headline, text=spot.text, reader="site:headline", lines=tuple(line.index for line in spot.lines), box=spot.box)


def drop_pointed(parts: list[Part], pointed: Pointed) -> list[Part]:
    """What the rule drops; a part that it names in part is cut in two."""
    return [piece for part in parts for piece in _cut(part, pointed)]


def _cut(part: Part, pointed: Pointed) -> list[Part]:
    if part.leaf is not None and not part.lines:
        return [drop(part, "site") if any(box.contains(part.leaf.box) for box in pointed.dropped_boxes) else part]
    named = [line for line in part.lines if line.index in pointed.dropped]
    if not named:
        return [part]
    if len(named) == len(part.lines) or part.kind != "paragraph":
        return [drop(part, "site") if len(named) == len(part.lines) else part]
    kept = [line for line in part.lines if line.index not in pointed.dropped]
    pieces = [
        part_of("paragraph", part.box, kept, dropped=part.dropped),
        part_of("paragraph", part.box, named, dropped=part.dropped or "site"),
    ]
    return sorted(pieces, key=lambda piece: piece.lines[0].index)


def point_zone(zone: Zone, pointed: Pointed, parts: tuple[Part, ...]) -> Zone:
    """The zone with the rule's own deck, kicker, byline and times; a line that was another fact's is not that any more."""
    if pointed.rule is None:
        return zone
    deck = lines_of(pointed.deck)
    kicker, bylines = lines_of(pointed.kicker), lines_of(pointed.byline)
    times = lines_of((*pointed.published, *pointed.modified))
    spots = (*pointed.deck, *pointed.kicker, *pointed.byline, *pointed.published, *pointed.modified)
    taken = {line.index for spot in spots if spot.is_whole for line in spot.lines}  # a line may hold several facts
    free = {
        name: tuple(line for line in getattr(zone, name) if line.index not in taken) for name in ("deck", "kicker", "bylines", "badges")
    }
    named = {line.index for line in deck}
    deck_parts = frozenset(i for i, part in enumerate(parts) if part.lines and all(line.index in named for line in part.lines))
    return replace(
        zone,
        deck=deck or free["deck"],
        kicker=kicker or free["kicker"],
        bylines=bylines or free["bylines"],
        badges=free["badges"],
        signatures=tuple(spot.text for spot in pointed.byline),
        times=(*((line, ()) for line in times), *((line, found) for line, found in zone.times if line.index not in taken)),
        deck_parts=deck_parts if deck else zone.deck_parts,
    )


def lines_of(spots: Iterable[Spot]) -> tuple[Line, ...]:
    return tuple(line for spot in spots for line in spot.lines)


def pointed_time(spots: tuple[Spot, ...], pointer: str, clock: str | None, findings: Findings) -> Time | None:
    """The time that the rule's element prints, else the one that its `datetime` tells."""
    for spot in spots:
        told = find_times(spot.text, language=clock)
        time = told[0].time if told else read_time(spot.text, language=clock) or (spot.moment and read_time(spot.moment, language=clock))
        if time:
            findings.won(pointer, "site:" + pointer.rpartition("/")[2])
            return time
    return None
