"""Plain values to DynamoDB's typed attributes and back. Text, whole numbers, truth, lists, maps and sets of text; absent is None."""

from collections.abc import Mapping
from typing import Any

type Item = dict[str, dict[str, Any]]


def pack(record: Mapping[str, Any]) -> Item:
    """None, empty tuples and empty sets are left out: absence costs nothing and reads back as the field's default."""
    return {name: pack_value(value) for name, value in record.items() if value is not None and value != () and value != frozenset()}


def pack_value(value: Any) -> dict[str, Any]:
    match value:
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int():
            return {"N": str(value)}
        case frozenset():
            return {"SS": sorted(value)}
        case list() | tuple():
            return {"L": [pack_value(entry) for entry in value]}
        case Mapping():
            return {"M": pack(value)}
    raise TypeError(f"{type(value).__name__} has no place in the table")


def unpack(item: Item) -> dict[str, Any]:
    return {name: unpack_value(value) for name, value in item.items()}


def unpack_value(attribute: dict[str, Any]) -> Any:
    ((kind, value),) = attribute.items()
    match kind:
        case "N":
            return int(value)
        case "SS":
            return frozenset(value)
        case "L":
            return tuple(unpack_value(entry) for entry in value)
        case "M":
            return unpack(value)
    return value
