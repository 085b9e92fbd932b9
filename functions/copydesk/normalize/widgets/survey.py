"""What a page's lines are, counted once so that any box can be asked in constant time."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from copydesk.normalize.document import Box, Document, Inline, Line, words_of
from copydesk.normalize.prose import prose_of
from copydesk.normalize.widgets.vocabulary import MAX_LABEL, Vocabulary, normalised, without_tail

HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6 dt caption legend summary th".split())
HEADING_WORDS = frozenset("tit title titles head header heading hd label subject headline tt stit ttl tab tabs".split())
STRONG = frozenset("strong b em".split())
CHROME_TAGS = frozenset("nav footer".split())
CHROME_WORDS = frozenset("gnb lnb snb footer sitemap navbar mainnav globalnav megamenu".split())
MIN_HEADLINE = 12  # characters of a line that the page's title repeats; shorter ones are sections
QUOTED = re.compile(r"\d")
NUMBER = re.compile(r"(?<![\w.])[-+−–▲▼△▽↑↓↗↘]?\s?[₩$€¥£￦]?\s?\d[\d.,' \xa0\u202f]*\s?(?:%|％|원|달러|円|元|억|조|만|pt|p|€|\$|₩|usd|krw)?(?!\w)", re.I)
MAX_QUOTE = 80  # characters of a line that may hold a whole market row
MIN_TITLE = 8  # characters of a linked line that may be a headline, in scripts that say much with few
MIN_ASCII_TITLE = 14
MIN_CELLS = 6  # elements of a line that holds two market rows
LONG_PAGE_SHARE = 0.25  # a claim on more of the page's prose than this is void
SAFE_PROSE = 160  # …but so much prose never makes a story


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A line whose text is a known heading or a known member of furniture.

    `kinds` are in the vocabulary's order; `text` is the known part where the line says more.
    """

    line: Line
    kinds: tuple[str, ...]
    heading: bool
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Prefix sums over all lines of a document (hidden ones count nothing) and the lines that mean something."""

    document: Document
    vocabulary: Vocabulary
    labels: list[Mark]
    members: list[Mark]
    label_at: dict[int, Mark]
    member_at: dict[int, Mark]
    label_indices: list[int]
    headline_lines: list[int]
    chrome: bytearray
    _prose: list[float]
    _titles: list[int]
    _numbers: list[int]
    _visible: list[int]

    def prose(self, box: Box) -> float:
        return self._prose[box.last] - self._prose[box.first]

    def prose_between(self, first: int, last: int) -> float:
        return self._prose[last] - self._prose[first]

    def titles(self, first: int, last: int) -> int:
        """Linked lines long enough for a headline in [first, last)."""
        return self._titles[last] - self._titles[first]

    def numbers(self, first: int, last: int) -> int:
        """Lines with a price or a change in [first, last)."""
        return self._numbers[last] - self._numbers[first]

    def visible(self, first: int, last: int) -> int:
        return self._visible[last] - self._visible[first]

    def visible_lines(self, box: Box) -> tuple[int, ...]:
        return tuple(line.index for line in self.document.lines_of(box))

    def hidden_lines(self, box: Box) -> tuple[int, ...]:
        return tuple(line.index for line in self.document.lines[box.first : box.last] if line.hidden)

    def is_void(self, box: Box, share: float = LONG_PAGE_SHARE) -> bool:
        """Whether a claim on the box would take the headline or much of the page's prose."""
        if box.tag in ("html", "body") or self.holds_headline(box):
            return True
        inside = self.prose(box)
        return inside > SAFE_PROSE and inside > share * self._prose[-1]

    def holds_headline(self, box: Box) -> bool:
        at = bisect_left(self.headline_lines, box.first)
        return at < len(self.headline_lines) and self.headline_lines[at] < box.last

    def kinds_at(self, index: int) -> tuple[str, ...]:
        """Kinds that the line's text is a heading or a member of."""
        label, member = self.label_at.get(index), self.member_at.get(index)
        return (label.kinds if label else ()) + (member.kinds if member else ())

    def is_other(self, index: int, kind: str) -> bool:
        """Whether the line's text is known, and not as one of this kind."""
        kinds = self.kinds_at(index)
        return bool(kinds) and kind not in kinds

    def labels_between(self, first: int, last: int) -> list[Mark]:
        return [self.label_at[i] for i in self.label_indices[bisect_left(self.label_indices, first) : bisect_left(self.label_indices, last)]]


def heading_at(line: Line) -> bool:
    """Whether the line stands as a heading: by tag, by its box's class words, or because all of it is strong."""
    box = line.box
    if box.tag in HEADING_TAGS or not HEADING_WORDS.isdisjoint(box.words):
        return True
    first = line.pieces[0][1]
    inline = first
    while inline is not None:
        if inline.tag in STRONG or not HEADING_WORDS.isdisjoint(inline_words(inline)):
            return all(own is not None or text.isspace() for text, own in line.pieces)
        inline = inline.parent
    parent = box.parent
    return parent is not None and parent.tag in HEADING_TAGS and len(parent.items) == 1


def inline_words(inline: Inline) -> frozenset[str]:
    names = inline.attributes.get("class") if inline.attributes else None
    return words_of(names) if names else frozenset()


def survey(document: Document, vocabulary: Vocabulary) -> Survey:
    labels: list[Mark] = []
    members: list[Mark] = []
    headlines: list[int] = []
    prose: list[float] = []
    titles: list[int] = []
    numbers: list[int] = []
    visible: list[int] = []
    for line in document.lines:
        text = line.text
        size = len(text)
        numeric = _market_cells(line) if size > MAX_QUOTE else int(QUOTED.search(text) is not None and NUMBER.search(text) is not None)
        if size <= MAX_LABEL or size <= MAX_QUOTE and len(line.pieces) > 1:
            _mark(line, vocabulary, labels, members)
        if line.hidden:
            prose.append(0.0)
            titles.append(0)
            numbers.append(0)
            visible.append(0)
            continue
        visible.append(1)
        linked = line.link_chars * 2 > line.chars
        titles.append(_linked_titles(line) if linked and not (numeric and _is_quote(text)) else 0)
        numbers.append(numeric)
        prose.append(prose_of(text, line.chars, line.link_chars) if size > MAX_LABEL and not linked and numeric < 2 else 0.0)
        if line.chars >= MIN_TITLE and not linked and (line.box.tag == "h1" or size >= MIN_HEADLINE and text in document.title):
            headlines.append(line.index)
    return Survey(
        document,
        vocabulary,
        labels,
        members,
        {mark.line.index: mark for mark in labels},
        {mark.line.index: mark for mark in members},
        [mark.line.index for mark in labels],
        headlines,
        _chrome(document, headlines, prose),
        [0.0, *accumulate(prose)],
        [0, *accumulate(titles)],
        [0, *accumulate(numbers)],
        [0, *accumulate(visible)],
    )


def _is_quote(text: str) -> bool:
    """Whether digits and signs make much of a line with a number: a market row, not a headline."""
    return sum(ch.isdigit() for ch in text) * 4 >= len(text) and any(ch in "%.,▲▼△▽₩$€￥¥" for ch in text)


def _market_cells(line: Line) -> int:
    """Elements of a long line that are nothing but a change in percent: a whole market box may stand in one line."""
    if len(line.pieces) < MIN_CELLS:
        return 0
    return sum(len(piece) <= 16 and "%" in piece and NUMBER.search(piece) is not None for piece, _ in line.pieces)


def _linked_titles(line: Line) -> int:
    """How many links of the line are long enough for a headline; most lines have one link."""
    pieces = line.pieces
    if len(pieces) == 1:
        return 1 if _is_long(line.text) else 0
    texts: dict[int, str] = {}
    for text, inline in pieces:
        if inline is not None and inline.link is not None:
            key = id(inline.link)
            texts[key] = texts.get(key, "") + text
    return sum(_is_long(text.strip()) and not _is_quote(text) for text in texts.values())


def _is_long(text: str) -> bool:
    return len(text) >= (MIN_ASCII_TITLE if text.isascii() else MIN_TITLE)


def _mark(line: Line, vocabulary: Vocabulary, labels: list[Mark], members: list[Mark]) -> None:
    text = line.text
    heading = heading_at(line)
    kinds: tuple[str, ...] = ()
    if len(line.pieces) > 1:
        text = " ".join(line.pieces[0][0].split())
        kinds = _kinds_of_parts(line, text, heading, vocabulary)
        heading = heading or bool(kinds)
    if not kinds:
        text = line.text
        kinds = vocabulary.labelled(text, heading=heading or line.link_chars > 0)
    if kinds and line.box.tag != "h1":
        labels.append(Mark(line, kinds, heading, text))
    if len(line.text) <= 30:
        text = line.text
        key = normalised(text)
        found = vocabulary.members.get(text.casefold()) or vocabulary.members.get(key) or vocabulary.members.get(without_tail(key))
        if found:
            members.append(Mark(line, found, heading, text))


def _kinds_of_parts(line: Line, first: str, heading: bool, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Of a line whose first element is a heading beside something small, or which is a row of tabs that all are headings."""
    if not line.link_chars:
        return vocabulary.labelled(first, heading=True) if heading else ()
    texts = [" ".join(piece.split()) for piece, inline in line.pieces if inline is not None and inline.link is not None and not piece.isspace()]
    if len(texts) < 2 or len(line.text) > MAX_QUOTE:
        return ()
    kinds = [vocabulary.labelled(text, heading=False) for text in texts]
    return kinds[0] if all(kinds) and vocabulary.rules[kinds[0][0]].shape == "links" else ()


def _chrome(document: Document, headlines: list[int], prose: list[float]) -> bytearray:
    """One byte a line: 1 inside the site's own navigation and footer."""
    chrome = bytearray(len(document.lines))
    total = sum(prose)
    for box in document.boxes:
        if box.tag not in CHROME_TAGS and CHROME_WORDS.isdisjoint(box.words):
            continue
        if box.first == box.last or any(box.first <= i < box.last for i in headlines):
            continue
        if sum(prose[box.first : box.last]) > max(SAFE_PROSE * 4, LONG_PAGE_SHARE * total):
            continue
        chrome[box.first : box.last] = b"\x01" * (box.last - box.first)
    return chrome
