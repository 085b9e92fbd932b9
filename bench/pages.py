"""A folder of pages to measure on, with truth where it holds some."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copydesk.errors import PageRejected
from copydesk.page import RawPage, Words, read_text, receive

UTF_8 = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """`text` is the decoded page, which peers are given: none of them is measured on its guess of the charset."""

    name: str
    raw: RawPage
    text: str
    url: str | None = None
    truth: dict[str, Any] = field(default_factory=dict)


def load(folder: Path, first: int | None = None) -> list[Page]:
    return list(pages_of(folder, first))


def pages_of(folder: Path, first: int | None = None) -> Iterator[Page]:
    """The pages of a folder in a fixed order, at most `first`; those that cannot be decoded are left out.

    With `truth.jsonl`: one object a line with `html_path` (plain or .gz), and what is known: `url`, `text`, `title`, `published`. Its
    pages are UTF-8 unless the line has a `charset` of its own. Without one: every .html and .html.gz in the folder or below it.
    """
    truth = folder / "truth.jsonl"
    if truth.exists():
        rows = [json.loads(line) for line in truth.read_text("utf-8").split("\n") if line.strip()]
    else:
        found = sorted(path for pattern in ("*.html", "*.html.gz") for path in folder.rglob(pattern))
        rows = [{"html_path": str(path.relative_to(folder)), "charset": None} for path in found]
    for row in rows[:first]:
        page = _page(folder, row)
        if page is not None:
            yield page


def _page(folder: Path, row: dict[str, Any]) -> Page | None:
    path = folder / row["html_path"]
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        page = receive(raw, words=Words(url=row.get("url")), content_type=None if "charset" in row else UTF_8)
        text = read_text(page).text
    except PageRejected:
        return None
    return Page(str(row.get("id", row["html_path"])), page, text, row.get("url"), row)
