"""Order keys: one text per edition, compared as text."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from copydesk.page import Words
from copydesk.store.order import Rank, Standing, judge, later_than, order_key, read_stamp, stamp, tombstone_key

ACCEPTED = "2026-11-24T12:00:00Z"

# Each row is newer than the one before it.
LADDER = [
    (Words(published_at="2026-11-01T00:00:00Z"), ACCEPTED, "a"),
    (Words(published_at="2026-11-02T00:00:00Z"), ACCEPTED, "a"),
    (Words(published_at="2026-11-01T00:00:00Z", modified_at="2026-11-03T00:00:00Z"), ACCEPTED, "a"),
    (Words(modified_at="2026-11-04T08:30:00+09:00"), ACCEPTED, "a"),  # 23:30 the day before, in UTC
    (Words(modified_at="2026-11-03T23:45:00Z"), ACCEPTED, "a"),
    (Words(modified_at="2026-11-03T23:45:00Z"), "2026-11-24T12:00:00.000001Z", "a"),
    (Words(modified_at="2026-11-03T23:45:00Z"), "2026-11-24T12:00:00.000001Z", "b"),
    (Words(), ACCEPTED, "a"),
    (Words(edition=1, modified_at="2020-01-01T00:00:00Z"), ACCEPTED, "a"),
    (Words(edition=2, modified_at="2019-01-01T00:00:00Z"), ACCEPTED, "a"),
    (Words(edition=10), ACCEPTED, "a"),
    (Words(edition=10**18 - 1), ACCEPTED, "a"),
]


@pytest.mark.parametrize(("older", "newer"), list(pairwise(LADDER)))
def test_the_keys_stand_in_the_order_of_the_editions(older: tuple[Words, str, str], newer: tuple[Words, str, str]) -> None:
    keys = [order_key(words, accepted_at=at, source_hash=digest) for words, at, digest in (older, newer)]
    assert keys[0] < keys[1]


def test_one_moment_in_two_zones_is_one_key() -> None:
    seoul, utc = (
        order_key(Words(modified_at=at), accepted_at=ACCEPTED, source_hash="a")
        for at in ("2026-11-24T09:00:00+09:00", "2026-11-24T00:00:00z")
    )
    assert seoul == utc


@pytest.mark.parametrize("at", [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 9, 0, 0, 5, timezone(timedelta(hours=9)))])
def test_every_stamp_has_the_same_length(at: datetime) -> None:
    assert len(stamp(at)) == 27
    assert read_stamp(stamp(at)) == at


@pytest.mark.parametrize("edge", ["0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00"])
def test_a_time_at_the_calendars_edge_has_a_stamp(edge: str) -> None:
    assert len(stamp(read_stamp(edge))) == 27


HEADS = [
    ("an edition without a time", Words()),
    ("an edition with a time", Words(modified_at="2026-11-03T23:45:00Z")),
    ("a numbered edition", Words(edition=7)),
]


@pytest.mark.parametrize("words", [row[1] for row in HEADS], ids=[row[0] for row in HEADS])
def test_a_withdrawal_stands_between_its_edition_and_the_same_one_sent_again(words: Words) -> None:
    head, again = (order_key(words, accepted_at=at, source_hash="f" * 64) for at in (ACCEPTED, "2026-11-24T12:10:00Z"))
    assert head < tombstone_key(head, at=read_stamp("2026-11-24T12:05:00Z")) < again


@pytest.mark.parametrize("words", [row[1] for row in HEADS], ids=[row[0] for row in HEADS])
def test_a_withdrawal_stands_behind_its_edition_whatever_the_clock_says(words: Words) -> None:
    head = order_key(words, accepted_at=ACCEPTED, source_hash="f" * 64)
    assert head < tombstone_key(head, at=read_stamp("2026-11-24T11:00:00Z"))


def standing(key: str, content: str, normalizer: str = "1") -> Standing:
    return Standing(Rank(key, normalizer), content)


HEAD = standing("k5", "five")
KEPT = [standing("k1", "one"), HEAD]
ROWS = [
    ("nothing kept", standing("k1", "one"), None, "created"),
    ("newer, other content", standing("k6", "six"), HEAD, "revised"),
    ("newer, same content", standing("k6", "five"), HEAD, "unchanged"),
    ("older, same content as the head", standing("k3", "five"), HEAD, "unchanged"),
    ("the head again", HEAD, HEAD, "duplicate"),
    ("older, other content", standing("k3", "three"), HEAD, "superseded"),
    ("a kept edition again", standing("k1", "one"), HEAD, "duplicate"),
    ("a kept content under another key", standing("k3", "one"), HEAD, "superseded"),
    ("the head read by a newer normalizer", standing("k5", "5", "2"), HEAD, "revised"),
    ("the head read by a normalizer with one digit more", standing("k5", "5", "10"), standing("k5", "five", "9"), "revised"),
]


@pytest.mark.parametrize(("incoming", "head", "outcome"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_an_edition_means_follows_from_its_place(incoming: Standing, head: Standing | None, outcome: str) -> None:
    assert judge(incoming, head, iter(KEPT)) == outcome


def test_changes_of_one_article_never_tie() -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    assert later_than(at, stamp(at)) > stamp(at)
    assert later_than(at, stamp(at + timedelta(seconds=3))) > stamp(at + timedelta(seconds=3))
    assert later_than(at, None) == stamp(at)
