"""Bodies that only a script holds: pages whose visible HTML has no text until the browser runs them."""

import html
import json
import re

from copydesk.normalize.document import Document
from copydesk.normalize.sources import Sources

STRING = re.compile(r'"((?:[^"\\]|\\.){300,})"', re.S)  # JSON strings long enough for a story
ESCAPED = re.compile(r'\\"((?:[^"\\]|\\\\.|\\(?!").){300,}?)\\"', re.S)  # the same inside a string that a script pushes
TAG = re.compile(r"<(?:p|br|div)\b", re.I)
NO_PROSE = re.compile(r"[{}();=]")
MARKS = re.compile(r"\$\$[A-Z_]+\$\$")  # places that the CMS fills in: `$$ARTICLEAD$$`
MIN_BODY = 200  # characters of text; a shorter string is a teaser
MAX_SCRIPT = 4_000_000  # characters; larger ones are a site's whole state


def find_body(document: Document, sources: Sources) -> str | None:
    """HTML of the story from JSON-LD `articleBody` or the longest prose of a script's JSON; None where no script holds one."""
    best, score = None, float(MIN_BODY)
    body = sources.article.get("articleBody")
    if isinstance(body, str) and len(body) >= MIN_BODY:
        best, score = (body if TAG.search(body) else _paragraphs(body)), float(len(body))
    for attributes, node in document.scripts:
        if "ld+json" in (attributes.get("type") or ""):
            continue
        text = node.text() or ""
        if not MIN_BODY < len(text) <= MAX_SCRIPT:
            continue
        for value in _strings(text):
            weight = prose_weight(value)
            if weight > score * 1.2:
                best, score = value, weight
    return MARKS.sub("", best) if best else None


def _strings(script: str) -> list[str]:
    out = []
    for found in STRING.finditer(script):
        raw = found[1]
        try:
            value = json.loads(f'"{raw}"', strict=False)
        except ValueError:
            continue
        out.append(value)
        if '\\"' in raw:
            out.extend(_inner(value))
    return out


def _inner(value: str) -> list[str]:
    """JSON strings inside a JSON string: `self.__next_f.push([1,"…"])`."""
    out = []
    for found in STRING.finditer(value):
        try:
            out.append(json.loads(f'"{found[1]}"', strict=False))
        except ValueError:
            continue
    return out


def prose_weight(value: str) -> float:
    """Characters of text in a string, 0.0 for code, styles and addresses."""
    plain = html.unescape(re.sub(r"<[^>]*>", " ", value))
    words = plain.split()
    if len(words) < 30 or len(NO_PROSE.findall(plain)) > len(plain) * 0.02 or max(len(w) for w in words) > 400:
        return 0.0
    return len(plain) * (1.0 if TAG.search(value) else 0.5)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in re.split(r"\n+", text) if line.strip())
