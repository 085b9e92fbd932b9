"""The examples of docs/article.md, taken from the tests' own pages: `python -m docs.article` writes them, and prints what changed.

An example is a ```json block whose first line names a page and a place: `// tests/pages/…/page.html /captions/0`. A step of the place is a
name, a number, or `kind=top_news`: the first entry that has it.
"""

import difflib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from copydesk.normalize import normalize
from copydesk.page import Words, receive

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENT = PROJECT / "docs" / "article.md"
BLOCK = re.compile(r"```json\n// (?P<page>\S+) (?P<place>\S+)\n(?P<shown>.*?)```\n", re.DOTALL)
NUMBERED = re.compile(r'"([a-z])\d+"')  # ids move when a page is read better
MAX_TEXT, MAX_ENTRIES, MAX_LINE = 90, 2, 130


@dataclass(frozen=True)
class Example:
    page: str
    place: str
    shown: str


def read_examples(document: str) -> Iterator[Example]:
    return (Example(found["page"], found["place"], found["shown"]) for found in BLOCK.finditer(document))


def make_example(page: str, place: str) -> str:
    """What the document shows. Raises LookupError where the page's article has nothing at the place."""
    return printed(shortened(find(read_page(page), place))) + "\n"


@cache
def read_page(page: str) -> Any:
    raw = receive((PROJECT / page).read_bytes(), words=Words(), content_type=None)
    return normalize(raw).model_dump(mode="json")


def find(value: Any, place: str) -> Any:
    for step in place.split("/")[1:]:
        value = find_step(value, step)
    return value


def find_step(value: Any, step: str) -> Any:
    name, _, wanted = step.partition("=")
    if wanted:
        return next(entry for entry in value if entry[name] == wanted)
    return value[int(step) if isinstance(value, list) else step]


def shortened(value: Any) -> Any:
    match value:
        case str() if len(value) > MAX_TEXT:
            return value[: MAX_TEXT - 1] + "…"
        case list() if len(value) > MAX_ENTRIES and not all(isinstance(entry, str) for entry in value):
            return [*map(shortened, value[:MAX_ENTRIES]), "…"]
        case list():
            return [shortened(entry) for entry in value]
        case dict():
            return {name: shortened(entry) for name, entry in value.items()}
    return value


def printed(value: Any, indent: str = "") -> str:
    """JSON with what fits in a line on one."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent + line) <= MAX_LINE or not isinstance(value, dict | list):
        return line
    deeper = indent + "  "
    if isinstance(value, list):
        return "[\n" + ",\n".join(deeper + printed(entry, deeper) for entry in value) + f"\n{indent}]"
    rows = (f"{deeper}{json.dumps(name)}: {printed(entry, deeper)}" for name, entry in value.items())
    return "{\n" + ",\n".join(rows) + f"\n{indent}}}"


def masked(shown: str) -> str:
    return NUMBERED.sub(r'"\1"', shown)


def main() -> int:
    before = DOCUMENT.read_text()
    after = BLOCK.sub(
        lambda found: f"```json\n// {found['page']} {found['place']}\n{make_example(found['page'], found['place'])}```\n", before
    )
    sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), after.splitlines(True), "before", "after"))
    DOCUMENT.write_text(after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
