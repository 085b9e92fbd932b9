"""The template as CloudFormation gets it, for whoever looks at that: every statement that gives or takes a right, or the whole as JSON.

python -m infra.translated              # a line for each statement
python -m infra.translated --json FILE  # the template after its transform
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

TEMPLATE = Path(__file__).resolve().parents[1] / "template.yaml"
WHERE = {  # by type: where its policy documents are, and who they are for
    "AWS::IAM::Role": ("AssumeRolePolicyDocument", "Policies"),
    "AWS::IAM::Policy": ("PolicyDocument",),
    "AWS::S3::BucketPolicy": ("PolicyDocument",),
    "AWS::SQS::QueuePolicy": ("PolicyDocument",),
}


def translate() -> dict[str, Any]:
    """Its parameters are still references; code is named as if it were packed already."""
    template = yaml_parse(TEMPLATE.read_text("utf-8"))
    template["Globals"]["Function"]["CodeUri"] = {"Bucket": "code", "Key": "code.zip"}
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name="us-east-1"))
    result: dict[str, Any] = translator.translate(template, {})
    return result


def list_statements(resources: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each statement of an IAM role or policy, of a bucket's or a queue's; and each permission to call a function, as one."""
    for name, resource in resources.items():
        properties = resource.get("Properties", {})
        for place in WHERE.get(resource["Type"], ()):
            inside = properties.get(place, [])
            documents = [policy["PolicyDocument"] for policy in inside] if isinstance(inside, list) else [inside]
            yield from ((name, statement) for document in documents for statement in document["Statement"])
        if resource["Type"] == "AWS::Lambda::Permission":
            told = {name: properties[name] for name in ("Action", "Principal") if name in properties}
            condition = {"ArnLike": {"aws:SourceArn": properties.get("SourceArn")}}
            yield name, {"Effect": "Allow", **told, "Resource": properties["FunctionName"], "Condition": condition}


def spell(node: Any) -> str:
    match node:
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"{name}.{attribute}"
        case {"Fn::Sub": [str(text), dict()]} | {"Fn::Sub": str(text)}:
            return text
        case {"Ref": str(name)}:
            return name
        case dict():
            return ", ".join(f"{name} {spell(value)}" for name, value in node.items())
        case list():
            return ", ".join(map(spell, node))
    return str(node)


def spell_statement(owner: str, statement: Mapping[str, Any]) -> str:
    parts = [f"{owner}: {statement['Effect']} {spell(statement['Action'])}"]
    for word, name in (("to", "Principal"), ("on", "Resource"), ("if", "Condition")):
        if name in statement:
            parts.append(f"{word} {spell(statement[name])}")
    return " ".join(parts)


def main(arguments: list[str]) -> int:
    template = translate()
    if arguments[:1] == ["--json"]:
        Path(arguments[1]).write_text(json.dumps(template, indent=1, default=str) + "\n", "utf-8")
        return 0
    for owner, statement in list_statements(template["Resources"]):
        print(spell_statement(owner, statement))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
