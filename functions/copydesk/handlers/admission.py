"""Who is calling, what they may do and for whom. Live keys and known publishers are remembered for a minute."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ..errors import Forbidden, InvalidWords, Unauthorized, Unknown
from ..store.keys import EVERY_PUBLISHER, ApiKey, Publisher, Scope, find_key, find_publisher, hash_secret, read_publishers
from ..store.ledger import Ledger
from ..store.quotas import charge
from .events import Request

MEMORY_SECONDS = 60.0  # what a revoked key may live on at most; docs promise it
MEMORY_ENTRIES = 1_000


@dataclass(frozen=True)
class Memory[T]:
    """Values with the time until which they are believed."""

    clock: Callable[[], float]
    entries: dict[str, tuple[float, T]] = field(default_factory=dict)

    def recall(self, name: str, find: Callable[[], T | None]) -> T | None:
        """The remembered value, else the found one; that there is none is never remembered."""
        until, value = self.entries.get(name, (0.0, None))
        if value is not None and until > self.clock():
            return value
        asked_at = self.clock()
        self.entries.pop(name, None)
        found = find()
        if found is not None:
            if len(self.entries) >= MEMORY_ENTRIES:
                self.entries.clear()
            self.entries[name] = (asked_at + MEMORY_SECONDS, found)
        return found


@dataclass(frozen=True)
class Gate:
    ledger: Ledger
    keys: Memory[ApiKey]
    publishers: Memory[Publisher]


def open_gate(ledger: Ledger, clock: Callable[[], float]) -> Gate:
    """`clock` counts seconds from anywhere, and never goes back."""
    return Gate(ledger, Memory(clock), Memory(clock))


def admit(gate: Gate, request: Request, scope: Scope) -> ApiKey:
    """The caller's key. Raises Unauthorized without a live one, Forbidden where it lacks the right."""
    secret = read_secret(request)
    key = gate.keys.recall(hash_secret(secret), lambda: find_key(gate.ledger, secret)) if secret else None
    if key is None:
        raise Unauthorized("send a live key as `Authorization: Bearer …` or `x-api-key`")
    if not key.may(scope):
        raise Forbidden(f"this key has no {scope} right")
    return key


def read_secret(request: Request) -> str | None:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret.strip():
        return secret.strip()
    return request.headers.get("x-api-key", "").strip() or None


def choose_publisher(gate: Gate, key: ApiKey, asked: str | None) -> str:
    """The publisher that a push is for. Raises InvalidWords where the key leaves a choice, Unknown for one that it does not cover."""
    if asked is None:
        if len(key.publishers) != 1 or EVERY_PUBLISHER in key.publishers:
            raise InvalidWords([("/publisher", "required: the key acts for several publishers")])
        (asked,) = key.publishers
    require_publisher(gate, key, asked)
    return asked


def readable_publishers(gate: Gate, key: ApiKey, asked: str | None) -> tuple[str, ...]:
    """Those whose articles the caller may see: the one asked for, else all that the key covers."""
    if asked is not None:
        require_publisher(gate, key, asked)
        return (asked,)
    if EVERY_PUBLISHER in key.publishers:
        return tuple(publisher.publisher_id for publisher in read_publishers(gate.ledger))
    return tuple(sorted(key.publishers))


def require_publisher(gate: Gate, key: ApiKey, publisher_id: str) -> None:
    """Raises Unknown, and in the same words, for a publisher that there is not and for one that is not the key's."""

    if not key.covers(publisher_id) or recall_publisher(gate, publisher_id) is None:
        raise Unknown("there is no such publisher for this key")


def recall_publisher(gate: Gate, publisher_id: str) -> Publisher | None:
    return gate.publishers.recall(publisher_id, lambda: find_publisher(gate.ledger, publisher_id))


def charge_page(gate: Gate, publisher_id: str, *, at: datetime) -> None:
    """Count a page against the publisher's quota of the day. Raises QuotaExceeded. Drops are not counted: nobody waits for their answer."""
    publisher = recall_publisher(gate, publisher_id)
    if publisher and publisher.daily_pages is not None:
        charge(gate.ledger, publisher_id, limit=publisher.daily_pages, at=at)
