"""ministack, an AWS emulator that is a plain Python package, as a child process of ours."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from infra.local.settings import PROJECT, CannotServe, Settings

REGION = "us-east-1"
START_SECONDS = 60
STOP_SECONDS = 15  # it answers open requests, then writes its state


@dataclass(frozen=True)
class Emulator:
    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def client(self, service: Any) -> Any:
        return open_client(self.url, service)

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None


def open_client(url: str, service: Any) -> Any:
    """A boto3 client that can reach nothing but this emulator, whatever the shell's AWS settings are."""
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        aws_session_token="",
    )


@contextmanager
def running_emulator(settings: Settings, home: Path) -> Iterator[Emulator]:
    log = home / "emulator.log"
    if log.exists():
        log.replace(home / "emulator.before.log")  # the last words of one that was killed
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "infra.local.leash", str(home)],
            cwd=PROJECT,
            env=_environment(settings, home),
            stdin=subprocess.PIPE,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # or Ctrl-C would stop it before we have told what is stored
        )
    emulator = Emulator(settings.emulator_url, log, process)
    try:
        _wait_until_ready(emulator)
        yield emulator
    finally:
        _stop(process)


def _environment(settings: Settings, home: Path) -> dict[str, str]:
    shutil.rmtree(home / "tmp", ignore_errors=True)  # the code of the functions of earlier runs
    for name in ("state", "s3", "tmp"):
        (home / name).mkdir(exist_ok=True)
    # Neither the shell's real credentials nor a foreign endpoint may reach the functions.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))}
    return inherited | {
        "GATEWAY_PORT": str(settings.emulator_port),
        "BIND_HOST": settings.bind,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(home / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(home / "s3"),
        "TMPDIR": str(home / "tmp"),
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",  # it would listen on a port of its own
        "SFTP_ENABLED": "0",
        "DOCKER_HOST": "unix:///nowhere",  # functions run in subprocesses; other people's containers are not ours to tidy
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": settings.emulator_url,
    }


def _wait_until_ready(emulator: Emulator) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if not emulator.is_running:
            raise CannotServe(f"the emulator stopped at once; its last words are in {emulator.log}")
        try:
            with urllib.request.urlopen(f"{emulator.url}/_ministack/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise CannotServe(f"the emulator did not answer within {START_SECONDS} s; see {emulator.log}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # a function that is still at work
