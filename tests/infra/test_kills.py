"""`make serve` as a process of its own, killed as no program can answer: what was kept is there again."""

import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from infra.load.crowd import Crowd
from infra.load.reckoning import TOLD, count_missing, look_over
from infra.load.serving import serving
from infra.local.home import RUNNING
from infra.local.settings import Settings
from infra.local.trial import free_port

WRITTEN_BY_HAND = b"""<html lang="en"><head><title>The ferry came back</title></head><body><article><h1>The ferry came back</h1>
<p>Nobody on the quay had expected the ferry before the evening, and yet it came in with the morning tide.</p>
<p>The harbour master said that the wind had turned in the night and that the crew had wanted to be home.</p>
<p>It leaves again on Tuesday, with fewer cars and more people than at any time in the last eleven years.</p></article></body></html>"""


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


def test_what_was_acknowledged_is_there_again_after_everything_was_killed_at_once(settings: Settings) -> None:
    with closing(Crowd(settings.port)) as crowd, ThreadPoolExecutor(4) as pool:
        with serving(settings) as first:
            pushed = first.ask("POST", "/v1/articles?url=https://news.example.com/ferry", WRITTEN_BY_HAND)
            pushes = [pool.submit(crowd.push, number) for number in range(24)]
            wait_for(lambda: sum(push.done() for push in pushes) >= 8)
            first.kill_all()
        assert pushed.status == 201
        with serving(settings) as second:
            assert "killed last time" in second.said[0]
            assert "the archive has " in "".join(second.said)
            found = second.ask("GET", f"/v1/articles/{pushed.body['article_id']}")
            assert (found.status, found.body["revision"], found.body["article"]) == (200, 1, pushed.body["article"])
            answers = [push.result() for push in pushes]  # whoever was not answered has sent again
            assert {push.told for push in answers} <= set(TOLD)
            assert count_missing(second, answers) == 0
            assert look_over(second).faults == ()

            log = settings.home / "functions.log"
            told = log.read_text().count("news told")
            second.ask("POST", "/v1/articles?url=https://news.example.com/ferry", WRITTEN_BY_HAND.replace(b"Tuesday", b"Friday"))
            wait_for(lambda: log.read_text().count("news told") > told)

            assert second.stop().endswith("stopped\n")
    assert not (settings.home / RUNNING).exists()
