"""What two articles say differently: facts and blocks, captions and widgets.

  copydesk diff old.html new.html
  copydesk diff ktoywr34minlr2sytc72pos67z@1 ktoywr34minlr2sytc72pos67z
  copydesk diff page.html https://news.example.com/view/3100412 --from https://abc.execute-api.eu-central-1.amazonaws.com
  copydesk diff before.json after.json --json | jq '.[].place'

Each side is a page, an article's or an edition's JSON, an article's id at a desk (@N for a revision), or an address that it is known by.
Of a changed text, [-what went-] and {+what came+} are marked. Ids and hashes are not compared.

Exit status: 0 both say the same · 1 they do not · 2 a side cannot be read, is no article, or the desk cannot be asked.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, TextIO

from copydesk.errors import CopydeskError

from .advice import Unreachable
from .door import add_door, open_door
from .kept import Unreadable, read_article
from .screen import complain, harmless, paint, print_json

if TYPE_CHECKING:
    from .comparing import Change


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", metavar="A")
    parser.add_argument("after", metavar="B")
    parser.add_argument("--url", help="the address of sides that are pages")
    parser.add_argument("--json", action="store_true", help="a list of {part, place, before, after}")
    add_door(parser, "--from")


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    door = cache(lambda: open_door(arguments))
    sides = []
    for named in (arguments.before, arguments.after):
        try:
            sides.append(read_article(named, door, url=arguments.url))
        except CopydeskError as refusal:
            complain(f"{named}: {refusal.type}: {refusal.detail}")
            return 2
        except (Unreadable, Unreachable) as fault:
            complain(str(fault))
            return 2
    from .comparing import compare

    changes = compare(*sides)
    if arguments.json:
        print_json([asdict(change) for change in changes])
    else:
        print_changes(changes)
    return 1 if changes else 0


def print_changes(changes: "list[Change]") -> None:
    for line in lines_of(changes, sys.stdout):
        print(line)


def lines_of(changes: "list[Change]", stream: TextIO) -> Iterator[str]:
    """Coloured where that stream is a terminal."""
    part = ""
    for change in changes:
        if change.part != part:
            part = change.part
            yield paint(part, "bold", stream)
        if change.before is None:
            yield paint(f"  + {change.place}: {harmless(change.after or '')}", "green", stream)
        elif change.after is None:
            yield paint(f"  - {change.place}: {harmless(change.before)}", "red", stream)
        else:
            yield f"  ~ {change.place}: {_marked(change.before, change.after, stream)}"


def _marked(before: str, after: str, stream: TextIO) -> str:
    from .comparing import stretches

    marks = {"same": ("", "", None), "gone": ("[-", "-]", "red"), "come": ("{+", "+}", "green")}
    out = []
    for stretch in stretches(harmless(before), harmless(after)):
        opening, closing, style = marks[stretch.how]
        text = f"{opening}{stretch.text}{closing}"
        out.append(paint(text, style, stream) if style else text)
    return " ".join(out)
