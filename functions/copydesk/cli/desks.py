"""A desk over a place's own table and archive, for commands that look over or mend all that is kept."""

import argparse
from datetime import UTC, datetime

from ..desk import Desk
from ..store.archive import Archive
from .places import Place, add_place, find_misplaced


def add_desk(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--archive", metavar="BUCKET", help="with --table: the bucket of pages and documents")
    add_place(parser)


def find_unusable(arguments: argparse.Namespace) -> str | None:
    """What is wrong with the choice of place and bucket, if anything is."""
    if bool(arguments.table) != bool(arguments.archive):
        return "--table NAME and --archive BUCKET go together; a stack names its buckets itself"
    return find_misplaced(arguments)


def open_desk(place: Place, arguments: argparse.Namespace) -> Desk:
    bucket = arguments.archive or place.outputs["ArchiveBucketName"]
    return Desk(Archive(place.open_client("s3"), bucket), place.ledger, lambda: datetime.now(UTC))
