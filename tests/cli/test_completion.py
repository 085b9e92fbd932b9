"""What a person gets without reading: completion by the shell, help with examples, errors without a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.cli.main import COMMANDS
from tests.cli.conftest import Told

BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("copydesk pu", {"push", "publishers"}),
        ("copydesk push --sen", {"--senders"}),
        ("copydesk rules ch", {"check"}),
        ("copydesk rules new --zo", {"--zone"}),
        ("copydesk keys add --scope ", {"admin", "push", "read"}),
        ("copydesk nonsense --", set()),
    ],
)
def test_bash_completes_commands_actions_and_options(line: str, offered: set[str]) -> None:
    script = (
        "source <(copydesk completion bash); export COMP_LINE COMP_POINT COMP_TYPE=9 COMP_KEY=9; "
        '_python_argcomplete copydesk; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "COMP_LINE": line, "COMP_POINT": str(len(line))}
    ended = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert {word.strip() for word in ended.stdout.split()} - {"--help", "-h"} == offered, ended.stderr


@pytest.mark.parametrize(("shell", "said"), [("bash", "complete "), ("zsh", "compdef"), ("fish", "complete --command copydesk")])
def test_each_shell_has_its_script(told: Told, shell: str, said: str) -> None:
    status, out, err = told("completion", shell)
    assert (status, err, said in out) == (0, "", True)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_commands_help_has_examples_and_tells_how_it_ends(told: Told, command: str) -> None:
    status, out, _ = told(command, "--help")
    assert (status, f"\n  copydesk {command}" in out, "Exit status: 0 " in out) == (0, True, True)
