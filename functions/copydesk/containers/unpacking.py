"""One page out of the bytes of its place, within the limits that every page has."""

import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from ..errors import BadTransfer, TooLarge
from ..page import MAX_BYTES
from ..page.raw import MAX_RATIO, RATIO_FLOOR
from .entries import Form

MAX_HEADERS = 256 * 1024  # of a record and of the answer in it; servers stop at 8 to 64 KB
MAX_RECORD = MAX_BYTES + MAX_BYTES // 8 + MAX_HEADERS  # with the marks of chunks: 8 bytes each, 64 in a small chunk's case
MAX_PACKED = MAX_RECORD
CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


def unpack(form: Form, packed: bytes) -> bytes:
    """The page as `page.receive` takes it: gzip of the sender's stays, and is bounded there.

    At most one byte more than a page may have. Raises BadTransfer, TooLarge.
    """
    return UNPACKERS[form](packed)


def inflate(packed: bytes) -> bytes:
    return bounded(packed, -zlib.MAX_WBITS, limit=MAX_BYTES + 1)


def bounded(packed: bytes, wbits: int, *, limit: int) -> bytes:
    """The first `limit` bytes. Raises BadTransfer for what does not unpack or ends early, TooLarge for a bomb's ratio."""
    unpacking = zlib.decompressobj(wbits)
    try:
        body = unpacking.decompress(packed, limit)
    except zlib.error as fault:
        raise BadTransfer(f"the page does not unpack ({fault})") from fault
    if len(body) > max(RATIO_FLOOR, len(packed) * MAX_RATIO):
        raise TooLarge("compression ratio", size=-(-len(body) // len(packed)), limit=MAX_RATIO)
    if len(body) < limit and not unpacking.eof:
        raise BadTransfer("the packed page ends early")
    return body


def read_record(packed: bytes) -> bytes:
    """The body of the answer that one WARC record holds, plain or as a gzip member."""
    if packed.startswith(b"\x1f\x8b"):
        packed = bounded(packed, 31, limit=MAX_RECORD + 1)
    try:
        record = ArcWarcRecordLoader(verify_http=False).parse_record_stream(BytesIO(packed), known_format="warc")
        return read_answer(record)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError) as fault:
        raise BadTransfer(f"there is no WARC record in this place ({fault})") from fault


def read_answer(record: ArcWarcRecord) -> bytes:
    """The record's page, its chunks joined; read before the next record is. Raises BadTransfer where the file ends in its midst."""
    raw: bytes = record.raw_stream.read(MAX_RECORD)
    if len(raw) < MAX_RECORD and isinstance(record.raw_stream, LimitReader) and record.raw_stream.limit:
        raise BadTransfer("the record ends early: its file was cut")
    if record.http_headers is None:
        return raw[: MAX_BYTES + 1]
    if "chunked" in (record.http_headers.get_header("transfer-encoding") or "").lower():
        raw = ChunkedDataReader(BytesIO(raw)).read(MAX_BYTES + 1)  # takes a body for unchunked whose archiver has joined it already
    body = raw[: MAX_BYTES + 1]
    return undeflate(body) if coding_of(record) == "deflate" else body


def undeflate(body: bytes) -> bytes:
    """HTTP's `deflate` is a zlib stream; some servers send a bare one, some archivers have unpacked it already."""
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return bounded(body, wbits, limit=MAX_BYTES + 1)
        except BadTransfer:
            continue
    return body


def coding_of(record: ArcWarcRecord) -> str:
    """The Content-Encoding, in lower case; blank where none is told."""
    told = record.http_headers.get_header("content-encoding") if record.http_headers else None
    return (told or "").strip().lower()


UNPACKERS: Mapping[Form, Callable[[bytes], bytes]] = {
    "file": bytes,
    "stored": lambda packed: packed[: MAX_BYTES + 1],
    "deflated": inflate,
    "record": read_record,
}
