"""Times of publication that neither a standard stamp nor the lines near the headline tell: the best told first."""

from collections.abc import Iterator

from copydesk.article import Time
from copydesk.normalize.seen import Seen
from copydesk.normalize.spans import parts_of
from copydesk.normalize.times import Kind, read_time
from copydesk.page.patterns import pattern_of

META_WORD = pattern_of(r"[a-z]+")
PUBLISHING = frozenset(["publish", "published", "publication", "publishing", "posted", "release"])
WHEN = frozenset(["date", "time", "at", "on"])
# A key of a CMS's own record, in a script or in a string that a script pushes.
RECORD_KEYS = "datePublished|publishedAt|published_at|publishDate|publishedDate|date_published|first_publication_date|postedAt"
RECORD = pattern_of(rf'"(?:{RECORD_KEYS})\\*"\s*:\s*\\*"([\dT:.+Z -]{{8,35}})')
MAX_SCRIPT = 4_000_000  # characters
ADDRESS_DAY = pattern_of(r"/((?:19|20)\d\d)[/-]([01]\d)[/-]([0-3]\d)(?=[/_+-]|$)")


def times_elsewhere(seen: Seen) -> Iterator[tuple[str, Time]]:
    yield from published_metas(seen)
    yield from labelled_elsewhere(seen, "published")
    yield from _records(seen)
    yield from _address(seen)


def published_metas(seen: Seen) -> Iterator[tuple[str, Time]]:
    """Tags that no list knows, named like it: `w-published-date`, `Publication Date`."""
    for name, value in seen.sources.metas.items():
        words = frozenset(META_WORD.findall(name))
        if words & PUBLISHING and (words & WHEN or len(words) == 1) and (time := read_time(value, language=seen.clock)):
            yield f"meta:{name}", time


def labelled_elsewhere(seen: Seen, kind: Kind) -> Iterator[tuple[str, Time]]:
    """What lines call a time of this kind, after the story and then before it."""
    for found in seen.told_times:
        if found.kind == kind:
            yield f"line:{kind}", found.time


def _records(seen: Seen) -> Iterator[tuple[str, Time]]:
    """The record of a page that a script draws, where it tells one moment only."""
    for attributes, node in seen.document.scripts:
        if "src" in attributes or "ld+json" in (attributes.get("type") or ""):
            continue
        text = node.text() or ""
        if len(text) > MAX_SCRIPT or ("ubli" not in text and "postedAt" not in text):
            continue
        told = set(RECORD.findall(text))
        if len(told) == 1 and (time := read_time(told.pop(), language=seen.clock)):
            yield "hydration", time


def _address(seen: Seen) -> Iterator[tuple[str, Time]]:
    """The day that the page's own address holds: `/2025/12/19/quay`."""
    found = ADDRESS_DAY.search(parts_of(seen.base).path)
    if found and (time := read_time("-".join(found.groups()), language=seen.clock)):
        yield "url", time
