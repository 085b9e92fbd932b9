"""Every way known in which moto and ministack are not AWS, as far as copydesk could run into it.

A row is a request that AWS refuses, and the engines that accept it all the same; the guard refuses it for them. Both are tests: an engine
that has learned to refuse fails its row, so that none stays here longer than it is true.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """A call of a client (`service.method`) with its arguments; `accepted_by` names the engines that do what AWS would not."""

    call: str
    arguments: dict[str, Any]
    accepted_by: frozenset[str]


def text(value: str) -> dict[str, str]:
    return {"S": value}


def item(**more: Any) -> dict[str, Any]:
    return {"pk": text("p"), "sk": text("s"), **more}


def put(**more: Any) -> dict[str, Any]:
    return {"TableName": "copydesk", "Item": item(**more)}


def transacted(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"TransactItems": [{"Put": {"TableName": "copydesk", "Item": entry}} for entry in items], **more}


def query(expression: str, *, values: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"TableName": "copydesk", "KeyConditionExpression": expression, "ExpressionAttributeValues": values, **more}


def keys(*names: str) -> list[dict[str, Any]]:
    return [{"pk": text(name), "sk": text("s")} for name in names]


def event(**more: str) -> dict[str, str]:
    return {"Source": "copydesk", "DetailType": "x", "Detail": "{}", **more}


def messages(*bodies: str) -> list[dict[str, str]]:
    return [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]


def row(call: str, arguments: dict[str, Any], *accepted_by: str) -> Difference:
    return Difference(call, arguments, frozenset(accepted_by))


MOTO, MINISTACK = "moto", "ministack"
MIB = 1024 * 1024
QUEUE = "letters"  # for its address, which each engine makes itself
BOTH = (MOTO, MINISTACK)
NEW = {"ConditionExpression": "attribute_not_exists(pk)"}
NUMBERED = [item() | {"pk": text(str(number))} for number in range(101)]

DIFFERENCES: dict[str, Difference] = {
    "an item over 400 KB": row("dynamodb.put_item", put(x=text("x" * 409_600))),
    "an item over 400 KB in a transaction": row("dynamodb.transact_write_items", transacted(item(x=text("x" * 409_600)))),
    "a number of 39 digits": row("dynamodb.put_item", put(x={"N": "1" * 39}), MOTO),
    "a set with a member twice": row("dynamodb.put_item", put(x={"SS": ["a", "a"]}), MOTO),
    "an empty set": row("dynamodb.put_item", put(x={"SS": []})),
    "a partition key over 2,048 bytes": row("dynamodb.put_item", put() | {"Item": item() | {"pk": text("é" * 1_025)}}),
    "a sort key over 1,024 bytes": row("dynamodb.put_item", put() | {"Item": item() | {"sk": text("é" * 513)}}),
    "an index key over its bytes": row("dynamodb.put_item", put(list_name=text("a"), list_place=text("x" * 1_025)), MINISTACK),
    "an empty index key": row("dynamodb.put_item", put(list_name=text(""), list_place=text("x"))),
    "an index key of another type": row("dynamodb.put_item", put(list_name={"N": "1"}, list_place=text("x")), MOTO),
    "an unused value": row("dynamodb.put_item", put() | NEW | {"ExpressionAttributeValues": {":a": text("x")}}, MOTO),
    "an unused name": row("dynamodb.put_item", put() | NEW | {"ExpressionAttributeNames": {"#a": "x"}}),
    "a value that is not defined": row("dynamodb.put_item", put() | {"ConditionExpression": "pk = :a"}),
    "a reserved word for a name": row(
        "dynamodb.update_item", {"TableName": "copydesk", "Key": item(), "UpdateExpression": "REMOVE url, headline, name"}
    ),
    "101 actions in a transaction": row("dynamodb.transact_write_items", transacted(*NUMBERED)),
    "one item twice in a transaction": row("dynamodb.transact_write_items", transacted(item(), item())),
    "a transaction over 4 MB": row(
        "dynamodb.transact_write_items", transacted(*(entry | {"x": text("x" * 390_000)} for entry in NUMBERED[:11])), MOTO
    ),
    "101 keys at once": row("dynamodb.batch_get_item", {"RequestItems": {"copydesk": {"Keys": keys(*map(str, range(101)))}}}),
    "a key twice": row("dynamodb.batch_get_item", {"RequestItems": {"copydesk": {"Keys": keys("a", "a")}}}),
    "26 writes at once": row(
        "dynamodb.batch_write_item", {"RequestItems": {"copydesk": [{"PutRequest": {"Item": entry}} for entry in NUMBERED[:26]]}}, MOTO
    ),
    "a range that ends before it begins": row(
        "dynamodb.query", query("pk = :p AND sk BETWEEN :a AND :b", values={":p": text("p"), ":a": text("b"), ":b": text("a")}), MOTO
    ),
    "a consistent read of an index": row(
        "dynamodb.query", query("list_name = :n", values={":n": text("x")}, IndexName="lists", ConsistentRead=True)
    ),
    "an object's key over 1,024 bytes": row("s3.put_object", {"Bucket": "inbox", "Key": "é" * 513, "Body": b""}, *BOTH),
    "metadata over 2 KB": row("s3.put_object", {"Bucket": "inbox", "Key": "k", "Body": b"", "Metadata": {"url": "x" * 2_100}}, *BOTH),
    "1,001 objects deleted at once": row(
        "s3.delete_objects", {"Bucket": "inbox", "Delete": {"Objects": [{"Key": str(number)} for number in range(1_001)]}}, *BOTH
    ),
    "11 events at once": row("events.put_events", {"Entries": [event()] * 11}),
    "events over 1 MB": row("events.put_events", {"Entries": [event(Detail=f'{{"x": "{"x" * 600_000}"}}')] * 2}, *BOTH),
    "no event at all": row("events.put_events", {"Entries": []}),
    "an event without a kind": row("events.put_events", {"Entries": [event(DetailType="")]}, *BOTH),
    "an event whose detail is no object": row("events.put_events", {"Entries": [event(Detail="[]")]}, MINISTACK),
    "a message over 1 MiB": row("sqs.send_message", {"QueueUrl": QUEUE, "MessageBody": "x" * (MIB + 1)}),
    "an empty message": row("sqs.send_message", {"QueueUrl": QUEUE, "MessageBody": ""}, MOTO),
    "11 messages at once": row("sqs.send_message_batch", {"QueueUrl": QUEUE, "Entries": messages(*"abcdefghijk")}),
    "messages over 1 MiB together": row(
        "sqs.send_message_batch", {"QueueUrl": QUEUE, "Entries": messages("x" * (MIB // 2), "x" * (MIB // 2 + 1))}
    ),
    "a function called with over 6 MB": row("lambda.invoke", {"FunctionName": "echo", "Payload": b" " * (6 * MIB + 1)}),
}

# The largest that AWS takes: the guard lets it pass.
LARGEST: dict[str, Difference] = {
    "an item of 400 KB": row("dynamodb.put_item", put(x=text("x" * (400 * 1024 - 7))), MINISTACK),
    "a number of 38 digits": row("dynamodb.put_item", put(x={"N": "1" * 38}), *BOTH),
    "a partition key of 2,048 bytes": row("dynamodb.put_item", put() | {"Item": item() | {"pk": text("é" * 1_024)}}, *BOTH),
    "100 actions in a transaction": row("dynamodb.transact_write_items", transacted(*NUMBERED[:100]), *BOTH),
    "100 keys at once": row("dynamodb.batch_get_item", {"RequestItems": {"copydesk": {"Keys": keys(*map(str, range(100)))}}}, *BOTH),
    "25 writes at once": row(
        "dynamodb.batch_write_item", {"RequestItems": {"copydesk": [{"PutRequest": {"Item": entry}} for entry in NUMBERED[:25]]}}, *BOTH
    ),
    "an object's key of 1,024 bytes": row("s3.put_object", {"Bucket": "inbox", "Key": "é/" * 341 + "x", "Body": b""}, *BOTH),
    "metadata of 2 KB": row("s3.put_object", {"Bucket": "inbox", "Key": "k", "Body": b"", "Metadata": {"url": "x" * 2_045}}, *BOTH),
    "10 events at once": row("events.put_events", {"Entries": [event()] * 10}, *BOTH),
    "events of 1 MB": row("events.put_events", {"Entries": [event(Detail=f'{{"x": "{"x" * (MIB - 18)}"}}')]}, *BOTH),
    "a message of 1 MiB": row("sqs.send_message", {"QueueUrl": QUEUE, "MessageBody": "x" * MIB}, *BOTH),
    "10 messages at once": row("sqs.send_message_batch", {"QueueUrl": QUEUE, "Entries": messages(*"abcdefghij")}, *BOTH),
    "messages of 1 MiB together": row(
        "sqs.send_message_batch", {"QueueUrl": QUEUE, "Entries": messages("x" * (MIB // 2), "x" * (MIB // 2))}, *BOTH
    ),
}
