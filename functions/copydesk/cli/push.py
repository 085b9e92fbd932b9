"""Push pages to a desk, once each, however often the run is stopped.

  copydesk push pages/
  copydesk push 'archive/2025/**/*.html' --to https://abc.execute-api.eu-central-1.amazonaws.com --key-file ~/.copydesk-key
  copydesk push crawl.warc.gz export.zip
  copydesk push manifest.jsonl --word publisher=daily --senders 16
  find . -name '*.html' -newer last | jq -Rc '{path: .}' | copydesk push -
  copydesk push pages/ --json | jq .outcomes

A PATH is a page, a folder, a zip, a WARC, a pattern in quotes, or a manifest. Of folders and zips the .html, .htm, .xhtml, .shtml and
.html.gz are taken, and what stands beside one as NAME.words.json is said of it; of WARCs the answers of 200 that are HTML. A manifest
(.jsonl, .ndjson, or - for standard input) has a line of JSON for each page, paths from its own folder:

  {"path": "2025/03/1.html", "url": "https://example.com/news/1", "edition": 2, "content_type": "text/html; charset=euc-kr"}

What became of each page is written into a journal before it is counted. Ctrl-C, a kill or a lost network cost nothing: the same command
again goes on where it stopped, and a page that changed since is pushed again. Refused pages are not sent again without --retry-refused.
A busy desk is waited for, as long as it asks and at most --patience seconds.

Exit status: 0 every page is at the desk · 1 some were refused, or failed · 2 the command line, a manifest or the key is not usable ·
3 the desk did not answer: the same command goes on · 130 stopped with Ctrl-C: the same command goes on.
"""

import argparse
import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from .advice import Unreachable
from .door import Door, NotOpened, add_door, open_door
from .pushing.crew import Crew
from .pushing.journal import Journal
from .pushing.pages import Unusable, check_words, count_pages, find_pages
from .pushing.progress import showing
from .pushing.report import Tally, document_of, lines_of
from .pushing.sending import Pace, Sender
from .screen import complain, harmless, print_json, tell

JOURNALS = Path(".copydesk")  # beside what `make serve` keeps; git ignores it
SENDERS = 8  # Lambda answers each in its own sandbox; more than a page's CPU seconds times the wanted rate helps nobody
PATIENCE = 300.0  # seconds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="pages, folders, patterns or manifests; - reads a manifest from standard input"
    )
    add_door(parser, "--to")
    add_pushing(parser)
    parser.add_argument("--retry-refused", action="store_true", help="send again what the desk refused in an earlier run")


def add_pushing(parser: argparse.ArgumentParser, *, json_help: str = "the report as one JSON document") -> None:
    """What every command that pushes can be told."""
    group = parser.add_argument_group("how")
    group.add_argument(
        "--word", action="append", default=[], metavar="NAME=VALUE", help="said of each page: publisher=daily, charset=euc-kr"
    )
    group.add_argument(
        "--journal", metavar="FILE", type=Path, help="what became of each page; a file in .copydesk/ for each command otherwise"
    )
    group.add_argument("--senders", metavar="N", type=_count, default=SENDERS, help=f"pages on their way at once ({SENDERS})")
    group.add_argument("--patience", metavar="S", type=float, default=PATIENCE, help=f"seconds to wait for a busy desk ({PATIENCE:.0f})")
    group.add_argument("--json", action="store_true", help=json_help)


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 256:
        raise argparse.ArgumentTypeError("between 1 and 256")
    return number


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    words = read_words(arguments.word, parser)
    try:
        door = open_door(arguments, calls=arguments.senders)
        check_words(words, "--word")
        path = arguments.journal or journal_of(door.api, arguments.paths, words)
        journal = Journal.open(path, to=door.api, at=datetime.now(UTC).isoformat(timespec="seconds"))
    except (Unusable, Unreachable) as fault:
        complain(str(fault))
        return 2
    if arguments.retry_refused:
        journal.reopen_refused()
    tell(f"pushing to {door.api}; the journal is {path}")
    return _push(arguments, door, journal, words)


def read_words(said: list[str], parser: argparse.ArgumentParser) -> dict[str, Any]:
    words = dict(word.partition("=")[::2] for word in said)
    if bare := [word for word in said if "=" not in word]:
        parser.error(f"--word {bare[0]}: a word is NAME=VALUE")
    return words


def journal_of(api: str, paths: Iterable[str], words: dict[str, Any]) -> Path:
    """The same for the same command in the same folder."""
    told = json.dumps([api, str(Path.cwd()), sorted(paths), words], sort_keys=True)
    return JOURNALS / f"push-{hashlib.sha256(told.encode()).hexdigest()[:12]}.jsonl"


def _push(arguments: argparse.Namespace, door: Door, journal: Journal, words: dict[str, Any]) -> int:
    tally, stop = Tally(), Event()
    stopped_by: BaseException | None = None
    try:
        door.knock()
        with showing(tally, count_pages(arguments.paths)) as told:
            crew = Crew(Sender(door, journal, Pace(stop, arguments.patience)), told, arguments.senders)
            crew.push(find_pages(arguments.paths, words))
    except (Unreachable, Unusable, KeyboardInterrupt) as end:
        stopped_by = end
    journal.close()
    return report(tally, journal.path, stopped_by, as_json=arguments.json)


# What ended a run early → exit status.
ENDS: dict[type[BaseException], int] = {NotOpened: 2, Unusable: 2, Unreachable: 3, KeyboardInterrupt: 130}


def report(tally: Tally, journal: Path, stopped_by: BaseException | None, *, as_json: bool) -> int:
    """The run's end, told; its exit status."""
    why = ("stopped with Ctrl-C" if isinstance(stopped_by, KeyboardInterrupt) else str(stopped_by)) if stopped_by else None
    if as_json:
        print_json(document_of(tally, journal=str(journal), stopped_by=why))
    else:
        print(harmless("\n".join(lines_of(tally))))
    if why:
        complain(f"{why}: what was answered is in {journal}, the same command goes on from there")
        return next(status for end, status in ENDS.items() if isinstance(stopped_by, end))
    if tally.can_go_on:
        tell("the same command again sends what failed or could not be read, and nothing else")
    return 0 if tally.is_whole else 1
