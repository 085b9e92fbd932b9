"""The commands of docs/events.md and docs/backfill.md, given one after the other to a shell, against the local stack."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.demo import PAGES
from infra.local.presence import told_where
from infra.local.settings import PROJECT
from tests.containers.packing import Warc
from tests.infra.local import Local

BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)  # what only AWS can show is marked ◇ behind `sh`


@pytest.mark.parametrize("name", ["events.md", "backfill.md"])
def test_a_documents_commands_do_what_it_says(local: Local, tmp_path: Path, name: str) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "harbor-wind.html").write_bytes((PAGES / "harbor-wind.html").read_bytes())
    Warc().add(url="https://news.example.com/night", body=(PAGES / "night-market.html").read_bytes()).written(archive / "2019.warc.gz")
    calls = BLOCK.findall((PROJECT / "docs" / name).read_text())
    with told_where(local.settings, local.stack, tmp_path / ".copydesk" / f"emulator-{local.settings.emulator_port}"):
        environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        for call in calls:
            ran = subprocess.run(["bash", "-eu", "-c", call], cwd=tmp_path, env=environment, capture_output=True, text=True)
            assert ran.returncode == 0, ran.stderr
    assert len(calls) in (1, 2)
