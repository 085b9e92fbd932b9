"""The dead letters: messages about dropped pages that failed five times, unexplained. They are sent to the inbox's queue again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .faults import translated

AT_ONCE = 10  # ReceiveMessage's limit
HELD_SECONDS = 60  # a letter that is received and not moved shows up again after this
WAIT_SECONDS = 2  # a long poll asks all of the queue's servers: a short one may see nothing where there is something


@dataclass(frozen=True)
class Queues:
    """The dead letters and the queue they came from, by their addresses, and the client that reaches both (botocore's of `sqs`)."""

    client: Any
    dead: str
    alive: str


def count_letters(queues: Queues) -> int:
    """About how many there are. Raises StoreUnavailable."""
    with translated("count the dead letters"):
        answer = queues.client.get_queue_attributes(QueueUrl=queues.dead, AttributeNames=["ApproximateNumberOfMessages"])
    return int(answer["Attributes"]["ApproximateNumberOfMessages"])


def move_letters(queues: Queues, *, limit: int) -> Iterator[str]:
    """Move up to `limit`, and yield the body of each that was moved.

    Sent before it is deleted: whoever is interrupted has sent one twice, which the intake settles once. Raises StoreUnavailable.
    """
    moved = 0
    while moved < limit and (letters := receive_letters(queues, min(AT_ONCE, limit - moved))):
        for letter in letters:
            with translated("move the dead letter"):
                queues.client.send_message(QueueUrl=queues.alive, MessageBody=letter["Body"])
                queues.client.delete_message(QueueUrl=queues.dead, ReceiptHandle=letter["ReceiptHandle"])
            moved += 1
            yield letter["Body"]


def receive_letters(queues: Queues, most: int) -> list[dict[str, Any]]:
    with translated("read the dead letters"):
        answer = queues.client.receive_message(
            QueueUrl=queues.dead, MaxNumberOfMessages=most, VisibilityTimeout=HELD_SECONDS, WaitTimeSeconds=WAIT_SECONDS
        )
    return list(answer.get("Messages", []))
