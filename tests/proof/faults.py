"""A client whose calls fail on demand: before they reach the store, after they had their effect, or because the process dies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

type Fault = Literal["refused", "timeout", "answer lost", "throttled", "conflict", "race", "unprocessed", "death before", "death after"]

# The number of a call from now, or the name of the first that bears it → how it fails.
type Forecast = Mapping[int | str, Fault]

FAULTS: tuple[Fault, ...] = (
    "refused", "timeout", "answer lost", "throttled", "conflict", "race", "unprocessed", "death before", "death after",
)  # fmt: skip
EFFECTLESS = frozenset({"refused", "timeout", "throttled", "conflict", "death before"})
ADDRESS = "https://example.com"


class Died(BaseException):
    """The process is gone: nothing catches this, and nothing it would still have done is done."""


@dataclass
class Weather:
    """Which of the coming calls fail, and how: the number of the call from now, or the first of that name → its fault.

    `meanwhile` is what another process does in a race, `happened` hears of each transaction that took effect.
    """

    coming: dict[int | str, Fault] = field(default_factory=dict)
    calls: int = 0
    is_dead: bool = False
    meanwhile: Callable[[], None] = lambda: None
    happened: Callable[[list[dict[str, Any]]], None] = lambda writes: None

    def turn(self, coming: Forecast) -> None:
        """A new process, and a new forecast."""
        self.coming, self.calls, self.is_dead = dict(coming), 0, False

    def next_fault(self, name: str) -> Fault | None:
        if self.is_dead:
            raise Died
        self.calls += 1
        return self.coming.pop(self.calls if self.calls in self.coming else name, None)


@dataclass(frozen=True)
class Stormy:
    """A client in that weather."""

    client: Any
    weather: Weather

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.client, name)
        if name == "meta" or name.startswith("generate_presigned"):
            return method

        def call(**asked: Any) -> Any:
            return self.send(name, method, asked)

        return call

    def send(self, name: str, method: Callable[..., Any], asked: dict[str, Any]) -> Any:
        fault = self.weather.next_fault(name)
        if fault == "race":
            self.race()
        if fault in EFFECTLESS:
            self.fail(name, fault)
        if fault == "unprocessed" and name == "batch_get_item":
            return leave_some(method, asked)
        answer = method(**asked)
        if name == "transact_write_items":
            self.weather.happened([write["Put"]["Item"] for write in asked["TransactItems"]])
        if fault in ("answer lost", "death after"):
            self.fail(name, fault)
        return answer

    def race(self) -> None:
        """Another process comes in between, in fair weather."""
        kept = self.weather.coming, self.weather.calls
        self.weather.turn({})
        self.weather.meanwhile()
        self.weather.coming, self.weather.calls = kept

    def fail(self, name: str, fault: Fault | None) -> None:
        match fault:
            case "death before" | "death after":
                self.weather.is_dead = True
                raise Died
            case "refused":
                raise EndpointConnectionError(endpoint_url=ADDRESS)
            case "timeout":
                raise ConnectTimeoutError(endpoint_url=ADDRESS)
            case "answer lost":
                raise ReadTimeoutError(endpoint_url=ADDRESS)
            case "conflict" if name == "transact_write_items":
                raise refusal("TransactionCanceledException", name, [{"Code": "TransactionConflict"}, {"Code": "None"}])
            case "conflict" if name in ("put_item", "update_item"):
                raise refusal("TransactionConflictException", name)
            case "conflict" if name == "put_object":
                raise refusal("ConditionalRequestConflict", name)
        raise refusal("SlowDown" if "object" in name else "ThrottlingException", name)


def refusal(code: str, name: str, reasons: list[dict[str, str]] | None = None) -> ClientError:
    told: Any = {"Error": {"Code": code, "Message": code}, **({"CancellationReasons": reasons} if reasons else {})}
    return ClientError(told, name)


def leave_some(method: Callable[..., Any], asked: dict[str, Any]) -> Any:
    """DynamoDB may answer a part of a batch and name the rest."""
    ((table, told),) = asked["RequestItems"].items()
    done, left = told["Keys"][:1], told["Keys"][1:]
    answer = method(RequestItems={table: {**told, "Keys": done}})
    return {**answer, "UnprocessedKeys": {table: {**told, "Keys": left}} if left else {}}
