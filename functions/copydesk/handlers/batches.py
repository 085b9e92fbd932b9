"""Many pages in one request: a line of JSON for each, and a line of answer for each, in order."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..desk import Kept
from ..errors import CopydeskError, StoreUnavailable, TooLarge
from ..page import Words, receive
from ..store.keys import ApiKey
from ..store.terms import Terms
from .admission import choose_publisher
from .answers import Answer, typed
from .calls import Call, House
from .conditions import read_idempotency_key, read_terms
from .events import Request, read_json
from .problems import Unexplained, UnsupportedMedia, describe
from .pushing import Push, take_in
from .submission import MAX_BODY_BYTES, from_envelope, query_words, read_limited
from .telemetry import count, log_fault

NDJSON = "application/x-ndjson"
LINES = frozenset({NDJSON, "application/ndjson", "application/jsonl"})
MAX_PAGES = 100
TIME_TO_ANSWER = timedelta(seconds=25)  # the gateway gives up at 30, and the last page begun takes its time


@dataclass(frozen=True)
class Batch:
    """What all lines of one request have in common: who sends them, on which terms, the words of the query; and when its time is over."""

    house: House
    request: Request
    key: ApiKey
    terms: Terms
    words: dict[str, str]
    end: datetime


def push_batch(house: House, call: Call, key: ApiKey) -> Answer:
    """200 whatever became of the single pages. Raises UnsupportedMedia, PageRejected, InvalidWords for the request as a whole."""
    request = call.request
    end = house.desk.clock() + TIME_TO_ANSWER
    read_idempotency_key(request)
    words = query_words(request)
    Words.read_words(words)  # what is wrong with the whole request is said once
    batch = Batch(house, request, key, read_terms(request), words, end)
    results = [settle_line(batch, number, text) for number, text in read_lines(request)]
    return typed(200, "".join(json.dumps(result, ensure_ascii=False) + "\n" for result in results), NDJSON, {})


def read_lines(request: Request) -> list[tuple[int, bytes]]:
    """The lines that hold something, each with its number, from 1."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in LINES:
        raise UnsupportedMedia(f"send {NDJSON}: one JSON object {{html, …words}} a line")
    body = receive(read_limited(request)).body  # unpacked within the limits of a page
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge("bytes of the batch, unpacked", size=len(body), limit=MAX_BODY_BYTES)
    lines = [(number, line) for number, line in enumerate(body.split(b"\n"), start=1) if line.strip()]
    if len(lines) > MAX_PAGES:
        raise TooLarge("pages of the batch", size=len(lines), limit=MAX_PAGES, advice="send the others in a batch of their own")
    return lines


def settle_line(batch: Batch, number: int, text: bytes) -> dict[str, Any]:
    """What became of one page; a page that cannot be kept stops no other."""
    try:
        if batch.house.desk.clock() >= batch.end:
            raise StoreUnavailable("the time of the batch was over before this line was reached; send it again")
        kept = push_line(batch, number, text)
    except CopydeskError as error:
        count("Refusals", type=error.type)
        return refused(number, error)
    except Exception as error:
        log_fault(error, request=batch.request.request_id)
        return refused(number, Unexplained("a fault of ours; it is in the logs under the request's id"))
    receipt = kept.receipt
    return {
        "line": number,
        "status": 201 if kept.outcome == "created" else 200,
        "outcome": kept.outcome,
        "article_id": receipt.article_id,
        "publisher_id": receipt.publisher_id,
        "revision": receipt.revision,
        "receipt_id": receipt.receipt_id,
        "doubts": list(receipt.doubts),
    }


def push_line(batch: Batch, number: int, text: bytes) -> Kept:
    submission = from_envelope(read_json(text), batch.words)
    words = Words.read_words(submission.words)
    publisher_id = choose_publisher(batch.house.gate, batch.key, words.publisher)
    return take_in(batch.house, Push(batch.request, batch.key, submission, words, publisher_id, batch.terms, number))


def refused(number: int, error: CopydeskError) -> dict[str, Any]:
    problem = describe(error)
    return {"line": number, "status": problem["status"], "error": problem}
