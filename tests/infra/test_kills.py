"""`make serve` as a process of its own, killed as no program can answer: what was kept is there again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from infra.local import demo
from infra.local.home import RUNNING
from infra.local.settings import PROJECT, Settings
from tests.infra.processes import free_port, is_gone

READY = "Ready on "
WRITTEN_BY_HAND = b"""<html lang="en"><head><title>The ferry came back</title></head><body><article><h1>The ferry came back</h1>
<p>Nobody on the quay had expected the ferry before the evening, and yet it came in with the morning tide.</p>
<p>The harbour master said that the wind had turned in the night and that the crew had wanted to be home.</p>
<p>It leaves again on Tuesday, with fewer cars and more people than at any time in the last eleven years.</p></article></body></html>"""


@dataclass
class Serving:
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

    def ask(self, method: str, path: str, body: bytes | None = None) -> demo.Answer:
        return demo.ask(method, f"{self.settings.api_url}{path}", body, {"Content-Type": "text/html"})

    def kill_all(self) -> None:
        """serve first, or it would see its emulator end."""
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


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings(port=free_port(), emulator_port=free_port(), bind="127.0.0.1", fresh=False, state=tmp_path / "stack")
    yield settings
    shutil.rmtree(settings.usual_home, ignore_errors=True)  # where a kill leaves word of the running stack


def wait_for(happened: Callable[[], bool], within: float = 20.0) -> None:
    deadline = time.monotonic() + within
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_page_is_there_again_after_everything_was_killed_at_once(settings: Settings) -> None:
    with serving(settings) as first:
        pushed = first.ask("POST", "/v1/articles?url=https://news.example.com/ferry", WRITTEN_BY_HAND)
        first.kill_all()
    assert pushed.status == 201
    with serving(settings) as second:
        assert "killed last time" in second.said[0]
        assert "the archive has " in "".join(second.said)
        found = second.ask("GET", f"/v1/articles/{pushed.body['article_id']}")
        assert (found.status, found.body["revision"], found.body["article"]) == (200, 1, pushed.body["article"])

        log = settings.home / "functions.log"
        told = log.read_text().count("news told")
        second.ask("POST", "/v1/articles?url=https://news.example.com/ferry", WRITTEN_BY_HAND.replace(b"Tuesday", b"Friday"))
        wait_for(lambda: log.read_text().count("news told") > told)

        assert second.stop().endswith("stopped\n")
    assert not (settings.home / RUNNING).exists()
