"""A command line run in this process, and a desk that it can talk to."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from copydesk.cli.main import main
from copydesk.desk import Desk
from copydesk.handlers import api
from copydesk.handlers.admission import open_gate
from copydesk.store.inbox import Inbox
from tests.cli.answering import Answering, answering

LOGGED = ('{"level":', '{"_aws":')  # what the functions write: in these tests they share the command's process

type Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Runs a command line: its exit status, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = int(str(end.code))
        out, err = capsys.readouterr()
        return status, "".join(line for line in out.splitlines(keepends=True) if not line.startswith(LOGGED)), err

    return run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def answers(desk: Desk, inbox: Inbox, key: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Answering]:
    """The API on this machine; environment variables tell the command line where it is, and the key for the publisher `demo`."""
    with answering(api.House(desk, open_gate(desk.ledger, lambda: 0.0), inbox)) as answers:
        monkeypatch.setenv("COPYDESK_API", answers.address)
        monkeypatch.setenv("COPYDESK_KEY", key)
        yield answers
