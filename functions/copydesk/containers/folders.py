"""Files on a disk as sources, in the order of their names."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from ..errors import InvalidWords
from .entries import Source

WORDS = ".words.json"


def list_files(path: Path) -> Iterator[Source]:
    """Every file below the folder, or the one file. Names are relative to the folder; hidden files and the words' own are left out.

    Links are not followed out of the folder. Raises OSError where there is nothing.
    """
    if not path.is_dir():
        path.stat()
        yield open_source(path, path.name)
        return
    for folder, folders, names in path.walk():
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(names):
            file = folder / name
            if not name.startswith(".") and not name.endswith(WORDS) and not file.is_symlink():
                yield open_source(file, file.relative_to(path).as_posix())


def open_source(file: Path, name: str) -> Source:
    known = file.stat()
    return Source(
        name,
        at=datetime.fromtimestamp(known.st_mtime, UTC),
        size=known.st_size,
        open=lambda: file.open("rb"),
        words=partial(read_words, file.with_name(file.name + WORDS)),
    )


def read_words(beside: Path) -> Mapping[str, Any]:
    """The JSON object in that file; nothing where there is none. Raises InvalidWords."""
    return parse_words(beside.read_bytes()) if beside.is_file() else {}


def parse_words(text: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise InvalidWords([("", f"the words beside the page are no JSON ({fault})")]) from fault
    if not isinstance(said, dict):
        raise InvalidWords([("", "the words beside the page are no JSON object")])
    return said
