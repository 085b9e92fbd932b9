"""What a removed stack left behind, as CloudFormation takes it into a new one: docs/deploy.md, "Adopting what was kept".

  python -m infra.kept outputs.json

outputs.json holds the removed stack's outputs, as `aws cloudformation describe-stacks` prints them. Two files come out, for
`aws cloudformation create-change-set --change-set-type IMPORT`: the template cut down to what was kept, and the names of it.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

PROJECT = Path(__file__).resolve().parents[1]
TEMPLATE_FILE, RESOURCES_FILE = "kept.template.json", "kept.resources.json"
# By resource: what CloudFormation knows it by, and the output that says it.
NAMED_BY = {
    "Table": ("TableName", "TableName"),
    "ArchiveBucket": ("BucketName", "ArchiveBucketName"),
    "InboxBucket": ("BucketName", "InboxBucketName"),
    "BackfillBucket": ("BucketName", "BackfillBucketName"),
    "InboxDeadLetters": ("QueueUrl", "InboxDeadLettersUrl"),
}


def cut_template(template: Mapping[str, Any]) -> dict[str, Any]:
    """The template with nothing but what outlives a stack, and the parameters and conditions that it takes.

    The inbox comes without its notifications: their queue is made by the deployment that follows.
    """
    kept = {name: dict(resource) for name, resource in template["Resources"].items() if resource.get("DeletionPolicy") == "Retain"}
    inbox = kept["InboxBucket"]
    inbox.pop("DependsOn")
    inbox["Properties"] = {name: value for name, value in inbox["Properties"].items() if name != "NotificationConfiguration"}
    conditions = {name: rule for name, rule in template["Conditions"].items() if name in set(read_texts(kept))}
    named = set(read_texts([kept, conditions]))
    parameters = {name: parameter for name, parameter in template["Parameters"].items() if any(name in text for text in named)}
    head = {"AWSTemplateFormatVersion": template["AWSTemplateFormatVersion"], "Description": template["Description"]}
    return {**head, "Parameters": parameters, "Conditions": conditions, "Resources": kept}


def read_texts(node: Any) -> Iterator[str]:
    """Every text in it: names of parameters and conditions are among them, alone or in a `${…}`."""
    match node:
        case str():
            yield node
        case dict():
            for value in node.values():
                yield from read_texts(value)
        case list():
            for value in node:
                yield from read_texts(value)


def name_resources(template: Mapping[str, Any], outputs: Mapping[str, str]) -> list[dict[str, Any]]:
    """The kept resources under the names that the outputs give them. Raises KeyError for an output that is not there."""
    return [
        {
            "ResourceType": resource["Type"],
            "LogicalResourceId": name,
            "ResourceIdentifier": {NAMED_BY[name][0]: outputs[NAMED_BY[name][1]]},
        }
        for name, resource in template["Resources"].items()
    ]


def read_outputs(text: str) -> dict[str, str]:
    """From the whole answer of `describe-stacks`, or its list of outputs alone."""
    told = json.loads(text)
    outputs = told["Stacks"][0]["Outputs"] if isinstance(told, dict) else told
    return {output["OutputKey"]: output["OutputValue"] for output in outputs}


def main(path: str) -> int:
    cut = cut_template(yaml_parse((PROJECT / "template.yaml").read_text()))
    try:
        named = name_resources(cut, read_outputs(Path(path).read_text("utf-8")))
    except KeyError as missing:
        print(f"{path} has no output {missing}: it must be of a copydesk stack", file=sys.stderr)
        return 1
    for name, content in ((TEMPLATE_FILE, cut), (RESOURCES_FILE, named)):
        Path(name).write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    print(f"wrote {TEMPLATE_FILE} and {RESOURCES_FILE}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(str(__doc__))
    sys.exit(main(sys.argv[1]))
