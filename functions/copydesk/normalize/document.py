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
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode, create_tag

from copydesk.errors import NotHtml
from copydesk.normalize.classes import stands_alone, words_of
from copydesk.page.patterns import pattern_of

SPACES = pattern_of(r"[ \t\n\r\f]+")  # HTML's white space; nbsp stays: "10 000 €" must not break across lines
HIDING_STYLE = pattern_of(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
BLOCK_STYLE = pattern_of(r"display\s*:\s*(?:block|flex|grid)", re.I)

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

TEXT, COMMENT, BREAK, KEEP_LEAF, SKIP, KEEP_INLINE, HIDE, BLOCK = range(8)  # from KEEP_INLINE on, what holds others
SORTS = {
    "-text": TEXT,
    "br": BREAK,
    **dict.fromkeys(INLINE, KEEP_INLINE),
    **dict.fromkeys(LEAVES, KEEP_LEAF),
    **dict.fromkeys(TEXTLESS, SKIP),
    **dict.fromkeys(HIDDEN_TAGS, HIDE),
}
COMMON_BLOCKS = (
    "html body div p ul ol li dl dt dd h1 h2 h3 h4 h5 h6 article section main aside header footer nav figure figcaption blockquote pre "
    "form fieldset legend label button select option optgroup textarea table caption thead tbody tfoot tr td th address details summary "
    "center"
)


def sort_of(tag: str) -> int:
    return SORTS.get(tag, COMMENT if tag[0] in "-!" else BLOCK)


def _sorts_by_id() -> dict[int, tuple[int, str]]:
    """Lexbor's number of a tag → (sort, name): a number is got in half the time of a name. Tags that HTML does not know have none."""
    names = [name for name in (*COMMON_BLOCKS.split(), *SORTS) if "-" not in name]
    tags = {node.tag_id: tag for name in names for node in (create_tag(name),) if (tag := node.tag)}
    known = {number: (sort_of(tag), tag) for number, tag in tags.items() if number < FOREIGN_TAG}
    return {TEXT_TAG: (TEXT, "-text"), COMMENT_TAG: (COMMENT, "-comment")} | known


TEXT_TAG, COMMENT_TAG = 2, 4  # lexbor's LXB_TAG__TEXT, LXB_TAG__EM_COMMENT
FOREIGN_TAG = 1 << 16  # far above lexbor's table of tags; what it does not know is numbered by address, anew for every page
SORTS_BY_ID = _sorts_by_id()


class Inline:
    """One open inline element around a piece of text; `link` is the nearest `<a>` at or above it."""

    __slots__ = ("attributes", "link", "node", "parent", "tag")

    def __init__(self, tag: str, node: LexborNode, parent: "Inline | None", attributes: dict[str, str | None]) -> None:
        self.tag, self.node, self.parent, self.attributes = tag, node, parent, attributes
        self.link: Inline | None = self if tag == "a" else parent.link if parent else None


class Line:
    """`breaks` counts the `<br>`s since the line before it in the same box; `chars` and `link_chars` leave white space out."""

    __slots__ = ("box", "breaks", "chars", "hidden", "index", "link_chars", "pieces", "text")

    def __init__(self, box: "Box", breaks: int, hidden: bool, text: str, inline: Inline | None) -> None:
        self.box, self.breaks, self.hidden = box, breaks, hidden
        self.pieces: list[tuple[str, Inline | None]] = [(text, inline)]

    def settle(self, index: int) -> None:
        """Text and counts from the pieces, which are complete now: the first of them holds a letter."""
        pieces = self.pieces
        self.index = index
        if len(pieces) == 1:
            whole, inline = pieces[0]
            self.text = text = " ".join(whole.split()) if whole.isascii() else collapse(whole)
            self.chars = chars = len(text) - text.count(" ")
            if inline is None or inline.link is None:
                self.link_chars = 0
            else:
                self.link_chars = chars if text.isascii() else min(chars, letters_in(whole))
            return
        self.text = text = collapse("".join([piece for piece, _ in pieces]))
        self.chars = chars = len(text) - text.count(" ")
        linked = 0
        for piece, inline in pieces:
            if inline is not None and inline.link is not None:
                linked += letters_in(piece)
        self.link_chars = linked if linked < chars else chars

    def __repr__(self) -> str:
        return f"<Line {self.index} {self.text[:60]!r}>"


class Leaf:
    """`link` is the `<a>` around it; `shows` keeps what `read_picture` made of it, by the page's address.

    `twins`, one for all leaves of a page, keeps which element (by its number) holds a picture for readers without scripts.
    """

    __slots__ = ("attributes", "box", "hidden", "link", "node", "position", "shows", "tag", "twins")

    def __init__(
        self,
        tag: str,
        node: LexborNode,
        attributes: dict[str, str | None],
        box: "Box",
        link: Inline | None,
        hidden: bool,
        position: int,
        twins: dict[int, LexborNode | None],
    ) -> None:
        self.tag, self.node, self.attributes, self.box, self.link, self.hidden = tag, node, attributes, box, link, hidden
        self.position = position  # index of the first line after it
        self.shows: dict[str | None, Any] = {}
        self.twins = twins

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""


class Box:
    """`lines` is the half-open range of the indices of all lines inside, `end` the index after its last descendant box.

    `at` is its place among its parent's items.
    """

    __slots__ = (
        "at",
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
        "names",
        "node",
        "parent",
        "tag",
    )

    last: int  # these three are known when all that stands inside has been read
    end: int
    last_leaf: int

    def __init__(
        self,
        tag: str,
        node: LexborNode,
        attributes: dict[str, str | None],
        parent: "Box | None",
        link: Inline | None,
        hidden: bool,
        index: int,
        first: int,
        first_leaf: int,
    ) -> None:
        self.tag, self.node, self.attributes, self.parent, self.link, self.hidden = tag, node, attributes, parent, link, hidden
        self.items: list[Box | Line | Leaf] = []
        self.index, self.first, self.first_leaf = index, first, first_leaf
        if parent is None:
            self.depth = self.at = 0
        else:
            self.at = len(parent.items)
            self.depth = parent.depth + 1
            parent.items.append(self)
        if "class" in attributes or "id" in attributes:
            self.names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"  # class and id as written
        else:
            self.names = " "

    def get(self, name: str) -> str:
        """The attribute's value; empty where it is absent or has none."""
        return self.attributes.get(name) or ""

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
    anchors: list[Inline] = field(repr=False)  # every `<a>`, one around a picture or around nothing too

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

    def let_go(self) -> None:
        """Frees the page's tree now, which its boxes' rings of references would keep until some later garbage collection.

        For whoever is done with the document: nothing can be read from it afterwards.
        """
        for anchor in self.anchors:
            anchor.link = None
        for box in self.boxes:
            box.items.clear()
            box.parent = None
        for leaf in self.leaves:
            leaf.shows.clear()
            leaf.twins.clear()

    def text_of(self, box: Box) -> str:
        """The visible lines inside, joined by a space."""
        return " ".join(line.text for line in self.lines_of(box))


def collapse(text: str) -> str:
    """HTML white space folded to single spaces; nbsp and other spaces stay inside, and go at the ends."""
    if "\xa0" in text or "\u3000" in text or "\u2003" in text:
        return SPACES.sub(" ", text).strip()
    return " ".join(text.split())


def letters_in(text: str) -> int:
    """Characters that are no white space."""
    return sum(map(len, text.split()))


def parse(text: str) -> Document:
    """The one call of the parser. `text` must have passed the gates of `copydesk.page`."""
    tree = LexborHTMLParser(text)
    walk = _Walk()
    root = tree.root
    if root is None:
        raise NotHtml("the parser finds no element in it")
    walk.read_head(tree.head)
    top = walk.read(root)
    html = root.attributes
    visible = [0 if line.hidden else line.chars for line in walk.lines]
    linked = [0 if line.hidden else line.link_chars for line in walk.lines]
    return Document(
        root=top,
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
        anchors=walk.anchors,
    )


class _Walk:
    """One pass over the tree with a stack of its own: nesting may be deep, Python's stack must not care."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.lines: list[Line] = []
        self.leaves: list[Leaf] = []
        self.anchors: list[Inline] = []
        self.scripts: list[tuple[dict[str, str | None], LexborNode]] = []
        self.metas: list[dict[str, str | None]] = []
        self.links: list[dict[str, str | None]] = []
        self.title = ""
        self.alt = ""  # of the last leaf, where it is a picture whose alt may be shown beside it
        self.alt_at = (0, 0)  # lines, and pieces of the open line, when that leaf was met or blank text after it
        self.alt_patience = MAX_BESIDE_ALTS
        self.twins: dict[int, LexborNode | None] = {}

    def read_head(self, head: LexborNode | None) -> None:
        for node in head.css("title") if head is not None else ():
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
                if child.tag_id != TEXT_TAG and (name := child.tag) is not None and name[0] != "-":
                    self.skipped(name, child)
                child = child.next

    def close_line(self, line: Line) -> None:
        line.settle(len(self.lines))
        self.lines.append(line)
        line.box.items.append(line)

    def is_shown_alt(self, node: LexborNode, line: Line | None) -> bool:
        """Whether an inline element right after a picture says just what the picture's alt says: a caption that nothing names."""
        lines, before = self.alt_at
        pieces = line.pieces if line is not None else []
        if lines != len(self.lines) or self.alt_patience < 0 or "".join(piece for piece, _ in pieces[before:]).strip():
            self.alt = ""  # and nothing later stands right after the picture
            return False
        self.alt_at = (lines, len(pieces))
        text = node.text() or ""
        self.alt_patience -= len(text)
        return collapse(text) == self.alt

    def keep_leaf(self, tag: str, node: LexborNode, box: Box, link: Inline | None, hidden: bool, line: Line | None) -> Line | None:
        """The line that is open after the leaf: a picture stands in it, anything else ends it."""
        attributes = node.attributes
        leaf = Leaf(tag, node, attributes, box, link, hidden, len(self.lines) + (line is not None), self.twins)
        self.leaves.append(leaf)
        alt = attributes.get("alt") if tag == "img" else None
        self.alt = collapse(alt) if alt and len(alt) >= MIN_SHOWN_ALT else ""
        self.alt_at = (len(self.lines), len(line.pieces) if line is not None else 0)
        if tag != "img" and line is not None:
            self.close_line(line)
            line = None
        box.items.append(leaf)
        return line

    def read(self, root: LexborNode) -> Box:
        """The root's box, with all the page in it."""
        boxes, lines, leaves = self.boxes, self.lines, self.leaves
        top = box = Box("html", root, root.attributes, None, None, False, 0, 0, 0)
        boxes.append(top)
        line: Line | None = None  # the open one: mostly there is none
        breaks = 0  # since the line before in the same box
        inline: Inline | None = None
        hidden = False
        # what to go back to: the node whose children are read, and the box around it where it is one itself
        stack: list[tuple[LexborNode, Box | None, Inline | None, bool]] = []
        push, pop = stack.append, stack.pop
        node = root.first_child
        sorts = SORTS_BY_ID.get
        while True:
            if node is None:
                if not stack:
                    break
                node, around, inline, hidden = pop()
                if around is not None:
                    if line is not None:
                        self.close_line(line)
                        line = None
                    box.last, box.end, box.last_leaf = len(lines), len(boxes), len(leaves)
                    box = around
                    breaks = 0
                node = node.next
                continue
            number = node.tag_id
            if number == TEXT_TAG:
                if (text := node.text_content) is None:
                    pass
                elif line is not None:
                    line.pieces.append((text, inline))
                elif not text.isspace() and text:
                    line = Line(box, breaks, hidden, text, inline)
                    breaks = 0
                node = node.next
                continue
            known = sorts(number)
            if known is None:
                if box.tag == "svg":  # what draws is no box; letters in it are the drawing's
                    push((node, None, inline, hidden))
                    node = node.first_child
                    continue
                tag = node.tag or "-"
                sort = sort_of(tag)
            else:
                sort, tag = known
            if sort >= KEEP_INLINE:
                attributes = node.attributes
                veiled = hidden or sort == HIDE
                if attributes and ("hidden" in attributes or ("style" in attributes and hides(attributes["style"]))):
                    veiled = True
                apart = veiled is not hidden or sort != KEEP_INLINE
                if not apart and (self.alt or "style" in attributes or ("class" in attributes and tag != "a")):
                    apart = self.stands_apart(tag, node, attributes, line)
                if apart:
                    if line is not None:
                        self.close_line(line)
                        line = None
                    push((node, box, inline, hidden))
                    link = inline.link if inline is not None else None
                    box = Box(tag, node, attributes, box, link, veiled, len(boxes), len(lines), len(leaves))
                    boxes.append(box)
                    breaks = 0
                    hidden = veiled
                else:
                    push((node, None, inline, hidden))
                if sort == KEEP_INLINE and (tag == "a" or not apart):  # a link that stands as a block is a link still
                    inline = Inline(tag, node, inline, attributes)
                    if tag == "a":
                        self.anchors.append(inline)
                node = node.first_child
                continue
            if sort == BREAK:
                if line is not None:
                    self.close_line(line)
                    line = None
                breaks += 1
            elif sort == KEEP_LEAF:
                line = self.keep_leaf(tag, node, box, inline.link if inline is not None else None, hidden, line)
                if tag == "hr":
                    breaks = 0
            elif sort == SKIP:
                self.skipped(tag, node)
            node = node.next
        if line is not None:
            self.close_line(line)
        top.last, top.end, top.last_leaf = len(lines), len(boxes), len(leaves)
        return top

    def stands_apart(self, tag: str, node: LexborNode, attributes: dict[str, str | None], line: Line | None) -> bool:
        """Whether an inline element is laid out as a block of its own."""
        style = attributes.get("style")
        if style and BLOCK_STYLE.search(style):
            return True
        if tag != "a" and (names := attributes.get("class")) and stands_alone(names):
            return True
        return bool(self.alt) and self.is_shown_alt(node, line)


MAX_BESIDE_ALTS = 2_000_000  # characters read after all pictures of a page: each of many elements in one another holds the same text
MIN_SHOWN_ALT = 16  # characters; shorter ones say "Logo" or a name, and so may any text beside them


@lru_cache(maxsize=1024)
def hides(style: str | None) -> bool:
    return style is not None and HIDING_STYLE.search(style) is not None
