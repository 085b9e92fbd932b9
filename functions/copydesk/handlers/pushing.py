"""Pages that are pushed: kept, or only tried."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256

from ..article import Received
from ..desk import Delivery, Kept, accept, claimed, examine, explain, find_readable, read_kept
from ..errors import InvalidWords, PageRejected, StoreUnavailable
from ..page import Words
from ..renditions.formats import JSON, Format
from ..store.keys import ApiKey
from ..store.order import stamp
from ..store.tallies import count_refusal
from ..store.terms import ANYHOW, Terms
from .admission import charge_page, choose_publisher, readable_publishers
from .answers import Answer, as_explained, as_json, minimal, typed
from .calls import Call, House, etag_of, is_too_large, read_flag
from .conditions import id_of, read_idempotency_key, read_terms
from .events import Request
from .negotiation import choose_format, write_edition
from .submission import Submission, open_page, read_submission
from .telemetry import begin_page, count_page, log
from .uploads import can_wait, push_later


@dataclass(frozen=True)
class Push:
    """One page as a request brings it; `line` tells the pages of a batch apart."""

    request: Request
    key: ApiKey
    submission: Submission
    words: Words
    publisher_id: str
    terms: Terms = ANYHOW
    line: int = 0


def push_article(house: House, call: Call, key: ApiKey) -> Answer:
    wanted = choose_format(call.request)  # before anything is kept
    submission = read_submission(call.request)
    words = Words.read_words(submission.words)
    if can_wait(call.request, words):
        return push_later(house, call.request, key, submission, words)
    publisher_id = choose_publisher(house.gate, key, words.publisher)
    kept = take_in(house, Push(call.request, key, submission, words, publisher_id, read_terms(call.request)))
    return answer_push(house, call.request, kept, wanted)


def revise_article(house: House, call: Call, key: ApiKey) -> Answer:
    """The page is of the article that the address names, whatever names the page bears itself."""
    wanted = choose_format(call.request)
    submission = read_submission(call.request)
    words = Words.read_words(submission.words)
    article_id = call.named["article_id"]
    head = find_readable(house.desk, readable_publishers(house.gate, key, words.publisher), article_id)
    terms = read_terms(call.request, article_id=article_id)
    kept = take_in(house, Push(call.request, key, submission, words, head.publisher_id, terms))
    return answer_push(house, call.request, kept, wanted)


def take_in(house: House, push: Push) -> Kept:
    """What the page has become. Under an Idempotency-Key, what it became the first time."""
    begin_page()
    with watched_refusals(house, push):
        page = open_page(push.submission, push.words)
    delivery = delivery_of(push, size=len(page.body))
    with claimed(house.desk, delivery) as settled:
        if settled and settled.accepted_as:
            return Kept(settled.accepted_as, settled)
        charge_page(house.gate, push.publisher_id, at=house.desk.clock())
        with watched_refusals(house, push):
            kept = accept(house.desk, page, delivery)
    count_page(kept.outcome)
    log.info(
        "page accepted",
        extra={
            "outcome": kept.outcome,
            "publisher": push.publisher_id,
            "receipt": kept.receipt.receipt_id,
            "article": kept.receipt.article_id,
            "request": push.request.request_id,
        },
    )
    return kept


@contextmanager
def watched_refusals(house: House, push: Push) -> Iterator[None]:
    """The watch hears of a page that is refused; that it cannot be told changes nothing about the answer."""
    try:
        yield
    except PageRejected:
        with suppress(StoreUnavailable):
            count_refusal(house.desk.ledger, push.publisher_id, at=house.desk.clock())
        raise


def delivery_of(push: Push, *, size: int) -> Delivery:
    request, once = push.request, read_idempotency_key(push.request)
    received = Received(via="http", at=stamp(request.at), sender=push.key.key_id, bytes=size)
    if once is None:
        return Delivery(push.publisher_id, receipt_id_of(request, push.line), received, terms=push.terms)
    receipt_id = id_of("once", push.publisher_id, once, str(push.line))
    return Delivery(push.publisher_id, receipt_id, received, terms=push.terms, payload=payload_of(push.submission, push.terms.article_id))


def payload_of(submission: Submission, article_id: str | None) -> str:
    """What makes two requests the same: body, words, content type, and the article that the address names."""
    told = json.dumps([submission.words, submission.content_type, article_id], sort_keys=True, default=str)
    return sha256(told.encode("utf-8", "surrogatepass") + b"\0" + submission.body).hexdigest()


def answer_push(house: House, request: Request, kept: Kept, wanted: Format) -> Answer:
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
    body = write_edition(edition, wanted)
    if is_too_large(body):
        return as_json(status, minimal(kept), **headers)
    headers |= {"etag": etag_of(edition.revision, edition.status, wanted.suffix), "vary": "Accept"}
    return typed(status, body, wanted.content_type, {**headers, **wanted.headers})


def receipt_id_of(request: Request, line: int) -> str:
    """One page of one request, one receipt.

    Body and query are part of it: `sam local` gives every request of a second the same id and time.
    """
    return id_of("http", request.request_id, stamp(request.at), request.path, repr(request.query), request.body or "", str(line))


def try_page(house: House, call: Call, key: ApiKey) -> Answer:
    """The article that a push would keep; nothing is kept."""
    wants_reasons, wanted = read_flag(call.request, "explain"), choose_format(call.request)
    if wants_reasons and wanted is not JSON:
        raise InvalidWords([("/explain", "comes as JSON alone")])
    submission = read_submission(call.request)
    page = open_page(submission, Words.read_words(submission.words))
    if not wants_reasons:
        return typed(200, wanted.write(examine(house.desk, page)), wanted.content_type, {"vary": "Accept", **wanted.headers})
    return as_explained(*explain(page))
