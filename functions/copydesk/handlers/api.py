"""The HTTP API: one function behind one `$default` route, with its own router, so that every refusal is a problem document."""

import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from ..errors import CopydeskError, Unknown
from ..inspector import find_file
from ..store.inbox import Inbox
from ..store.keys import ApiKey, Scope
from .admission import admit, open_gate
from .answers import Answer, as_json, refuse, to_gateway, typed
from .batches import push_batch
from .calls import ID, Call, House, read_flag
from .changes import tell_changes
from .desks import open_desk
from .events import Request, read_request
from .listing import list_articles, show_revisions
from .problems import NotAllowed, Unexplained
from .pushing import push_article, revise_article, try_page
from .rejections import retry_rejection, show_rejections
from .showing import look_up_receipt, show_article, show_original, show_reading, show_receipt
from .telemetry import count, log, log_fault, timed
from .uploads import offer_form
from .window import show_file
from .withdrawing import lift_purge, withdraw_article

READ_SECONDS = 8  # the gateway waits 30 seconds: three attempts leave time to answer


def tell_health() -> Answer:
    return as_json(200, {"status": "ok"})


def show_description() -> Answer:
    from . import openapi  # here: no other request needs it, and a cold start waits for what is imported

    return typed(200, openapi.to_json(describe_routes()), "application/json", {"access-control-allow-origin": "*"})


def describe_routes() -> dict[str, Any]:
    """The OpenAPI document of all that is below."""
    from . import openapi

    return openapi.describe_api([("GET", address, None) for address in OPEN] + [(r.method, r.address, r.scope) for r in ROUTES])


type Guarded = Callable[[House, Call, ApiKey], Answer]


@dataclass(frozen=True)
class Route:
    """What one method does at one kind of address (`{article_id}` stands for any id), and the right that it takes.

    With `admin_flag=true` in the query it takes the admin right instead.
    """

    method: str
    address: str
    scope: Scope
    respond: Guarded
    admin_flag: str | None = None

    def match(self, path: str) -> Mapping[str, str] | None:
        """What the path names, where it is such an address."""
        found = pattern_of(self.address).fullmatch(path)
        return found.groupdict() if found else None


@cache
def pattern_of(address: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", rf"(?P<\1>{ID})", address))


ROUTES = (
    Route("POST", "/v1/articles", "push", push_article),
    Route("GET", "/v1/articles", "read", list_articles),
    Route("POST", "/v1/normalize", "push", try_page),
    Route("GET", "/v1/articles/{article_id}", "read", show_article),
    Route("PUT", "/v1/articles/{article_id}", "push", revise_article),
    Route("DELETE", "/v1/articles/{article_id}", "push", withdraw_article, admin_flag="purge"),
    Route("POST", "/v1/articles/{article_id}/lift", "admin", lift_purge),
    Route("POST", "/v1/batches", "push", push_batch),
    Route("GET", "/v1/articles/{article_id}/revisions", "read", show_revisions),
    Route("GET", "/v1/articles/{article_id}/raw", "read", show_original),
    Route("GET", "/v1/articles/{article_id}/reading", "read", show_reading),
    Route("POST", "/v1/uploads", "push", offer_form),
    Route("GET", "/v1/changes", "read", tell_changes),
    Route("GET", "/v1/rejections", "read", show_rejections),
    Route("POST", "/v1/rejections/{rejection_id}/retry", "push", retry_rejection),
    Route("GET", "/v1/receipts", "read", look_up_receipt),
    Route("GET", "/v1/receipts/{receipt_id}", "read", show_receipt),
)

OPEN: Mapping[str, Callable[[], Answer]] = {"/healthz": tell_health, "/openapi.json": show_description}  # to be read without a key


def respond(house: House, request: Request) -> Answer:
    """Raises Unknown for an address that there is not, NotAllowed for a method that it has not, and whatever the route raises."""
    if file := find_file(request.path):
        return show_file(file, request)
    method = "GET" if request.method == "HEAD" else request.method
    if request.path in OPEN:
        if method != "GET":
            raise NotAllowed(request.method, ("GET", "HEAD"))
        return OPEN[request.path]()
    found = [(route, named) for route in ROUTES if (named := route.match(request.path)) is not None]
    if not found:
        raise Unknown("there is no such address; docs/api.md lists them")
    for route, named in found:
        if route.method == method:
            return route.respond(house, Call(request, named), admit(house.gate, request, scope_of(route, request)))
    raise NotAllowed(request.method, tuple(sorted({name for route, _ in found for name in methods_of(route)})))


def scope_of(route: Route, request: Request) -> Scope:
    return "admin" if route.admin_flag and read_flag(request, route.admin_flag) else route.scope


def methods_of(route: Route) -> tuple[str, ...]:
    return ("GET", "HEAD") if route.method == "GET" else (route.method,)


@cache
def open_house() -> House:
    """Built once per process, from its environment."""
    desk = open_desk(read_seconds=READ_SECONDS, timed=timed)
    return House(desk, open_gate(desk.ledger, time.monotonic), Inbox(desk.archive.client, os.environ["INBOX_BUCKET"]))


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
