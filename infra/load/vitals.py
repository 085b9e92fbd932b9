"""How much memory the functions of a local stack hold, again and again."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

LOOK_SECONDS = 2.0
PAGE_BYTES = 4096
MIN_SAMPLES = 6  # less tells of a start, not of a life
MAX_GROWTH = 1.25  # from when it was warm, a third of its life, to the end
FUNCTION = re.compile(r"ministack-lambda-copydesk-([A-Za-z]+)Function-")


@dataclass
class Life:
    """One environment of a function: resident megabytes, and when they were."""

    function: str
    megabytes: list[float] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        return len(self.megabytes) >= MIN_SAMPLES

    @property
    def warm(self) -> float:
        return self.megabytes[len(self.megabytes) // 3]

    @property
    def has_grown(self) -> bool:
        return self.is_long and self.megabytes[-1] > self.warm * MAX_GROWTH


@contextmanager
def watched(emulator: Callable[[], int | None]) -> Iterator[dict[int, Life]]:
    """The lives of all processes that run a function under that one, by process id, growing meanwhile. `emulator` is its id now."""
    lives: dict[int, Life] = {}
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(LOOK_SECONDS):
            for pid, function in functions_under(emulator() or 0):
                if megabytes := resident(pid):
                    lives.setdefault(pid, Life(function)).megabytes.append(megabytes)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield lives
    finally:
        stop.set()
        watching.join()


def functions_under(pid: int) -> Iterator[tuple[int, str]]:
    for child in children_of(pid):
        if found := FUNCTION.search(command_of(child)):
            yield child, found[1]


def children_of(pid: int) -> list[int]:
    """Of all its threads."""
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, thread.read_text().split())
        except OSError:  # it ended meanwhile
            continue
    return found


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def resident(pid: int) -> float | None:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES / 1e6
    except (OSError, IndexError):
        return None
