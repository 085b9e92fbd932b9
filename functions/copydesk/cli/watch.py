"""Push what comes into a folder, as it comes.

  copydesk watch /srv/cms/export
  copydesk watch /srv/cms/export --to https://abc.execute-api.eu-central-1.amazonaws.com --key-file /etc/copydesk/key --word publisher=daily
  copydesk watch /srv/cms/export --once

Pages that are there are pushed first, then each that is new or changed, once nobody has written to it for --settle seconds; zip and WARC,
too, and NAME.words.json beside a page is said of it, as with `copydesk push`. The journal is the same as that of `copydesk push FOLDER`:
stopped and started again, nothing is pushed twice. A desk that does not answer is asked again and again; what is refused is told once.

Exit status: 0 with --once, everything is at the desk · 1 with --once, something was refused · 2 the command line or the key is not usable ·
3 with --once, the desk did not answer · 130 stopped with Ctrl-C.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from copydesk.containers import Source

from .advice import Unreachable
from .door import Door, NotOpened, add_door, open_door
from .push import add_pushing, journal_of, read_words
from .pushing.crew import Crew
from .pushing.journal import Journal, Outcome
from .pushing.pages import Unusable, check_words, list_sources, pages_of
from .pushing.sending import Pace, Sender
from .screen import complain, harmless, tell

SETTLE_SECONDS = 2.0
PAUSE_SECONDS = 1.0  # between two looks
RETRY_SECONDS = 30.0  # after a desk that did not answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    add_door(parser, "--to")
    add_pushing(parser, json_help="a line of JSON for each page")
    parser.add_argument("--settle", metavar="S", type=float, default=SETTLE_SECONDS, help=f"seconds of rest ({SETTLE_SECONDS:.0f})")
    parser.add_argument("--once", action="store_true", help="push what is there, and end")


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    words = read_words(arguments.word, parser)
    if not arguments.folder.is_dir():
        parser.error(f"{arguments.folder} is no folder")
    try:
        door = open_door(arguments, calls=arguments.senders)
        check_words(words, "--word")
        path = arguments.journal or journal_of(door.api, [str(arguments.folder)], words)
        journal = Journal.open(path, to=door.api, at=datetime.now(UTC).isoformat(timespec="seconds"))
    except (Unusable, Unreachable) as fault:
        complain(str(fault))
        return 2
    tell(f"watching {arguments.folder} for {door.api}; the journal is {path}")
    try:
        return _watch(arguments, door, journal, words)
    except (NotOpened, Unusable) as fault:
        complain(str(fault))
        return 2
    finally:
        journal.close()


type Seen = tuple[int, float, float]  # size, time of its change, of its words'


@dataclass
class Sight:
    """A folder's files as they were when they were `pushed`, by name."""

    folder: Path
    settle: float
    pushed: dict[str, Seen] = field(default_factory=dict)

    def look(self, now: float) -> tuple[list[tuple[Source, Seen]], bool]:
        """What changed since it was pushed and not for `settle` seconds, and whether something else is still being written."""
        found = [(source, self._see(source)) for source in list_sources(self.folder)]
        changed = [(source, seen) for source, seen in found if self.pushed.get(source.name) != seen]
        ready = [(source, seen) for source, seen in changed if now - max(seen[1:]) >= self.settle]
        self.pushed = {source.name: self.pushed[source.name] for source, _ in found if source.name in self.pushed}
        return ready, len(ready) < len(changed)

    def _see(self, source: Source) -> Seen:
        beside = self.folder / f"{source.name}.words.json"
        return source.size, source.at.timestamp(), beside.stat().st_mtime if beside.is_file() else 0.0


def _watch(arguments: argparse.Namespace, door: Door, journal: Journal, words: Mapping[str, Any]) -> int:
    """Returns with --once alone. Raises NotOpened."""
    sight, counts = Sight(arguments.folder, arguments.settle), Counter[str]()

    def told(outcome: Outcome) -> None:
        counts[outcome.outcome] += 1
        if outcome.outcome not in ("before", "skipped") and outcome.at:
            _print(outcome, as_json=arguments.json)

    while True:
        ready, writing = sight.look(time.time())
        pages = (page for source, _ in ready for page in pages_of(source, arguments.folder, words))
        try:
            Crew(Sender(door, journal, Pace(Event(), arguments.patience)), told, arguments.senders).push(pages)
            sight.pushed |= {source.name: seen for source, seen in ready}
        except NotOpened:
            raise
        except Unreachable as fault:
            complain(str(fault))
            if arguments.once:
                return 3
            time.sleep(RETRY_SECONDS)
        if arguments.once and not writing:
            return 1 if counts["refused"] or counts["failed"] or counts["unreadable"] else 0
        time.sleep(PAUSE_SECONDS)


def _print(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({name: value for name, value in asdict(outcome).items() if value is not None}), flush=True)
    else:
        where = f"{outcome.article_id}@{outcome.revision}" if outcome.article_id else f"{outcome.type or ''}: {outcome.detail or ''}"
        print(harmless(f"{outcome.at[11:19]} {outcome.outcome:<10} {outcome.page} {where}"), flush=True)
