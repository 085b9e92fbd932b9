"""Import time and peak memory, each in processes of their own."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.pages import pages_of

IMPORTS = {
    "bare Python": "pass",
    "copydesk.normalize": "import copydesk.normalize",
    "trafilatura": "import trafilatura",
}
TRIALS = 9  # processes of each kind, in turn; the quickest counts, for the others tell of the machine's other work
KIB = 1024 if sys.platform != "darwin" else 1024 * 1024  # ru_maxrss in a MiB: it counts KiB on Linux, bytes on macOS


def report(folder: Path, first: int | None, trials: int = TRIALS) -> Iterator[str]:
    """Told by a process of its own: on Linux a child's peak is never below what its parent held when it was started."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.footprint", "measure", str(folder), str(first or ""), str(trials)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield from told.stdout.splitlines()


def measure(folder: str, first: str, trials: str) -> None:
    with tempfile.TemporaryDirectory() as compiled:
        tell_imports(int(trials), compiled)
    print("PEAK MEMORY over the pages, MiB")
    for reader in ("nobody", "copydesk", "trafilatura"):
        used = _run(["-m", "bench.footprint", "read", folder, first, reader])
        print(f"  {reader:20}{used.ru_maxrss / KIB:6.0f}")


def tell_imports(trials: int, compiled: str) -> None:
    """Bytecode is kept in `compiled` whatever the environment says, as the bundle's is: compiling sources is no part of an import."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = compiled
    print(f"IMPORT, milliseconds of CPU, best of {trials} processes after one that compiles")
    rounds = [{name: _seconds(_run(["-c", code], environment)) for name, code in IMPORTS.items()} for _ in range(trials + 1)]
    best = {name: min(each[name] for each in rounds[1:]) * 1000 for name in IMPORTS}
    for name, value in best.items():
        above = "" if name == "bare Python" else f"   {value - best['bare Python']:6.0f} above bare Python"
        print(f"  {name:20}{value:6.0f}{above}")


def read(folder: str, first: str, reader: str) -> None:
    """One page after the other, none kept; `nobody` only loads them."""
    pages = pages_of(Path(folder), int(first) if first else None)
    if reader == "nobody":
        sum(len(page.text) for page in pages)
        return
    from bench.readers import READERS  # not above: the peer's import would count in `nobody`, and copydesk's in the import times

    for page in pages:
        READERS[reader](page)


def _seconds(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def _run(arguments: list[str], environment: dict[str, str] | None = None) -> resource.struct_rusage:
    """What a child process of this Python used; raises ChildProcessError where it failed."""
    child = os.posix_spawn(sys.executable, [sys.executable, *arguments], environment or dict(os.environ))
    _, status, used = os.wait4(child, 0)
    if status:
        raise ChildProcessError(f"{arguments} ended with {os.waitstatus_to_exitcode(status)}")
    return used


if __name__ == "__main__":
    {"measure": measure, "read": read}[sys.argv[1]](*sys.argv[2:])
