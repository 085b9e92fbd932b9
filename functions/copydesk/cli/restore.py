"""Make a table whole from its archive, after it was lost or set back to an earlier time.

  copydesk restore
  copydesk restore --stack copydesk --region eu-central-1
  copydesk restore --table RESTORED --archive BUCKET      # a table that was restored beside the stack's own

Whatever the archive has a record of and the table does not know is done again, in its order: pages, withdrawals, purges. Articles come
out as they were read then. It can be stopped and begun again; what is known already is left alone. Publishers, keys and refusals are in
the table alone, and do not come back.

Exit status: 0 all is known · 1 some of it could not be done, or the store failed on the way · 2 the command line is not usable.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict

from ..desk.restoring import Restored, restore
from ..errors import CopydeskError
from .advice import Unreachable, advised
from .desks import add_desk, find_unusable, open_desk
from .places import Place, open_place
from .screen import complain, harmless, print_json, tell

STEP = 1_000  # deliveries between two lines about them
NAMED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document, for machines")
    add_desk(parser)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if fault := find_unusable(arguments):
        parser.error(fault)
    try:
        place = open_place(arguments)
        with advised(place.name):
            *_, report = watched(restore(open_desk(place, arguments)))
    except (CopydeskError, Unreachable) as error:
        complain(f"{error}; what was restored is kept, begin again")
        return 1
    show(report, place, as_json=arguments.json)
    return 1 if report.failed else 0


def watched(reports: Iterator[Restored]) -> Iterator[Restored]:
    for number, report in enumerate(reports):
        if number % STEP == 0 and number and sys.stderr.isatty():
            tell(f"{number:,} of {report.found:,} deliveries")
        yield report


def show(report: Restored, place: Place, *, as_json: bool) -> None:
    if as_json:
        return print_json(asdict(report))
    tell(f"{report.found:,} deliveries: {place.name} knew {report.known:,}, learned {report.restored:,}; failed {len(report.failed):,}")
    for key, reason in report.failed[:NAMED]:
        print(harmless(f"{key}: {reason}"))
    return tell(f"… and {len(report.failed) - NAMED:,} more; --json lists all") if len(report.failed) > NAMED else None
