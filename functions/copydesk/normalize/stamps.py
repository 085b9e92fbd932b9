"""Times of publication and change: the machine's stamps checked against what the page prints."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from copydesk.article import Time
from copydesk.normalize.document import Document, Line
from copydesk.normalize.elsewhere import labelled_elsewhere, published_metas, times_elsewhere
from copydesk.normalize.findings import Findings
from copydesk.normalize.pointing import pointed_time
from copydesk.normalize.seen import Seen
from copydesk.normalize.sources import Sources, meta_names, text_of, types_of
from copydesk.normalize.times import Kind, LabelledTime, read_time
from copydesk.page.patterns import pattern_of
from copydesk.rules import Words

# Milliseconds under Z: a program's own clock wrote it, which knows its zone; then the print was made on a server in UTC.
RUNNING_CLOCK = pattern_of(r"\.(?!0+\D)\d+(?:Z|[+]00:?00)$")
A_DAY_OFF = timedelta(hours=36)  # between a stamp and a printed day: up to here zones and night shifts explain it

BESIDE_HEADLINE = 5  # lines; further off a day alone may be that of a book, a match or another article


def _moment(time: Time) -> datetime | None:
    try:
        return datetime.fromisoformat(time.at)
    except ValueError:
        return None


def _machine_times(sources: Sources, key: str, metas: Words, language: str | None) -> Iterator[tuple[str, Time]]:
    value = text_of(sources.article.get(key))
    if value and (time := read_time(value, language=language)):
        yield f"jsonld:{key}", time
    for node in sources.nodes:
        if (
            node is not sources.article
            and "WebPage" in types_of(node)
            and (value := text_of(node.get(key)))
            and (time := read_time(value, language=language))
        ):
            yield f"jsonld:WebPage:{key}", time
    for name in metas:
        for value in sources.all_metas.get(name, ())[:1]:
            if time := read_time(value, language=language):
                yield f"meta:{name}", time


def _time_elements(document: Document, itemprop: str, language: str | None, near: range) -> Iterator[tuple[str, Time]]:
    """`<time>` elements of the page's head part, the ones that name their property first."""
    plain: list[tuple[str, Time]] = []
    for line in document.lines[near.start : near.stop]:
        if line.hidden:
            continue
        inline = next((i for _, i in line.pieces if i is not None and i.tag == "time"), None)
        attributes = inline.attributes if inline is not None else line.box.attributes if line.box.tag == "time" else None
        value = attributes.get("datetime") if attributes else None
        if not value or (time := read_time(value, language=language)) is None:
            continue
        assert attributes is not None
        prop = (attributes.get("itemprop") or "").lower()
        names = f"{attributes.get('class') or ''} {prop}".lower()
        told = "modified" if "modif" in names or "updat" in names else "published" if "publi" in names or "created" in names else ""
        wanted = "modified" if itemprop == "dateModified" else "published"
        if told == wanted:
            yield f"time:{itemprop}", time
        elif not told and wanted == "published":
            plain.append(("time", time))
    yield from plain


def read_published(seen: Seen, findings: Findings) -> Time | None:
    """The stamp and the print near the headline; without either what is told elsewhere, last the time of a change alone."""
    if time := pointed_time(seen.pointed.published, "/meta/published_at", seen.clock, findings):
        return time
    time = _read_stamp(seen, "published", "datePublished", findings) or _won(times_elsewhere(seen), "published", findings)
    if time is None and (time := _read_change(seen, Findings())):
        findings.won("/meta/published_at", "modified_at")
        findings.doubt("only_modified", "/meta/published_at", "the page tells no time but that of its last change")
    return time


def read_modified(seen: Seen, published: Time | None, findings: Findings) -> Time | None:
    if pointed := pointed_time(seen.pointed.modified, "/meta/modified_at", seen.clock, findings):
        return pointed
    time = _read_change(seen, findings)
    if (
        time
        and published
        and (a := _moment(time))
        and (b := _moment(published))
        and a == b
        and findings.sources.get("/meta/published_at") != "modified_at"
        and (findings.sources.get("/meta/modified_at", "")).startswith(("jsonld", "meta"))
    ):
        del findings.sources["/meta/modified_at"]
        return None  # a CMS that stamps both at first publication says nothing of a change
    return time


def _read_change(seen: Seen, findings: Findings) -> Time | None:
    return _read_stamp(seen, "modified", "dateModified", findings) or _won(labelled_elsewhere(seen, "modified"), "modified", findings)


def _won(told: Iterator[tuple[str, Time]], kind: Kind, findings: Findings) -> Time | None:
    for reader, time in told:
        findings.won(f"/meta/{kind}_at", reader)
        return time
    return None


def _printed(seen: Seen, kind: Kind) -> tuple[Line, LabelledTime] | None:
    """The first time near the headline that is labelled so; for the publication an unlabelled one will do."""
    found = [(line, time) for line, times in seen.zone.times for time in times]
    labelled = next((told for told in found if told[1].kind == kind), None)
    if labelled or kind != "published":
        return labelled
    return next((told for told in found if told[1].kind is None), None)


def _read_stamp(seen: Seen, kind: Kind, key: str, findings: Findings) -> Time | None:
    """A machine's stamp, checked against the printed one.

    Where they disagree in one of the ways that machines are known for, the printed one is right, for people read it.
    """
    pointer = f"/meta/{kind}_at"
    stamps = list(_machine_times(seen.sources, key, meta_names(kind), seen.clock))
    if not stamps and kind == "published":
        stamps = [(reader, time) for reader, time in published_metas(seen) if time.zone_from == "explicit"]
    told = _printed(seen, kind)
    elements = list(_time_elements(seen.document, key, seen.clock, seen.near)) if not stamps or not told else []
    machine = [*stamps, *elements]
    for reader, time in machine[1:]:
        findings.rejected.append((pointer, reader, time.at))
    if not machine:
        if told:
            findings.won(pointer, "line")
        return told[1].time if told else None
    first_reader, first = machine[0]
    if told is None:
        findings.won(pointer, first_reader)
        return first
    line, shown = told[0], told[1].time
    for reader, time in machine:
        if _agree(time, shown) and not (time.precision == "day" and _is_near(first, shown)):
            findings.won(pointer, f"{reader}+line")
            return _joined(time, shown)
    if _is_zone_slip(first, shown) or (kind == "published" and _is_beside_headline(seen, line) and _is_reprint(first, told[1])):
        findings.won(pointer, "line")
        findings.rejected.append((pointer, first_reader, first.at))
        findings.doubt("times_disagree", pointer, f"{first_reader} says {first.at}, the page prints {shown.printed}")
        return shown
    findings.won(pointer, first_reader)
    findings.rejected.append((pointer, "line", shown.at))
    return first


def _is_beside_headline(seen: Seen, line: Line) -> bool:
    return seen.headline_start - BESIDE_HEADLINE <= line.index < seen.headline_end + BESIDE_HEADLINE


def _joined(time: Time, shown: Time) -> Time:
    """A stamp and the printed time that it agrees with: the stamp's moment, the page's words and zone."""
    precision = "minute" if time.precision == "second" and time.at[17:19] == "00" else time.precision
    if shown.precision in ("minute", "second") and time.precision == "day":
        return shown
    return time.model_copy(
        update={
            "at": _in_zone_of(time, shown),
            "printed": shown.printed,
            "precision": precision,
            "zone_from": shown.zone_from or time.zone_from,
        }
    )


def _in_zone_of(time: Time, shown: Time) -> str:
    """The stamp's moment with the offset that the page prints its times in; a CMS often stamps in UTC."""
    moment, local = _moment(time), _moment(shown)
    if (
        moment is None
        or local is None
        or shown.zone_from is None
        or time.precision not in ("minute", "second")
        or not time.at.endswith(("Z", "+00:00"))
    ):
        return time.at
    return moment.astimezone(local.tzinfo).isoformat()


def _agree(a: Time, b: Time) -> bool:
    """The same moment, to the coarser of the two precisions."""
    x, y = _moment(a), _moment(b)
    if x is None or y is None:
        return False
    if "day" in (a.precision, b.precision):
        return x.date() == y.date() or a.at[:10] == b.at[:10]
    return abs((x - y).total_seconds()) < 60


def _apart(a: Time, b: Time) -> timedelta | None:
    """How much later `b` is than `a`."""
    x, y = _moment(a), _moment(b)
    return None if x is None or y is None else y - x


def _is_near(stamp: Time, shown: Time) -> bool:
    """Whether a stamp with a clock is off a printed day by no more than zones or a night shift explain."""
    apart = _apart(stamp, shown)
    return stamp.precision in ("minute", "second") and shown.precision == "day" and apart is not None and abs(apart) <= A_DAY_OFF


def _is_zone_slip(stamp: Time, shown: Time) -> bool:
    """Whether the stamp is the printed clock under a wrong offset: they differ by just the printed zone's distance from UTC.

    Any other distance says that the zone of the print was guessed wrong, or its half of the day.
    """
    apart, local = _apart(stamp, shown), _moment(shown)
    if apart is None or local is None or shown.zone_from is None or shown.precision not in ("second", "minute"):
        return False
    if RUNNING_CLOCK.search(stamp.printed or ""):
        return False
    offset = abs(local.utcoffset() or timedelta())
    return bool(offset) and abs(abs(apart) - offset) < timedelta(minutes=1)


def _is_reprint(stamp: Time, told: LabelledTime) -> bool:
    """Whether a printed day of publication is days away from the stamp: site builders stamp the last build, and a page cannot print a day
    on which it did not exist yet. A later day counts only where the page labels it."""
    apart = _apart(stamp, told.time)
    if apart is None or abs(apart) <= A_DAY_OFF:
        return False
    return apart < timedelta() or told.kind is not None
