"""`make load`: many pages at once through a local stack of its own, each pushed twice, while the inbox takes others; then an audit.

Nothing may be lost and nothing may be there twice: every answer is counted, and the table is held against them.
"""

import argparse
import http.client
import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

from copydesk.desk import Desk
from copydesk.desk.auditing import Audit, audit
from copydesk.store.archive import Archive
from copydesk.store.inbox import Inbox
from copydesk.store.ledger import Ledger
from infra.local.demo import PUBLISHER, SECRET
from infra.local.trial import Trial, running_stack

CONNECTIONS = 16
ANSWER_SECONDS = 120
DRAIN_SECONDS = 3_600
LOOK_SECONDS = 2.0
ATTEMPTS = 8  # a sender repeats what was answered with 503
MAX_GROWTH = 1.25  # of a function's memory from the first third to the end
PAGE = """<!doctype html><html lang="en"><head><title>Ferry {number}</title></head><body><article><h1>Ferry {number} came back</h1>
<p>Nobody on quay {number} had expected the ferry before the evening, and yet it came in with the morning tide.</p>
<p>The harbour master said that the wind had turned in the night and that the crew of {number} had wanted to be home.</p>
<p>It leaves again on Tuesday, with fewer cars and more people than at any time in the last eleven years.</p></article></body></html>"""


@dataclass(frozen=True)
class Pushed:
    """One answer: its outcome, or the status of a refusal, and the seconds that it took, repeats included."""

    told: str
    seconds: float
    repeats: int


class Sender(threading.local):
    """A connection of each thread's own, opened again where it broke."""

    def __init__(self, port: int) -> None:
        self.port, self.connection = port, self.open(port)

    @staticmethod
    def open(port: int) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)

    def push(self, number: int) -> Pushed:
        began = time.perf_counter()
        for repeats in range(ATTEMPTS):
            status, outcome = self.ask(number)
            if status not in (0, 429, 503):
                break
            time.sleep(0.2 * 2**repeats)
        return Pushed(outcome or str(status), time.perf_counter() - began, repeats)

    def ask(self, number: int) -> tuple[int, str | None]:
        headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": "text/html", "Prefer": "return=minimal"}
        try:
            self.connection.request("POST", f"/v1/articles?url={address(number)}", PAGE.format(number=number).encode(), headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = self.open(self.port)
            return 0, None
        return answer.status, answer.getheader("copydesk-outcome")


def address(number: int) -> str:
    return f"https://news.example.com/ferry/{number}"


# ------------------------------------------------------------ the inbox


def drop_all(trial: Trial, count: int) -> None:
    s3, bucket = trial.emulator.client("s3"), trial.stack.outputs["InboxBucketName"]
    for number in range(count):
        told = {"url": f"https://daily.example.org/ferry/{number}"}
        body = PAGE.format(number=f"of the inbox, {number},").encode()
        s3.put_object(Bucket=bucket, Key=f"in/{PUBLISHER}/load-{number}.html", Body=body, ContentType="text/html", Metadata=told)


def wait_for_inbox(trial: Trial) -> None:
    """Until the queue is empty and nothing of it is at work."""
    queue, deadline = trial.emulator.client("sqs"), time.monotonic() + DRAIN_SECONDS
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    while time.monotonic() < deadline:
        told = queue.get_queue_attributes(QueueUrl=trial.stack.outputs["InboxQueueUrl"], AttributeNames=names)["Attributes"]
        if not any(int(told[name]) for name in names):
            return
        time.sleep(LOOK_SECONDS)


# --------------------------------------------------------- the functions


def watch_memory(trial: Trial, seen: dict[str, list[float]], stop: threading.Event) -> None:
    """The resident megabytes of every process under the emulator, again and again, by pid."""
    while not stop.wait(LOOK_SECONDS):
        for pid in children_of(trial.emulator.process.pid):
            try:
                pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            except (OSError, IndexError):
                continue
            seen.setdefault(str(pid), []).append(pages * 4096 / 1e6)


def children_of(pid: int) -> list[int]:
    try:
        own = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*own, *(child for one in own for child in children_of(one))]


def growth_of(samples: list[float]) -> float:
    """How much more it is at the end than when it was warm."""
    third = samples[len(samples) // 3 :]
    return third[-1] / third[0] if third else 1.0


# ------------------------------------------------------------ the reckoning


def look_over(trial: Trial) -> Audit:
    outputs, s3 = trial.stack.outputs, trial.emulator.client("s3")
    ledger = Ledger(trial.emulator.client("dynamodb"), outputs["TableName"])
    desk = Desk(Archive(s3, outputs["ArchiveBucketName"]), ledger, lambda: datetime.now(UTC))
    return audit(desk, Inbox(s3, outputs["InboxBucketName"]), young=timedelta())


def run(pages: int, drops: int) -> int:
    numbers = [*range(pages), *range(pages)]
    random.Random(7).shuffle(numbers)
    with running_stack() as trial:
        print(f"{pages:,} pages and as many repeats over {CONNECTIONS} connections, {drops:,} drops beside them", flush=True)
        memory: dict[str, list[float]] = {}
        stop = threading.Event()
        watching = threading.Thread(target=watch_memory, args=(trial, memory, stop))
        dropping = threading.Thread(target=drop_all, args=(trial, drops))
        began = time.perf_counter()
        watching.start()
        dropping.start()
        sender = Sender(trial.settings.port)
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            pushed = list(pool.map(sender.push, numbers))
        seconds = time.perf_counter() - began
        dropping.join()
        wait_for_inbox(trial)
        drained = time.perf_counter() - began
        stop.set()
        watching.join()
        found = look_over(trial)
    return tell(pushed, found, memory, pages=pages, drops=drops, seconds=seconds, drained=drained)


def tell(
    pushed: list[Pushed], found: Audit, memory: dict[str, list[float]], *, pages: int, drops: int, seconds: float, drained: float
) -> int:
    """Print what was seen; 1 where anything was lost, wrong or growing."""
    told, times = Counter(push.told for push in pushed), sorted(push.seconds for push in pushed)
    cuts = quantiles(times, n=100)
    print(f"pushes      {len(pushed):,} in {seconds:.0f} s, {len(pushed) / seconds:.1f} a second; all drops taken in after {drained:.0f} s")
    print(
        f"latency     p50 {cuts[49]:.3f} s, p95 {cuts[94]:.3f} s, p99 {cuts[98]:.3f} s; sent again {sum(p.repeats for p in pushed):,} times"
    )
    print(f"told        {dict(told)}")
    print(f"audit       {found.account}, {found.articles:,} articles, {len(found.findings)} findings")
    grown = {pid: samples for pid, samples in memory.items() if len(samples) > 3}
    for pid, samples in grown.items():
        print(f"process     {pid}: {samples[len(samples) // 3]:.0f} MB when warm, {samples[-1]:.0f} MB at the end")
    account, faults = found.account, [finding.kind for finding in found.findings]
    if told["created"] != pages or told["created"] + told["unchanged"] + told["duplicate"] != len(pushed):
        faults.append("a page was told to be created twice, or not at all")
    if found.articles != pages + drops or account["stored"] != pages + drops:
        faults.append(f"{pages + drops:,} articles were sent, and {found.articles:,} are there")
    if account["accepted"] != len(pushed) + drops or account["in_flight"] or account["unaccounted"]:
        faults.append(f"{len(pushed) + drops:,} pages were accepted, and the account does not say so")
    faults += [f"process {pid} grew" for pid, samples in grown.items() if growth_of(samples) > MAX_GROWTH]
    print("nothing lost, nothing twice" if not faults else "WRONG: " + "; ".join(faults))
    return 1 if faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--drops", type=int, default=2_000)
    arguments = parser.parse_args()
    return run(arguments.pages, arguments.drops)


if __name__ == "__main__":
    sys.exit(main())
