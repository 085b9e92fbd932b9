"""The small line above the headline, and labels set beside it."""

from copydesk.normalize.document import Box, Document, Line
from copydesk.normalize.headline import HEADING_TAGS, MAX_KICKER, Headline
from copydesk.normalize.labels import label_kind
from copydesk.normalize.prose import SENTENCE_END
from copydesk.normalize.zone.telling import is_signature, times_of

KICKER_WORDS = frozenset(["kicker", "dachzeile", "overline", "eyebrow", "topline", "roofline", "spitzmarke", "antetitulo", "surtitre"])


TITLE_PARTS = frozenset(["title", "tit", "headline", "heading", "midashi", "titulo", "titre", "titel"])


KICKER_SIDES = frozenset(["sub", "pre", "top", "upper", "small", "over"])


MIN_KICKER = 4


MAX_BADGE = 8  # characters


def find_badges(document: Document, headline: Headline) -> tuple[Line, ...]:
    """Short lines beside the headline, in its own parent, that say a known label."""
    if headline.box is None or headline.box.parent is None:
        return ()
    around = headline.box.parent
    near = (*range(headline.lines[0] - 2, headline.lines[0]), headline.lines[-1] + 1)
    lines = [document.lines[i] for i in near if around.first <= i < around.last]
    return tuple(line for line in lines if not line.hidden and line.chars <= MAX_BADGE and label_kind(line.text) != "other")


def find_kicker(document: Document, headline: Headline, language: str | None) -> tuple[Line, ...]:
    """The short line right above the headline: in the same heading, in a box that names itself a kicker, or a heading of its own."""
    if not headline.lines or headline.box is None:
        return ()
    first = headline.lines[0]
    inside = [line for line in document.lines[headline.box.first : first] if not line.hidden]
    if inside:
        return tuple(inside) if sum(line.chars for line in inside) < 60 else ()
    if first == 0:
        return ()
    line = document.lines[first - 1]
    if line.hidden or line.chars >= MAX_KICKER or line.text == headline.text:
        return ()
    names = line.box.words | (line.box.parent.words if line.box.parent else frozenset())
    return (line,) if not KICKER_WORDS.isdisjoint(names) or _is_kicker_heading(document, line, headline.box, language) else ()


def _is_kicker_heading(document: Document, line: Line, headline: Box, language: str | None) -> bool:
    """Whether the line is a whole box in the headline's own parent, a heading or named a part of the title; no link, time or signature."""
    box = line.box
    if box.parent is not headline.parent or document.lines_of(box) != [line] or line.link_chars:
        return False
    if box.tag not in HEADING_TAGS and not (box.words & TITLE_PARTS and box.words & KICKER_SIDES):
        return False
    return (
        line.chars >= MIN_KICKER
        and not SENTENCE_END.search(line.text[-2:])
        and label_kind(line.text) == "other"
        and not (times_of(document, line, language) or is_signature(line.text, language))
    )
