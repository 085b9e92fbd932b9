"""S3 inbox → queue → desk. A message is done when its page is kept or refused for good; the rest comes again, then to the dead letters."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..desk import Desk, is_door, take
from ..errors import CopydeskError
from ..store.inbox import Inbox
from ..store.records import Receipt
from .desks import open_desk
from .events import Drop, read_drops
from .telemetry import begin_page, count, count_page, log, log_fault, timed

READ_SECONDS = 10


@dataclass(frozen=True)
class House:
    desk: Desk
    inbox: Inbox


def take_drop(house: House, drop: Drop) -> tuple[str, Receipt | None]:
    """What became of it: an outcome and its receipt, or why there was nothing to do. Raises StoreUnavailable for what time heals."""
    if drop.bucket != house.inbox.bucket or not is_door(drop.key):
        return "foreign", None
    taken = take(house.desk, house.inbox, drop.key)
    if taken is None:
        return "removed", None
    if taken.receipt.error:
        count("Rejections", type=taken.receipt.error["type"])
    return taken.outcome, taken.receipt


def name_page(receipt: Receipt) -> dict[str, str | None]:
    """By what a page is found again: in the logs, in the table, on the bus."""
    return {"publisher": receipt.publisher_id, "receipt": receipt.receipt_id, "article": receipt.article_id}


@cache
def open_house() -> House:
    """Built once per process, from its environment."""
    desk = open_desk(read_seconds=READ_SECONDS, timed=timed)
    return House(desk, Inbox(desk.archive.client, os.environ["INBOX_BUCKET"]))


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
            begin_page()
            outcome, receipt = take_drop(house(), drop)
            count_page(outcome)
            log.info("drop settled", extra={"outcome": outcome, "message_id": message_id, **(name_page(receipt) if receipt else {})})
    except CopydeskError as error:
        log.warning("the drop comes again", extra={"error": error.type, "message_id": message_id})
        return False
    except Exception as error:
        log_fault(error, message_id=message_id)
        return False
    return True
