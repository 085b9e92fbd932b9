"""The page as it was pushed: transfer decoding, and what can be refused by its bytes alone."""

import hashlib
import zlib
from dataclasses import dataclass

from ..errors import BadTransfer, EmptyPage, NotHtml, TooLarge
from .words import Words

MAX_BYTES = 10 * 1024 * 1024  # after transfer decoding; the same through every door
MAX_RATIO = 200  # unpacked to packed; real pages reach 13, a gzip bomb 1,000
RATIO_FLOOR = 1024 * 1024  # bytes unpacked; below it no ratio can hurt
MAX_MEMBERS = 64  # parts of one gzip stream; each one costs a copy of what follows it
BLANK = b" \t\n\f\r\v\0\xef\xbb\xbf\xfe\xff"

# Magic numbers of what is sent by mistake. The sender gets the name.
MAGIC = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"RIFF", "a WebP picture or another RIFF file"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "gzip inside gzip"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard stream; send it unpacked or as gzip"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"ID3", "an MP3 file"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)

NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class RawPage:
    """`body` is the page after transfer decoding, `content_type` the transport's full Content-Type value."""

    body: bytes
    words: Words = NO_WORDS
    content_type: str | None = None

    @property
    def source_hash(self) -> str:
        """sha256 of the body, in hex."""
        return hashlib.sha256(self.body).hexdigest()


def receive(body: bytes, *, words: Words = NO_WORDS, content_type: str | None = None) -> RawPage:
    """The page of a push; gzip is recognised by its first two bytes, whatever the transport says.

    Raises EmptyPage, NotHtml, TooLarge or BadTransfer, each within milliseconds.
    """
    if len(body) > MAX_BYTES:
        raise TooLarge("bytes of the page", size=len(body), limit=MAX_BYTES)
    if body[:2] == b"\x1f\x8b":
        body = _gunzip(body)
    if not body.lstrip(BLANK):
        raise EmptyPage
    for magic, name in MAGIC:
        if body.startswith(magic):
            raise NotHtml(f"this is {name}, not HTML")
    if body[4:8] == b"ftyp":
        raise NotHtml("this is a video or a HEIF picture, not HTML")
    return RawPage(body, words, content_type)


def _gunzip(packed: bytes) -> bytes:
    """All members of a gzip stream, at most one byte over the limit; zero padding after the last one is no fault."""
    limit = min(MAX_BYTES, max(RATIO_FLOOR, len(packed) * MAX_RATIO))
    parts: list[bytes] = []
    size = 0
    rest = packed
    try:
        for _ in range(MAX_MEMBERS):
            member = zlib.decompressobj(wbits=31)
            parts.append(member.decompress(rest, limit + 1 - size))
            size += len(parts[-1])
            if size > limit:
                raise _too_much(size, limit, len(packed))
            if not member.eof:
                raise BadTransfer("the gzip stream ends early: the page was cut on its way; send it again")
            rest = member.unused_data.lstrip(b"\0")
            if rest[:2] != b"\x1f\x8b":
                return b"".join(parts)
    except zlib.error as fault:
        raise BadTransfer(f"the gzip stream is broken ({fault}); send the page again, as application/octet-stream") from fault
    raise TooLarge("members of the gzip stream", size=MAX_MEMBERS + 1, limit=MAX_MEMBERS)


def _too_much(size: int, limit: int, packed: int) -> TooLarge:
    if limit == MAX_BYTES:
        return TooLarge("bytes of the page, unpacked", size=size, limit=limit)
    return TooLarge("compression ratio", size=-(-size // packed), limit=MAX_RATIO, advice=f"{packed:,} bytes unpack to more than {limit:,}")
