"""What stands in a source, by its name and its first bytes."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import BinaryIO

from ..errors import InvalidWords
from ..page import MAX_BYTES
from .entries import Entry, Place, Skipped, Source, is_html_name
from .warcs import read_warc
from .zips import read_zip

FIRST_BYTES = 5


def read_sources(sources: Iterable[Source]) -> Iterator[Entry | Skipped]:
    """Every page of every source and every thing that is none. A container that breaks off is told as such; the next one has its turn."""
    for source in sources:
        yield from reader_of(source)(source)


def reader_of(source: Source) -> Callable[[Source], Iterator[Entry | Skipped]]:
    if is_html_name(source.name):
        return read_loose
    with source.open() as file:
        start = file.read(FIRST_BYTES)
    return next((reader for fits, reader in READERS if fits(source.name.lower(), start)), skip_file)


# First fit wins.
READERS: tuple[tuple[Callable[[str, bytes], bool], Callable[[Source], Iterator[Entry | Skipped]]], ...] = (
    (lambda name, start: start.startswith(b"PK\x03\x04"), read_zip),
    (lambda name, start: start.startswith(b"PK\x05\x06"), lambda source: iter(())),  # a zip with nothing in it
    (lambda name, start: start == b"WARC/", read_warc),
    (lambda name, start: start.startswith(b"\x1f\x8b") and name.endswith((".warc.gz", ".warc")), read_warc),
)


def skip_file(source: Source) -> Iterator[Skipped]:
    yield Skipped(source.name, source.name, "not an HTML file, zip or WARC")


def read_loose(source: Source) -> Iterator[Entry | Skipped]:
    try:
        words = source.words()
    except InvalidWords:
        yield Skipped(source.name, source.name, "words that are no JSON object")
        return
    yield Entry(source.name, source.name, Place("file", 0, source.size), source.at, partial(read_start, source.open), words)


def read_start(open_file: Callable[[], BinaryIO]) -> bytes:
    with open_file() as file:
        return file.read(MAX_BYTES + 1)
