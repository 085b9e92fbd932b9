"""Logs and metrics. No page, key or word of a sender is ever written: only ids, kinds and counts.

A page can be followed by its receipt's id: the log of the function that took it in has it, the receipt, and the event.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit, single_metric

NAMESPACE = "copydesk"

log = Logger()  # the function names itself in POWERTOOLS_SERVICE_NAME; a service given here would win over it
spent: dict[str, float] = {}  # milliseconds of the page at hand by stage; a function works at one page at a time


def count(metric: str, times: int = 1, **dimension: str) -> None:
    with single_metric(name=metric, unit=MetricUnit.Count, value=times, namespace=NAMESPACE) as recorded:
        for name, value in dimension.items():
            recorded.add_dimension(name=name, value=value)


def begin_page() -> None:
    """What an earlier page, refused on its way, had spent is not this one's."""
    spent.clear()


def gauge(metric: str, value: int) -> None:
    """How many there are, without a dimension of its own."""
    with single_metric(name=metric, unit=MetricUnit.Count, value=value, namespace=NAMESPACE):
        pass


@contextmanager
def timed(stage: str) -> Iterator[None]:
    """What is done inside counts towards the stage of the page at hand."""
    began = perf_counter()
    try:
        yield
    finally:
        spent[stage] = spent.get(stage, 0.0) + (perf_counter() - began) * 1000


def count_page(outcome: str) -> None:
    """The page at hand is done with: its outcome, and the milliseconds of the stages that it came to."""
    count("Pages", outcome=outcome)
    if spent:
        metrics = EphemeralMetrics(namespace=NAMESPACE)
        for stage, milliseconds in spent.items():
            metrics.add_metric(f"{stage.capitalize()}Milliseconds", MetricUnit.Milliseconds, round(milliseconds, 1))
        metrics.flush_metrics()
        spent.clear()


def log_fault(error: BaseException, **where: str | None) -> None:
    """Where an unexplained fault arose, without its message: a message may quote the page. It is counted: a rollout is undone by it."""
    count("Faults")
    stack = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("unexplained fault", extra={"error": type(error).__name__, "stack": stack, **where})
