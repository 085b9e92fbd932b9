"""Import time and peak memory, each in processes of their own."""

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.pages import pages_of

IMPORTS = {
    "bare Python": "pass",
    "copydesk.normalize": "import copydesk.normalize",
    "trafilatura": "import trafilatura",
}
TRIALS = 9  # processes of each kind, in turn; the median counts
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
    print(f"IMPORT, milliseconds of CPU, median of {trials} processes")
    rounds = [{name: _seconds(_run(["-c", code])) for name, code in IMPORTS.items()} for _ in range(int(trials))]
    median = {name: statistics.median(each[name] for each in rounds) * 1000 for name in IMPORTS}
    for name, value in median.items():
        above = "" if name == "bare Python" else f"   {value - median['bare Python']:6.0f} above bare Python"
        print(f"  {name:20}{value:6.0f}{above}")
    print("PEAK MEMORY over the pages, MiB")
    for reader in ("nobody", "copydesk", "trafilatura"):
        used = _run(["-m", "bench.footprint", "read", folder, first, reader])
        print(f"  {reader:20}{used.ru_maxrss / KIB:6.0f}")


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


def _run(arguments: list[str]) -> resource.struct_rusage:
    """What a child process of this Python used; raises ChildProcessError where it failed."""
    child = os.posix_spawn(sys.executable, [sys.executable, *arguments], dict(os.environ))
    _, status, used = os.wait4(child, 0)
    if status:
        raise ChildProcessError(f"{arguments} ended with {os.waitstatus_to_exitcode(status)}")
    return used


if __name__ == "__main__":
    {"measure": measure, "read": read}[sys.argv[1]](*sys.argv[2:])
