"""The real template in an emulator of its own, empty and on free ports, gone afterwards: for whoever only wants to try calls."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from copydesk.store.keys import add_key
from copydesk.store.ledger import Ledger
from infra.local.bundle import zip_functions
from infra.local.demo import PUBLISHER, SECRET, seed
from infra.local.emulator import Emulator, running_emulator
from infra.local.proxy import running_proxy
from infra.local.settings import Settings
from infra.local.stack import Stack, deploy

READER = "cd_local_reader_key"


@dataclass(frozen=True)
class Trial:
    settings: Settings
    emulator: Emulator
    stack: Stack


@contextmanager
def running_trial() -> Iterator[str]:
    """The API's address; the demo key opens it."""
    with running_stack() as trial:
        yield trial.settings.api_url


@contextmanager
def running_stack() -> Iterator[Trial]:
    settings = Settings(port=free_port(), emulator_port=free_port(), bind="127.0.0.1", fresh=False)
    with ExitStack() as running:
        home = Path(running.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        emulator = running.enter_context(running_emulator(settings, home))
        stack = deploy(emulator, zip_functions())
        running.enter_context(running_proxy(settings.port, emulator.url, stack.outputs["HttpApiId"]))
        seed(emulator, stack)
        yield Trial(settings, emulator, stack)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> int:
    """Run a command while a stack of its own is up; $API, $KEY and a key that only reads, $READER, tell it where and how."""
    with running_stack() as trial:
        add_key(Ledger(trial.emulator.client("dynamodb"), trial.stack.outputs["TableName"]), READER, ("read",), (PUBLISHER,))
        environment = os.environ | {"API": trial.settings.api_url, "KEY": SECRET, "READER": READER}
        return subprocess.run(sys.argv[1:], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
