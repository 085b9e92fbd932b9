"""ministack's state, written while it runs.

By itself ministack writes its state only when it is asked to stop. Here its own functions are called a moment after every request
that may have changed something, so that a kill costs that moment and no more. It writes the objects of buckets at once, which a kill
cannot undo; here they are also on the disk within a second, in case the whole machine stops.
"""

import asyncio
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from ministack import app as emulator
from ministack.core import persistence
from ministack.services import s3

LOOK_SECONDS = 0.5
SYNC_SECONDS = 0.5  # of all objects together: one by one, 8 ms each while every request waits, they took half of a push (2026-11)
REST = 4  # it rests for four times as long as a save took: 0.07 s of work with few articles, 1.5 s with 20,000 (2026-11, two cores)
READS = (
    "BatchGet",
    "Describe",
    "Filter",
    "Get",
    "Head",
    "List",
    "Query",
    "Scan",
    "TransactGet",
)  # X-Amz-Target's verbs that change nothing

log = logging.getLogger("copydesk.saving")


class Saver:
    """An ASGI application around ministack's own, and its `save_all`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app = emulator.app
        self.changed = self.laid = self.stopped = False
        self.written: dict[str, str] = {}
        self.lock = threading.Lock()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)
        if scope["type"] == "http" and may_change(scope["method"], dict(scope["headers"])):
            self.changed = True

    def keep_saving(self) -> None:
        while not self.stopped:
            time.sleep(LOOK_SECONDS)
            if self.changed:
                self.changed = False
                began = time.monotonic()
                states = asyncio.run_coroutine_threadsafe(read_states(), emulator._MAIN_LOOP).result()
                with self.lock:
                    if not self.stopped:
                        self.write(states)
                time.sleep(REST * (time.monotonic() - began))

    def lay(self, path: str, data: bytes, *, text: bool = False) -> None:
        """Stands in for S3's own writer."""
        write_whole(path, data, text=text)
        self.laid = True

    def keep_syncing(self) -> None:
        while not self.stopped:
            time.sleep(SYNC_SECONDS)
            if self.laid:
                self.laid = False
                os.sync()

    def save_all(self, readers: Mapping[str, Callable[[], Any]]) -> None:
        """The last save, when ministack stops."""
        with self.lock:
            self.stopped = True
            self.write(copy_states(readers))

    def write(self, states: Mapping[str, dict[str, Any]]) -> None:
        if is_deploying(states):
            self.changed = True
            return
        for service, state in states.items():
            try:
                self.write_state(service, state)
            except (OSError, RuntimeError, TypeError, ValueError):  # a full disk; a state that a thread of its own is changing
                log.exception("could not save %s", service)
                self.changed = True

    def write_state(self, service: str, state: dict[str, Any]) -> None:
        """In ministack's own form. The file is never half written, not even if the whole machine stops."""
        wrapped = {"__ministack_format__": persistence._state_format_version(service), "payload": state}
        text = json.dumps(wrapped, default=persistence._json_default)
        digest = sha256(text.encode()).hexdigest()
        path = self.folder / f"{service}.json"
        if self.written.get(service) != digest or not path.exists():
            write_whole(str(path), text, text=True, sync=os.fsync)
            self.written[service] = digest


def may_change(method: str, headers: Mapping[bytes, bytes]) -> bool:
    action = headers.get(b"x-amz-target", b"").decode("latin-1").rpartition(".")[2]
    return method not in ("GET", "HEAD", "OPTIONS") and not action.startswith(READS)


def is_deploying(states: Mapping[str, dict[str, Any]]) -> bool:
    """Half a deployment is never saved: the next start could neither go on with it nor begin anew."""
    stacks = states["cloudformation"]["stacks"].all_values() if "cloudformation" in states else ()
    return any(stack["StackStatus"].endswith("IN_PROGRESS") for stack in stacks)


async def read_states() -> dict[str, dict[str, Any]]:
    """Runs on the loop that answers requests: there no request is half done."""
    return copy_states(emulator._build_persistence_save_dict())


def copy_states(readers: Mapping[str, Callable[[], Any]]) -> dict[str, dict[str, Any]]:
    """Like ministack's own `save_all`, one service that fails does not keep the others from being saved."""
    states = {}
    for service, read in readers.items():
        try:
            state = read()
        except Exception:
            log.exception("could not read the state of %s", service)
            continue
        if state is not None:
            states[service] = without_positions(state)
    return states


def without_positions(state: dict[str, Any]) -> dict[str, Any]:
    """How far a function had read the table's stream means nothing after a restart: ministack begins the stream anew, at 0.

    Kept, that many changes of the next run would count as told.
    """
    return state | {"dynamodb_stream_positions": {}} if "dynamodb_stream_positions" in state else state


def write_whole(path: str, content: str | bytes, *, text: bool, sync: Callable[[int], None] = lambda descriptor: None) -> None:
    """The old file or the new one, never half of one; with `os.fsync` not even if the whole machine stops."""
    half = f"{path}.tmp"
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w" if text else "wb") as sink:
        sink.write(content)
        sink.flush()
        sync(descriptor)
    os.replace(half, path)


def save_while_it_runs(folder: Path) -> None:
    saver = Saver(folder)
    s3._atomic_write = saver.lay
    emulator.app = saver
    emulator.save_all = saver.save_all
    for work in (saver.keep_saving, saver.keep_syncing):
        threading.Thread(target=work, daemon=True).start()
