"""Requests as a caller sends them and answers as the gateway gets them."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.conftest import NOON
from tests.paper import print_page

ADDRESS = "https://www.example.com/news/2026/lighthouse"
PAGE = print_page()
HTML = {"content-type": "text/html; charset=utf-8"}
BYTES = {"content-type": "application/octet-stream"}
JSON = {"content-type": "application/json"}

type Ask = Callable[..., Answer]


class Answer:
    """What the handler gave the gateway."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.status: int = given["statusCode"]
        self.headers: dict[str, str] = given["headers"]
        self.text: str = given["body"]
        self.body: bytes = b64decode(self.text) if given["isBase64Encoded"] else self.text.encode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def problem(self) -> str:
        """The slug of the problem's type."""
        assert self.headers["content-type"] == "application/problem+json"
        assert self.json["status"] == self.status
        return str(self.json["type"]).removeprefix("/problems/")


def envelope(method: str, path: str, *, query: Any = (), headers: dict[str, str], body: str | bytes | None, number: int) -> dict[str, Any]:
    """The event (payload 2.0) that an HTTP API makes of a request: bytes come as base64."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": urlencode(query),
        "headers": headers,
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": "192.0.2.1"},
            "requestId": f"request-{number}",
            "stage": "$default",
            "timeEpoch": int(NOON.timestamp() * 1000) + number,
        },
        "body": b64encode(body).decode() if isinstance(body, bytes) else body,
        "isBase64Encoded": isinstance(body, bytes),
    }


def push(ask: Ask, page: str = PAGE, **words: str) -> Answer:
    return ask("POST", "/v1/articles", page, headers=HTML, query={"url": ADDRESS, **words})


def follow(ask: Ask, address: str, **more: Any) -> Answer:
    """GET an address that an answer gave."""
    parts = urlsplit(address)
    return ask("GET", parts.path, query=parse_qsl(parts.query, keep_blank_values=True), **more)
