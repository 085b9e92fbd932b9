"""The page, parsed once and never changed: boxes, lines and leaves.

    Box    a block-level element; its items are boxes, lines and leaves in order
    Line   a run of inline text between two block borders or `<br>`s: the atom that gets exactly one home
    Leaf   a picture, player, frame or rule

Every visible character of the page is in exactly one visible line. Lines that the page hides (attribute, inline style, noscript) are
read too, marked `hidden`; script, style and template hold no text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk.normalize.classes import stands_alone, words_of

SPACES = re.compile(r"[ \t\n\r\f]+")  # HTML's white space; nbsp stays: "10 000 €" must not break across lines
HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid)", re.I)

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "center-text",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "meter",
        "nobr",
        "output",
        "picture",
        "progress",
        "q",
        "rb",
        "rp",
        "rt",
        "rtc",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
LEAVES = frozenset(
    [
        "img",
        "iframe",
        "video",
        "audio",
        "object",
        "embed",
        "hr",
        "canvas",
        "input",
        "amp-img",
        "amp-iframe",
        "amp-video",
        "amp-youtube",
        "amp-twitter",
        "amp-instagram",
    ]
)
TEXTLESS = frozenset(
    [
        "script",
        "style",
        "template",
        "meta",
        "link",
        "title",
        "base",
        "head",
        "source",
        "track",
        "param",
        "area",
        "map",
        "colgroup",
        "col",
        "math-ml",
    ]
)
HIDDEN_TAGS = frozenset(["noscript", "svg", "datalist", "noframes"])

TEXT, COMMENT, BREAK, KEEP_INLINE, KEEP_LEAF, SKIP, HIDE, BLOCK = range(8)


def _sort_of(tag: str) -> int:
    if tag == "-text":
        return TEXT
    if tag == "br":
        return BREAK
    if tag in INLINE:
        return KEEP_INLINE
    if tag in LEAVES:
        return KEEP_LEAF
    if tag in TEXTLESS:
        return SKIP
    if tag in HIDDEN_TAGS:
        return HIDE
    return COMMENT if tag[0] in "-!" else BLOCK


@lru_cache(maxsize=1024)
def sort_of(tag: str) -> int:
    return _sort_of(tag)


class Inline:
    """One open inline element around a piece of text; `link` is the nearest `<a>` at or above it."""

    __slots__ = ("attributes", "link", "node", "parent", "tag")

    def __init__(self, tag: str, node: LexborNode, parent: "Inline | None", attributes: dict[str, str | None]) -> None:
        self.tag, self.node, self.parent, self.attributes = tag, node, parent, attributes
        self.link: Inline | None = self if tag == "a" else parent.link if parent else None


class Line:
    """`breaks` counts the `<br>`s since the line before it in the same box; `chars` and `link_chars` leave white space out."""

    __slots__ = ("box", "breaks", "chars", "hidden", "index", "link_chars", "pieces", "text")

    def __init__(self, box: "Box", breaks: int, hidden: bool) -> None:
        self.box, self.breaks, self.hidden = box, breaks, hidden
        self.pieces: list[tuple[str, Inline | None]] = []
        self.index = -1
        self.text = ""
        self.chars = self.link_chars = 0

    def __repr__(self) -> str:
        return f"<Line {self.index} {self.text[:60]!r}>"


class Leaf:
    """`link` is the `<a>` around it; `hidden_by` names the tag that hides it (noscript), where one does."""

    __slots__ = ("attributes", "box", "hidden", "link", "node", "position", "tag")

    def __init__(
        self, tag: str, node: LexborNode, attributes: dict[str, str | None], box: "Box", link: Inline | None, hidden: bool, position: int
    ) -> None:
        self.tag, self.node, self.attributes, self.box, self.link, self.hidden = tag, node, attributes, box, link, hidden
        self.position = position  # index of the first line after it

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""


class Box:
    """`lines` is the half-open range of the indices of all lines inside, `end` the index after its last descendant box."""

    __slots__ = (
        "attributes",
        "depth",
        "end",
        "first",
        "first_leaf",
        "hidden",
        "index",
        "items",
        "last",
        "last_leaf",
        "link",
        "node",
        "parent",
        "tag",
    )

    def __init__(
        self, tag: str, node: LexborNode, attributes: dict[str, str | None], parent: "Box | None", link: Inline | None, hidden: bool
    ) -> None:
        self.tag, self.node, self.attributes, self.parent, self.link, self.hidden = tag, node, attributes, parent, link, hidden
        self.items: list[Box | Line | Leaf] = []
        self.depth: int = parent.depth + 1 if parent else 0
        self.index = self.end = self.first = self.last = self.first_leaf = self.last_leaf = -1

    def get(self, name: str) -> str:
        """The attribute's value; empty where it is absent or has none."""
        return self.attributes.get(name) or ""

    @property
    def names(self) -> str:
        """Class and id as written, joined by a space."""
        return f"{self.attributes.get('class') or ''} {self.attributes.get('id') or ''}"

    @property
    def words(self) -> frozenset[str]:
        return words_of(self.names)

    @property
    def boxes(self) -> "list[Box]":
        return [item for item in self.items if type(item) is Box]

    def contains(self, other: "Box") -> bool:
        return self.index <= other.index < self.end

    def ancestors(self) -> "Iterator[Box]":
        """From the parent up to the root."""
        box = self.parent
        while box is not None:
            yield box
            box = box.parent

    def __repr__(self) -> str:
        return f"<Box {self.index} {self.tag} {self.names.strip()[:50]!r} lines {self.first}:{self.last}>"


@dataclass(frozen=True, slots=True)
class Document:
    """`boxes`, `lines` and `leaves` are in document order; `sums` hold running totals over lines, one longer than `lines`."""

    root: Box
    boxes: list[Box]
    lines: list[Line]
    leaves: list[Leaf]
    scripts: list[tuple[dict[str, str | None], LexborNode]]
    metas: list[dict[str, str | None]]
    links: list[dict[str, str | None]]
    title: str
    language: str | None
    tree: LexborHTMLParser = field(repr=False)
    _chars: list[int] = field(repr=False)
    _link_chars: list[int] = field(repr=False)

    def chars(self, box: Box) -> int:
        """Visible characters inside, white space not counted."""
        return self._chars[box.last] - self._chars[box.first]

    def link_chars(self, box: Box) -> int:
        return self._link_chars[box.last] - self._link_chars[box.first]

    def link_share(self, box: Box) -> float:
        """Share of the visible characters that stand in links, 0.0 for an empty box."""
        chars = self.chars(box)
        return self.link_chars(box) / chars if chars else 0.0

    def lines_of(self, box: Box) -> list[Line]:
        """The visible lines inside, in order."""
        return [line for line in self.lines[box.first : box.last] if not line.hidden]

    def leaves_of(self, box: Box) -> list[Leaf]:
        """Leaves inside, in order."""
        return self.leaves[box.first_leaf : box.last_leaf]

    def text_of(self, box: Box) -> str:
        """The visible lines inside, joined by a space."""
        return " ".join(line.text for line in self.lines_of(box))


def collapse(text: str) -> str:
    """HTML white space folded to single spaces; nbsp and other spaces stay inside, and go at the ends."""
    if "\xa0" in text or "\u3000" in text or "\u2003" in text:
        return SPACES.sub(" ", text).strip()
    return " ".join(text.split())


def parse(text: str) -> Document:
    """The one call of the parser. `text` must have passed the gates of `copydesk.page`."""
    tree = LexborHTMLParser(text)
    walk = _Walk()
    root = tree.root
    if root is not None:
        walk.read_head(root)
        walk.read(root)
    html = root.attributes if root is not None else {}
    visible = [0 if line.hidden else line.chars for line in walk.lines]
    linked = [0 if line.hidden else line.link_chars for line in walk.lines]
    return Document(
        root=walk.top,
        boxes=walk.boxes,
        lines=walk.lines,
        leaves=walk.leaves,
        scripts=walk.scripts,
        metas=walk.metas,
        links=walk.links,
        title=walk.title,
        language=(html.get("lang") or html.get("xml:lang") or "").strip() or None,
        tree=tree,
        _chars=[0, *accumulate(visible)],
        _link_chars=[0, *accumulate(linked)],
    )


class _Walk:
    """One pass over the tree with a stack of its own: nesting may be deep, Python's stack must not care."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.lines: list[Line] = []
        self.leaves: list[Leaf] = []
        self.scripts: list[tuple[dict[str, str | None], LexborNode]] = []
        self.metas: list[dict[str, str | None]] = []
        self.links: list[dict[str, str | None]] = []
        self.title = ""
        self.top: Box
        self.line: Line | None = None
        self.breaks = 0
        self.leaf_at = (0, 0)  # lines and pieces of the open line when the last leaf was met

    def read_head(self, root: LexborNode) -> None:
        for node in root.css("head title"):
            self.title = collapse(node.text())
            break

    def skipped(self, tag: str, node: LexborNode) -> None:
        if tag == "script":
            self.scripts.append((node.attributes, node))
        elif tag == "meta":
            self.metas.append(node.attributes)
        elif tag == "link":
            self.links.append(node.attributes)
        elif tag == "head":
            child = node.first_child
            while child is not None:
                name = child.tag
                if name is not None and name[0] != "-":
                    self.skipped(name, child)
                child = child.next

    def close_line(self) -> None:
        line = self.line
        if line is None:
            return
        self.line = None
        pieces = line.pieces
        text = collapse(pieces[0][0]) if len(pieces) == 1 else collapse("".join([piece for piece, _ in pieces]))
        if not text:
            return
        line.text = text
        line.chars = chars = len(text) - text.count(" ")
        linked = 0
        for piece, inline in pieces:
            if inline is not None and inline.link is not None:
                linked += len("".join(piece.split()))
        line.link_chars = linked if linked < chars else chars
        line.index = len(self.lines)
        self.lines.append(line)
        line.box.items.append(line)
        self.breaks = 0

    def is_shown_alt(self, node: LexborNode) -> bool:
        """Whether an inline element right after a picture says just what the picture's alt says: a caption that nothing names."""
        leaf, pieces = self.leaves[-1], self.line.pieces if self.line is not None else []
        right_after = self.leaf_at == (len(self.lines), len(pieces)) or not "".join(p for p, _ in pieces[self.leaf_at[1] :]).strip()
        alt = leaf.attributes.get("alt") if leaf.tag == "img" and self.leaf_at[0] == len(self.lines) and right_after else None
        return bool(alt) and len(alt or "") > 15 and collapse(node.text() or "") == collapse(alt or "")

    def open_box(
        self, tag: str, node: LexborNode, attributes: dict[str, str | None], parent: Box | None, link: Inline | None, hidden: bool
    ) -> Box:
        box = Box(tag, node, attributes, parent, link, hidden)
        box.index = len(self.boxes)
        box.first, box.first_leaf = len(self.lines), len(self.leaves)
        self.boxes.append(box)
        if parent is not None:
            parent.items.append(box)
        return box

    def read(self, root: LexborNode) -> None:
        self.top = box = self.open_box("html", root, root.attributes, None, None, False)
        inline: Inline | None = None
        hidden = False
        stack: list[tuple[LexborNode, Box, Inline | None, bool, bool]] = []  # what to go back to, and whether a box closes there
        node = root.first_child
        while True:
            if node is None:
                if not stack:
                    break
                back, parent, inline, hidden, closes = stack.pop()
                if closes:
                    self.close_line()
                    box.last, box.end, box.last_leaf = len(self.lines), len(self.boxes), len(self.leaves)
                    self.breaks = 0
                box = parent
                node = back.next
                continue
            tag = node.tag or "-"
            sort = sort_of(tag)
            if sort == TEXT:
                text = node.text_content or ""
                line = self.line
                if line is not None:
                    line.pieces.append((text, inline))
                elif text and not text.isspace():
                    self.line = line = Line(box, self.breaks, hidden)
                    line.pieces.append((text, inline))
                node = node.next
            elif sort == BREAK:
                self.close_line()
                self.breaks += 1
                node = node.next
            elif sort == COMMENT:
                node = node.next
            elif sort == SKIP:
                self.skipped(tag, node)
                node = node.next
            elif sort == KEEP_LEAF:
                leaf = Leaf(
                    tag, node, node.attributes, box, inline.link if inline else None, hidden, len(self.lines) + (self.line is not None)
                )
                self.leaves.append(leaf)
                self.leaf_at = (len(self.lines), len(self.line.pieces) if self.line is not None else 0)
                if tag == "hr":
                    self.close_line()
                    self.breaks = 0
                elif tag != "img":
                    self.close_line()
                box.items.append(leaf)
                node = node.next
            else:
                attributes = node.attributes
                veiled = hidden or sort == HIDE
                blocky = sort != KEEP_INLINE
                if attributes:
                    if "hidden" in attributes:
                        veiled = True
                    style = attributes.get("style")
                    if style:
                        if HIDING_STYLE.search(style):
                            veiled = True
                        elif not blocky and BLOCK_STYLE.search(style):
                            blocky = True
                if not blocky and self.leaves and self.is_shown_alt(node):
                    blocky = True
                if attributes and not blocky and tag != "a" and (names := attributes.get("class")) and stands_alone(names):
                    blocky = True
                child = node.first_child
                if veiled is not hidden:
                    blocky = True
                if blocky:
                    self.close_line()
                    self.breaks = 0
                    stack.append((node, box, inline, hidden, True))
                    box = self.open_box(tag, node, attributes, box, inline.link if inline else None, veiled)
                else:
                    stack.append((node, box, inline, hidden, False))
                    inline = Inline(tag, node, inline, attributes)
                hidden = veiled
                node = child
        self.close_line()
        self.top.last, self.top.end, self.top.last_leaf = len(self.lines), len(self.boxes), len(self.leaves)
