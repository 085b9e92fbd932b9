"""S3 inbox → queue → desk. A message is done when its page is kept or refused for good; the rest comes again, then to the dead letters."""

import os
import re
from base64 import b32encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any, Literal

from ..article import Received
from ..desk import Delivery, Desk, accept, reject
from ..errors import Conflict, CopydeskError, InvalidWords, PageRejected, TooLarge, Unknown
from ..page import MAX_BYTES, Words, receive
from ..page.words import FORMS, PUBLISHER
from ..store.archive import Archive
from ..store.inbox import Dropped, Inbox, find_drop, read_metadata
from ..store.keys import find_publisher
from ..store.ledger import Ledger
from ..store.order import stamp
from .clients import open_client
from .events import Drop, read_drops
from .telemetry import count, log, log_fault

READ_SECONDS = 10
PERMANENT = (PageRejected, InvalidWords, Conflict, Unknown)
RECEIPT_ID_CHARS = 26
PLACE = re.compile(r"(?P<door>in|up)/(?P<publisher>[^/]+)/(?P<rest>.+)", re.DOTALL)
DOORS: Mapping[str, Literal["inbox", "upload"]] = {"in": "inbox", "up": "upload"}
NOBODY = "-"  # no publisher can have this id: what was dropped under an impossible name is rejected here
UPLOAD_ID = re.compile(r"[a-z2-7]{26}")


@dataclass(frozen=True)
class House:
    desk: Desk
    inbox: Inbox


def take_drop(house: House, drop: Drop) -> str:
    """What became of it: an outcome, or why there was nothing to do. Raises StoreUnavailable for what time heals."""
    place = PLACE.fullmatch(drop.key)
    if place is None or drop.bucket != house.inbox.bucket or drop.key.endswith("/"):
        return "foreign"
    dropped = find_drop(house.inbox, drop.key, limit=MAX_BYTES)
    if dropped is None:
        return "removed"
    delivery = read_delivery(house.inbox, dropped, place)
    try:
        return accept_drop(house, dropped, delivery)
    except PERMANENT as fault:
        count("Rejections", type=fault.type)
        return reject(house.desk, delivery, fault, body=dropped.body).outcome


def accept_drop(house: House, dropped: Dropped, delivery: Delivery) -> str:
    if find_publisher(house.desk.ledger, delivery.publisher_id) is None:
        raise Unknown(f"there is no publisher {delivery.publisher_id!r}")
    if dropped.body is None:
        raise TooLarge("bytes of the object", size=dropped.size, limit=MAX_BYTES)
    words = Words.read_words(sender_words(dropped, delivery.publisher_id))
    page = receive(dropped.body, words=words, content_type=dropped.content_type)
    return accept(house.desk, page, delivery).outcome


def sender_words(dropped: Dropped, publisher_id: str) -> dict[str, str]:
    """The words among the object's metadata; other tools' entries are no words. The key's publisher is the one that counts."""
    told = {name: value for name, value in read_metadata(dropped.metadata).items() if name in FORMS}
    if told.get("publisher", publisher_id) != publisher_id:
        raise InvalidWords([("/publisher", f"the key says {publisher_id!r}")])
    return {**told, "publisher": publisher_id}


def read_delivery(inbox: Inbox, dropped: Dropped, place: re.Match[str]) -> Delivery:
    received = Received(via=DOORS[place["door"]], at=stamp(dropped.at), sender=dropped.key, bytes=dropped.size)
    publisher_id = place["publisher"] if PUBLISHER.fullmatch(place["publisher"]) else NOBODY
    return Delivery(publisher_id, receipt_id_of(inbox, dropped, place), received, inbox_key=dropped.key)


def receipt_id_of(inbox: Inbox, dropped: Dropped, place: re.Match[str]) -> str:
    """An upload's key names its receipt; a drop's is made of bucket, key and version."""
    if place["door"] == "up" and UPLOAD_ID.fullmatch(place["rest"]):
        return place["rest"]
    digest = sha256("\0".join((inbox.bucket, dropped.key, dropped.version)).encode()).digest()
    return b32encode(digest).decode().lower()[:RECEIPT_ID_CHARS]


@cache
def open_house() -> House:
    """Built once per process, from its environment."""
    s3 = open_client("s3", read_seconds=READ_SECONDS)
    ledger = Ledger(open_client("dynamodb", read_seconds=READ_SECONDS), os.environ["TABLE_NAME"])
    desk = Desk(Archive(s3, os.environ["ARCHIVE_BUCKET"]), ledger, lambda: datetime.now(UTC))
    return House(desk, Inbox(s3, os.environ["INBOX_BUCKET"]))


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    return take_batch(open_house, event)


def take_batch(house: Callable[[], House], event: Mapping[str, Any]) -> dict[str, Any]:
    """Answers the messages that have to come again."""
    failed = [message["messageId"] for message in event.get("Records", []) if not settle(house, message)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def settle(house: Callable[[], House], message: Mapping[str, Any]) -> bool:
    """Whether the message is done with."""
    message_id = str(message.get("messageId"))
    try:
        drops = read_drops(str(message.get("body")))
        if not drops:
            log.info("a message without a drop", extra={"message_id": message_id})
        for drop in drops:
            outcome = take_drop(house(), drop)
            count("Pages", outcome=outcome)
            log.info("drop settled", extra={"outcome": outcome, "message_id": message_id})
    except CopydeskError as error:
        log.warning("the drop comes again", extra={"error": error.type, "message_id": message_id})
        return False
    except Exception as error:
        log_fault(error, message_id=message_id)
        return False
    return True
