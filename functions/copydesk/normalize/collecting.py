"""The parts of a container in document order, and why some are not story."""

import re
from dataclasses import replace

from copydesk.normalize.classes import is_named
from copydesk.normalize.container import GUARD_SHARE, Weights
from copydesk.normalize.credits import is_caption_line, split_caption
from copydesk.normalize.document import Box, Leaf, Line, collapse
from copydesk.normalize.furniture import TEXT_TAGS
from copydesk.normalize.headline import HEADING_TAGS
from copydesk.normalize.media import read_picture
from copydesk.normalize.parts import Kind, Part, is_inline_named, part_of
from copydesk.normalize.pictures import Pictures, Sections
from copydesk.normalize.prose import SENTENCE_END, SURE_CHARS, is_dense_script
from copydesk.normalize.questions import OPENERS, QUESTION_LEVEL, is_question
from copydesk.normalize.rights import is_rights_line
from copydesk.page.patterns import pattern_of

MAX_PULL_QUOTE = 400  # characters, with who said it
MIN_LINES = 3  # parted by single `<br>`s; two long lines may be one paragraph of an address and a claim
MIN_BROKEN = 60  # characters of such a line; shorter ones are verse, addresses, speakers
ONE_RUN = 0.8  # share of the story in one run, of a run in long lines, and of those with a full stop
MIN_ANNOTATION = 25  # characters beside each link of a list, from which the list is the story's own
MIN_ANNOUNCEMENT = 20  # characters of a sentence that announces a list; a shorter one is a label
LINK_LIST_SHARE = 0.55  # of a box's characters in links, from which it is a link list
NO_CAPTION_TAGS = frozenset(
    ["html", "body", "main", "article", "section", "figure", "ul", "ol", "table", "tbody", "tr", "form", "h1", "h2", "h3", "h4", "h5", "h6"]
)
NAMES_CAPTION = pattern_of(
    r"[*※▲■]?\s*(?:사진\s?설명|그림\s?설명|Caption|Bildunterschrift|Légende)\s*[:：=]\s*\S", re.I
)  # where no picture stands near
OPENS_NOTICE = re.compile(r"[<\[(*]?\s*(?:저작권자|저작권\s?ⓒ|무단\s?전재|무단\s?복제|All rights reserved)", re.I)
BRACKETED = pattern_of(r"[<〈＜《]\s*[^<>〈〉＜＞《》]{4,80}\s*[>〉＞》]")
NAMES_HOLDER = pattern_of(r"저작권자\s?(?:[(（][Cc][)）]|[ⓒ©])")  # of the article, whatever stands before: `제보는 … <저작권자(c) …>`
MAX_BESIDE = 300  # characters; a longer text beside a picture is story
PICTURES = ("img", "amp-img", "video", "iframe")
ANY_PAGE = "https://page.example/"  # only whether there is a picture is asked, not where
MAX_FLASH = 1000.0  # prose of a page that may hold one paragraph of story
MAX_LAYOUT_CELL = 0.5  # share of a table's prose in one cell, from which the table only lays out the page


BOXED = ("paragraph", "heading", "list", "quote", "table", "code")
NO_BOX_TAGS = frozenset(["form", "button", "textarea", "input", "iframe", "nav", "article"])


MAX_CENTRED = 120  # characters of a caption that only its place tells
CENTRED = re.compile(r"text-align\s*:\s*center", re.I)


def _is_centred(box: Box) -> bool:
    return CENTRED.search(box.get("style")) is not None or box.get("align").lower() == "center"


class Collector:
    """Parts of one container in document order."""

    def __init__(
        self,
        weights: Weights,
        container: Box,
        language: str | None,
        claimed_lines: frozenset[int],
        captions: frozenset[int] = frozenset(),
        *,
        hidden: bool,
        pictures: Pictures | None = None,
    ) -> None:
        self.weights, self.container, self.language, self.hidden = weights, container, language, hidden
        self.claimed_lines, self.captions = claimed_lines, captions
        self.document = weights.document
        self.of = weights.prose(container)
        self.parts: list[Part] = []
        self.tried: dict[int, list[Part] | None] = {}
        self.centred: dict[tuple[int, str], bool] = {}
        self.sections = Sections(weights.document)
        self.heaviest: int | None = None
        self.pictures = pictures or Pictures(weights.document, PICTURES)

    def afresh(self) -> "Collector":
        """Another one with no parts, for what stands beside the container."""
        other = Collector(
            self.weights, self.container, self.language, self.claimed_lines, self.captions, hidden=self.hidden, pictures=self.pictures
        )
        other.tried, other.centred, other.sections = self.tried, self.centred, self.sections
        return other

    def collect(self, box: Box, dropped: str | None = None) -> list[Part]:
        group: list[Line] = []
        for item in box.items:
            if type(item) is Line:
                if item.hidden and not self.hidden:
                    continue
                if group and item.breaks != 1:
                    self.flush(group, box, dropped)
                    group = []
                group.append(item)
                continue
            if type(item) is Leaf:
                self.parts.append(Part("divider" if item.tag == "hr" else "leaf", box, leaf=item, dropped=dropped))
                continue
            if group:
                self.flush(group, box, dropped)
                group = []
            if isinstance(item, Box) and (not item.hidden or self.hidden):
                self.enter(item, dropped)
        if group:
            self.flush(group, box, dropped)
        return self.parts

    def flush(self, lines: list[Line], box: Box, dropped: str | None) -> None:
        """The run as a paragraph, or each line as one where single `<br>`s are all that parts the story's paragraphs."""
        for group in [[line] for line in lines] if dropped is None and self.are_paragraphs(lines) else [lines]:
            self.tell(group, box, dropped)

    def are_paragraphs(self, lines: list[Line]) -> bool:
        """Whether the run is the whole story and its lines are no wraps: nearly all end like sentences, or all begin indented."""
        if len(lines) < MIN_LINES:
            return False
        dense = is_dense_script(lines[0].text)
        long = [line for line in lines if line.chars >= (MIN_BROKEN // 2 if dense else MIN_BROKEN)]
        chars = sum(line.chars for line in lines)
        if len(long) < MIN_LINES or sum(line.chars for line in long) < ONE_RUN * chars or chars * (2 if dense else 1) < ONE_RUN * self.of:
            return False
        ended = sum(bool(SENTENCE_END.search(line.text[-4:])) for line in long)
        indented = sum(line.pieces[0][0][:2].strip(" \n\t")[:1] in ("\u3000", "\xa0") for line in long)
        return ended >= ONE_RUN * len(long) or indented >= ONE_RUN * len(long)

    def tell(self, lines: list[Line], box: Box, dropped: str | None) -> None:
        """The run as a paragraph; a caption that it is, or that its first line is, goes before as a part of its own."""
        if dropped is None and all(line.index in self.claimed_lines for line in lines):
            dropped = "widget"
        if dropped is None:
            told = self.captioned(lines, box)
            if told:
                self.parts.append(part_of("caption", box, lines[:told], leaf=self.picture(lines[0], box)))
                lines = lines[told:]
        if lines:
            self.parts.append(part_of("paragraph", box, lines, dropped=dropped))

    def picture(self, line: Line, box: Box) -> Leaf | None:
        """The picture right before the line: in the smallest box around both, at most four levels up, else the part before."""
        host: Box | None = box
        for _ in range(4):
            if host is None or host is self.container.parent:
                break
            if leaf := self.pictures.nearest(host, line):
                return leaf
            host = host.parent
        return None

    def is_centred_under(self, picture: Part, box: Box) -> bool:
        """Whether a centred box stands right below that of a centred picture, while most boxes around them are not centred."""
        above, parent = picture.box, box.parent
        if picture.kind != "leaf" or picture.leaf is None or picture.leaf.tag not in PICTURES or above is box or above.parent is not parent:
            return False
        if parent is None or not (above.tag == box.tag and _is_centred(above) and _is_centred(box)) or above.first < above.last:
            return False
        asked = (parent.index, box.tag)
        if asked not in self.centred:
            alike = [other for other in parent.boxes if other.tag == box.tag and other.first < other.last]
            self.centred[asked] = sum(map(_is_centred, alike)) * 2 >= len(alike)
        return not self.centred[asked]

    def is_bracketed_under(self, picture: Part, line: Line, box: Box) -> bool:
        """Whether the line is all in angle brackets, right below a picture in a box of the same make: `<안전띠 설치 모습>`."""
        if picture.kind != "leaf" or picture.leaf is None or picture.leaf.tag not in PICTURES or picture.leaf.position != line.index:
            return False
        return picture.box.parent is box.parent and picture.box.tag == box.tag and BRACKETED.fullmatch(line.text) is not None

    def captioned(self, lines: list[Line], box: Box) -> int:
        """How many of the first lines are a caption: 0, 1 or all.

        A line is one by its own signs; a short text is one where it is all that its box says beside a picture.
        """
        first = lines[0]
        if self.is_notice(first.text):
            return 0
        chars = sum(line.chars for line in lines)
        if chars > MAX_BESIDE and first.chars > MAX_BESIDE:
            return 0
        if sum(line.link_chars for line in lines) > chars * 0.5:
            return 0
        if all(is_inline_named(line, "caption") for line in lines):
            return len(lines)
        shown = self.parts[-1].leaf if self.parts else None
        if shown is not None and shown.tag == "img" and chars > 15 and collapse(shown.get("alt")) == " ".join(line.text for line in lines):
            return len(lines)
        if is_caption_line(first.text, language=self.language) or NAMES_CAPTION.match(first.text):
            return 1
        if len(lines) <= 3 and chars <= MAX_BESIDE and self.is_beside(lines, box, chars):
            return len(lines)
        before = self.parts[-1] if self.parts else None
        if before is not None and chars <= MAX_CENTRED and len(lines) <= 2 and self.is_centred_under(before, box):
            return len(lines)
        if before is not None and len(lines) == 1 and self.is_bracketed_under(before, first, box):
            return 1
        if (
            before is not None
            and before.kind == "leaf"
            and before.leaf is not None
            and before.leaf.tag in PICTURES
            and before.box is box
            and before.leaf.position == first.index
            and first.breaks <= 1
        ):
            sentence = bool(SENTENCE_END.search(first.text))
            if (first.chars <= 120 and not sentence) or (
                first.chars <= MAX_BESIDE and len(lines) == 1 and split_caption(first.text, language=self.language).credit is not None
            ):
                return 1
        return 0

    def is_notice(self, text: str) -> bool:
        """Whether the text is about rights and nothing else: `… (사진 = 뉴시스) *재판매 및 DB 금지` is a caption."""
        if not is_rights_line(text):
            return False
        opened = OPENS_NOTICE.match(text) is not None or NAMES_HOLDER.search(text) is not None
        return opened or not split_caption(text, language=self.language).text

    def is_beside(self, lines: list[Line], box: Box, chars: int) -> bool:
        """Whether the lines are all the text of a box, at most three levels up, that holds a picture."""
        host: Box | None = box
        for level in range(4):
            if (
                host is None
                or host is self.container
                or host.tag in ("li", "html", "body", "article", "main")
                or self.document.chars(host) != chars
            ):
                return False
            leaves = [leaf for leaf in self.document.leaves_of(host) if leaf.tag in PICTURES]
            if leaves:
                if level == 0 and host.tag == "p" and chars > 120:
                    return False
                if chars > MAX_CENTRED and self.sections.has(host):
                    return False
                return any(read_picture(leaf, ANY_PAGE) is not None for leaf in leaves)
            host = host.parent
        return False

    def whole(self, kind: Kind, box: Box, dropped: str | None, level: int = 0) -> None:
        """The box as one part, unless it is empty; leaves inside follow it as parts of their own."""
        lines = [line for line in self.document.lines[box.first : box.last] if self.hidden or not line.hidden]
        if lines or kind in ("figure", "widget", "caption"):
            self.parts.append(replace(part_of(kind, box, lines, dropped=dropped), level=level))
        if kind not in ("figure", "widget"):
            self.parts.extend(
                Part("leaf", leaf.box, leaf=leaf, dropped=dropped) for leaf in self.document.leaves_of(box) if leaf.tag != "hr"
            )

    def enter(self, box: Box, dropped: str | None) -> None:
        tag = box.tag
        if dropped is None and self.is_pull(box):
            self.whole("quote", box, None)
            return
        if dropped is None and tag in OPENERS and is_question(self.document, box):
            self.whole("heading", box, None, QUESTION_LEVEL)
            return
        if dropped is None:
            dropped = self.drop_reason(box)
        if dropped is None and box.tag in (*HEADING_TAGS, "ul", "ol", "table") and self.is_claimed(box):
            dropped = "widget"
        if (made := self.boxed(box, dropped)) is not None:
            self.parts.extend(made)
        elif dropped == "widget":
            self.whole("widget", box, dropped)
        elif tag in HEADING_TAGS:
            self.whole("heading", box, dropped, int(tag[1]))
        elif (
            tag == "figcaption"
            or box.index in self.captions
            or (
                tag not in NO_CAPTION_TAGS
                and is_named(box.names, "caption")
                and self.document.chars(box) < 600
                and not self.holds_heading(box)
                and not self.is_notice(self.document.text_of(box))
                and self.weights.prose(box) < GUARD_SHARE * self.of
            )
        ):
            self.whole("caption", box, dropped)
        elif dropped is not None:
            self.collect(box, dropped)
        elif tag in ("ul", "ol") and self.is_gallery(box):
            self.gallery(box)
        elif tag in ("ul", "ol") and not self.holds_blocks(box):
            self.whole("list", box, dropped)
        elif tag == "table" and not self.lays_out(box):
            self.whole("table", box, dropped)
        elif tag == "blockquote" and self.weights.prose(box) < 0.6 * self.of:
            self.whole("quote", box, dropped)
        elif tag == "pre":
            self.whole("code", box, dropped)
        else:
            self.collect(box, dropped)

    def boxed(self, box: Box, dropped: str | None) -> list[Part] | None:
        """A pull quote or a boxed statement with what is no part of it (pictures, link lists) beside it; None for other boxes."""
        named = is_named(box.names, "box")
        bare = box.tag == "aside" and dropped == "tag"
        if box.tag in TEXT_TAGS or not (named or bare) or dropped == "widget" or self.weights.prose(box) > GUARD_SHARE * self.of:
            return None
        if any(b.tag in NO_BOX_TAGS for b in self.document.boxes[box.index : box.end]) or self.document.link_share(box) > 0.3:
            return None
        if box.index not in self.tried:  # once: what is no box is collected again, and so are those in it
            self.tried[box.index] = self._try_box(box, bare=bare)
        return self.tried[box.index]

    def _try_box(self, box: Box, *, bare: bool) -> list[Part] | None:
        parts = self.afresh().collect(box)
        inner = tuple(p for p in parts if p.dropped is None and p.kind in BOXED)
        beside = [p for p in parts if p.dropped is not None or p.kind not in BOXED]
        if bare and [p.kind for p in inner[:1]] == ["quote"] and len(inner) <= 2:
            return [part_of("pull", inner[0].box, [line for p in inner for line in p.lines]), *beside]
        if not any(p.ends_like_one or p.kind in ("list", "table") for p in inner):
            return None
        return [replace(part_of("box", box, [line for p in inner for line in p.lines]), inner=inner), *beside]

    def is_pull(self, box: Box) -> bool:
        """Whether the box names itself a pull quote and holds no more than one."""
        return (
            box.tag in ("figure", "blockquote", "aside", "div", "section")
            and is_named(box.names, "pull")
            and 0 < self.document.chars(box) <= MAX_PULL_QUOTE
            and self.document.link_share(box) < LINK_LIST_SHARE
            and self.weights.prose(box) < GUARD_SHARE * self.of
        )

    def is_claimed(self, box: Box) -> bool:
        """Whether every visible line inside is a widget's: a heading and its list among other things."""
        lines = [line.index for line in self.document.lines[box.first : box.last] if self.hidden or not line.hidden]
        return bool(lines) and self.claimed_lines.issuperset(lines)

    def drop_reason(self, box: Box) -> str | None:
        reason = self.weights.void_reason(box, self.of)
        if reason:
            return reason
        chars = self.document.chars(box)
        if (
            chars
            and box.tag in ("ul", "ol", "div", "section", "table", "dl", "aside", "center")
            and (
                self.document.link_chars(box) > LINK_LIST_SHARE * chars
                and self.weights.prose(box) < GUARD_SHARE * self.of
                and self.weights.real_paragraphs(box) < 2
                and not self.is_one_sentence(box)
                and not self.holds_heaviest(box)
                and not (box.tag in ("ul", "ol") and (self.is_annotated(box) or self.is_announced(box)))
            )
        ):
            return "link_list"
        return None

    def is_annotated(self, box: Box) -> bool:
        """Whether the list says of each link what it is: sources, further reading of the story's own."""
        items = sum(b.tag == "li" for b in box.boxes)
        return items > 0 and self.document.chars(box) - self.document.link_chars(box) >= MIN_ANNOTATION * items

    def is_announced(self, box: Box) -> bool:
        """Whether a sentence of the story right before the list ends in a colon, and the links lead off the page."""
        before = box.parent.items[box.at - 1] if box.parent is not None and box.at else None
        if not isinstance(before, Box) or before.tag not in ("p", "div") or self.document.link_share(before) > 0.3:
            return False
        text = self.document.text_of(before)
        return len(text) >= MIN_ANNOUNCEMENT and text[-1] in ":：" and not self.leads_inside(box)

    def leads_inside(self, box: Box) -> bool:
        """Whether the list's first link leads to a place of the same page: a table of contents."""
        links = (i.link for line in self.document.lines_of(box) for _, i in line.pieces if i is not None and i.link is not None)
        first = next(links, None)
        return first is not None and (first.attributes.get("href") or "").startswith("#")

    def holds_heaviest(self, box: Box) -> bool:
        """Whether the one paragraph of a short story stands inside: a flash among the links of a page that says little else."""
        if self.of > MAX_FLASH or not self.weights.real_paragraphs(box):
            return False
        if self.heaviest is None:
            lines = [line for line in self.document.lines_of(self.container) if line.box.tag == "p" and not is_rights_line(line.text)]
            self.heaviest = max((self.weights.prose_of((line.index,)), -line.index) for line in lines)[1] * -1 if lines else -1
        return box.first <= self.heaviest < box.last

    def is_one_sentence(self, box: Box) -> bool:
        """Whether the box wraps one line that ends like a sentence: prose may be linked at length."""
        lines = self.document.lines_of(box)
        return len(lines) == 1 and lines[0].chars >= SURE_CHARS // 2 and bool(SENTENCE_END.search(lines[0].text[-4:]))

    def holds_heading(self, box: Box) -> bool:
        return any(b.tag in HEADING_TAGS for b in self.document.boxes[box.index + 1 : box.end])

    def holds_blocks(self, box: Box) -> bool:
        """Whether the list's items are a layout of headings, paragraphs and pictures, not items of text."""
        inner = self.document.boxes[box.index + 1 : box.end]
        return any(b.tag in HEADING_TAGS or b.tag in ("figure", "table", "article", "section") for b in inner) or sum(
            b.tag == "p" for b in inner
        ) > 2 * sum(b.tag == "li" for b in inner)

    def is_gallery(self, box: Box) -> bool:
        """Whether each item is a picture, most of them with a line about it, and none a link to an article; cards have a title besides."""
        items = [item for item in box.boxes if not item.hidden]
        told = [item for item in items if item.first < item.last]
        return (
            bool(told)
            and len(told) * 2 > len(items)
            and all(item.tag == "li" and self.document.chars(item) <= MAX_BESIDE and item.last - item.first <= 1 for item in items)
            and all(sum(leaf.tag == "img" for leaf in self.document.leaves_of(item)) == 1 for item in items)
            and self.document.link_share(box) < 0.3
            and (self.holds_picture(box) or any(self.is_credited(self.document.text_of(item)) for item in told))
        )

    def is_credited(self, text: str) -> bool:
        return is_caption_line(text, language=self.language) or split_caption(text, language=self.language).credit is not None

    def holds_picture(self, box: Box) -> bool:
        """Whether one of the box's pictures is none of the icons that stand for bullets."""
        return any(read_picture(leaf, ANY_PAGE) is not None for leaf in self.document.leaves_of(box))

    def gallery(self, box: Box) -> None:
        """The pictures of a list, each followed by its lines as caption."""
        for item in box.boxes:
            leaf = next((leaf for leaf in self.document.leaves_of(item) if leaf.tag == "img"), None)
            if leaf is not None and not item.hidden:
                self.parts.append(Part("leaf", item, leaf=leaf))
                if lines := self.document.lines_of(item):
                    self.parts.append(part_of("caption", item, list(lines), leaf=leaf))

    def lays_out(self, table: Box) -> bool:
        prose = self.weights.prose(table)
        cells = [b for b in self.document.boxes[table.index + 1 : table.end] if b.tag in ("td", "th")]
        if not cells:
            return True
        if any(leaf.tag == "img" for leaf in self.document.leaves_of(table)) and len(cells) <= 3:
            return True
        if not prose:
            return False
        return (max(self.weights.prose(c) for c in cells) > MAX_LAYOUT_CELL * prose and prose > 400) or len(cells) < 2
