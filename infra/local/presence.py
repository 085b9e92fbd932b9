"""serving.json: where the running stack is, for `copydesk publishers` and `copydesk keys`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from infra.local.emulator import REGION
from infra.local.settings import Settings
from infra.local.stack import Stack


@contextmanager
def told_where(settings: Settings, stack: Stack, home: Path) -> Iterator[None]:
    """The file is there as long as there is somebody to talk to; only a kill leaves it behind."""
    home.mkdir(parents=True, exist_ok=True)
    serving, unfinished = home / "serving.json", home / "serving.json.new"
    told = {"api": settings.api_url, "endpoint": settings.emulator_url, "region": REGION, "outputs": stack.outputs}
    unfinished.write_text(json.dumps(told, indent=2) + "\n")
    unfinished.replace(serving)
    try:
        yield
    finally:
        serving.unlink(missing_ok=True)
        with suppress(OSError):
            home.rmdir()  # made for this file alone, where the state is in a folder of the person's own choice
