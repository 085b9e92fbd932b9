"""`copydesk COMMAND …`: finds the command, and answers for how the process ends."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Any

# A command's file is imported only when it is called: `copydesk push` need not wait for the parser.
# Each has add_arguments(parser) and run(arguments) -> exit status; its docstring is the help, the first line the summary.
COMMANDS = {
    "normalize": ("copydesk.cli.normalize", "print the article of a page, or of many"),
    "explain": ("copydesk.cli.explain", "show a page beside its article, as one HTML file"),
    "push": ("copydesk.cli.push", "push pages to a desk, once each, however often the run is stopped"),
    "watch": ("copydesk.cli.watch", "push what comes into a folder, as it comes"),
    "show": ("copydesk.cli.show", "show an article that a desk keeps"),
    "diff": ("copydesk.cli.diff", "what two pages, articles or revisions say differently"),
    "rules": ("copydesk.cli.rules", "make a rule for one site from a page of it, and check every rule"),
    "publishers": ("copydesk.cli.publishers", "add and list publishers, in the local stack or on AWS"),
    "audit": ("copydesk.cli.audit", "look over all that is kept, and tell what is gone or damaged; repairs nothing"),
    "announce": ("copydesk.cli.announce", "tell the bus again what happened, with the events' own ids"),
    "backfill": ("copydesk.cli.backfill", "archives by the million: planned, worked off, watched, accounted for"),
    "renormalize": ("copydesk.cli.renormalize", "read kept articles again by this version: seen first, then promoted"),
    "redrive": ("copydesk.cli.redrive", "send the dead letters through the intake again"),
    "restore": ("copydesk.cli.restore", "make a table whole from its archive"),
    "keys": ("copydesk.cli.keys", "add, list, rotate and revoke API keys, in the local stack or on AWS"),
    "completion": ("copydesk.cli.completion", "have the shell complete commands and options"),
}

ASKED = "_ARGCOMPLETE"  # set by the scripts that `copydesk completion` prints
USAGE = 2  # exit status: the command line or the input is not usable
BROKEN_PIPE = 141  # what a shell reports for a reader that left early (128 + SIGPIPE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 refused, 2 not usable. See each command's --help for its own."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if ASKED in os.environ:
        import_module("copydesk.cli.completion").answer_shell(COMMANDS)
    try:
        status = _run(words)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains again at its exit
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return 130


def _run(words: list[str]) -> int:
    if not words or words[0] not in COMMANDS:
        return _explain_commands(words)
    command, parser = open_command(words[0])
    status: int = command.run(parser.parse_args(words[1:]), parser)
    return status


def open_command(name: str) -> tuple[Any, argparse.ArgumentParser]:
    """The command's module, and the parser of its arguments."""
    command = import_module(COMMANDS[name][0])
    parser = argparse.ArgumentParser(f"copydesk {name}", description=command.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_arguments(parser)
    return command, parser


def _explain_commands(words: list[str]) -> int:
    listed = "\n".join(f"  {name:<12} {summary}" for name, (_, summary) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        "copydesk",
        usage="copydesk COMMAND …",
        description="Article pages in, structured articles out.",
        epilog=f"commands:\n{listed}\n\n`copydesk COMMAND --help` tells about one.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"copydesk {version('copydesk')}")
    if not words:
        parser.print_help()
        return USAGE
    parser.parse_known_args([word for word in words if word.startswith("-")])
    parser.print_usage(sys.stderr)
    print(f"copydesk: no command {words[0]!r}; there are: {', '.join(COMMANDS)}", file=sys.stderr)
    return USAGE
