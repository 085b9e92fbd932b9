"""`make serve` as a process of its own, to be killed as no program can answer."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from infra.local import demo
from infra.local.emulator import open_client
from infra.local.home import RUNNING
from infra.local.settings import PROJECT, Settings

READY = "Ready on "
BURIAL_SECONDS = 5.0


@dataclass
class Serving:
    """`said` is what it printed until it was ready."""

    settings: Settings
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def read_until_ready(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if READY in line:
                return

    @property
    def emulator(self) -> int:
        return int((self.settings.home / RUNNING).read_text())

    @property
    def outputs(self) -> dict[str, str]:
        told: dict[str, dict[str, str]] = json.loads((self.settings.usual_home / "serving.json").read_bytes())
        return told["outputs"]

    def client(self, service: str) -> Any:
        return open_client(self.settings.emulator_url, service)

    def ask(self, method: str, path: str, body: bytes | None = None) -> demo.Answer:
        return demo.ask(method, f"{self.settings.api_url}{path}", body, {"Content-Type": "text/html"})

    def kill_all(self) -> None:
        """serve first, or it would see its emulator end; then the emulator and every function with it."""
        emulator = self.emulator
        self.process.kill()
        self.process.wait()
        os.killpg(emulator, signal.SIGKILL)
        assert is_gone(emulator)

    def stop(self) -> str:
        """What it said at the end."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.stdout
        last = self.process.stdout.read()
        self.process.wait()
        return last


@contextmanager
def serving(settings: Settings) -> Iterator[Serving]:
    chosen = {"PORT": str(settings.port), "EMULATOR_PORT": str(settings.emulator_port), "STATE": str(settings.home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "infra.local.serve"],
        cwd=PROJECT,
        env=os.environ | chosen,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    run = Serving(settings, process)
    try:
        run.read_until_ready()
        yield run
    finally:
        process.kill()  # its emulator hears of it and stops
        process.wait()
        assert process.stdout
        process.stdout.close()
        with suppress(FileNotFoundError, ValueError):
            is_gone(run.emulator)


def is_gone(group: int, within: float = BURIAL_SECONDS) -> bool:
    """Whether no process of the group is left; the kernel needs a moment to bury the last ones."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
