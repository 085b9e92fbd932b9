"""What the functions say, as it is said: the emulator keeps it where AWS does, in their log groups; we copy it into a file."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.local.emulator import Emulator
from infra.local.stack import Stack

LOOK_SECONDS = 0.5
FRAME = ("START ", "END ", "REPORT ")  # what the platform writes around each invocation


@contextmanager
def copied_logs(emulator: Emulator, stack: Stack, file: Path) -> Iterator[None]:
    stop = threading.Event()
    since = int(time.time() * 1000)
    followed = {function: follow(emulator.client("logs"), group, since) for function, group in read_groups(emulator, stack).items()}

    def copy() -> None:
        with file.open("a", encoding="utf-8") as sink:
            for function, steps in followed.items():
                sink.writelines(f"{function} {line}\n" for line in next(steps))

    def keep_copying() -> None:
        while not stop.wait(LOOK_SECONDS):
            copy()

    thread = threading.Thread(target=keep_copying, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        if emulator.is_running:
            copy()


def read_groups(emulator: Emulator, stack: Stack) -> dict[str, str]:
    """Each function's log group, by logical id."""
    functions = emulator.client("lambda")
    return {
        logical_id: functions.get_function_configuration(FunctionName=name)["LoggingConfig"]["LogGroup"]
        for logical_id, name in stack.functions.items()
    }


def follow(logs: Any, group: str, since: int) -> Iterator[list[str]]:
    """Step by step the lines that were written since the step before; at first since `since`, in milliseconds."""
    told = set[tuple[int, str, str]]()
    while True:
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=since)
        events = [(event["timestamp"], event["logStreamName"], event["message"].rstrip()) for page in pages for event in page["events"]]
        new = [event for event in events if event not in told]
        since = max([since, *(timestamp for timestamp, _, _ in new)])
        told = {event for event in events if event[0] >= since}
        yield [message for _, _, message in new if not message.startswith(FRAME)]
