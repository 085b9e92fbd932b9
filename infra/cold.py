"""What a cold start takes: each function's imports and clients in a fresh process, against one that imports boto3 and makes one client.

  python -m infra.cold [ROUNDS]

Milliseconds of the processor, the least of some rounds that take turns: a busy machine makes all of them longer, so that what counts is
the ratio. With what `make bundle` made in .aws-sam/build that is measured, in a Python that sees nothing else; without it, the sources
with this environment's packages. Then, warm, how long a page of 100 KB is read, stage by stage.
"""

import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders

from copydesk.article import Article, Received
from copydesk.desk import Delivery, Desk, accept
from copydesk.handlers.clients import open_client
from copydesk.normalize import explain
from copydesk.page import RawPage, Words, receive
from copydesk.store.archive import Archive
from copydesk.store.ledger import Ledger
from copydesk.store.order import stamp

PROJECT = Path(__file__).resolve().parents[1]
BUILD = PROJECT / ".aws-sam" / "build"
ROUNDS = 7
PAGE_BYTES = 100_000
WARM_ROUNDS = 20
BOTO3 = "import boto3; boto3.client('dynamodb')"
OPENED = {"api": "open_house", "intake": "open_house", "backfill": "open_house", "watch": "open_house", "announce": "open_bus"}
MOST = {"api": 1.3, "intake": 1.2}  # what was aimed at
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
    "TABLE_NAME": "t", "ARCHIVE_BUCKET": "a", "INBOX_BUCKET": "i", "BACKFILL_BUCKET": "b", "EVENT_BUS_NAME": "e",
}  # fmt: skip


def measure(code: str, bundle: Path | None) -> float:
    """Milliseconds of the processor that a process took for it, Python's own start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    path = {"PYTHONPATH": str(bundle)} if bundle else {"PYTHONPATH": str(PROJECT / "functions")}
    command = [sys.executable, *(["-S"] if bundle else []), "-c", code]
    subprocess.run(command, env=ENVIRONMENT | path, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000


def start_of(function: str) -> str:
    return f"from copydesk.handlers import {function} as f; f.{OPENED[function]}()"


def find_bundle(function: str) -> Path | None:
    bundle = BUILD / f"{function.capitalize()}Function"
    return bundle if bundle.is_dir() else None


def tell_cold(rounds: int) -> None:
    starts = {function: (start_of(function), find_bundle(function)) for function in OPENED}
    runs: dict[str, list[float]] = {name: [] for name in ("boto3", *starts)}
    for _ in range(rounds):
        runs["boto3"].append(measure(BOTO3, None))
        for function, (code, bundle) in starts.items():
            runs[function].append(measure(code, bundle))
    base = min(runs["boto3"])
    print(f"boto3 and one client: {base:.0f} ms")
    for function, (_, bundle) in starts.items():
        taken = min(runs[function])
        aim = f", aimed at {MOST[function]}" if function in MOST else ""
        print(f"{function} ({'bundle' if bundle else 'sources'}): {taken:.0f} ms, {taken / base:.2f} times{aim}")


def tell_warm() -> None:
    page = (PROJECT / "events" / "pages" / "harbor-wind.html").read_bytes()
    teasers = "".join(f"<li><a href='/view/{number}'>다른 기사의 제목 {number}</a></li>" for number in range(2_000))
    story = page.replace(b"</body>", f"<aside><h3>많이 본 뉴스</h3><ul>{teasers}".encode())[:PAGE_BYTES]  # cut, as a page may be
    desk = open_paper_desk()
    stages: dict[str, list[float]] = {}
    for number in range(WARM_ROUNDS):
        began = time.process_time()
        read = receive(story, words=Words.read_words({"url": "https://news.example.com/view/3100412"}))
        received = time.process_time()
        explained = explain(read, clock=time.process_time)
        stored = time_storing(desk, read, explained.article, number)
        for stage, spent in {"receive": (received - began) * 1000, "store": stored, **explained.as_json()["milliseconds"]}.items():
            stages.setdefault(stage, []).append(spent)
    least = {stage: min(spent) for stage, spent in stages.items()}
    print(f"a page of {len(story):,} bytes, warm: {sum(least.values()):.0f} ms")
    for stage, spent in sorted(least.items(), key=lambda entry: -entry[1]):
        print(f"  {stage}: {spent:.1f} ms")


def open_paper_desk() -> Desk:
    """Its requests are written, signed and read as ever, and go nowhere: everything is taken, and nothing was there before."""
    os.environ.update(ENVIRONMENT)

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        body = b'{"Responses": {}}' if "dynamodb" in request.url else b""
        return AWSResponse(request.url, 200, HTTPHeaders(), SimpleNamespace(stream=lambda *_, **__: iter([body])))

    s3, dynamodb = (open_client(service, read_seconds=1) for service in ("s3", "dynamodb"))
    for client in (s3, dynamodb):
        client.meta.events.register("before-send", answer)
    return Desk(Archive(s3, "a", carries_records=True), Ledger(dynamodb, "t"), lambda: datetime.now(UTC))


def time_storing(desk: Desk, page: RawPage, article: Article, number: int) -> float:
    """Milliseconds that keeping an article takes once it is read."""
    received = Received(via="http", at=stamp(datetime.now(UTC)), sender="cold", bytes=len(page.body))
    began = time.process_time()
    accept(replace(desk, normalize=lambda _: article), page, Delivery("demo", f"cold-{number}", received))
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    os.chdir(PROJECT)
    tell_cold(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    tell_warm()
