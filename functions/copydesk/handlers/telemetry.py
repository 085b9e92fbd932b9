"""Logs and metrics. No page, key or word of a sender is ever written: only ids, kinds and counts."""

import traceback

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

NAMESPACE = "copydesk"

log = Logger()  # the function names itself in POWERTOOLS_SERVICE_NAME; a service given here would win over it


def count(metric: str, **dimension: str) -> None:
    with single_metric(name=metric, unit=MetricUnit.Count, value=1, namespace=NAMESPACE) as recorded:
        for name, value in dimension.items():
            recorded.add_dimension(name=name, value=value)


def log_fault(error: BaseException, **where: str | None) -> None:
    """Where an unexplained fault arose, without its message: a message may quote the page."""
    stack = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("unexplained fault", extra={"error": type(error).__name__, "stack": stack, **where})
