"""The document that machines read is true, whole and current."""

import json
import re
from pathlib import Path

import pytest

from copydesk.handlers import api
from copydesk.handlers.openapi.operations import OPERATIONS
from copydesk.handlers.problems import KINDS

DOCUMENT = api.describe_routes()
COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"
CALLS = [(method, address, told) for address, methods in DOCUMENT["paths"].items() for method, told in methods.items()]


def test_every_route_is_described_and_nothing_else() -> None:
    routes = {f"{route.method} {route.address}" for route in api.ROUTES} | {f"GET {address}" for address in api.OPEN}
    assert OPERATIONS.keys() == routes


def test_the_committed_document_is_current() -> None:
    assert json.loads(COMMITTED.read_text()) == DOCUMENT, "run make schema"


def test_every_reference_leads_somewhere() -> None:
    for reference in sorted(set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(DOCUMENT)))):
        place = DOCUMENT
        for step in reference.split("/"):
            place = place[step]


@pytest.mark.parametrize(("method", "address", "told"), CALLS, ids=[f"{method} {address}" for method, address, _ in CALLS])
def test_a_call_names_what_its_address_names(method: str, address: str, told: dict[str, object]) -> None:
    parameters = told["parameters"]
    assert isinstance(parameters, list)
    assert {p["name"] for p in parameters if p["in"] == "path"} == set(re.findall(r"\{(\w+)\}", address))
    assert len({(p["name"], p["in"]) for p in parameters}) == len(parameters)


def test_every_problem_has_its_place_in_the_document() -> None:
    text = DOCUMENT["components"]["responses"]["Problem"]["description"]
    assert [kind for error_class, kind in KINDS if f"/problems/{error_class.type}`" not in text] == []


def test_only_what_opens_without_a_key_says_so() -> None:
    assert {address for _, address, told in CALLS if told["security"] == []} == {"/healthz", "/openapi.json"}
