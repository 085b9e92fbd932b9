"""Send the dead letters through the intake again, once what made them fail is mended.

  copydesk redrive --dry-run
  copydesk redrive --limit 1            # one first: does it go through now?
  copydesk redrive --stack copydesk --region eu-central-1

A dead letter is a dropped page that failed five times for a reason of ours; the logs of the intake have it. A page that was taken in
meanwhile is told to be a duplicate. A letter that fails again comes back among the dead within half an hour.

It needs sqs:GetQueueAttributes, ReceiveMessage and DeleteMessage on the dead letters, and SendMessage on the inbox's queue.

Exit status: 0 done · 1 the stack cannot be reached · 2 the command line is not usable.
"""

import argparse
from json import loads
from typing import Any
from urllib.parse import unquote_plus

from ..errors import CopydeskError
from ..store.letters import Queues, count_letters, move_letters
from .advice import Unreachable, advised
from .places import Place, add_place, find_misplaced, open_place
from .screen import complain, harmless, print_json, tell

EVERYTHING = 1_000_000
NAMED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="tell how many there are, and move none")
    parser.add_argument("--limit", type=int, default=EVERYTHING, metavar="N", help="move so many at most")
    parser.add_argument("--json", action="store_true", help="one JSON document, for machines")
    add_place(parser)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if fault := find_misplaced(arguments) or find_unusable(arguments):
        parser.error(fault)
    try:
        place = open_place(arguments)
        with advised(place.name):
            redrive(place, arguments)
    except (CopydeskError, Unreachable) as error:
        complain(str(error))
        return 1
    return 0


def find_unusable(arguments: argparse.Namespace) -> str | None:
    if arguments.table:
        return "--table names no queue: say --stack NAME"
    return "--limit is a whole number from 1" if arguments.limit < 1 else None


def redrive(place: Place, arguments: argparse.Namespace) -> None:
    queues = Queues(place.open_client("sqs"), place.outputs["InboxDeadLettersUrl"], place.outputs["InboxQueueUrl"])
    waiting = count_letters(queues)
    keys = [] if arguments.dry_run else [key for body in move_letters(queues, limit=arguments.limit) for key in read_keys(body)]
    if arguments.json:
        return print_json({"waiting": waiting, "moved": keys})
    for key in keys[:NAMED]:
        print(harmless(key))
    if len(keys) > NAMED:
        print(f"… and {len(keys) - NAMED:,} more")
    return tell(
        f"about {waiting:,} dead letters in {place.name}" + ("" if arguments.dry_run else f"; {len(keys):,} sent to the intake again")
    )


def read_keys(body: str) -> list[str]:
    """What a letter is about: inbox keys, or its beginning where S3 did not write it."""
    try:
        told: Any = loads(body)
        return [unquote_plus(record["s3"]["object"]["key"]) for record in told["Records"]]
    except (ValueError, KeyError, TypeError):
        return [body[:80]]
