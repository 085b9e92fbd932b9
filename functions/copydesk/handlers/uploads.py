"""Pages that are read later: uploaded with a form, or pushed by a sender who does not want to wait."""

import re
from datetime import timedelta
from typing import Literal

from ..article import Meta, Received
from ..desk import Delivery, hand_over, offer_upload
from ..errors import InvalidWords
from ..model import Misfit
from ..page import MAX_BYTES, Words, check_transit
from ..store.inbox import fits_metadata
from ..store.keys import ApiKey
from ..store.order import stamp
from .admission import charge_page, choose_publisher
from .answers import Answer, as_json, describe_receipt
from .calls import Call, House
from .conditions import id_of
from .cursors import check_query
from .events import Request, read_body, read_json
from .problems import UnsupportedMedia
from .submission import HTML, JSON, OPAQUE, Submission
from .telemetry import count

FORM_SECONDS = 900
CONTENT_TYPE = re.compile(r"[!-~ ]{1,200}")
SHA256 = re.compile(r"[0-9a-fA-F]{64}")


def offer_form(house: House, call: Call, key: ApiKey) -> Answer:
    """A presigned POST for a page that is too large for a request: exact key, size, words, and the checksum if one is told."""
    request = call.request
    check_query(request, "")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise UnsupportedMedia("send the page's words as application/json")
    told = read_json(read_body(request))
    content_type, sha256 = read_content_type(told.pop("content_type", None)), read_sha256(told.pop("sha256", None))
    words = Words.read_words(told)
    check_meta(words)
    delivery = delivery_of(house, request, key, words, via="upload")
    receipt, form = offer_upload(house.desk, house.inbox, delivery, words, content_type=content_type, sha256=sha256, seconds=FORM_SECONDS)
    location = f"/v1/receipts/{receipt.receipt_id}"
    answer = {
        "receipt_id": receipt.receipt_id,
        "receipt": location,
        "method": "POST",
        "url": form.address,
        "fields": dict(form.fields),
        "max_bytes": MAX_BYTES,
        "expires_at": stamp(house.desk.clock() + timedelta(seconds=FORM_SECONDS)),
    }
    return as_json(201, answer, location=location)


def check_meta(words: Words) -> None:
    """Now, and not when the page has come. Raises InvalidWords for a field of `meta` that has not its form."""
    try:
        Meta.model_validate(dict(words.meta))
    except Misfit as misfit:
        raise InvalidWords(misfit.wrong) from misfit


def read_content_type(told: object) -> str | None:
    if told is None:
        return None
    if not isinstance(told, str) or not CONTENT_TYPE.fullmatch(told) or told.partition(";")[0].strip().lower() not in HTML | OPAQUE:
        raise InvalidWords([("/content_type", f"one of {', '.join(sorted(HTML | OPAQUE))}, with a charset if you like")])
    return told


def read_sha256(told: object) -> str | None:
    if told is None:
        return None
    if not isinstance(told, str) or not SHA256.fullmatch(told):
        raise InvalidWords([("/sha256", "64 hexadecimal digits")])
    return told.lower()


def can_wait(request: Request, words: Words) -> bool:
    """`Prefer: respond-async`, which is a wish and no condition (RFC 7240).

    Not put off is a push that depends on the head or has to be answered alike twice, and one with more words than an object bears.
    """
    preferences = {part.strip().lower() for part in request.headers.get("prefer", "").split(",")}
    insists = {"if-match", "if-none-match", "idempotency-key"} & request.headers.keys()
    return "respond-async" in preferences and not insists and fits_metadata(words)


def push_later(house: House, request: Request, key: ApiKey, submission: Submission, words: Words) -> Answer:
    """The page goes the way of an upload. What can be seen now, damage on the way and words without their form, is refused now."""
    if submission.is_text:
        check_transit(submission.body, content_type=submission.content_type, charset=words.charset)
    check_meta(words)
    delivery = delivery_of(house, request, key, words, via="http")
    receipt = hand_over(house.desk, house.inbox, delivery, words, submission.body, content_type=submission.content_type)
    count("Pages", outcome="pending")
    headers = {
        "location": f"/v1/receipts/{receipt.receipt_id}",
        "copydesk-receipt": receipt.receipt_id,
        "preference-applied": "respond-async",
    }
    return as_json(202, describe_receipt(receipt), **headers)


def delivery_of(house: House, request: Request, key: ApiKey, words: Words, *, via: Literal["http", "upload"]) -> Delivery:
    """Counted against the publisher's quota."""
    publisher_id = choose_publisher(house.gate, key, words.publisher)
    charge_page(house.gate, publisher_id, at=house.desk.clock())
    receipt_id = id_of("later", request.request_id, stamp(request.at), request.path, repr(request.query), request.body or "")
    return Delivery(publisher_id, receipt_id, Received(via=via, at=stamp(request.at), sender=key.key_id, bytes=0))
