"""What a request asks for beside its page: that the head be this one, that the article be new, that it be done only once."""

import re
from base64 import b32encode
from hashlib import sha256
from typing import Literal

from ..errors import InvalidWords
from ..store.terms import Terms
from .events import Request

ENTITY_TAG = re.compile(r'(?:W/)?"([^"]*)"')
REVISION = re.compile(r"([1-9][0-9]{0,8})(?:-[a-z0-9-]+)?")  # a rendition's tag carries its name behind the number
IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}")
ID_CHARS = 26


def read_terms(request: Request, *, article_id: str | None = None) -> Terms:
    """If-Match and If-None-Match, for a change of `article_id` where the address names one."""
    return Terms(article_id, read_heads(request.headers.get("if-match")), request.headers.get("if-none-match", "").strip() == "*")


def read_heads(if_match: str | None) -> frozenset[int] | Literal["any"] | None:
    """The revisions of which one must be the head. What is no tag of ours, or a weak one, matches none (RFC 9110, 13.1.1)."""
    if if_match is None:
        return None
    if if_match.strip() == "*":
        return "any"
    strong = [found[1] for found in ENTITY_TAG.finditer(if_match) if not found[0].startswith("W/")]
    return frozenset(int(number[1]) for tag in strong if (number := REVISION.fullmatch(tag)))


def read_idempotency_key(request: Request) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is not None and not IDEMPOTENCY_KEY.fullmatch(key):
        raise InvalidWords([("/Idempotency-Key", "1 to 255 visible ASCII characters")])
    return key


def id_of(*parts: str) -> str:
    """A receipt's id, made of what makes it one receipt."""
    digest = sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
    return b32encode(digest).decode().lower()[:ID_CHARS]
