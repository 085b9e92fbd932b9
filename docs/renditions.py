"""docs/renditions.md: each form of one page of tests/pages, shortened. `python -m docs.renditions` writes them, a test compares.

The block under `### name` is what `copydesk normalize PAGE --format name` prints: at most MAX_LINES lines of MAX_WIDTH characters, of
JSON the first entries.
"""

import json
import re
from pathlib import Path

from copydesk.article import Article
from copydesk.normalize import normalize
from copydesk.page import Words, receive
from copydesk.renditions.formats import FORMATS, Format
from docs.api import shortened

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENT = PROJECT / "docs" / "renditions.md"
PAGE = PROJECT / "tests" / "pages" / "www.hanbitbiz.example" / "3310452" / "page.html"
URL = "https://www.hanbitbiz.example/news/3310452"
BLOCK = re.compile(r"(### (?P<name>\w+)\n.*?\n(?P<fence>````)\w*\n)(?P<shown>.*?)(?P=fence)\n", re.DOTALL)
MAX_LINES, MAX_WIDTH = 28, 140


def read_page() -> Article:
    return normalize(receive(PAGE.read_bytes(), words=Words(url=URL)))


def show(form: Format, article: Article) -> str:
    written = form.write(article)
    if form.is_json:
        written = json.dumps(shortened(json.loads(written), 1), ensure_ascii=False, indent=2)
    lines = [line if len(line) <= MAX_WIDTH else line[: MAX_WIDTH - 1] + "…" for line in written.rstrip("\n").split("\n")]
    return "\n".join(lines if len(lines) <= MAX_LINES or form.is_json else [*lines[:MAX_LINES], "…"]) + "\n"


def with_renditions(document: str, article: Article) -> str:
    shown = {form.name: show(form, article) for form in FORMATS}
    return BLOCK.sub(lambda found: f"{found[1]}{shown[found['name']]}{found['fence']}\n", document)


if __name__ == "__main__":
    DOCUMENT.write_text(with_renditions(DOCUMENT.read_text("utf-8"), read_page()), "utf-8")
