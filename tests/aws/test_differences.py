"""What AWS refuses is refused here too, what it takes is not, and the list of what the engines would let through is true."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ParamValidationError

from tests.aws.differences import DIFFERENCES, LARGEST, QUEUE, Difference
from tests.aws.guard import guarded
from tests.conftest import REGION, Engine

# moto lives in this process: some of its refusals are its own exceptions.
REFUSALS = (ClientError, ParamValidationError, KeyError, UserWarning)
ROWS = pytest.mark.parametrize("difference", DIFFERENCES.values(), ids=DIFFERENCES.keys())


def make_client(engine: Engine, difference: Difference) -> Any:
    """Without the guard; where the engine is."""
    url = engine.s3.meta.endpoint_url
    service = difference.call.partition(".")[0]
    return boto3.client(service, region_name=REGION, **({"endpoint_url": url} if "127.0.0.1" in url else {}))


def call(client: Any, difference: Difference) -> None:
    asked = difference.arguments
    if asked.get("QueueUrl") == QUEUE:
        asked = asked | {"QueueUrl": client.create_queue(QueueName=QUEUE)["QueueUrl"]}
    answer = getattr(client, difference.call.partition(".")[2])(**asked)
    assert not answer.get("Failed"), answer


@ROWS
def test_the_guard_refuses_it(engine: Engine, difference: Difference) -> None:
    with pytest.raises(ClientError) as refusal:
        call(guarded(make_client(engine, difference)), difference)
    assert refusal.value.operation_name == "guarded"


@ROWS
def test_it_is_on_the_list_of_those_who_accept_it(engine: Engine, pytestconfig: pytest.Config, difference: Difference) -> None:
    client = make_client(engine, difference)
    if pytestconfig.getoption("--engine") in difference.accepted_by:
        call(client, difference)
    else:
        with pytest.raises(REFUSALS):
            call(client, difference)


@pytest.mark.parametrize("largest", LARGEST.values(), ids=LARGEST.keys())
def test_the_largest_that_aws_takes_passes_the_guard(engine: Engine, pytestconfig: pytest.Config, largest: Difference) -> None:
    client = guarded(make_client(engine, largest))
    if pytestconfig.getoption("--engine") in largest.accepted_by:
        call(client, largest)
    else:
        with pytest.raises(REFUSALS) as refusal:
            call(client, largest)
        assert getattr(refusal.value, "operation_name", None) != "guarded"
