"""What a command line is held against where its program, or what it acts on, is not on this machine: None, or what is wrong with it."""

import argparse
import contextlib
import io
import json
import re
import subprocess
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import botocore.session
from botocore import xform_name
from samtranslator.yaml_helper import yaml_parse

from copydesk.cli.main import COMMANDS, open_command
from tests.infra.documents import PROJECT

type Words = tuple[str, ...]

SAM = PROJECT / ".venv-sam" / "bin" / "python"  # `.ci/run` makes it before the tests
MAKEFILE = (PROJECT / "Makefile").read_text()
SAM_COMMANDS = ("validate", "build", "local", "deploy", "delete", "logs")
PARAMETERS = yaml_parse((PROJECT / "template.yaml").read_text())["Parameters"]
READ_BY_SERVE = (PROJECT / "infra" / "local" / "settings.py").read_text()
AWS_OPTIONS = {
    "--output",
    "--query",
    "--region",
    "--profile",
    "--cli-binary-format",
    "--endpoint-url",
}  # of every command, each with a value
# Commands of the AWS CLI that are no operation of a service: their options, None for one without a value is not needed yet.
AWS_ALONE = {
    ("s3", "cp"): {"--content-type", "--metadata", "--recursive"},
    ("cloudformation", "deploy"): {"--template-file", "--stack-name", "--parameter-overrides", "--capabilities"},
    ("configure", "list-profiles"): set(),
    ("sso", "login"): set(),
}


# -------------------------------------------------------------- copydesk


def find_fault_of_copydesk(words: Words) -> str | None:
    """Whether its own parser takes it; of a mention without options, whether there is such a command."""
    name, *rest = words
    if name.startswith("--"):
        return None
    if name not in COMMANDS:
        return f"copydesk has no {name}"
    if any(word.startswith("-") for word in rest) and rest[-1] != "--help":
        return find_refusal(open_command(name)[1], rest)
    actions = next((action.choices for action in open_command(name)[1]._actions if isinstance(action, argparse._SubParsersAction)), None)
    return f"copydesk {name} has no {rest[0]}" if rest and actions and rest[0] not in (*actions, "--help") else None


def find_refusal(parser: argparse.ArgumentParser, words: list[str]) -> str | None:
    told = io.StringIO()
    try:
        with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
            parser.parse_args(words)
    except SystemExit as end:
        return told.getvalue() if end.code else None
    return None


# ------------------------------------------------------------------ make


def find_fault_of_make(words: Words) -> str | None:
    for word in words:
        name, is_value, _ = word.partition("=")
        if is_value and f"$({name})" not in MAKEFILE and f'environ.get("{name}")' not in READ_BY_SERVE:
            return f"make reads no {name}"
        if not is_value and not re.search(rf"^{re.escape(name)}:", MAKEFILE, re.MULTILINE):
            return f"make has no {name}"
    return None


# ------------------------------------------------------------------- aws


def find_fault_of_aws(words: Words) -> str | None:
    """Held against botocore's models, from which the AWS CLI makes its commands."""
    service, operation, *rest = words
    options = {word for word in rest if word.startswith("--")} - AWS_OPTIONS
    if (service, operation) in AWS_ALONE:
        unknown = options - AWS_ALONE[service, operation]
    elif operation == "wait":
        unknown = options - set(options_of(model_of(service).operation_model(waiters_of(service)[rest[0]])))
    elif operation not in operations_of(service):
        return f"aws {service} has no {operation}"
    else:
        model = model_of(service).operation_model(operations_of(service)[operation])
        unknown = options - options_of(model).keys()
        missing = {option for option, is_required in options_of(model).items() if is_required} - options
        if missing and options:
            return f"aws {service} {operation} wants {sorted(missing)}"
    return f"aws {service} {operation} knows no {sorted(unknown)}" if unknown else None


@cache
def model_of(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def operations_of(service: str) -> dict[str, str]:
    return {xform_name(name, "-"): name for name in model_of(service).operation_names}


def waiters_of(service: str) -> dict[str, str]:
    model = botocore.session.get_session().get_waiter_model(service)
    return {xform_name(name, "-"): model.get_waiter(name).operation for name in model.waiter_names}


def options_of(operation: Any) -> dict[str, bool]:
    """Every option, and whether it has to be there; what is true or false has a `--no-` of its own."""
    shape = operation.input_shape
    options = {}
    for name, member in shape.members.items():
        option = xform_name(name, "-")
        options[f"--{option}"] = name in shape.required_members
        if member.type_name == "boolean":
            options[f"--no-{option}"] = False
    return options


# ------------------------------------------------------------------- sam

TELL_OPTIONS = """
import json
import sys
from importlib import import_module

from samcli.cli.main import cli


def told(command, path):
    if hasattr(command, "get_command"):
        for name in command.list_commands(None):
            yield from told(command.get_command(None, name), f"{path} {name}")
    else:
        yield path, [option for one in command.params for option in (*one.opts, *one.secondary_opts)]


# Loaded by hand: the root hands out commands without their options.
print(json.dumps(dict(pair for name in sys.argv[1:] for pair in told(import_module(cli._commands[name]).cli, name))))
"""


@cache
def sam_options() -> dict[str, list[str]]:
    """Those of the commands that documents name, as the SAM CLI tells them itself; one process, since each start takes seconds."""
    told = subprocess.run([SAM, "-c", TELL_OPTIONS, *SAM_COMMANDS], capture_output=True, text=True, check=True).stdout
    options: dict[str, list[str]] = json.loads(told)
    return options


def find_fault_of_sam(words: Words) -> str | None:
    command = " ".join(words[: 2 if words[0] == "local" else 1])
    if command not in sam_options():
        return f"sam has no {command}"
    unknown = {word for word in words if word.startswith("-")}.difference(sam_options()[command])
    if "--parameter-overrides" in words:
        unknown |= {word for word in words if "=" in word and word.partition("=")[0] not in PARAMETERS}
    return f"sam {command} knows no {sorted(unknown)}" if unknown else None


# ---------------------------------------------------------------- python


def find_fault_of_python(words: Words) -> str | None:
    """`python -m MODULE …`: the module is there."""
    flag, module, *_ = words
    return None if flag == "-m" and find_spec(module) else f"there is no {module}"


def find_fault_of_pytest(words: Words) -> str | None:
    gone = [word for word in words if not word.startswith("-") and not (PROJECT / word).exists()]
    return f"there is no {gone}" if gone else None


CHECKS: dict[str, Callable[[Words], str | None]] = {
    "copydesk": find_fault_of_copydesk,
    "make": find_fault_of_make,
    "aws": find_fault_of_aws,
    "sam": find_fault_of_sam,
    "python": find_fault_of_python,
    "pytest": find_fault_of_pytest,
}


def find_fault(command: Words) -> str | None:
    return CHECKS[Path(command[0]).name](command[1:])
