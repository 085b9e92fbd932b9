"""Members of a zip. Nothing is ever unpacked onto a disk: a member's name is a name and no path."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from struct import Struct
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ..errors import InvalidWords
from .entries import Entry, Form, Place, Skipped, Source, is_html_name
from .folders import WORDS, parse_words
from .unpacking import MAX_PACKED, unpack

FORMS: Mapping[int, Form] = {ZIP_STORED: "stored", ZIP_DEFLATED: "deflated"}
LOCAL_HEADER = Struct("<4s22xHH")  # signature, …, lengths of name and extra field (APPNOTE 4.3.7)
ENCRYPTED = 0x1
SYMLINK = 0o120000
MAX_WORDS_BYTES = 64 * 1024


def read_zip(source: Source) -> Iterator[Entry | Skipped]:
    """In the order of the zip's directory. A member's own time has no zone and is taken for UTC."""
    try:
        with source.open() as file, ZipFile(file) as archive:
            members = {member.filename: member for member in archive.infolist()}
            for member in archive.infolist():
                if is_noise(member.filename) or member.is_dir():
                    continue
                if why := why_not(member):
                    yield Skipped(source.name, member.filename, why)
                else:
                    yield read_member(source, archive, member, members.get(member.filename + WORDS))
    except (BadZipFile, NotImplementedError, EOFError) as fault:
        yield Skipped(source.name, source.name, f"a broken zip ({fault})")


def is_noise(name: str) -> bool:
    return name.endswith(WORDS) or any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in name.split("/"))


def why_not(member: ZipInfo) -> str | None:
    if not is_html_name(member.filename):
        return "not an HTML file"
    if member.flag_bits & ENCRYPTED:
        return "encrypted"
    if member.external_attr >> 16 & 0o170000 == SYMLINK:
        return "a link"
    if member.compress_type not in FORMS:
        return "packed neither by deflate nor as it is"
    return "larger than any page" if member.compress_size > MAX_PACKED else None


def read_member(source: Source, archive: ZipFile, member: ZipInfo, beside: ZipInfo | None) -> Entry | Skipped:
    try:
        words = read_beside(archive, beside)
        place = Place(FORMS[member.compress_type], find_data(archive, member), member.compress_size)
    except InvalidWords:
        return Skipped(source.name, member.filename, "words that are no JSON object")
    except BadZipFile:
        return Skipped(source.name, member.filename, "a broken member")
    return Entry(source.name, member.filename, place, time_of(member, source.at), partial(read_place, source, place), words)


def read_beside(archive: ZipFile, beside: ZipInfo | None) -> Mapping[str, Any]:
    """Raises InvalidWords, BadZipFile."""
    if beside is None:
        return {}
    with archive.open(beside) as file:
        return parse_words(file.read(MAX_WORDS_BYTES))


def find_data(archive: ZipFile, member: ZipInfo) -> int:
    """Where the member's bytes begin: behind its local header, whose length the directory does not tell. Raises BadZipFile."""
    assert archive.fp is not None
    archive.fp.seek(member.header_offset)
    header = archive.fp.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise BadZipFile("no local header where the directory says")
    _, name, extra = LOCAL_HEADER.unpack(header)
    start: int = member.header_offset + LOCAL_HEADER.size + name + extra
    return start


def time_of(member: ZipInfo, otherwise: datetime) -> datetime:
    try:
        return datetime(*member.date_time, tzinfo=UTC)
    except ValueError:  # a month 0 is what some packers write for "unknown"
        return otherwise


def read_place(source: Source, place: Place) -> bytes:
    with source.open() as file:
        file.seek(place.offset)
        return unpack(place.form, file.read(place.length))
