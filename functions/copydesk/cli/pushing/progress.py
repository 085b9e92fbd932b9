"""What a person sees of a run: a bar on a terminal, plain lines now and then in a pipe or a log."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..screen import harmless, tell
from .crew import Told
from .journal import Outcome
from .report import Tally

LINE_SECONDS = 10.0  # between two lines of progress in a log


@contextmanager
def showing(tally: Tally, total: int | None) -> Iterator[Told]:
    """Whoever tells of a page here has it counted and shown; `total` is how many there will be, where that is known."""
    if sys.stderr.isatty():
        with _bar(tally, total) as told:
            yield told
    else:
        yield _lines(tally, total)


def _lines(tally: Tally, total: int | None) -> Told:
    shown = time.monotonic()

    def told(outcome: Outcome) -> None:
        nonlocal shown
        tally.count(outcome)
        if trouble := _spell_trouble(outcome):
            tell(trouble)
        if time.monotonic() - shown >= LINE_SECONDS:
            shown = time.monotonic()
            tell(f"{tally.pages:,}{f' of {total:,}' if total is not None else ''} pages, {tally.rate:,.1f} a second: {tally.spell()}")

    return told


@contextmanager
def _bar(tally: Tally, total: int | None) -> Iterator[Told]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: tuple[Any, ...] = (
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[outcomes]}"),
    )
    with Progress(*columns, console=Console(stderr=True, highlight=False)) as progress:
        task = progress.add_task("", total=total, rate="", outcomes="")

        def told(outcome: Outcome) -> None:
            tally.count(outcome)
            if trouble := _spell_trouble(outcome):
                progress.console.print(trouble, markup=False)
            progress.update(task, completed=tally.pages, rate=f"{tally.rate:,.1f}/s", outcomes=tally.spell())

        yield told


def _spell_trouble(outcome: Outcome) -> str | None:
    if outcome.outcome not in ("refused", "failed", "unreadable") or not outcome.at:
        return None
    return harmless(f"{outcome.outcome}: {outcome.page}: {outcome.type + ': ' if outcome.type else ''}{outcome.detail or ''}")
