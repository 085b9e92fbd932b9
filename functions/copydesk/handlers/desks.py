"""The desk of a function: built once per process, from its environment."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any

from ..desk import Desk
from ..desk.desk import Stage
from ..store.archive import Archive
from ..store.ledger import Ledger
from .clients import open_client


def open_desk(*, read_seconds: int, timed: Callable[[Stage], AbstractContextManager[Any]] = nullcontext) -> Desk:
    """New pages carry the records of their deliveries where the template says so: it knows how long each is kept."""
    s3 = open_client("s3", read_seconds=read_seconds)
    archive = Archive(s3, os.environ["ARCHIVE_BUCKET"], carries_records=os.environ.get("RECORDS") == "carried")
    ledger = Ledger(open_client("dynamodb", read_seconds=read_seconds), os.environ["TABLE_NAME"])
    return Desk(archive, ledger, lambda: datetime.now(UTC), timed=timed)
