"""What a container holds: pages, each with the place it can be read from again, and things that are none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import BinaryIO, Literal

type Form = Literal["file", "stored", "deflated", "record"]
"""How a page stands in its place: a whole file; a member of a zip, as it is or deflated; a WARC record, plain or as a gzip member."""

HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml", ".html.gz", ".htm.gz")
NO_WORDS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """`length` bytes of the container from `offset` on; all of it where the form is `file`."""

    form: Form
    offset: int
    length: int


@dataclass(frozen=True)
class Source:
    """A file that is a page or holds pages. `open` gives a stream that can seek; `words` are what stands beside it (`NAME.words.json`).

    `at` is when the file came to be, as far as its keeper knows.
    """

    name: str
    at: datetime
    size: int
    open: Callable[[], BinaryIO] = field(repr=False)
    words: Callable[[], Mapping[str, object]] = field(default=lambda: NO_WORDS, repr=False)


@dataclass(frozen=True)
class Entry:
    """A page. `source` names the file that it stands in, `name` is the page's own: a path, a member's path, a record's address.

    `words` are the sender's, as a manifest line would say them; `at` is when the page was taken in (WARC-Date, a file's own time).
    `read` gives the bytes as `page.receive` takes them, at most one more than a page may have; it raises BadTransfer or TooLarge where
    they do not unpack.
    """

    source: str
    name: str
    place: Place
    at: datetime
    read: Callable[[], bytes] = field(repr=False)
    words: Mapping[str, object] = NO_WORDS
    content_type: str | None = None


@dataclass(frozen=True)
class Skipped:
    """What is no page; `why` is one of a few words, so that it can be counted."""

    source: str
    name: str
    why: str


def is_html_name(name: str) -> bool:
    """Whether a file of that name is taken for a page."""
    return name.lower().endswith(HTML_NAMES)
