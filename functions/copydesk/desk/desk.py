"""The desk itself: what every use case works with, and what it gives back."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from .. import normalize as normalizing
from ..article import Article, Edition
from ..page import RawPage
from ..store.archive import Archive
from ..store.ledger import Ledger
from ..store.order import Outcome
from ..store.records import Head, Receipt, Revision

type Stage = Literal["normalize", "identify", "archive", "commit"]


@dataclass(frozen=True)
class Desk:
    """Where things are kept, and what the time is. `timed` is told when a stage of accepting begins and ends."""

    archive: Archive
    ledger: Ledger
    clock: Callable[[], datetime]
    normalize: Callable[[RawPage], Article] = normalizing.normalize
    pause: Callable[[float], None] = time.sleep
    timed: Callable[[Stage], AbstractContextManager[Any]] = nullcontext


@dataclass(frozen=True)
class Kept:
    """`edition` is None where the page added none: what is kept was there before, and `read_kept` fetches it."""

    outcome: Outcome
    receipt: Receipt
    edition: Edition | None = None


@dataclass(frozen=True)
class Found:
    """A kept edition, its document not yet read."""

    head: Head
    revision: Revision

    @property
    def status(self) -> str:
        return self.head.status_of(self.revision)
