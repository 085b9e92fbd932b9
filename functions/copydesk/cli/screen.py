"""What a person reads: colours only on a terminal, and nothing that a page could tell the terminal to do."""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, TextIO

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")  # all but tab and line feed
STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


def is_painted(stream: TextIO) -> bool:
    """Whether colours are welcome there: a terminal, and neither NO_COLOR (no-color.org) nor a terminal that knows none."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, style: str, stream: TextIO) -> str:
    """`text` in one of STYLES, as it is where colours are not welcome."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if is_painted(stream) else text


def harmless(text: str) -> str:
    """Text of a page or of an answer without what moves a terminal's cursor, colours it or turns its writing round."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def tell(line: str) -> None:
    """To the person, past whatever reads standard output."""
    print(line, file=sys.stderr, flush=True)


def complain(message: str) -> None:
    """What is in the way, on standard error."""
    tell(f"{paint('copydesk:', 'red', sys.stderr)} {harmless(message)}")


def add_leaf(actions: Any, name: str, told: str) -> argparse.ArgumentParser:
    """An action's own parser; `told` is its help, the first line the summary."""
    summary = told.partition("\n")[0]
    parser: argparse.ArgumentParser = actions.add_parser(
        name, help=summary, description=told, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    return parser


def print_json(value: object) -> None:
    """Escapes instead of letters where the value holds a lone surrogate, which UTF-8 has no bytes for."""
    try:
        sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")
    except UnicodeEncodeError:
        sys.stdout.buffer.write(json.dumps(value, indent=2).encode() + b"\n")


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest entry; the last one, which may hold names in any script, ends where it ends."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head) - 1)]
    for row in (head, *rows):
        print("  ".join([*(entry.ljust(width) for entry, width in zip(row, widths, strict=False)), row[-1]]))
