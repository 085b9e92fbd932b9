"""The API described for machines: OpenAPI 3.1, made of the routes, what operations.py says of them, the contract and the problems."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from ...article import Article, Edition
from ...model import adapter_of
from ..problems import KINDS, OURS
from .operations import OPERATIONS, Operation, Parameter, Reply
from .schemas import SCHEMAS

VERSION = "1.0.0"  # of the API: the number before the first dot is the one in its addresses
REF = "#/components/schemas/{model}"
ABOUT = """News pages in, structured articles out, every edition kept in order.

Refusals are RFC 9457 problem documents with a stable `type`. The gateway's own answers are not: 413 over 10 MB, 429, 503."""

type Json = dict[str, Any]


def describe_api(routes: Iterable[tuple[str, str, str | None]]) -> Json:
    """The document. `routes` are method, address and the right that a call takes (None: no key)."""
    paths: Json = {}
    for method, address, scope in routes:
        paths.setdefault(address, {})[method.lower()] = describe_operation(OPERATIONS[f"{method} {address}"], method, address, scope)
    return {
        "openapi": "3.1.0",
        "info": {"title": "copydesk", "version": VERSION, "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": {**contract(), **SCHEMAS},
            "responses": {"Problem": problem_response()},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "an API key"},
                "header": {"type": "apiKey", "in": "header", "name": "x-api-key"},
            },
        },
    }


@cache
def contract() -> Json:
    """The models of article.py as they are answered: every field is there."""
    models = ((kind, adapter_of(kind)) for kind in (Edition, Article))
    _, document = TypeAdapter.json_schemas([(kind, "serialization", adapter) for kind, adapter in models], ref_template=REF)
    schemas: Json = document["$defs"]
    return schemas


def describe_operation(told: Operation, method: str, address: str, scope: str | None) -> Json:
    described: Json = {
        "operationId": operation_id(method, address),
        "summary": told.summary,
        "parameters": [describe_parameter(parameter) for parameter in (*named_in(address), *told.parameters)],
        "responses": {str(status): describe_reply(reply) for status, reply in told.replies.items()}
        | {str(status): {"$ref": "#/components/responses/Problem"} for status in problems_of(told, scope)},
        "security": [{"bearer": []}, {"header": []}] if scope else [],
    }
    if told.description or scope:
        described["description"] = "\n\n".join(filter(None, (told.description, f"Takes a key with the {scope} right." if scope else "")))
    if told.bodies:
        described["requestBody"] = {"required": True, "content": dict(told.bodies)}
    return described


def operation_id(method: str, address: str) -> str:
    words = address.removeprefix("/v1/").strip("/").replace("{", "by_").replace("}", "").replace(".", "_")
    return f"{method.lower()}_{words.replace('/', '_')}"


def named_in(address: str) -> tuple[Parameter, ...]:
    names = [part[1:-1] for part in address.split("/") if part.startswith("{")]
    return tuple(Parameter(name, {"$ref": REF.format(model="Id")}, place="path", required=True) for name in names)


def describe_parameter(parameter: Parameter) -> Json:
    told: Json = {"name": parameter.name, "in": parameter.place, "schema": dict(parameter.schema)}
    if parameter.required:
        told["required"] = True
    if parameter.description:
        told["description"] = parameter.description
    return told


def describe_reply(reply: Reply) -> Json:
    told: Json = {"description": reply.description}
    if reply.content:
        told["content"] = {media: dict(body) for media, body in reply.content.items()}
    if reply.headers:
        told["headers"] = {name: {"description": text, "schema": {"type": "string"}} for name, text in reply.headers.items()}
    return told


def problems_of(told: Operation, scope: str | None) -> list[int]:
    """500 and 503 can be anywhere; what wants a key can refuse it."""
    guarded = (401, 403, 404) if scope else ()
    return sorted({*told.problems, *guarded, *((400, 422) if scope else ()), 500, 503} - told.replies.keys())


def problem_response() -> Json:
    kinds = [f"- `/problems/{error_class.type}`: {kind.status}, {kind.title}" for error_class, kind in KINDS]
    description = "\n".join(["A refusal; `type` is stable:", *kinds, f"- `/problems/internal_error`: {OURS.status}, {OURS.title}"])
    return {"description": description, "content": {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}}}


def to_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
