"""The events described for machines: one JSON Schema, a branch for each type. New fields may come, so no object is closed."""

from collections.abc import Mapping
from typing import Any

from ...store.news import DRIFTED, REJECTED
from .schemas import COUNT, SCHEMAS, TEXT, TIME, TOLD, or_null

type Json = dict[str, Any]

TITLE = "copydesk events: CloudEvents 1.0, the detail of what comes with source copydesk"
LATER = frozenset({"receipt_id", "via"})  # came after changes were first told: an old one, told again, lacks them
CHANGES = tuple(f"article.{told}" for told in TOLD)
REJECTION: Json = {
    "publisher_id": TEXT,
    "rejection_id": TEXT,
    "at": TIME,
    "reason": {"type": "string", "pattern": "^/problems/[a-z_]+$"},
    "via": TEXT,
    "inbox_key": or_null(TEXT),
}
SHARE: Json = {"type": "number", "minimum": 0}


def describe_events() -> Json:
    named = {name: describe_event(name, change_fields(name)) for name in CHANGES}
    named |= {REJECTED: describe_event(REJECTED, REJECTION), DRIFTED: describe_event(DRIFTED, DRIFT)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": TITLE,
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in named],
        "$defs": named,
    }


def describe_event(name: str, fields: Mapping[str, Any]) -> Json:
    return open_object(
        {
            "specversion": {"const": "1.0"},
            "id": {**TEXT, "description": "with `source`, known again where an event is told twice"},
            "source": {"type": "string", "pattern": "^/copydesk/[^/]+$"},
            "type": {"const": name},
            "subject": {**TEXT, "description": "the article's id, the rejection's, or the publisher's"},
            "time": TIME,
            "datacontenttype": {"const": "application/json"},
            "data": open_object({**fields, "type": {"const": name}}, later=LATER if name in CHANGES else frozenset()),
        }
    )


def change_fields(name: str) -> Json:
    """Those of an entry of GET /v1/changes, and its references resolved."""
    fields = {field: resolved(schema) for field, schema in SCHEMAS["Change"]["properties"].items()}
    return {**fields, "outcome": {"const": name.removeprefix("article.")}}


def resolved(schema: Any) -> Any:
    match schema:
        case {"$ref": str(place)}:
            return SCHEMAS[place.rpartition("/")[2]]
        case dict():
            return {name: resolved(value) for name, value in schema.items()}
        case list():
            return [resolved(value) for value in schema]
    return schema


def open_object(fields: Mapping[str, Any], *, later: frozenset[str] = frozenset()) -> Json:
    return {"type": "object", "properties": dict(fields), "required": sorted(fields.keys() - later)}


DRIFT: Json = {
    "publisher_id": TEXT,
    "since": TIME,
    "until": TIME,
    "pages": {**COUNT, "description": "that came in between, refused ones too"},
    "deviations": {
        "type": "array",
        "items": open_object({"measure": TEXT, "recent": SHARE, "usual": {**SHARE, "description": "of the worst day of the week before"}}),
    },
}
