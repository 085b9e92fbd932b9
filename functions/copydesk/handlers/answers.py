"""Answers, and how the gateway wants them."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..article import Article
from ..desk import Kept
from ..errors import CopydeskError
from ..store.records import Receipt
from .problems import describe, headers_of, to_json


@dataclass(frozen=True)
class Answer:
    status: int
    body: str | bytes = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(status: int, value: Mapping[str, Any], **headers: str) -> Answer:
    return typed(status, json.dumps(value, ensure_ascii=False), "application/json", headers)


def as_explained(article: Article, how: Mapping[str, Any]) -> Answer:
    return as_json(200, {"article": article.model_dump(mode="json"), "explain": how})


def typed(status: int, body: str, content_type: str, headers: Mapping[str, str]) -> Answer:
    return Answer(status, body, {"content-type": content_type, **headers})


def refuse(error: CopydeskError) -> Answer:
    problem = describe(error)
    return typed(problem["status"], to_json(problem), "application/problem+json", headers_of(error))


def to_gateway(answer: Answer, *, method: str) -> dict[str, Any]:
    """The gateway's form (payload 2.0), bytes as base64. A HEAD has the headers of its GET and no body."""
    headers = {"x-content-type-options": "nosniff", "cache-control": "private, no-cache", **answer.headers}
    body = "" if method == "HEAD" else answer.body
    return {
        "statusCode": answer.status,
        "headers": headers,
        "body": b64encode(body).decode() if isinstance(body, bytes) else body,
        "isBase64Encoded": isinstance(body, bytes),
    }


def minimal(kept: Kept) -> dict[str, Any]:
    """What a sender needs who has the page: where it is now, and what became of it."""
    receipt = kept.receipt
    return {
        "article_id": receipt.article_id,
        "publisher_id": receipt.publisher_id,
        "revision": receipt.revision,
        "outcome": kept.outcome,
        "content_hash": receipt.content_hash,
        "receipt_id": receipt.receipt_id,
        "doubts": list(receipt.doubts),
    }


def describe_receipt(receipt: Receipt) -> dict[str, Any]:
    told = {
        "receipt_id": receipt.receipt_id,
        "publisher_id": receipt.publisher_id,
        "outcome": receipt.outcome,
        "article_id": receipt.article_id,
        "revision": receipt.revision,
        "content_hash": receipt.content_hash,
        "source_hash": receipt.source_hash,
        "via": receipt.via,
        "inbox_key": receipt.inbox_key,
        "received_at": receipt.received_at,
        "settled_at": receipt.settled_at if receipt.outcome != "pending" else None,
        "doubts": list(receipt.doubts),
        "error": {"type": f"/problems/{receipt.error['type']}", "detail": receipt.error["detail"]} if receipt.error else None,
    }
    if receipt.article_id:
        told["article"] = f"/v1/articles/{receipt.article_id}"
    return told
