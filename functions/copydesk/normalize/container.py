"""Which box holds the story: prose weighed, suspicions void on what is large.

A suspicion (class word, tag) only demotes what is also small; structure decides the rest.
"""

from itertools import accumulate

from copydesk.normalize.classes import is_named
from copydesk.normalize.document import Box, Document
from copydesk.normalize.furniture import suspicion
from copydesk.normalize.headline import HEADING_TAGS
from copydesk.normalize.prose import Run
from copydesk.normalize.rights import is_rights_line

GUARD_SHARE = (
    0.3  # of the page's prose: a suspicion on a box that holds more is void; whole bodies are called `overflow-hidden` or `p.paywall`
)
SURE_SHARE = 0.8  # … of the few words that are believed nearly always: consent layers list every cookie, longer than the article
KEEP_SHARE = 0.8  # descend while one child holds this share of its parent's prose
KEEP_SHARE_BODY = 0.65  # … where the child is named like a body
KEEP_SHARE_ARTICLE = 0.5  # … where it is an article or main element
MIN_VISIBLE = 400.0  # prose; a visible story below it may be the part of a page that a script will reveal
UNREAD_TAGS = frozenset(["textarea", "noscript"])
REAL_PARAGRAPH = 80.0  # prose of a run that nobody mistakes for a label


class Weights:
    """Prose of any box in constant time, and its weight once suspicious boxes are void."""

    def __init__(self, document: Document, runs: list[Run], claimed: frozenset[int], *, hidden: bool) -> None:
        self.document = document
        per_line = [0.0] * len(document.lines)
        real = [0] * len(document.lines)
        told: set[str] = set()
        for run in runs:
            if hidden and (run.first.box.tag in UNREAD_TAGS or run.text in told):
                continue  # hidden copies for mail and print weigh nothing, nor does markup quoted for browsers without scripts
            if hidden or not run.first.hidden:
                told.add(run.text)
                per_line[run.last] = run.prose
                real[run.last] = int(run.prose >= REAL_PARAGRAPH)
        self._prose = [0.0, *accumulate(per_line)]
        for box in document.boxes:
            if self.prose(box) > GUARD_SHARE * self._prose[-1] and self._ends_page(box):
                nothing = [0] * (box.last - box.first)
                per_line[box.first : box.last] = real[box.first : box.last] = nothing
                self._prose = [0.0, *accumulate(per_line)]
        self._real = [0, *accumulate(real)]
        self.total = self._prose[-1]
        self.claimed = claimed
        self._by_names: dict[str, float] = {}
        totals = self._prose
        for box in document.boxes:
            if (weight := totals[box.last] - totals[box.first]) and (hidden or not box.hidden):
                self._by_names[box.names] = self._by_names.get(box.names, 0.0) + weight

    def prose(self, box: Box) -> float:
        return self._prose[box.last] - self._prose[box.first]

    def prose_of(self, lines: tuple[int, ...]) -> float:
        """Of a widget's lines, to see that it does not claim the story."""
        return sum(self._prose[i + 1] - self._prose[i] for i in lines)

    def _ends_page(self, box: Box) -> bool:
        """Whether the box is the page's footer with its notices, which may say more than a short story that stands elsewhere."""
        if (box.tag != "footer" and "footer" not in box.words) or self._prose[-1] - self.prose(box) < REAL_PARAGRAPH:
            return False
        if any(inner.tag in ("article", "main", "h1") for inner in self.document.boxes[box.index : box.end]):
            return False
        return any(is_rights_line(line.text) for line in self.document.lines_of(box))

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
        totals = self._prose
        for box in reversed(boxes):
            prose = totals[box.last] - totals[box.first]
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


def choose_container(weights: Weights, headline_line: int | None, host: Box | None = None) -> Box:
    """The smallest box that holds nearly all of the story's prose, by descending from the root; never into an entry of `host`."""
    weight = weights.effective()
    box = weights.document.root
    while True:
        children = box.boxes
        if not children or box is host:
            return box
        own = next((c for c in children if headline_line is not None and c.first <= headline_line < c.last), None)
        best = max(children, key=lambda child: weight[child.index])
        if (
            own is not None
            and own is not best
            and (
                (
                    own.tag == best.tag == "article" and weight[own.index] >= MIN_VISIBLE
                )  # an endless page: the next article may be the longer one
                or (
                    best.last <= own.first and weight[own.index] >= REAL_PARAGRAPH
                )  # banners above the headline may say more than a short story
            )
        ):
            box = own
            continue
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
