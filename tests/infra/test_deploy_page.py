"""docs/deploy.md: what it names is in the template. Its commands are followed in test_commands."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from docs import deploy

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "deploy.md").read_text()
TEMPLATE: dict[str, Any] = yaml_parse((PROJECT / "template.yaml").read_text())


def test_the_tables_are_what_the_template_says() -> None:
    assert deploy.renewed(PAGE, TEMPLATE) == PAGE


@pytest.mark.parametrize("name", [*TEMPLATE["Parameters"], *TEMPLATE["Outputs"]])
def test_every_parameter_and_output_is_named(name: str) -> None:
    assert f"| `{name}` |" in PAGE


def test_a_table_that_is_out_of_date_is_noticed() -> None:
    other = json.loads(json.dumps(TEMPLATE, default=str))
    other["Parameters"]["LogLevel"]["Default"] = "DEBUG"
    assert deploy.renewed(PAGE, other) != PAGE


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
