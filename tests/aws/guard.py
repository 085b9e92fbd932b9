"""A client that refuses what AWS refuses, whatever plays AWS behind it: moto and ministack accept more than the real one.

The sources are the quota pages of each service (DynamoDB "Service, account, and table quotas" and "Constraints", S3 "Object key
names" and "Working with object metadata", EventBridge PutEvents, SQS SendMessage, Lambda "Quotas").
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.aws.expressions import MAX_VALUES_BYTES, check_expressions
from tests.aws.gateway import MAX_PAYLOAD_BYTES
from tests.aws.refusing import refuse
from tests.aws.sizes import digits_of, size_of_item

MAX_ITEM_BYTES = 400 * 1024
MAX_PARTITION_BYTES, MAX_SORT_BYTES = 2_048, 1_024
MAX_DIGITS = 38
MAX_ACTIONS, MAX_TRANSACTION_BYTES, MAX_TOKEN_CHARS = 100, 4 * 1024 * 1024, 36
MAX_GOT, MAX_WRITTEN = 100, 25
MAX_KEY_BYTES, MAX_METADATA_BYTES, MAX_DELETED = 1_024, 2 * 1024, 1_000
MAX_EVENTS, MAX_EVENTS_BYTES = 10, 1024 * 1024
MAX_MESSAGES, MAX_MESSAGE_BYTES = 10, 1024 * 1024

KEYS = {"pk": MAX_PARTITION_BYTES, "sk": MAX_SORT_BYTES}
LISTED = {"list_name": MAX_PARTITION_BYTES, "list_place": MAX_SORT_BYTES}  # the keys of the index `lists`

type Asked = dict[str, Any]


def guarded[Client](client: Client) -> Client:
    """The same client: it raises before anything is sent."""
    events: Any = client
    events.meta.events.register_first("before-parameter-build", refuse_too_much, unique_id="guard")
    return client


def refuse_too_much(params: Asked, model: Any, **rest: Any) -> None:
    if check := CHECKS.get((model.service_model.service_name, model.name)):
        check(params)


# -------------------------------------------------------------- DynamoDB


def check_item(item: Mapping[str, Any]) -> None:
    if size_of_item(item) > MAX_ITEM_BYTES:
        refuse("Item size has exceeded the maximum allowed size")
    for name, most in KEYS.items():
        if name not in item:
            refuse(f"One of the required keys was not given a value: {name}")
        check_key_value(name, item[name], most)
    for name, most in LISTED.items():
        if name in item:
            check_key_value(name, item[name], most)
    check_values(item.values())


def check_key(key: Mapping[str, Any]) -> None:
    if key.keys() != KEYS.keys():
        refuse("The provided key element does not match the schema")
    for name, most in KEYS.items():
        check_key_value(name, key[name], most)


def check_key_value(name: str, value: Mapping[str, Any], most: int) -> None:
    if value.keys() != {"S"}:
        refuse(f"Type mismatch for key {name}")
    if not value["S"]:
        refuse(f"One or more parameter values are not valid: {name} is an empty string")
    if len(value["S"].encode()) > most:
        refuse(f"Size of {name} has exceeded the maximum size limit of {most} bytes")


def check_values(values: Any) -> None:
    for attribute in values:
        ((kind, value),) = attribute.items()
        if kind == "N" or kind == "NS":
            for number in [value] if kind == "N" else value:
                check_number(number)
        if kind in ("SS", "NS", "BS") and not value:
            refuse("One or more parameter values were invalid: An string set  may not be empty")
        if kind in ("SS", "NS", "BS") and len(set(value)) != len(value):
            refuse("One or more parameter values were invalid: Input collection contains duplicates")
        if kind == "L":
            check_values(value)
        if kind == "M":
            check_values(value.values())


def check_number(text: str) -> None:
    if digits_of(text) > MAX_DIGITS:
        refuse("Attempting to store more than 38 significant digits in a Number")


def check_put(asked: Asked) -> None:
    check_item(asked["Item"])
    check_condition(asked)


def check_condition(asked: Asked) -> None:
    check_expressions(asked)
    check_values(asked.get("ExpressionAttributeValues", {}).values())
    if size_of_item(asked.get("ExpressionAttributeValues", {})) > MAX_VALUES_BYTES:
        refuse("ExpressionAttributeValues exceeds the maximum size of 2 MB")


def check_keyed(asked: Asked) -> None:
    check_key(asked["Key"])
    check_condition(asked)


def check_query(asked: Asked) -> None:
    check_condition(asked)
    if asked.get("Limit", 1) < 1:
        refuse("Limit must be greater than or equal to 1")
    if asked.get("ConsistentRead") and "IndexName" in asked:
        refuse("Consistent reads are not supported on global secondary indexes")
    for value in asked.get("ExpressionAttributeValues", {}).values():
        if value == {"S": ""} and "IndexName" not in asked:
            refuse("One or more parameter values are not valid: a key is an empty string")


def check_transaction(asked: Asked) -> None:
    actions = [(kind, action) for entry in asked["TransactItems"] for kind, action in entry.items()]
    if not 1 <= len(actions) <= MAX_ACTIONS:
        refuse("Member must have length less than or equal to 100")
    if len(asked.get("ClientRequestToken", "x")) > MAX_TOKEN_CHARS:
        refuse("Member must have length less than or equal to 36")
    for kind, action in actions:
        check_put(action) if kind == "Put" else check_keyed(action)
    places = [spell_key(action.get("Item") or action["Key"]) for _, action in actions]
    if len(set(places)) != len(places):
        refuse("Transaction request cannot include multiple operations on one item")
    if sum(size_of_item(action.get("Item", {})) for _, action in actions) > MAX_TRANSACTION_BYTES:
        refuse("Collective transaction size exceeded limit")


def spell_key(item: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(item[name]["S"] for name in KEYS)


def check_batch_get(asked: Asked) -> None:
    keys = [key for table in asked["RequestItems"].values() for key in table["Keys"]]
    if not 1 <= len(keys) <= MAX_GOT:
        refuse("Too many items requested for the BatchGetItem call")
    for key in keys:
        check_key(key)
    if len(set(map(spell_key, keys))) != len(keys):
        refuse("Provided list of item keys contains duplicates")


def check_batch_write(asked: Asked) -> None:
    writes = [write for table in asked["RequestItems"].values() for write in table]
    if not 1 <= len(writes) <= MAX_WRITTEN:
        refuse("Member must have length less than or equal to 25")
    for write in writes:
        check_item(write["PutRequest"]["Item"]) if "PutRequest" in write else check_key(write["DeleteRequest"]["Key"])


# --------------------------------------------------------------------- S3


def check_object(asked: Asked) -> None:
    if not 1 <= len(asked["Key"].encode()) <= MAX_KEY_BYTES:
        refuse("Your key is too long", "KeyTooLongError")
    metadata = asked.get("Metadata", {})
    if not all(f"{name}{value}".isascii() for name, value in metadata.items()):
        refuse("Non ascii characters found in S3 metadata", "InvalidArgument")
    if sum(len(name) + len(value) for name, value in metadata.items()) > MAX_METADATA_BYTES:
        refuse("Your metadata headers exceed the maximum allowed metadata size", "MetadataTooLarge")


def check_deleted(asked: Asked) -> None:
    if not 1 <= len(asked["Delete"]["Objects"]) <= MAX_DELETED:
        refuse("The XML you provided was not well-formed", "MalformedXML")


# ------------------------------------------------------ the bus, the queue


def check_events(asked: Asked) -> None:
    entries = asked["Entries"]
    if not 1 <= len(entries) <= MAX_EVENTS:
        refuse("Member must have length less than or equal to 10")
    if sum(map(size_of_event, entries)) > MAX_EVENTS_BYTES:
        refuse("Total size of the entries in the request is over the limit.")
    for entry in entries:
        if not all(entry.get(name) for name in ("Source", "DetailType", "Detail")) or len(entry["DetailType"]) > 128:
            refuse("Parameter is not valid. Reason: Source, DetailType and Detail are required arguments.")
        if not isinstance(json.loads(entry["Detail"]), dict):
            refuse("Detail is malformed.", "MalformedDetail")


def size_of_event(entry: Mapping[str, Any]) -> int:
    timed = 14 if "Time" in entry else 0
    return timed + sum(len(str(entry.get(name, "")).encode()) for name in ("Source", "DetailType", "Detail"))


def check_message(asked: Asked) -> None:
    if not 1 <= len(asked["MessageBody"].encode()) <= MAX_MESSAGE_BYTES:
        refuse("One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.", "InvalidParameterValue")


def check_messages(asked: Asked) -> None:
    if not 1 <= len(asked["Entries"]) <= MAX_MESSAGES:
        refuse("Maximum number of entries per request are 10", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest")
    if sum(len(entry["MessageBody"].encode()) for entry in asked["Entries"]) > MAX_MESSAGE_BYTES:
        refuse("Batch requests cannot be longer than 1048576 bytes", "AWS.SimpleQueueService.BatchRequestTooLong")


def check_invocation(asked: Asked) -> None:
    if len(asked.get("Payload", b"")) > MAX_PAYLOAD_BYTES:
        refuse(f"Request must be smaller than {MAX_PAYLOAD_BYTES} bytes for the InvokeFunction operation", "RequestTooLargeException")


CHECKS: Mapping[tuple[str, str], Callable[[Asked], None]] = {
    ("dynamodb", "PutItem"): check_put,
    ("dynamodb", "UpdateItem"): check_keyed,
    ("dynamodb", "DeleteItem"): check_keyed,
    ("dynamodb", "GetItem"): check_keyed,
    ("dynamodb", "Query"): check_query,
    ("dynamodb", "Scan"): check_condition,
    ("dynamodb", "TransactWriteItems"): check_transaction,
    ("dynamodb", "BatchGetItem"): check_batch_get,
    ("dynamodb", "BatchWriteItem"): check_batch_write,
    ("s3", "PutObject"): check_object,
    ("s3", "GetObject"): check_object,
    ("s3", "HeadObject"): check_object,
    ("s3", "DeleteObjects"): check_deleted,
    ("events", "PutEvents"): check_events,
    ("sqs", "SendMessage"): check_message,
    ("sqs", "SendMessageBatch"): check_messages,
    ("lambda", "Invoke"): check_invocation,
}
