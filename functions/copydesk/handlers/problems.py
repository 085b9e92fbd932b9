"""Refusals as RFC 9457 problem documents: a stable `type`, and who has to do what about it."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from ..errors import (
    BadTransfer,
    Conflict,
    CopydeskError,
    EmptyPage,
    Forbidden,
    Gone,
    InvalidWords,
    KeyInUse,
    KeyReused,
    NotHtml,
    PageRejected,
    PreconditionFailed,
    QuotaExceeded,
    StoreUnavailable,
    TooLarge,
    Unauthorized,
    Unknown,
)

RETRY_AFTER_SECONDS = "2"
MAX_DETAIL_CHARS = 2_000  # a body of a million unknown words must not become an answer of as many complaints
MAX_POINTERS = 20


class BadRequest(CopydeskError):
    """The request itself does not have its form; `pointer` is the place in its JSON body."""

    type = "bad_request"

    def __init__(self, detail: str, *, pointer: str | None = None) -> None:
        super().__init__(detail)
        self.pointer = pointer


class NotAllowed(CopydeskError):
    type = "method_not_allowed"

    def __init__(self, method: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"{method} is not among the methods of this address: {', '.join(allowed)}")
        self.allowed = allowed


class NotAcceptable(CopydeskError):
    type = "not_acceptable"


class UnsupportedMedia(CopydeskError):
    type = "unsupported_media_type"


@dataclass(frozen=True)
class Kind:
    status: int
    title: str


# The first row whose class fits; a class stands before those it descends from.
KINDS: tuple[tuple[type[CopydeskError], Kind], ...] = (
    (BadRequest, Kind(400, "The request does not have its form")),
    (BadTransfer, Kind(400, "The body does not unpack")),
    (Unauthorized, Kind(401, "No valid key")),
    (Forbidden, Kind(403, "The key may not do this")),
    (Unknown, Kind(404, "Nothing here")),
    (NotAllowed, Kind(405, "Not with this method")),
    (NotAcceptable, Kind(406, "No such rendition")),
    (Conflict, Kind(409, "The state of the article does not allow it")),
    (Gone, Kind(410, "No longer here")),
    (PreconditionFailed, Kind(412, "The article is not what the request takes it for")),
    (UnsupportedMedia, Kind(415, "Not a type of body that can hold a page")),
    (NotHtml, Kind(415, "Not HTML")),
    (TooLarge, Kind(413, "Over a limit")),
    (EmptyPage, Kind(422, "Nothing was sent")),
    (InvalidWords, Kind(422, "A word of the sender does not have its form")),
    (KeyReused, Kind(422, "An idempotency key for two payloads")),
    (PageRejected, Kind(422, "The page cannot be accepted")),
    (QuotaExceeded, Kind(429, "The day's pages are used up")),
    (StoreUnavailable, Kind(503, "Not now")),
)
OURS = Kind(500, "A fault of ours")


def kind_of(error: CopydeskError) -> Kind:
    return next((kind for error_class, kind in KINDS if isinstance(error, error_class)), OURS)


def describe(error: CopydeskError) -> dict[str, Any]:
    """The problem document. The evidence that an error carries (limit, size, tried …) stands beside its detail."""
    kind = kind_of(error)
    detail = error.detail if len(error.detail) <= MAX_DETAIL_CHARS else error.detail[:MAX_DETAIL_CHARS] + " …"
    problem: dict[str, Any] = {"type": f"/problems/{error.type}", "title": kind.title, "status": kind.status, "detail": detail}
    for name in ("what", "size", "limit", "best", "tried"):
        if hasattr(error, name):
            problem[name] = getattr(error, name)
    problem["errors"] = [{"pointer": pointer, "detail": message} for pointer, message in pointers(error)[:MAX_POINTERS]]
    return {name: value for name, value in problem.items() if value != []}


def pointers(error: CopydeskError) -> list[tuple[str, str]]:
    match error:
        case InvalidWords():
            return error.errors
        case BadRequest(pointer=str(pointer)):
            return [(pointer, error.detail)]
    return []


def headers_of(error: CopydeskError) -> dict[str, str]:
    match error:
        case Unauthorized():
            return {"www-authenticate": 'Bearer realm="copydesk"'}
        case NotAllowed():
            return {"allow": ", ".join(error.allowed)}
        case QuotaExceeded():
            return {"retry-after": str(error.seconds)}
        case StoreUnavailable() | KeyInUse():
            return {"retry-after": RETRY_AFTER_SECONDS}
    return {}


class Unexplained(CopydeskError):
    """Stands in the answer for a fault of ours, of which nothing is told but where to find it in the logs."""

    type: ClassVar[str] = "internal_error"


def to_json(problem: dict[str, Any]) -> str:
    return json.dumps(problem, ensure_ascii=True)
