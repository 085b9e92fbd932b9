"""What a route gets: the house it stands in, the request, and what the address names."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..desk import Desk
from ..errors import InvalidWords
from ..store.inbox import Inbox
from .admission import Gate
from .events import Request

ID = r"[a-z2-7]{26}"
MAX_ANSWER_BYTES = 5_000_000  # as Lambda hands it to the gateway, in JSON once more: 6 MB at most, headers included
LONGEST_ESCAPE = 6
LINK_SECONDS = 300


@dataclass(frozen=True)
class House:
    desk: Desk
    gate: Gate
    inbox: Inbox


@dataclass(frozen=True)
class Call:
    """One request; `named` holds what its address names."""

    request: Request
    named: Mapping[str, str]


def is_too_large(body: str) -> bool:
    """Counted with the escapes that the gateway's own JSON puts before each quote: an article of short paragraphs has many."""
    return len(body) > MAX_ANSWER_BYTES // LONGEST_ESCAPE and len(json.dumps(body, ensure_ascii=False).encode()) > MAX_ANSWER_BYTES


def etag_of(revision: int, status: str, suffix: str = "") -> str:
    """The revision's number; a superseded edition is another representation than the same one live."""
    return f'"{revision}{"" if status == "live" else f"-{status}"}{suffix}"'


def read_number(request: Request, name: str) -> int | None:
    told = request.one(name)
    if told is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,8}", told):
        raise InvalidWords([(f"/{name}", "a whole number from 1")])
    return int(told)


def read_flag(request: Request, name: str) -> bool:
    told = request.one(name) or "false"
    if told not in ("true", "false"):
        raise InvalidWords([(f"/{name}", "true or false")])
    return told == "true"
