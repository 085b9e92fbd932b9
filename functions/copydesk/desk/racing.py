"""Several writers at one article: who was outrun looks again and decides again."""

from collections.abc import Callable
from random import uniform

from ..errors import StoreUnavailable
from ..store.faults import Contended, Outrun
from .desk import Desk

ATTEMPTS = 15  # 16 writers on one article needed at most 8 (four runs of tests/desk/test_writers.py, 2026-11); all pauses stay under 6 s
PAUSE_SECONDS = 0.02  # before the second attempt, doubled after each, with jitter
LONGEST_PAUSE_SECONDS = 0.5


def insist[T](desk: Desk, attempt: Callable[[], T]) -> T:
    """What the first attempt gives that is not outrun. Raises StoreUnavailable where none is left."""
    for count in range(ATTEMPTS):
        if count:
            desk.pause(uniform(0.5, 1) * min(LONGEST_PAUSE_SECONDS, PAUSE_SECONDS * 2**count))
        try:
            return attempt()
        except (Outrun, Contended):
            continue
    raise StoreUnavailable("many writers are at this article; send it again")
