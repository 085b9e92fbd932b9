"""Lists come in pages: how long, from when, and where the next one begins."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from ..errors import InvalidWords
from ..page.words import RFC3339
from ..store.order import read_stamp
from .events import Request

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
DATE = re.compile(r"\d{4}-\d\d-\d\d")
MAX_CURSOR_CHARS = 8_000  # the gateway takes 10,240 bytes of headers, the address among them


def check_query(request: Request, known: str) -> None:
    """Raises InvalidWords for a parameter that the call does not know: a misspelt filter must not list everything."""
    unknown = sorted({name for name, _ in request.query} - set(known.split()))
    if unknown:
        raise InvalidWords([(f"/{name}", f"no such parameter; known are {', '.join(known.split())}") for name in unknown])


def read_limit(request: Request, *, default: int = DEFAULT_LIMIT) -> int:
    told = request.one("limit")
    if told is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", told) or not 1 <= int(told) <= MAX_LIMIT:
        raise InvalidWords([("/limit", f"a whole number from 1 to {MAX_LIMIT}")])
    return int(told)


def read_moment(request: Request, name: str) -> datetime | None:
    """RFC 3339 with an offset, or a date: its beginning in UTC."""
    told = request.one(name)
    if told is None:
        return None
    try:
        if DATE.fullmatch(told):
            return datetime.fromisoformat(told).replace(tzinfo=UTC)
        if RFC3339.fullmatch(told):
            return read_stamp(told)
    except ValueError:
        pass
    raise InvalidWords([(f"/{name}", "2026-11-24, or an RFC 3339 time with an offset: 2026-11-24T09:00:00+09:00")])


def print_cursor(place: Any) -> str:
    """`place` is any JSON value; whoever holds the cursor is told nothing about what is in it."""
    return urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(request: Request, name: str = "cursor") -> Any:
    """The place that a cursor of ours says, its form unchecked; None where none was sent."""
    told = request.one(name)
    if told is None:
        return None
    try:
        if len(told) > MAX_CURSOR_CHARS or not told.isascii():
            raise refuse_cursor(name)
        place = json.loads(urlsafe_b64decode(told + "=" * (-len(told) % 4)))
    except (NotBase64, ValueError, RecursionError) as error:
        raise refuse_cursor(name) from error
    if place is None:
        raise refuse_cursor(name)
    return place


def refuse_cursor(name: str = "cursor") -> InvalidWords:
    return InvalidWords([(f"/{name}", "no cursor of this list: take it from `next` as it stands")])


def next_address(request: Request, *, drop: tuple[str, ...] = (), **changed: str) -> str:
    """The request's own address with these parameters instead, and without those in `drop`."""
    kept = [(name, value) for name, value in request.query if name not in changed and name not in drop]
    return f"{request.path}?{urlencode([*kept, *changed.items()])}"


def link_next(address: str | None) -> Mapping[str, str]:
    """RFC 8288."""
    return {"link": f'<{address}>; rel="next"'} if address else {}
