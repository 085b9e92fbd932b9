"""What AWS refuses is refused here too, and the list of what the engines would let through is true."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ParamValidationError

from tests.aws.differences import DIFFERENCES, Difference
from tests.aws.guard import guarded
from tests.conftest import REGION, Engine

# moto lives in this process: some of its refusals are its own exceptions.
REFUSALS = (ClientError, ParamValidationError, KeyError, UserWarning)
ROWS = pytest.mark.parametrize("difference", DIFFERENCES.values(), ids=DIFFERENCES.keys())


def make_client(engine: Engine, service: str) -> Any:
    """Without the guard; where the engine is."""
    url = engine.s3.meta.endpoint_url
    return boto3.client(service, region_name=REGION, **({"endpoint_url": url} if "127.0.0.1" in url else {}))


def call(client: Any, difference: Difference) -> None:
    getattr(client, difference.call.partition(".")[2])(**difference.arguments)


@ROWS
def test_the_guard_refuses_it(engine: Engine, difference: Difference) -> None:
    client = guarded(make_client(engine, difference.call.partition(".")[0]))
    with pytest.raises(ClientError) as refusal:
        call(client, difference)
    assert refusal.value.operation_name == "guarded"


@ROWS
def test_it_is_on_the_list_of_those_who_accept_it(engine: Engine, pytestconfig: pytest.Config, difference: Difference) -> None:
    client = make_client(engine, difference.call.partition(".")[0])
    if pytestconfig.getoption("--engine") in difference.accepted_by:
        call(client, difference)
    else:
        with pytest.raises(REFUSALS):
            call(client, difference)
