"""What stands between a caller and a function on AWS, and counts: neither engine does.

Sources: API Gateway "Quotas for HTTP APIs", Lambda "Quotas" (invocation payload, each for request and response, synchronous), Lambda
"Using Lambda with Amazon SQS" (batches).
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.aws.refusing import refuse

MAX_REQUEST_BYTES = 10 * 1024 * 1024
MAX_HEADER_BYTES = 10_240  # the request line and all headers
MAX_PAYLOAD_BYTES = 6 * 1024 * 1024
MAX_RECORDS = 10  # more only where a window to gather them is set, and ours sets none


def call(function: Callable[[dict[str, Any]], Mapping[str, Any]], event: dict[str, Any]) -> Mapping[str, Any]:
    """What the function answers. Raises ClientError where AWS would not hand the event or the answer on."""
    check_payload(event)
    answer = function(event)
    check_payload(answer, "Function.ResponseSizeTooLarge")
    return answer


def check_request(path: str, query: str, headers: Mapping[str, str], body: str | bytes | None) -> None:
    if len(as_sent(body) if isinstance(body, str) else body or b"") > MAX_REQUEST_BYTES:
        refuse("Request Entity Too Large", "413")
    if len(path) + len(query) + sum(len(as_sent(name + value)) for name, value in headers.items()) > MAX_HEADER_BYTES:
        refuse("Request Header Fields Too Large", "431")


def check_payload(payload: Any, code: str = "RequestEntityTooLargeException") -> None:
    """As it is sent, which is JSON in UTF-8, without escapes beyond those that JSON demands."""
    size = len(as_sent(json.dumps(payload, ensure_ascii=False)))
    if size > MAX_PAYLOAD_BYTES:
        refuse(f"{size} bytes of payload, {MAX_PAYLOAD_BYTES} at most", code)


def as_sent(text: str) -> bytes:
    """Half a surrogate pair counts as the three bytes that somebody might make of it."""
    return text.encode("utf-8", "surrogatepass")


def check_batch(records: list[Any]) -> None:
    if not 1 <= len(records) <= MAX_RECORDS:
        refuse(f"{len(records)} records at once, {MAX_RECORDS} at most", "InvalidParameterValueException")
