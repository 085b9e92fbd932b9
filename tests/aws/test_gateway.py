"""What does not get from a caller to a function, or back, is refused in the tests as on AWS; the largest that does is not."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.aws.gateway import MAX_HEADER_BYTES, MAX_PAYLOAD_BYTES, MAX_REQUEST_BYTES, call, check_batch, check_request

FRAME = len('{"body": ""}')


def send(body: bytes = b"", path: str = "/", value: str = "") -> None:
    check_request(path, "", {"x": value}, body)


def hand_over(body: str) -> None:
    call(lambda event: {}, {"body": body})


def hand_back(body: str) -> None:
    call(lambda event: {"body": body}, {})


LIMITS: dict[str, tuple[Callable[[Any], None], Any, Any]] = {
    "a request of 10 MB": (send, b"x" * MAX_REQUEST_BYTES, b"x"),
    "headers of 10,240 bytes": (lambda value: send(value=value), "é" * ((MAX_HEADER_BYTES - 2) // 2), "x"),
    "an event of 6 MB": (hand_over, "x" * (MAX_PAYLOAD_BYTES - FRAME), "x"),
    "an event of 6 MB with escapes": (hand_over, '"' * ((MAX_PAYLOAD_BYTES - FRAME) // 2), '"'),
    "an answer of 6 MB": (hand_back, "x" * (MAX_PAYLOAD_BYTES - FRAME), "x"),
    "a batch of ten": (check_batch, [{}] * 10, [{}]),
}


@pytest.mark.parametrize(("check", "largest", "more"), LIMITS.values(), ids=LIMITS.keys())
def test_the_largest_passes_and_one_more_does_not(check: Callable[[Any], None], largest: Any, more: Any) -> None:
    check(largest)
    with pytest.raises(ClientError):
        check(largest + more)
