"""Completion of commands, actions and options by the shell.

  copydesk completion bash > ~/.local/share/bash-completion/completions/copydesk
  copydesk completion zsh > "${fpath[1]}/_copydesk"
  copydesk completion fish > ~/.config/fish/completions/copydesk.fish
  source <(copydesk completion bash)

The script asks `copydesk` itself (the line so far is in COMP_LINE), so it knows what the installed one knows.

Exit status: 0 done · 1 the package that does it is not installed · 2 the command line is not usable.
"""

import argparse
import os
from collections.abc import Mapping
from importlib import import_module

from .screen import complain

SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    try:
        from argcomplete.shell_integration import shellcode
    except ImportError:
        complain("completion needs argcomplete, which is not installed: pip install 'copydesk[cli]'")
        return 1
    print(shellcode(["copydesk"], shell=arguments.shell), end="")
    return 0


def answer_shell(commands: Mapping[str, tuple[str, str]]) -> None:
    """What can stand at the cursor, told to the script that asks, and the end of the process. Only the command in the line is loaded."""
    from argcomplete import autocomplete

    line = os.environ.get("COMP_LINE", "")[: int(os.environ.get("COMP_POINT", "0"))]
    parser = argparse.ArgumentParser("copydesk")
    chosen = parser.add_subparsers()
    for name, (module, summary) in commands.items():
        command = chosen.add_parser(name, help=summary)
        if name in line.split()[1:2]:
            import_module(module).add_arguments(command)
    autocomplete(parser)
