"""`copydesk push`: every page once, whatever happens on the way."""

import contextlib
import gzip
import json
import os
import re
import signal
import sys
import time
import zipfile
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from copydesk.cli.door import Door
from copydesk.cli.pushing.journal import Journal, Outcome
from copydesk.cli.pushing.pages import Unusable
from tests.cli.answering import Answering, Fault
from tests.cli.conftest import Told
from tests.paper import print_page

QUICK = ("--patience", "5")

# a shell gives its background jobs, and all that these start, a SIGINT that is ignored
HEEDING_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"


def write_pages(folder: Path, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        page = print_page(headline=f"Lighthouse {number} stays lit", canonical=f"https://news.example/lamps/{number}")
        (folder / f"{number:04}.html").write_text(page, "utf-8")


def outcomes(told: tuple[int, str, str]) -> dict[str, int]:
    return dict(json.loads(told[1])["outcomes"])


# ------------------------------------------------------------ what is pushed


def test_a_folder_is_pushed_whole_and_each_page_once(answers: Answering, told: Told, here: Path) -> None:
    write_pages(here / "pages" / "2025", 3)
    write_pages(here / "pages", 2)
    (here / "pages" / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    status, out, err = told("push", "pages", "--json")
    assert (status, json.loads(out)["outcomes"]) == (0, {"created": 3, "unchanged": 2, "skipped": 1})
    assert err.startswith(f"pushing to {answers.address}; the journal is .copydesk/push-")
    assert outcomes(told("push", "pages", "--json")) == {"before": 5, "skipped": 1}
    assert len(answers.pushes) == 5


def test_zip_and_pattern_and_gzip_and_a_file_named_by_hand_are_pushed(answers: Answering, told: Told, here: Path) -> None:
    write_pages(here / "pages", 4)
    with zipfile.ZipFile(here / "export.zip", "w") as archive:
        archive.write("pages/0000.html", "a/0.html")
        archive.writestr("a/0.html.words.json", '{"external_id": "x-0"}')
    (here / "packed.html.gz").write_bytes(gzip.compress((here / "pages" / "0001.html").read_bytes()))
    (here / "page").write_bytes((here / "pages" / "0002.html").read_bytes())
    assert outcomes(told("push", "export.zip", "packed.html.gz", "page", "pages/*3.html", "--json")) == {"created": 4}
    assert [path for path, _ in answers.pushes if "external_id=x-0" in path]


def test_a_manifest_tells_words_and_content_type_of_each_page(answers: Answering, told: Told, here: Path) -> None:
    (here / "in").mkdir()
    (here / "in" / "a.html").write_bytes(print_page(headline="등대는 꺼지지 않는다", charset="").encode("euc-kr"))
    (here / "in" / "list.jsonl").write_text(
        '{"id": 1, "path": "a.html", "url": "https://news.example/1", "edition": 7, "content_type": "text/html; charset=euc-kr"}\n'
    )
    assert told("push", "in/list.jsonl")[0] == 0
    ((path, headers),) = answers.pushes
    assert ("url=https%3A%2F%2Fnews.example%2F1" in path, "edition=7" in path) == (True, True)
    assert headers["content-type"] == "application/octet-stream; charset=euc-kr"


@pytest.mark.parametrize(
    ("line", "told_of"),
    [
        ("nonsense", "line 1: not JSON"),
        ("[]", 'line 1: a page is {"path"'),
        ('{"url": "https://news.example/1"}', 'line 1: a page is {"path"'),
        ('{"path": "a.html", "edition": "x"}', "line 1: edition: must be a whole number"),
    ],
)
def test_a_line_that_names_no_page_ends_the_run_and_is_named(answers: Answering, told: Told, here: Path, line: str, told_of: str) -> None:
    (here / "list.jsonl").write_text(line + "\n")
    status, _, err = told("push", "list.jsonl")
    assert (status, told_of in err, answers.pushes) == (2, True, [])


def test_editions_of_one_story_are_never_on_their_way_at_once(answers: Answering, told: Told, here: Path) -> None:
    lines = []
    for number in range(6):
        (here / f"{number}.html").write_text(print_page(headline=f"Lighthouse {number} stays lit"))
        lines.append(json.dumps({"path": f"{number}.html", "url": "https://news.example/1"}))
    (here / "list.jsonl").write_text("\n".join(lines))
    answers.slow = 0.03
    assert told("push", "list.jsonl", "--senders", "6")[0] == 0
    assert answers.most == 1


# --------------------------------------------------------- refused and failed


def test_what_is_refused_is_named_with_its_reason_and_not_sent_again(answers: Answering, told: Told, here: Path) -> None:
    write_pages(here / "pages", 1)
    (here / "pages" / "empty.html").write_text("")
    (here / "pages" / "menu.html").write_text("<p>Home</p><script>x</script>")
    status, out, err = told("push", "pages")
    assert status == 1
    assert "empty_page: 1\n    pages/empty.html: the body is empty" in out
    assert "refused: pages/menu.html: no_article: no article found" in err
    again, out, err = told("push", "pages")
    assert (again, len(answers.pushes), "empty_page: 1" in out, "refused:" in err) == (1, 3, True, False)
    told("push", "pages", "--retry-refused")
    assert (len(answers.pushes), len(set(answers.keys))) == (5, 5)


def test_a_page_that_changed_is_pushed_again_and_back_again(answers: Answering, told: Told, here: Path) -> None:
    for headline in ("Lamp lit", "Lamp out", "Lamp lit"):
        (here / "a.html").write_text(print_page(headline=headline, canonical="https://news.example/1"))
        told("push", "a.html")
    assert len(set(answers.keys)) == 3


def test_a_busy_desk_is_waited_for_and_asked_with_the_same_key(answers: Answering, told: Told, here: Path) -> None:
    write_pages(here / "pages", 1)
    answers.faults = [Fault(503, {"retry-after": "1"}), Fault(0), Fault(0, kept=True), Fault(500)]
    began = time.monotonic()
    assert outcomes(told("push", "pages", "--json", "--patience", "60")) == {"created": 1}
    assert (len(answers.keys), len(set(answers.keys))) == (5, 1)
    assert time.monotonic() - began >= 1


def test_a_page_at_which_the_desk_fails_again_and_again_stops_no_other(
    answers: Answering, told: Told, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copydesk.cli.pushing.sending.FIRST_SECONDS", 0.01)
    write_pages(here / "pages", 2)
    answers.faults = [Fault(500)] * 5
    status, out, err = told("push", "pages", "--senders", "1")
    assert (status, "1  failed" in out, "1  created" in out) == (1, True, True)
    assert "the same command again sends what failed" in err
    assert outcomes(told("push", "pages", "--json")) == {"created": 1, "before": 1}


@pytest.mark.parametrize(
    ("change", "status", "told_of"),
    [
        ({"COPYDESK_KEY": "cd_wrong"}, 2, "refuses this key: send a live key"),
        ({"COPYDESK_KEY": ""}, 2, "no key: put it into COPYDESK_KEY"),
        ({"COPYDESK_KEY": "two words"}, 2, "the key is no key"),
        ({"COPYDESK_API": "http://127.0.0.1:1"}, 3, "does not answer"),
        ({"COPYDESK_API": "http://news.example.com"}, 2, "say https://"),
        ({"COPYDESK_API": "nonsense"}, 2, "is no address of an API"),
    ],
)
def test_what_no_page_can_get_past_ends_the_run_at_once(
    answers: Answering, told: Told, here: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], status: int, told_of: str
) -> None:
    write_pages(here / "pages", 9)
    for name, value in change.items():
        monkeypatch.setenv(name, value)
    ended, _, err = told("push", "pages", "--senders", "2")
    assert (ended, told_of in err, len(answers.pushes) <= 2) == (status, True, True)


def test_a_wait_beyond_patience_ends_the_run_and_says_so(answers: Answering, told: Told, here: Path) -> None:
    write_pages(here / "pages", 3)
    answers.faults = [Fault(429, {"retry-after": "4000"})] * 3
    status, _, err = told("push", "pages", *QUICK)
    assert (status, "asks to wait 4,000 seconds" in err, "goes on from there" in err) == (3, True, True)
    assert told("push", "pages")[0] == 0


def test_the_key_is_told_to_nobody(answers: Answering, told: Told, here: Path) -> None:
    write_pages(here / "pages", 1)
    (here / "key").write_text("cd_demo\n")
    os.environ.pop("COPYDESK_KEY")
    _, out, err = told("push", "pages", "--key-file", "key", "--journal", "journal")
    assert "cd_demo" not in out + err + (here / "journal").read_text()
    assert answers.pushes[0][1]["authorization"] == "Bearer cd_demo"


# --------------------------------------------------------------- interrupted


def start(folder: Path) -> Popen[str]:
    code = f"{HEEDING_CTRL_C}; from copydesk.cli.main import main; raise SystemExit(main())"
    command = [sys.executable, "-c", code, "push", "pages", "--senders", "4"]
    return Popen(command, cwd=folder, text=True, stdout=PIPE, stderr=PIPE)


@pytest.mark.parametrize(("stop", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_stopped_run_goes_on_where_it_stopped(answers: Answering, told: Told, here: Path, stop: signal.Signals, status: int) -> None:
    write_pages(here / "pages", 20)
    answers.slow = 0.05
    running = start(here)
    while len(answers.pushes) < 6:
        time.sleep(0.02)
    running.send_signal(stop)
    _, err = running.communicate(timeout=30)
    assert (running.returncode, "Traceback" in err) == (status, False)
    assert len(answers.pushes) < 20
    answers.slow = 0.0
    told_outcomes = outcomes(told("push", "pages", "--json"))
    assert sum(told_outcomes.values()) == 20
    assert set(told_outcomes) == {"before", "created"}  # what was on its way is answered as it was the first time
    assert told_outcomes["before"] >= 1
    listed = Door(answers.address, "cd_demo").read("/v1/articles", {"limit": "100"}).document["articles"]
    assert len({article["article_id"] for article in listed}) == len(listed) == 20
    assert {article["revision"] for article in listed} == {1}


def test_a_torn_last_line_counts_as_not_written(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = Journal.open(path, to="http://a.example", at="now")
    journal.note(Outcome("1.html", "aa", "created", "now"))
    journal.note(Outcome("2.html", "bb", "created", "now"))
    journal.close()
    path.write_bytes(path.read_bytes()[:-7])
    journal = Journal.open(path, to="http://a.example", at="now")
    assert (journal.find("1.html", "aa") is None, journal.find("2.html", "bb") is None) == (False, True)
    journal.note(Outcome("2.html", "bb", "created", "now"))
    assert [json.loads(line).get("page") for line in path.read_text().splitlines()] == [None, "1.html", "2.html"]
    journal.close()


@pytest.mark.parametrize(
    ("written", "to", "told_of"),
    [
        ('{"journal":1,"run":"a","to":"http://a.example"}\n', "http://b.example", "tells of a push to http://a.example"),
        ("something else\n", "http://a.example", "is no journal"),
        ('{"journal":1,"run":"a","to":"http://a.example"}\n{}\n', "http://a.example", "line 2: no outcome of a page"),
    ],
)
def test_a_file_that_is_no_journal_of_this_push_is_left_alone(tmp_path: Path, written: str, to: str, told_of: str) -> None:
    path = tmp_path / "journal"
    path.write_text(written)
    with pytest.raises(Unusable, match=told_of):
        Journal.open(path, to=to, at="now")
    assert path.read_text() == written


def test_two_runs_never_write_one_journal(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "journal", to="http://a.example", at="now")
    with pytest.raises(Unusable, match="is in use"):
        Journal.open(tmp_path / "journal", to="http://a.example", at="now")
    journal.close()


# ------------------------------------------------------------------ terminal


@pytest.mark.parametrize(("colour", "painted"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_sees_a_bar_with_rate_and_outcomes(answers: Answering, here: Path, colour: dict[str, str], painted: bool) -> None:
    write_pages(here / "pages", 2)
    code = f"{HEEDING_CTRL_C}; from copydesk.cli.main import main; raise SystemExit(main())"
    environment = {**os.environ, "COLUMNS": "140", "TERM": "xterm", **colour}
    terminal, end = os.openpty()
    with Popen([sys.executable, "-c", code, "push", "pages"], cwd=here, env=environment, text=True, stdout=PIPE, stderr=end) as running:
        os.close(end)
        shown = read_to_the_end(terminal)
        out, _ = running.communicate(timeout=30)
    assert (running.returncode, "2/2" in shown, "/s" in shown, "2 created" in shown) == (0, True, True, True)
    assert bool(re.search(r"\x1b\[\d*;?3\dm", shown)) is painted
    assert "\x1b" not in out


def read_to_the_end(terminal: int) -> str:
    """Until nobody has the terminal open any more, which is an error to whoever reads it."""
    shown = b""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 65536):
            shown += part
    os.close(terminal)
    return shown.decode()
