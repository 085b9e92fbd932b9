"""Where captions stand: in boxes that call themselves so, in figures, and beside pictures without a name."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.normalize.classes import is_named
from copydesk.normalize.collecting import NO_CAPTION_TAGS
from copydesk.normalize.credits import split_caption
from copydesk.normalize.document import MIN_SHOWN_ALT, Box, Leaf, Line, collapse
from copydesk.normalize.headline import HEADING_TAGS
from copydesk.normalize.media import PICTURES, is_teaser_link, read_picture
from copydesk.normalize.names import is_latin_name
from copydesk.normalize.parts import Part
from copydesk.normalize.pictures import Sections
from copydesk.normalize.prose import SENTENCE_END
from copydesk.normalize.seen import Seen
from copydesk.normalize.times import find_times
from copydesk.normalize.zone import is_signature
from copydesk.page.patterns import pattern_of
from copydesk.rules import words_for

MAX_CAPTION = 900  # characters; the longest true caption of the corpus has 720
MAX_BESIDE = 300  # characters of a caption that nothing names
MAX_UNSAID = 120  # characters of one that only follows its picture
MAX_BESIDE_TIME = 16  # characters of a label or a name beside a time
MAX_HOUSE = 40  # characters of a last line that may be the name of the picture's house
MAX_LINES = 4  # of a picture's box: a caption, a credit, a button, a duration
MAX_CLIMB = 4  # boxes between a picture and the box that holds its caption
ABOVE = 14  # lines above the headline in which the lead picture may stand
DURATION = pattern_of(r"^[\d\s:/.%×x+()-]+$|^(?:video|audio|podcast)?\s*\d{1,2}(?::\d\d)?\s*(?:min\.?|minutes?|sec|sek\.?|분|分)?$", re.I)
BUTTON_WORDS = pattern_of(
    r"^(?:이미지\s*(?:확대|크게)\s*(?:보기)?|사진\s*(?:확대|크게보기)|확대(?:보기)?|큰\s*이미지\s*보기|"
    r"View (?:image|gallery|\d+ images?)(?: in fullscreen)?|Enlarge(?: image)?|"
    r"Open (?:image|this photo).*|Bild vergrößern|Vollbild|Zoom|×|\+|Foto:?|"
    r"この記事の画像を見る.*|写真を拡大|拡大する?|点击查看大图|點擊圖片放大|查看原图|分享到|关闭|關閉)$",
    re.I,
)
GALLERY = frozenset(["gallery", "slide", "slider", "swiper", "carousel", "photo", "image", "img", "picture", "bild", "foto"])
TYPE_SIZE = pattern_of(r"(?<![\w-])(?:text|font|type|typography|mui\w*)-caption(?![\w])", re.I)
RESCUABLE = frozenset(
    ["never", "structural", "link_list", "tag", "sure", "label_above", "label_below"]
)  # drops that a class or a place gave


@dataclass(frozen=True, slots=True)
class CaptionPlace:
    """`leaf` is the picture where the place itself says which; `named` where the box or its element calls itself a caption."""

    box: Box
    lines: tuple[Line, ...]
    leaf: Leaf | None
    named: bool


def caption_places(seen: Seen) -> list[CaptionPlace]:
    """In document order; no line in two of them."""
    at: dict[int, CaptionPlace] = {}  # by line
    finder = _Finder(seen)
    for step in (finder.parts, finder.figures, finder.beside):
        for place in step():
            shared = [other for line in place.lines if (other := at.get(line.index)) is not None]
            if any(other.named or any(line not in place.lines for line in other.lines) for other in shared):
                continue
            at.update((line.index, place) for line in place.lines)  # a picture's whole box instead of a credit in it
    return [at[index] for index in sorted(at) if at[index].lines[0].index == index]


def calls_itself_caption(box: Box) -> bool:
    """By element or name; `text-caption` is a size of type in several style libraries."""
    if box.tag == "figcaption":
        return True
    return box.tag not in NO_CAPTION_TAGS and is_named(TYPE_SIZE.sub("", box.names), "caption")


def _repeats_alt(lines: list[Line], leaf: Leaf) -> bool:
    """Whether the text begins with what the picture's alt says, a credit after it or not."""
    alt = collapse(leaf.get("alt"))
    return len(alt) >= MIN_SHOWN_ALT and " ".join(line.text for line in lines).startswith(alt)


class _Finder:
    def __init__(self, seen: Seen) -> None:
        self.seen, self.document, self.container = seen, seen.document, seen.story.container
        self.sections = Sections(seen.document)
        parts = seen.story.parts
        self.captions = [part for part in parts if part.kind == "caption" and part.lines]
        self.part_of = {line.index: part for part in parts for line in part.lines}
        story = [line.index for p in parts if p.dropped is None and p.kind != "caption" for line in p.lines]
        self.story = sorted({*story, *seen.headline.lines})
        self.dropped = [p.box for p in parts if p.dropped is not None and p.kind != "leaf" and p.box is not self.container]
        zone = seen.zone
        self.meta = {line.index for line in (*zone.deck, *zone.kicker, *zone.bylines, *zone.badges, *(line for line, _ in zone.times))}
        self.meta |= set(seen.headline.lines)
        self.bylined: dict[str, bool] = {}
        self.stamped = {line.index for line, times in zone.times if any(time.kind for time in times)}  # `<p class=credit>入力：…`

    def parts(self) -> Iterator[CaptionPlace]:
        """What the story's own reading took for a caption, and figures that it dropped for a suspicious name around nothing but them."""
        for part in self.captions:
            if is_named(part.box.names, "caption") and not calls_itself_caption(part.box):
                continue
            if part.leaf is not None and self.is_teaser(part):
                continue
            if not self.stamped.isdisjoint(line.index for line in part.lines):
                continue
            if part.dropped is None or ((part.dropped in RESCUABLE or self.is_lead(part)) and self.is_own(part.box)):
                yield CaptionPlace(part.box, part.lines, part.leaf, named=part.leaf is None)

    def figures(self) -> Iterator[CaptionPlace]:
        """Boxes outside the story's container that name themselves captions: lead pictures below or a little above the headline."""
        document, seen = self.document, self.seen
        first = min(seen.headline_end, max(0, seen.headline_start - ABOVE))
        for box in document.boxes:
            if box.index >= self.container.index:
                break
            if (
                box.hidden
                or box.first < first
                or box.first == box.last
                or document.chars(box) > MAX_CAPTION
                or box.contains(self.container)
                or not self.stamped.isdisjoint(range(box.first, box.last))
            ):
                continue
            above = box.first < seen.headline_end
            named = (calls_itself_caption(box) or box.index in seen.pointed.captions) and (not above or box.tag == "figcaption")
            if named and (self.is_own(box) if above or self.is_dropped(box) else True):
                yield CaptionPlace(box, tuple(document.lines_of(box)), None, named=True)

    def beside(self) -> Iterator[CaptionPlace]:
        """Short texts that share a small box with a picture, or stand in the box right after it."""
        seen = self.seen
        for leaf in self.document.leaves:
            if leaf.hidden or leaf.tag not in PICTURES or not seen.headline_end <= leaf.position <= seen.story_end + 1:
                continue
            if is_teaser_link(leaf, seen.base):
                continue
            host = self.host_of(leaf)
            place = self.in_host(host, leaf) if self.document.chars(host) else self.after(host, leaf)
            if place is not None and read_picture(leaf, seen.base) is not None:
                yield place

    def host_of(self, leaf: Leaf) -> Box:
        """The smallest box around the picture that holds text; where none does, the largest that holds the picture alone."""
        box = leaf.box
        for _ in range(MAX_CLIMB):
            parent = box.parent
            if self.document.chars(box) or parent is None or parent is self.container or parent.contains(self.container):
                return box
            box = parent
        return box

    def in_host(self, host: Box, leaf: Leaf) -> CaptionPlace | None:
        if self.document.chars(host) > MAX_BESIDE or host is self.container or host.contains(self.container):
            return None
        lines = self.document.lines_of(host)
        if len(lines) > MAX_LINES:
            return None
        if host.tag in ("article", "a", "button", *HEADING_TAGS):
            return None
        if host.tag == "li" and GALLERY.isdisjoint(host.words) and not _repeats_alt(lines, leaf):
            return None
        if (self.document.chars(host) > MAX_UNSAID and (host.tag == "p" or self.sections.has(host))) or self.is_card(host):
            return None
        if any(b.tag in HEADING_TAGS for b in self.inside(host)) or not self.is_among_story(host) or not self.is_free(lines):
            return None
        if len(lines) == 1:
            return CaptionPlace(host, tuple(lines), leaf, named=False)
        told = [line for line in lines if not self.is_aside(line)]
        signed = len(told) == 2 and told[1] is lines[-1] and len(told[1].text) <= MAX_HOUSE and told[1].text[-1] not in ".!?…"
        return CaptionPlace(host, tuple(lines), leaf, named=False) if len(told) <= 1 or signed else None

    def after(self, host: Box, leaf: Leaf) -> CaptionPlace | None:
        """The next box, where its one line repeats the picture's alt or is too short and open for a paragraph, or credited."""
        items = host.parent.items if host.parent is not None else []
        box = items[host.at + 1] if host.at + 1 < len(items) else None
        if not isinstance(box, Box) or box.hidden or box.tag not in ("div", "span", "p", "em", "small"):
            return None
        lines = self.document.lines_of(box)
        if len(lines) != 1 or not self.is_free(lines) or self.is_card(box):
            return None
        text = lines[0].text
        told = text == collapse(leaf.get("alt"))
        open_ended = box.tag != "p" and len(text) <= MAX_UNSAID and (not SENTENCE_END.search(text) or self.is_credited(text))
        return CaptionPlace(box, tuple(lines), leaf, named=False) if told or (open_ended and self.is_among_story(box)) else None

    def is_credited(self, text: str) -> bool:
        parts = split_caption(text, language=self.seen.language)
        return parts.credit is not None and parts.text != ""

    def is_lead(self, part: Part) -> bool:
        """Whether it is the legend of a figure right above the headline."""
        return part.dropped == "above_headline" and part.box.tag == "figcaption" and self.seen.headline_start - part.lines[0].index <= ABOVE

    def is_teaser(self, part: Part) -> bool:
        """Whether the text beside a picture is a card's label, or who wrote the story beside a portrait."""
        if any(self.is_bylined(line) for line in part.lines):
            return True
        return self.is_card(part.box)

    def is_card(self, box: Box) -> bool:
        """Whether the box stands in an article of its own inside the story's container: another story's card."""
        around = next((a for a in (box, *box.ancestors()) if a.tag == "article" or a is self.container), None)
        return around is not None and around is not self.container and not around.contains(self.container)

    def is_bylined(self, line: Line) -> bool:
        if line.chars > 60:
            return False
        if line.text not in self.bylined:  # a gallery says the same under each picture
            self.bylined[line.text] = _is_byline(line.text, self.seen.language)
        return self.bylined[line.text]

    def inside(self, box: Box) -> list[Box]:
        return self.document.boxes[box.index + 1 : box.end]

    def is_free(self, lines: list[Line]) -> bool:
        """Whether no line is a widget's, meta, mostly link, or dropped from the story for what it says."""
        for line in lines:
            part = self.part_of.get(line.index)
            if line.index in self.seen.claimed or line.index in self.meta or line.link_chars * 2 > line.chars:
                return False
            if part is not None and (
                part.kind not in ("paragraph", "caption", "list") or (part.dropped is not None and part.dropped not in RESCUABLE)
            ):
                return False
            if self.is_bylined(line):
                return False
        return True

    def is_aside(self, line: Line) -> bool:
        """Whether a line of a picture's box is no caption itself: a credit, a button, a duration."""
        if BUTTON_WORDS.match(line.text) or DURATION.match(line.text):
            return True
        return line.chars <= 90 and split_caption(line.text, language=self.seen.language).text == ""

    def is_dropped(self, box: Box) -> bool:
        return any(other.contains(box) for other in self.dropped)

    def is_own(self, box: Box) -> bool:
        """Whether the figure is one of this story's: a real picture that leads nowhere else, and story right around it."""
        host = self.figure_of(box)
        leaves = [leaf for leaf in self.document.leaves_of(host) if leaf.tag in PICTURES and not leaf.hidden]
        real = [leaf for leaf in leaves if read_picture(leaf, self.seen.base) is not None]
        made = any("-" in b.tag and b.get("src") for b in self.inside(host))  # `<site-image src>`: a picture that a script draws
        if not (real or made) or any(is_teaser_link(leaf, self.seen.base) for leaf in real):
            return False
        return self.is_among_story(host)

    def figure_of(self, box: Box) -> Box:
        """The outermost box whose every line is a caption's, a button's or the caption's again."""
        own = {line.text for line in self.document.lines_of(box)}
        host = box
        for _ in range(8):
            parent = host.parent
            if parent is None or parent.tag in ("body", "html", "main") or parent is self.container or parent.contains(self.container):
                break
            if not all(line.text in own or self.is_captions(line) for line in self.document.lines_of(parent)):
                break
            host = parent
        return host

    def is_captions(self, line: Line) -> bool:
        part: Part | None = self.part_of.get(line.index)
        if (part is not None and part.kind == "caption") or BUTTON_WORDS.match(line.text) or DURATION.match(line.text):
            return True
        return any(box.tag in ("figcaption", "button") for box, _ in zip((line.box, *line.box.ancestors()), range(5), strict=False))

    def is_among_story(self, box: Box) -> bool:
        """Whether the box around it, which holds more than it, holds a line of the story or the headline."""
        around, chars = box.parent, self.document.chars(box)
        for _ in range(MAX_CLIMB + 2):
            if around is None:
                return False
            at = bisect_left(self.story, around.first)
            others = [i for i in self.story[at : at + MAX_LINES + 2] if i < around.last and not box.first <= i < box.last]
            if others or around.contains(self.container):
                return True
            if self.document.chars(around) > chars + MAX_BESIDE // 2:
                return False
            around = around.parent
        return False


def lines_beside(box: Box, leaf: Leaf, seen: Seen) -> list[Line]:
    """The other lines, few and short, of the smallest box around the caption that holds its picture too."""
    around: Box | None = box
    for _ in range(MAX_CLIMB + 1):
        if around is None or around is seen.story.container or around.contains(seen.story.container):
            return []
        if around.contains(leaf.box) and around is not box:
            break
        around = around.parent
    if around is None or seen.document.chars(around) - seen.document.chars(box) > MAX_BESIDE:
        return []
    lines = [line for line in seen.document.lines_of(around) if not box.first <= line.index < box.last]
    return lines if len(lines) <= MAX_LINES else []


def _is_byline(text: str, language: str | None) -> bool:
    """Whether the text is a time or signs; two words with capitals alone may name whom the picture shows."""
    if _is_time(text, language):
        return True
    return (not is_latin_name(text) or _is_prefixed(text, language)) and is_signature(text, language)


def _is_prefixed(text: str, language: str | None) -> bool:
    first = text.split()[0].casefold().rstrip(":")
    return any(first == prefix.casefold() for prefix in words_for(language, text).byline.prefixes)


def _is_time(text: str, language: str | None) -> bool:
    """Whether the text tells when, and hardly more; a caption may say when its picture was taken."""
    if len(text) > 40 or text[-1] in ".!?" or not any(map(str.isdigit, text)):
        return False
    times = find_times(text, language=language)
    return bool(times) and len(text) - sum(len(found.time.printed or "") for found in times) <= MAX_BESIDE_TIME
