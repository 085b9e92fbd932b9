"""API keys and publishers."""

from datetime import timedelta

import pytest

from copydesk.errors import Conflict, InvalidWords, Unknown
from copydesk.store.keys import (
    ApiKey,
    add_key,
    add_publisher,
    find_key,
    find_publisher,
    name_key,
    new_secret,
    read_keys,
    read_publishers,
    revoke_key,
    rotate_key,
)
from copydesk.store.ledger import Ledger, put, transact
from tests.conftest import NOON, Engine


def test_a_key_says_what_it_may_do_and_for_whom(ledger: Ledger) -> None:
    add_key(ledger, "cd_x", ("push",), ("demo", "other"))
    key = find_key(ledger, "cd_x")
    assert key
    assert (key.may("push"), key.may("read"), key.covers("other"), key.covers("third")) == (True, False, True, False)


def test_a_star_covers_every_publisher(ledger: Ledger) -> None:
    assert add_key(ledger, "cd_x", ("read",), ("*",)).covers("anyone")


def test_the_secret_is_nowhere_in_the_table(ledger: Ledger, engine: Engine) -> None:
    secret = new_secret()
    add_key(ledger, secret, ("push",), ("demo",))
    assert secret not in str(engine.dynamodb.scan(TableName="copydesk"))


def test_two_live_keys_of_one_publisher_allow_a_rotation(ledger: Ledger) -> None:
    old = add_key(ledger, "cd_old", ("push",), ("demo",))
    add_key(ledger, "cd_new", ("push",), ("demo",))
    revoke_key(ledger, old.key_id, at=NOON)
    assert find_key(ledger, "cd_old") is None
    assert find_key(ledger, "cd_new")


def test_a_revoked_key_stays_listed(ledger: Ledger) -> None:
    key = add_key(ledger, "cd_x", ("push",), ("demo",), at=NOON)
    revoke_key(ledger, key.key_id, at=NOON)
    (listed,) = read_keys(ledger)
    assert (listed.key_id, listed.revoked_at) == (key.key_id, "2026-11-24T12:00:00.000000Z")


def test_revoking_a_key_again_leaves_the_first_time(ledger: Ledger) -> None:
    key = add_key(ledger, "cd_x", ("push",), ("demo",))
    first = revoke_key(ledger, key.key_id, at=NOON)
    again = revoke_key(ledger, key.key_id, at=NOON + timedelta(days=1))
    assert again == first
    assert first.revoked_at == "2026-11-24T12:00:00.000000Z"


def test_a_successor_has_the_rights_of_its_key_which_lives_on(ledger: Ledger) -> None:
    old = add_key(ledger, "cd_old", ("push", "read"), ("demo", "other"))
    new = rotate_key(ledger, old.key_id, "cd_new", at=NOON)
    assert find_key(ledger, "cd_new") == new
    assert (new.scopes, new.publishers) == (old.scopes, old.publishers)
    assert find_key(ledger, "cd_old") == old


def test_a_revoked_key_has_no_successor(ledger: Ledger) -> None:
    key = add_key(ledger, "cd_x", ("push",), ("demo",))
    revoke_key(ledger, key.key_id, at=NOON)
    with pytest.raises(Conflict, match="add a new one"):
        rotate_key(ledger, key.key_id, "cd_new", at=NOON)
    assert find_key(ledger, "cd_new") is None


def test_a_beginning_that_several_keys_share_names_none(ledger: Ledger) -> None:
    keys = [ApiKey(hash, frozenset({"push"}), frozenset({"demo"})) for hash in ("abcd" + "0" * 60, "abcd" + "1" * 60)]
    transact(ledger, [put(ledger, key) for key in keys], doing="add")
    with pytest.raises(Conflict, match="names 2 keys"):
        name_key(ledger, "abcd")
    assert name_key(ledger, keys[0].key_id) == keys[0]


@pytest.mark.parametrize("key_id", ["", "ff", "FFFF", "cd_x", "*", "f" * 65])
def test_what_is_no_key_id_names_no_key(ledger: Ledger, key_id: str) -> None:
    add_key(ledger, "cd_x", ("push",), ("demo",))
    with pytest.raises(InvalidWords):
        revoke_key(ledger, key_id, at=NOON)
    assert find_key(ledger, "cd_x")


def test_a_key_that_there_is_not_cannot_be_revoked(ledger: Ledger) -> None:
    with pytest.raises(Unknown):
        revoke_key(ledger, "ffff", at=NOON)


def test_a_key_needs_a_publisher_that_there_is(ledger: Ledger) -> None:
    with pytest.raises(Unknown, match="nobody"):
        add_key(ledger, "cd_x", ("push",), ("nobody",))


@pytest.mark.parametrize(("scopes", "publishers"), [((), ("demo",)), (("fly",), ("demo",)), (("push",), ()), (("push",), ("*", "demo"))])
def test_rights_that_have_not_their_form_are_refused(ledger: Ledger, scopes: tuple[str, ...], publishers: tuple[str, ...]) -> None:
    with pytest.raises(InvalidWords):
        add_key(ledger, "cd_x", scopes, publishers)


def test_publishers_are_listed_by_id(ledger: Ledger) -> None:
    add_publisher(ledger, "aaa", "First")
    assert [publisher.publisher_id for publisher in read_publishers(ledger)] == ["aaa", "demo", "other"]


def test_adding_a_publisher_again_renames_it(ledger: Ledger) -> None:
    add_publisher(ledger, "demo", "Daily Demo")
    found = find_publisher(ledger, "demo")
    assert found
    assert found.name == "Daily Demo"


@pytest.mark.parametrize("quota", [1, 20_000, None])
def test_a_publisher_keeps_its_daily_quota(ledger: Ledger, quota: int | None) -> None:
    added = add_publisher(ledger, "daily", "The Daily", daily_pages=quota)
    assert find_publisher(ledger, "daily") == added
    assert added.daily_pages == quota


@pytest.mark.parametrize("quota", [0, -1, 10**9 + 1])
def test_a_quota_that_allows_nothing_or_everything_is_refused(ledger: Ledger, quota: int) -> None:
    with pytest.raises(InvalidWords, match="daily_pages"):
        add_publisher(ledger, "daily", "The Daily", daily_pages=quota)


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "a\nb", "\x1b[2J"])
def test_a_publisher_needs_a_name_that_can_be_printed(ledger: Ledger, name: str) -> None:
    with pytest.raises(InvalidWords, match="name"):
        add_publisher(ledger, "daily", name)
    assert find_publisher(ledger, "daily") is None


@pytest.mark.parametrize("name", ["", "a b", "a#b", "-", "*", "x" * 65, "x" * 4_000, "../x"])
def test_an_impossible_publisher_is_neither_added_nor_found(ledger: Ledger, name: str) -> None:
    with pytest.raises(InvalidWords):
        add_publisher(ledger, name, "x")
    assert find_publisher(ledger, name) is None
