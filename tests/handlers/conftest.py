"""A house with its doors, and somebody who asks."""

from typing import Any
from urllib.parse import quote

import pytest

from copydesk.desk import Desk
from copydesk.handlers import api, intake
from copydesk.handlers.admission import open_gate
from copydesk.store.inbox import Inbox
from tests.aws.gateway import call, check_batch, check_request
from tests.conftest import Engine
from tests.handlers.asking import Answer, Ask, envelope
from tests.handlers.conforming import check_answer
from tests.handlers.dropping import KEY, PAGE, Put, Take


@pytest.fixture
def seconds() -> list[float]:
    """The gate's own clock: one number, seconds from anywhere."""
    return [0.0]


@pytest.fixture
def house(desk: Desk, inbox: Inbox, seconds: list[float]) -> api.House:
    return api.House(desk, open_gate(desk.ledger, lambda: seconds[0]), inbox)


@pytest.fixture
def ask(house: api.House, key: str) -> Ask:
    """Send one request with the demo key; `secret=None` sends none. Every answer has to be as the OpenAPI document tells."""
    numbers = iter(range(1_000))

    def ask(
        method: str, path: str, body: str | bytes | None = None, *, headers: Any = (), query: Any = (), secret: str | None = key
    ) -> Answer:
        sent = {**dict(headers), **({"authorization": f"Bearer {secret}"} if secret else {})}
        event = envelope(method, path, query=query, headers=sent, body=body, number=next(numbers))
        check_request(path, event["rawQueryString"], sent, body)
        answer = Answer(call(lambda event: api.converse(lambda: house, event), event))
        check_answer(method.upper(), path, answer.status, answer.headers.get("content-type"), answer.text)
        return answer

    return ask


@pytest.fixture
def mailroom(desk: Desk, inbox: Inbox) -> intake.House:
    return intake.House(desk, inbox)


@pytest.fixture
def put(engine: Engine) -> Put:
    """Put an object into the inbox, with the sender's words in its metadata."""

    def put(key: str = KEY, body: bytes = PAGE, *, content_type: str = "text/html", **words: str) -> None:
        told = {name: quote(value) for name, value in words.items()}
        engine.s3.put_object(Bucket="inbox", Key=key, Body=body, ContentType=content_type, Metadata=told)

    return put


@pytest.fixture
def take(mailroom: intake.House) -> Take:
    """Hand messages to the function; the ids of those that have to come again."""

    def take(*bodies: str) -> list[str]:
        records = [{"messageId": f"m{i}", "body": body, "eventSource": "aws:sqs"} for i, body in enumerate(bodies)]
        check_batch(records)
        answer = call(lambda event: intake.take_batch(lambda: mailroom, event), {"Records": records})
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    return take
