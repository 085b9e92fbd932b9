"""The gates before any parser: linear in the page's length, each refusal names its limit and the size found."""

import re

from ..errors import EmptyPage, NotHtml, TooDeep, TooLarge
from .nesting import overestimate
from .patterns import pattern_of
from .raw import MAX_BYTES
from .stack import measure
from .tags import MAX_ATTRIBUTES, TAG, TOKEN, count_attributes

MAX_DEPTH = 256  # elements open at once; real pages reach 56, browsers cut at 512, Python's recursion is safe to here
MAX_BRACKETS = 500_000  # `<`, in scripts too
MAX_TOKENS = 250_000  # start and end tags whose nesting is looked at, so that a page in too many boxes is told so
MAX_TAGS = 30_000  # start and end tags; real pages reach 9,800, and each line between two of them costs the readers 0.1 ms (docs/limits.md)
MAX_OPTIONS = 5_000  # <option>; real pages reach 1,900, lexbor is quadratic (4,000: 0.1 s, 200,000: 8 s)
MAX_ROOTS = 200  # <html> and <body> tags; every further one adds its attributes to the first, which is quadratic
MAX_ENTITIES = 500_000  # `&`; real pages reach 17,500, a whole book in numeric ones would pass
MAX_TAG = 2 * 1024 * 1024  # characters of one tag or comment; a picture in a data: address may take a million
MAX_REBUILT = (
    200_000  # formatting elements that a parser opens again because the page never closes them; real pages reach 45, a million take 0.8 s
)

HTML_TAG = pattern_of(
    r"<(?:html|head|body|meta|title|div|p|br|span|a|article|section|main|h[1-6]|table|tr|td|ul|ol|li|img|b|i|strong|em|font|center|pre|"
    r"blockquote|figure|header|footer|nav|aside|iframe|script|style|link|dl|dt|dd|form|select|option|button|input|label|textarea|svg|"
    r"noscript|template|video|audio)(?=[ \t\n\f\r/>])",
    re.I,
)
JSON_START = pattern_of(r'\s*(?:\{\s*["}]|\[\s*[\[{"\d\]-])')
XML_ROOT = pattern_of(
    r"\s*+(?:(?:<\?[^>]*+>|<!--(?:[^-]++|-(?!->))*+-->|<!(?!--)[^>]*+>)\s*+)*+"
    r"<(rss|feed|rdf:RDF|urlset|sitemapindex|svg|plist|soap:Envelope|newsItem|newsML|nitf)[\s>]"
)


def looks_like_html(text: str) -> None:
    """Refuses what is text but no page: raises EmptyPage, or NotHtml saying what was found."""
    if not text or text.isspace():
        raise EmptyPage
    if JSON_START.match(text) and text.rstrip()[-1] in "}]":
        raise NotHtml("this is JSON, not HTML; an envelope is sent as application/json with the page under `html`")
    other = XML_ROOT.match(text)
    if other:
        raise NotHtml(f"this is an XML document ({other[1]}), not HTML")
    if not HTML_TAG.search(text):
        raise NotHtml("this is plain text: it holds no HTML tag")


def check_gates(text: str) -> None:
    """Refuses what would hurt a parser: raises TooDeep or TooLarge, and what looks_like_html raises."""
    looks_like_html(text)
    _limit("characters of the page", len(text), MAX_BYTES)
    if len(text) > min(MAX_ENTITIES, MAX_BRACKETS):
        _limit("entities", text.count("&"), MAX_ENTITIES)
        _limit("angle brackets", text.count("<"), MAX_BRACKETS)
    tokens = TOKEN.findall(text)
    if tokens and not tokens[-1]:
        _limit("attributes of one tag", _crowded(text), MAX_ATTRIBUTES)
    _limit("tags", len(tokens), MAX_TOKENS)
    if len(tokens) > MAX_OPTIONS:
        _limit("option elements", _count(tokens, "option"), MAX_OPTIONS)
    if len(text) > MAX_TAG and len(text) - _told_whole(tokens) > MAX_TAG:
        _limit("characters of one tag or comment", _longest(text), MAX_TAG)
    nested = overestimate(tokens, depth=MAX_DEPTH)
    roots = nested.roots if nested.depth <= MAX_DEPTH else _count(tokens, "body") + _count(tokens, "html")
    _limit("html and body elements", roots, MAX_ROOTS)
    if nested.depth > MAX_DEPTH or nested.rebuilt > MAX_REBUILT or nested.unsure:
        nested = measure(text, depth=MAX_DEPTH, rebuilt=MAX_REBUILT, tags=MAX_TAGS)
    if nested.depth > MAX_DEPTH:
        raise TooDeep(size=nested.depth, limit=MAX_DEPTH)
    _limit("tags", len(tokens), MAX_TAGS)
    _limit("formatting elements left open and opened again", nested.rebuilt, MAX_REBUILT)
    _limit("option elements", nested.options, MAX_OPTIONS)
    _limit("attributes of one tag", nested.attributes, MAX_ATTRIBUTES)


def _limit(what: str, size: int, limit: int) -> None:
    if size > limit:
        raise TooLarge(what, size=size, limit=limit)


def _count(tokens: list[str], name: str) -> int:
    return tokens.count(name) + tokens.count(name.upper())


def _told_whole(tokens: list[str]) -> int:
    """Characters of raw elements and of comments with a `>` in them: no tag is there."""
    return sum([len(token) for token in tokens if ">" in token])


def _crowded(text: str) -> int:
    """Attributes of the first tag that has too many."""
    start = next(found.start() for found in TOKEN.finditer(text) if not found[1])
    found = TAG.match(text, start)
    return count_attributes(found[3]) if found else 0


def _longest(text: str) -> int:
    return max((found.end() - found.start() for found in TOKEN.finditer(text) if ">" not in (found[1] or "")), default=0)
