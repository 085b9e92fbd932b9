"""template.yaml, translated as CloudFormation would and deployed into the emulator."""

import json
import time
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import ClientError
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from infra.local.bundle import CODE_BUCKET, fingerprint
from infra.local.emulator import REGION, Emulator
from infra.local.settings import PROJECT, CannotServe

NAME = "copydesk"
DEPLOY_SECONDS = 120
NO_MANAGED_POLICIES: dict[str, str] = {}  # every role of ours is written out, so the translator never has to look one up


@dataclass(frozen=True)
class Stack:
    """`functions` maps a function's logical id to its name in the emulator."""

    outputs: dict[str, str]
    functions: dict[str, str]


def translate(template_text: str, code: dict[str, str], endpoint: str) -> dict[str, Any]:
    """CloudFormation's own form of the template, its functions pointed at `code` in S3 and at `endpoint`."""
    template = _without_rollout(_with_numbers(yaml_parse(template_text)))
    template["Globals"]["Function"]["CodeUri"] = code
    template["Globals"]["Function"]["Environment"]["Variables"]["AWS_ENDPOINT_URL"] = endpoint
    translator = Translator(NO_MANAGED_POLICIES, Parser(), boto_session=boto3.Session(region_name=REGION))
    translated: dict[str, Any] = translator.translate(template, {})
    return translated


def _with_numbers(template: dict[str, Any]) -> dict[str, Any]:
    """The template, every reference to a parameter of type Number replaced by the parameter's default.

    ministack hands such a parameter on as text, and then compares text with a number.
    """
    numbers = {name: parameter["Default"] for name, parameter in template["Parameters"].items() if parameter["Type"] == "Number"}

    def replaced(node: Any) -> Any:
        match node:
            case {"Ref": str(name)} if name in numbers:
                return numbers[name]
            case dict():
                return {key: replaced(value) for key, value in node.items()}
            case list():
                return [replaced(value) for value in node]
        return node

    return {section: replaced(content) if section in ("Globals", "Resources") else content for section, content in template.items()}


def _without_rollout(template: dict[str, Any]) -> dict[str, Any]:
    """The gateway calls the API's newest code: CodeDeploy is not emulated, and code that changes has to run at once."""
    function = template["Resources"]["ApiFunction"]["Properties"]
    for name in ("AutoPublishAlias", "DeploymentPreference", "SnapStart"):
        del function[name]
    _, names = template["Resources"]["HttpApiIntegration"]["Properties"]["IntegrationUri"]["Fn::Sub"]
    names["Live"] = {"Fn::GetAtt": ["ApiFunction", "Arn"]}
    return template


def deploy(emulator: Emulator, bundle: bytes) -> Stack:
    s3 = emulator.client("s3")
    key = f"{fingerprint(bundle)}.zip"
    s3.create_bucket(Bucket=CODE_BUCKET)
    s3.put_object(Bucket=CODE_BUCKET, Key=key, Body=bundle)
    template = translate((PROJECT / "template.yaml").read_text(), {"Bucket": CODE_BUCKET, "Key": key}, emulator.url)
    cloudformation = emulator.client("cloudformation")
    _create_or_update(cloudformation, json.dumps(template, default=str))
    outputs = {output["OutputKey"]: output["OutputValue"] for output in _wait_until_deployed(cloudformation).get("Outputs", [])}
    resources = cloudformation.describe_stack_resources(StackName=NAME)["StackResources"]
    functions = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in resources if r["ResourceType"] == "AWS::Lambda::Function"}
    return Stack(outputs, functions)


def replace_code(emulator: Emulator, stack: Stack, bundle: bytes) -> None:
    for name in stack.functions.values():
        emulator.client("lambda").update_function_code(FunctionName=name, ZipFile=bundle)


def read_environment(emulator: Emulator, stack: Stack) -> dict[str, dict[str, str]]:
    """Each function's environment as it was deployed, every reference resolved, by logical id."""
    functions = emulator.client("lambda")
    return {
        logical_id: functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        for logical_id, name in stack.functions.items()
    }


def _create_or_update(cloudformation: Any, body: str) -> None:
    arguments = {"StackName": NAME, "TemplateBody": body, "Capabilities": ["CAPABILITY_IAM"]}
    try:
        cloudformation.describe_stacks(StackName=NAME)
    except ClientError:
        cloudformation.create_stack(**arguments)
        return
    try:
        cloudformation.update_stack(**arguments)
    except ClientError as error:
        if "cannot be updated" in str(error):  # its first deployment failed, and was saved so
            raise CannotServe(f"{error.response['Error']['Message']}; FRESH=1 starts from nothing") from error
        if "No updates are to be performed" not in str(error):
            raise


def _wait_until_deployed(cloudformation: Any) -> dict[str, Any]:
    deadline = time.monotonic() + DEPLOY_SECONDS
    while time.monotonic() < deadline:
        stack: dict[str, Any] = cloudformation.describe_stacks(StackName=NAME)["Stacks"][0]
        if not stack["StackStatus"].endswith("IN_PROGRESS"):
            break
        time.sleep(0.1)
    if stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise CannotServe(f"the stack ended as {stack['StackStatus']}: {_first_failure(cloudformation)}; FRESH=1 starts from nothing")
    return stack


def _first_failure(cloudformation: Any) -> str:
    events = cloudformation.describe_stack_events(StackName=NAME)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    if not failed:
        return "no reason was given"
    first = min(failed, key=lambda event: event["Timestamp"])
    return f"{first['LogicalResourceId']}: {first.get('ResourceStatusReason', 'no reason was given')}"
