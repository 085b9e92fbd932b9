"""Logs and metrics: JSON lines on standard output, metrics in CloudWatch's embedded format, and for a page both in one line.

No page, key or word of a sender is ever written: only ids, kinds and counts. A page can be followed by its receipt's id: the log of the
function that took it in has it, the receipt, and the event. Written here, since the library for it took a tenth of a start to import.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, Literal

NAMESPACE = "copydesk"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

type Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

spent: dict[str, float] = {}  # milliseconds of the page at hand by stage; a function works at one page at a time


# ----------------------------------------------------------------- lines


def log(message: str, /, level: Level = "INFO", **fields: Any) -> None:
    write(entry(message, level, fields))


def log_page(message: str, /, outcome: str, **fields: Any) -> None:
    """The page at hand is done with: what became of it, counted, and the milliseconds of the stages that it came to."""
    stages = {f"{stage.capitalize()}Milliseconds": round(milliseconds, 1) for stage, milliseconds in spent.items()}
    spent.clear()
    directives = [directive({"Pages": "Count"}, "outcome")]
    if stages:
        directives.append(directive(dict.fromkeys(stages, "Milliseconds")))
    write({**entry(message, "INFO", fields), "outcome": outcome, "Pages": 1, **stages}, directives)


def log_fault(error: BaseException, **where: str | None) -> None:
    """Where an unexplained fault arose, without its message: a message may quote the page. It is counted: a rollout is undone by it."""
    count("Faults")
    stack = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log("unexplained fault", level="ERROR", error=type(error).__name__, stack=stack, **where)


def entry(message: str, level: Level, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing where the template asks for graver lines alone. Level and timestamp are called as Lambda looks for them."""
    if LEVELS.index(level) < LEVELS.index(os.environ.get("LOG_LEVEL") or "INFO"):
        return {}
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"level": level, "timestamp": at, "message": message, **fields}


def write(line: Mapping[str, Any], directives: list[dict[str, Any]] | None = None) -> None:
    head = {"_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": directives}} if directives else {}
    if line:
        told = {**head, **line, "service": os.environ.get("SERVICE_NAME") or NAMESPACE}
        sys.stdout.write(json.dumps(told, separators=(",", ":"), default=str) + "\n")
        sys.stdout.flush()


# --------------------------------------------------------------- metrics


def count(metric: str, times: int = 1, **dimension: str) -> None:
    write({metric: times, **dimension}, [directive({metric: "Count"}, *dimension)])


def directive(metrics: Mapping[str, str], *dimensions: str) -> dict[str, Any]:
    """Metrics by their unit. Their dimensions and values stand beside it in the line; each metric is the function's."""
    told = [{"Name": name, "Unit": unit} for name, unit in metrics.items()]
    return {"Namespace": NAMESPACE, "Dimensions": [[*dimensions, "service"]], "Metrics": told}


def begin_page() -> None:
    """What an earlier page, refused on its way, had spent is not this one's."""
    spent.clear()


@contextmanager
def timed(stage: str) -> Iterator[None]:
    """What is done inside counts towards the stage of the page at hand."""
    began = perf_counter()
    try:
        yield
    finally:
        spent[stage] = spent.get(stage, 0.0) + (perf_counter() - began) * 1000
