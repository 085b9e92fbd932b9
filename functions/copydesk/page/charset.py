"""Bytes become text. The first witness whose word fits the bytes wins, and is named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..errors import DamagedInTransit, NotHtml, Undecodable
from .decoding import ESCAPES, decode
from .labels import encoding_of
from .patterns import pattern_of
from .raw import MAGIC, RawPage

How = Literal["bom", "escapes", "utf8_valid", "transport", "sender", "page", "detector", "default"]

# Share of the characters beyond ASCII. Of a Korean, Japanese or Chinese page in UTF-8, every other label replaces 0.037 (GBK) and more.
MAX_REPLACED = 0.03
MAX_LOST = 0.005  # share of all characters; a page so little of which is lost can still be read
MAX_CONTROL = 0.02  # share of control characters; pages reach 0.000015, random bytes 0.11
HEAD_BYTES = 65_536  # how far a page's own label is looked for; browsers stop at 1,024, some templates put scripts before it

LABELLED = frozenset({"sender", "transport", "page"})
BOMS = ((b"\xef\xbb\xbf", "UTF-8"), (b"\xfe\xff", "UTF-16BE"), (b"\xff\xfe", "UTF-16LE"))
MARKS = tuple(mark for mark, _ in BOMS)
CUT = "\ufffd"
FFFD = CUT.encode()
CONTROLS = bytes(c for c in range(1, 32) if c not in b"\t\n\f\r\x1b") + b"\x7f"  # NUL apart: UTF-16 is half of it
HEAD_TAG = pattern_of(rb"<(?:(!--)|(script|style)(?=[\s/>])|(meta)(?=[\s/])|/head|body(?=[\s>]))", re.I)
ATTRIBUTE = pattern_of(rb"""([^\s/>=]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']*)))?""")
CHARSET = pattern_of(rb"""charset\s*=\s*["']?\s*([^\s"';,]+)""", re.I)
XML_ENCODING = pattern_of(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"'>]+)["']""")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`used` is the WHATWG name, `declared` the label in the page itself as it stands, `replaced` counts what became U+FFFD."""

    text: str
    used: str
    declared: str | None
    how: How
    replaced: int


def read_text(page: RawPage) -> Decoded:
    """The page's text, without byte order mark, NUL or lone surrogate.

    In this order: BOM; escapes of ISO-2022-JP; valid UTF-8, believed only where a byte beyond ASCII stands; the sender's label, the
    transport's; the page's own; a detector. A label is passed over where more than MAX_REPLACED of the characters beyond ASCII contradict
    it.
    Raises Undecodable naming what was tried.
    """
    body = page.body
    declared = find_label(body)
    if body.isascii() and b"\0" not in body and not ESCAPES.search(body):
        name, how = next(_labels(page, declared), ("UTF-8", "default"))
        return Decoded(body.decode("ascii"), name, declared, how, 0)
    if not body.startswith(MARKS) and not body.isascii() and (valid := read_utf8(body)) is not None:
        return Decoded(_clean(valid), "UTF-8", declared, "utf8_valid", int(valid[-1] == CUT and not body.endswith(FFFD)))
    witnesses = list(_witnesses(page, declared))
    for name, how in witnesses:
        if how in LABELLED and looks_binary(body):
            break
        text, replaced = decode(body, name)
        if how == "bom" or _fits(text, replaced):
            return Decoded(_clean(text), name, declared, how, replaced)
    return _detect(body, declared, witnesses)


def _witnesses(page: RawPage, declared: str | None) -> Iterator[tuple[str, How]]:
    body = page.body
    for mark, name in BOMS:
        if body.startswith(mark):
            yield name, "bom"
    if body.isascii() and ESCAPES.search(body):
        yield "ISO-2022-JP", "escapes"
    yield from _labels(page, declared)


def _labels(page: RawPage, declared: str | None) -> Iterator[tuple[str, How]]:
    stated: tuple[tuple[str | None, How], ...] = (
        (page.words.charset, "sender"),
        (find_charset(page.content_type), "transport"),
        (declared, "page"),
    )
    for label, how in stated:
        name = encoding_of(label) if label else None
        if name and name.startswith("UTF-16") and b"\0" not in page.body:
            name = "UTF-8" if how == "page" else None  # UTF-16 writes every tag with NULs
        if name:
            yield name, how


def find_charset(content_type: str | None) -> str | None:
    """The label in `text/html; charset=…`."""
    found = CHARSET.search(content_type.encode("utf-8", "replace")) if content_type else None
    return found[1].decode("utf-8", "replace") if found else None


def find_label(body: bytes) -> str | None:
    """The label that the page's own `<meta>` (or XML declaration) states, as it stands; comments, scripts and styles are not read."""
    head = body[:HEAD_BYTES]
    lower = head.lower()
    if b"charset" not in lower:
        found = XML_ENCODING.match(head)
        return found[1].decode("latin-1") if found else None
    position = 0
    while tag := HEAD_TAG.search(head, position):
        comment, raw, meta = tag.groups()
        if comment:
            position = head.find(b"-->", tag.start() + 2) + 3
        elif raw:
            position = lower.find(b"</" + raw.lower(), tag.end()) + 2
        elif meta:
            position = head.find(b">", tag.end()) + 1
            label = _label_of(head[tag.end() : position - 1]) if position else None
            if label:
                return label
        else:
            break
        if position < tag.end():  # it never ends
            break
    found = XML_ENCODING.match(head)
    return found[1].decode("latin-1") if found else None


def _label_of(attributes: bytes) -> str | None:
    stated = {name.lower(): double or single or bare for name, double, single, bare in ATTRIBUTE.findall(attributes[:1024])}
    label = stated.get(b"charset", b"")
    if not label and stated.get(b"http-equiv", b"").strip().lower() == b"content-type":
        found = CHARSET.search(stated.get(b"content", b""))
        label = found[1] if found else b""
    text = label.decode("latin-1").strip()
    return text if encoding_of(text) else None


def read_utf8(body: bytes) -> str | None:
    """The text, if the bytes are UTF-8 throughout; a last character that the page's end cuts in two becomes CUT."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as fault:
        if fault.end == len(body) and fault.reason == "unexpected end of data":
            return body[: fault.start].decode("utf-8") + CUT
        return None


# ------------------------------------------------------------- decoding


def _fits(text: str, replaced: int) -> bool:
    if not replaced:
        return True
    return replaced <= MAX_REPLACED * (len(text) - len(text.encode("ascii", "ignore")))


def looks_binary(body: bytes) -> bool:
    """Whether too many control characters stand in the bytes for any text but UTF-16."""
    return len(body) - len(body.translate(None, CONTROLS)) > MAX_CONTROL * len(body)


def _clean(text: str) -> str:
    if text[:1] == "\ufeff":
        text = text[1:]
    return text.replace("\0", "") if "\0" in text else text


def _detect(body: bytes, declared: str | None, witnesses: list[tuple[str, How]]) -> Decoded:
    """A guess; where there is none, the first witness after all, if it loses little of the page: English with a broken stretch."""
    from .detector import best_guess  # here: its tables are needed by one page in thousands

    binary = looks_binary(body)
    name = None if binary and b"\0" not in body[:4] else best_guess(body)
    how: How = "detector"
    if name is None and not binary:
        name, how = [*witnesses, ("UTF-8", "default")][0]
    text, replaced = decode(body, name) if name else ("", 0)
    if name is None or (how != "detector" and replaced > MAX_LOST * len(text)):
        raise Undecodable(tuple(dict.fromkeys(["UTF-8", *(name for name, _ in witnesses), "a detector"])))
    return Decoded(_clean(text), name, declared, how, replaced)


# --------------------------------------------------- damage on the way

SEND_BYTES = "send the page's bytes as application/octet-stream (gzip as application/gzip): a text/* body reaches the desk decoded as UTF-8"
MAX_DAMAGED = 0.05  # share of the characters beyond ASCII; EUC-KR read as UTF-8 loses 0.84 and more
MIN_DAMAGED = 4  # U+FFFD; a page without another charset's label may quote the character itself


def check_transit(body: bytes, *, content_type: str | None = None, charset: str | None = None) -> None:
    """For a body that its channel handed over as a string: refuses what decoding as UTF-8 has destroyed.

    Damage is any U+FFFD where transport, sender or page name another charset than UTF-8; or more than MAX_DAMAGED of the characters beyond
    ASCII (at least MIN_DAMAGED); or gzip. Raises DamagedInTransit, and NotHtml for a picture that went the same way.
    """
    if body.startswith(b"\x1f" + FFFD):
        raise DamagedInTransit(f"gzip that was decoded as text on its way; {SEND_BYTES}")
    for magic, name in MAGIC:
        if not magic.isascii() and body.startswith(magic.decode("utf-8", "replace").encode()) and b"<" not in body[:64]:
            raise NotHtml(f"this is {name}, not HTML")
    count = body.count(FFFD)
    if not count:
        return
    labels = (find_charset(content_type), charset, find_label(body))
    other = next((label for label in labels if label and encoding_of(label) not in (None, "UTF-8")), None)
    beyond = len(text := body.decode("utf-8", "replace")) - len(text.encode("ascii", "ignore"))
    if other:
        raise DamagedInTransit(f"{count:,} characters were lost: the page is {other}, and its channel decoded it as UTF-8; {SEND_BYTES}")
    if count >= MIN_DAMAGED and count > MAX_DAMAGED * beyond:
        raise DamagedInTransit(f"{count:,} of {beyond:,} characters beyond ASCII were lost on the way; {SEND_BYTES}")
