"""A manifest is worked off: by Step Functions, or from here, by the same function called with the same batches."""

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import batched
from typing import Any

from ...errors import StoreUnavailable
from ...store.backfills import Line, Workbench, put, read_lines
from ...store.faults import translated
from .account import Account

BATCH = 100
RETRY_SECONDS = (2, 4, 8, 16, 30)  # before each further attempt, with jitter: as in template.yaml
UNSETTLED = "Unsettled"
HEALED = frozenset({UNSETTLED, "Sandbox.Timedout", "Runtime.ExitError"})
BATCH_BYTES = 200_000


class TooManyFailed(Exception):
    """More batches failed than are tolerated."""


@dataclass(frozen=True)
class Drive:
    """The function that settles a batch, and who calls it how often at a time; `tolerated` is in percent of the batches."""

    client: Any
    function: str
    workers: int
    tolerated: float
    dry_run: bool
    pause: Callable[[float], None] = time.sleep


def open_lines(bench: Workbench, account: Account) -> Iterator[Line]:
    """Those of the manifest that are not settled."""
    return (line for line in read_lines(bench, account.plan.job) if account.is_open(line.n))


def drive(drive: Drive, job: str, lines: Iterable[Line], *, total: int, tell: Callable[[int], None]) -> int:
    """Work the lines off; how many batches failed. `tell` hears how many lines each batch had. Raises TooManyFailed."""
    allowed = drive.tolerated * max(1, -(-total // BATCH)) / 100
    failed = 0
    running: dict[Future[bool], int] = {}

    def gather(until: int) -> None:
        nonlocal failed
        while len(running) > until:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                tell(running.pop(future))
                failed += not future.result()
            if failed > allowed:
                raise TooManyFailed(
                    f"{failed} batches failed, over the {drive.tolerated:g} % that are tolerated; what is settled stays settled"
                )

    with ThreadPoolExecutor(drive.workers) as pool:
        for batch in batched(lines, BATCH, strict=False):
            running[pool.submit(settle, drive, job, batch)] = len(batch)
            gather(2 * drive.workers)
        gather(0)
    return failed


def settle(drive: Drive, job: str, batch: Iterable[Line]) -> bool:
    """Whether the batch was settled, in as many attempts as the state machine gives it."""
    given = {"BatchInput": {"job": job, "dry_run": drive.dry_run}, "Items": [json.loads(line.to_json()) for line in batch]}
    payload = json.dumps(given, ensure_ascii=False).encode()
    for seconds in (*RETRY_SECONDS, None):
        fault = call(drive, payload)
        if fault is None:
            return True
        if seconds is None or not heals(fault):
            return False
        drive.pause(seconds * random.uniform(0, 1))
    raise AssertionError("the last attempt returns")


def call(drive: Drive, payload: bytes) -> bytes | None:
    """What the function said of its fault, nothing where nobody answered; None where it settled the batch."""
    try:
        with translated("call the function"):
            answer = drive.client.invoke(FunctionName=drive.function, Payload=payload)
            told: bytes = answer["Payload"].read()
    except StoreUnavailable:
        return b""
    return told if answer.get("FunctionError") else None


def heals(told: bytes) -> bool:
    """Whether time heals what the function said: its own word for it, or none, because it was stopped when its time was over."""
    try:
        fault = json.loads(told)
    except ValueError:
        return True
    return not isinstance(fault, dict) or fault.get("errorType", UNSETTLED) in HEALED


@dataclass(frozen=True)
class Machine:
    """The state machine and the client that reaches it (botocore's of `stepfunctions`)."""

    client: Any
    arn: str


def hand_over(machine: Machine, bench: Workbench, account: Account, *, name: str, workers: int, tolerated: float, dry_run: bool) -> str:
    """The execution that Step Functions works the open lines off in. Raises StoreUnavailable and botocore's errors."""
    job = account.plan.job
    manifest = f"jobs/{job}/open/{name}.jsonl"
    put(bench, manifest, "".join(line.to_json() + "\n" for line in open_lines(bench, account)).encode(), "application/x-ndjson")
    given = {
        "job": job,
        "dry_run": dry_run,
        "manifest": manifest,
        "results": f"jobs/{job}/results/{name}",
        "max_concurrency": workers,
        "tolerated_percentage": tolerated,
    }
    execution: str = machine.client.start_execution(stateMachineArn=machine.arn, name=name, input=json.dumps(given))["executionArn"]
    return execution
