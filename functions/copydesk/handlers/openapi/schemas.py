"""The shapes of what is sent and answered, as JSON Schema; the article's own come from article.py."""

from collections.abc import Mapping
from typing import Any

from ...page.labels import LABELS
from ...page.words import FORMS, MAX_WORD, META_FIELDS, PUBLISHER

type Json = Mapping[str, Any]


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def shape(fields: Mapping[str, Json], *, optional: str = "") -> Json:
    """An object with these members and no others."""
    required = [name for name in fields if name not in optional.split()]
    return {"type": "object", "properties": dict(fields), "required": required, "additionalProperties": False}


def or_null(schema: Json) -> Json:
    return {"anyOf": [dict(schema), {"type": "null"}]}


def listing(name: str, entry: str) -> Json:
    """A page of a list: its entries, and the address of the next page or null."""
    return shape({name: {"type": "array", "items": ref(entry)}, "next": or_null({"type": "string"})})


def json_of(schema: Json) -> Mapping[str, Json]:
    return {"application/json": {"schema": dict(schema)}}


TEXT: Json = {"type": "string"}
HASH: Json = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
TIME: Json = {"type": "string", "format": "date-time"}
NUMBER: Json = {"type": "integer", "minimum": 1}
PAGE_TYPE = r"^(text/html|application/(xhtml\+xml|octet-stream|gzip|x-gzip))( *;[ -~]*)?$"
COUNT: Json = {"type": "integer", "minimum": 0}
OUTCOMES = "created revised unchanged superseded duplicate".split()
TOLD = "created revised superseded withdrawn purged".split()
DOUBTS: Json = {"type": "array", "items": {"type": "object"}}

WORDS: Json = {
    "publisher": {"type": "string", "pattern": f"^{PUBLISHER.pattern}$", "description": "required where the key covers several"},
    "url": {"type": "string", "format": "uri", "maxLength": MAX_WORD, "description": "the page's address, absolute http or https"},
    "external_id": {"type": "string", "minLength": 1, "maxLength": MAX_WORD, "description": "the sender's own id of the article"},
    "edition": {"type": "integer", "minimum": 0, "maximum": 10**18 - 1, "description": "who numbers editions numbers all of them"},
    "charset": {"type": "string", "enum": sorted(LABELS), "description": "a label known to browsers"},
    "published_at": {**TIME, "description": "RFC 3339 with an offset"},
    "modified_at": {**TIME, "description": "RFC 3339 with an offset"},
}
assert WORDS.keys() == FORMS.keys(), "every word of the sender is described"
SAID: Json = {name: or_null(schema) for name, schema in WORDS.items()} | {  # as JSON: null says nothing
    name: or_null({"$ref": f"#/components/schemas/Meta/properties/{name}"}) for name in sorted(META_FIELDS - WORDS.keys())
}

SCHEMAS: dict[str, Json] = {
    "Id": {"type": "string", "pattern": "^[a-z2-7]{26}$"},
    "Outcome": {"type": "string", "enum": OUTCOMES},
    "Envelope": {
        **shape({"html": {"type": "string", "description": "the page"}, **SAID}, optional=" ".join(SAID)),
        "description": "A page with its sender's words, which win over the page.",
    },
    "Problem": {
        "type": "object",
        "properties": {
            "type": {"type": "string", "pattern": "^/problems/[a-z_]+$"},
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "errors": {"type": "array", "items": shape({"pointer": TEXT, "detail": TEXT})},
        },
        "required": ["type", "title", "status", "detail"],
        "description": "RFC 9457. Some carry their evidence: `limit`, `size`, `what`, `best`, `tried`.",
    },
    "Kept": shape({
        "article_id": ref("Id"), "publisher_id": TEXT, "revision": NUMBER, "outcome": ref("Outcome"), "content_hash": HASH,
        "receipt_id": ref("Id"), "doubts": DOUBTS,
    }),
    "Receipt": shape(
        {
            "receipt_id": ref("Id"), "publisher_id": TEXT, "outcome": {"type": "string", "enum": [*OUTCOMES, "rejected", "pending"]},
            "article_id": or_null(ref("Id")), "revision": or_null(NUMBER), "content_hash": or_null(HASH), "source_hash": or_null(HASH),
            "via": TEXT, "inbox_key": or_null(TEXT), "received_at": or_null(TIME), "settled_at": or_null(TIME), "doubts": DOUBTS,
            "error": or_null(shape({"type": TEXT, "detail": TEXT})), "article": TEXT,
        },
        optional="article",
    ),
    "Head": shape({
        "article_id": ref("Id"), "publisher_id": TEXT, "revision": NUMBER, "status": {"enum": ["live", "withdrawn", "purged"]},
        "headline": or_null(TEXT), "url": or_null(TEXT), "external_id": or_null(TEXT), "sections": {"type": "array", "items": TEXT},
        "published_at": TIME, "changed_at": TIME, "content_hash": or_null(HASH), "article": TEXT,
    }),
    "Revision": shape({
        "revision": NUMBER, "status": {"enum": ["live", "superseded", "withdrawn", "purged"]}, "content_hash": or_null(HASH),
        "source_hash": or_null(HASH), "normalizer": TEXT, "received": ref("Received"), "kept_at": TIME, "article": TEXT,
    }),
    "Change": shape({
        "type": {"enum": [f"article.{told}" for told in TOLD]}, "outcome": {"enum": TOLD}, "publisher_id": TEXT, "event_id": TEXT,
        "at": TIME, "article_id": ref("Id"), "revision": NUMBER, "head_revision": COUNT, "content_hash": or_null(TEXT),
        "headline": or_null(TEXT),
        "url": or_null(TEXT), "receipt_id": or_null(TEXT), "via": or_null(TEXT), "article": TEXT,
    }),
    "Rejection": shape({
        "rejection_id": ref("Id"), "publisher_id": TEXT, "received_at": TIME, "via": TEXT, "inbox_key": or_null(TEXT),
        "bytes": or_null(COUNT), "error": shape({"type": TEXT, "detail": TEXT}), "copy": or_null(TEXT), "article": or_null(TEXT),
        "receipt": TEXT,
    }),
    "UploadWanted": {
        **shape(
            {
                "content_type": {"type": "string", "pattern": PAGE_TYPE, "maxLength": 200, "description": "with a charset if it is known"},
                "sha256": {**HASH, "pattern": "^[0-9a-fA-F]{64}$", "description": "of the bytes that will be sent; others are refused"},
                **SAID,
            },
            optional=" ".join({"content_type", "sha256", *SAID}),
        ),
        "description": "What will be said about the page: the form takes no other words.",
    },
    "Upload": shape({
        "receipt_id": ref("Id"), "receipt": TEXT, "method": {"const": "POST"}, "url": TEXT,
        "fields": {"type": "object", "additionalProperties": TEXT, "description": "sent as multipart/form-data, `file` last"},
        "max_bytes": COUNT, "expires_at": TIME,
    }),
    "Explained": shape({"article": ref("Article"), "explain": {"type": "object"}}),
}  # fmt: skip
