"""The envelopes that AWS hands over, read into plain values. What is foreign or broken is named, never a KeyError."""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, unquote_plus

from ..errors import DamagedInTransit, InvalidWords
from .problems import BadRequest

MAX_QUERY_FIELDS = 100


@dataclass(frozen=True)
class Request:
    """An HTTP request as the gateway (payload 2.0) hands it over. Header names are in lower case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: str | None
    is_base64: bool
    request_id: str
    at: datetime

    def one(self, name: str) -> str | None:
        """The query parameter; None where it is not given. Raises InvalidWords where it is given twice."""
        values = [value for given, value in self.query if given == name]
        if len(values) > 1:
            raise InvalidWords([(f"/{name}", "given more than once")])
        return values[0] if values else None


def read_request(event: Mapping[str, Any], *, now: datetime) -> Request:
    """`now` stands in where the envelope tells no time."""
    context = event.get("requestContext") or {}
    http = context.get("http") or {}
    stage = context.get("stage", "$default")
    path = str(event.get("rawPath") or http.get("path") or "/")
    if stage != "$default":
        path = path.removeprefix(f"/{stage}") or "/"
    return Request(
        method=str(http.get("method", "GET")).upper(),
        path=unquote(path),
        query=read_query(event),
        headers={name.lower(): whole(str(value)) for name, value in (event.get("headers") or {}).items()},
        body=event.get("body"),
        is_base64=bool(event.get("isBase64Encoded")),
        request_id=str(context.get("requestId") or ""),
        at=read_epoch(context["timeEpoch"]) if context.get("timeEpoch") else now,
    )


def whole(text: str) -> str:
    """Lone surrogates, which no header can have held, become `?`: what is kept is UTF-8."""
    return text.encode("utf-8", "replace").decode()


def read_epoch(epoch: int) -> datetime:
    """Milliseconds, as the gateway counts; `sam local start-api` counts seconds, of which there will be fewer than this until 5138."""
    return datetime.fromtimestamp(epoch / 1000 if epoch > 100_000_000_000 else epoch, UTC)


def read_query(event: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    raw = event.get("rawQueryString")
    if raw:
        try:
            return tuple(parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=MAX_QUERY_FIELDS))
        except UnicodeDecodeError as error:
            raise BadRequest("the query is not percent-encoded UTF-8") from error
        except ValueError as error:
            raise BadRequest(f"more than {MAX_QUERY_FIELDS} query parameters") from error
    return tuple((event.get("queryStringParameters") or {}).items())


def read_body(request: Request) -> bytes:
    """The bytes that were sent. Raises BadRequest for base64 that is none, DamagedInTransit for text that no bytes can have been."""
    body = request.body or ""
    if request.is_base64:
        try:
            return b64decode(body, validate=True)
        except (NotBase64, ValueError) as error:
            raise BadRequest("the gateway says base64, and the body is none") from error
    try:
        return body.encode()
    except UnicodeEncodeError as error:
        raise DamagedInTransit("the body holds lone surrogates; send the page's own bytes as application/octet-stream") from error


def read_json(text: bytes) -> dict[str, Any]:
    """A JSON object. Refused: other bytes than UTF-8, a key given twice, NaN and Infinity, nesting that exhausts the reader."""
    try:
        value = json.loads(text.decode(), object_pairs_hook=unique_keys, parse_constant=no_constant)
    except UnicodeDecodeError as error:
        raise BadRequest("the JSON is not UTF-8") from error
    except RecursionError as error:
        raise BadRequest("the JSON is nested too deep") from error
    except ValueError as error:  # a number of 5,000 digits is a ValueError too
        raise BadRequest(f"not JSON: {error}"[:200]) from error
    if not isinstance(value, dict):
        raise BadRequest("the JSON is no object", pointer="")
    return value


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError("a key stands twice in one object")
        found[name] = value
    return found


def no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


# ----------------------------------------------------------------- queue


@dataclass(frozen=True)
class Drop:
    """An object that was put into a bucket; its key as it is, not as notifications spell it."""

    bucket: str
    key: str


def read_drops(body: str) -> tuple[Drop, ...]:
    """The created objects that an S3 notification tells of; none for a test event and for any message that S3 did not write."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    records = told.get("Records") if isinstance(told, dict) else None
    return tuple(drop for record in (records if isinstance(records, list) else []) if (drop := read_drop(record)))


def read_drop(record: Any) -> Drop | None:
    match record:
        case {"eventName": str(name), "s3": {"bucket": {"name": str(bucket)}, "object": {"key": str(key)}}} if "ObjectCreated:" in name:
            return Drop(bucket, unquote_plus(key))
    return None
