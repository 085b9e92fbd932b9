"""Whether a rule file says what its examples need, and nothing else: each entry is taken away, and some example has to fail."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from copydesk.rules.tables import Table, place_of, read_examples, read_table

type Read = Callable[[str, str], Any]  # (reader, text) → what is read

# What a file is rather than what it says.
NOT_ENTRIES = frozenset("reason kind role shape name id".split())
# Tables of lists that tell something only together: a language's function words.
WHOLE_LISTS = frozenset(["words"])
# Keys of lists of regular expressions: each alternative in them is an entry besides, as in a `pattern`.
PATTERNS = frozenset("prohibited reserved allowed ai_prohibited".split())
# Texts of which each character is an entry.
CHARACTERS = frozenset(["markers", "surnames"])


@dataclass(frozen=True)
class Entry:
    """`said` names it, `words` are what its examples are likely to hold, `left` is the table without it."""

    said: str
    words: tuple[str, ...]
    left: Any

    def inside(self, key: str, left: Any) -> "Entry":
        return Entry(f"{key}.{self.said}", self.words, left)


@dataclass(frozen=True)
class Kind:
    """A folder of rule files: how examples are read with a file as it is at work, and with a changed table of it alone."""

    readers: frozenset[str]
    at_work: Callable[[Path], AbstractContextManager[Read]]
    changed: Callable[[Table, Path], AbstractContextManager[Read]]


def failures(path: Path, kind: Kind) -> list[str]:
    """One line for each example that is read otherwise, with all rules and with this file alone."""
    examples = read_examples(path)
    if foreign := sorted(set(examples) - kind.readers):
        return [f"examples.{reader}: nobody reads these; known are {', '.join(sorted(kind.readers))}" for reader in foreign]
    out = []
    for reading in (kind.at_work(path), kind.changed(read_table(path), path)):
        with reading as read:
            out += [
                f"examples.{reader}: {text!r}: wanted {expected!r}, read {got!r}"
                for reader, text, expected in rows(examples)
                if not agrees(expected, got := read(reader, text))
            ]
    return out


def idle(path: Path, kind: Kind) -> list[str]:
    """One line for each entry without which all examples are still read as they should be."""
    examples = list(rows(read_examples(path)))
    out = []
    for entry in entries(read_table(path)):
        with kind.changed(entry.left, path) as read:
            if all(agrees(expected, read(reader, text)) for reader, text, expected in nearest(examples, entry.words)):
                out.append(f"{place_of(path)}: {entry.said}: no example fails without it; add one under [examples.…], or delete it")
    return out


def rows(examples: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    for reader, texts in examples.items():
        for text, expected in texts.items():
            yield reader, text, expected


def agrees(expected: Any, read: Any) -> bool:
    """Of a table only the keys given count."""
    return all(read.get(key) == value for key, value in expected.items()) if isinstance(expected, dict) else expected == read


def entries(table: Table) -> Iterator[Entry]:
    """Each entry of a file, or of a table in a list, with what is left without it."""
    told = {key: value for key, value in table.items() if key in NOT_ENTRIES}
    for entry in _taken({key: value for key, value in table.items() if key not in NOT_ENTRIES}, ""):
        yield replace(entry, left=told | entry.left)


def _taken(value: Any, name: str) -> Iterator[Entry]:
    """The entries of a table, a list or a text; `name` is the key that it stands under."""
    if not isinstance(value, dict):
        for i in range(len(value)):
            yield from _without_item(value, i, name)
        return
    for key, inner in value.items():
        if name in WHOLE_LISTS or (isinstance(inner, str) and key not in CHARACTERS):
            words = (key, inner) if isinstance(inner, str) else tuple(inner)
            yield Entry(f"{key} {inner!r}", words, {k: v for k, v in value.items() if k != key})
        else:
            yield from (each.inside(key, {**value, key: each.left}) for each in _taken(inner, key))


def _without_item(items: Any, i: int, name: str) -> Iterator[Entry]:
    """The item itself; of lists of names and of tables with lists, what they hold; of a regular expression, its alternatives as well."""
    item, before, after = items[i], items[:i], items[i + 1 :]
    if isinstance(item, dict) and any(isinstance(inner, list) for inner in item.values()):
        yield from (each.inside(name, [*before, each.left, *after]) for each in entries(item))
    elif isinstance(item, list) and name == "months":
        yield from (each.inside(str(i), [*before, each.left, *after]) for each in _taken(item, name))
    else:
        yield Entry(repr(item), tuple(_texts(item)), before + after)
    if isinstance(item, str) and name in PATTERNS:
        yield from (Entry(repr(choice), (choice,), [*before, left, *after]) for choice, left in choices(item))
    if isinstance(item, dict) and "pattern" in item:
        for choice, left in choices(item["pattern"]):
            yield Entry(repr(choice), (choice,), [*before, item | {"pattern": left}, *after])


GROUP = re.compile(r"\?(?::|[=!]|<[=!]|P<\w+>)|\(\?i\)")


def choices(pattern: str) -> Iterator[tuple[str, str]]:
    """An alternative and the regular expression without it, for each alternative at any depth."""
    opened, closed, escaped, listed = [[-1]], [], False, False
    for i, sign in enumerate(pattern):
        if escaped or sign == "\\":
            escaped = not escaped
        elif listed or sign == "[":
            listed = sign != "]"
        elif sign == "(":
            opened.append([i])
        elif sign == "|":
            opened[-1].append(i)
        elif sign == ")":
            closed.append([*opened.pop(), i])
    closed.append([*opened.pop(), len(pattern)])
    for borders in closed:
        begin = GROUP.match(pattern, borders[0] + 1)
        starts = [begin.end() if begin else borders[0] + 1, *(border + 1 for border in borders[1:-1])]
        for start, end in zip(starts, borders[1:], strict=True):
            if len(starts) > 1 and start < end:
                last = end == borders[-1]
                yield pattern[start:end], pattern[: start - last] + pattern[end + (not last) :]


def _texts(item: Any) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    else:
        for inner in item.values() if isinstance(item, dict) else item:
            yield str(inner)


def nearest(examples: list[tuple[str, str, Any]], words: tuple[str, ...]) -> list[tuple[str, str, Any]]:
    """The examples that hold one of the words first, however it is spaced, dotted or numbered."""
    pieces = [[_bare(piece) for piece in word.split("#")] for word in words]
    return sorted(examples, key=lambda row: not any(all(piece in _bare(row[1]) for piece in each) for each in pieces))


def _bare(text: str) -> str:
    return "".join(text.casefold().split()).replace(".", "").replace("　", "")
