"""Whether an answer is one that the OpenAPI document tells of: its status, its type, its shape."""

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from copydesk.handlers import api
from copydesk.inspector import SERVED

DOCUMENT = api.describe_routes()


def check_answer(method: str, path: str, status: int, content_type: str | None, text: str) -> None:
    """Raises AssertionError. Addresses and methods that there are not have no description: 404 and 405 are all that they can answer.

    The inspector's files are no calls of the API, and the document does not tell of them.
    """
    if path in SERVED:
        return
    told = find_operation("GET" if method == "HEAD" else method, path)
    if told is None:
        assert status in (401, 404, 405), f"{method} {path} is not described, and answers {status}"
        return
    if status == 405:
        return
    assert str(status) in told["responses"], f"{method} {path} answers {status}, of which the document does not tell"
    if method == "HEAD" or not text:
        return
    content = resolved(told["responses"][str(status)]).get("content", {})
    media_type = (content_type or "").partition(";")[0]
    assert media_type in content, f"{method} {path} answers {status} as {media_type}, of which the document does not tell"
    if media_type.endswith("json") and not media_type.endswith("ndjson"):
        validator(json.dumps(content[media_type]["schema"])).validate(json.loads(text))


def find_operation(method: str, path: str) -> dict[str, Any] | None:
    fitting = [told for address, told in DOCUMENT["paths"].items() if api.pattern_of(address).fullmatch(path)]
    return next((told[method.lower()] for told in fitting if method.lower() in told), None)


def resolved(told: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in told:
        return told
    place: Any = DOCUMENT
    for step in told["$ref"].removeprefix("#/").split("/"):
        place = place[step]
    found: dict[str, Any] = place
    return found


@cache
def validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "components": DOCUMENT["components"]})
