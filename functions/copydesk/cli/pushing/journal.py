"""What became of each page, one line of JSON after the other, on disk before it is counted.

A run that is stopped, however hard, loses at most the answers that were on their way; these pages are sent again under the same
Idempotency-Key, and the desk answers as it did. The first line names the run, the desk and what is pushed; the others are outcomes.
"""

import hashlib
import json
import os
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, Self

from .pages import Unusable

FORM = 1  # of the journal's lines


@dataclass(frozen=True)
class Outcome:
    """What became of one page.

    `settled`: it need not be sent again, because the desk has it or will never take it. `outcome` is the desk's own word, or `refused`,
    `failed`, `unreadable`.
    """

    page: str
    print: str
    outcome: str
    at: str
    status: int | None = None
    article_id: str | None = None
    revision: int | None = None
    receipt_id: str | None = None
    type: str | None = None
    detail: str | None = None

    @property
    def is_refused(self) -> bool:
        return self.outcome == "refused"

    @property
    def settled(self) -> bool:
        return self.outcome not in ("failed", "unreadable")


@dataclass(slots=True)
class Settled:
    """Of one name: what was settled last, and how often something was. `type` and `detail` of a refusal alone."""

    print: str
    outcome: str
    times: int = 1
    type: str | None = None
    detail: str | None = None


class Journal:
    """One run's memory, its own process's alone: a second one is told so."""

    def __init__(self, path: Path, file: BinaryIO, run: str, settled: dict[str, Settled]) -> None:
        self.path, self.run, self._file, self._settled, self._lock = path, run, file, settled, Lock()

    @classmethod
    def open(cls, path: Path, *, to: str, at: str) -> Self:
        """The journal of that file, made if there is none. Raises Unusable: of another desk, in use, or no journal."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("a+b")
        except OSError as fault:
            raise Unusable(f"the journal {path} cannot be opened: {fault}; --journal FILE names another") from fault
        try:
            return cls._read(path, file, to, at)
        except Unusable:
            file.close()
            raise

    @classmethod
    def _read(cls, path: Path, file: BinaryIO, to: str, at: str) -> Self:
        _claim(file, path)
        _cut_torn(file)
        file.seek(0)
        if not (first := file.readline()):
            run = uuid.uuid4().hex
            _write(file, {"journal": FORM, "run": run, "to": to, "at": at})
            return cls(path, file, run, {})
        return cls(path, file, _read_head(first, path, to), _read_settled(file, path))

    def find(self, name: str, print: str) -> Settled | None:
        """What was settled of this page as it is now."""
        found = self._settled.get(name)
        return found if found and found.print == print else None

    def idempotency_key(self, name: str, print: str) -> str:
        """The same until something is settled: whoever sends the page again after a crash asks for the same answer."""
        found = self._settled.get(name)
        told = "\0".join([self.run, name, print, str(found.times if found else 0)])
        return f"push-{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"

    def note(self, outcome: Outcome) -> None:
        """On disk when this returns."""
        with self._lock:
            _write(self._file, {key: value for key, value in asdict(outcome).items() if value is not None})
            if outcome.settled:
                _settle(self._settled, outcome)

    def reopen_refused(self) -> None:
        """What the desk refused is sent again, under another Idempotency-Key: its answer may have changed."""
        for found in self._settled.values():
            if found.outcome == "refused":
                found.print = ""

    def close(self) -> None:
        self._file.close()


def _settle(settled: dict[str, Settled], outcome: Outcome) -> None:
    before = settled.get(outcome.page)
    times = before.times + 1 if before else 1
    settled[outcome.page] = Settled(outcome.print, outcome.outcome, times, outcome.type, outcome.detail)


def _write(file: BinaryIO, line: dict[str, Any]) -> None:
    file.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
    file.flush()
    os.fsync(file.fileno())


def _claim(file: BinaryIO, path: Path) -> None:
    """For this process alone, until it ends, however it does."""
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        raise Unusable(f"the journal {path} is in use: another push of the same pages runs; --journal FILE names another") from fault


def _cut_torn(file: BinaryIO) -> None:
    """A last line that a kill tore off counts as not written."""
    end = file.seek(0, os.SEEK_END)
    back = b""
    while end and b"\n" not in back:
        step = min(end, 64 * 1024)
        end -= step
        file.seek(end)
        back = file.read(step) + back
    keep = end + back.rfind(b"\n") + 1
    if keep != end + len(back):
        file.truncate(keep)


def _read_head(first: bytes, path: Path, to: str) -> str:
    head = _parsed(first)
    if head.get("journal") != FORM or not isinstance(head.get("run"), str):
        raise Unusable(f"{path} is no journal of `copydesk push`; --journal FILE names another")
    if head.get("to") != to:
        raise Unusable(f"the journal {path} tells of a push to {head.get('to')}, not to {to}; --journal FILE names another")
    return str(head["run"])


def _read_settled(file: BinaryIO, path: Path) -> dict[str, Settled]:
    settled: dict[str, Settled] = {}
    for number, line in enumerate(file, 2):
        told = _parsed(line)
        if not all(isinstance(told.get(key), str) for key in ("page", "print", "outcome")):
            raise Unusable(f"{path}, line {number}: no outcome of a page; is it a journal of `copydesk push`?")
        outcome = Outcome(told["page"], told["print"], told["outcome"], "", type=told.get("type"), detail=told.get("detail"))
        if outcome.settled:
            _settle(settled, outcome)
    return settled


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
