"""Tell the bus again what happened, with the events' own ids.

  copydesk announce --since 2026-11-23T00:00:00Z
  copydesk announce --since 2026-11-23T00:00:00Z --until 2026-11-24T00:00:00Z --publisher daily --stack copydesk
  copydesk announce --since 2026-11-23T00:00:00Z --dry-run

The table's stream forgets after a day; the table does not. Whoever was told already knows the events again by source and id. Changes come
first, in their order, then refusals, newest first. The last minute is not told: its commits may still be under way.

Exit status: 0 done · 1 the stack cannot be reached, or the bus goes on refusing · 2 the command line is not usable.
"""

import argparse
from datetime import UTC, datetime

from ..desk import Desk
from ..desk.retelling import Stretch, retell
from ..errors import CopydeskError
from ..store.archive import Archive
from ..store.bus import Bus
from ..store.keys import read_publishers
from ..store.order import read_stamp
from .advice import Unreachable, advised
from .places import Place, add_place, find_misplaced, open_place
from .screen import complain, print_json, tell

STEP = 1_000  # events between two words about them


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", required=True, metavar="TIME", type=read_time, help="from then on: 2026-11-23T00:00:00Z")
    parser.add_argument("--until", metavar="TIME", type=read_time, help="up to then")
    parser.add_argument("--publisher", nargs="+", action="extend", metavar="ID", help="of these alone; otherwise of all")
    parser.add_argument("--dry-run", action="store_true", help="count, and tell nobody")
    parser.add_argument("--json", action="store_true", help="one JSON document, for machines")
    add_place(parser)


def read_time(text: str) -> datetime:
    """Raises ValueError, which argparse puts into words."""
    at = read_stamp(text)
    if "T" not in text.upper() or datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("a time with an offset")
    return at


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if fault := find_misplaced(arguments):
        parser.error(fault)
    try:
        place = open_place(arguments)
        with advised(place.name):
            counts = announce(place, arguments)
    except (CopydeskError, Unreachable) as error:
        complain(str(error))
        return 1
    if arguments.json:
        print_json({"told": counts, "dry_run": arguments.dry_run})
        return 0
    verb = "would be told" if arguments.dry_run else "told"
    for name, count in sorted(counts.items()):
        print(f"{name}  {count:,}")
    tell(f"{sum(counts.values()):,} events {verb} to the bus of {place.name}")
    return 0


def announce(place: Place, arguments: argparse.Namespace) -> dict[str, int]:
    """How many events of each type. Raises Unreachable where the stack names no bus."""
    if "EventBusName" not in place.outputs:
        raise Unreachable(f"{place.name} names no event bus: name the stack with --stack")
    archive = Archive(place.open_client("s3"), place.outputs["ArchiveBucketName"])
    desk = Desk(archive, place.ledger, lambda: datetime.now(UTC))
    bus = None if arguments.dry_run else Bus(place.open_client("events"), place.outputs["EventBusName"])
    publishers = arguments.publisher or [publisher.publisher_id for publisher in read_publishers(place.ledger)]
    counts: dict[str, int] = {}
    shown = 0
    for counts in retell(desk, bus, publishers, Stretch(arguments.since, arguments.until)):
        if sum(counts.values()) - shown >= STEP:
            shown = sum(counts.values())
            tell(f"{shown:,} events")
    return counts
