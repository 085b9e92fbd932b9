"""Controls without a word: what their accessible names, pictures and addresses call them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from copydesk.normalize.document import Box, Inline
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.more import is_more
from copydesk.normalize.widgets.survey import Survey, named_by
from copydesk.page.patterns import pattern_of

CONTROLS = frozenset("font_size share_bar translate print bookmark listen".split())
TELLING = ("aria-label", "title", "data-original-title", "data-title", "data-tooltip", "data-label", "data-sns", "data-network")
ADDRESSES = ("href", "data-url", "data-href", "data-link", "data-share-url", "onclick")
FRAME = frozenset("html body main article".split())
MAX_NAME = 40  # characters of a name that is a known word; of one that says what it does with what
MAX_SENTENCE = 80
MAX_LEVELS = 5  # boxes around one control in which the next of its row stands
MAX_BETWEEN = 3  # lines between two controls of one row: their own openers and counts
MAX_SAME = 3  # rows of the same controls on a page; more belong to the entries of a list
MAX_CHARS = 200  # of the words that stand in a row of icons
VEILED_MAIL = "/cdn-cgi/l/email-protection"  # what Cloudflare makes of `mailto:`
MAX_LINES = 3  # of an offer
PRINTING = pattern_of(r"\bprint\w*\(")
AMP_BUTTON = "amp-social-share"  # `type` names the network, `system` the device's own sheet
QUOTED = pattern_of(r"['\"]((?:https?:)?//[^'\"]+)")


@dataclass(slots=True, eq=False)
class Icon:
    """`sure` ones say what they do; a network's name alone may be the newsroom's page there."""

    kind: str
    name: str
    box: Box
    sure: bool


@dataclass(slots=True)
class Row:
    box: Box
    icons: list[Icon] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(icon.name for icon in self.icons))


def by_icons(seen: Survey) -> Iterator[Found]:
    """Rows of buttons and links that show nothing but icons; words of their own kind beside them belong to the row."""
    rows = [row for row in _rows(_icons(seen), seen) if _is_told(row, seen)]
    shown = [(row.icons[0].kind, row.names) for row in rows]
    for row, (kind, names) in zip(rows, shown, strict=True):
        if shown.count((kind, names)) <= MAX_SAME:
            yield _found(row, rows, seen)


def _found(row: Row, rows: list[Row], seen: Survey) -> Found:
    kind = row.icons[0].kind
    box = _with_words(row.box, kind, seen)
    lines = seen.visible_lines(box) if box is not None else ()
    heads = tuple(i for i in lines if i in seen.label_at and kind in seen.label_at[i].kinds)
    title = seen.document.lines[heads[0]] if heads else None
    words = row.names if box is None else (*(seen.document.lines[i].text for i in lines if i not in heads), *row.names)
    shared = row.box.tag in FRAME or any(other is not row and (box or row.box).contains(other.icons[0].box) for other in rows)
    own = None if shared or (box is None and seen.document.chars(row.box)) else box or row.box
    told = title.text if title is not None and not title.link_chars and title.box.tag not in ("button", "label", "a") else None
    return Found(
        own, kind, f"widgets/{kind}:" + ("label" if heads else "members"), told, lines,
        title_lines=heads, words=tuple(dict.fromkeys(words)), at=row.box.first,
    )  # fmt: skip


def _with_words(box: Box, kind: str, seen: Survey) -> Box | None:
    """The outermost box near the row all of whose lines are known as its kind, or None where the row's own box has other lines."""
    best: Box | None = None
    around: Box | None = box
    for _ in range(3):
        if around is None or around.tag in FRAME or seen.document.chars(around) > MAX_CHARS:
            break
        if not _speaks_of(kind, around, seen) and not _offers(kind, around, seen):
            break
        if best is None or seen.document.chars(around) > seen.document.chars(best):
            best = around
        around = around.parent
    return best


def _speaks_of(kind: str, box: Box, seen: Survey) -> bool:
    """Whether nothing but words of the kind stands in the box."""
    return all(kind in seen.kinds_at(i) for i in seen.visible_lines(box))


def _offers(kind: str, box: Box, seen: Survey) -> bool:
    """Whether a sentence or two beside the buttons say what the newsroom offers."""
    if seen.vocabulary.rules[kind].shape != "promo" or seen.is_void(box, 0.1) or seen.titles(box.first, box.last):
        return False
    return seen.visible(box.first, box.last) <= MAX_LINES and not any(seen.is_other(i, kind) for i in seen.visible_lines(box))


def _is_told(row: Row, seen: Survey) -> bool:
    if any(icon.sure for icon in row.icons):
        return True
    kind = row.icons[0].kind
    named = any(kind in seen.vocabulary.suspected(box.words) for box, _ in zip((row.box, *row.box.ancestors()), range(3), strict=False))
    return kind not in ("share_bar", "font_size") or len(row.names) >= (1 if named else 2)


def _rows(icons: list[Icon], seen: Survey) -> list[Row]:
    """Icons of one kind that stand close together, the last ones of each kind first to be joined."""
    rows: list[Row] = []
    last: dict[str, Row] = {}
    for icon in icons:
        row = last.get(icon.kind)
        box = _common(row.box, icon.box) if row is not None else None
        if row is None or box is None or icon.name in row.names or not _adjoin(row.icons[-1], icon, seen):
            row = last[icon.kind] = Row(icon.box)
            rows.append(row)
        else:
            row.box = box
        row.icons.append(icon)
    return rows


def _common(one: Box, other: Box) -> Box | None:
    """The innermost box around both, where it is near."""
    for box, _ in zip((one, *one.ancestors()), range(MAX_LEVELS), strict=False):
        if box.contains(other):
            return box if box.tag not in ("html", "body") and other.depth - box.depth <= MAX_LEVELS else None
    return None


def _adjoin(one: Icon, other: Icon, seen: Survey) -> bool:
    first, last = one.box.first, other.box.first
    if last - first > MAX_BETWEEN:
        return False
    return all(line.hidden or one.kind in seen.kinds_at(line.index) or line.chars <= 6 for line in seen.document.lines[first:last])


def _icons(seen: Survey) -> list[Icon]:
    """In document order."""
    pictures: dict[int, list[str]] = {}
    for leaf in seen.document.leaves:
        if leaf.tag == "img" and not leaf.hidden and (alt := leaf.get("alt").strip()):
            pictures.setdefault(leaf.link.node.mem_id if leaf.link is not None else leaf.box.node.mem_id, []).append(alt)
    bare = _bare_nodes(seen)
    frames: dict[int, Box] = {}
    found: list[tuple[int, int, Icon]] = []
    worded = _worded(seen)
    nodes = [(anchor.node, anchor.attributes) for anchor in seen.document.anchors if anchor not in worded]
    nodes += [(box.node, box.attributes) for box in seen.mute_buttons]
    for order, (node, attributes) in enumerate(nodes):
        if not _is_wordless(node):
            continue
        texts = [value.strip() for key in TELLING if (value := attributes.get(key))] + pictures.get(node.mem_id, [])
        network = attributes.get("type") if node.tag == AMP_BUTTON else None
        read = ("share_bar", network, True) if network else _read(attributes, texts, seen, bare=node.mem_id in bare)
        if read is None:
            continue
        frames = frames or {box.node.mem_id: box for box in seen.document.boxes}
        box = _box_of(node, frames)
        if box is not None and not box.hidden and not _in_chrome(box, seen):
            kind, name, sure = read
            found.append((box.first, order, Icon(kind, name, box, sure)))
    return [icon for _, _, icon in sorted(found, key=lambda row: row[:2])]


def _read(attributes: dict[str, str | None], texts: list[str], seen: Survey, *, bare: bool) -> tuple[str, str, bool] | None:
    """(kind, name, whether it is sure) of a control's attributes and names."""
    known = seen.vocabulary
    addresses = [value for key in ADDRESSES if (value := attributes.get(key))]
    quoted = [match.group(1) for value in addresses[-1:] if (match := QUOTED.search(value)) is not None]
    led = next((led for address in (*addresses, *quoted) if (led := known.led(address.strip())) is not None), None)
    if led is not None:
        return led[0], next((text for text in texts if len(text) <= MAX_SENTENCE), led[1]), True
    for text in texts:
        if len(text) <= MAX_NAME:
            kinds = [kind for kind in known.known(text) if kind in CONTROLS]
            labelled = bool(kinds) and kinds[0] in known.labels.get(text.casefold(), ())
            if kinds and (labelled or kinds[0] != "share_bar" or not _leads_away(attributes)):
                return kinds[0], text, labelled or kinds[0] != "share_bar"
        if len(text) <= MAX_SENTENCE and (kind := known.acting(text)) is not None:
            return kind, text, True
    if any(PRINTING.search(address) for address in addresses):
        return "print", next(iter(texts), "print"), True
    if bare and not _leads_away(attributes) and not any(map(is_more, texts)):
        name = next((text for text in texts if len(text) <= MAX_NAME), None) or next(iter((attributes.get("class") or "").split()), None)
        return ("share_bar", name, False) if name else None
    return None


def _leads_away(attributes: dict[str, str | None]) -> bool:
    """Whether it leads to a page, as the newsroom's own at some network."""
    href = attributes.get("href") or ""
    return bool(href) and not href.startswith(("#", "javascript:", VEILED_MAIL))


def _bare_nodes(seen: Survey) -> set[int]:
    """Links in boxes that are called a share bar and hold hardly a word: each of them shares, whatever it is called."""
    bare: set[int] = set()
    for box, kinds in seen.suspects:
        if kinds[0] == "share_bar" and seen.document.chars(box) <= MAX_CHARS and _speaks_of("share_bar", box, seen):
            bare |= {node.mem_id for node in box.node.css("a")}
    return bare


def _worded(seen: Survey) -> set[Inline]:
    """Links in which a visible line shows a word: most of a page's, and what they hold need not be asked of the tree."""
    shown = [piece for line in seen.document.lines if line.link_chars and not line.hidden for piece in line.pieces]
    return {inline.link for text, inline in shown if inline is not None and inline.link is not None and text.strip()}


def _is_wordless(node: LexborNode) -> bool:
    """Whether the page shows no text in it; what a drawing is called is no text."""
    text = "".join((node.text() or "").split())
    if not text:
        return True
    return len(text) == sum(len("".join((inner.text() or "").split())) for inner in node.css("svg, style, noscript"))


def _box_of(node: LexborNode, frames: dict[int, Box]) -> Box | None:
    around: LexborNode | None = node
    while around is not None and around.mem_id not in frames:
        around = around.parent
    return frames[around.mem_id] if around is not None else None


def _in_chrome(box: Box, seen: Survey) -> bool:
    """Whether the site's own navigation or footer is around it."""
    for around in (box, *box.ancestors()):
        if around.tag in ("nav", "footer"):
            return True
        if around.names != " " and named_by(seen.vocabulary, around.names, around.get("id")).chrome:
            return True
        if around.tag in FRAME:
            return False
    return False
