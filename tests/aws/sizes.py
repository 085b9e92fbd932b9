"""How AWS counts: the bytes of a DynamoDB attribute and item."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def size_of_item(item: Mapping[str, Any]) -> int:
    """Names and values in UTF-8 bytes (DynamoDB's developer guide, "Item sizes and formats")."""
    return sum(len(name.encode()) + size_of_value(value) for name, value in item.items())


def size_of_value(attribute: Mapping[str, Any]) -> int:
    ((kind, value),) = attribute.items()
    match kind:
        case "S":
            return len(value.encode("utf-8", "surrogatepass"))
        case "B":
            return len(value)
        case "N":
            return size_of_number(value)
        case "NULL" | "BOOL":
            return 1
        case "SS":
            return sum(len(entry.encode()) for entry in value)
        case "NS":
            return sum(map(size_of_number, value))
        case "BS":
            return sum(map(len, value))
        case "L":
            return 3 + sum(1 + size_of_value(entry) for entry in value)
        case "M":
            return 3 + sum(1 + len(name.encode()) + size_of_value(entry) for name, entry in value.items())
    raise AssertionError(f"no such type of attribute: {kind}")


def size_of_number(text: str) -> int:
    return (digits_of(text) + 1) // 2 + 1 + text.startswith("-")


def digits_of(text: str) -> int:
    """The significant ones."""
    digits = "".join(map(str, Decimal(text).as_tuple().digits)).strip("0")
    return max(1, len(digits))
