"""Pages that are pushed: kept, or only tried."""

from base64 import b32encode
from hashlib import sha256

from ..article import Received
from ..desk import Delivery, Kept, accept, examine, explain, read_kept
from ..errors import InvalidWords
from ..page import Words
from ..store.keys import ApiKey
from ..store.order import stamp
from .admission import choose_publisher
from .answers import Answer, as_json, minimal, typed
from .calls import Call, House, etag_of, is_too_large
from .events import Request
from .submission import open_page, read_submission
from .telemetry import count, log

RECEIPT_ID_CHARS = 26


def push_article(house: House, call: Call, key: ApiKey) -> Answer:
    request = call.request
    submission = read_submission(request)
    words = Words.read_words(submission.words)
    publisher_id = choose_publisher(house.gate, key, words.publisher)
    page = open_page(submission, words)
    received = Received(via="http", at=stamp(request.at), sender=key.key_id, bytes=len(page.body))
    kept = accept(house.desk, page, Delivery(publisher_id, receipt_id_of(request), received))
    count("Pages", outcome=kept.outcome)
    log.info("page accepted", extra={"outcome": kept.outcome, "publisher": publisher_id, "receipt": kept.receipt.receipt_id})
    return answer_push(house, request, kept)


def answer_push(house: House, request: Request, kept: Kept) -> Answer:
    receipt = kept.receipt
    headers = {
        "location": f"/v1/articles/{receipt.article_id}",
        "etag": f'"{receipt.revision}"',
        "copydesk-outcome": kept.outcome,
        "copydesk-receipt": receipt.receipt_id,
    }
    status = 201 if kept.outcome == "created" else 200
    if "return=minimal" in request.headers.get("prefer", "").replace(" ", "").lower():
        return as_json(status, minimal(kept), **headers, **{"preference-applied": "return=minimal"})
    edition = read_kept(house.desk, kept)
    body = edition.model_dump_json()
    if is_too_large(body):
        return as_json(status, minimal(kept), **headers)
    return typed(status, body, "application/json", headers | {"etag": etag_of(edition.revision, edition.status)})


def receipt_id_of(request: Request) -> str:
    """One request, one receipt. Its body and query are part of it: `sam local` gives every request of a second the same id and time."""
    told = "\0".join(("http", request.request_id, stamp(request.at), repr(request.query), request.body or ""))
    return b32encode(sha256(told.encode("utf-8", "surrogatepass")).digest()).decode().lower()[:RECEIPT_ID_CHARS]


def try_page(house: House, call: Call, key: ApiKey) -> Answer:
    """The article that a push would keep; nothing is kept."""
    told = call.request.one("explain") or "false"
    if told not in ("true", "false"):
        raise InvalidWords([("/explain", "true or false")])
    submission = read_submission(call.request)
    page = open_page(submission, Words.read_words(submission.words))
    if told == "false":
        return typed(200, examine(house.desk, page).model_dump_json(), "application/json", {})
    article, how = explain(page)
    return as_json(200, {"article": article.model_dump(mode="json"), "explain": how})
