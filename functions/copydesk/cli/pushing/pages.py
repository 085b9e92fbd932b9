"""What is to be pushed: folders, single files, zip, WARC, patterns and manifests, as pages with their words."""

import glob
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from copydesk.containers import Entry, Skipped, Source, list_files, read_sources
from copydesk.containers.reading import read_loose, reader_of, skip_file
from copydesk.errors import InvalidWords
from copydesk.page import MAX_BYTES, Words

MANIFESTS = (".jsonl", ".ndjson")


class Unusable(Exception):
    """What was named cannot be pushed from: told to the person as it stands."""


@dataclass(frozen=True)
class Page:
    """`name` tells it apart from all others of the run; `read` gives its bytes, and may raise OSError or PageRejected."""

    name: str
    words: Mapping[str, Any]
    content_type: str | None
    read: Callable[[], bytes]

    @property
    def story(self) -> str:
        """Pages that share it may be editions of one article: they are sent one after the other."""
        return str(self.words.get("external_id") or self.words.get("url") or self.name)


def fingerprint(page: Page, body: bytes) -> str:
    """The same as long as bytes, words and content type are; 32 hexadecimal digits."""
    told = json.dumps([dict(page.words), page.content_type], sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(told.encode() + b"\0" + body).hexdigest()[:32]


def find_pages(named: Iterable[str], words: Mapping[str, Any]) -> Iterator[Page | Skipped]:
    """Everything that was named, in order; `words` are said of each page that does not say otherwise. Raises Unusable."""
    for name in named:
        for place in places_of(name):
            if is_manifest(place):
                yield from _listed(place, words)
            else:
                yield from _contained(Path(place), words)


def count_pages(named: Iterable[str]) -> int | None:
    """How many pages are named; None where only reading a container or standard input would tell. Raises Unusable."""
    pages = 0
    for place in (place for name in named for place in places_of(name)):
        if place == "-":
            return None
        if is_manifest(place):
            pages += sum(1 for _ in _listed(place, {}))
            continue
        for source in list_sources(Path(place)):
            reader = reader_of(source)
            if reader not in (read_loose, skip_file):
                return None
            pages += reader is read_loose or source.name == Path(place).name
    return pages


def places_of(name: str) -> list[str]:
    """A pattern that the shell left alone is opened here; `**` stands for any folders. Raises Unusable where there is nothing."""
    if name == "-" or Path(name).exists():
        return [name]
    if found := sorted(glob.glob(name, recursive=True)):
        return found
    raise Unusable(f"{name}: there is no such file or folder" + (", and nothing fits the pattern" if glob.has_magic(name) else ""))


def is_manifest(place: str) -> bool:
    return place == "-" or place.lower().endswith(MANIFESTS)


def list_sources(path: Path) -> Iterator[Source]:
    """The files of a folder, or the one file. Raises Unusable."""
    try:
        yield from list_files(path)
    except OSError as fault:
        raise Unusable(f"{path} cannot be read: {fault}") from fault


def _contained(path: Path, words: Mapping[str, Any]) -> Iterator[Page | Skipped]:
    home = path if path.is_dir() else path.parent
    for source in list_sources(path):
        named = not path.is_dir() and reader_of(source) is skip_file  # named by hand it is a page, whatever it is called
        yield from (_told(found, home, words) for found in read_loose(source)) if named else pages_of(source, home, words)


def pages_of(source: Source, home: Path, words: Mapping[str, Any]) -> Iterator[Page | Skipped]:
    """What a file that lies below `home` is or holds."""
    return (_told(found, home, words) for found in read_sources([source]))


def _told(found: Entry | Skipped, home: Path, words: Mapping[str, Any]) -> Page | Skipped:
    return found if isinstance(found, Skipped) else page_of(found, home, words)


def page_of(entry: Entry, home: Path, words: Mapping[str, Any]) -> Page:
    """`archive.zip!2025/1.html`, `crawl.warc.gz!1024 https://…`: several records of a WARC may have one address."""
    name = str(home / entry.source)
    if entry.place.form == "record":
        name += f"!{entry.place.offset} {entry.name}"
    elif entry.place.form != "file":
        name += f"!{entry.name}"
    return Page(name, {**words, **entry.words}, entry.content_type, entry.read)


def loose(path: Path, words: Mapping[str, Any], content_type: str | None = None) -> Page:
    return Page(str(path), words, content_type, partial(_read_limited, path))


def _read_limited(path: Path) -> bytes:
    """One byte more than a page may have at most: enough to be refused."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _listed(place: str, words: Mapping[str, Any]) -> Iterator[Page]:
    """The pages that a manifest names, a line of JSON each: {"path": …, "url": …}; paths start from the manifest's folder."""
    home = Path() if place == "-" else Path(place).parent
    try:
        with sys.stdin.buffer if place == "-" else Path(place).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _read_line(line, f"{place}, line {number}", home, words)
    except OSError as fault:
        raise Unusable(f"{place} cannot be read: {fault}") from fault


def _read_line(line: bytes, place: str, home: Path, words: Mapping[str, Any]) -> Page:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise Unusable(f"{place}: not JSON ({fault})") from fault
    path, content_type = (said.pop("path", None), said.pop("content_type", None)) if isinstance(said, dict) else (None, None)
    if not isinstance(path, str) or not path or "\0" in path or not isinstance(content_type, str | None):
        raise Unusable(f'{place}: a page is {{"path": "pages/1.html", "url": "https://…"}}, and content_type and other words if you like')
    said.pop("id", None)  # as in the lines of `copydesk normalize --jsonl`
    check_words({**words, **said}, place)
    return loose(home / path, {**words, **said}, content_type)


def check_words(words: Mapping[str, Any], place: str) -> None:
    """Raises Unusable, naming each word that has not its form."""
    try:
        Words.read_words(words)
    except InvalidWords as wrong:
        faults = "; ".join(f"{pointer.removeprefix('/')}: {message}" for pointer, message in wrong.errors)
        raise Unusable(f"{place}: {faults}") from wrong
