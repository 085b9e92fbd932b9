"""What template.yaml promises, read from its translation: as CloudFormation gets it, not as we wrote it."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from ministack.services.cloudformation import engine
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from copydesk.handlers.events import Drop, read_drops, read_request
from copydesk.store.records import Change
from infra.local.demo import DROPPED, PUBLISHER, SECRET
from tests.infra.breaks import BREAKS, BREAKS_ON_REQUEST, SECOND, broken
from tests.infra.promises import PROMISES, PROMISES_ON_REQUEST, Promise, Resources, functions_of, in_world, of_type, rights_of

PROJECT = Path(__file__).parents[2]
EVENTS = PROJECT / "events"


def translated() -> dict[str, Any]:
    """The template after its transform; its parameters are still references."""
    template = yaml_parse((PROJECT / "template.yaml").read_text())
    template["Globals"]["Function"]["CodeUri"] = {"Bucket": "code", "Key": "code.zip"}
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name="us-east-1"))
    result: dict[str, Any] = translator.translate(template, {})
    return result


TEMPLATE = translated()
RESOURCES: Resources = in_world(TEMPLATE["Resources"], HasKey=False, HasAlarmTopic=False, Traces=False)
ON_REQUEST: Resources = in_world(TEMPLATE["Resources"], HasKey=True, HasAlarmTopic=True, Traces=True)
FUNCTIONS = functions_of(RESOURCES)

LEDGER = {f"dynamodb:{action}" for action in ("BatchGetItem", "ConditionCheckItem", "GetItem", "PutItem", "Query", "UpdateItem")}
OF_ARTICLES = frozenset({"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"})  # the last two for a purge
# Everything that each function may do. A right that is not in its row fails the suite, and so does one that is gone.
RIGHTS = {
    "Api": {
        ("log-group:${ApiLog}:*", frozenset({"logs:CreateLogStream", "logs:PutLogEvents"})),
        ("Table.Arn", frozenset(LEDGER)),
        ("${Table.Arn}/index/lists", frozenset({"dynamodb:Query"})),
        *((f"${{ArchiveBucket.Arn}}/{kind}/*", OF_ARTICLES) for kind in ("raw", "articles", "deliveries")),
        ("${ArchiveBucket.Arn}/rejected/*", frozenset({"s3:GetObject", "s3:PutObject"})),
        ("${InboxBucket.Arn}/up/*", frozenset({"s3:PutObject"})),
        ("ArchiveBucket.Arn", frozenset({"s3:ListBucket", "s3:ListBucketVersions"})),
    },
    "Intake": {
        ("log-group:${IntakeLog}:*", frozenset({"logs:CreateLogStream", "logs:PutLogEvents"})),
        ("InboxQueue.Arn", frozenset({"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"})),
        ("${InboxBucket.Arn}/*", frozenset({"s3:GetObject", "s3:GetObjectVersion"})),
        ("InboxBucket.Arn", frozenset({"s3:ListBucket"})),
        ("Table.Arn", frozenset(LEDGER)),
        ("${ArchiveBucket.Arn}/raw/*", frozenset({"s3:GetObject", "s3:PutObject"})),  # a record that is refused is taken off its page
        ("${ArchiveBucket.Arn}/articles/*", frozenset({"s3:GetObject", "s3:PutObject"})),
        ("${ArchiveBucket.Arn}/deliveries/*", frozenset({"s3:PutObject"})),
        ("${ArchiveBucket.Arn}/rejected/*", frozenset({"s3:PutObject"})),
        ("ArchiveBucket.Arn", frozenset({"s3:ListBucket"})),
    },
    "Backfill": {
        ("log-group:${BackfillLog}:*", frozenset({"logs:CreateLogStream", "logs:PutLogEvents"})),
        ("Table.Arn", frozenset(LEDGER)),
        ("${BackfillBucket.Arn}/jobs/*", frozenset({"s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"})),
        *((f"${{ArchiveBucket.Arn}}/{kind}/*", frozenset({"s3:GetObject", "s3:PutObject"})) for kind in ("raw", "articles", "deliveries")),
        ("${ArchiveBucket.Arn}/rejected/*", frozenset({"s3:PutObject"})),
        ("ArchiveBucket.Arn", frozenset({"s3:ListBucket"})),
        ("BackfillBucket.Arn", frozenset({"s3:ListBucket"})),
    },
    "Announce": {
        ("log-group:${AnnounceLog}:*", frozenset({"logs:CreateLogStream", "logs:PutLogEvents"})),
        ("Table.StreamArn", frozenset(f"dynamodb:{a}" for a in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"))),
        ("EventBus.Arn", frozenset({"events:PutEvents"})),
        ("UnannouncedQueue.Arn", frozenset({"sqs:SendMessage"})),
    },
    "Watch": {
        ("log-group:${WatchLog}:*", frozenset({"logs:CreateLogStream", "logs:PutLogEvents"})),
        ("Table.Arn", frozenset({"dynamodb:PutItem", "dynamodb:Query"})),
        ("${Table.Arn}/index/lists", frozenset({"dynamodb:Query"})),
        ("EventBus.Arn", frozenset({"events:PutEvents"})),
    },
}


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_the_template_keeps_its_promise(promise: Promise) -> None:
    promise(RESOURCES)
    promise(ON_REQUEST)


@pytest.mark.parametrize("promise", PROMISES_ON_REQUEST, ids=lambda promise: promise.__name__)
def test_what_is_asked_for_is_kept(promise: Promise) -> None:
    promise(ON_REQUEST)


@pytest.mark.parametrize(
    ("asked", "carries"),
    [
        ({}, True),
        ({"RawRetentionDays": "30", "DeliveryRetentionDays": "30"}, True),
        ({"RawRetentionDays": "30"}, False),
        ({"DeliveryRetentionDays": "30"}, False),
        ({"KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/1"}, False),
    ],
)
def test_pages_carry_records_where_both_are_kept_as_long_and_encrypted_alike(asked: dict[str, str], carries: bool) -> None:
    values = {name: {"Value": str(asked.get(name, told.get("Default", "")))} for name, told in TEMPLATE["Parameters"].items()}
    assert engine._evaluate_conditions(TEMPLATE, values)["CarriesRecords"] is carries  # the emulator's, as it deploys the template


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_what_its_row_says_and_nothing_else(function: str) -> None:
    assert rights_of(RESOURCES, f"{function}Role") == RIGHTS[function]


def test_the_backfills_machine_may_read_manifests_run_batches_and_watch_its_own_children() -> None:
    machine = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${AWS::StackName}-backfill"
    papers = {"s3:GetObject", "s3:PutObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"}
    assert rights_of(RESOURCES, "BackfillMachineRole") == {
        ("${BackfillBucket.Arn}/jobs/*", frozenset(papers)),
        ("BackfillFunction.Arn", frozenset({"lambda:InvokeFunction"})),
        (machine, frozenset({"states:StartExecution"})),
        (machine.replace(":stateMachine:", ":execution:") + ":*", frozenset({"states:DescribeExecution", "states:StopExecution"})),
    }


# ---------------------------------------------------- the checks check


@pytest.mark.parametrize(
    ("promise", "resource", "place", "value"),
    [pytest.param(promise, *way, id=f"{promise.__name__}-{way[0]}-{way[1]}") for promise, ways in BREAKS.items() for way in ways],
)
def test_a_broken_promise_is_noticed(promise: Promise, resource: str, place: str, value: Any) -> None:
    with pytest.raises((AssertionError, KeyError, ValueError)):
        promise(broken(RESOURCES, resource, place, value))


@pytest.mark.parametrize(
    ("promise", "resource", "place", "value"),
    [
        pytest.param(promise, *way, id=f"{promise.__name__}-{way[0]}-{way[1]}")
        for promise, ways in BREAKS_ON_REQUEST.items()
        for way in ways
    ],
)
def test_a_broken_promise_on_request_is_noticed(promise: Promise, resource: str, place: str, value: Any) -> None:
    with pytest.raises((AssertionError, KeyError, ValueError)):
        promise(broken(ON_REQUEST, resource, place, value))


def test_every_promise_is_seen_to_break() -> None:
    assert set(BREAKS) == set(PROMISES)
    assert set(BREAKS_ON_REQUEST) == set(PROMISES_ON_REQUEST)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("actions", ["s3:DeleteBucket", ["dynamodb:GetItem"]])
def test_a_right_more_or_less_is_noticed(function: str, actions: Any) -> None:
    resources = broken(RESOURCES, f"{function}Role", f"{SECOND}/Action", actions)
    assert rights_of(resources, f"{function}Role") != RIGHTS[function]


# ---------------------------------------------------------- functions


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_handler_that_a_function_names_is_there(function: str) -> None:
    module, name = RESOURCES[f"{function}Function"]["Properties"]["Handler"].rsplit(".", 1)
    source = PROJECT / "functions" / (module.replace(".", "/") + ".py")
    assert re.search(rf"^(def {name}\(|{name} = )", source.read_text(), re.MULTILINE)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_endpoint_is_declared_blank_because_sam_local_drops_what_is_not_declared(function: str) -> None:
    assert RESOURCES[f"{function}Function"]["Properties"]["Environment"]["Variables"]["AWS_ENDPOINT_URL"] == ""


# ------------------------------------------- parameters and outputs


def faults_of(parameter: dict[str, Any]) -> Iterator[str]:
    """What of a parameter would let a wrong value through, or leave a person without advice."""
    default = str(parameter["Default"])
    if not parameter.get("Description"):
        yield "no description"
    if parameter["Type"] == "Number":
        if "AllowedValues" not in parameter and not {"MinValue", "MaxValue"} <= set(parameter):
            yield "a number without bounds"
        if not parameter.get("MinValue", 0) <= float(default) <= parameter.get("MaxValue", float("inf")):
            yield "a default out of bounds"
    elif not {"AllowedValues", "AllowedPattern"} & set(parameter):
        yield "a text of any form"
    if "AllowedPattern" in parameter and not parameter.get("ConstraintDescription"):
        yield "a pattern that is not put into words"
    if not re.fullmatch(parameter.get("AllowedPattern", ".*"), default):
        yield "a default that its pattern refuses"
    if "AllowedValues" in parameter and default not in map(str, parameter["AllowedValues"]):
        yield "a default that is not allowed"


@pytest.mark.parametrize("parameter", sorted(TEMPLATE["Parameters"]))
def test_a_parameter_is_validated_before_anything_is_deployed(parameter: str) -> None:
    assert list(faults_of(TEMPLATE["Parameters"][parameter])) == []


SOUND = {"Type": "String", "Description": "x", "Default": "ab", "AllowedPattern": "[a-z]+", "ConstraintDescription": "letters"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"Description": ""}, "no description"),
        ({"Type": "Number", "Default": 5, "AllowedPattern": ".*"}, "a number without bounds"),
        ({"Type": "Number", "Default": 5, "AllowedPattern": ".*", "MinValue": 1, "MaxValue": 4}, "a default out of bounds"),
        ({"AllowedPattern": ".*", "ConstraintDescription": ""}, "a pattern that is not put into words"),
        ({"Default": "A"}, "a default that its pattern refuses"),
        ({"AllowedValues": ["x"]}, "a default that is not allowed"),
    ],
)
def test_a_careless_parameter_is_noticed(change: dict[str, Any], fault: str) -> None:
    assert list(faults_of(SOUND)) == []
    assert list(faults_of(SOUND | change)) == [fault]


@pytest.mark.parametrize(
    ("parameter", "allowed", "refused"),
    [
        ("BucketPrefix", ("copydesk", "a-1", "x" * 24), ("", "Copydesk", "-a-", "a_b", "ab", "x" * 25)),
        (
            "AlarmTopicArn",
            ("", "arn:aws:sns:eu-west-1:123456789012:desk", "arn:aws-cn:sns:cn-north-1:123456789012:desk.fifo"),
            ("desk", "arn:aws:sqs:eu-west-1:123456789012:desk", "arn:aws:sns:eu-west-1:123:desk"),
        ),
    ],
)
def test_a_pattern_allows_and_refuses(parameter: str, allowed: tuple[str, ...], refused: tuple[str, ...]) -> None:
    pattern = TEMPLATE["Parameters"][parameter]["AllowedPattern"]
    assert [text for text in allowed if not re.fullmatch(pattern, text)] == []
    assert [text for text in refused if re.fullmatch(pattern, text)] == []


def test_every_parameter_is_asked_for_in_a_group() -> None:
    groups = TEMPLATE["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    assert sorted(name for group in groups for name in group["Parameters"]) == sorted(TEMPLATE["Parameters"])


def test_the_outputs_name_everything_that_an_operator_or_sender_needs() -> None:
    needed = {"ApiUrl", *(f"{function}FunctionName" for function in FUNCTIONS)}
    needed |= {f"{bucket}Name" for bucket in of_type(RESOURCES, "AWS::S3::Bucket")} | {"TableName", "EventBusName"}
    needed |= {f"{queue}Url" for queue in of_type(RESOURCES, "AWS::SQS::Queue")}
    assert needed <= set(TEMPLATE["Outputs"])
    assert [name for name, output in TEMPLATE["Outputs"].items() if not output.get("Description")] == []


# -------------------------------------------------------------- events


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_has_an_event_to_be_invoked_with(function: str) -> None:
    assert isinstance(json.loads((EVENTS / f"{function.lower()}.json").read_text()), dict)


def test_the_api_event_pushes_a_page_with_the_demo_key() -> None:
    request = read_request(json.loads((EVENTS / "api.json").read_text()), now=datetime.now(UTC))
    assert (request.method, request.path) == ("POST", "/v1/articles")
    assert request.headers["authorization"] == f"Bearer {SECRET}"
    assert int(request.headers["content-length"]) == len((request.body or "").encode())


def test_the_intake_event_tells_of_the_page_that_make_serve_drops() -> None:
    (message,) = json.loads((EVENTS / "intake.json").read_text())["Records"]
    (drop,) = read_drops(message["body"])
    assert drop == Drop("copydesk-inbox-000000000000-us-east-1", f"in/{PUBLISHER}/{DROPPED[0]}")


def test_the_announce_event_holds_a_change_as_the_store_writes_it() -> None:
    (record,) = json.loads((EVENTS / "announce.json").read_text())["Records"]
    image = record["dynamodb"]["NewImage"]
    assert Change.from_item(image).to_item() == image


def test_the_announce_event_passes_the_filter_that_guards_the_function() -> None:
    (wanted,) = RESOURCES["AnnounceFunctionChanged"]["Properties"]["FilterCriteria"]["Filters"]
    (record,) = json.loads((EVENTS / "announce.json").read_text())["Records"]
    prefixes = tuple(choice["prefix"] for choice in json.loads(wanted["Pattern"])["dynamodb"]["Keys"]["pk"]["S"])
    assert record["eventName"] in json.loads(wanted["Pattern"])["eventName"]
    assert record["dynamodb"]["Keys"]["pk"]["S"].startswith(prefixes)
