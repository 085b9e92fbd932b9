"""What template.yaml promises, read from its translation: as CloudFormation gets it, not as we wrote it."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from copydesk.handlers.events import Drop, read_drops, read_request
from copydesk.store.records import Change
from infra.local.demo import DROPPED, PUBLISHER, SECRET
from infra.local.stack import translate

PROJECT = Path(__file__).parents[2]
EVENTS = PROJECT / "events"
TEMPLATE = translate((PROJECT / "template.yaml").read_text(), {"Bucket": "code", "Key": "code.zip"}, "")
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"]

LEDGER = {f"dynamodb:{action}" for action in ("BatchGetItem", "ConditionCheckItem", "GetItem", "PutItem", "Query", "UpdateItem")}
# Everything that each function may do. A right that is not in its row fails the suite, and so does one that is gone.
RIGHTS = {
    "Api": {
        ("log-group:${ApiLog}:*", frozenset({"logs:CreateLogStream", "logs:PutLogEvents"})),
        ("Table.Arn", frozenset(LEDGER)),
        ("${Table.Arn}/index/lists", frozenset({"dynamodb:Query"})),
        ("${ArchiveBucket.Arn}/raw/*", frozenset({"s3:GetObject", "s3:PutObject"})),
        ("${ArchiveBucket.Arn}/articles/*", frozenset({"s3:GetObject", "s3:PutObject"})),
        ("ArchiveBucket.Arn", frozenset({"s3:ListBucket"})),
    },
    "Intake": {
        ("log-group:${IntakeLog}:*", frozenset({"logs:CreateLogStream", "logs:PutLogEvents"})),
        ("InboxQueue.Arn", frozenset({"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"})),
        ("${InboxBucket.Arn}/*", frozenset({"s3:GetObject", "s3:GetObjectVersion"})),
        ("InboxBucket.Arn", frozenset({"s3:ListBucket"})),
        ("Table.Arn", frozenset(LEDGER)),
        ("${ArchiveBucket.Arn}/raw/*", frozenset({"s3:PutObject"})),
        ("${ArchiveBucket.Arn}/articles/*", frozenset({"s3:GetObject", "s3:PutObject"})),
        ("${ArchiveBucket.Arn}/rejected/*", frozenset({"s3:PutObject"})),
        ("ArchiveBucket.Arn", frozenset({"s3:ListBucket"})),
    },
    "Announce": {
        ("log-group:${AnnounceLog}:*", frozenset({"logs:CreateLogStream", "logs:PutLogEvents"})),
        ("Table.StreamArn", frozenset(f"dynamodb:{a}" for a in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"))),
        ("EventBus.Arn", frozenset({"events:PutEvents"})),
        ("UnannouncedQueue.Arn", frozenset({"sqs:SendMessage"})),
    },
}


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    return {name: resource for name, resource in RESOURCES.items() if resource["Type"] == kind}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def spell(resource: Any) -> str:
    """A policy's resource in short: `Table.Arn`, `${Table.Arn}/index/lists`, `log-group:${ApiLog}:*`."""
    match resource:
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"{name}.{attribute}"
        case {"Fn::Sub": str(text)}:
            return text[text.find("log-group:") :] if "log-group:" in text else text
    return str(resource)


def rights_of(role: str) -> set[tuple[str, frozenset[str]]]:
    found: dict[str, set[str]] = {}
    for policy in RESOURCES[role]["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            assert statement["Effect"] == "Allow"
            for resource in listed(statement["Resource"]):
                found.setdefault(spell(resource), set()).update(listed(statement["Action"]))
    return {(resource, frozenset(actions)) for resource, actions in found.items()}


FUNCTIONS = sorted(name.removesuffix("Function") for name in of_type("AWS::Lambda::Function"))
BUCKETS, QUEUES = sorted(of_type("AWS::S3::Bucket")), sorted(of_type("AWS::SQS::Queue"))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_what_its_row_says_and_nothing_else(function: str) -> None:
    assert RESOURCES[f"{function}Function"]["Properties"]["Role"] == {"Fn::GetAtt": [f"{function}Role", "Arn"]}
    assert rights_of(f"{function}Role") == RIGHTS[function]


@pytest.mark.parametrize("role", sorted(of_type("AWS::IAM::Role")))
def test_a_role_is_for_lambda_alone_and_takes_no_managed_policy(role: str) -> None:
    properties = RESOURCES[role]["Properties"]
    (trust,) = properties["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert "ManagedPolicyArns" not in properties


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_writes_to_a_log_of_its_own_that_forgets(function: str) -> None:
    logging = RESOURCES[f"{function}Function"]["Properties"]["LoggingConfig"]
    assert logging == {"LogFormat": "JSON", "LogGroup": {"Ref": f"{function}Log"}}
    assert RESOURCES[f"{function}Log"]["Properties"]["RetentionInDays"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_handler_that_a_function_names_is_there(function: str) -> None:
    module, name = RESOURCES[f"{function}Function"]["Properties"]["Handler"].rsplit(".", 1)
    source = PROJECT / "functions" / (module.replace(".", "/") + ".py")
    assert re.search(rf"^(def {name}\(|{name} = )", source.read_text(), re.MULTILINE)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_endpoint_is_declared_blank_because_sam_local_drops_what_is_not_declared(function: str) -> None:
    assert RESOURCES[f"{function}Function"]["Properties"]["Environment"]["Variables"]["AWS_ENDPOINT_URL"] == ""


@pytest.mark.parametrize("bucket", BUCKETS)
def test_a_bucket_is_encrypted_and_private_and_keeps_versions(bucket: str) -> None:
    properties = RESOURCES[bucket]["Properties"]
    assert properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert properties["PublicAccessBlockConfiguration"] == dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
    )
    assert properties["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_is_encrypted(queue: str) -> None:
    assert RESOURCES[queue]["Properties"]["SqsManagedSseEnabled"] is True


def refuses_plain_http(statement: dict[str, Any]) -> bool:
    return (
        statement["Effect"] == "Deny"
        and statement["Principal"] == "*"
        and statement["Action"] in ("s3:*", "sqs:*")
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    )


@pytest.mark.parametrize("bucket", BUCKETS)
def test_a_bucket_refuses_plain_http_for_itself_and_its_objects(bucket: str) -> None:
    (policy,) = (p["Properties"] for p in of_type("AWS::S3::BucketPolicy").values() if p["Properties"]["Bucket"] == {"Ref": bucket})
    (statement,) = filter(refuses_plain_http, policy["PolicyDocument"]["Statement"])
    assert {spell(resource) for resource in statement["Resource"]} == {f"{bucket}.Arn", f"${{{bucket}.Arn}}/*"}


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_refuses_plain_http(queue: str) -> None:
    (policy,) = (p["Properties"] for p in of_type("AWS::SQS::QueuePolicy").values() if {"Ref": queue} in p["Properties"]["Queues"])
    (statement,) = filter(refuses_plain_http, policy["PolicyDocument"]["Statement"])
    assert spell(statement["Resource"]) == f"{queue}.Arn"


def test_the_inbox_queue_hears_from_our_inbox_alone() -> None:
    statements = RESOURCES["InboxQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"]
    (allowed,) = (statement for statement in statements if statement["Effect"] == "Allow")
    bucket = RESOURCES["InboxBucket"]["Properties"]["BucketName"]["Fn::Sub"]
    assert allowed["Action"] == "sqs:SendMessage"
    assert allowed["Condition"] == {
        "ArnEquals": {"aws:SourceArn": {"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::{bucket}"}},
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
    }


def test_a_dropped_page_stays_invisible_for_six_times_the_intakes_timeout() -> None:
    assert RESOURCES["InboxQueue"]["Properties"]["VisibilityTimeout"] >= 6 * RESOURCES["IntakeFunction"]["Properties"]["Timeout"]


@pytest.mark.parametrize("source", ["IntakeFunctionDropped", "AnnounceFunctionChanged"])
def test_one_failed_record_does_not_repeat_its_whole_batch(source: str) -> None:
    assert RESOURCES[source]["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


@pytest.mark.parametrize("resource", ["Table", "ArchiveBucket", "InboxDeadLetters"])
def test_what_holds_pages_outlives_the_stack(resource: str) -> None:
    assert RESOURCES[resource]["DeletionPolicy"] == RESOURCES[resource]["UpdateReplacePolicy"] == "Retain"


def test_the_table_can_be_restored_and_is_encrypted_and_forgets_what_expired() -> None:
    table = RESOURCES["Table"]["Properties"]
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}


def test_only_our_gateway_may_call_the_api() -> None:
    (permission,) = of_type("AWS::Lambda::Permission").values()
    assert permission["Properties"]["Principal"] == "apigateway.amazonaws.com"
    text, names = permission["Properties"]["SourceArn"]["Fn::Sub"]
    assert text.endswith(":${AWS::AccountId}:${__ApiId__}/${__Stage__}/*")
    assert names["__ApiId__"] == {"Ref": "HttpApi"}


@pytest.mark.parametrize("parameter", sorted(TEMPLATE["Parameters"]))
def test_a_parameter_is_validated_before_anything_is_deployed(parameter: str) -> None:
    assert {"AllowedValues", "AllowedPattern", "MinValue"} & set(TEMPLATE["Parameters"][parameter])


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
