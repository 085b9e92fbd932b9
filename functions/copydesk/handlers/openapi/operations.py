"""What each call takes and answers, for the document that machines read."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from ...renditions.formats import BY_NAME, FORMATS
from .schemas import NUMBER, TEXT, TIME, WORDS, Json, json_of, listing, ref, shape

NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Parameter:
    name: str
    schema: Json
    description: str = ""
    place: Literal["query", "path", "header"] = "query"
    required: bool = False


@dataclass(frozen=True)
class Reply:
    description: str
    content: Mapping[str, Json] = NONE
    headers: Mapping[str, str] = NONE


@dataclass(frozen=True)
class Operation:
    """`problems` are the statuses of refusals beside those that every call with a key can give."""

    summary: str
    replies: Mapping[int, Reply]
    parameters: tuple[Parameter, ...] = ()
    bodies: Mapping[str, Json] = NONE
    problems: tuple[int, ...] = ()
    description: str = ""


# ------------------------------------------------------------- parameters

PUBLISHER_QUERY = Parameter("publisher", WORDS["publisher"], "one of those that the key covers; all of them where it is left out")
REVISION = Parameter("revision", {**NUMBER, "maximum": 999_999_999}, "an older edition; the newest where it is left out")
LIMIT = Parameter("limit", {"type": "integer", "minimum": 1, "maximum": 100}, "entries in one answer")
CURSOR = Parameter("cursor", TEXT, "where the page begins: taken from `next` as it stands")
MOMENT: Json = {"anyOf": [TIME, {"type": "string", "format": "date"}]}
SINCE = Parameter("since", MOMENT, "from this time on; RFC 3339 with an offset, or a date (UTC)")
UNTIL = Parameter("until", MOMENT, "before this time")
FORMAT = Parameter("format", {"enum": list(BY_NAME)}, "the rendition; decides over Accept")
QUERY_WORDS = tuple(Parameter(name, schema, str(schema.get("description", ""))) for name, schema in WORDS.items())
IF_MATCH = Parameter("if-match", TEXT, 'the number of the revision that must be the newest: `"3"`', place="header")
IF_NONE_MATCH = Parameter("if-none-match", TEXT, "an ETag: 304 while it is the newest", place="header")
CREATE_ONLY = Parameter("if-none-match", {"enum": ["*"]}, "create, never revise", place="header")
PREFER = Parameter("prefer", TEXT, "`return=minimal` for a short answer, `respond-async` for a receipt", place="header")
IDEMPOTENCY_KEY = Parameter(
    "idempotency-key", {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}, "good for 24 hours", place="header"
)

# -------------------------------------------------------- bodies, answers

SAMPLE = (
    "<html lang=en><title>Ferry returns</title><article><h1>Ferry returns to the old harbour</h1><p>After nine years the ferry between "
    "the two banks of the bay runs again, every half hour from six in the morning.</p></article></html>"
)
PAGE_BODIES: Mapping[str, Json] = {
    "text/html": {"schema": {"type": "string", "description": "UTF-8"}, "example": SAMPLE},
    "application/octet-stream": {"schema": {"description": "HTML in any charset, or gzip of it"}},
    "application/gzip": {"schema": {"description": "gzip of HTML in any charset"}},
    "application/json": {"schema": ref("Envelope"), "example": {"html": SAMPLE, "url": "https://news.example.com/view/7", "edition": 1}},
}
PUSH_HEADERS: Mapping[str, str] = {
    "location": "the article's address",
    "etag": "its revision, and what tells the rendition from others",
    "copydesk-outcome": "created, revised, unchanged, superseded or duplicate",
    "copydesk-receipt": "the receipt's id",
}


RENDITIONS: Mapping[str, Json] = {form.media_type: {"schema": {"type": "object"} if form.is_json else TEXT} for form in FORMATS[1:]}
EDITION = {"application/json": {"schema": {"anyOf": [ref("Edition"), ref("Kept")]}}, **RENDITIONS}
ACCEPTED = Reply(
    "kept to be read later; the receipt tells what becomes of it", json_of(ref("Receipt")), {"location": "the receipt's address"}
)
PAGE_PROBLEMS = (406, 409, 410, 413, 415, 429)

OPERATIONS: Mapping[str, Operation] = {
    "GET /healthz": Operation("Is the service up?", {200: Reply("it is", json_of(shape({"status": {"const": "ok"}})))}),
    "GET /openapi.json": Operation("This document", {200: Reply("OpenAPI 3.1", json_of({"type": "object"}))}),
    "POST /v1/articles": Operation(
        "Push a page: create or revise an article",
        {
            200: Reply("a known article: revised, unchanged, superseded or duplicate", EDITION, PUSH_HEADERS),
            201: Reply("a new article", EDITION, PUSH_HEADERS),
            202: ACCEPTED,
        },
        (*QUERY_WORDS, FORMAT, CREATE_ONLY, PREFER, IDEMPOTENCY_KEY),
        PAGE_BODIES,
        (*PAGE_PROBLEMS, 412),
    ),
    "GET /v1/articles": Operation(
        "A publisher's articles, newest first",
        {200: Reply("heads", json_of(listing("articles", "Head")), {"link": "the next page, where there is one"})},
        (
            PUBLISHER_QUERY,
            Parameter("section", TEXT, "one of the article's sections"),
            Parameter("status", {"enum": ["live", "withdrawn", "purged"]}, "live where it is left out"),
            SINCE,
            UNTIL,
            Parameter("url", WORDS["url"], "the article that a push with this address would find"),
            Parameter("external_id", TEXT, "the article with this id of the sender's"),
            LIMIT,
            CURSOR,
        ),
    ),
    "GET /v1/articles/{article_id}": Operation(
        "An article, or one edition of it",
        {
            200: Reply(
                "the edition",
                {"application/json": {"schema": ref("Edition")}, **RENDITIONS},
                {"etag": "the revision, and what tells the rendition from others", "vary": "Accept"},
            ),
            303: Reply("over 5 MB: fetch it from `location`, without a key, within five minutes", headers={"location": "presigned"}),
            304: Reply("what the ETag names is still the newest"),
        },
        (PUBLISHER_QUERY, REVISION, FORMAT, IF_NONE_MATCH),
        problems=(406, 410),
    ),
    "PUT /v1/articles/{article_id}": Operation(
        "Revise an article",
        {200: Reply("revised, unchanged, superseded or duplicate", EDITION, PUSH_HEADERS)},
        (*QUERY_WORDS, FORMAT, IF_MATCH, PREFER, IDEMPOTENCY_KEY),
        PAGE_BODIES,
        (*PAGE_PROBLEMS, 412),
    ),
    "DELETE /v1/articles/{article_id}": Operation(
        "Withdraw an article, or purge it",
        {204: Reply("done, now or before")},
        (
            PUBLISHER_QUERY,
            Parameter("purge", {"enum": ["true", "false"]}, "delete every byte; takes the admin right, and only an admin can lift it"),
            IF_MATCH,
        ),
        problems=(409, 410, 412),
    ),
    "POST /v1/articles/{article_id}/lift": Operation(
        "Lift a purge: the article may be sent again",
        {204: Reply("lifted, now or before")},
        (PUBLISHER_QUERY,),
        problems=(409,),
    ),
    "GET /v1/articles/{article_id}/revisions": Operation(
        "An article's history, newest first",
        {200: Reply("its editions", json_of(listing("revisions", "Revision")), {"link": "the next page, where there is one"})},
        (PUBLISHER_QUERY, LIMIT, CURSOR),
        problems=(410,),
    ),
    "GET /v1/articles/{article_id}/raw": Operation(
        "The page as it was sent",
        {
            200: Reply("its bytes, to be saved", {"application/octet-stream": {"schema": {}}}, {"content-disposition": "attachment"}),
            303: Reply("over 4 MB: fetch it from `location`, without a key, within five minutes", headers={"location": "presigned"}),
            304: Reply("what the ETag names is still the newest"),
        },
        (PUBLISHER_QUERY, REVISION, IF_NONE_MATCH),
        problems=(410,),
    ),
    "GET /v1/articles/{article_id}/reading": Operation(
        "How the page of an edition is read today, and why",
        {200: Reply("the article as this version reads it, and how it was read", json_of(ref("Explained")))},
        (PUBLISHER_QUERY, REVISION),
        problems=(410, 413, 415, 422),
        description="With the sender's words of then; nothing is kept.",
    ),
    "POST /v1/batches": Operation(
        "Push up to 100 pages",
        {200: Reply("a result for each line, in order", {"application/x-ndjson": {"schema": TEXT}})},
        (PUBLISHER_QUERY,),
        {"application/x-ndjson": {"schema": {"description": "a JSON envelope a line"}}},
        (413, 415, 429),
        "A line that fails has its own status and problem, and stops no other. Lines that 25 seconds were too short for say 503.",
    ),
    "POST /v1/normalize": Operation(
        "Try a page: the article that a push would keep",
        {
            200: Reply(
                "the article; with `explain=true` also how it was read",
                {**json_of({"anyOf": [ref("Article"), ref("Explained")]}), **RENDITIONS},
                {"vary": "Accept"},
            )
        },
        (*QUERY_WORDS, FORMAT, Parameter("explain", {"enum": ["true", "false"]}, "in JSON alone")),
        PAGE_BODIES,
        (406, 413, 415),
    ),
    "POST /v1/uploads": Operation(
        "A form for a page of up to 10 MB",
        {201: Reply("a presigned POST and its receipt", json_of(ref("Upload")), {"location": "the receipt's address"})},
        bodies={"application/json": {"schema": ref("UploadWanted"), "example": {"url": "https://news.example.com/view/9"}}},
        problems=(413, 415, 429),
    ),
    "GET /v1/receipts": Operation(
        "What became of a page in the inbox",
        {200: Reply("the newest receipt of the key", json_of(ref("Receipt")))},
        (Parameter("inbox_key", {"type": "string", "minLength": 1, "maxLength": 1024}, "in/<publisher>/…", required=True),),
    ),
    "GET /v1/receipts/{receipt_id}": Operation(
        "What became of a page", {200: Reply("the receipt", json_of(ref("Receipt")))}, (PUBLISHER_QUERY,)
    ),
    "GET /v1/rejections": Operation(
        "Pages of the inbox and of uploads that were refused for good",
        {200: Reply("newest first", json_of(listing("rejections", "Rejection")), {"link": "the next page, where there is one"})},
        (
            PUBLISHER_QUERY,
            Parameter("status", {"enum": ["rejected", "accepted"]}, "accepted: by a retry; rejected where it is left out"),
            SINCE,
            UNTIL,
            LIMIT,
            CURSOR,
        ),
    ),
    "POST /v1/rejections/{rejection_id}/retry": Operation(
        "Read a rejected page again",
        {202: Reply("the receipt tells what becomes of it", json_of(ref("Receipt")), {"location": "the receipt's address"})},
        (PUBLISHER_QUERY,),
        problems=(409,),
    ),
    "GET /v1/changes": Operation(
        "What happened, for those who pull",
        {
            200: Reply(
                "changes; `next` is the address of the next poll",
                json_of(shape({
                    "changes": {"type": "array", "items": ref("Change")}, "next": TEXT, "until": TIME, "more": {"type": "boolean"},
                })),
                {"link": "the next poll"},
            )
        },
        (PUBLISHER_QUERY, SINCE, Parameter("after", TEXT, "the position of the last poll: taken from `next` as it stands"), LIMIT),
    ),
}  # fmt: skip
