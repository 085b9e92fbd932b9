"""What was refused and why, and trying it again."""

import re
from typing import Any

from ..desk import NOBODY, list_rejections, retry
from ..errors import InvalidWords
from ..store.feed import Window
from ..store.keys import EVERY_PUBLISHER, ApiKey
from ..store.records import Rejection
from ..store.rejections import place_of
from .admission import readable_publishers
from .answers import Answer, as_json, describe_receipt
from .calls import ID, Call, House
from .cursors import check_query, read_cursor, read_limit, read_moment, refuse_cursor
from .events import Request
from .listing import answer_list, check_merged

STATUSES = {"rejected": False, "accepted": True}
PLACE = re.compile(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{6}}Z#{ID}")


def show_rejections(house: House, call: Call, key: ApiKey) -> Answer:
    request = call.request
    check_query(request, "publisher status since until limit cursor")
    status = request.one("status") or "rejected"
    if status not in STATUSES:
        raise InvalidWords([("/status", f"one of {', '.join(STATUSES)}")])
    window = Window(read_moment(request, "since"), read_moment(request, "until"), read_place(request))
    publishers = check_merged(blamed_publishers(house, request, key))
    listed = list_rejections(house.desk, publishers, window, is_accepted=STATUSES[status], limit=read_limit(request))
    entries = [(place_of(rejection), describe_rejection(rejection)) for rejection in listed.entries]
    return answer_list(request, "rejections", entries, listed.rest)


def blamed_publishers(house: House, request: Request, key: ApiKey) -> tuple[str, ...]:
    """Those whose rejections the caller may see. The desk's owner also sees what came for publishers that there are not."""
    asked = request.one("publisher")
    if EVERY_PUBLISHER not in key.publishers:
        return readable_publishers(house.gate, key, asked)
    return (asked,) if asked is not None else (*readable_publishers(house.gate, key, None), NOBODY)


def read_place(request: Request) -> str | None:
    place = read_cursor(request)
    if place is not None and not (isinstance(place, str) and PLACE.fullmatch(place)):
        raise refuse_cursor()
    return place


def describe_rejection(rejection: Rejection) -> dict[str, Any]:
    return {
        "rejection_id": rejection.rejection_id,
        "publisher_id": rejection.publisher_id,
        "received_at": rejection.received_at,
        "via": rejection.via,
        "inbox_key": rejection.inbox_key,
        "bytes": rejection.bytes,
        "error": {"type": f"/problems/{rejection.type}", "detail": rejection.detail},
        "copy": rejection.copy,
        "article": f"/v1/articles/{rejection.article_id}" if rejection.article_id else None,
        "receipt": f"/v1/receipts/{rejection.rejection_id}",
    }


def retry_rejection(house: House, call: Call, key: ApiKey) -> Answer:
    """The receipt, which tells what came of it and can be asked for again."""
    check_query(call.request, "publisher")
    receipt = retry(house.desk, blamed_publishers(house, call.request, key), call.named["rejection_id"])
    return as_json(202, describe_receipt(receipt), location=f"/v1/receipts/{receipt.receipt_id}")
