"""Which box holds the story, and which parts inside it are story.

Model of a page: the story's prose stands in one container or in several siblings; inside it there are promos, link lists, boxes and captions.
Suspicions (class words, tags) only void what is also small; structure decides the rest.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from copydesk.normalize.classes import is_named
from copydesk.normalize.credits import is_caption_line, split_caption
from copydesk.normalize.document import Box, Document, Leaf, Line
from copydesk.normalize.furniture import suspicion
from copydesk.normalize.headline import HEADING_TAGS, folded
from copydesk.normalize.media import read_picture
from copydesk.normalize.prose import SENTENCE_END, SURE_CHARS, Run, find_runs
from copydesk.normalize.rights import is_rights_line

GUARD_SHARE = (
    0.3  # of the page's prose: a suspicion on a box that holds more is void; whole bodies are called `overflow-hidden` or `p.paywall`
)
SURE_SHARE = 0.8  # … of the few words that are believed nearly always: consent layers list every cookie, longer than the article
KEEP_SHARE = 0.8  # descend while one child holds this share of its parent's prose
KEEP_SHARE_BODY = 0.65  # … where the child is named like a body
KEEP_SHARE_ARTICLE = 0.5  # … where it is an article or main element
LINK_LIST_SHARE = 0.55  # of a box's characters in links, from which it is a link list
REAL_PARAGRAPH = 80.0  # prose of a run that nobody mistakes for a label
MIN_VISIBLE = 400.0  # prose; a visible story below it may be the part of a page that a script will reveal
HIDDEN_TIMES = 2.0  # a hidden story is believed from this many times the visible one; a hidden copy for mail is as long as it
NO_CAPTION_TAGS = frozenset(
    ["html", "body", "main", "article", "section", "figure", "ul", "ol", "table", "tbody", "tr", "form", "h1", "h2", "h3", "h4", "h5", "h6"]
)
MAX_PULL = 70  # characters; a quote set apart, this short and in quotation marks is a display line
QUOTE_MARKS = "\"\u201c\u201e\u00ab\u2018'\u300c\u300e"
MAX_BESIDE = 300  # characters; a longer text beside a picture is story
PICTURES = ("img", "amp-img", "video", "iframe")
MAX_BOLD_HEADING = 60  # characters
MAX_LAYOUT_CELL = 0.5  # share of a table's prose in one cell, from which the table only lays out the page

Kind = Literal["paragraph", "heading", "list", "quote", "table", "code", "figure", "caption", "leaf", "widget", "divider", "pull"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the container in order; `lines` are indices of the visible lines that it is made of."""

    kind: Kind
    box: Box
    lines: tuple[Line, ...] = ()
    text: str = ""
    chars: int = 0
    link_chars: int = 0
    level: int = 0
    leaf: Leaf | None = None
    dropped: str | None = None  # the rule that said it is not story

    @property
    def link_share(self) -> float:
        return self.link_chars / self.chars if self.chars else 0.0

    @property
    def is_sentence(self) -> bool:
        return self.chars >= 20 and bool(SENTENCE_END.search(self.text))

    @property
    def ends_like_one(self) -> bool:
        """Whether the last word closes a sentence, however short."""
        return self.chars >= 6 and bool(SENTENCE_END.search(self.text[-4:]))


@dataclass(frozen=True, slots=True)
class Story:
    """`parts` in order, dropped ones too, with the rule that dropped them; `prose` is the weight of what stays."""

    container: Box
    parts: tuple[Part, ...]
    prose: float
    hidden: bool = False


class Weights:
    """Prose of any box in constant time, and its weight once suspicious boxes are void."""

    def __init__(self, document: Document, runs: list[Run], claimed: frozenset[int], *, hidden: bool) -> None:
        self.document = document
        per_line = [0.0] * len(document.lines)
        real = [0] * len(document.lines)
        told: set[str] = set()
        for run in runs:
            if hidden and run.prose and (run.lines[0].box.tag == "textarea" or run.text in told):
                continue  # hidden copies for mail and print weigh nothing
            if run.prose and (hidden or not run.lines[0].hidden):
                told.add(run.text)
                per_line[run.last] = run.prose
                real[run.last] = int(run.prose >= REAL_PARAGRAPH)
        self._prose = [0.0, *accumulate(per_line)]
        self._real = [0, *accumulate(real)]
        self.total = self._prose[-1]
        self.claimed = claimed
        self._by_names: dict[str, float] = {}
        for box in document.boxes:
            if (hidden or not box.hidden) and (weight := self.prose(box)):
                self._by_names[box.names] = self._by_names.get(box.names, 0.0) + weight

    def prose(self, box: Box) -> float:
        return self._prose[box.last] - self._prose[box.first]

    def real_paragraphs(self, box: Box) -> int:
        return self._real[box.last] - self._real[box.first]

    def void_reason(self, box: Box, of: float) -> str | None:
        """Why the box is not story, None where it may be; `of` is the prose that its share is taken of.

        A suspicion is void, too, where all boxes of the same names together hold a large share: utility classes on every paragraph.
        """
        why = suspicion(box)
        if box.tag == "textarea" or (why == "sure" and self.prose(box) < SURE_SHARE * of):
            return why
        if of and self.prose(box) > GUARD_SHARE * of:
            return None
        if box.index in self.claimed:
            return "widget"
        if why and why != "tag" and self._by_names.get(box.names, 0.0) > GUARD_SHARE * of:
            return None
        if why == "structural" and self.real_paragraphs(box) >= 2:
            return None
        return why

    def effective(self) -> list[float]:
        """Prose by box index with void boxes counted as nothing, for themselves and for their ancestors."""
        boxes = self.document.boxes
        out = [0.0] * len(boxes)
        children = [0.0] * len(boxes)
        raw_children = [0.0] * len(boxes)
        for box in reversed(boxes):
            prose = self.prose(box)
            if prose:
                own = prose - raw_children[box.index]
                value = own + children[box.index]
                if self.void_reason(box, self.total):
                    value = 0.0
                out[box.index] = value
            if box.parent is not None:
                raw_children[box.parent.index] += prose
                children[box.parent.index] += out[box.index]
        return out


def share_needed(box: Box) -> float:
    if box.tag in ("article", "main") or "articlebody" in box.get("itemprop").lower():
        return KEEP_SHARE_ARTICLE
    return KEEP_SHARE_BODY if is_named(box.names, "body") else KEEP_SHARE


def choose_container(weights: Weights) -> Box:
    """The smallest box that holds nearly all of the story's prose, by descending from the root."""
    weight = weights.effective()
    box = weights.document.root
    while True:
        children = box.boxes
        if not children:
            return box
        best = max(children, key=lambda child: weight[child.index])
        if (
            weight[best.index] <= 0
            or weight[best.index] < share_needed(best) * weight[box.index]
            or best.tag in ("p", "li", "blockquote", "td", *HEADING_TAGS)
        ):
            if best.tag == "td" and weight[best.index] >= KEEP_SHARE * weight[box.index] > 0:
                box = best
                continue
            return box
        box = best


class Collector:
    """Parts of one container in document order."""

    def __init__(self, weights: Weights, container: Box, language: str | None, *, hidden: bool) -> None:
        self.weights, self.container, self.language, self.hidden = weights, container, language, hidden
        self.document = weights.document
        self.of = weights.prose(container)
        self.parts: list[Part] = []

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
            if not item.hidden or self.hidden:
                self.enter(item, dropped)
        if group:
            self.flush(group, box, dropped)
        return self.parts

    def flush(self, lines: list[Line], box: Box, dropped: str | None) -> None:
        """The run as a paragraph; a caption that it is, or that its first line is, goes before as a part of its own."""
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
            leaves = [leaf for leaf in self.document.leaves_of(host) if leaf.tag in PICTURES]
            if leaves:
                before = [leaf for leaf in leaves if leaf.position <= line.index]
                return before[-1] if before else leaves[0]
            host = host.parent
        return None

    def captioned(self, lines: list[Line], box: Box) -> int:
        """How many of the first lines are a caption: 0, 1 or all.

        A line is one by its own signs; a short text is one where it is all that its box says beside a picture.
        """
        first = lines[0]
        if is_rights_line(first.text):
            return 0
        chars = sum(line.chars for line in lines)
        if chars > MAX_BESIDE and first.chars > MAX_BESIDE:
            return 0
        if sum(line.link_chars for line in lines) > chars * 0.5:
            return 0
        if all(is_inline_named(line, "caption") for line in lines):
            return len(lines)
        if is_caption_line(first.text, language=self.language):
            return 1
        if len(lines) <= 3 and chars <= MAX_BESIDE and self.is_beside(lines, box, chars):
            return len(lines)
        before = self.parts[-1] if self.parts else None
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
                return any(read_picture(leaf, "https://page.example/") is not None for leaf in leaves)
            host = host.parent
        return False

    def whole(self, kind: Kind, box: Box, dropped: str | None, level: int = 0) -> None:
        """The box as one part; leaves inside follow it as parts of their own."""
        lines = [line for line in self.document.lines[box.first : box.last] if self.hidden or not line.hidden]
        self.parts.append(
            Part(
                kind,
                box,
                tuple(lines),
                "\n".join(line.text for line in lines),
                sum(line.chars for line in lines),
                sum(line.link_chars for line in lines),
                level,
                dropped=dropped,
            )
        )
        if kind not in ("figure", "widget"):
            self.parts.extend(
                Part("leaf", leaf.box, leaf=leaf, dropped=dropped) for leaf in self.document.leaves_of(box) if leaf.tag != "hr"
            )

    def enter(self, box: Box, dropped: str | None) -> None:
        tag = box.tag
        if dropped is None:
            dropped = self.drop_reason(box)
        if dropped == "widget":
            self.whole("widget", box, dropped)
        elif tag in HEADING_TAGS:
            self.whole("heading", box, dropped, int(tag[1]))
        elif tag == "figcaption" or (
            tag not in NO_CAPTION_TAGS
            and is_named(box.names, "caption")
            and self.document.chars(box) < 600
            and not self.holds_heading(box)
            and not is_rights_line(self.document.text_of(box))
            and self.weights.prose(box) < GUARD_SHARE * self.of
        ):
            self.whole("caption", box, dropped)
        elif dropped is not None:
            self.collect(box, dropped)
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
            )
        ):
            return "link_list"
        return None

    def holds_heading(self, box: Box) -> bool:
        return any(b.tag in HEADING_TAGS for b in self.document.boxes[box.index + 1 : box.end])

    def holds_blocks(self, box: Box) -> bool:
        """Whether the list's items are a layout of headings, paragraphs and pictures, not items of text."""
        inner = self.document.boxes[box.index + 1 : box.end]
        return any(b.tag in HEADING_TAGS or b.tag in ("figure", "table", "article", "section") for b in inner) or sum(
            b.tag == "p" for b in inner
        ) > 2 * sum(b.tag == "li" for b in inner)

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


def is_inline_named(line: Line, group: str) -> bool:
    """Whether every word of the line stands in inline elements that name themselves so: `<em class="img_desc">`."""
    for piece, inline in line.pieces:
        if not piece.strip():
            continue
        while inline is not None and not is_named(inline.attributes.get("class") or "", group):
            inline = inline.parent
        if inline is None:
            return False
    return True


def part_of(kind: Kind, box: Box, lines: list[Line], *, leaf: Leaf | None = None, dropped: str | None = None) -> Part:
    text = "\n".join(line.text for line in lines)
    return Part(
        kind, box, tuple(lines), text, sum(line.chars for line in lines), sum(line.link_chars for line in lines), leaf=leaf, dropped=dropped
    )


Filter = Callable[[list[Part]], list[Part]]


def drop(part: Part, why: str) -> Part:
    return replace(part, dropped=part.dropped or why)


def find_story(
    document: Document,
    *,
    language: str | None,
    claimed: Iterable[Box],
    headline_lines: tuple[int, ...],
    declared: tuple[str, ...],
    filters: tuple[Filter, ...],
) -> Story:
    """Promise: the parts of the one story of the page. Hidden text is read only where the visible page has hardly any prose."""
    runs = find_runs(document)
    claims = frozenset(box.index for box in claimed)
    weights = Weights(document, runs, claims, hidden=False)
    container = choose_container(weights)
    hidden = False
    if any(line.hidden for line in document.lines):
        whole = Weights(document, runs, claims, hidden=True)
        veiled = choose_container(whole)
        near = container.contains(veiled) or veiled.contains(container) or weights.prose(container) < MIN_VISIBLE
        if (
            near
            and veiled.tag not in ("html", "body")
            and whole.prose(veiled) > HIDDEN_TIMES * weights.prose(container)
            and whole.prose(veiled) > 2 * MIN_VISIBLE
        ):
            weights, hidden = whole, True
            container = container if container.contains(veiled) and weights.prose(container) < 1.5 * weights.prose(veiled) else veiled
    collector = Collector(weights, container, language, hidden=hidden)
    parts = [*lead_parts(collector, headline_lines), *collector.collect(container), *trail_parts(collector)]
    parts = below_headline(parts, headline_lines)
    parts = first_article(parts, document, headline_lines)
    for step in filters:
        parts = step(parts)
    prose = sum(p.chars for p in parts if p.dropped is None and p.kind not in ("leaf", "figure", "caption", "widget", "divider", "pull"))
    return Story(container, tuple(parts), prose, hidden)


def _path(container: Box, headline_lines: tuple[int, ...]) -> list[tuple[Box, Box]]:
    """(ancestor, its child on the way to the container), from the container up to what also holds the headline."""
    out: list[tuple[Box, Box]] = []
    child = container
    for ancestor in container.ancestors():
        if ancestor.tag in ("body", "html"):
            break
        out.append((ancestor, child))
        if headline_lines and ancestor.first <= headline_lines[-1]:
            break
        child = ancestor
    return out


def lead_parts(collector: Collector, headline_lines: tuple[int, ...]) -> list[Part]:
    """Real paragraphs between the headline and the container: a lead outside the paywall's box, first words in a bare div."""
    if not headline_lines or headline_lines[-1] >= collector.container.first:
        return []
    out: list[Part] = []
    for ancestor, child in reversed(_path(collector.container, headline_lines)):
        for item in ancestor.items:
            if item is child:
                break
            if type(item) is Box and not item.hidden and item.first > headline_lines[-1] and _is_lead(collector, item):
                side = Collector(collector.weights, collector.container, collector.language, hidden=collector.hidden)
                side.enter(item, None)
                out.extend(p for p in side.parts if p.kind in ("paragraph", "heading", "caption", "leaf"))
            elif (
                type(item) is Box
                and not item.hidden
                and item.first >= headline_lines[-1]
                and collector.document.chars(item) < 2 * MAX_BESIDE
                and any(leaf.tag in PICTURES for leaf in collector.document.leaves_of(item))
            ):
                side = Collector(collector.weights, collector.container, collector.language, hidden=collector.hidden)
                side.enter(item, None)
                out.extend(p for p in side.parts if p.kind in ("caption", "leaf"))
            elif (
                type(item) is Line
                and not item.hidden
                and item.index > headline_lines[-1]
                and item.chars >= REAL_PARAGRAPH
                and item.link_chars < 0.3 * item.chars
            ):
                out.append(Part("paragraph", ancestor, (item,), item.text, item.chars, item.link_chars))
    return out


def _is_lead(collector: Collector, box: Box) -> bool:
    weights = collector.weights
    return (
        weights.real_paragraphs(box) >= 1
        and weights.void_reason(box, weights.total) is None
        and collector.document.link_share(box) < 0.3
        and weights.prose(box) < 0.5 * collector.of
    )


def trail_parts(collector: Collector) -> list[Part]:
    """Paragraphs right after the container, in its parent: a body that a promo or a paywall's box cuts in two."""
    parent = collector.container.parent
    if parent is None or parent.tag in ("body", "html") or collector.container.tag == "body":
        return []
    out: list[Part] = []
    after = False
    for item in parent.items:
        if item is collector.container:
            after = True
        elif after and type(item) is Box and not item.hidden:
            twin = bool(item.names.strip()) and item.names == collector.container.names and item.tag == collector.container.tag
            if (
                (item.tag == "p" or twin)
                and collector.weights.real_paragraphs(item) >= 1
                and collector.weights.void_reason(item, collector.of) is None
            ):
                side = Collector(collector.weights, collector.container, collector.language, hidden=collector.hidden)
                side.enter(item, None)
                out.extend(side.parts)
    return out


def first_article(parts: list[Part], document: Document, headline_lines: tuple[int, ...]) -> list[Part]:
    """Further articles chained below the first: from a second headline of the same make on, nothing is this story."""
    if not headline_lines:
        return parts
    own = document.lines[headline_lines[0]].box
    own = next((box for box in (own, *own.ancestors()) if box.tag in HEADING_TAGS), own)
    if own.tag != "h1":
        return parts
    mine = _article_of(own)
    for box in document.boxes[own.end :]:
        if (
            box.tag == "h1"
            and not box.hidden
            and box.first < box.last
            and (_article_of(box) is not mine or (bool(own.names.strip()) and box.names == own.names))
        ):
            cut = box.first
            below = sum(
                p.chars for p in parts if p.lines and own.last <= p.lines[0].index < cut and p.dropped is None and p.kind == "paragraph"
            )
            if below < MIN_VISIBLE:
                return parts
            return [
                drop(p, "next_article") if (p.lines and p.lines[0].index >= cut) or (p.leaf and p.leaf.position > cut) else p for p in parts
            ]
    return parts


def _article_of(box: Box) -> Box | None:
    return next((a for a in box.ancestors() if a.tag == "article"), None)


def below_headline(parts: list[Part], headline_lines: tuple[int, ...]) -> list[Part]:
    """Nothing above the headline is story, unless most of the prose stands there (a headline found in a footer)."""
    if not headline_lines:
        return parts
    last = headline_lines[-1]
    above = sum(p.chars for p in parts if p.lines and p.lines[-1].index < last and p.dropped is None)
    total = sum(p.chars for p in parts if p.dropped is None)
    if above > 0.4 * total:
        return parts
    return [
        drop(p, "above_headline") if (p.lines and p.lines[-1].index <= last) or (p.leaf and p.leaf.position <= headline_lines[0]) else p
        for p in parts
    ]


# ---------------------------------------------------------------- filters


def drop_headline(parts: list[Part], declared: tuple[str, ...]) -> list[Part]:
    """The headline again, as the first line of the body."""
    seen = 0
    out = []
    for part in parts:
        if part.dropped is None and part.kind in ("paragraph", "heading") and seen < 3:
            seen += 1
            if folded(part.text) in declared:
                part = drop(part, "headline_again")
        elif (
            part.dropped is None and part.kind == "list" and part.chars < 300 and any(folded(line.text) in declared for line in part.lines)
        ):
            part = drop(part, "headline_again")
        out.append(part)
    return out


def drop_links(parts: list[Part]) -> list[Part]:
    """Paragraphs and headings that are a link and nothing else: promos of other articles."""
    return [
        drop(p, "link_only") if p.dropped is None and p.kind in ("paragraph", "heading") and p.chars > 4 and p.link_share > 0.85 else p
        for p in parts
    ]


def drop_repeats(parts: list[Part]) -> list[Part]:
    """Text told twice; a box of which half is told twice is a copy for mail or print, and goes whole."""
    seen: set[str] = set()
    out = list(parts)
    again: dict[int, int] = {}
    whole: dict[int, int] = {}
    for i, part in enumerate(parts):
        if part.dropped is None and part.kind in ("paragraph", "quote", "list"):
            key = folded(part.text)
            whole[part.box.index] = whole.get(part.box.index, 0) + part.chars
            if key in seen:
                again[part.box.index] = again.get(part.box.index, 0) + part.chars
                if part.chars > 40:
                    out[i] = drop(part, "told_twice")
            seen.add(key)
    copies = {box for box, chars in again.items() if chars > 0.5 * whole[box] and chars > 100}
    return [drop(p, "told_twice") if p.box.index in copies else p for p in out]


def pull_quotes(parts: list[Part]) -> list[Part]:
    """A quote set apart whose words also stand in a paragraph repeats the story; so does one that names itself a pull quote."""
    whole = " ".join(folded(p.text) for p in parts if p.dropped is None and p.kind == "paragraph")
    out = []
    for part in parts:
        if part.dropped is None and part.kind == "quote":
            text = folded(part.text).strip(" \"'")
            shown = part.chars < MAX_PULL and part.text[:1] in QUOTE_MARKS
            if len(text) > 8 and (text in whole or shown or is_named(part.box.names, "pull")):
                part = replace(part, kind="pull")
        out.append(part)
    return out


def drop_labels_above(parts: list[Part]) -> list[Part]:
    """Short lines outside p before the first real paragraph: sections, counters, buttons."""
    first = next(
        (
            i
            for i, p in enumerate(parts)
            if p.dropped is None and p.kind == "paragraph" and p.chars >= REAL_PARAGRAPH * 0.6 and (p.is_sentence or p.chars > SURE_CHARS)
        ),
        None,
    )
    if first is None:
        return parts
    return [
        drop(p, "label_above")
        if i < first
        and p.dropped is None
        and p.kind == "paragraph"
        and p.box.tag != "p"
        and p.box is not parts[first].box
        and p.chars < 40
        and not p.ends_like_one
        and not p.text.startswith(("[", "<"))
        else p
        for i, p in enumerate(parts)
    ]


def drop_labels_below(parts: list[Part]) -> list[Part]:
    """Short lines outside p after the last real paragraph."""
    last = next(
        (
            i
            for i in range(len(parts) - 1, -1, -1)
            if parts[i].dropped is None
            and parts[i].kind in ("paragraph", "list", "quote", "table")
            and (parts[i].is_sentence or parts[i].chars > SURE_CHARS)
        ),
        None,
    )
    if last is None:
        return parts
    return [
        drop(p, "label_below")
        if i > last
        and p.dropped is None
        and (
            (p.kind == "paragraph" and p.box.tag != "p" and p.box is not parts[last].box and p.chars < 60 and not p.ends_like_one)
            or p.kind == "heading"
        )
        else p
        for i, p in enumerate(parts)
    ]


def infer_headings(parts: list[Part]) -> list[Part]:
    """A short line all in bold, no sentence, between paragraphs, titles what follows."""
    out = list(parts)
    kept = [i for i, p in enumerate(parts) if p.dropped is None and p.kind not in ("leaf", "caption", "divider", "widget", "figure")]
    for here, after in zip(kept, kept[1:], strict=False):
        part, below = parts[here], parts[after]
        if (
            (
                part.kind == "paragraph"
                and len(part.lines) == 1
                and part.chars <= MAX_BOLD_HEADING
                and not part.is_sentence
                and not part.text.startswith(("[", "<", "("))
            )
            and part.text[-1] not in ".:,。"
            and is_all_strong(part)
            and below.kind != "heading"
            and not is_all_strong(below)
        ):
            out[here] = replace(part, kind="heading", level=3)
    return out


def is_all_strong(part: Part) -> bool:
    """Whether every word of the part is set in bold by the markup."""
    if part.box.tag in HEADING_TAGS:
        return False
    for line in part.lines:
        for piece, inline in line.pieces:
            if not piece.strip():
                continue
            while inline is not None and inline.tag not in ("b", "strong"):
                inline = inline.parent
            if inline is None:
                return False
    return bool(part.lines)


def drop_bare_headings(parts: list[Part]) -> list[Part]:
    """A heading with no story before the next heading or the end titles something that was dropped."""
    out = list(parts)
    below: Part | None = None
    for i in range(len(out) - 1, -1, -1):
        part = out[i]
        if part.dropped is not None or part.kind in ("leaf", "divider", "caption"):
            continue
        if part.kind == "heading" and (below is None or (below.kind == "heading" and below.level <= part.level)):
            out[i] = drop(part, "bare_heading")
            continue
        below = part
    return out
