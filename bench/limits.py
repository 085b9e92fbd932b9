"""How much a page can cost: every shape of `bombs` at the size limit, each read in a process of its own.

Where the gates refuse the whole of it, the largest that they let through is read as well: no parser sees more of it than that.

`python -m bench.limits` prints a line a page; `--write` makes docs/limits.md of the run; `--size` makes them smaller.
"""

import argparse
import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.bombs import SHAPES
from copydesk.errors import PageRejected
from copydesk.normalize import normalize
from copydesk.page import MAX_BYTES, Words, check_gates, read_text, receive

PAGE = Path(__file__).parents[1] / "docs" / "limits.md"
MAX_SECONDS, MAX_MEGABYTES = 4.0, 500.0
PATIENCE_SECONDS = 30  # of CPU: what takes longer is not waited for
LEAST_BYTES = 2_000  # the true article alone
STEPS = 10  # of the search for the largest page of a shape that the gates let through
URL = "https://www.example.com/news/2026/ferry"


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU and the process's greatest memory in MB, the interpreter's and the rules' own share among it."""

    shape: str
    bytes: int
    outcome: str
    seconds: float
    megabytes: float

    @property
    def is_within(self) -> bool:
        return self.seconds < MAX_SECONDS and self.megabytes < MAX_MEGABYTES and not self.outcome.startswith("fault")


def is_let_through(shape: str, size: int) -> bool:
    try:
        check_gates(read_text(receive(SHAPES[shape](size))).text)
    except PageRejected:
        return False
    return True


def find_edge(shape: str, size: int) -> int:
    """The largest size that the gates let through, to a thousandth of `size`."""
    passed, refused = 0, size
    for _ in range(STEPS):
        middle = (passed + refused) // 2
        passed, refused = (middle, refused) if is_let_through(shape, middle) else (passed, middle)
    return passed


def read_alone(shape: str, size: int) -> Cost:
    """In this process; nothing but PageRejected is an answer."""
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE_SECONDS, PATIENCE_SECONDS))
    body = SHAPES[shape](size)
    normalize(receive(SHAPES["paragraphs of one sentence"](2_000)))  # rules and tables are loaded once for many pages
    start = time.process_time()
    try:
        article = normalize(receive(body, words=Words(url=URL)))
        outcome = f"read, {len(article.model_dump_json()):,} bytes"
    except PageRejected as error:
        outcome = error.type
    seconds = time.process_time() - start
    return Cost(shape, len(body), outcome, round(seconds, 2), round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0))


def measure(shape: str, size: int) -> Cost:
    """In a process of its own, whose memory starts small."""
    command = [sys.executable, "-m", "bench.limits", "--alone", shape, "--size", str(size)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == -signal.SIGXCPU or done.returncode == -signal.SIGKILL:
        return Cost(shape, size, "fault: not done in time", PATIENCE_SECONDS, 0)
    if done.returncode:
        return Cost(shape, size, f"fault: {(done.stderr.strip().splitlines() or ['killed'])[-1][:80]}", 0, 0)
    return Cost(**json.loads(done.stdout))


def measure_both(shape: str, size: int) -> Iterator[Cost]:
    """The whole, and what of it the gates let through."""
    whole = measure(shape, size)
    yield whole
    if whole.outcome in ("too_large", "too_deep") and (edge := find_edge(shape, size)) > LEAST_BYTES:
        yield measure(shape, edge)


def spell(cost: Cost) -> str:
    return f"| {cost.shape} | {cost.bytes / 1e6:.2f} | {cost.outcome} | {cost.seconds:.2f} | {cost.megabytes:.0f} |"


def page_of(costs: list[Cost]) -> str:
    lines = "\n".join(map(spell, costs))
    over = "; ".join(f"{cost.shape}, {cost.seconds:.2f} s" for cost in costs if not cost.is_within) or "none"
    worst, largest = max(costs, key=lambda cost: cost.seconds), max(costs, key=lambda cost: cost.megabytes)
    return f"""# What the costliest pages cost

A page may have {MAX_BYTES:,} bytes, unpacked. Each shape below fills them with one thing, around a true article (`bench/bombs.py`), and is
read in a process of its own. Promised: under {MAX_SECONDS:.0f} seconds of CPU and {MAX_MEGABYTES:.0f} MB, and no other refusal than one of
[docs/api.md](api.md)'s. Made by `python -m bench.limits --write`; the memory counts the interpreter and the rules, some 60 MB.

Where two lines tell of one shape, the first is the whole of it, which a gate refuses, and the second the most that the gates let through.

Over the promise in this run: {over}. \
The slowest: {worst.shape}, {worst.seconds:.2f} s. The largest: {largest.shape}, {largest.megabytes:.0f} MB.

| shape | MB sent | what it becomes | seconds | MB |
| --- | --- | --- | --- | --- |
{lines}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=MAX_BYTES)
    parser.add_argument("--alone", metavar="SHAPE")
    parser.add_argument("shapes", nargs="*", metavar="SHAPE")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    if arguments.alone:
        print(json.dumps(vars(read_alone(arguments.alone, arguments.size))))
        return 0
    costs = []
    for shape in arguments.shapes or SHAPES:
        for cost in measure_both(shape, arguments.size):
            costs.append(cost)
            print(spell(cost), "" if cost.is_within else "  <- over the limit", flush=True)
    if arguments.write:
        PAGE.write_text(page_of(costs))
    return 0 if all(cost.is_within for cost in costs) else 1


if __name__ == "__main__":
    sys.exit(main())
