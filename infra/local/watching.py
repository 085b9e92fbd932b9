"""A change under functions/ reaches the functions while they run."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from infra.local.bundle import FUNCTIONS, list_sources, zip_functions
from infra.local.emulator import Emulator
from infra.local.settings import CannotServe
from infra.local.stack import Stack, replace_code

WATCH_SECONDS = 1.0
NAMED = 3  # changed files that are told by name

type Look = dict[Path, tuple[int, int]]


def watch(emulator: Emulator, stack: Stack, seen: Look, say: Callable[[str], None], functions: Path = FUNCTIONS) -> None:
    """Gives the functions their new code whenever it differs from what was `seen`, and never returns.

    Code that does not compile is told and waited for. Raises CannotServe if the emulator is gone.
    """
    while True:
        time.sleep(WATCH_SECONDS)
        if not emulator.is_running:
            raise CannotServe(f"the emulator stopped; its last words are in {emulator.log}")
        current = look(functions)
        changed = [path for path in current.keys() | seen.keys() if current.get(path) != seen.get(path)]
        if not changed:
            continue
        try:
            fault = find_fault(path for path in changed if path in current)
            if fault is None:
                replace_code(emulator, stack, zip_functions(functions))
        except FileNotFoundError:  # an editor is just putting a new file in the place of the old one
            continue
        seen = current
        say(f"{fault}; the functions keep the old code" if fault else f"{name(changed, functions)} changed: the functions run the new code")


def look(functions: Path = FUNCTIONS) -> Look:
    """Every source file's time and size."""
    try:
        return {path: ((about := path.stat()).st_mtime_ns, about.st_size) for path in list_sources(functions)}
    except FileNotFoundError:  # gone between the listing and the look
        return look(functions)


def find_fault(paths: Iterable[Path]) -> str | None:
    """Where the first of the Python files does not compile, and why."""
    for path in sorted(path for path in paths if path.suffix == ".py"):
        try:
            compile(path.read_bytes(), str(path), "exec")
        except (SyntaxError, ValueError) as error:
            return f"{path}:{getattr(error, 'lineno', None) or 1}: {getattr(error, 'msg', None) or error}"
    return None


def name(changed: list[Path], functions: Path) -> str:
    names = sorted(str(path.relative_to(functions.parent)) for path in changed)
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
