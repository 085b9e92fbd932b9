"""What another format's own fields do not carry of an article, as JSON pointers (RFC 6901) and their values.

A document of another format is read by its own fields first; the remainder mends what they cannot say. So whoever changes a headline in the
other format reads the changed one back, and nothing is told twice.
"""

from collections.abc import Iterator, Mapping
from typing import Any

type Json = dict[str, Any]

ABSENT = object()


def find_remainder(told: Any, whole: Any) -> Json:
    """Pointers of what differs in `whole`, as deep as both have the same keys or as many entries. Both are JSON."""
    return dict(_differing(told, whole, ""))


def complete(told: Any, remainder: Mapping[str, Any]) -> Any:
    """`told` with the remainder's values in their places. Raises KeyError, IndexError or ValueError where `told` has no such place."""
    for pointer, value in remainder.items():
        told = _put(told, [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]], value)
    return told


def _differing(told: Any, whole: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    match told, whole:
        case dict(), dict() if told.keys() <= whole.keys():
            for key, value in whole.items():
                yield from _differing(told.get(key, ABSENT), value, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")
        case list(), list() if len(told) == len(whole):
            for number, (one, other) in enumerate(zip(told, whole, strict=True)):
                yield from _differing(one, other, f"{pointer}/{number}")
        case _:
            if told is ABSENT or told != whole or type(told) is not type(whole):
                yield pointer, whole


def _put(told: Any, steps: list[str], value: Any) -> Any:
    if not steps:
        return value
    step, *rest = steps
    if isinstance(told, list):
        number = int(step)
        return [*told[:number], _put(told[number], rest, value), *told[number + 1 :]]
    return {**told, step: _put(told[step] if rest else None, rest, value)}
