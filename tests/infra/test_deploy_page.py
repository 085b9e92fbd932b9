"""docs/deploy.md: what it names is in the template, and what it tells people to type can be typed."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from copydesk.cli import keys, publishers
from copydesk.cli.main import open_command
from docs import deploy

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "deploy.md").read_text()
TEMPLATE: dict[str, Any] = yaml_parse((PROJECT / "template.yaml").read_text())
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)).replace("\\\n", " ")
COMMANDS = re.compile(r"(?<![\w/.-])(?:\.venv/bin/)?copydesk ((?:publishers|keys|audit|normalize) [^\n|&>)`#]+)")
HELPS = (
    str(publishers.__doc__),
    publishers.ADD_HELP,
    publishers.LIST_HELP,
    str(keys.__doc__),
    keys.ADD_HELP,
    keys.LIST_HELP,
    keys.ROTATE_HELP,
    keys.REVOKE_HELP,
)
EXAMPLES = [line for told in HELPS for line in told.splitlines() if line.startswith("  ")]


def test_the_tables_are_what_the_template_says() -> None:
    assert deploy.renewed(PAGE, TEMPLATE) == PAGE


@pytest.mark.parametrize("name", [*TEMPLATE["Parameters"], *TEMPLATE["Outputs"]])
def test_every_parameter_and_output_is_named(name: str) -> None:
    assert f"| `{name}` |" in PAGE


def test_a_table_that_is_out_of_date_is_noticed() -> None:
    other = json.loads(json.dumps(TEMPLATE, default=str))
    other["Parameters"]["LogLevel"]["Default"] = "DEBUG"
    assert deploy.renewed(PAGE, other) != PAGE


@pytest.mark.parametrize("line", [*COMMANDS.findall(PAGE), *(line for example in EXAMPLES for line in COMMANDS.findall(example))])
def test_every_copydesk_command_that_is_printed_parses(line: str) -> None:
    name, *rest = shlex.split(line)
    _, parser = open_command(name)
    assert parser.parse_args(rest)


def test_the_commands_are_found_in_the_page() -> None:
    assert {line.split()[0] for line in COMMANDS.findall(PAGE)} == {"publishers", "keys", "audit"}
    assert {line.split()[1] for line in COMMANDS.findall(PAGE)} >= {"add", "list", "rotate", "revoke"}


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\$\(output (\w+)\)", SHELL))))
def test_every_output_that_a_command_asks_for_is_there(name: str) -> None:
    assert name in TEMPLATE["Outputs"]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"(\w+)=\S+", " ".join(re.findall(r"--parameter-overrides ([^\n`]+)", PAGE))))))
def test_every_parameter_that_a_command_sets_is_there(name: str) -> None:
    assert name in TEMPLATE["Parameters"]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make (\w+)", SHELL + "".join(re.findall(r"`make \w+", PAGE))))))
def test_every_make_target_is_there(target: str) -> None:
    assert re.search(rf"^{target}:", (PROJECT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"(?:events|tests|infra)/[\w/.-]+\.\w+", PAGE))))
def test_every_file_that_the_page_names_is_there(path: str) -> None:
    assert (PROJECT / path).is_file()


@pytest.mark.parametrize("text", re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))
def test_every_policy_on_the_page_is_json_and_allows_no_wildcard_action(text: str) -> None:
    told = json.loads(text)
    for statement in told if isinstance(told, list) else [told]:
        assert statement["Effect"] == "Allow"
        assert "*" not in str(statement["Action"])
        assert statement["Resource"] != "*"
