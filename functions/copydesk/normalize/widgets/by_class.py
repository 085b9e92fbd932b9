"""Furniture that only class and id names betray, guarded by shape and size; rooms of ad servers."""

from bisect import bisect_left
from collections.abc import Callable, Iterator

from copydesk.normalize.classes import words_of
from copydesk.normalize.document import Box
from copydesk.normalize.widgets.by_trail import trail_before_headline
from copydesk.normalize.widgets.claims import (
    DEGREES,
    MAX_PROMO,
    MAX_TRAIL,
    MAX_WEATHER,
    SAFE_RUN,
    foreign,
    heading_of,
    is_list,
    is_tag_row,
    stands_in_story,
    whole,
)
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.survey import MIN_CELLS, Mark, Survey
from copydesk.page.patterns import pattern_of

MAX_OFFER = 90  # characters of a line of an offer that only a class name betrays; longer ones were story
MAX_AD = 120
MAX_ROW = 160  # characters of a row of controls
NEVER_A_WIDGET = frozenset("h1 h2 h3 h4 h5 h6 p main article figure figcaption img picture input option select".split())  # by names alone
TIME_OF_DAY = pattern_of(r"\d:\d\d|\b(?:19|20)\d\d\b")


def by_class(seen: Survey) -> Iterator[Found]:
    """Furniture that only its class or id names betray, guarded by shape and size."""
    vocabulary = seen.vocabulary
    end = -1
    for box, kinds in seen.suspects:
        if box.index < end or box.tag in NEVER_A_WIDGET:
            continue
        for kind in kinds:
            claim = BY_CLASS.get(vocabulary.rules[kind].shape)
            if claim is not None and (parent := _lifted(box)) is not None and (found := claim(parent, kind, seen)) is not None:
                yield found
            found = claim(box, kind, seen) if claim is not None else None
            if found is not None:
                yield found
                end = box.end
                break


def _lifted(box: Box) -> Box | None:
    """The parent of boxes that all bear the same names: the list whose entries they are."""
    parent = box.parent
    if parent is None or parent.tag in ("body", "html", "main", "article") or len(parent.items) < 2:
        return None
    boxes = parent.boxes
    if len(boxes) < 2 or boxes[0] is not box:
        return None
    return parent if all(b.words & box.words for b in boxes) else None


def _suspected_list(box: Box, kind: str, seen: Survey) -> Found | None:
    if box.first == box.last or seen.chrome[box.first] or seen.titles(box.first, box.last) < 2:
        return None
    if seen.is_void(box) or not is_list(box, seen) or seen.document.link_share(box) < 0.4:
        return None
    labels = [m for m in seen.labels_between(box.first, box.last) if not m.line.hidden and (m.heading or not m.line.link_chars)]
    if any(kind not in m.kinds for m in labels):
        return None
    title = heading_of(box, seen)
    return whole(box, kind, f"widgets/{kind}:class", (title.index,) if title is not None else (), seen)


def _suspected_quotes(box: Box, kind: str, seen: Survey) -> Found | None:
    if box.first == box.last:
        return None
    numbers, visible = seen.numbers(box.first, box.last), seen.visible(box.first, box.last)
    if numbers < 2 or numbers * 4 < visible or seen.is_void(box) or seen.prose(box) > SAFE_RUN or seen.chrome[box.first]:
        return None
    if any(line.chars > 50 and len(line.pieces) < MIN_CELLS for line in seen.document.lines_of(box)):
        return None
    if seen.titles(box.first, box.last) * 2 > visible or stands_in_story(box, seen) or not _has_changes(box, seen):
        return None
    title = heading_of(box, seen)
    return whole(box, kind, f"widgets/{kind}:class", (title.index,) if title is not None else (), seen)


def _has_changes(box: Box, seen: Survey) -> bool:
    text = seen.document.text_of(box)
    return text.count("%") + text.count("％") >= 2 or sum(text.count(c) for c in "▲▼△▽") >= 2


def _suspected_control(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    chars = document.chars(box)
    if chars == 0 or chars > MAX_ROW or seen.is_void(box, 0.1):
        return None
    lines = document.lines_of(box)
    if any(line.chars > 32 for line in lines) or len(lines) > 12 or foreign(box, kind, seen):
        return None
    if seen.chrome[box.first] or not _is_clickable(box, seen) or not any(kind in seen.kinds_at(line.index) for line in lines):
        return None
    return whole(box, kind, f"widgets/{kind}:class", (), seen)


def _suspected_trail(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    if seen.holds_headline(box):
        return trail_before_headline(box, seen)
    if not document.link_chars(box) or document.chars(box) > MAX_TRAIL or seen.is_void(box, 0.1) or seen.visible(box.first, box.last) > 12:
        return None
    return None if foreign(box, kind, seen) else whole(box, kind, f"widgets/{kind}:class", (), seen)


def _is_clickable(box: Box, seen: Survey) -> bool:
    """Whether buttons or links make the box, all of whose lines are theirs, and nothing in it leads to an article."""
    if seen.titles(box.first, box.last):
        return False
    document = seen.document
    if document.link_share(box) > 0.6:
        return True
    if box.tag in ("button", "label"):
        return True
    return any(b.tag in ("button", "label") for b in document.boxes[box.index + 1 : box.end])


def _suspected_comments(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    inside = document.boxes[box.index : box.end]
    if any(b.tag == "textarea" for b in inside) and not seen.is_void(box, 0.5):
        return whole(box, kind, f"widgets/{kind}:class", (), seen)
    if not document.chars(box):
        return Found(box, kind, f"widgets/{kind}:class", at=box.first) if _is_room(box, kind, seen) else None
    text = document.text_of(box)
    if (
        1 < document.chars(box) <= 120
        and any(map(str.isalpha, text))
        and not TIME_OF_DAY.search(text)
        and not seen.is_void(box, 0.1)
        and not seen.titles(box.first, box.last)
        and not seen.chrome[box.first]
    ):
        return whole(box, kind, f"widgets/{kind}:class", (), seen)
    if not seen.is_void(box, 0.35) and document.chars(box) and any(kind in m.kinds for m in seen.labels_between(box.first, box.last)):
        return whole(box, kind, f"widgets/{kind}:class", (), seen)
    return None


def _is_room(box: Box, kind: str, seen: Survey) -> bool:
    """Whether a script fills the empty box with comments, and no heading near it announces them."""
    if box.hidden or not ("-" in box.tag or any(room <= box.words for room in seen.vocabulary.rules[kind].rooms)):
        return False
    if any(
        "-" in inner.tag and kind in seen.vocabulary.suspected(words_of(inner.tag))
        for inner in seen.document.boxes[box.index + 1 : box.end]
    ):
        return False
    around = [above for above, _ in zip(box.ancestors(), range(3), strict=False) if above.tag not in ("html", "body", "main", "article")]
    return not any(kind in mark.kinds for above in around for mark in seen.labels_between(above.first, above.last))


def _suspected_tags(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    chars = document.chars(box)
    if not chars or chars > 500 or seen.chrome[box.first] or seen.is_void(box, 0.1) or document.link_share(box) < 0.6:
        return None
    lines = document.lines_of(box)
    if any(line.chars > 40 and not is_tag_row(line) for line in lines) or foreign(box, kind, seen):
        return None
    if sum(line.link_chars > 0 for line in lines) < 2 and not any(is_tag_row(line) for line in lines) and "tags" not in box.words:
        return None
    return whole(box, kind, f"widgets/{kind}:class", (), seen)


def _suspected_author(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    chars = document.chars(box)
    if chars < 12 or chars > 1200 or seen.is_void(box, 0.2) or seen.chrome[box.first] or seen.titles(box.first, box.last) > 3:
        return None
    lines = document.lines_of(box)
    if len(lines) < 2 or (not any(leaf.tag == "img" for leaf in document.leaves_of(box)) and chars < 60):
        return None
    if any(i < box.first for i in seen.headline_lines) and seen.prose_between(0, box.first) < SAFE_RUN:
        return None  # above the story: a byline, which is meta
    return whole(box, kind, f"widgets/{kind}:class", (), seen)


def _suspected_promo(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    chars = document.chars(box)
    if chars < 2 or chars > MAX_PROMO or seen.is_void(box, 0.1) or seen.chrome[box.first] or seen.titles(box.first, box.last) > 2:
        return None
    if box.tag == "p" and chars > 200 and document.link_share(box) < 0.3:
        return None
    inside = document.boxes[box.index : box.end]
    if kind != "tip_line" and not document.link_chars(box) and not any(b.tag in ("form", "button", "label", "fieldset") for b in inside):
        return None
    if foreign(box, kind, seen):
        return None
    if kind == "paywall_notice" and any(line.chars > MAX_OFFER for line in document.lines_of(box)):
        return None  # bodies bear the name too: `p.paywall`
    title = heading_of(box, seen)
    return whole(box, kind, f"widgets/{kind}:class", (title.index,) if title is not None else (), seen)


def _suspected_summary(box: Box, kind: str, seen: Survey) -> Found | None:
    chars = seen.document.chars(box)
    if chars < 4 or chars > 900 or seen.is_void(box, 0.2) or seen.chrome[box.first]:
        return None
    title = heading_of(box, seen)
    return whole(box, kind, f"widgets/{kind}:class", (title.index,) if title is not None else (), seen)


def _suspected_poll(box: Box, kind: str, seen: Survey) -> Found | None:
    if kind != "poll":
        return None
    chars = seen.document.chars(box)
    if chars < 4 or chars > MAX_PROMO or seen.is_void(box, 0.1) or seen.chrome[box.first]:
        return None
    if seen.visible(box.first, box.last) < 3 or not any(
        b.tag in ("form", "button", "label", "fieldset") for b in seen.document.boxes[box.index : box.end]
    ):
        return None
    title = heading_of(box, seen)
    return whole(box, kind, f"widgets/{kind}:class", (title.index,) if title is not None else (), seen)


def _suspected_texts(box: Box, kind: str, seen: Survey) -> Found | None:
    chars = seen.document.chars(box)
    if kind != "weather" or not chars or chars > MAX_WEATHER or seen.is_void(box, 0.1) or _is_in_header(box, seen):
        return None
    return whole(box, kind, f"widgets/{kind}:class", (), seen) if DEGREES.search(seen.document.text_of(box)) else None


def _is_in_header(box: Box, seen: Survey) -> bool:
    """Whether the site's header is around the box: a degree beside the logo is no widget of the article's page."""
    return any(around.tag == "header" and not seen.holds_headline(around) for around in box.ancestors())


def line_of(mark: Mark) -> int:
    return mark.line.index


def _suspected_reactions(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    chars = document.chars(box)
    if not chars or chars > 200 or seen.is_void(box, 0.1) or seen.chrome[box.first] or seen.titles(box.first, box.last):
        return None
    first, last = (bisect_left(seen.members, end, key=line_of) for end in (box.first, box.last))
    if not any(kind in member.kinds and not member.line.hidden for member in seen.members[first:last]):
        return None
    return whole(box, kind, f"widgets/{kind}:class", (), seen)


BY_CLASS: dict[str, Callable[[Box, str, Survey], Found | None]] = {
    "links": _suspected_list,
    "quotes": _suspected_quotes,
    "controls": _suspected_control,
    "trail": _suspected_trail,
    "comments": _suspected_comments,
    "tags": _suspected_tags,
    "author": _suspected_author,
    "promo": _suspected_promo,
    "notice": _suspected_promo,
    "summary": _suspected_summary,
    "embed": _suspected_poll,
    "texts": _suspected_texts,
    "reactions": _suspected_reactions,
}


def by_slot(seen: Survey) -> Iterator[Found]:
    """Rooms of ad servers, outermost, almost without text."""
    document = seen.document
    end = -1
    for box, sure in seen.slots:
        if box.index < end:
            continue
        if document.chars(box) > MAX_AD or seen.prose(box) or seen.holds_headline(box) or seen.titles(box.first, box.last):
            continue
        yield Found(
            box, "ad_slot", "widgets/ad_slot:" + ("slot" if sure else "class"), None, seen.visible_lines(box), hidden=seen.hidden_lines(box)
        )
        end = box.end
