"""Whether one JSON Schema of what is sent can follow another: for a consumer of the old one, and for events of the old one told again."""

from collections.abc import Iterator, Mapping
from typing import Any

SAME = ("anyOf", "const", "enum", "pattern", "format", "minimum", "maximum", "minLength", "maxLength", "items", "additionalProperties")


def breaks(old: Mapping[str, Any], new: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """What would surprise somebody, each with the place where it stands. A new field that may be missing surprises nobody."""
    if types_of(old) != types_of(new):
        yield f"{place}: was {sorted(types_of(old))}, is {sorted(types_of(new))}"
        return
    for name in SAME:
        if old.get(name) != new.get(name):
            yield f"{place}: {name} was {old.get(name)}, is {new.get(name)}"
    before, after = old.get("properties", {}), new.get("properties", {})
    for field in before.keys() - after.keys():
        yield f"{place}/{field}: is gone"
    required = (set(old.get("required", ())), set(new.get("required", ())))
    for field in sorted(required[0] - required[1]):
        yield f"{place}/{field}: was always there, may be missing"
    for field in sorted(required[1] - required[0]):
        yield f"{place}/{field}: could be missing, must be there: old events lack it"
    for field in sorted(before.keys() & after.keys()):
        yield from breaks(before[field], after[field], f"{place}/{field}")


def types_of(schema: Mapping[str, Any]) -> frozenset[str]:
    """The JSON types that it lets through; blank for a constant's or an enumeration's, which are compared as they are."""
    if "anyOf" in schema:
        return frozenset().union(*(types_of(branch) for branch in schema["anyOf"]))
    return frozenset({schema.get("type", "")})


def breaks_of_document(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Of all event types. A new type is no break: who does not know it has no rule for it."""
    gone = [f"{name}: is told no more" for name in old["$defs"] if name not in new["$defs"]]
    return gone + [told for name in old["$defs"] if name in new["$defs"] for told in breaks(old["$defs"][name], new["$defs"][name], name)]
