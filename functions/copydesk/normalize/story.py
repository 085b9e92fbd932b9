"""The one story of the page: its container, what stands before and after it, and where the next article begins."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from operator import is_not

from copydesk.normalize.classes import is_named
from copydesk.normalize.collecting import MAX_BESIDE, PICTURES, Collector
from copydesk.normalize.container import GUARD_SHARE, MIN_VISIBLE, REAL_PARAGRAPH, Weights, choose_container
from copydesk.normalize.document import Box, Document, Leaf, Line
from copydesk.normalize.entries import Entries
from copydesk.normalize.headline import HEADING_TAGS
from copydesk.normalize.parts import Filter, Part, drop
from copydesk.normalize.prose import find_runs, is_dense_script
from copydesk.normalize.questions import find_questions
from copydesk.page.patterns import pattern_of

HIDDEN_TIMES = 2.0  # a hidden story is believed from this many times the visible one; a hidden copy for mail is as long as it


LEAD_KINDS = ("paragraph", "heading", "caption", "leaf", "list", "table")
MAX_LEAD_LINKS = 0.3  # share of its characters in links; half where it is made as the container is: a body that a form cuts in two
MIN_INTRODUCTION = 300  # characters beside the headline, in its own box; shorter ones are decks oftener than first paragraphs


@dataclass(frozen=True, slots=True)
class Story:
    """`parts` in order, dropped ones too, with the rule that dropped them; `prose` is the weight of what stays."""

    container: Box
    parts: tuple[Part, ...]
    prose: float
    hidden: bool = False
    entries: tuple[Box, ...] = ()  # of a live blog


def find_story(
    document: Document,
    *,
    language: str | None,
    claimed: Iterable[Box],
    claimed_lines: Iterable[tuple[int, ...]],
    headline_lines: tuple[int, ...],
    declared: tuple[str, ...],
    entries: Entries | None,
    filters: tuple[Filter, ...],
    body: Box | None = None,
    captions: frozenset[int] = frozenset(),
) -> Story:
    """Promise: the parts of the one story of the page. Hidden text is read only where the visible page has hardly any prose.

    The site's own rule may say which box is the `body`, and which boxes are `captions`.
    """
    runs = find_runs(document)
    claims = frozenset(box.index for box in claimed)
    weights = Weights(document, runs, claims, hidden=False)
    container = body or choose_container(weights, headline_lines[0] if headline_lines else None, entries.host if entries else None)
    hidden = False
    if body is None and _may_be_hidden(document, sum(run.prose for run in runs), weights.prose(container)):
        whole = Weights(document, runs, claims, hidden=True)
        veiled = choose_container(whole, headline_lines[0] if headline_lines else None)
        near = container.contains(veiled) or veiled.contains(container) or weights.prose(container) < MIN_VISIBLE or _is_streamed(veiled)
        if (
            near
            and veiled.tag not in ("html", "body")
            and whole.prose(veiled) > HIDDEN_TIMES * weights.prose(container)
            and whole.prose(veiled) > 2 * MIN_VISIBLE
        ):
            weights, hidden = whole, True
            container = container if container.contains(veiled) and weights.prose(container) < 1.5 * weights.prose(veiled) else veiled
    believed = frozenset(i for lines in claimed_lines if weights.prose_of(lines) <= GUARD_SHARE * weights.total for i in lines)
    collector = Collector(weights, container, language, believed, captions, hidden=hidden)
    around = (
        (lambda: [], lambda: [])
        if body
        else (lambda: lead_parts(collector, headline_lines), lambda: [*trail_parts(collector), *question_parts(collector)])
    )
    parts = [*around[0](), *collector.collect(container), *around[1]()]
    parts = below_headline(parts, headline_lines)
    parts = first_article(parts, document, headline_lines)
    for step in filters:
        parts = step(parts)
    kept = [p for p in parts if p.dropped is None and p.kind not in ("leaf", "figure", "caption", "widget", "divider", "pull", "box")]
    # ideographs count twice, as in prose_of: a notice of 46 of them is a whole article
    prose = sum(p.chars for p in kept) * (2 if is_dense_script("".join(p.text for p in kept[:20])) else 1)
    return Story(container, tuple(parts), prose, hidden, entries.boxes if entries and container.contains(entries.host) else ())


def _may_be_hidden(document: Document, whole: float, seen: float) -> bool:
    """Whether all prose of the page, the hidden with the visible, would do for a hidden story beside what is seen of one."""
    return whole > HIDDEN_TIMES * seen and whole > 2 * MIN_VISIBLE and any(line.hidden for line in document.lines)


STREAMED = pattern_of(r"S:[0-9a-f]+")  # the id of what React sends later, hidden, to take a placeholder's place


def _is_streamed(box: Box) -> bool:
    return any(STREAMED.fullmatch(b.get("id")) for b in (box, *box.ancestors()))


def _above(container: Box, headline_lines: tuple[int, ...]) -> list[list[Line | Leaf | Box]]:
    """What stands before the container, by box from the outermost that also holds the headline; without a headline, its siblings."""
    out: list[list[Line | Leaf | Box]] = []
    child = container
    for ancestor in container.ancestors():
        if ancestor.tag in ("body", "html"):
            break
        out.append(list(takewhile(partial(is_not, child), ancestor.items)))
        if not headline_lines or ancestor.first <= headline_lines[-1]:
            break
        child = ancestor
    return out[::-1]


def lead_parts(collector: Collector, headline_lines: tuple[int, ...]) -> list[Part]:
    """Real paragraphs between the headline and the container: a lead outside the paywall's box, first words in a bare div."""
    after = headline_lines[-1] if headline_lines else -1
    if after >= collector.container.first:
        return []
    return [part for items in _above(collector.container, headline_lines) for part in _leads(collector, items, after)]


def _leads(collector: Collector, items: Iterable[Line | Leaf | Box], after: int) -> Iterator[Part]:
    """The story's parts among items that follow the line `after`, and in the box that holds that line if they are too long for a deck."""
    document = collector.document
    for item in items:
        if type(item) is Line:
            if not item.hidden and item.index > after and item.chars >= REAL_PARAGRAPH and item.link_chars < 0.3 * item.chars:
                yield Part("paragraph", item.box, (item,), item.text, item.chars, item.link_chars)
        elif type(item) is not Box or item.hidden or item.last <= after:
            continue
        elif item.first > after and _is_lead(collector, item):
            side = collector.afresh()
            side.enter(item, None)
            yield from (p for p in side.parts if p.kind in LEAD_KINDS)
        elif item.first <= after < item.last - 1:
            own = [
                part for part in _leads(collector, item.items, after) if part.kind == "paragraph" and not is_named(part.box.names, "deck")
            ]
            yield from own if sum(part.chars for part in own if part.kind == "paragraph") >= MIN_INTRODUCTION else ()
        elif document.chars(item) < 2 * MAX_BESIDE and any(leaf.tag in PICTURES for leaf in document.leaves_of(item)):
            side = collector.afresh()
            side.enter(item, None)
            yield from (p for p in side.parts if p.kind in ("caption", "leaf"))


def _is_lead(collector: Collector, box: Box) -> bool:
    weights = collector.weights
    twin = _is_named_alike(box, collector.container)
    return (
        weights.real_paragraphs(box) >= 1
        and weights.void_reason(box, weights.total) is None
        and collector.document.link_share(box) < (0.5 if twin else MAX_LEAD_LINKS)
        and (twin or weights.prose(box) < 0.5 * collector.of)
    )


def _is_named_alike(box: Box, container: Box) -> bool:
    return bool(box.names.strip()) and box.names == container.names and box.tag == container.tag


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
        elif (
            after
            and type(item) is Box
            and not item.hidden
            and (
                (item.tag == "p" or _is_named_alike(item, collector.container))
                and collector.weights.real_paragraphs(item) >= 1
                and collector.weights.void_reason(item, collector.of) is None
            )
        ):
            side = collector.afresh()
            side.enter(item, None)
            out.extend(side.parts)
    return out


def question_parts(collector: Collector) -> list[Part]:
    """The questions and answers below the story, in a section of their own: a page of advice ends in them."""
    section = find_questions(collector.document, collector.container)
    if section is None or collector.weights.void_reason(section, collector.of) not in (None, "structural", "tag"):
        return []
    side = collector.afresh()
    side.collect(section)
    return side.parts


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
        if box.tag == "h1" and not box.hidden and box.first < box.last and (_article_of(box) is not mine or _is_twin(own, box)):
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


def _is_twin(own: Box, box: Box) -> bool:
    """Whether the two headings have the same names, and so have the boxes around them: one template, filled twice."""
    mine, theirs = own.parent, box.parent
    if not own.names.strip() or own.names != box.names or mine is None or theirs is None:
        return False
    return mine is not theirs and mine.tag == theirs.tag and mine.names == theirs.names


def _article_of(box: Box) -> Box | None:
    return next((a for a in box.ancestors() if a.tag == "article"), None)


def below_headline(parts: list[Part], headline_lines: tuple[int, ...]) -> list[Part]:
    """Nothing above the headline is story, unless most of the prose stands there (a headline found in a footer)."""
    if not headline_lines:
        return parts
    last = headline_lines[-1]
    above = sum(p.chars for p in parts if p.lines and p.lines[-1].index < last and p.dropped is None)
    total = sum(p.chars for p in parts if p.dropped is None)
    told = sum(
        p.chars >= REAL_PARAGRAPH and p.is_sentence and p.kind == "paragraph"
        for p in parts
        if p.lines and p.lines[-1].index < last and p.dropped is None
    )
    if above > 0.4 * total or told > 1:
        return parts
    return [
        drop(p, "above_headline") if (p.lines and p.lines[-1].index <= last) or (p.leaf and p.leaf.position <= headline_lines[0]) else p
        for p in parts
    ]
