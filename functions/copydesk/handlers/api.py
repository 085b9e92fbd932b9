"""The HTTP API: one function behind one `$default` route, with its own router, so that every refusal is a problem document."""

import os
import re
import time
from base64 import b32encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from ..article import Edition, Received
from ..desk import Delivery, Desk, Kept, accept, examine, explain, find, find_dropped, find_receipt, link_article, read_edition, read_kept
from ..errors import CopydeskError, InvalidWords, Unknown
from ..page import Words
from ..renditions import text
from ..store.archive import Archive
from ..store.keys import ApiKey, Scope
from ..store.ledger import Ledger
from ..store.order import stamp
from .admission import Gate, admit, choose_publisher, open_gate, readable_publishers
from .answers import Answer, as_json, describe_receipt, minimal, refuse, to_gateway, typed
from .clients import open_client
from .events import Request, read_request
from .negotiation import Format, choose_format, matches
from .problems import NotAllowed, Unexplained
from .submission import open_page, read_submission
from .telemetry import count, log, log_fault

READ_SECONDS = 8  # the gateway waits 30 seconds: three attempts leave time to answer
ID = r"[a-z2-7]{26}"
RECEIPT_ID_CHARS = 26
MAX_ANSWER_BYTES = 5_000_000  # Lambda hands back 6 MB at most, JSON escapes included
LINK_SECONDS = 300


@dataclass(frozen=True)
class House:
    desk: Desk
    gate: Gate


@dataclass(frozen=True)
class Call:
    """One request; `named` holds what its address names."""

    request: Request
    named: Mapping[str, str]


# --------------------------------------------------------------- answers


def tell_health(house: House, call: Call) -> Answer:
    return as_json(200, {"status": "ok"})


def push_article(house: House, call: Call, key: ApiKey) -> Answer:
    request = call.request
    submission = read_submission(request)
    words = Words.read_words(submission.words)
    publisher_id = choose_publisher(house.gate, key, words.publisher)
    page = open_page(submission, words)
    received = Received(via="http", at=stamp(request.at), sender=key.key_id, bytes=len(page.body))
    kept = accept(house.desk, page, Delivery(publisher_id, receipt_id_of(request), received))
    count("Pages", outcome=kept.outcome)
    log.info("page accepted", extra={"outcome": kept.outcome, "publisher": publisher_id, "receipt": kept.receipt.receipt_id})
    return answer_push(house, request, kept)


def answer_push(house: House, request: Request, kept: Kept) -> Answer:
    receipt = kept.receipt
    headers = {
        "location": f"/v1/articles/{receipt.article_id}",
        "etag": f'"{receipt.revision}"',
        "copydesk-outcome": kept.outcome,
        "copydesk-receipt": receipt.receipt_id,
    }
    status = 201 if kept.outcome == "created" else 200
    if "return=minimal" in request.headers.get("prefer", "").replace(" ", "").lower():
        return as_json(status, minimal(kept), **headers, **{"preference-applied": "return=minimal"})
    edition = read_kept(house.desk, kept)
    body = edition.model_dump_json()
    if is_too_large(body):
        return as_json(status, minimal(kept), **headers)
    return typed(status, body, "application/json", headers | {"etag": etag_of(edition.revision, edition.status)})


def is_too_large(body: str) -> bool:
    return len(body) > MAX_ANSWER_BYTES // 4 and len(body.encode()) > MAX_ANSWER_BYTES


def receipt_id_of(request: Request) -> str:
    """One request, one receipt. Its body and query are part of it: `sam local` gives every request of a second the same id and time."""
    told = "\0".join(("http", request.request_id, stamp(request.at), repr(request.query), request.body or ""))
    return b32encode(sha256(told.encode("utf-8", "surrogatepass")).digest()).decode().lower()[:RECEIPT_ID_CHARS]


def try_page(house: House, call: Call, key: ApiKey) -> Answer:
    """The article that a push would keep; nothing is kept."""
    told = call.request.one("explain") or "false"
    if told not in ("true", "false"):
        raise InvalidWords([("/explain", "true or false")])
    submission = read_submission(call.request)
    page = open_page(submission, Words.read_words(submission.words))
    if told == "false":
        return typed(200, examine(house.desk, page).model_dump_json(), "application/json", {})
    article, how = explain(page)
    return as_json(200, {"article": article.model_dump(mode="json"), "explain": how})


def show_article(house: House, call: Call, key: ApiKey) -> Answer:
    request = call.request
    wanted = choose_format(request)
    publishers = readable_publishers(house.gate, key, request.one("publisher"))
    found = find(house.desk, publishers, call.named["article_id"], revision=read_number(request, "revision"))
    headers = {"etag": etag_of(found.revision.revision, found.status, wanted.suffix), "vary": "Accept"}
    if matches(headers["etag"], request.headers.get("if-none-match")):
        return Answer(304, headers=headers)
    body, content_type = render(read_edition(house.desk, found), wanted)
    if is_too_large(body):
        return Answer(303, headers=headers | {"location": link_article(house.desk, found, seconds=LINK_SECONDS)})
    return typed(200, body, content_type, headers)


def render(edition: Edition, wanted: Format) -> tuple[str, str]:
    """Body and content type."""
    if wanted.name == "text":
        return text.render(edition.article), "text/plain; charset=utf-8"
    return edition.model_dump_json(), wanted.media_type


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


def show_receipt(house: House, call: Call, key: ApiKey) -> Answer:
    publishers = readable_publishers(house.gate, key, call.request.one("publisher"))
    return as_json(200, describe_receipt(find_receipt(house.desk, publishers, call.named["receipt_id"])))


def look_up_receipt(house: House, call: Call, key: ApiKey) -> Answer:
    """The newest receipt of an inbox key, which names its publisher itself."""
    inbox_key = call.request.one("inbox_key")
    if not inbox_key:
        raise InvalidWords([("/inbox_key", "required: in/<publisher>/…")])
    publisher_id = inbox_key.partition("/")[2].partition("/")[0]
    if not key.covers(publisher_id):
        raise Unknown(f"there is no receipt for {inbox_key}; it may still be on its way")
    return as_json(200, describe_receipt(find_dropped(house.desk, publisher_id, inbox_key)))


# ---------------------------------------------------------------- router


type Open = Callable[[House, Call], Answer]
type Guarded = Callable[[House, Call, ApiKey], Answer]


@dataclass(frozen=True)
class Route:
    """What one method does at one kind of address, and the right that it takes."""

    method: str
    address: re.Pattern[str]
    scope: Scope
    respond: Guarded


HEALTH = re.compile(r"/healthz")
ROUTES = (
    Route("POST", re.compile(r"/v1/articles"), "push", push_article),
    Route("POST", re.compile(r"/v1/normalize"), "push", try_page),
    Route("GET", re.compile(rf"/v1/articles/(?P<article_id>{ID})"), "read", show_article),
    Route("GET", re.compile(r"/v1/receipts"), "read", look_up_receipt),
    Route("GET", re.compile(rf"/v1/receipts/(?P<receipt_id>{ID})"), "read", show_receipt),
)


def respond(house: House, request: Request) -> Answer:
    """Raises Unknown for an address that there is not, NotAllowed for a method that it has not, and whatever the route raises."""
    method = "GET" if request.method == "HEAD" else request.method
    if HEALTH.fullmatch(request.path):
        if method != "GET":
            raise NotAllowed(request.method, ("GET", "HEAD"))
        return tell_health(house, Call(request, {}))
    found = [(route, named) for route in ROUTES if (named := route.address.fullmatch(request.path))]
    if not found:
        raise Unknown("there is no such address; docs/api.md lists them")
    for route, named in found:
        if route.method == method:
            return route.respond(house, Call(request, named.groupdict()), admit(house.gate, request, route.scope))
    raise NotAllowed(request.method, tuple(sorted({name for route, _ in found for name in methods_of(route)})))


def methods_of(route: Route) -> tuple[str, ...]:
    return ("GET", "HEAD") if route.method == "GET" else (route.method,)


@cache
def open_house() -> House:
    """Built once per process, from its environment."""
    ledger = Ledger(open_client("dynamodb", read_seconds=READ_SECONDS), os.environ["TABLE_NAME"])
    archive = Archive(open_client("s3", read_seconds=READ_SECONDS), os.environ["ARCHIVE_BUCKET"])
    return House(Desk(archive, ledger, lambda: datetime.now(UTC)), open_gate(ledger, time.monotonic))


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    return converse(open_house, event)


def converse(house: Callable[[], House], event: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one request, whatever happens."""
    method, request_id = "GET", str((event.get("requestContext") or {}).get("requestId"))
    try:
        request = read_request(event, now=datetime.now(UTC))
        method = request.method
        answer = respond(house(), request)
    except CopydeskError as error:
        count("Refusals", type=error.type)
        log.info("refused", extra={"error": error.type, "request": request_id})
        answer = refuse(error)
    except Exception as error:
        log_fault(error, request=request_id)
        answer = refuse(Unexplained("a fault of ours; it is in the logs under the request's id"))
    return to_gateway(answer, method=method)
