"""Publishers, and the API keys that act for them. Only the SHA-256 of a key is kept, so no table dump opens a door."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import ClassVar, Literal

from ..errors import Conflict, InvalidWords, Unknown
from ..page.words import CONTROL, PUBLISHER
from .faults import translated
from .items import pack_value
from .ledger import Ledger, find_items, list_query, put, read_query, transact
from .order import stamp
from .records import Key, Record

type Scope = Literal["push", "read", "admin"]

SCOPES: frozenset[str] = frozenset({"push", "read", "admin"})
EVERY_PUBLISHER = "*"
KEY_ID_CHARS = 12  # of the hash: names a key in lists and logs, opens nothing
KEY_ID = re.compile(r"[0-9a-f]{4,64}")  # its beginning is enough, as long as no other key begins so
NAME_CHARS = 200
MAX_DAILY_PAGES = 10**9
SECRET_BYTES = 24


@dataclass(frozen=True)
class Publisher(Record):
    """`daily_pages` is how many pages it may push in one UTC day; None for as many as it likes."""

    publisher_id: str
    name: str
    daily_pages: int | None = None

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


def add_publisher(ledger: Ledger, publisher_id: str, name: str, *, daily_pages: int | None = None) -> Publisher:
    """Add it, or give it this name and quota.

    Raises InvalidWords where the id has not the form of the word `publisher`, the name is none, or the quota is under 1.
    """
    if not PUBLISHER.fullmatch(publisher_id):
        raise InvalidWords([("/publisher", "1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit")])
    if not name.strip() or len(name) > NAME_CHARS or CONTROL.search(name):
        raise InvalidWords([("/name", f"1 to {NAME_CHARS} characters, no control characters")])
    if daily_pages is not None and not 1 <= daily_pages <= MAX_DAILY_PAGES:
        raise InvalidWords([("/daily_pages", f"a whole number from 1 to {MAX_DAILY_PAGES:,}")])
    publisher = Publisher(publisher_id, name.strip(), daily_pages)
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


def name_key(ledger: Ledger, key_id: str) -> ApiKey:
    """The key, live or revoked, whose id begins with `key_id`; from an index, so a new one is found a moment after it is added.

    Raises InvalidWords for what is no key id, Unknown where there is none, Conflict where there are several.
    """
    if not KEY_ID.fullmatch(key_id):
        raise InvalidWords([("/key_id", f"the {KEY_ID_CHARS} letters and digits that the list of keys shows; a secret is no key id")])
    found = [key for key in read_keys(ledger) if key.hash.startswith(key_id)]
    if not found:
        raise Unknown(f"there is no key {key_id!r}")
    if len(found) > 1:
        raise Conflict(f"{key_id!r} names {len(found)} keys; give more of it")
    return found[0]


def rotate_key(ledger: Ledger, key_id: str, secret: str, *, at: datetime) -> ApiKey:
    """Let `secret` do what the key does; that one lives on until it is revoked. Raises as name_key, and Conflict where it is revoked."""
    old = name_key(ledger, key_id)
    if old.revoked_at is not None:
        raise Conflict(f"the key {old.key_id} is revoked since {old.revoked_at}; add a new one")
    return add_key(ledger, secret, old.scopes, old.publishers, at=at)


def revoke_key(ledger: Ledger, key_id: str, *, at: datetime) -> ApiKey:
    """Raises as name_key. Again, the first time stands. Whoever remembers keys believes it for 60 seconds more."""
    key = name_key(ledger, key_id)
    with translated("revoke the key"):
        answer = ledger.client.update_item(
            TableName=ledger.table,
            Key={"pk": pack_value(key.key.pk), "sk": pack_value(key.key.sk)},
            UpdateExpression="SET revoked_at = if_not_exists(revoked_at, :at)",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":at": pack_value(stamp(at))},
            ReturnValues="ALL_NEW",
        )
    return ApiKey.from_item(answer["Attributes"])
