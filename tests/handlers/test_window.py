"""The inspector's files, as the API serves them."""

import pytest

from copydesk.inspector import SERVED
from tests.handlers.asking import Ask

MAX_BYTES = 150_000  # of all that a visit loads


@pytest.mark.parametrize("path", SERVED)
def test_the_inspector_needs_no_key_and_is_loaded_once(ask: Ask, path: str) -> None:
    answer = ask("GET", path, secret=None)
    assert (answer.status, answer.headers["content-type"]) == (200, SERVED[path][0])
    again = ask("GET", path, secret=None, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status, again.text) == (304, "")


def test_nothing_runs_but_what_the_address_itself_serves(ask: Ask) -> None:
    headers = ask("GET", "/", secret=None).headers
    directives = dict(directive.split(" ", 1) for directive in headers["content-security-policy"].split("; "))
    assert directives.pop("img-src") == "'self' data:"
    assert directives.pop("require-trusted-types-for") == "'script'"
    assert directives.pop("trusted-types") == "page"
    assert set(directives.values()) == {"'none'", "'self'"}
    assert directives["default-src"] == directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"


def test_all_that_a_visit_loads_stays_small(ask: Ask) -> None:
    sizes = {path: len(ask("GET", path, secret=None).body) for path in SERVED}
    assert sum(sizes.values()) <= MAX_BYTES, sizes


@pytest.mark.parametrize(
    "path", ["/inspector/", "/inspector/build.js", "/inspector/__init__.py", "/inspector/../handlers/api.py", "/index.html"]
)
def test_other_files_have_no_address(ask: Ask, path: str) -> None:
    assert ask("GET", path, secret=None).problem == "unknown"


def test_the_inspector_can_only_be_read(ask: Ask) -> None:
    assert ask("HEAD", "/", secret=None).text == ""
    refused = ask("POST", "/", "x", secret=None)
    assert (refused.problem, refused.headers["allow"]) == ("method_not_allowed", "GET, HEAD")
