"""Which parts of the untouched page are furniture. Runs before the body is chosen; a claim that would take the story is void."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from copydesk.normalize.document import Box, Document, Line
from copydesk.normalize.widgets.embeds import find_embeds
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.quotes import tokens_of
from copydesk.normalize.widgets.survey import HEADING_TAGS, MIN_CELLS, Mark, Survey, heading_at, survey
from copydesk.normalize.widgets.vocabulary import Vocabulary, vocabulary

CLUSTERED = tuple("font_size share_bar reactions translate print bookmark listen".split())
CONTROLS = frozenset("font_size share_bar translate print bookmark listen".split())
MIN_MEMBERS = {"font_size": 2, "share_bar": 2, "reactions": 2, "translate": 4, "print": 9, "bookmark": 9, "listen": 9}
MAX_GAP = 3  # lines between two members of one control
MAX_RUN = 60  # lines that a heading may own where no box holds them together
MAX_LIST = 150  # lines of a list; a section of the whole site has more
MAX_CLIMB = 9  # boxes above a heading in which its list may stand
MAX_PROMO = 700  # characters of an offer; longer is story
MAX_CONTROL = 400
MAX_WEATHER = 300
MAX_TAGS = 200
MAX_TRAIL = 160
MAX_OFFER = 90  # characters of a line of an offer that only a class name betrays; longer ones were story
MAX_AD = 120
MIN_ROW = 3  # different words of one kind that make a line a row of controls
MAX_SAME = 3  # times that one control may stand on a page
HEADLIKE = frozenset("h2 h3 h4 h5 h6".split())
NEVER_A_WIDGET = frozenset("h1 h2 h3 h4 h5 h6 p main article figure figcaption img picture input option select".split())  # by names alone


def find_widgets(document: Document, *, language: str | None) -> tuple[Found, ...]:
    """Disjoint pieces of furniture in document order."""
    return find_by(document, vocabulary())


def find_by(document: Document, known: Vocabulary) -> tuple[Found, ...]:
    """`find_widgets` with the rules of a vocabulary."""
    if not document.lines and not document.leaves:
        return ()
    seen = survey(document, known)
    return tuple(sorted(settle(candidates(seen), seen), key=lambda found: (found.start, found.box.index if found.box else 0)))


def candidates(seen: Survey) -> Iterator[Found]:
    """Strongest claims first: where two overlap, the first one stands."""
    for step in STEPS:
        yield from step(seen)


def settle(claims: Iterator[Found], seen: Survey) -> list[Found]:
    taken = bytearray(len(seen.document.lines))
    frames: list[Box] = []
    kept: list[Found] = []
    last: Found | None = None
    for claim in claims:
        if claim.words and not claim.lines and last is not None and not last.words:
            continue
        if any(taken[i] for i in claim.lines):
            continue
        if not claim.lines and claim.box is not None and any(frame.contains(claim.box) or claim.box.contains(frame) for frame in frames):
            continue
        if claim.leaf is not None and any(frame.contains(claim.leaf.box) for frame in frames):
            continue
        for i in claim.lines:
            taken[i] = 1
        if claim.box is not None:
            frames.append(claim.box)
        kept.append(claim)
        last = claim
    return kept


# ---------------------------------------------------------------- headings


def by_label(seen: Survey) -> Iterator[Found]:
    """Furniture under its own heading. A word that stands as a button many times belongs to the rows of something else."""
    often = Counter(mark.line.text for mark in seen.labels if not mark.line.hidden and not mark.heading)
    for mark in seen.labels:
        line = mark.line
        if often[line.text] > MAX_SAME and not mark.heading:
            continue
        if line.hidden or seen.chrome[line.index]:
            continue
        for kind in mark.kinds:
            shape = seen.vocabulary.rules[kind].shape
            claim = BY_SHAPE.get(shape)
            found = claim(mark, kind, seen) if claim is not None else None
            if found is not None:
                yield found
                break


def _climb(line: Line) -> Iterator[Box]:
    box: Box | None = line.box
    for _ in range(MAX_CLIMB):
        if box is None or box.tag in ("body", "html"):
            return
        yield box
        box = box.parent


def _is_shared(box: Box, mark: Mark, kind: str, seen: Survey) -> bool:
    """Whether the box holds the heading of other furniture too."""
    shape = seen.vocabulary.rules[kind].shape
    for other in seen.labels_between(box.first, box.last):
        if other is mark or other.line.hidden:
            continue
        if (
            other.kinds[0] == kind
            and abs(other.line.index - mark.line.index) <= MAX_GAP
            and seen.titles(min(other.line.index, mark.line.index) + 1, max(other.line.index, mark.line.index)) == 0
        ):
            continue  # the next tab of the same list
        if other.line.link_chars and not other.heading:
            continue
        if any(seen.vocabulary.rules[k].shape in ("links", "quotes") for k in other.kinds) and (
            other.heading or shape in ("links", "quotes")
        ):
            return True
    return False


def _labelled_list(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    if line.link_chars and not mark.heading and mark.after > line.index:
        return None
    rule = f"widgets/{kind}:label"
    needed = 1 if mark.heading else 2
    inner = line.box
    for box in _climb(line):
        if seen.is_void(box) or _is_shared(box, mark, kind, seen) or seen.visible(box.first, box.last) > MAX_LIST:
            return _run_after(mark, inner, box, kind, needed, seen)
        if seen.titles(mark.after, box.last) >= needed:
            if not _is_list(box, seen) or seen.titles(box.first, line.index) or seen.visible(box.first, line.index) > 3:
                return _run_after(mark, inner, box, kind, needed, seen)
            return _whole(box, kind, rule, (line.index,), seen)
        if _is_unfilled(box, mark, seen) or _is_unfilled_tabs(box, mark, seen):
            return _whole(box, kind, rule, (line.index,), seen)
        inner = box
    return None


def _is_unfilled(box: Box, mark: Mark, seen: Survey) -> bool:
    """A real heading alone in a box made for more: a script fills it, or nothing was there to show."""
    if mark.line.box.tag not in HEADLIKE or box is mark.line.box or seen.visible(box.first, box.last) != 1:
        return False
    parent = box.parent
    return parent is None or parent.tag in ("body", "main") or seen.visible(parent.first, parent.last) > 1


def _is_unfilled_tabs(box: Box, mark: Mark, seen: Survey) -> bool:
    """A real heading over nothing but a row of section names."""
    if mark.line.box.tag not in HEADLIKE or seen.visible(box.first, box.last) != 2:
        return False
    other = seen.document.lines_of(box)[1]
    return other is not mark.line and _is_tag_row(other) and other.chars <= 60


def _is_list(box: Box, seen: Survey) -> bool:
    """Whether linked titles make most of the box: teasers may stand beside them, foreign prose may not."""
    titles = seen.titles(box.first, box.last)
    return seen.prose(box) <= 220 * titles and titles * 8 >= seen.visible(box.first, box.last)


def _run_after(mark: Mark, inner: Box, outer: Box, kind: str, needed: int, seen: Survey) -> Found | None:
    """The heading and the things after it in the same box, up to the next heading or the story."""
    line = mark.line
    first, last = line.index, line.index + 1
    reached: list[Box] = []
    started = inner is outer
    for item in outer.items:
        if not started:
            started = item is inner
            if started:
                last = inner.last if type(item) is Box else last
                if seen.prose_between(first, last) > SAFE_RUN:
                    return None
            continue
        if type(item) is Line:
            if item.index <= line.index:
                continue
            if item.hidden:
                continue
            if item.link_chars * 2 <= item.chars and (item.chars > 40 or item.index in seen.label_at):
                break
            last = item.index + 1
        elif type(item) is Box:
            if item.tag in HEADLIKE or item.last <= line.index:
                if item.last > line.index:
                    break
                continue
            if _stops(item, mark, seen):
                break
            if item.last > item.first:
                reached.append(item)
            last = max(last, item.last)
        if last - first > MAX_RUN:
            break
    if seen.titles(first + 1, last) < needed or seen.prose_between(first, last) > 220 * seen.titles(first, last):
        return None
    lines = tuple(i for i in range(first, last) if not seen.document.lines[i].hidden)
    return Found(None, kind, f"widgets/{kind}:label", mark.text, lines, title_lines=(line.index,))


SAFE_RUN = 160.0


def _stops(box: Box, mark: Mark, seen: Survey) -> bool:
    if seen.is_void(box):
        return True
    titles = seen.titles(box.first, box.last)
    if seen.prose(box) > 220 * titles and seen.prose(box) > 0:
        return True
    if any(not other.line.hidden and (other.heading or not other.line.link_chars) for other in seen.labels_between(box.first, box.last)):
        return True
    return seen.visible(box.first, box.last) > 0 and titles == 0 and seen.document.link_share(box) < 0.5 and seen.document.chars(box) > 60


def _whole(box: Box, kind: str, rule: str, title_lines: tuple[int, ...], seen: Survey) -> Found:
    """The box, or the parent that holds nothing but it."""
    parent = box.parent
    while parent is not None and parent.tag not in ("body", "html", "main", "article") and len(parent.items) == 1:
        box, parent = parent, parent.parent
    title = _text_of(title_lines[0], seen) if title_lines else None
    return Found(box, kind, rule, title, seen.visible_lines(box), title_lines=title_lines, hidden=seen.hidden_lines(box))


def _text_of(index: int, seen: Survey) -> str:
    """The heading's known part, or the whole line."""
    mark = seen.label_at.get(index)
    return mark.text if mark is not None else seen.document.lines[index].text


def _labelled_quotes(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    if line.link_chars and not mark.heading:
        return None
    rule = f"widgets/{kind}:label"
    best: Box | None = None
    for box in _climb(line):
        if seen.is_void(box) or _is_shared(box, mark, kind, seen) or seen.prose(box) > SAFE_RUN:
            break
        if seen.numbers(line.index + 1, box.last) >= 2:
            rows = seen.visible(line.index + 1, box.last)
            if seen.numbers(line.index + 1, box.last) * 5 < rows or seen.titles(box.first, box.last) * 2 > rows:
                break
            return _whole(_widened(box, mark, kind, seen), kind, rule, (line.index,), seen)
        best = box
    if best is None or (best is line.box and best.tag in HEADING_TAGS):
        return None
    return _empty_quotes(best, mark, kind, rule, seen)


def _widened(box: Box, mark: Mark, kind: str, seen: Survey) -> Box:
    """Upward while the parent adds only a few short lines: a footnote, a `more` link, the heading's own row."""
    parent = box.parent
    while parent is not None and parent.tag not in ("body", "html", "main", "article", "aside", "tr", "tbody"):
        added = seen.visible(parent.first, parent.last) - seen.visible(box.first, box.last)
        if seen.numbers(parent.first, parent.last) - seen.numbers(box.first, box.last) > 2:
            break
        if seen.is_void(parent) or _is_shared(parent, mark, kind, seen) or seen.prose(parent) > SAFE_RUN or added > 6:
            break
        if added and seen.titles(parent.first, parent.last) > seen.titles(box.first, box.last):
            break
        box, parent = parent, parent.parent
    return box


def _empty_quotes(box: Box, mark: Mark, kind: str, rule: str, seen: Survey) -> Found | None:
    """A market box without rows: its heading beside a time, an empty table, or columns' names. Nothing else may stand in it."""
    lines = seen.document.lines_of(box)
    short = all(line.chars <= 40 for line in lines)
    if not short or len(lines) > 8 or seen.titles(box.first, box.last):
        return None
    children = [
        b
        for b in seen.document.boxes[box.index + 1 : box.end]
        if b.tag in ("table", "tbody", "ul", "ol", "dl") or (b.tag in ("div", "section") and b.first == b.last)
    ]
    named = any(kind in seen.vocabulary.suspected(b.words) for b in (box, *children, *([box.parent] if box.parent else [])))
    if not children and not named:
        return None
    return _whole(box, kind, rule, (mark.line.index,), seen)


def _labelled_tags(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    document = seen.document
    rule = f"widgets/{kind}:label"
    if line.link_chars and not mark.heading:
        return None
    for box in _climb(line):
        if seen.is_void(box) or _is_shared(box, mark, kind, seen) or document.chars(box) > MAX_PROMO or seen.visible(box.first, line.index):
            return None
        rest = document.lines[line.index + 1 : box.last]
        linked = [other for other in rest if other.link_chars]
        if linked or line.link_chars:
            if linked and all(_leads_inside(other) for other in linked):
                return None  # a table of contents
            if document.link_chars(box) * 2 < document.chars(box) - line.chars or any(
                other.chars > 45 and not _is_tag_row(other) for other in linked
            ):
                return None
            return _whole(box, kind, rule, (line.index,), seen)
        if line.box is not box and len([other for other in rest if not other.hidden]) > 1:
            return None
    return None


def _leads_inside(line: Line) -> bool:
    """Whether the line's links lead to places of the same page."""
    return all(
        (inline.link.attributes.get("href") or "").startswith("#")
        for _, inline in line.pieces
        if inline is not None and inline.link is not None
    )


def _is_tag_row(line: Line) -> bool:
    return len({id(inline.link) for _, inline in line.pieces if inline is not None and inline.link is not None}) > 1


def _labelled_comments(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    rule = f"widgets/{kind}:label"
    form: Box | None = None
    for box in _climb(line):
        if seen.is_void(box) or seen.document.chars(box) > 3000 or _is_shared(box, mark, kind, seen) or _foreign(box, kind, seen):
            break
        if box.tag == "form" or any(b.tag in ("textarea", "form") for b in seen.document.boxes[box.index : box.end]):
            form = box
            break
        if kind in seen.vocabulary.suspected(box.words):
            form = box
    if form is not None:
        return _whole(form, kind, rule, (line.index,), seen)
    return _alone(mark, kind, rule, seen)


def _alone(mark: Mark, kind: str, rule: str, seen: Survey) -> Found | None:
    """The line by itself, where it stands in a control or a heading."""
    line = mark.line
    inline = line.pieces[0][1]
    boxes = [line.box, *(b for b, _ in zip(line.box.ancestors(), range(2), strict=False))]
    if kind in MENU_LIKE and not mark.heading and _in_menu(line, kind, seen):
        return None
    control = line.link_chars > 0 or any(b.tag in ("button", "label", "a") for b in boxes) or (inline is not None and inline.tag == "a")
    named = any(kind in seen.vocabulary.suspected(b.words) for b in boxes)
    if not (control or named or mark.heading):
        return None
    box = line.box if seen.visible(line.box.first, line.box.last) == 1 else None
    hidden = seen.hidden_lines(box) if box else ()
    if control:
        return Found(box, kind, rule, None, (line.index,), hidden=hidden)
    return Found(box, kind, rule, line.text, (line.index,), title_lines=(line.index,), hidden=hidden)


MENU_LIKE = frozenset("tip_line subscribe newsletter_signup app_promo copyright_notice login paywall_notice poll".split())


def _in_menu(line: Line, kind: str, seen: Survey) -> bool:
    """Whether the line is one of several links of a menu, most of which say other things."""
    box: Box | None = line.box
    for _ in range(3):
        if box is None:
            return False
        if seen.visible(box.first, box.last) >= 4:
            others = [other for other in seen.document.lines_of(box) if kind not in seen.kinds_at(other.index)]
            return (
                len(others) >= 3
                and all(other.chars <= 30 for other in others)
                and sum(other.link_chars > 0 for other in others) * 4 >= len(others) * 3
            )
        box = box.parent
    return _is_tag_row(line)


def _labelled_promo(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    rule = f"widgets/{kind}:label"
    document = seen.document
    best: Box | None = None
    for box in _climb(line):
        if (
            seen.is_void(box, 0.15)
            or document.chars(box) > MAX_PROMO
            or _is_shared(box, mark, kind, seen)
            or seen.titles(box.first, box.last) > 2
        ):
            break
        if _foreign(box, kind, seen) or (seen.visible(box.first, line.index) > 1 and kind not in seen.vocabulary.suspected(box.words)):
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
    if best is None or not (mark.heading or kind in seen.vocabulary.suspected(best.words) or document.link_chars(best)):
        return _alone(mark, kind, rule, seen)
    if seen.prose(best) > SAFE_RUN * 2 and not mark.heading:
        return _alone(mark, kind, rule, seen)
    return _whole(best, kind, rule, (line.index,), seen)


def _foreign(box: Box, kind: str, seen: Survey) -> bool:
    """Whether furniture of quite another kind has its heading in the box."""
    shape = seen.vocabulary.rules[kind].shape
    return any(
        not other.line.hidden and kind not in other.kinds and all(seen.vocabulary.rules[k].shape != shape for k in other.kinds)
        for other in seen.labels_between(box.first, box.last)
    )


def _labelled_summary(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    if line.link_chars or line.box.tag == "button":
        return _alone(mark, kind, f"widgets/{kind}:label", seen)
    for box in _climb(line):
        if box is line.box and seen.visible(box.first, box.last) == 1:
            continue
        if seen.is_void(box) or seen.document.chars(box) > 900 or _is_shared(box, mark, kind, seen) or _foreign(box, kind, seen):
            return None
        if seen.visible(line.index + 1, box.last):
            return _whole(box, kind, f"widgets/{kind}:label", (line.index,), seen)
    return None


def _labelled_author(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    if not mark.heading:
        return None
    for box in _climb(line):
        if seen.is_void(box) or seen.document.chars(box) > 1500 or _is_shared(box, mark, kind, seen):
            return None
        if seen.visible(line.index + 1, box.last):
            return _whole(box, kind, f"widgets/{kind}:label", (line.index,), seen)
    return None


def _labelled_poll(mark: Mark, kind: str, seen: Survey) -> Found | None:
    line = mark.line
    if kind != "poll" or not (mark.heading or not line.link_chars):
        return None
    for box in _climb(line):
        if seen.is_void(box) or seen.document.chars(box) > MAX_PROMO or _is_shared(box, mark, kind, seen):
            return None
        if any(b.tag in ("form", "fieldset", "label", "button") for b in seen.document.boxes[box.index : box.end]):
            return _whole(box, kind, f"widgets/{kind}:label", (line.index,), seen)
    return None


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
    for box in _climb(mark.line):
        if seen.is_void(box, 0.1) or seen.document.chars(box) > MAX_WEATHER or _is_shared(box, mark, kind, seen):
            return None
        if DEGREES.search(seen.document.text_of(box)):
            return _whole(box, kind, f"widgets/{kind}:label", (mark.line.index,), seen)
    return None


def _labelled_trail(mark: Mark, kind: str, seen: Survey) -> Found | None:
    """Sections from outer to inner after the words for them."""
    for box in _climb(mark.line):
        if seen.is_void(box, 0.1) or seen.document.chars(box) > MAX_TRAIL or _foreign(box, kind, seen):
            return None
        if seen.document.link_chars(box) > mark.line.link_chars:
            return _whole(box, kind, f"widgets/{kind}:label", (), seen)
    return None


def _labelled_reactions(mark: Mark, kind: str, seen: Survey) -> Found | None:
    """A question over buttons that count, whatever they are called."""
    line = mark.line
    if line.link_chars:
        return None
    for box in _climb(line):
        if (
            seen.is_void(box, 0.1)
            or seen.document.chars(box) > MAX_CONTROL
            or _is_shared(box, mark, kind, seen)
            or _foreign(box, kind, seen)
        ):
            return None
        if seen.titles(box.first, box.last) or seen.visible(box.first, line.index):
            return None
        if seen.numbers(line.index + 1, box.last) >= 2:
            return _whole(box, kind, f"widgets/{kind}:label", (line.index,), seen)
    return None


DEGREES = re.compile(r"\d\s?(?:℃|°)")


BY_SHAPE: dict[str, Callable[[Mark, str, Survey], Found | None]] = {
    "links": _labelled_list,
    "quotes": _labelled_quotes,
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


# ----------------------------------------------------------------- members


def by_members(seen: Survey) -> Iterator[Found]:
    """Controls and reactions: known texts that stand close together, with their opener."""
    for kind in CLUSTERED:
        yield from _clusters(kind, seen)


def _clusters(kind: str, seen: Survey) -> Iterator[Found]:
    labels = {mark.line.index: mark for mark in seen.labels if kind in mark.kinds}
    members = {mark.line.index: mark for mark in seen.members if kind in mark.kinds and mark.line.index not in labels}
    indices = sorted(i for i in {*labels, *members} if not seen.chrome[i])
    group: list[int] = []
    for i in indices:
        if group and not _adjoin(group[-1], i, kind, seen):
            yield from _cluster(group, labels, kind, seen)
            group = []
        group.append(i)
    if group:
        yield from _cluster(group, labels, kind, seen)


def _adjoin(before: int, after: int, kind: str, seen: Survey) -> bool:
    if after - before > MAX_GAP + 1:
        return False
    return all(seen.document.lines[i].chars <= 24 and not seen.is_other(i, kind) for i in range(before + 1, after))


def _cluster(group: list[int], labels: dict[int, Mark], kind: str, seen: Survey) -> Iterator[Found]:
    lines = seen.document.lines
    heads = [i for i in group if i in labels]
    members = [i for i in group if i not in labels]
    visible = [i for i in group if not lines[i].hidden]
    if not visible:
        return
    if len({lines[i].text.casefold() for i in members}) < MIN_MEMBERS[kind] and not (kind == "font_size" and len(members) >= 2):
        heads = [i for i in heads if not lines[i].hidden and _is_control(labels[i], kind, seen)]
        if not heads:
            return
    box = _common_box([lines[i] for i in (members or group)])
    whole = seen.visible_lines(box) if box is not None else ()
    span = range(min(group), max(group) + 1)
    if kind == "share_bar" and not heads and _leads_to_profiles([lines[i] for i in members]):
        kind = "subscribe"
    rule = f"widgets/{kind}:" + ("label" if heads else "members")
    if (
        box is None
        or seen.is_void(box, 0.1)
        or seen.document.chars(box) > MAX_CONTROL
        or any((i not in span and lines[i].chars > 12) or (i not in group and seen.is_other(i, kind)) for i in whole)
    ):
        claimed = tuple(i for i in span if not lines[i].hidden and (i in group or (lines[i].chars <= 12 and not seen.is_other(i, kind))))
        yield Found(
            None, kind, rule, _title(heads, seen), claimed, title_lines=tuple(heads), hidden=tuple(i for i in group if lines[i].hidden)
        )
        return
    if kind == "reactions":
        box, heads = _with_question(box, heads, seen)
        whole = seen.visible_lines(box)
    claimed = tuple(sorted({*whole, *(i for i in heads if not lines[i].hidden)}))
    hidden = seen.hidden_lines(box) if members else ()
    yield Found(box, kind, rule, _title(heads, seen), claimed, title_lines=tuple(heads), hidden=hidden)


SHARING = re.compile(r"share|intent|/send|sharer|submit|tweet|mailto:|body=|url=|u=http|story\.kakao|add\b", re.I)


def _leads_to_profiles(lines: list[Line]) -> bool:
    """Whether the names of networks lead to the newsroom's own pages there: an offer to follow, not to share."""
    links = [inline.link for line in lines for _, inline in line.pieces if inline is not None and inline.link is not None]
    addresses = [link.attributes.get("href") or "" for link in links]
    return len(addresses) >= 2 and all(address.startswith(("http", "//")) and not SHARING.search(address) for address in addresses)


def _with_question(box: Box, heads: list[int], seen: Survey) -> tuple[Box, list[int]]:
    """The parent and its heading lines, where the parent adds little more than a question and a note."""
    parent = box.parent
    for _ in range(2):
        if parent is None or parent.tag in ("body", "main", "article") or seen.is_void(parent, 0.1):
            break
        added = [i for i in seen.visible_lines(parent) if not box.first <= i < box.last and i not in heads]
        if len(added) > 2 or any(
            seen.document.lines[i].chars > 50 or seen.is_other(i, "reactions") or seen.document.lines[i].link_chars for i in added
        ):
            break
        if heads and all(parent.first <= i < parent.last for i in heads):
            return parent, heads
        if not heads and added and added[0] < box.first and heading_at(seen.document.lines[added[0]]):
            return parent, [added[0]]
        parent = parent.parent
    return box, heads


def _title(heads: list[int], seen: Survey) -> str | None:
    """The heading's text; an opener (a link or a button) is none."""
    for i in heads:
        line = seen.document.lines[i]
        if (
            line.hidden
            or line.link_chars
            or line.box.tag in ("button", "label", "a")
            or (line.box.parent and line.box.parent.tag == "button")
        ):
            continue
        return line.text
    return None


def _is_control(mark: Mark, kind: str, seen: Survey) -> bool:
    line = mark.line
    boxes = [line.box, *(b for b, _ in zip(line.box.ancestors(), range(3), strict=False))]
    if line.link_chars or any(b.tag in ("button", "label") for b in boxes[:3]):
        return True
    return any(kind in seen.vocabulary.suspected(b.words) for b in boxes)


def _common_box(lines: list[Line]) -> Box | None:
    first, last = min(line.index for line in lines), max(line.index for line in lines)
    box: Box | None = lines[0].box
    while box is not None and not (box.first <= first and last < box.last):
        box = box.parent
    return None if box is None or box.tag in ("body", "html") else box


def by_neighbours(seen: Survey) -> Iterator[Found]:
    """The articles before and after this one: rows that begin with the word for it."""
    rows = [
        line
        for line in seen.document.lines
        if not line.hidden
        and line.link_chars
        and len(line.pieces) > 1
        and "related_articles" in seen.vocabulary.members.get(" ".join(line.pieces[0][0].split()).casefold(), ())
    ]
    for at, line in enumerate(rows):
        if at and line.index - rows[at - 1].index <= 2:
            continue
        lines = [line.index, *(other.index for other in rows[at + 1 :] if other.index - line.index <= 2)]
        yield Found(None, "related_articles", "widgets/related_articles:members", None, tuple(lines))


def by_mixed_rows(seen: Survey) -> Iterator[Found]:
    """One line of several controls: each kind takes its own words of it, the first one the line."""
    for line in seen.document.lines:
        if len(line.pieces) < 3 or line.hidden or line.chars > 80 or seen.chrome[line.index]:
            continue
        kinds: dict[str, list[str]] = {}
        texts = [token.text for token in tokens_of(line)]
        for text in texts:
            for kind in seen.vocabulary.known(text)[:1]:
                if kind in CONTROLS:
                    kinds.setdefault(kind, []).append(text)
        if len(kinds) < 2 and not any(len(set(words)) >= MIN_ROW for words in kinds.values()):
            continue
        if sum(map(len, kinds.values())) * 2 < len(texts):
            continue
        for at, (kind, words) in enumerate(kinds.items()):
            yield Found(None, kind, f"widgets/{kind}:members", None, () if at else (line.index,), words=tuple(words), at=line.index)


def by_market_members(seen: Survey) -> Iterator[Found]:
    """Rows whose names are known coins, indices, currencies or shares, each with a number beside it."""
    marks = [
        mark
        for mark in seen.members
        if not mark.line.hidden
        and seen.vocabulary.rules[mark.kinds[0]].shape == "quotes"
        and not seen.chrome[mark.line.index]
        and not mark.line.link_chars > 40
    ]
    rows = [mark for mark in marks if seen.numbers(mark.line.index, min(mark.line.index + 4, len(seen.document.lines)))]
    group: list[Mark] = []
    for mark in rows:
        if group and mark.line.index - group[-1].line.index > 12:
            yield from _market(group, seen)
            group = []
        group.append(mark)
    if group:
        yield from _market(group, seen)


def _market(group: list[Mark], seen: Survey) -> Iterator[Found]:
    if len({mark.line.text.casefold() for mark in group}) < 2:
        return
    box = _common_box([mark.line for mark in group])
    if box is None or seen.is_void(box) or seen.prose(box) > SAFE_RUN:
        return
    rows = seen.numbers(box.first, box.last)
    if rows < 2 or rows * 6 < seen.visible(box.first, box.last) or seen.titles(box.first, box.last) > rows:
        return
    if any(
        other.heading and all(seen.vocabulary.rules[k].shape != "quotes" for k in other.kinds)
        for other in seen.labels_between(box.first, box.last)
    ):
        return
    kinds = [mark.kinds[0] for mark in group]
    kind = max(sorted(set(kinds)), key=kinds.count)
    if box.tag in ("table", "tbody", "tr") and _stands_in_story(box, seen):
        return
    title = _heading_of(box, seen)
    title = None if title is not None and title.index in seen.member_at else title
    yield _whole(box, kind, f"widgets/{kind}:members", (title.index,) if title is not None else (), seen)


def _stands_in_story(box: Box, seen: Survey) -> bool:
    """Whether prose stands on both sides of the box in the same parent: a table of the story."""
    table: Box = box
    while table.tag != "table" and table.parent is not None:
        table = table.parent
    parent = table.parent
    for _ in range(2):
        if parent is None:
            return False
        if seen.prose_between(parent.first, table.first) > SAFE_RUN and seen.prose_between(table.last, parent.last) > SAFE_RUN:
            return True
        parent = parent.parent
    return False


# -------------------------------------------------------------- class words


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
    if seen.is_void(box) or not _is_list(box, seen) or seen.document.link_share(box) < 0.4:
        return None
    labels = [m for m in seen.labels_between(box.first, box.last) if not m.line.hidden and (m.heading or not m.line.link_chars)]
    if any(kind not in m.kinds for m in labels):
        return None
    title = _heading_of(box, seen)
    return _whole(box, kind, f"widgets/{kind}:class", (title.index,) if title is not None else (), seen)


def _heading_of(box: Box, seen: Survey) -> Line | None:
    """The first line, where it is short, stands as a heading and is no item."""
    for line in seen.document.lines_of(box)[:2]:
        if line.chars <= 30 and line.box.tag not in ("li", "a") and heading_at(line) and not seen.titles(line.index, line.index + 1):
            return line
    return None


def _suspected_quotes(box: Box, kind: str, seen: Survey) -> Found | None:
    if box.first == box.last:
        return None
    numbers, visible = seen.numbers(box.first, box.last), seen.visible(box.first, box.last)
    if numbers < 2 or numbers * 4 < visible or seen.is_void(box) or seen.prose(box) > SAFE_RUN or seen.chrome[box.first]:
        return None
    if any(line.chars > 50 and len(line.pieces) < MIN_CELLS for line in seen.document.lines_of(box)):
        return None
    if seen.titles(box.first, box.last) * 2 > visible or _stands_in_story(box, seen) or not _has_changes(box, seen):
        return None
    title = _heading_of(box, seen)
    return _whole(box, kind, f"widgets/{kind}:class", (title.index,) if title is not None else (), seen)


def _has_changes(box: Box, seen: Survey) -> bool:
    text = seen.document.text_of(box)
    return text.count("%") + text.count("％") >= 2 or sum(text.count(c) for c in "▲▼△▽") >= 2


def _suspected_control(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    chars = document.chars(box)
    if box.first == box.last or chars == 0 or chars > 160 or seen.is_void(box, 0.1):
        return None
    lines = document.lines_of(box)
    if any(line.chars > 32 for line in lines) or len(lines) > 12 or _foreign(box, kind, seen):
        return None
    if seen.chrome[box.first] or not _is_clickable(box, seen) or not any(kind in seen.kinds_at(line.index) for line in lines):
        return None
    return _whole(box, kind, f"widgets/{kind}:class", (), seen)


def _suspected_trail(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    if not document.link_chars(box) or document.chars(box) > MAX_TRAIL or seen.is_void(box, 0.1) or seen.visible(box.first, box.last) > 12:
        return None
    return None if _foreign(box, kind, seen) else _whole(box, kind, f"widgets/{kind}:class", (), seen)


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


TIME_OF_DAY = re.compile(r"\d:\d\d|\b(?:19|20)\d\d\b")


def _suspected_comments(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    inside = document.boxes[box.index : box.end]
    if any(b.tag == "textarea" for b in inside) and not seen.is_void(box, 0.5):
        return _whole(box, kind, f"widgets/{kind}:class", (), seen)
    text = document.text_of(box)
    if (
        1 < document.chars(box) <= 120
        and any(ch.isalpha() for ch in text)
        and not TIME_OF_DAY.search(text)
        and not seen.is_void(box, 0.1)
        and not seen.titles(box.first, box.last)
        and not seen.chrome[box.first]
    ):
        return _whole(box, kind, f"widgets/{kind}:class", (), seen)
    if not seen.is_void(box, 0.35) and document.chars(box) and any(kind in m.kinds for m in seen.labels_between(box.first, box.last)):
        return _whole(box, kind, f"widgets/{kind}:class", (), seen)
    return None


def _suspected_tags(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    chars = document.chars(box)
    if not chars or chars > 500 or seen.chrome[box.first] or seen.is_void(box, 0.1) or document.link_share(box) < 0.6:
        return None
    lines = document.lines_of(box)
    if any(line.chars > 40 and not _is_tag_row(line) for line in lines) or _foreign(box, kind, seen):
        return None
    if sum(line.link_chars > 0 for line in lines) < 2 and not any(_is_tag_row(line) for line in lines) and "tags" not in box.words:
        return None
    return _whole(box, kind, f"widgets/{kind}:class", (), seen)


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
    return _whole(box, kind, f"widgets/{kind}:class", (), seen)


def _suspected_promo(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    chars = document.chars(box)
    if chars < 2 or chars > MAX_PROMO or seen.is_void(box, 0.1) or seen.chrome[box.first] or seen.titles(box.first, box.last) > 2:
        return None
    if box.tag == "p" and chars > 200 and document.link_share(box) < 0.3:
        return None
    inside = document.boxes[box.index : box.end]
    if not document.link_chars(box) and not any(b.tag in ("form", "button", "label", "fieldset") for b in inside):
        return None
    if _foreign(box, kind, seen):
        return None
    if kind == "paywall_notice" and any(line.chars > MAX_OFFER for line in document.lines_of(box)):
        return None  # bodies bear the name too: `p.paywall`
    title = _heading_of(box, seen)
    return _whole(box, kind, f"widgets/{kind}:class", (title.index,) if title is not None else (), seen)


def _suspected_summary(box: Box, kind: str, seen: Survey) -> Found | None:
    chars = seen.document.chars(box)
    if chars < 4 or chars > 900 or seen.is_void(box, 0.2) or seen.chrome[box.first]:
        return None
    title = _heading_of(box, seen)
    return _whole(box, kind, f"widgets/{kind}:class", (title.index,) if title is not None else (), seen)


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
    title = _heading_of(box, seen)
    return _whole(box, kind, f"widgets/{kind}:class", (title.index,) if title is not None else (), seen)


def _suspected_texts(box: Box, kind: str, seen: Survey) -> Found | None:
    chars = seen.document.chars(box)
    if kind != "weather" or not chars or chars > MAX_WEATHER or seen.is_void(box, 0.1):
        return None
    return _whole(box, kind, f"widgets/{kind}:class", (), seen) if DEGREES.search(seen.document.text_of(box)) else None


def _suspected_reactions(box: Box, kind: str, seen: Survey) -> Found | None:
    document = seen.document
    chars = document.chars(box)
    if not chars or chars > 200 or seen.is_void(box, 0.1) or seen.chrome[box.first] or seen.titles(box.first, box.last):
        return None
    members = [m for m in seen.members if kind in m.kinds and box.first <= m.line.index < box.last and not m.line.hidden]
    if not members:
        return None
    return _whole(box, kind, f"widgets/{kind}:class", (), seen)


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


# ------------------------------------------------------------- advertisements


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


def by_hashtags(seen: Survey) -> Iterator[Found]:
    """Lines that are nothing but `#words`."""
    group: list[Line] = []
    for line in seen.document.lines:
        if line.text[0] != "#" or line.hidden or len(line.text) > MAX_TAGS:
            continue
        if all(token[0] == "#" and len(token) > 1 for token in line.text.split() if token not in (",", "|", "/")):
            if group and line.index - group[-1].index > 1:
                yield from _hashtags(group, seen)
                group = []
            group.append(line)
    yield from _hashtags(group, seen)


def _hashtags(group: list[Line], seen: Survey) -> Iterator[Found]:
    if sum(len(line.text.split()) for line in group) < 2 and not any(line.link_chars for line in group):
        return
    if any(seen.chrome[line.index] for line in group):
        return
    box = _common_box(group)
    lines = tuple(line.index for line in group)
    same = box is not None and seen.visible_lines(box) == lines
    yield Found(box if same else None, "tag_list", "widgets/tag_list:members", None, lines)


def embeds(seen: Survey) -> Iterator[Found]:
    for found in find_embeds(seen.document, seen.vocabulary, seen.embeddable):
        if found.box is None or not seen.is_void(found.box):
            yield found if found.box is None else replace(found, lines=seen.visible_lines(found.box))


STEPS: tuple[Callable[[Survey], Iterator[Found]], ...] = (
    embeds,  # first: a post's text may read like anything
    by_mixed_rows,  # before the look at whole lines, which would give a row to one kind
    by_label,  # the newsroom's own word
    by_members,  # controls and reactions, which no heading names
    by_market_members,
    by_hashtags,
    by_neighbours,
    by_class,  # a suspicion only
    by_slot,  # last: an ad inside a list is part of the list
)
