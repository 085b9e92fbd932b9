"""Records of a WARC file: answers of 200 and resources that are HTML; all else is skipped, each with its reason."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from ..errors import BadTransfer
from .entries import Entry, Place, Skipped, Source
from .unpacking import CODINGS, MAX_PACKED, coding_of, read_answer

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
PAGES = frozenset({"response", "resource"})


def read_warc(source: Source) -> Iterator[Entry | Skipped]:
    """In the file's order, also where several records are of one address: each is an edition, received when it was archived."""
    with source.open() as file:
        records = WARCIterator(file)
        try:
            for record in records:
                yield read_record(source, records, record)
        except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError) as fault:
            told = " ".join(str(fault).split())[:120]
            yield Skipped(source.name, source.name, f"a broken WARC: nothing is read from byte {records.offset:,} on ({told})")


def read_record(source: Source, records: WARCIterator, record: ArcWarcRecord) -> Entry | Skipped:
    name = str(record.rec_headers.get_header("WARC-Target-URI") or "")
    if why := next((why for is_so, why in REASONS if is_so(record)), None):
        return Skipped(source.name, name, why(record))
    try:
        body = read_answer(record)
    except BadTransfer:
        return Skipped(source.name, name, "cut in its midst")
    place = Place("record", records.get_record_offset(), records.get_record_length())
    if place.length > MAX_PACKED:
        return Skipped(source.name, name, "larger than any page")
    at = find_date(record) or source.at
    return Entry(source.name, name, place, at, partial(bytes, body), {"url": name}, type_of(record))


def type_of(record: ArcWarcRecord) -> str | None:
    """The page's Content-Type as its server told it, charset included; a resource has only the record's own."""
    headers = record.http_headers or record.rec_headers
    told: str | None = headers.get_header("content-type")
    return told


def media_type_of(record: ArcWarcRecord) -> str:
    told = type_of(record) or record.rec_headers.get_header("WARC-Identified-Payload-Type") or "text/html"  # untold: the gates will see
    return told.partition(";")[0].strip().lower()


def find_date(record: ArcWarcRecord) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(record.rec_headers.get_header("WARC-Date")))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def is_no_web_address(record: ArcWarcRecord) -> bool:
    try:
        parts = urlsplit(str(record.rec_headers.get_header("WARC-Target-URI") or ""))
        return parts.scheme not in ("http", "https") or not parts.hostname
    except ValueError:
        return True


def status_of(record: ArcWarcRecord) -> str:
    return record.http_headers.get_statuscode() if record.http_headers else "none"


type Reason = tuple[Callable[[ArcWarcRecord], bool], Callable[[ArcWarcRecord], str]]
# First that holds wins. Robots files are no HTML; where a server calls them so, the address tells.
REASONS: tuple[Reason, ...] = (
    (lambda record: record.rec_type not in PAGES, lambda record: f"a record of type {record.rec_type}"),
    (is_no_web_address, lambda record: "no web address"),
    (lambda record: record.rec_type == "response" and status_of(record) != "200", lambda record: f"status {status_of(record)}"),
    (lambda record: bool(record.rec_headers.get_header("WARC-Truncated")), lambda record: "cut by its archiver"),
    (
        lambda record: urlsplit(record.rec_headers.get_header("WARC-Target-URI")).path == "/robots.txt",
        lambda record: "robots.txt",
    ),
    (lambda record: media_type_of(record) not in HTML_TYPES, lambda record: "not HTML"),
    (lambda record: coding_of(record) not in CODINGS, lambda record: f"packed as {coding_of(record)}"),
)
