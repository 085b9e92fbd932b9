"""JSON values in a page's scripts: whole scripts, values given to variables and functions, rows that a framework pushes as strings."""

import json
import re
from collections.abc import Iterator
from typing import Any

from copydesk.normalize.document import Document
from copydesk.normalize.sources import parse_json, whole_letters
from copydesk.page.patterns import pattern_of

MAX_SCRIPT = 4_000_000  # characters; larger ones are a site's whole state
MIN_SCRIPT = 200  # characters; a shorter one holds no story, unless it pushes a piece of one
MAX_VALUES = 40  # values looked at in one script
MAX_NODES = 100_000  # objects and lists walked in one value
VALUE = pattern_of(r'[=(,:]\s*(?=[\[{"])')  # where a script gives a value: `window.__DATA__ = {`, `push({`, `JSON.parse("`
ROW = pattern_of(r"^([0-9a-f]{1,4}):(?:T[0-9a-f]+,)?", re.M)  # a row of React's stream: `24:T1f0,<p>…`, `5:["$",…]`
DECODER = json.JSONDecoder(strict=False)


def script_values(document: Document) -> Iterator[Any]:
    """JSON values of all scripts but JSON-LD; strings pushed in pieces are read as one text, its rows by name under `$name`."""
    pushed: list[str] = []
    for attributes, node in document.scripts:
        kind = (attributes.get("type") or "").lower()
        text = node.text() or ""
        if "ld+json" in kind or len(text) > MAX_SCRIPT or (len(text) < MIN_SCRIPT and ".push(" not in text):
            continue
        if "json" in kind:
            yield parse_json(text)
            continue
        for value in _given(text):
            if isinstance(value, str):
                yield parse_json(value) if value[:1] in "{[" else None
            elif isinstance(value, list) and len(value) == 2 and isinstance(value[1], str):
                pushed.append(value[1])
            else:
                yield value
    if pushed:
        yield _rows("".join(pushed))


def _given(text: str) -> Iterator[Any]:
    """Objects, lists and long strings that the script names, in order, none inside another."""
    text = whole_letters(text)
    at = count = 0
    while count < MAX_VALUES and (found := VALUE.search(text, at)):
        count += 1
        try:
            value, at = DECODER.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            at = found.end()
            continue
        yield value


def _rows(text: str) -> dict[str, Any]:
    """Each row of a stream under its name: JSON where it is such, else the text as it stands."""
    text = whole_letters(text)
    found = list(ROW.finditer(text))
    out: dict[str, Any] = {}
    for row, end in zip(found, (*(after.start() for after in found[1:]), len(text)), strict=False):  # no row, and still one end
        said = text[row.end() : end]
        try:
            out[f"${row[1]}"] = DECODER.raw_decode(said)[0] if said[:1] in "[{" else said
        except (ValueError, RecursionError):
            out[f"${row[1]}"] = said
    return out


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON value, outer before inner."""
    stack, seen = [value], 0
    while stack and seen < MAX_NODES:
        node = stack.pop()
        seen += 1
        if isinstance(node, dict):
            yield node
            stack.extend(v for v in node.values() if isinstance(v, dict | list))
        elif isinstance(node, list):
            stack.extend(v for v in node if isinstance(v, dict | list))
