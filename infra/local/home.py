"""The folder of one local stack: whose it is, and what the last run left in it.

held.by          who uses it now, or did last: a lock that ends with its holder
emulator.port    which emulator it belongs to
running          there while an emulator is at work in it; stays behind when that was killed
unmended         there from a kill until the store is whole again
state/           the emulator's state: the table, the queues, the stack
spare/           the state as it was when the last run had got ready
s3/              buckets
tmp/             the functions' unpacked code
serving.json     where the running stack is; env.local.json where another stack has the one at the project's root
*.log            what the emulator and the functions say
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.bundle import CODE_BUCKET
from infra.local.settings import PROJECT, CannotServe, Settings

LOCK, PORT, RUNNING, UNMENDED = "held.by", "emulator.port", "running", "unmended"
STATE, SPARE, BUCKETS, TMP = "state", "spare", "s3", "tmp"
LOGS = ("emulator.log", "emulator.before.log", "functions.log")
OURS = (PORT, RUNNING, UNMENDED, STATE, SPARE, BUCKETS, TMP, *LOGS, "env.local.json", "serving.json")
SPARE_SECONDS = 5  # after the stack has got ready, until its state is saved for the first time
STACK, TABLES = "cloudformation.json", "dynamodb.json"  # in state/: how everything is called, and the table
DYING_SECONDS = 20  # an emulator whose parent was killed answers what is open and saves


@dataclass(frozen=True)
class Found:
    """What the last run left behind, told for the person, and whether the archive may know more than the table."""

    words: str
    to_mend: bool = False


@contextmanager
def held_home(settings: Settings) -> Iterator[Path]:
    """The folder, ours alone until the end. Raises CannotServe where somebody has it, saying who."""
    home = settings.home
    if settings.state and home.exists() and any(home.iterdir()) and not (home / LOCK).exists():
        raise CannotServe(f"{home} holds other things than a local stack; give STATE an empty folder or a new one")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / LOCK).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise CannotServe(f"{short(home)} is in use by {lock.read().strip() or 'another start'}: stop that, or say PORT=…") from error
        lock.truncate(0)
        lock.write(f"{settings.api_url} (process {os.getpid()}, since {time.strftime('%H:%M:%S')})\n")
        lock.flush()
        wait_for_the_dying(home)
        open_home(settings)
        yield home


def open_home(settings: Settings) -> None:
    """Forgets everything in it where a fresh start was asked for. Raises CannotServe where it belongs to another port."""
    home = settings.home
    if settings.fresh:
        forget(home, OURS)
    port = (home / PORT).read_text().strip() if (home / PORT).exists() else str(settings.emulator_port)
    if port != str(settings.emulator_port):  # its queues have the port in their names
        raise CannotServe(f"{short(home)} belongs to an emulator on port {port}: say EMULATOR_PORT={port}, or FRESH=1 to forget it")
    (home / PORT).write_text(f"{settings.emulator_port}\n")


def wait_for_the_dying(home: Path) -> None:
    """The emulator of a run that was killed may still be saving. Raises CannotServe where it does not end."""
    deadline = time.monotonic() + DYING_SECONDS
    while is_running(home):
        if time.monotonic() > deadline:
            raise CannotServe(
                f"the emulator of an earlier start is still at work in {short(home)}: stop process {(home / RUNNING).read_text()}"
            )
        time.sleep(0.1)


def is_running(home: Path) -> bool:
    try:
        with (home / RUNNING).open("rb") as mark:
            fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


@contextmanager
def marked_running(home: Path) -> Iterator[None]:
    """For the emulator itself: the mark, and a lock on it, for as long as it lives; the mark goes where it ends in good order."""
    with (home / RUNNING).open("w", encoding="utf-8") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        mark.write(str(os.getpid()))
        mark.flush()
        yield
        (home / RUNNING).unlink(missing_ok=True)


def find_out(home: Path) -> Found:
    """What the emulator will find. A state that cannot be read is put aside for the spare one; nothing is thrown away."""
    killed, broken = (home / RUNNING).exists(), find_broken(home)
    if killed or broken:
        (home / UNMENDED).touch()
        (home / RUNNING).unlink(missing_ok=True)
    if broken or not (home / STATE / STACK).exists():
        return begin_again(home, f"{broken} cannot be read" if broken else "its state is gone")
    saved = when_saved(home)
    if killed:
        return Found(f"which was killed last time; its table is as of {saved}", to_mend=True)
    if (home / UNMENDED).exists():
        return Found(f"with its table as of {saved}, not looked through since it was killed", to_mend=True)
    return Found(f"with what was kept until {saved}")


def find_broken(home: Path) -> str | None:
    """The first file of the state that cannot be read."""
    for file in sorted((home / STATE).glob("*.json")):
        try:
            json.loads(file.read_bytes())
        except ValueError:
            return file.name
    return TABLES if (home / STATE / STACK).exists() and not (home / STATE / TABLES).exists() else None


def begin_again(home: Path, why: str) -> Found:
    """From the spare state, or from nothing."""
    if not (home / SPARE / STACK).exists():
        aside = [put_aside(home / name) for name in (STATE, BUCKETS) if holds_pages(home) and (home / name).exists()]
        forget(home, (STATE, BUCKETS, UNMENDED))
        return Found(f"empty; {why}, what the last start left is in {' and '.join(aside)}" if aside else "empty")
    aside = [put_aside(home / STATE)] if (home / STATE).exists() else []
    shutil.copytree(home / SPARE, home / STATE)
    (home / UNMENDED).touch()
    return Found(f"where {why}{f' (now in {aside[0]})' if aside else ''}; its table is as of {when_saved(home)}", to_mend=True)


def holds_pages(home: Path) -> bool:
    """Whether any bucket but that of the code has something in it."""
    return any(any(bucket.rglob("*.meta.json")) for bucket in (home / BUCKETS).glob("*/*") if bucket.name != CODE_BUCKET)


def put_aside(path: Path) -> str:
    aside = path.with_name(f"{path.name}.{time.strftime('%Y%m%d-%H%M%S')}")
    path.rename(aside)
    return aside.name


def keep_spare(home: Path) -> None:
    """The state as it is now, beside the one that changes."""
    deadline = time.monotonic() + SPARE_SECONDS
    while not (home / STATE / STACK).exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    half_done = home / f"{TMP}/{SPARE}"
    shutil.rmtree(half_done, ignore_errors=True)
    shutil.copytree(home / STATE, half_done, ignore=shutil.ignore_patterns("*.tmp"))
    shutil.rmtree(home / SPARE, ignore_errors=True)
    half_done.rename(home / SPARE)


def forget(home: Path, names: tuple[str, ...]) -> None:
    for name in names:
        path = home / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def short(path: Path) -> Path:
    return path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path


def when_saved(home: Path) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime((home / STATE / TABLES).stat().st_mtime))
