"""After a kill the table may be older than the buckets: what they hold and it does not know is taken in again.

The archive's records are done again by the desk; dropped pages that no receipt tells of are sent to the intake once more. What is
in the table alone cannot be found again, and is named.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from copydesk.desk import Desk
from copydesk.desk.restoring import Restored, restore
from copydesk.errors import StoreUnavailable
from copydesk.store.archive import Archive
from copydesk.store.keys import read_publishers
from copydesk.store.ledger import Ledger, find_dropped
from infra.local.emulator import Emulator
from infra.local.home import UNMENDED
from infra.local.stack import Stack

STEP = 500  # deliveries between two lines about them
NAMED = 5  # failures that are told one by one
DOORS = ("in/", "up/")


@dataclass(frozen=True)
class Drop:
    """An object of the inbox; its publisher is the second part of its key."""

    key: str
    at: datetime

    @property
    def publisher_id(self) -> str:
        return self.key.split("/")[1]


def mend(emulator: Emulator, stack: Stack, home: Path, say: Callable[[str], None]) -> None:
    """The folder stays unmended, and the next start looks again, where it could not be done to the end or pages have to wait."""
    s3 = emulator.client("s3")
    ledger = Ledger(emulator.client("dynamodb"), stack.outputs["TableName"])
    desk = Desk(Archive(s3, stack.outputs["ArchiveBucketName"]), ledger, lambda: datetime.now(UTC))
    is_whole = restore_from_archive(desk, say)
    known = {publisher.publisher_id for publisher in read_publishers(ledger)}
    lost = {drop for drop in list_drops(s3, stack.outputs["InboxBucketName"]) if not is_settled(ledger, drop)}
    waiting = {drop for drop in lost if drop.publisher_id not in known}
    send_again(emulator, stack, lost - waiting, say)
    name_the_lost(desk, known, waiting, say)
    if is_whole and not waiting:
        (home / UNMENDED).unlink(missing_ok=True)


def restore_from_archive(desk: Desk, say: Callable[[str], None]) -> bool:
    """Whether it was looked through to the end."""
    report = Restored()
    try:
        for number, report in enumerate(restore(desk)):
            if number % STEP == 0 and not report.is_done:
                say(f"looking through the archive: {number} of {report.found} deliveries")
    except StoreUnavailable as error:
        say(f"the archive could not be looked through to the end: {error.detail}")
    say(f"the archive has {report.found} deliveries: the table knew {report.known}, and {report.restored} came back to it")
    for key, reason in report.failed[:NAMED]:
        say(f"  did not come back: {key}: {reason}")
    if len(report.failed) > NAMED:
        say(f"  and {len(report.failed) - NAMED} more")
    return report.is_done


def list_drops(s3: Any, bucket: str) -> Iterator[Drop]:
    for prefix in DOORS:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for found in page.get("Contents", ()):
                if found["Key"].count("/") > 1 and not found["Key"].endswith("/"):
                    yield Drop(found["Key"], found["LastModified"])


def is_settled(ledger: Ledger, drop: Drop) -> bool:
    """An older receipt is of an older drop under the same key. Whoever gets an object hears of whole seconds, whoever lists it of less."""
    receipt = find_dropped(ledger, drop.publisher_id, drop.key, at=datetime.now(UTC))
    return receipt is not None and datetime.fromisoformat(receipt.received_at) >= drop.at.replace(microsecond=0)


def send_again(emulator: Emulator, stack: Stack, drops: set[Drop], say: Callable[[str], None]) -> None:
    """Tells the intake of them, as the inbox did when they came."""
    queue, bucket = stack.outputs["InboxQueueUrl"], stack.outputs["InboxBucketName"]
    for drop in sorted(drops, key=lambda drop: (drop.at, drop.key)):
        told = {"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": bucket}, "object": {"key": quote_plus(drop.key)}}}
        emulator.client("sqs").send_message(QueueUrl=queue, MessageBody=json.dumps({"Records": [told]}))
    if drops:
        say(f"dropped pages without a receipt, sent to the intake again: {len(drops)}")


def publishers_in(desk: Desk, prefix: str) -> set[str]:
    listed = desk.archive.client.list_objects_v2(Bucket=desk.archive.bucket, Prefix=prefix, Delimiter="/")
    return {found["Prefix"].split("/")[1] for found in listed.get("CommonPrefixes", ())}


def name_the_lost(desk: Desk, known: set[str], waiting: set[Drop], say: Callable[[str], None]) -> None:
    archived = {publisher_id for kind in ("raw", "deliveries") for publisher_id in publishers_in(desk, f"{kind}/")}
    for publisher_id in sorted((archived | {drop.publisher_id for drop in waiting}) - known):
        held = sum(drop.publisher_id == publisher_id for drop in waiting)
        also = f"; pages dropped for it wait until the start after that: {held}" if held else ""
        say(f"the publisher {publisher_id!r} is gone, and so are its keys: copydesk publishers add, copydesk keys add{also}")
    say("publishers, keys and refusals are in the table alone: what was changed of them after that moment is gone")
