"""Which rendition a caller gets."""

from datetime import timedelta
from typing import Any

import pytest

from copydesk.handlers.events import read_request
from copydesk.handlers.negotiation import choose_format, matches
from copydesk.handlers.problems import NotAcceptable
from tests.conftest import NOON

ACCEPT = [
    ("", "json"),
    ("*/*", "json"),
    ("application/json", "json"),
    ("application/*", "json"),
    ("text/plain", "text"),
    ("text/*", "text"),
    ("text/plain, application/json;q=0.5", "text"),
    ("text/plain;q=0.5, application/json", "json"),
    ("text/html, */*;q=0.1", "html"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
    ("text/css, */*;q=0.1", "json"),
    ('application/ld+json; profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
    ("application/json;q=0, */*", "text"),
    ("TEXT/PLAIN", "text"),
    ("text/css", None),
    ("application/json;q=0, text/plain;q=0", None),
    ("application/json;q=nonsense", None),
]


@pytest.mark.parametrize(("accept", "chosen"), ACCEPT)
def test_the_callers_preference_decides(accept: str, chosen: str | None) -> None:
    request = read_request({"headers": {"Accept": accept}}, now=NOON)
    if chosen is None:
        with pytest.raises(NotAcceptable):
            choose_format(request)
    else:
        assert choose_format(request).name == chosen


@pytest.mark.parametrize(
    ("header", "known"),
    [(None, False), ('"1"', True), ('W/"1"', True), ('"0", "1"', True), ("*", True), ('"2"', False), ("1", False)],
)
def test_an_etag_that_the_caller_names_is_known(header: str | None, known: bool) -> None:
    assert matches('"1"', header) is known


@pytest.mark.parametrize("epoch", [1_795_521_600, 1_795_521_600_000])
def test_the_gateways_time_is_read_in_seconds_and_in_milliseconds(epoch: int) -> None:
    assert read_request({"requestContext": {"timeEpoch": epoch}}, now=NOON + timedelta(hours=1)).at == NOON


def test_where_the_gateway_tells_no_time_the_clock_does() -> None:
    assert read_request({}, now=NOON).at == NOON


PATHS: list[tuple[dict[str, Any], str]] = [
    ({"rawPath": "/v1/articles"}, "/v1/articles"),
    ({"rawPath": "/Prod/v1/articles", "requestContext": {"stage": "Prod"}}, "/v1/articles"),
    ({"rawPath": "/Prod", "requestContext": {"stage": "Prod"}}, "/"),
    ({}, "/"),
]


@pytest.mark.parametrize(("event", "path"), PATHS)
def test_the_stage_is_no_part_of_the_path(event: dict[str, Any], path: str) -> None:
    assert read_request(event, now=NOON).path == path
