"""The changes feed under commits that happen in another order than they were stamped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest

from copydesk.store.changes import positions_from, read_changes
from copydesk.store.ledger import Commit, Ledger, commit
from copydesk.store.order import stamp
from copydesk.store.records import Change
from tests.conftest import NOON

MIDNIGHT = NOON.replace(hour=23, minute=58)
LONGEST_COMMIT = 44.0  # seconds: as old as a stamp may be when it is sent, and as long as a client sends
ARTICLES = [letter * 26 for letter in "abcdefgh"]


@dataclass(frozen=True)
class Written:
    at: datetime
    change: Change


def write(random: Random, article_id: str, count: int) -> Iterator[Written]:
    """An article's changes: each is stamped after the one before it was committed, because it was decided on what that left."""
    now = MIDNIGHT + timedelta(seconds=random.uniform(0, 60))
    for revision in range(1, count + 1):
        stamped, now = now, now + timedelta(seconds=random.uniform(0, LONGEST_COMMIT))
        event_id = f"{ARTICLES.index(article_id):016x}{revision:016x}"
        yield Written(now, Change("demo", event_id, stamp(stamped), "revised", article_id, revision, revision, "0" * 64))
        now += timedelta(seconds=random.expovariate(1 / 20))


@pytest.mark.parametrize("seed", range(3))
def test_everything_is_told_once_and_each_articles_changes_in_order(ledger: Ledger, seed: int) -> None:
    random = Random(seed)
    waiting = sorted((written for name in ARTICLES for written in write(random, name, 6)), key=lambda written: written.at)
    expected = {(written.change.article_id, written.change.revision) for written in waiting}
    positions, now = positions_from(["demo"]), MIDNIGHT
    told: list[Change] = []
    for _ in range(400):
        now += timedelta(seconds=random.uniform(0, 15))
        while waiting and waiting[0].at <= now:
            commit(ledger, Commit(receipt=None, read=None, change=waiting.pop(0).change))
        answer = read_changes(ledger, positions, at=now, limit=random.randint(1, 10))
        positions = answer.positions
        told += answer.changes
        if not waiting and len(told) == len(expected):
            break
    assert len(told) == len(expected)
    assert {(change.article_id, change.revision) for change in told} == expected
    for name in ARTICLES:
        assert [change.revision for change in told if change.article_id == name] == list(range(1, 7))
