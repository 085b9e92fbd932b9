"""Furniture under its own heading: the newsroom's word, and what has to stand below it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from copydesk.normalize.document import Box, Leaf, Line
from copydesk.normalize.widgets.by_topics import are_topics
from copydesk.normalize.widgets.claims import (
    DEGREES,
    MAX_CONTROL,
    MAX_PROMO,
    MAX_TRAIL,
    MAX_WEATHER,
    SAFE_RUN,
    foreign,
    is_list,
    is_tag_row,
    whole,
)
from copydesk.normalize.widgets.climbing import HEADLIKE, climb, is_shared, items_after
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.labelled_quotes import labelled_quotes
from copydesk.normalize.widgets.survey import Mark, Survey, counted_in
from copydesk.normalize.widgets.tokens import tokens_of
from copydesk.page.patterns import pattern_of

MAX_RUN = 60  # lines that a heading may own where no box holds them together
MAX_LIST = 150  # lines of a list; a section of the whole site has more
MAX_CARD = 200
MAX_SAME = 3  # times that one control may stand on a page
MENU_LIKE = frozenset("tip_line subscribe newsletter_signup app_promo copyright_notice login paywall_notice poll comments".split())
REPORTER = pattern_of(r"[가-힣]{2,4}\s?(?:선임|수석|전문|객원)?기자|[가-힣]{2,4} (?:특파원|논설위원)")


def by_label(seen: Survey) -> Iterator[Found]:
    """Furniture under its own heading. A word that stands as a button many times belongs to the rows of something else."""
    often = Counter(mark.line.text for mark in seen.labels if not mark.line.hidden and not mark.heading)
    for mark in seen.labels:
        line = mark.line
        if often[line.text] > MAX_SAME and not mark.heading:
            continue
        if seen.chrome[line.index]:
            continue
        if line.hidden:
            if (veiled := _veiled_list(mark, seen)) is not None:
                yield veiled
            continue
        for kind in mark.kinds:
            shape = seen.vocabulary.rules[kind].shape
            claim = BY_SHAPE.get(shape)
            found = claim(mark, kind, seen) if claim is not None else None
            if found is not None:
                yield _told_by_links(found, seen)
                break


def _told_by_links(found: Found, seen: Survey) -> Found:
    """The find, as a list of topics where a heading of articles, `Mehr zum Thema`, stands over links to nothing but topics."""
    if found.kind not in ("related_articles", "recommended"):
        return found
    if not are_topics([seen.document.lines[i] for i in found.lines if i not in found.title_lines], seen):
        return found
    return replace(found, kind="tag_list", rule="widgets/tag_list:topics")


def _veiled_list(mark: Mark, seen: Survey) -> Found | None:
    """A hidden box with a real heading and nothing else: a script fills it and then shows it."""
    kind = mark.kinds[0]
    box = mark.line.box
    if box.tag not in HEADLIKE or seen.vocabulary.rules[kind].shape != "links":
        return None
    while box.parent is not None and box.parent.hidden and box.parent.last - box.parent.first == 1:
        box = box.parent
    if box is mark.line.box:
        return None
    return Found(box, kind, f"widgets/{kind}:label", mark.text, title_lines=(mark.line.index,), hidden=(mark.line.index,))


def _labelled_list(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    if line.link_chars and not mark.heading and mark.after > line.index:
        return None
    rule = f"widgets/{kind}:label"
    needed = 1 if mark.heading else 2
    inner = line.box
    lone: Box | None = None  # the largest box that holds the heading alone: what is left where no list follows
    for box in climb(line):
        crowded = (
            seen.is_void(box)
            or is_shared(box, mark, kind, seen)
            or seen.visible(box.first, box.last) > MAX_LIST
            or seen.chrome.find(1, box.first, box.last) >= 0
        )
        if not crowded and seen.titles(mark.after, box.last) < needed:
            if _is_unfilled(box, mark, seen) or _is_unfilled_tabs(box, mark, seen):
                lone = box
            inner = box
            continue
        if (
            not crowded
            and is_list(box, seen)
            and not seen.titles(box.first, line.index)
            and seen.visible(box.first, line.index) <= MAX_BEFORE
            and not any(
                other.heading and not other.line.hidden and kind not in other.kinds for other in seen.labels_between(box.first, line.index)
            )
        ):
            return whole(box, kind, rule, (line.index,), seen)
        found = _run_after(mark, inner, box, kind, needed, seen)
        if found is not None:
            return found
        break
    return whole(lone, kind, rule, (line.index,), seen) if lone is not None else None


MAX_BEFORE = 3  # lines that may stand in a list before its heading


def _is_unfilled(box: Box, mark: Mark, seen: Survey) -> bool:
    """A real heading alone in a box made for more: a script fills it, or nothing was there to show."""
    return mark.line.box.tag in HEADLIKE and box is not mark.line.box and seen.visible(box.first, box.last) == 1


def _is_unfilled_tabs(box: Box, mark: Mark, seen: Survey) -> bool:
    """A real heading over nothing but a row of section names."""
    if mark.line.box.tag not in HEADLIKE or seen.visible(box.first, box.last) != 2:
        return False
    other = seen.document.lines_of(box)[1]
    return other is not mark.line and is_tag_row(other) and other.chars <= 60


def _run_after(mark: Mark, inner: Box, outer: Box, kind: str, needed: int, seen: Survey) -> Found | None:
    """The heading and the things after it in the same box, up to the next heading or the story."""
    line = mark.line
    first, last = line.index, line.index + 1 if inner is outer else inner.last
    if seen.prose_between(first, last) > SAFE_RUN:
        return None
    for item in items_after(line if inner is outer else inner, outer):
        if type(item) is Line and not item.hidden:
            if seen.chrome[item.index] or (item.link_chars * 2 <= item.chars and (item.chars > 40 or item.index in seen.label_at)):
                break
            last = item.index + 1
        elif type(item) is Box:
            if item.tag in HEADLIKE or _stops(item, mark, seen):
                break
            last = max(last, item.last)
        if last - first > MAX_RUN:
            break
    if seen.titles(first + 1, last) < needed or seen.prose_between(first, last) > 220 * seen.titles(first, last):
        return None
    lines = tuple(i for i in range(first, last) if not seen.document.lines[i].hidden)
    return Found(None, kind, f"widgets/{kind}:label", mark.text, lines, title_lines=(line.index,))


def _stops(box: Box, mark: Mark, seen: Survey) -> bool:
    if seen.is_void(box) or seen.chrome.find(1, box.first, box.last) >= 0:
        return True
    titles = seen.titles(box.first, box.last)
    if seen.prose(box) > 220 * titles and seen.prose(box) > 0:
        return True
    if any(not other.line.hidden and (other.heading or not other.line.link_chars) for other in seen.labels_between(box.first, box.last)):
        return True
    return seen.visible(box.first, box.last) > 0 and titles == 0 and seen.document.link_share(box) < 0.5 and seen.document.chars(box) > 60


def _labelled_tags(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    document = seen.document
    rule = f"widgets/{kind}:label"
    if line.link_chars and not mark.heading:
        return None
    inner = line.box
    for box in climb(line):
        if seen.is_void(box) or is_shared(box, mark, kind, seen) or document.chars(box) > MAX_PROMO or seen.visible(box.first, line.index):
            return _tags_after(mark, inner, box, kind, seen)
        inner = box
        rest = document.lines[line.index + 1 : box.last]
        linked = [other for other in rest if other.link_chars]
        if linked or line.link_chars:
            if linked and all(_leads_inside(other) for other in linked):
                return None  # a table of contents
            if document.link_chars(box) * 2 < document.chars(box) - line.chars or not _are_tags(linked):
                return None
            return whole(box, kind, rule, (line.index,), seen)
        if line.box is not box and len([other for other in rest if not other.hidden]) > 1:
            return None
    return None


def _are_tags(lines: list[Line]) -> bool:
    """Whether the lines are short or rows of links; one in five may be the long name of an office or a law."""
    return sum(line.chars > MAX_TAG and not is_tag_row(line) for line in lines) * 5 <= max(0, len(lines) - 1)


def _tags_after(mark: Mark, inner: Box, outer: Box, kind: str, seen: Survey) -> Found | None:
    """The heading and the box of links right after it, among other things of the same box."""
    line = mark.line
    if inner is outer or seen.visible(inner.first, inner.last) > 1:
        return None
    after = next((item for item in items_after(inner, outer) if type(item) is not Leaf), None)
    if not isinstance(after, Box) or after.tag in HEADLIKE:
        return None
    lines = seen.document.lines_of(after)
    if not lines or seen.document.chars(after) > MAX_PROMO or not all(other.link_chars * 2 > other.chars for other in lines):
        return None
    if not _are_tags(lines) or seen.labels_between(after.first, after.last) or all(_leads_inside(other) for other in lines):
        return None
    own = (line.index, *(other.index for other in lines))
    return Found(None, kind, f"widgets/{kind}:label", mark.text, own, title_lines=(line.index,))


MAX_TAG = 45  # characters


def _leads_inside(line: Line) -> bool:
    """Whether the line's links lead to places of the same page."""
    return all(
        (inline.link.attributes.get("href") or "").startswith("#")
        for _, inline in line.pieces
        if inline is not None and inline.link is not None
    )


def _labelled_comments(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    rule = f"widgets/{kind}:label"
    form: Box | None = None
    for box in climb(line):
        if seen.is_void(box) or seen.document.chars(box) > 3000 or is_shared(box, mark, kind, seen) or foreign(box, kind, seen):
            break
        if sum(seen.is_other(i, kind) for i in seen.visible_lines(box)) > 1:
            break
        if box.tag == "form" or any(b.tag in ("textarea", "form") for b in seen.document.boxes[box.index : box.end]):
            form = box
            break
        if kind in seen.vocabulary.suspected(box.words):
            form = box
    if form is not None:
        return whole(form, kind, rule, (line.index,), seen)
    return _alone(mark, kind, rule, seen)


def _alone(mark: Mark, kind: str, rule: str, seen: Survey) -> Found | None:
    """The line by itself, where it stands in a control or a heading."""
    line = mark.line
    inline = line.pieces[0][1]
    boxes = [line.box, *(b for b, _ in zip(line.box.ancestors(), range(2), strict=False))]
    if kind in MENU_LIKE and not mark.heading and _in_menu(line, kind, seen):
        return None
    control = (
        line.link_chars > 0
        or _counts_comments(line, kind, seen)
        or any(b.tag in ("button", "label", "a") for b in boxes)
        or (inline is not None and inline.tag == "a")
    )
    named = any(kind in seen.vocabulary.suspected(b.words) for b in boxes)
    if not (control or named or mark.heading):
        return None
    box = line.box if seen.visible(line.box.first, line.box.last) == 1 else None
    if control and seen.vocabulary.rules[kind].shape == "promo" and (offer := _offer_around(line, kind, seen)) is not None:
        return whole(offer, kind, rule, (), seen)
    hidden = seen.hidden_lines(box) if box else ()
    if control:
        return Found(box, kind, rule, None, (line.index,), hidden=hidden)
    return Found(box, kind, rule, line.text, (line.index,), title_lines=(line.index,), hidden=hidden)


def _counts_comments(line: Line, kind: str, seen: Survey) -> bool:
    """Whether the line says how many comments the article has; rows of a list may each say it of another article."""
    if kind != "comments" or not counted_in(line):
        return False
    return sum(bool(counted_in(other.line)) for other in seen.labels if kind in other.kinds) <= MAX_SAME


def _offer_around(line: Line, kind: str, seen: Survey) -> Box | None:
    """A box in which a sentence or two offer what the button gives, and nothing else stands."""
    best: Box | None = None
    for box, _ in zip(line.box.ancestors(), range(2), strict=False):
        others = [other for other in seen.document.lines_of(box) if other is not line]
        if seen.is_void(box, 0.1) or len(others) > 2 or box.tag in ("body", "html", "main", "article"):
            break
        if any(
            other.chars > MAX_PITCH or other.link_chars or seen.is_other(other.index, kind) or TIME_OF_DAY.search(other.text)
            for other in others
        ):
            break
        if any(REPORTER.search(other.text) for other in others):
            break
        best = box if others else best
    return best


TIME_OF_DAY = pattern_of(r"\d:\d\d|\b(?:19|20)\d\d\b")
MAX_PITCH = 80  # characters


def _in_menu(line: Line, kind: str, seen: Survey) -> bool:
    """Whether the line is one of several links of a menu, most of which say other things."""
    box: Box | None = line.box
    for _ in range(3):
        if box is None:
            return False
        if seen.visible(box.first, box.last) >= 4:
            others = [other for other in seen.document.lines_of(box) if kind not in seen.kinds_at(other.index)]
            if kind == "comments":  # a bar of controls leads to them too
                others = [other for other in others if not seen.kinds_at(other.index)]
            return (
                len(others) >= 3
                and all(other.chars <= 30 for other in others)
                and sum(other.link_chars > 0 for other in others) * 4 >= len(others) * 3
            )
        box = box.parent
    return is_tag_row(line)


def _labelled_promo(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    rule = f"widgets/{kind}:label"
    document = seen.document
    best: Box | None = None
    for box in climb(line):
        if (
            seen.is_void(box, 0.15)
            or document.chars(box) > MAX_PROMO
            or is_shared(box, mark, kind, seen)
            or seen.titles(box.first, box.last) > 2
        ):
            break
        if foreign(box, kind, seen) or (seen.visible(box.first, line.index) > 1 and kind not in seen.vocabulary.suspected(box.words)):
            break
        named = kind in seen.vocabulary.suspected(box.words)
        leads = mark.heading and seen.visible(box.first, line.index) == 0
        if (
            named
            or (leads and seen.visible(box.first, box.last) > 1)
            or any(b.tag in ("form", "fieldset") for b in document.boxes[box.index : box.end])
        ):
            best = box
            if named:
                break
        if box.tag in ("aside", "section", "form", "article"):
            break
    if kind == "subscribe" and (card := _reporter_card(line, seen)) is not None:
        return card
    if best is None or not (mark.heading or _is_offer(best, kind, seen)):
        return _alone(mark, kind, rule, seen)
    if seen.prose(best) > SAFE_RUN * 2 and not mark.heading:
        return _alone(mark, kind, rule, seen)
    return whole(best, kind, rule, (line.index,), seen)


def _is_offer(box: Box, kind: str, seen: Survey) -> bool:
    """Whether the box can be taken up: by name, by link or by form."""
    inside = seen.document.boxes[box.index : box.end]
    return (
        kind in seen.vocabulary.suspected(box.words) or seen.document.link_chars(box) > 0 or any(b.tag in ("form", "input") for b in inside)
    )


def _reporter_card(line: Line, seen: Survey) -> Found | None:
    """A small box below the story with a reporter's name and a button to follow them."""
    if seen.prose_between(0, line.index) < SAFE_RUN:
        return None
    for box in climb(line):
        if seen.document.chars(box) > MAX_CARD or seen.visible(box.first, box.last) > 5 or seen.is_void(box, 0.1):
            return None
        if any(REPORTER.fullmatch(token.text) for other in seen.document.lines_of(box) for token in tokens_of(other)):
            return whole(box, "author_card", "widgets/author_card:members", (), seen)
    return None


def _labelled_summary(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    if line.link_chars or line.box.tag == "button":
        return _alone(mark, kind, f"widgets/{kind}:label", seen)
    for box in climb(line):
        if box is line.box and seen.visible(box.first, box.last) == 1:
            continue
        if seen.is_void(box) or seen.document.chars(box) > 900 or is_shared(box, mark, kind, seen) or foreign(box, kind, seen):
            return None
        if seen.visible(line.index + 1, box.last):
            return whole(box, kind, f"widgets/{kind}:label", (line.index,), seen)
    return None


def _labelled_author(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    if not mark.heading:
        return None
    for box in climb(line):
        if seen.is_void(box) or seen.document.chars(box) > 1500 or is_shared(box, mark, kind, seen):
            return None
        if seen.visible(line.index + 1, box.last):
            return whole(box, kind, f"widgets/{kind}:label", (line.index,), seen)
    return None


def _labelled_poll(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    if kind == "iframe":
        return _labelled_consent(mark, kind, seen)
    if kind != "poll" or not (mark.heading or not line.link_chars):
        return None
    for box in climb(line):
        if seen.is_void(box) or seen.document.chars(box) > MAX_PROMO or is_shared(box, mark, kind, seen):
            return None
        if any(b.tag in ("form", "fieldset", "label", "button") for b in seen.document.boxes[box.index : box.end]):
            return whole(box, kind, f"widgets/{kind}:label", (line.index,), seen)
    return None


def _labelled_consent(mark: Mark, kind: str, seen: Survey) -> Found | None:
    """The place of foreign content that the reader must first agree to: a sentence or two and a button."""
    best: Box | None = None
    for box in climb(mark.line):
        if seen.is_void(box) or seen.document.chars(box) > MAX_CONSENT or is_shared(box, mark, kind, seen) or foreign(box, kind, seen):
            break
        if seen.titles(box.first, box.last) > 1 or seen.visible(box.first, box.last) > MAX_CONSENT_LINES:
            break
        inside = seen.document.boxes[box.index : box.end]
        best = box if any(b.tag in ("button", "label", "form") for b in inside) or seen.document.link_chars(box) else best
    return whole(best, kind, f"widgets/{kind}:label", (mark.line.index,), seen) if best is not None else None


MAX_CONSENT = 900  # characters; the longest seen has 610
MAX_CONSENT_LINES = 10


def _labelled_slot(mark: Mark, kind: str, seen: Survey) -> Found | None:
    """The word alone marks the room of an advertisement."""
    line = mark.line
    box = line.box
    if line.link_chars or mark.line.chars > 60:
        return None
    while (
        box.parent is not None
        and seen.visible(box.parent.first, box.parent.last) == 1
        and box.parent.tag not in ("body", "html", "main", "article")
    ):
        box = box.parent
    if seen.visible(box.first, box.last) != 1:
        return Found(None, kind, f"widgets/{kind}:label", None, (line.index,))
    return Found(box, kind, f"widgets/{kind}:label", None, (line.index,), hidden=seen.hidden_lines(box))


def _labelled_weather(mark: Mark, kind: str, seen: Survey) -> Found | None:
    if kind != "weather" or (mark.line.link_chars and not mark.heading):
        return None
    for box in climb(mark.line):
        if seen.is_void(box, 0.1) or seen.document.chars(box) > MAX_WEATHER or is_shared(box, mark, kind, seen):
            return None
        if DEGREES.search(seen.document.text_of(box)):
            return whole(box, kind, f"widgets/{kind}:label", (mark.line.index,), seen)
    return None


def _labelled_trail(mark: Mark, kind: str, seen: Survey) -> Found | None:
    """Sections from outer to inner after the words for them."""
    for box in climb(mark.line):
        if seen.is_void(box, 0.1) or seen.document.chars(box) > MAX_TRAIL or foreign(box, kind, seen):
            return None
        if seen.document.link_chars(box) > mark.line.link_chars:
            return whole(box, kind, f"widgets/{kind}:label", (), seen)
    return None


def _labelled_reactions(mark: Mark, kind: str, seen: Survey) -> Found | None:
    """A question over buttons that count, whatever they are called."""
    line = mark.line
    if line.link_chars:
        return None
    for box in climb(line):
        if seen.is_void(box, 0.1) or seen.document.chars(box) > MAX_CONTROL or is_shared(box, mark, kind, seen) or foreign(box, kind, seen):
            return None
        if seen.titles(box.first, box.last) or seen.visible(box.first, line.index):
            return None
        if seen.numbers(line.index + 1, box.last) >= 2:
            return whole(box, kind, f"widgets/{kind}:label", (line.index,), seen)
    return None


BY_SHAPE: dict[str, Callable[[Mark, str, Survey], Found | None]] = {
    "links": _labelled_list,
    "quotes": labelled_quotes,
    "tags": _labelled_tags,
    "comments": _labelled_comments,
    "promo": _labelled_promo,
    "notice": _labelled_promo,
    "summary": _labelled_summary,
    "author": _labelled_author,
    "texts": _labelled_weather,
    "trail": _labelled_trail,
    "reactions": _labelled_reactions,
    "embed": _labelled_poll,
    "slot": _labelled_slot,
}
