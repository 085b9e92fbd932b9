"""The entries of a live blog: boxes of one make under one parent, each with its own time at its head."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.article import Time
from copydesk.normalize.byline import is_byline_line
from copydesk.normalize.classes import is_any_named, is_named
from copydesk.normalize.document import Box, Document, Inline, Line
from copydesk.normalize.furniture import suspicion
from copydesk.normalize.names import is_latin_name
from copydesk.normalize.parts import Part
from copydesk.normalize.sources import Sources, types_of
from copydesk.normalize.times import read_time, resolve_partial
from copydesk.page.patterns import pattern_of

MIN_ENTRIES = 3
MIN_SHARE = 0.4  # of the page's unlinked text; below it the entries are a ticker beside the story
MIN_ENTRY = 60  # characters; most entries tell more than a headline
HEAD_LINES = 3  # of an entry, among which its time stands
MAX_HEAD = 60  # characters of a line in an entry's head
CLOCK = pattern_of(r"(?<![\d.,])(?:[01]?\d|2[0-3])\s?[:.h時시]\s?[0-5]\d(?!\d)|\d\s?(?:분|時間|分|hrs?|mins?|[hm])\b", re.I)


@dataclass(frozen=True, slots=True)
class Entries:
    """`host` holds the entries, newest first as a rule, in the page's order."""

    host: Box
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over an entry's text, and the indices of the story's parts that only tell its time, that also sign it, that label it."""

    title: str | None
    at: Time | None
    stamps: frozenset[int]
    signatures: frozenset[int]
    labels: frozenset[int]


def find_entries(document: Document, sources: Sources) -> Entries | None:
    """The entries of the page's live blog; None where neither the markup nor a name says that it is one."""
    declared = any("LiveBlogPosting" in types_of(node) for node in sources.nodes)
    best: Entries | None = None
    for box in document.boxes if declared else _hosts_named_live(document):
        if box.hidden or len(box.items) < MIN_ENTRIES:
            continue
        for twins in _twins(box):
            if declared or _is_named_live(box, twins[0]):
                stamped = [twin for twin in twins if _stamp(document, twin) is not None]
                if _are_entries(document, twins, stamped) and (best is None or _chars(document, twins) > _chars(document, best.boxes)):
                    best = Entries(box, tuple(stamped))
    whole = document.chars(document.root) - document.link_chars(document.root)
    return best if best is not None and _chars(document, best.boxes) >= MIN_SHARE * whole else None


def _hosts_named_live(document: Document) -> list[Box]:
    """The boxes whose own name, whose children's or that of one of two boxes around them says so; on nearly every page none."""
    if not is_any_named({box.names for box in document.boxes}, "live"):
        return []
    hosts: set[int] = set()
    for box in document.boxes:
        if is_named(box.names, "live"):
            within = [child for own in (box, *box.boxes) for child in (own, *own.boxes)]
            hosts.update(host.index for host in (box.parent, *within) if host is not None)
    return [document.boxes[index] for index in sorted(hosts)]


def _twins(box: Box) -> Iterator[list[Box]]:
    """Children of one make: the same tag and first class."""
    groups: dict[tuple[str, str], list[Box]] = {}
    for child in box.boxes:
        if not child.hidden:
            groups.setdefault((child.tag, (child.get("class").split() or [""])[0]), []).append(child)
    yield from (group for group in groups.values() if len(group) >= MIN_ENTRIES)


def _is_named_live(host: Box, entry: Box) -> bool:
    around = [entry, host, *list(host.ancestors())[:2]]
    return any(is_named(box.names, "live") for box in around) and not any(suspicion(box) in ("sure", "never") for box in around)


def _are_entries(document: Document, twins: list[Box], stamped: list[Box]) -> bool:
    told = sum(document.chars(twin) - document.link_chars(twin) >= MIN_ENTRY for twin in stamped)
    return len(stamped) >= max(MIN_ENTRIES, 0.7 * len(twins)) and told >= 0.6 * len(stamped)


def _chars(document: Document, boxes: tuple[Box, ...] | list[Box]) -> int:
    return sum(document.chars(box) - document.link_chars(box) for box in boxes)


def _stamp(document: Document, entry: Box) -> Line | None:
    return next((line for line in document.lines_of(entry)[:HEAD_LINES] if _tells_time(line)), None)


def _tells_time(line: Line) -> bool:
    return line.chars <= MAX_HEAD and (_time_element(line) is not None or CLOCK.search(line.text) is not None)


def _time_element(line: Line) -> Inline | Box | None:
    if line.box.tag == "time":
        return line.box
    return next((inline for _, inline in line.pieces if inline is not None and inline.tag == "time"), None)


def read_head(entry: Box, parts: tuple[Part, ...], published: Time | None, language: str | None) -> Head:
    """Title and time of an entry from the lines over its first paragraph."""
    title: str | None = None
    at: Time | None = None
    stamps, signatures, labels = set[int](), set[int](), set[int]()
    for i, part in enumerate(parts):
        if not part.lines or not entry.first <= part.lines[0].index < entry.last:
            continue
        if part.kind == "heading" and part.dropped is None and title is None:
            title = " ".join(part.text.split("\n"))
        elif at is None and part.chars <= MAX_HEAD and any(map(_tells_time, part.lines)):
            line = next(filter(_tells_time, part.lines))
            at = _time_of(line, published, language)
            rest = _rest(line)
            (stamps if not rest else signatures if is_signed(rest, language) else labels).add(i)
        elif part.kind == "paragraph" and (part.chars > MAX_HEAD or part.is_sentence):
            break
    return Head(title, at, frozenset(stamps), frozenset(signatures), frozenset(labels))


def is_signed(text: str, language: str | None) -> bool:
    return (is_latin_name(text) and not text.isupper()) or is_byline_line(text, language)


def _rest(line: Line) -> str:
    """What the line says beside its time."""
    if _time_element(line) is not None:
        told = [piece for piece, inline in line.pieces if inline is None or inline.tag != "time"]
        return "" if line.box.tag == "time" else " ".join("".join(told).split()).strip(" |·–-")
    return " ".join(CLOCK.sub("", line.text, count=1).split()).strip(" |·–-()[]")


def _time_of(line: Line, published: Time | None, language: str | None) -> Time | None:
    element = _time_element(line)
    stamp = (element.attributes.get("datetime") or "") if element is not None else ""
    if stamp and (time := read_time(stamp, language=language)):
        shown = line.text if isinstance(element, Box) else "".join(piece for piece, inline in line.pieces if inline is element)
        return time.model_copy(update={"printed": " ".join(shown.split())})
    found = CLOCK.search(line.text)
    return resolve_partial(line.text if found is None else found[0], published=published, language=language) if published else None
