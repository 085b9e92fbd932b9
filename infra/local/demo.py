"""A demo publisher, its key, one page through each door: what a person sees first, and a check that the stack works."""

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from copydesk.store.backfills import source_key
from copydesk.store.keys import add_key, add_publisher
from copydesk.store.ledger import Ledger
from infra.local.emulator import Emulator
from infra.local.settings import PROJECT, CannotServe, Settings
from infra.local.stack import Stack

PAGES = PROJECT / "events" / "pages"
PUBLISHER = "demo"
# Known to everybody, so that events/*.json and pasted commands work; it opens nothing but the stack on this machine.
SECRET = "cd_local_demo_key"
PUSHED = ("harbor-wind.html", "https://news.example.com/view/3100412")
DROPPED = ("night-market.html", "https://daily.example.org/local/20260312-0042")
RECEIPT_SECONDS = 30
PUSH_TRIES = 3


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: dict[str, Any]


def seed(emulator: Emulator, stack: Stack) -> None:
    ledger = Ledger(emulator.client("dynamodb"), stack.outputs["TableName"])
    add_publisher(ledger, PUBLISHER, "Demo")
    add_key(ledger, SECRET, ("push", "read", "admin"), (PUBLISHER,))


def lay_source(emulator: Emulator, stack: Stack) -> None:
    """The first sample page again, where events/backfill.json names it."""
    body, key = (PAGES / PUSHED[0]).read_bytes(), source_key("sample", PUSHED[0])
    emulator.client("s3").put_object(Bucket=stack.outputs["BackfillBucketName"], Key=key, Body=body)


def push_page(settings: Settings) -> Answer:
    """The first sample page, through HTTP; again where the gateway's 30 seconds were too short for a busy machine's first start."""
    name, url = PUSHED
    target = f"{settings.api_url}/v1/articles?{urlencode({'url': url})}"
    for _ in range(PUSH_TRIES):
        answer = ask("POST", target, (PAGES / name).read_bytes(), {"Content-Type": "text/html; charset=utf-8"})
        if answer.status != 503:
            break
    if answer.status not in (200, 201):
        raise CannotServe(f"the sample page was answered with {answer.status}: {answer.body}")
    return answer


@dataclass(frozen=True)
class Drop:
    bucket: str
    key: str
    at: datetime


def drop_page(emulator: Emulator, stack: Stack) -> Drop:
    """The second sample page, through the inbox."""
    name, url = DROPPED
    bucket, key = stack.outputs["InboxBucketName"], f"in/{PUBLISHER}/{name}"
    s3 = emulator.client("s3")
    s3.put_object(
        Bucket=bucket,
        Key=key,
        Body=(PAGES / name).read_bytes(),
        ContentType="text/html",
        Metadata={"url": quote(url, ":/")},
    )
    return Drop(bucket, key, s3.head_object(Bucket=bucket, Key=key)["LastModified"])


def wait_for_receipt(settings: Settings, drop: Drop) -> dict[str, Any]:
    """What became of the drop. Raises CannotServe if nothing did in time."""
    deadline = time.monotonic() + RECEIPT_SECONDS
    while time.monotonic() < deadline:
        answer = ask("GET", f"{settings.api_url}/v1/receipts?{urlencode({'inbox_key': drop.key})}")
        # An earlier run may have dropped the same page: its receipt has the same key, but not this one's time.
        if answer.status == 200 and datetime.fromisoformat(answer.body["received_at"]) >= drop.at:
            return answer.body
        time.sleep(0.3)
    raise CannotServe(f"no receipt for {drop.key} after {RECEIPT_SECONDS} s; the last answer was {answer.status}: {answer.body}")


def ask(method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
    request = urllib.request.Request(url, body, {"Authorization": f"Bearer {SECRET}"} | (headers or {}), method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return Answer(response.status, dict(response.headers), json.load(response))
    except urllib.error.HTTPError as error:
        text = error.read().decode(errors="replace")
        return Answer(error.code, dict(error.headers), json.loads(text) if text.startswith("{") else {"body": text})
