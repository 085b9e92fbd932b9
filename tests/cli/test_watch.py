"""`copydesk watch`: what comes into a folder is pushed once it is whole, and once."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from copydesk.cli.watch import Sight
from tests.cli.answering import Answering, Fault
from tests.cli.conftest import Told
from tests.paper import print_page

ONCE = ("--once", "--settle", "0")

# a shell gives its background jobs, and all that these start, a SIGINT that is ignored
HEEDING_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"


def write(folder: Path, name: str, headline: str = "Lighthouse stays lit") -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(print_page(headline=headline, canonical=f"https://news.example/{name}"))


def test_what_is_there_is_pushed_once_however_often_it_is_watched(answers: Answering, told: Told, here: Path) -> None:
    write(here / "in", "a.html")
    status, out, err = told("watch", "in", *ONCE)
    assert (status, out[9:], err.startswith("watching in for ")) == (0, out[9:], True)
    assert out[9:].startswith("created    in/a.html ")
    assert told("watch", "in", *ONCE)[1] == ""
    assert told("push", "in", "--json")[1].count('"before": 1') == 1  # the journal is the same
    write(here / "in", "a.html", "Lighthouse goes dark")
    (line,) = told("watch", "in", *ONCE, "--json")[1].splitlines()
    assert (json.loads(line)["outcome"], len(answers.pushes)) == ("revised", 2)


def test_what_is_refused_is_told_and_ends_a_single_run_with_1(answers: Answering, told: Told, here: Path) -> None:
    write(here / "in", "a.html")
    (here / "in" / "menu.html").write_text("<p>Home</p>")
    status, out, _ = told("watch", "in", *ONCE)
    assert (status, "refused    in/menu.html no_article: no article found" in out, "created    in/a.html" in out) == (1, True, True)


@pytest.mark.parametrize(
    ("arguments", "status", "told_of"),
    [
        (("nowhere",), 2, "nowhere is no folder"),
        (("in", "--to", "http://127.0.0.1:1"), 3, "does not answer"),
        (("in", "--key-file", "nowhere"), 2, "the key file cannot be read"),
    ],
)
def test_a_watch_that_cannot_push_says_why(
    answers: Answering, told: Told, here: Path, arguments: tuple[str, ...], status: int, told_of: str
) -> None:
    write(here / "in", "a.html")
    ended, _, err = told("watch", *arguments, *ONCE, "--patience", "0")
    assert (ended, told_of in err) == (status, True)


def test_a_dead_key_ends_the_watch(answers: Answering, told: Told, here: Path) -> None:
    write(here / "in", "a.html")
    (here / "key").write_text("cd_wrong")
    assert told("watch", "in", "--key-file", "key")[0] == 2


def test_a_busy_desk_is_asked_again(answers: Answering, told: Told, here: Path) -> None:
    write(here / "in", "a.html")
    answers.faults = [Fault(503), Fault(0)]
    assert told("watch", "in", *ONCE)[0] == 0


def test_a_file_is_left_alone_while_somebody_writes_to_it(here: Path) -> None:
    changed = 1_700_000_000
    write(here / "in", "a.html")
    os.utime(here / "in" / "a.html", (changed, changed))
    sight = Sight(here / "in", settle=2.0)
    assert [len(found) if isinstance(found, list) else found for found in sight.look(changed + 1.9)] == [0, True]
    ready, writing = sight.look(changed + 2.0)
    assert ([source.name for source, _ in ready], writing) == (["a.html"], False)


def test_a_file_is_ready_again_when_it_or_the_words_beside_it_change(here: Path) -> None:
    write(here / "in", "a.html")
    sight = Sight(here / "in", settle=0.0)
    sight.pushed = {source.name: seen for source, seen in sight.look(time.time() + 1)[0]}
    assert sight.look(time.time() + 1)[0] == []
    (here / "in" / "a.html.words.json").write_text('{"edition": 2}')
    assert len(sight.look(time.time() + 1)[0]) == 1
    sight.pushed = {source.name: seen for source, seen in sight.look(time.time() + 1)[0]}
    os.utime(here / "in" / "a.html", (0, 0))
    assert len(sight.look(time.time())[0]) == 1


def test_pages_are_pushed_as_they_come_until_somebody_stops_it(answers: Answering, here: Path) -> None:
    (here / "in").mkdir()
    code = f"{HEEDING_CTRL_C}; from copydesk.cli.main import main; raise SystemExit(main())"
    command = [sys.executable, "-c", code, "watch", "in", "--settle", "0"]
    running = subprocess.Popen(command, cwd=here, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout
    for name in ("a.html", "b.html"):
        write(here / "in", name)
        assert f"created    in/{name} " in running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert (running.returncode, "Traceback" in err) == (130, False)
