"""What a page's lines are, counted once so that any box can be asked in constant time."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from copydesk.normalize.classes import words_of
from copydesk.normalize.document import Box, Document, Inline, Line
from copydesk.normalize.prose import prose_of
from copydesk.normalize.widgets.counting import counted
from copydesk.normalize.widgets.more import MAX_MORE, is_more
from copydesk.normalize.widgets.notes import is_note
from copydesk.normalize.widgets.providers import BOX_ADDRESSES
from copydesk.normalize.widgets.tokens import tokens_of
from copydesk.normalize.widgets.vocabulary import MAX_LABEL, ORDER, Vocabulary, normalised, without_tail
from copydesk.page.patterns import pattern_of

HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6 dt caption legend summary th".split())
HEADING_WORDS = frozenset("tit title titles head header heading hd label subject headline tt stit ttl tab tabs".split())
STRONG = frozenset("strong b em".split())
CHROME_TAGS = frozenset("nav footer".split())
CHROME_WORDS = frozenset("gnb lnb snb footer sitemap navbar mainnav globalnav megamenu".split())
FOOTER = frozenset(["footer"])
PART_FOOTER = pattern_of(  # the last row of a card or of the article, not of the page
    r"(?:card|panel|modal|box|article|post|entry|story|media|view|item|widget|table|news|byline|content)[-_]{0,2}(?:footer|Footer)\b"
)
MIN_HEADLINE = 12  # characters of a line that the page's title repeats; shorter ones are sections
QUOTED = pattern_of(r"\d")
PRICED = pattern_of("[%.,▲▼△▽₩$€￥¥]")
SECTION_TAIL = pattern_of(r"\s[–—|·]\s")  # `Mest läst – Sverige`
NUMBER = pattern_of(
    r"(?<![\w.])[-+−–▲▼△▽↑↓↗↘]?\s?[₩$€¥£￦]?\s?\d[\d.,' \xa0\u202f]*\s?(?:%|％|원|달러|円|元|억|조|만|pt|p|€|\$|₩|usd|krw)?(?!\w)", re.I
)
MAX_MEMBER = 30  # characters of a control's text
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

    @property
    def after(self) -> int:
        """Index of the first line that may hold what the heading announces: its own, where it says more."""
        return self.line.index + (len(self.text) == len(self.line.text))


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Prefix sums over all lines of a document (hidden ones count nothing) and the lines that mean something.

    `keywords` are those that the page declares, case folded.
    """

    document: Document
    vocabulary: Vocabulary
    keywords: frozenset[str]
    labels: list[Mark]
    members: list[Mark]
    label_at: dict[int, Mark]
    member_at: dict[int, Mark]
    label_indices: list[int]
    headline_lines: list[int]
    suspects: list[tuple[Box, tuple[str, ...]]]
    slots: list[tuple[Box, bool]]
    embeddable: list[Box]
    mute_buttons: list[Box]
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
        return [
            self.label_at[i] for i in self.label_indices[bisect_left(self.label_indices, first) : bisect_left(self.label_indices, last)]
        ]


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


def survey(document: Document, known: Vocabulary, keywords: frozenset[str] = frozenset()) -> Survey:
    headlines: list[int] = []
    firsts: list[int] = []  # h1 that the title does not repeat: teasers may be called so too, and then the title's own is the headline
    prose: list[float] = []
    titles: list[int] = []
    numbers: list[int] = []
    visible: list[int] = []
    title = document.title
    for line in document.lines:
        if line.hidden:
            prose.append(0.0)
            titles.append(0)
            numbers.append(0)
            visible.append(0)
            continue
        text = line.text
        size = len(text)
        numeric = 0
        if len(line.pieces) >= MIN_CELLS:
            numeric = _market_cells(line)
        if not numeric and size <= MAX_QUOTE and QUOTED.search(text) is not None and _holds_number(line):
            numeric = 1
        linked = line.link_chars * 2 > line.chars
        visible.append(1)
        numbers.append(numeric)
        if linked:
            titles.append(0 if numeric and _is_quote(text) else _linked_titles(line) or covers(line, document))
            prose.append(0.0)
            continue
        titles.append(0)
        prose.append(prose_of(text, line.chars, line.link_chars) if size > MAX_LABEL and numeric < 2 else 0.0)
        if line.chars >= MIN_TITLE and size >= MIN_HEADLINE and text in title:
            headlines.append(line.index)
        elif line.box.tag == "h1" and line.chars >= MIN_TITLE:
            firsts.append(line.index)
    if not any(document.lines[i].box.tag == "h1" for i in headlines):
        headlines = sorted((*headlines, *firsts))
    suspects = _suspects(document, known)
    chrome = _chrome(document, suspects.chrome, headlines, prose)
    labels: list[Mark] = []
    members: list[Mark] = []
    for line in document.lines:
        size = len(line.text)
        if (size <= MAX_LABEL or (size <= MAX_QUOTE and len(line.pieces) > 1)) and not chrome[line.index]:
            _mark(line, known, labels, members)
        elif size <= MAX_QUOTE and not chrome[line.index] and (kinds := _kinds_led(line, known)):
            members.append(Mark(line, kinds, False, line.text))
    return Survey(
        document=document,
        vocabulary=known,
        keywords=keywords,
        labels=labels,
        members=members,
        label_at={mark.line.index: mark for mark in labels},
        member_at={mark.line.index: mark for mark in members},
        label_indices=[mark.line.index for mark in labels],
        headline_lines=headlines,
        suspects=suspects.kinds,
        slots=suspects.slots,
        embeddable=suspects.embeds,
        mute_buttons=suspects.buttons,
        chrome=chrome,
        _prose=[0.0, *accumulate(prose)],
        _titles=[0, *accumulate(titles)],
        _numbers=[0, *accumulate(numbers)],
        _visible=[0, *accumulate(visible)],
    )


def _holds_number(line: Line) -> bool:
    """Whether a number stands in the line, or alone in one of its elements: `하락` beside `1.25%` is printed without a space."""
    if NUMBER.search(line.text) is not None:
        return True
    return len(line.pieces) > 1 and any(NUMBER.fullmatch(piece.strip()) for piece, _ in line.pieces)


def _is_quote(text: str) -> bool:
    """Whether digits and signs make much of a line with a number: a market row, not a headline."""
    return PRICED.search(text) is not None and sum(map(str.isdigit, text)) * 4 >= len(text)


def _market_cells(line: Line) -> int:
    """Elements of a long line that are nothing but a change in percent: a whole market box may stand in one line."""
    return sum(len(piece) <= 16 and "%" in piece and NUMBER.search(piece) is not None for piece, _ in line.pieces)


COVERS = frozenset("더보기 바로가기 자세히보기 more 続きを読む 更多 mehr weiterlesen".split()) | frozenset(
    ["자세히 보기", "read more", "lire la suite", "leer más"]
)


def covers(line: Line, document: Document) -> bool:
    """Whether a link that only says `more` makes all of its row a link: the row's title stands beside it, unlinked."""
    return (
        line.text.casefold() in COVERS
        and (row := row_of(line)) is not None
        and any(
            not other.hidden and not other.link_chars and _is_long(other.text) and len(other.text) <= MAX_ROW_TITLE
            for other in document.lines[row.first : row.last]
        )
    )


def row_of(line: Line) -> Box | None:
    """The list's entry that the line stands in, at most four boxes up."""
    return next((box for box, _ in zip((line.box, *line.box.ancestors()), range(5), strict=False) if box.tag in ("li", "article")), None)


MAX_ROW_TITLE = 120  # characters


def _linked_titles(line: Line) -> int:
    """How many links of the line are long enough for a headline; most lines have one link."""
    pieces = line.pieces
    if len(pieces) == 1:
        return 1 if _is_long(line.text) and not _leads_inside(pieces[0][1]) else 0
    texts: dict[Inline, str] = {}
    for text, inline in pieces:
        if inline is not None and (link := inline.link) is not None:
            texts[link] = texts[link] + text if link in texts else text
    titles = 0
    for link, text in texts.items():
        if _is_long(text.strip()) and not _leads_inside(link) and not _is_quote(text):
            titles += 1
    return titles


def _leads_inside(inline: Inline | None) -> bool:
    """Whether the link leads to a place of the same page: a table of contents, no list of articles."""
    link = inline.link if inline is not None else None
    href = link.attributes.get("href") if link is not None else None
    return href is not None and len(href) > 1 and href[0] == "#"


def _is_long(text: str) -> bool:
    return len(text) >= (MIN_ASCII_TITLE if text.isascii() else MIN_TITLE)


def _mark(line: Line, known: Vocabulary, labels: list[Mark], members: list[Mark]) -> None:
    text = without_more(line)
    short = len(text) <= MAX_LABEL
    key = normalised(text) if short else ""
    kinds = known.labels.get(key, ()) if short else ()
    heading: bool | None = True if kinds and text != line.text else None
    if not kinds and len(line.pieces) > 1 and len(line.pieces[0][0]) <= MAX_LABEL + 20:
        first = " ".join(line.pieces[0][0].split())
        kinds, heading = _kinds_of_parts(line, first, known)
        if kinds:
            text = first
    bare = without_tail(key) if short else ""
    if not kinds and short:
        kinds = known.labels.get(bare, ())
        if not kinds and known.is_loose(bare):
            heading = heading_at(line)
            if heading or line.link_chars:
                kinds = known.loosely(bare)
            elif _leads(line):
                kinds = tuple(kind for kind in known.loosely(bare) if known.rules[kind].shape in LED)
    if not kinds and short and (joint := SECTION_TAIL.search(key)) is not None and heading_at(line):
        kinds = known.labels.get(key[: joint.start()], ())
    if not kinds and short and 1 < len(line.pieces) <= MAX_FORMS:
        kinds, heading = _kinds_of_forms(line, known), False
    if kinds and line.box.tag != "h1" and not _names_a_column(line):
        labels.append(Mark(line, kinds, heading_at(line) if heading is None else heading, text))
    if len(line.pieces) > 2 and len(line.pieces[0][0]) <= MAX_MEMBER:
        name = " ".join(line.pieces[0][0].split()).casefold()
        quoted = known.members.get(name, ())
        if quoted and known.rules[quoted[0]].shape == "quotes" and any(map(str.isdigit, line.text)):
            members.append(Mark(line, quoted, False, name))
    if len(line.text) <= MAX_MEMBER:
        found = known.members.get(line.text.casefold()) or known.members.get(key) or known.members.get(bare)
        if not found and len(line.pieces) > 1:
            found = _kinds_of_all(line, known)
        if not found:
            found = _kinds_of_counted(line, known) or _kinds_led(line, known)
        if found:
            members.append(Mark(line, found, False, line.text))
    elif counting := _kinds_of_counted(line, known) or _kinds_led(line, known):
        members.append(Mark(line, counting, False, line.text))


def _names_a_column(line: Line) -> bool:
    """Whether the line stands in a row of nothing but a table's header cells."""
    row = line.box.parent
    return line.box.tag == "th" and row is not None and len(row.boxes) > 1 and all(cell.tag == "th" for cell in row.boxes)


def _kinds_led(line: Line, known: Vocabulary) -> tuple[str, ...]:
    """The kind whose controls lead where all of the line's links lead: a share button, whatever it says."""
    if line.link_chars * 2 <= line.chars:
        return ()
    links = {id(inline.link): inline.link for _, inline in line.pieces if inline is not None and inline.link is not None}
    led = [known.led((link.attributes.get("href") or link.attributes.get("data-url") or "").strip()) for link in links.values()]
    return (led[0][0],) if led[0] is not None and all(led) else ()


def without_more(line: Line) -> str:
    """The line's text; of a name beside a link to more of it, `<span>주요 뉴스</span><a>더보기</a>`, the name alone."""
    if not 0 < line.link_chars <= MAX_MORE or len(line.pieces) < 2:
        return line.text
    parts = [(" ".join(text.split()), inline is not None and inline.link is not None) for text, inline in line.pieces if not text.isspace()]
    names, links = [text for text, linked in parts if not linked], [text for text, linked in parts if linked]
    return names[0] if len(names) == 1 and parts[0][0] == names[0] and all(map(is_more, links)) else line.text


MAX_FORMS = 8


def _kinds_of_forms(line: Line, known: Vocabulary) -> tuple[str, ...]:
    """Kinds of a control that says the same in a long and a short form, one of them shown: `Share article` `Share`, `가` `글자 크기`."""
    texts = [normalised(piece) for piece, _ in line.pieces if not piece.isspace()]
    kinds = known.labels.get(texts[-1], ()) if len(texts) > 1 else ()
    return tuple(
        kind
        for kind in kinds
        if known.rules[kind].shape == "controls"
        and (all(kind in known.labels.get(t, ()) for t in texts) or all(kind in known.members.get(t, ()) for t in texts[:-1]))
    )


def _kinds_of_all(line: Line, known: Vocabulary) -> tuple[str, ...]:
    """Kinds that every element of the line is a member of: `가` `1단계` `작게`."""
    texts = [text for piece, _ in line.pieces if (text := " ".join(piece.split()).casefold())]
    first = known.members.get(texts[0], ()) if texts else ()
    return tuple(kind for kind in first if all(kind in known.members.get(text, ()) for text in texts))


def counted_in(line: Line) -> tuple[tuple[str, int], ...]:
    """The words that the line counts, in order: `좋아요 0 | 화나요 3`, `좋아요(0)`, `0 좋아요`."""
    if QUOTED.search(line.text) is None:
        return ()
    if len(line.pieces) == 1:
        return counted(" ".join(line.text.split()))
    return counted(" ".join(token.text for token in tokens_of(line)))


def _kinds_of_counted(line: Line, known: Vocabulary) -> tuple[str, ...]:
    """Kinds of counting buttons of which at least half the counted words are members."""
    pairs = counted_in(line)
    kinds = [kind for word, _ in pairs for kind in known.members.get(normalised(word), ()) if known.rules[kind].shape == "reactions"]
    return tuple(dict.fromkeys(kinds)) if pairs and len(kinds) * 2 >= len(pairs) else ()


BESIDE = ("tag_list", "related_articles", "author_articles")  # kinds whose heading may stand in the line of their links
LED = ("promo", "notice", "quotes")


def _leads(line: Line) -> bool:
    """Whether the line is the first of a box that has more: a heading in all but name."""
    parent = line.box.parent
    return parent is not None and len(parent.items) > 1 and parent.first == line.index


def _kinds_of_parts(line: Line, first: str, known: Vocabulary) -> tuple[tuple[str, ...], bool | None]:
    """Of a line whose first element is a heading beside something small, or which is a row of tabs that all are headings."""
    if not line.link_chars:
        kinds = known.labelled(first)
        return (kinds, True) if kinds and (heading_at(line) or _is_timed(line, kinds, known)) else ((), None)
    kinds = known.labels.get(normalised(first), ())
    own = line.pieces[0][1]
    if kinds and (own is None or own.link is None) and kinds[0] in BESIDE:
        return kinds, True
    if not kinds or len(line.text) > MAX_QUOTE or known.rules[kinds[0]].shape != "links":
        return (), None
    texts = [
        " ".join(piece.split()) for piece, inline in line.pieces if inline is not None and inline.link is not None and not piece.isspace()
    ]
    if len(texts) < 2:
        return (), None
    return (kinds, True) if all(known.labelled(text) for text in texts) else ((), None)


def _is_timed(line: Line, kinds: tuple[str, ...], known: Vocabulary) -> bool:
    """Whether a market box's heading stands beside nothing but the time of its prices."""
    rest = list(tokens_of(line))[1:]
    return known.rules[kinds[0]].shape == "quotes" and bool(rest) and all(is_note(token.text) for token in rest)


class Named(NamedTuple):
    """What class and id names say of a box."""

    kinds: tuple[str, ...]
    chrome: bool
    slot: bool
    embed: bool


@dataclass(slots=True)
class Suspects:
    """Boxes by what they are suspected of: kinds, navigation, an ad's room (and whether surely), an embed, a mute button."""

    kinds: list[tuple[Box, tuple[str, ...]]]
    chrome: list[Box]
    slots: list[tuple[Box, bool]]
    embeds: list[Box]
    buttons: list[Box]


AD_IDS = ("div-gpt-ad", "google_ads_", "gpt-ad", "ad-slot", "adslot", "dablewidget_", "taboola-", "ads-", "dfp-ad")
AD_ATTRIBUTES = frozenset(
    (
        "data-ad-slot data-ad-client data-ad-unit data-ad-unit-path data-google-query-id data-adunit data-ad-name data-ad-id "
        "data-widget_id-pc data-ad"
    ).split()
)
BUTTON_TAGS = ("button", "amp-social-share")
EMBED_WORDS = frozenset("embed oembed".split())


def _suspects(document: Document, known: Vocabulary) -> Suspects:
    found = Suspects([], [], [], [], [])
    embedded = known.attributes.keys() | frozenset(BOX_ADDRESSES)
    marks = embedded | AD_ATTRIBUTES | {"itemtype", "aria-label"}
    embedding = known.tags.keys() | {"blockquote", "oembed"}
    for box in document.boxes:
        tag, attributes = box.tag, box.attributes
        embeds = tag in embedding
        chrome = tag in CHROME_TAGS
        if attributes or "-" in tag:
            names = box.names if "-" not in tag else f"{tag} {box.names}"  # an element of the house's own is called by its tag
            named = named_by(known, names, attributes.get("id") or "") if len(names) > 1 else UNNAMED
            slot = named.slot
            if named is not UNNAMED:
                chrome = chrome or named.chrome
                embeds = embeds or named.embed
                if named.kinds:
                    found.kinds.append((box, named.kinds))
            if (len(attributes) > 1 or len(box.names) == 1) and not marks.isdisjoint(attributes):  # most have a class alone
                if ("itemtype" in attributes or "aria-label" in attributes) and is_trail(attributes):
                    found.kinds.append((box, ("breadcrumb",)))
                embeds = embeds or not embedded.isdisjoint(attributes)
                slot = slot or not AD_ATTRIBUTES.isdisjoint(attributes)
            if slot or ("ad_slot" in named.kinds and attributes.get("class")):
                found.slots.append((box, slot))
        if (tag in BUTTON_TAGS or attributes.get("role") == "button") and tag != "a" and box.first == box.last and not box.hidden:
            found.buttons.append(box)
        if chrome:
            found.chrome.append(box)
        if embeds:
            found.embeds.append(box)
    return found


def is_trail(attributes: Mapping[str, str | None]) -> bool:
    """Whether microdata or the accessible name calls it a breadcrumb trail."""
    return "breadcrumb" in f"{attributes.get('itemtype')} {attributes.get('aria-label')}".lower()


@lru_cache(maxsize=4096)
def named_by(known: Vocabulary, names: str, own: str) -> Named:
    """What a class and an id say: `names` are both as in `Box.names`, `own` the id."""
    words = words_of(names)
    telling = not known.first_words.isdisjoint(words)
    provider = own.startswith(known.anchor_texts) or not known.class_names.isdisjoint(names[: len(names) - len(own)].split())
    slot = own.startswith(AD_IDS)
    if not (telling or provider or slot) and TELLING.isdisjoint(words):
        return UNNAMED
    outer = words if "footer" not in words else words_of(PART_FOOTER.sub("", names))
    kinds = tuple(sorted(set(known.suspected(words)), key=ORDER.index)) if telling else ()
    chrome = not CHROME_WORDS.isdisjoint(outer)
    embed = provider or not EMBED_WORDS.isdisjoint(words)
    return Named(kinds, chrome, slot, embed) if kinds or chrome or slot or embed else UNNAMED


UNNAMED = Named((), False, False, False)
TELLING = CHROME_WORDS | EMBED_WORDS


def _is_articles_own(box: Box) -> bool:
    """Whether the box is, or stands in, a footer or a navigation that is an article's own and not the site's."""
    own = box.tag not in CHROME_TAGS and CHROME_WORDS & box.words == FOOTER  # a name alone: what stands in `main` is no site's footer
    if own and any(around.tag == "main" for around in box.ancestors()):
        return True
    own = False
    for around in (box, *box.ancestors()):
        if own and around.tag == "article":
            return True
        own = own or around.tag in CHROME_TAGS
    return False


def _chrome(document: Document, boxes: list[Box], headlines: list[int], prose: list[float]) -> bytearray:
    """One byte a line: 1 inside the site's own navigation and footer."""
    chrome = bytearray(len(document.lines))
    total = sum(prose)
    for box in boxes:
        if box.first == box.last or any(box.first <= i < box.last for i in headlines) or _is_articles_own(box):
            continue
        if sum(prose[box.first : box.last]) > max(SAFE_PROSE * 4, LONG_PAGE_SHARE * total):
            continue
        chrome[box.first : box.last] = b"\x01" * (box.last - box.first)
    return chrome
