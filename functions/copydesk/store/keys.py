"""Publishers, and the API keys that act for them. Only the SHA-256 of a key is kept, so no table dump opens a door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import ClassVar, Literal

from ..errors import Conflict, InvalidWords, Unknown
from ..page.words import PUBLISHER
from .faults import translated
from .items import pack_value
from .ledger import Ledger, find_items, list_query, put, read_query, transact
from .order import stamp
from .records import Key, Record

type Scope = Literal["push", "read", "admin"]

SCOPES: frozenset[str] = frozenset({"push", "read", "admin"})
EVERY_PUBLISHER = "*"
KEY_ID_CHARS = 12  # of the hash: names a key in lists and logs, opens nothing
SECRET_BYTES = 24


@dataclass(frozen=True)
class Publisher(Record):
    publisher_id: str
    name: str

    @property
    def key(self) -> Key:
        return Key(f"P#{self.publisher_id}", "PUBLISHER")

    @property
    def listed(self) -> tuple[str, str]:
        return "P", self.publisher_id


@dataclass(frozen=True)
class ApiKey(Record):
    """What a caller may do, and for whom. `publishers` holds ids, or `*` alone."""

    LIST: ClassVar[str] = "K"

    hash: str
    scopes: frozenset[str]
    publishers: frozenset[str]
    added_at: str | None = None
    revoked_at: str | None = None

    @property
    def key_id(self) -> str:
        return self.hash[:KEY_ID_CHARS]

    @property
    def key(self) -> Key:
        return Key(f"K#{self.hash}", "KEY")

    @property
    def listed(self) -> tuple[str, str]:
        return self.LIST, self.hash

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes

    def covers(self, publisher_id: str) -> bool:
        return EVERY_PUBLISHER in self.publishers or publisher_id in self.publishers


def hash_secret(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_secret() -> str:
    return "cd_" + token_urlsafe(SECRET_BYTES)


def add_publisher(ledger: Ledger, publisher_id: str, name: str) -> Publisher:
    """Add it, or give it this name. Raises InvalidWords where the id has not the form of the word `publisher`."""
    if not PUBLISHER.fullmatch(publisher_id):
        raise InvalidWords([("/publisher", "1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit")])
    publisher = Publisher(publisher_id, name)
    transact(ledger, [put(ledger, publisher)], doing="add the publisher")
    return publisher


def find_publisher(ledger: Ledger, publisher_id: str) -> Publisher | None:
    if not PUBLISHER.fullmatch(publisher_id):
        return None
    items = find_items(ledger, [Key(f"P#{publisher_id}", "PUBLISHER")])
    return next((Publisher.from_item(item) for item in items.values()), None)


def read_publishers(ledger: Ledger) -> tuple[Publisher, ...]:
    """All of them by id; from an index, so a new one shows up a moment after it is added."""
    return tuple(map(Publisher.from_item, read_query(ledger, list_query("P"), doing="read the publishers")))


def add_key(ledger: Ledger, secret: str, scopes: Iterable[str], publishers: Iterable[str], *, at: datetime | None = None) -> ApiKey:
    """Let `secret` do `scopes` for `publishers` (ids, or `*`); again with the same secret, the rights are replaced.

    Raises InvalidWords for a scope that there is not, Unknown for a publisher that there is not.
    """
    wanted, held = frozenset(scopes), frozenset(publishers)
    if not wanted or not wanted <= SCOPES:
        raise InvalidWords([("/scopes", f"one or several of {', '.join(sorted(SCOPES))}")])
    if not held or (EVERY_PUBLISHER in held and len(held) > 1):
        raise InvalidWords([("/publishers", "one or several publisher ids, or * alone")])
    for publisher_id in sorted(held - {EVERY_PUBLISHER}):
        if find_publisher(ledger, publisher_id) is None:
            raise Unknown(f"there is no publisher {publisher_id!r}; add it first")
    key = ApiKey(hash_secret(secret), wanted, held, stamp(at) if at else None)
    transact(ledger, [put(ledger, key)], doing="add the key")
    return key


def find_key(ledger: Ledger, secret: str) -> ApiKey | None:
    """The live key with this secret."""
    items = find_items(ledger, [Key(f"K#{hash_secret(secret)}", "KEY")])
    key = next((ApiKey.from_item(item) for item in items.values()), None)
    return key if key and key.revoked_at is None else None


def read_keys(ledger: Ledger) -> tuple[ApiKey, ...]:
    """All of them, revoked ones too; from an index."""
    return tuple(map(ApiKey.from_item, read_query(ledger, list_query(ApiKey.LIST), doing="read the keys")))


def revoke_key(ledger: Ledger, key_id: str, *, at: datetime) -> ApiKey:
    """Revoke the key whose hash begins with `key_id`. Raises Unknown where there is none, Conflict where there are several."""
    found = [key for key in read_keys(ledger) if key.hash.startswith(key_id)]
    if not found:
        raise Unknown(f"there is no key {key_id!r}")
    if len(found) > 1:
        raise Conflict(f"{key_id!r} names {len(found)} keys; give more of it")
    (key,) = found
    with translated("revoke the key"):
        ledger.client.update_item(
            TableName=ledger.table,
            Key={"pk": pack_value(key.key.pk), "sk": pack_value(key.key.sk)},
            UpdateExpression="SET revoked_at = if_not_exists(revoked_at, :at)",
            ExpressionAttributeValues={":at": pack_value(stamp(at))},
        )
    return ApiKey(key.hash, key.scopes, key.publishers, key.added_at, key.revoked_at or stamp(at))
