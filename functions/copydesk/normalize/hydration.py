"""Articles that only a script holds: pages whose visible HTML has no text until the browser runs them.

The record is known by its shape: the object that holds the longest prose, and beside it, under keys that say so, what a CMS knows of it.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from copydesk.normalize.document import Document, collapse
from copydesk.normalize.headline import folded
from copydesk.normalize.scripts import MAX_SCRIPT, objects_in, script_values
from copydesk.normalize.sources import Sources, unescaped, whole_letters
from copydesk.page.patterns import pattern_of

# JSON strings long enough for a story. An escaped quote begins none, or a script full of them would be read once from each.
STRING = pattern_of(r'(?<!\\)"((?:[^"\\]|\\.){300,}+)"', re.S)
TAG = pattern_of(r"<(?:p|br|div)\b", re.I)
ANY_TAG = pattern_of(r"<[^<>]*>")
BREAK = pattern_of(r"<br\s*/?>|\n", re.I)
NO_PROSE = pattern_of(r"[{}();=]")
MARKS = pattern_of(r"\$\$[A-Z_]+\$\$")  # places that the CMS fills in: `$$ARTICLEAD$$`
MIN_BODY = 200  # characters of text; a shorter string is a teaser
MIN_WORDS = 30
KEY_WORDS = pattern_of(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
TEXT_KEYS = ("content", "text", "html", "value", "body")  # of one block in a list of blocks
LIST_KEYS = ("content", "children", "nodes", "blocks", "elements", "body", "paragraphs")  # of blocks, or of a block's inline nodes
KIND_KEYS = ("type", "_type", "__typename", "nodeType", "component", "kind")
BLOCK_KINDS = (("head", "h3"), ("quote", "blockquote"))
NO_STORY_KIND = pattern_of(
    r"image|video|interstitial|list_element|raw_html|gallery|divider|embed|byline|timestamp|related|newsletter|advert|headerbasic|headerblock|^ad$"
)
MAX_INLINE_DEPTH = 4
IMAGE_KEYS = ("leadimage", "leadart", "heroimage", "featuredimage", "mainimage", "promoimage", "image")
URL_KEYS = ("url", "src", "href", "originalurl")
CAPTION_KEYS = ("caption", "description", "subtitle")
CREDIT_KEYS = ("credit", "credits", "creditline", "photographer", "byline", "copyright", "source")
KICKER_KEYS = ("kicker", "overline", "eyebrow", "supertitle", "roofline")
HEADLINE_KEYS = ("title", "headline", "headlines")
DECK_KEYS = ("subtitle", "subheadline", "subheadlines", "deck", "standfirst", "dek", "subheading")
AUTHOR_KEYS = ("writerdisplay", "bylines", "byline", "authors", "author", "credits", "writers", "writer")
CHANGED = pattern_of(r"modif|updat|edit|^re(?![a-z]*g)|last|chang", re.I)
NOT_A_STAMP = pattern_of(r"end|expir|start|until|paper|fetch|event", re.I)
FIRST_STAMPS = ("publish", "display", "deploy", "service", "first", "regist", "creat", "date")
MOMENT = pattern_of(r"(?:19|20)\d\d[-./]?\d\d[-./]?\d\d[T ]?\d\d:\d\d[\d:.]*\s*(?:Z|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True, slots=True)
class Record:
    """`body` and `figure`, the picture over it, are HTML; the rest as the CMS has it, empty where it says nothing."""

    body: str
    headline: str = ""
    deck: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    kicker: str = ""
    figure: str = ""


class _Facts:
    """The object that a story was found in. Its richness is counted once: it may hold, and be asked about, thousands of values."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields = fields

    @cached_property
    def richness(self) -> int:
        """How many of the facts a record of an article has: headline, deck, author, a stamp."""
        return sum(bool(_said(self.fields, keys)) for keys in (HEADLINE_KEYS, DECK_KEYS, AUTHOR_KEYS)) + any(
            MOMENT.fullmatch(v.strip()) for _, v in _strings_of(self.fields)
        )


NO_FACTS = _Facts({})


@dataclass(slots=True)
class _Best:
    weight: float = float(MIN_BODY)
    body: str | None = None
    facts: _Facts = NO_FACTS

    def offer(self, body: str, weight: float, facts: _Facts) -> None:
        if weight > self.weight * 1.2 or (weight > self.weight * 0.95 and facts.richness > self.facts.richness):
            self.weight, self.body, self.facts = weight, body, facts


def find_record(document: Document, sources: Sources) -> Record | None:
    """The article of JSON-LD `articleBody` or of the script that holds the most prose; None where none does."""
    best = _Best()
    body = sources.article.get("articleBody")
    if isinstance(body, str) and len(body) >= MIN_BODY:
        best.offer(body if TAG.search(body) else _paragraphs(body), float(len(body)), NO_FACTS)
    for value in script_values(document):
        named: dict[str, _Weighed | None] = {}
        for fields in objects_in(value):
            facts = _Facts(fields)
            for text, weight in _bodies(fields, value, named):
                best.offer(text, weight, facts)
    if best.body is None:
        for text in _long_strings(document):
            best.offer(text, prose_weight(text), NO_FACTS)
    return _record(best.body, best.facts.fields, sources) if best.body else None


def _record(body: str, fields: dict[str, Any], sources: Sources) -> Record:
    stamps = {k: v for k, v in _strings_of(fields) if MOMENT.fullmatch(v.strip()) and not NOT_A_STAMP.search(k)}
    first = [v for mark in FIRST_STAMPS for k, v in stamps.items() if mark in k.lower() and not CHANGED.search(k)]
    changed = [v for k, v in stamps.items() if CHANGED.search(k)]
    return Record(
        body=MARKS.sub("", body),
        headline=_headline(fields, sources),
        deck=tuple(line for text in _said(fields, DECK_KEYS)[:1] for part in BREAK.split(text) if (line := _plain(part))),
        published=first[0] if first else "",
        modified=changed[0] if changed else "",
        authors=tuple(dict.fromkeys(_said(fields, AUTHOR_KEYS)[:4])),
        kicker=_plain(next(iter(_said(fields, KICKER_KEYS)), "")),
        figure=next((figure for value in _pictures(fields) if (figure := _figure(value))), ""),
    )


def _pictures(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    low = {k.lower().replace("_", ""): v for k, v in fields.items()}
    yield from (value for key in IMAGE_KEYS if isinstance(value := low.get(key), dict))


def _headline(fields: dict[str, Any], sources: Sources) -> str:
    """The record's title where the page's own begins with it; any other may be one for phones or feeds."""
    declared = [folded(t) for t in (sources.meta("og:title"), sources.title) if t]
    said = [_plain(text) for text in _said(fields, HEADLINE_KEYS)]
    return next(
        (text for text in said if len(text) > 5 and any(folded(text) in t for t in declared)), said[0] if said and not declared else ""
    )


def _said(fields: dict[str, Any], keys: tuple[str, ...]) -> list[str]:
    """Texts under the keys, in the keys' order: a string, `{basic: …}`, `{by: [{name: …}]}`, a list of names."""
    low = {k.lower().replace("_", ""): v for k, v in fields.items()}
    return [text for key in keys if key in low for text in _texts(low[key], 0)]


def _texts(value: Any, depth: int) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() and len(value) < 400 and value[:1] != "$" else []
    if depth > 3:
        return []
    if isinstance(value, list):
        return [text for item in value[:8] for text in _texts(item, depth + 1)]
    if isinstance(value, dict):
        for key in ("basic", "by", "name", "writerName", "displayName", "title"):
            if found := _texts(value.get(key), depth + 1):
                return found
    return []


def _strings_of(fields: dict[str, Any]) -> list[tuple[str, str]]:
    return [(k, v) for k, v in fields.items() if isinstance(v, str) and len(v) < 60]


type _Weighed = tuple[str, float]  # HTML and its weight


def _bodies(fields: dict[str, Any], rows: Any, named: dict[str, _Weighed | None]) -> Iterator[_Weighed]:
    """Each value that may be the story: a long string, a row that it names, a list of blocks. `named` keeps the rows weighed before."""
    for value in fields.values():
        if isinstance(value, dict):
            value = next((inner for key in LIST_KEYS if isinstance(inner := value.get(key), list)), None)
        if isinstance(value, str):
            if value[:1] != "$" or not isinstance(rows, dict):
                told = _weighed(value)
            else:
                if value not in named:
                    named[value] = _weighed(rows.get(value))
                told = named[value]
            if told is not None:
                yield told
        elif isinstance(value, list) and len(value) > 2 and isinstance(value[0], dict):
            blocks = [block for item in value if isinstance(item, dict) and (block := _block(item))]
            text = "".join(blocks)
            if len(text) >= MIN_BODY and (weight := prose_weight(text)):
                yield text, weight


def _weighed(text: Any) -> _Weighed | None:
    """A long string as a story; None for a short one, and for one that is no prose."""
    if not isinstance(text, str) or len(text) < MIN_BODY or not (weight := prose_weight(text)):
        return None
    return text if TAG.search(text) else _paragraphs(text), weight


def _block(item: dict[str, Any]) -> str:
    """One block of a list of blocks as HTML, empty for what has no text; a picture that tells its caption is a figure."""
    kind = next((v.lower() for k in KIND_KEYS if isinstance(v := item.get(k), str)), "")
    if "image" in kind or "photo" in kind:
        return _figure(item)
    text = next((v for k in TEXT_KEYS if isinstance(v := item.get(k), str) and v.strip()), "")
    text = text or next((said for k in LIST_KEYS if isinstance(v := item.get(k), list) and (said := _inline(v, 0))), "")
    if not text or NO_STORY_KIND.search(kind):
        return ""
    tag = next((tag for mark, tag in BLOCK_KINDS if mark in kind), "p")
    return text if TAG.search(text) else f"<{tag}>{text}</{tag}>"


def _inline(nodes: list[Any], depth: int) -> str:
    """The text of a tree of inline nodes, as editors keep a paragraph: `[{text: …}, {type: link, children: […]}]`."""
    out = []
    for node in nodes if depth <= MAX_INLINE_DEPTH else []:
        if isinstance(node, dict):
            text = next((v for k in TEXT_KEYS if isinstance(v := node.get(k), str)), None)
            inner = next((v for k in LIST_KEYS if isinstance(v := node.get(k), list)), [])
            out.append(html.escape(text) if text is not None else _inline(inner, depth + 1))
    return "".join(out)


def _figure(item: dict[str, Any]) -> str:
    """A picture with its caption and credit; empty where the record tells no address or no caption."""
    low = {k.lower().replace("_", ""): v for k, v in item.items()}
    url = next((v for k in URL_KEYS if isinstance(v := low.get(k), str) and v.strip()), "")
    caption = next(iter(_said(item, CAPTION_KEYS)), "")
    credit = next(iter(_said(item, CREDIT_KEYS)), "")
    if not url or not (caption or credit):
        return ""
    alt = next(iter(_said(item, ("alt", "alttext"))), "")
    told = (
        f'{html.escape(_plain(caption))} <span class="credit">{html.escape(_plain(credit))}</span>'
        if credit
        else html.escape(_plain(caption))
    )
    return f'<figure><img src="{html.escape(url)}" alt="{html.escape(alt)}"><figcaption>{told}</figcaption></figure>'


def _long_strings(document: Document) -> Iterator[str]:
    """Long strings of scripts that are no JSON as a whole, and strings inside those."""
    for attributes, node in document.scripts:
        text = node.text() or ""
        if "ld+json" in (attributes.get("type") or "") or not MIN_BODY < len(text) <= MAX_SCRIPT:
            continue
        for value in _unquoted(text):
            yield value
            if '"' in value:
                yield from _unquoted(value)


def _unquoted(script: str) -> Iterator[str]:
    for found in STRING.finditer(whole_letters(script)):
        try:
            yield json.loads(f'"{found[1]}"', strict=False)
        except ValueError:
            continue


def prose_weight(value: str) -> float:
    """Characters of text in a string, 0.0 for code, styles and addresses."""
    plain = unescaped(ANY_TAG.sub(" ", value))
    words = plain.split()
    if len(words) < MIN_WORDS or len(NO_PROSE.findall(plain)) > len(plain) * 0.02 or max(len(w) for w in words) > 400:
        return 0.0
    return len(plain) * (1.0 if TAG.search(value) else 0.5)


def _plain(text: str) -> str:
    return collapse(unescaped(ANY_TAG.sub(" ", text)))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in re.split(r"\n+", text) if line.strip())


def page_with(text: str, record: Record, headline: str | None) -> str:
    """The page with the article that a script would have put there, marked up as pages do."""
    title = record.headline or headline
    metas = (("datePublished", record.published), ("dateModified", record.modified), *(("author", name) for name in record.authors))
    inserted = "".join(
        (
            *(f'<meta itemprop="{name}" content="{html.escape(value)}">' for name, value in metas if value),
            "<article><header>",
            f'<div class="kicker">{html.escape(record.kicker)}</div>' if record.kicker else "",
            f"<h1>{html.escape(title)}</h1>" if title else "",
            *(f'<p class="standfirst">{html.escape(line)}</p>' for line in record.deck),
            f"</header>{record.figure}<div>{record.body}</div></article>",
        )
    )
    at = text.rfind("</body>")
    return text + inserted if at < 0 else text[:at] + inserted + text[at:]
