"""Times of publication and change: the machine's stamps checked against what the page prints."""

from collections.abc import Iterator
from datetime import datetime

from copydesk.article import Time
from copydesk.normalize.document import Document
from copydesk.normalize.findings import Findings
from copydesk.normalize.sources import Sources, meta_names, text_of, types_of
from copydesk.normalize.times import read_time
from copydesk.normalize.zone import Zone


def _moment(time: Time) -> datetime | None:
    try:
        return datetime.fromisoformat(time.at)
    except ValueError:
        return None


def _machine_times(
    sources: Sources, document: Document, key: str, metas: tuple[str, ...], language: str | None
) -> Iterator[tuple[str, Time]]:
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


def read_published(document: Document, sources: Sources, zone: Zone, language: str | None, near: range, findings: Findings) -> Time | None:
    return _read_stamp("published", "datePublished", meta_names("published"), document, sources, zone, language, near, findings)


def read_modified(
    document: Document, sources: Sources, zone: Zone, language: str | None, near: range, findings: Findings, published: Time | None
) -> Time | None:
    time = _read_stamp("modified", "dateModified", meta_names("modified"), document, sources, zone, language, near, findings)
    if (
        time
        and published
        and (a := _moment(time))
        and (b := _moment(published))
        and a == b
        and (findings.sources.get("/meta/modified_at", "")).startswith(("jsonld", "meta"))
    ):
        del findings.sources["/meta/modified_at"]
        return None  # a CMS that stamps both at first publication says nothing of a change
    return time


def _read_stamp(
    kind: str,
    key: str,
    metas: tuple[str, ...],
    document: Document,
    sources: Sources,
    zone: Zone,
    language: str | None,
    near: range,
    findings: Findings,
) -> Time | None:
    """A machine's stamp, checked against the printed one.

    Where they disagree by whole hours only, the printed one is right, for people read it.
    """
    pointer = f"/meta/{kind}_at"
    stamps = list(_machine_times(sources, document, key, metas, language))
    printed = [found.time for _, times in zone.times for found in times if found.kind == kind]
    if not printed and kind == "published":
        printed = [found.time for _, times in zone.times for found in times if found.kind is None][:1]
    elements = list(_time_elements(document, key, language, near)) if not stamps or not printed else []
    machine = [*stamps, *elements]
    for reader, time in machine[1:]:
        findings.rejected.append((pointer, reader, time.at))
    shown = printed[0] if printed else None
    if not machine:
        if shown:
            findings.won(pointer, "line")
        return shown
    reader, time = machine[0]
    if shown is None:
        findings.won(pointer, reader)
        return time
    for reader, time in machine:
        if _agree(time, shown):
            findings.won(pointer, f"{reader}+line")
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
    reader, time = machine[0]
    if shown.precision in ("second", "minute") and _is_zone_slip(time, shown):
        findings.won(pointer, "line")
        findings.rejected.append((pointer, reader, time.at))
        findings.doubt("times_disagree", pointer, f"{reader} says {time.at}, the page prints {shown.printed}")
        return shown
    findings.won(pointer, reader)
    findings.rejected.append((pointer, "line", shown.at))
    return time


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


def _is_zone_slip(a: Time, b: Time) -> bool:
    x, y = _moment(a), _moment(b)
    if x is None or y is None or b.zone_from is None:
        return False
    apart = abs((x - y).total_seconds())
    return 60 <= apart <= 14 * 3600 and apart % 1800 < 60
