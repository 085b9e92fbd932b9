"""The front window: a page of plain HTML, style sheets and modules that asks the public API and nobody else. Here it is files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from copydesk.inspector.joining import join_modules

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class File:
    """`etag` changes with the content and with nothing else."""

    text: str
    content_type: str
    etag: str


@cache
def read_source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


# Address → content type and text. An address never becomes a path of the disk.
SERVED: Mapping[str, tuple[str, Callable[[], str]]] = {
    "/": ("text/html; charset=utf-8", lambda: read_source("index.html")),
    "/inspector/main.js": ("text/javascript; charset=utf-8", lambda: join_modules("main", lambda name: read_source(f"{name}.js"))),
    "/inspector/style.css": ("text/css; charset=utf-8", lambda: read_source("desk.css") + read_source("article.css")),
    "/inspector/page.css": ("text/css; charset=utf-8", lambda: read_source("page.css")),
    "/inspector/words.en.json": ("application/json", lambda: read_source("words.en.json")),
    "/inspector/words.ko.json": ("application/json", lambda: read_source("words.ko.json")),
}


def find_file(path: str) -> File | None:
    """The file that stands at an address of the inspector."""
    return make_file(path) if path in SERVED else None


@cache
def make_file(path: str) -> File:
    content_type, make = SERVED[path]
    text = make()
    return File(text, content_type, f'"{sha256(text.encode()).hexdigest()[:16]}"')
