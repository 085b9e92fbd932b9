"""The desk itself: what every use case works with, and what it gives back."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .. import normalize as normalizing
from ..article import Article, Edition
from ..page import RawPage
from ..store.archive import Archive
from ..store.ledger import Ledger
from ..store.order import Outcome
from ..store.records import Head, Receipt, Revision


@dataclass(frozen=True)
class Desk:
    """Where things are kept, and what the time is."""

    archive: Archive
    ledger: Ledger
    clock: Callable[[], datetime]
    normalize: Callable[[RawPage], Article] = normalizing.normalize
    pause: Callable[[float], None] = time.sleep


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
