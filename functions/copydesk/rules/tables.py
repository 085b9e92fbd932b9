"""A rule file as a table, and a table as a frozen shape. Whatever does not fit is refused with file, entry and what to do.

A file's examples stand after everything else, so that reading a rule at work never parses them. They are tables by reader,
`[examples.<reader>]`, of a text and what has to be read from it; a list of texts says of each that it holds.
"""

import marshal
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

from copydesk.errors import RuleBroken

HOME = Path(__file__).parent
PARSED = "parsed.marshal"  # every rule of a bundle in one file; never beside the sources, where rules change

type Words = tuple[str, ...]
type Table = dict[str, Any]

EXAMPLES = ("\n[examples]", "\n[examples.", "\n[[examples]]")


def head_of(text: str) -> str:
    """The rule without its examples."""
    return text[: min((at for mark in EXAMPLES if (at := text.find(mark)) >= 0), default=len(text))]


def read_table(path: Path) -> Table:
    """The rule of a file, without its examples. RuleBroken where the file is no TOML."""
    ready = _ready().get(place_of(path)) if path.is_relative_to(HOME) else None
    return _parsed(head_of(path.read_text("utf-8")), path) if ready is None else ready


@cache
def _ready() -> Mapping[str, Table]:
    made = HOME / PARSED
    tables: Mapping[str, Table] = marshal.loads(made.read_bytes()) if made.exists() else {}
    return tables


def parse_ahead(home: Path) -> bytes:
    """What stands in `PARSED` beside the rules of `home`: to parse TOML takes a cold start as long as all else that rules do."""
    rules = sorted(home.rglob("*.toml"))
    return marshal.dumps({str(path.relative_to(home)): _parsed(head_of(path.read_text("utf-8")), path) for path in rules})


def read_examples(path: Path) -> dict[str, dict[str, Any]]:
    """Reader → text → what has to be read. RuleBroken where the file has none, or has them in another form."""
    found = _parsed(path.read_text("utf-8"), path).get("examples")
    if not found:
        raise RuleBroken(f"{place_of(path)}: no examples; add [examples.<reader>] with a text for every entry")
    place = f"{place_of(path)}: examples"
    return {reader: _expected(rows, f"{place}.{reader}") for reader, rows in _table(found, place).items()}


def _expected(rows: Any, place: str) -> dict[str, Any]:
    if isinstance(rows, dict):
        return rows
    return dict.fromkeys(_words(rows, place), True)


def _parsed(text: str, path: Path) -> Table:
    import tomllib  # here: a start from a packed bundle, whose rules are parsed, does without

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleBroken(f"{place_of(path)}: {error}") from error


def place_of(path: Path) -> str:
    return str(path.relative_to(HOME)) if path.is_relative_to(HOME) else path.name


def shaped[T](kind: type[T], table: Table, place: str) -> T:
    """`table` as a `kind`; RuleBroken names the place of an unknown key, a missing one, or a value of another shape."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    for key in _table(table, place):
        if key not in known:
            raise RuleBroken(f"{place}: unknown key {key!r}; known are {', '.join(known)}")
    values: Table = {}
    for name, field in known.items():
        if name in table:
            values[name] = _value(field.type, table[name], f"{place}: {name}")
        elif field.default is MISSING:
            raise RuleBroken(f"{place}: {name!r} is missing; add it")
        elif field.default is None and get_origin(field.type) is Mapping:
            values[name] = {}
    if "reason" in values and not values["reason"].strip():
        raise RuleBroken(f"{place}: the reason is empty; say what the file is for")
    return kind(**values)


def _value(kind: Any, value: Any, place: str) -> Any:
    read = _READERS.get(kind)
    if read is not None:
        return read(value, place)
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return tuple(shaped(inner, item, f"{place}[{i}]") for i, item in enumerate(_list(value, place, "tables")))
    if not is_dataclass(kind):
        raise TypeError(f"no reader for {kind}")
    return shaped(kind, value, place)  # type: ignore[arg-type]


def _list(value: Any, place: str, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise RuleBroken(f"{place}: a list of {what} is expected")
    return value


def _words(value: Any, place: str) -> Words:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise RuleBroken(f"{place}: a list of texts is expected")
    if len(set(value)) != len(value):
        raise RuleBroken(f"{place}: said twice: {sorted({word for word in value if value.count(word) > 1})}; say it once")
    return tuple(value)


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise RuleBroken(f"{place}: a text is expected")
    return value


def _table(value: Any, place: str) -> Table:
    if not isinstance(value, dict):
        raise RuleBroken(f"{place}: a table is expected")
    return value


def _lists(value: Any, place: str) -> tuple[Words, ...]:
    return tuple(_words(item, f"{place}[{i}]") for i, item in enumerate(_list(value, place, "lists")))


def _sets(value: Any, place: str) -> tuple[frozenset[str], ...]:
    sets = tuple(frozenset(words) for words in _lists(value, place))
    if len(set(sets)) != len(sets):
        raise RuleBroken(f"{place}: said twice: {sorted(sorted(words) for words in set(sets) if sets.count(words) > 1)}; say it once")
    return sets


def _texts_by_name(value: Any, place: str) -> Mapping[str, str]:
    return {name: _text(item, f"{place}.{name}") for name, item in _table(value, place).items()}


def _words_by_name(value: Any, place: str) -> Mapping[str, Words]:
    return {name: _words(item, f"{place}.{name}") for name, item in _table(value, place).items()}


def _pattern(value: Any, place: str) -> re.Pattern[str]:
    try:
        return re.compile(_text(value, place))
    except re.error as error:
        raise RuleBroken(f"{place}: no regular expression: {error}") from error


_READERS: dict[Any, Callable[[Any, str], Any]] = {
    str: _text,
    str | None: _text,
    Words: _words,
    tuple[Words, ...]: _lists,
    tuple[frozenset[str], ...]: _sets,
    Mapping[str, str]: _texts_by_name,
    Mapping[str, Words]: _words_by_name,
    re.Pattern[str]: _pattern,
}
