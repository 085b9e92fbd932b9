"""Lines around the headline and before the story: each has one of four homes."""

from dataclasses import dataclass

from copydesk.normalize.document import Document, Line
from copydesk.normalize.headline import Headline
from copydesk.normalize.parts import Part, is_all_strong
from copydesk.normalize.story import Story
from copydesk.normalize.times import LabelledTime
from copydesk.normalize.zone.deck import find_deck
from copydesk.normalize.zone.kicker import find_badges, find_kicker
from copydesk.normalize.zone.telling import MAX_TIME_LINE, is_signature, times_of


@dataclass(frozen=True, slots=True)
class Zone:
    """`deck` in order; `badges` are labels set beside the headline: `<em>단독</em>`.

    `deck_parts` are the story's parts that the deck took away from it; `signatures` what the site's rule calls bylines.
    """

    deck: tuple[Line, ...]
    kicker: tuple[Line, ...]
    badges: tuple[Line, ...]
    bylines: tuple[Line, ...]
    times: tuple[tuple[Line, tuple[LabelledTime, ...]], ...]
    deck_parts: frozenset[int]
    signatures: tuple[str, ...] = ()


def first_paragraph(story: Story, deck: frozenset[int] = frozenset()) -> Part | None:
    """The first part that reads like the story itself; `deck` are indices of parts that do not belong to it."""
    kept = [
        p for i, p in enumerate(story.parts) if i not in deck and p.dropped is None and p.kind in ("paragraph", "list", "quote", "table")
    ]
    return next((p for p in kept if p.is_sentence and not is_all_strong(p)), kept[0] if kept else None)


TOPIC_WORDS = frozenset(["category", "categories", "tag", "tags", "topic", "topics", "keyword", "keywords", "breadcrumb", "breadcrumbs"])


def _names_topics(line: Line) -> bool:
    """Whether its box calls itself so: two words of a topic look like somebody's name."""
    boxes = (line.box, line.box.parent)
    return any(box is not None and not TOPIC_WORDS.isdisjoint(box.words) for box in boxes)


def read_zone(
    document: Document, headline: Headline, story: Story, description: str | None, language: str | None, claimed: frozenset[int]
) -> Zone:
    """Promise: no line is in two of the four.

    The deck is what names itself so, says what the page's description says, or is bold above the first paragraph.
    """
    first = first_paragraph(story)
    start = headline.lines[-1] + 1 if headline.lines else 0
    end = min((box.first for box in story.entries), default=first.lines[0].index) if first else start
    deck, deck_parts = find_deck(document, headline, story, start, end, first, description, claimed, language)
    if deck_parts and not story.entries and (told := first_paragraph(story, deck_parts)) is not None:
        end = max(end, told.lines[0].index)  # a signature may stand between the deck and the story
    taken = {line.index for line in deck}
    kicker = find_kicker(document, headline, language)
    times: list[tuple[Line, tuple[LabelledTime, ...]]] = []
    bylines: list[Line] = []
    reach = end if story.entries else max(end, start + 12)
    near = document.lines[max(0, (headline.lines[0] if headline.lines else 0) - 6) : reach]
    for line in near:
        if line.hidden or line.index in taken or line.index in headline.lines or len(line.text) > MAX_TIME_LINE:
            continue
        found = times_of(document, line, language)
        if found:
            times.append((line, found))
        elif (
            line.index not in claimed
            and not _names_topics(line)
            and start <= line.index < max(end, start)
            and is_signature(line.text, language)
        ):
            bylines.append(line)
    return Zone(deck, kicker, find_badges(document, headline), tuple(bylines), tuple(times), deck_parts)
