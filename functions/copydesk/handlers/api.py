"""The HTTP API: one function behind one `$default` route, with its own router, so that every refusal is a problem document."""

import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from ..desk import Desk
from ..errors import CopydeskError, Unknown
from ..store.archive import Archive
from ..store.keys import ApiKey, Scope
from ..store.ledger import Ledger
from .admission import admit, open_gate
from .answers import Answer, as_json, refuse, to_gateway
from .calls import ID, Call, House
from .clients import open_client
from .events import Request, read_request
from .problems import NotAllowed, Unexplained
from .pushing import push_article, try_page
from .showing import look_up_receipt, show_article, show_receipt
from .telemetry import count, log, log_fault

READ_SECONDS = 8  # the gateway waits 30 seconds: three attempts leave time to answer


def tell_health(house: House, call: Call) -> Answer:
    return as_json(200, {"status": "ok"})


type Guarded = Callable[[House, Call, ApiKey], Answer]


@dataclass(frozen=True)
class Route:
    """What one method does at one kind of address (`{article_id}` stands for any id), and the right that it takes."""

    method: str
    address: str
    scope: Scope
    respond: Guarded

    def match(self, path: str) -> Mapping[str, str] | None:
        """What the path names, where it is such an address."""
        found = pattern_of(self.address).fullmatch(path)
        return found.groupdict() if found else None


@cache
def pattern_of(address: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", rf"(?P<\1>{ID})", address))


HEALTH = "/healthz"
ROUTES = (
    Route("POST", "/v1/articles", "push", push_article),
    Route("POST", "/v1/normalize", "push", try_page),
    Route("GET", "/v1/articles/{article_id}", "read", show_article),
    Route("GET", "/v1/receipts", "read", look_up_receipt),
    Route("GET", "/v1/receipts/{receipt_id}", "read", show_receipt),
)


def respond(house: House, request: Request) -> Answer:
    """Raises Unknown for an address that there is not, NotAllowed for a method that it has not, and whatever the route raises."""
    method = "GET" if request.method == "HEAD" else request.method
    if request.path == HEALTH:
        if method != "GET":
            raise NotAllowed(request.method, ("GET", "HEAD"))
        return tell_health(house, Call(request, {}))
    found = [(route, named) for route in ROUTES if (named := route.match(request.path)) is not None]
    if not found:
        raise Unknown("there is no such address; docs/api.md lists them")
    for route, named in found:
        if route.method == method:
            return route.respond(house, Call(request, named), admit(house.gate, request, route.scope))
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
