"""API keys and publishers."""

import pytest

from copydesk.errors import InvalidWords, Unknown
from copydesk.store.keys import add_key, add_publisher, find_key, find_publisher, new_secret, read_keys, read_publishers, revoke_key
from copydesk.store.ledger import Ledger
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


@pytest.mark.parametrize("name", ["", "a b", "a#b", "-", "*", "x" * 65, "x" * 4_000, "../x"])
def test_an_impossible_publisher_is_neither_added_nor_found(ledger: Ledger, name: str) -> None:
    with pytest.raises(InvalidWords):
        add_publisher(ledger, name, "x")
    assert find_publisher(ledger, name) is None
