"""A site's rule and its examples as a TOML file."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from copydesk.rules.tables import Table

ORDER = ("reason", "zone", "language", "drop", "selectors")


def write_rule(table: Table, examples: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """`examples`: reader → text → what has to be read."""
    return "\n".join([*_rule(table), *_examples(examples)]) + "\n"


def _rule(table: Table) -> Iterator[str]:
    for name in ORDER:
        value = table.get(name)
        if value and not isinstance(value, dict):
            yield f"{name} = {spell(value)}"
    for name, value in table.items():
        if isinstance(value, dict):
            yield ""
            yield f"[{name}]"
            yield from (f"{key} = {spell(inner)}" for key, inner in value.items())


def _examples(examples: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Iterator[str]:
    for reader, texts in examples.items():
        for text, facts in texts.items():
            yield ""
            yield f"[examples.{reader}.{spell(text)}]"
            yield from (f"{name} = {spell(value)}" for name, value in facts.items() if value is not None)


def spell(value: Any) -> str:
    """JSON's texts and lists are TOML's, too."""
    if isinstance(value, str) and "'" not in value and value.isprintable() and ('"' in value or "\\" in value):
        return f"'{value}'"
    if isinstance(value, list) and len(value) > 1:
        return "[\n" + "".join(f"    {spell(item)},\n" for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)
