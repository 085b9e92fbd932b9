"""env.local.json for `sam local`: the names that the stack gave, and the emulator as SAM's containers reach it."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.emulator import Emulator
from infra.local.settings import Settings
from infra.local.stack import Stack, read_environment

FILE = "env.local.json"  # samconfig.toml names it
HOST = "host.docker.internal"  # this machine, from inside SAM's containers


@contextmanager
def written_environment(settings: Settings, emulator: Emulator, stack: Stack, *folders: Path) -> Iterator[Path]:
    """The file, in the first of the folders where no other running stack holds one."""
    variables = read_environment(emulator, stack)
    for environment in variables.values():
        environment["AWS_ENDPOINT_URL"] = f"http://{HOST}:{settings.emulator_port}"
    for folder in folders:
        with (folder / FILE).open("a", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            file.truncate(0)
            file.write(json.dumps(variables, indent=2) + "\n")
            file.flush()
            yield folder / FILE
            return
    raise FileExistsError(f"{FILE} is held by other stacks in {' and '.join(map(str, folders))}")
