"""What was seen of a page before its facts are written down: where the story stands and what surrounds it."""

from dataclasses import dataclass
from functools import cached_property

from copydesk.normalize.document import Document
from copydesk.normalize.headline import Headline
from copydesk.normalize.pointing import NOWHERE, Pointed
from copydesk.normalize.sources import Sources
from copydesk.normalize.story import Story
from copydesk.normalize.times import LabelledTime
from copydesk.normalize.widgets import Found
from copydesk.normalize.zone import Zone, times_of

NEXT = 3  # lines right below the story: a list of counts and dates there is the article's own
MAX_TIME_LINE = 120  # characters; a longer line that holds a date is prose


@dataclass(frozen=True)
class Seen:
    """`base` is the page's own address, for links; `found` the widgets that were recognised; `clock` the tag that times are read by,
    `pointed` what the site's own rule names."""

    document: Document
    sources: Sources
    headline: Headline
    found: tuple[Found, ...]
    story: Story
    zone: Zone
    language: str | None
    base: str | None
    clock: str | None
    pointed: Pointed = NOWHERE

    @cached_property
    def claimed(self) -> frozenset[int]:
        """Indices of the lines that are a widget's."""
        return frozenset(i for f in self.found for i in f.lines)

    @property
    def headline_start(self) -> int:
        """Index of the headline's first line; 0 where the page shows none."""
        return self.headline.lines[0] if self.headline.lines else 0

    @property
    def headline_end(self) -> int:
        return self.headline.lines[-1] + 1 if self.headline.lines else 0

    @cached_property
    def story_start(self) -> int:
        """Index of the first line of story."""
        kept = (p for p in self.story.parts if p.dropped is None and p.lines and p.kind != "caption")
        return next((p.lines[0].index for p in kept), self.story.container.first)

    @cached_property
    def story_end(self) -> int:
        """Index after the last line of story."""
        kept = (p for p in reversed(self.story.parts) if p.dropped is None and p.lines and p.kind != "caption")
        return next((p.lines[-1].index + 1 for p in kept), self.story.container.last)

    @cached_property
    def told_times(self) -> tuple[LabelledTime, ...]:
        """Times that lines label, after the story and then before it; lines of links and of widgets belong to other articles."""
        lines, end = self.document.lines, self.story_end
        told: list[LabelledTime] = []
        for line in (*lines[end:], *lines[:end]):
            foreign = line.index in self.claimed and not end <= line.index < end + NEXT
            if not (line.hidden or foreign or len(line.text) > MAX_TIME_LINE or line.link_chars > 0.5 * line.chars):
                told += [time for time in times_of(self.document, line, self.clock) if time.kind is not None]
        return tuple(told)

    @property
    def near(self) -> range:
        """Lines around the headline, where bylines and times stand."""
        return range(max(0, self.headline_start - 8), max(self.story_start + 2, self.headline_end + 9))

    @property
    def after(self) -> range:
        """Lines below the story, where an author's box stands."""
        return range(self.story_end, self.story_end + 12)
