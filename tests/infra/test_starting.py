"""A cold start waits for what is imported: each function for what its row says; and what is imported knows no moment, no chance, nobody.

SnapStart keeps the memory of a start and wakes it a thousand times: a time, a random number or a connection of then would be all of theirs.
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.infra.test_template import FUNCTIONS, PROJECT, RESOURCES

BOTOCORE = {"botocore", "certifi", "dateutil", "jmespath", "six", "urllib3"}
READING = {"cython_runtime", "selectolax", *(f"copydesk.{room}" for room in ("article", "desk", "model", "normalize", "rules"))}
STORING = {
    "aws_lambda_powertools",
    "typing_extensions",
    *BOTOCORE,
    *(f"copydesk.{room}" for room in ("errors", "handlers", "page", "store")),
}

# All that is loaded before the first event is looked at. What is not in a function's row fails the suite.
MAY_IMPORT = {
    "Api": STORING | READING | {"copydesk.inspector", "copydesk.renditions"},
    "Intake": STORING | READING,
    "Backfill": STORING | READING | {"copydesk.containers", "warcio"},
    "Watch": STORING | READING,
    "Announce": STORING,
}


@cache
def start(handler: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.infra.starting", handler]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return dict(json.loads(subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True).stdout))


def module_of(function: str) -> str:
    return str(RESOURCES[f"{function}Function"]["Properties"]["Handler"]).rpartition(".")[0]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_imports_what_its_row_says_and_nothing_else(function: str) -> None:
    assert set(start(module_of(function))["packages"]) == MAY_IMPORT[function]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nothing_random_clocked_or_connected_happens_at_import(function: str) -> None:
    assert start(module_of(function))["touched"] == []


@pytest.mark.parametrize(
    ("line", "touched"),
    [
        ("import time; AT = time.time()", "time.time"),
        ("import random; CHANCE = random.random()", "random.random"),
        ("import secrets; TOKEN = secrets.token_hex()", "random._urandom"),
        ("import uuid; ID = uuid.uuid4()", "uuid.uuid4"),
        ("import socket; socket.getaddrinfo('localhost', 1)", "socket.getaddrinfo"),
        ("import http.client; http.client.HTTPConnection('127.0.0.1', 9).connect()", "socket.create_connection"),
    ],
)
def test_what_an_import_touches_is_noticed(line: str, touched: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"touching_{touched.replace('.', '_')}"
    guarded = f"try:\n    {line}\nexcept OSError:\n    pass\n"
    (tmp_path / f"{name}.py").write_text(guarded)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [call.split()[0] for call in start(name)["touched"]][:1] == [touched]
