"""The tables of docs/deploy.md from the template; with `--check`, whether they are current.

python -m docs.deploy
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

PAGE = Path(__file__).parent / "deploy.md"
TEMPLATE = PAGE.parents[1] / "template.yaml"
MADE_BY = "made by `python -m docs.deploy`"


def write_parameters(template: Mapping[str, Any]) -> str:
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    names = [name for group in groups for name in group["Parameters"]]
    rows = [
        [f"`{name}`", spell_default(of), spell_bounds(of), of["Description"]] for name in names for of in [template["Parameters"][name]]
    ]
    return write_table(("parameter", "default", "allowed", "what it does"), rows)


def write_outputs(template: Mapping[str, Any]) -> str:
    return write_table(("output", "what it is"), [[f"`{name}`", output["Description"]] for name, output in template["Outputs"].items()])


def write_table(head: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def spell_default(parameter: Mapping[str, Any]) -> str:
    return str(parameter["Default"]) or "blank"


def spell_bounds(parameter: Mapping[str, Any]) -> str:
    if "AllowedValues" in parameter:
        return ", ".join(map(str, parameter["AllowedValues"]))
    if "MinValue" in parameter:
        return f"{parameter['MinValue']} to {parameter['MaxValue']}"
    return str(parameter["ConstraintDescription"])


def renewed(page: str, template: Mapping[str, Any]) -> str:
    for name, table in (("parameters", write_parameters(template)), ("outputs", write_outputs(template))):
        before, start, rest = page.partition(f"<!-- {name}: {MADE_BY} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        page = before + start + table + end + after
    return page


def main() -> int:
    page = PAGE.read_text("utf-8")
    current = renewed(page, yaml_parse(TEMPLATE.read_text("utf-8")))
    if page == current:
        return 0
    if "--check" in sys.argv[1:]:
        print("docs/deploy.md is not what the template says: run python -m docs.deploy", file=sys.stderr)
        return 1
    PAGE.write_text(current, "utf-8")
    print("wrote docs/deploy.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
