"""What the commands that manage a stack share: their actions, where they act, and how they tell what they did."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import CopydeskError, InvalidWords
from .advice import Unreachable, advised
from .places import Place, add_place, find_misplaced, open_place
from .screen import add_leaf, complain

type Action = Callable[[Place, argparse.Namespace], None]


def add_action(actions: Any, name: str, told: str) -> argparse.ArgumentParser:
    """The parser of an action that has a place; `told` is its help, the first line the summary."""
    parser = add_leaf(actions, name, told)
    parser.add_argument("--json", action="store_true", help="one JSON document, for machines")
    add_place(parser)
    return parser


def manage(actions: Mapping[str, Action], arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Do what the arguments say, where they say; the exit status."""
    if fault := find_misplaced(arguments):
        parser.error(fault)
    try:
        place = open_place(arguments)
        with advised(place.name):
            actions[arguments.action](place, arguments)
    except InvalidWords as error:
        parser.error("; ".join(f"{pointer.removeprefix('/')}: {message}" for pointer, message in error.errors))
    except (CopydeskError, Unreachable) as error:
        complain(str(error))
        return 1
    return 0
