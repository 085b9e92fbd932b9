"""Runs a rule file's own examples, and takes its entries away one by one."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from copydesk.article import Time
from copydesk.normalize.byline import clean_author, is_byline_line, read_byline
from copydesk.normalize.credits import split_caption
from copydesk.normalize.labels import split_labels
from copydesk.normalize.names import find_agencies, is_organisation
from copydesk.normalize.rights import is_rights_line, read_rights
from copydesk.normalize.times import find_times, read_time, resolve_partial
from copydesk.rules import Language

type Examples = Mapping[str, Mapping[str, Any]]

# What partial times are read against, on the clock of the language.
PUBLISHED = "2025-02-24 15:39"


def read_at(text: str, language: Language) -> Any:
    time = read_time(text, language=language)
    return time.at if time else False


def read_times(text: str, language: Language) -> Any:
    found = find_times(text, language=language)
    return {t.kind or "bare": t.time.at for t in found} | {"printed": [t.time.printed for t in found]}


def read_partial(text: str, language: Language) -> Any:
    time = resolve_partial(text, published=_published(language), language=language)
    return time.at if time else False


def _published(language: Language) -> Time:
    time = read_time(PUBLISHED, language=language)
    assert time is not None
    return time


def read_people(text: str, language: Language) -> Any:
    found = read_byline(text, language=language)
    return {
        "people": [p.name for p in found.people],
        "roles": [p.role for p in found.people],
        "mails": [p.email for p in found.people],
        "agencies": list(found.agencies),
        "place": found.dateline.place if found.dateline else None,
        "end": found.end,
    }


def read_author(text: str, language: Language) -> Any:
    return [p.name for p in clean_author(text, language=language)]


def read_signature(text: str, language: Language) -> Any:
    return is_byline_line(text, language)


def read_caption(text: str, language: Language) -> Any:
    parts = split_caption(text, language=language)
    credit = parts.credit
    return {
        "text": parts.text,
        "marker": parts.marker,
        "credit": credit.printed if credit else None,
        "agencies": list(credit.agencies) if credit else [],
        "people": [p.name for p in credit.people] if credit else [],
        "relation": credit.relation if credit else None,
        "place": parts.place,
        "taken_on": parts.taken_on.at if parts.taken_on else None,
        "rights": parts.rights,
    }


def read_agencies(text: str, language: Language) -> Any:
    return list(find_agencies(text))


def read_organisation(text: str, language: Language) -> Any:
    return is_organisation(text)


def read_labels(text: str, language: Language) -> Any:
    title, labels = split_labels(text)
    return {"title": title, "labels": [label.text for label in labels], "kinds": [label.kind for label in labels]}


def read_notice(text: str, language: Language) -> Any:
    rights = read_rights(text)
    if rights is None:
        return {"redistribution": None, "ai_training": None, "holder": None, "line": is_rights_line(text)}
    return {
        "redistribution": rights.redistribution,
        "ai_training": rights.ai_training,
        "holder": rights.holder,
        "line": is_rights_line(text),
    }


READERS: dict[str, Callable[[str, Language], Any]] = {
    "time": read_at,
    "times": read_times,
    "partial": read_partial,
    "byline": read_people,
    "author": read_author,
    "signature": read_signature,
    "caption": read_caption,
    "agencies": read_agencies,
    "organisation": read_organisation,
    "labels": read_labels,
    "rights": read_notice,
}


def agrees(expected: Any, read: Any) -> bool:
    """Of a table only the keys given count."""
    return all(read.get(key) == value for key, value in expected.items()) if isinstance(expected, dict) else expected == read


def failures(examples: Examples, language: Language) -> list[str]:
    """One line for each example that is read otherwise."""
    return [
        f"{kind}: {text!r}: wanted {expected!r}, read {read!r}"
        for kind, rows in examples.items()
        if kind in READERS
        for text, expected in rows.items()
        if not agrees(expected, read := READERS[kind](text, language))
    ]


def regional_failures(examples: Examples, language: Callable[[str], Language]) -> list[str]:
    rows = [("zones", r, e, read_at(PUBLISHED, language(r))) for r, e in examples.get("zones", {}).items()]
    rows += [("orders", r, e, read_at("3/4/2025", language(r))[:10]) for r, e in examples.get("orders", {}).items()]
    return [f"{kind}: {region}: wanted {expected}, read {read}" for kind, region, expected, read in rows if expected != read]


def entries(table: Mapping[str, Any], path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of each entry: an item of a list, or a value of a table."""
    for key, value in table.items():
        yield from _under(value, (*path, key))


def _under(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        yield from entries(value, path)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _under(item, (*path, i)) if isinstance(item, list) else [(*path, i)]
    else:
        yield path


def without(table: Mapping[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    changed = deepcopy(dict(table))
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return changed


def at(table: Mapping[str, Any], path: tuple[Any, ...]) -> Any:
    value: Any = table
    for step in path:
        value = value[step]
    return value


def naming(examples: Examples, word: str) -> dict[str, dict[str, Any]]:
    """The examples whose text holds the word, however it is spaced, dotted or numbered."""
    pieces = [_bare(piece) for piece in word.split("#")]
    return {kind: {t: e for t, e in rows.items() if all(piece in _bare(t) for piece in pieces)} for kind, rows in examples.items()}


def _bare(text: str) -> str:
    return "".join(text.casefold().split()).replace(".", "").replace("　", "")
