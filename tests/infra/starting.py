"""Import one function's handler in a fresh process and say what that took: the packages that came with it, and what was touched.

  python -m tests.infra.starting copydesk.handlers.api

Prints JSON. `packages` are the installed ones and the rooms of ours; `touched` are calls of the clock, of chance and of the network
during the import, each with the file that it came from. Calls of the standard library on its own account (logging notes when it was
loaded) are not counted: nothing of ours depends on them.
"""

import importlib
import json
import logging  # notes the time when it is loaded, whoever loads it: so, here
import os
import random
import socket
import sys
import sysconfig
import time
import traceback
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

WATCHED: tuple[tuple[Any, str], ...] = (
    (time, "time"), (time, "time_ns"), (time, "sleep"),
    (random, "random"), (random, "seed"), (random, "getrandbits"), (os, "urandom"), (random, "_urandom"), (uuid, "uuid4"), (uuid, "uuid1"),
    (socket, "create_connection"), (socket, "getaddrinfo"), (socket.socket, "connect"), (socket, "gethostbyname"),
)  # fmt: skip
STDLIB = Path(sysconfig.get_paths()["stdlib"])


def find_caller() -> str | None:
    """The file that called, where it is none of the standard library's and not this one."""
    for frame in reversed(traceback.extract_stack()[:-2]):
        path = Path(frame.filename)
        if path == Path(__file__):
            return None
        if frame.filename.startswith("<") or (path.is_relative_to(STDLIB) and "site-packages" not in path.parts):
            continue
        return str(path)
    return None


def watched(name: str, original: Callable[..., Any], touched: list[str]) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        if caller := find_caller():
            touched.append(f"{name} from {caller}")
        return original(*arguments, **named)

    return call


def room_of(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "copydesk" else parts[0]


def main(handler: str) -> None:
    assert logging
    before, touched = set(sys.modules), list[str]()
    for owner, name in WATCHED:
        setattr(owner, name, watched(f"{owner.__name__}.{name}", getattr(owner, name), touched))
    importlib.import_module(handler)
    fresh = {room_of(module) for module in sys.modules.keys() - before} - sys.stdlib_module_names - {"copydesk"}
    print(json.dumps({"packages": sorted(name for name in fresh if not name.startswith("_")), "touched": touched}))


if __name__ == "__main__":
    main(sys.argv[1])
