"""Real engines on one machine: a table and two buckets in moto (or, `--engine ministack`, in ministack), empty for every test."""

import os

os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="eu-central-1",
    TABLE_NAME="copydesk",
    ARCHIVE_BUCKET="archive",
    INBOX_BUCKET="inbox",
)
os.environ.pop("AWS_ENDPOINT_URL", None)

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from copydesk.desk import Desk
from copydesk.store.archive import Archive
from copydesk.store.inbox import Inbox
from copydesk.store.keys import add_key, add_publisher
from copydesk.store.ledger import Ledger
from infra.local.emulator import running_emulator
from infra.local.settings import Settings
from tests.aws.guard import guarded

collect_ignore = ["browser"]  # `make browser` runs these, with packages of their own
REGION = "eu-central-1"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

TABLE: dict[str, Any] = {
    "TableName": "copydesk",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "list_name", "list_place")],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "lists",
            "KeySchema": [{"AttributeName": "list_name", "KeyType": "HASH"}, {"AttributeName": "list_place", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
}


@dataclass
class Clock:
    """A clock that moves only when it is told to."""

    now: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(frozen=True)
class Engine:
    """The clients of one emulated account."""

    dynamodb: Any
    s3: Any


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=("moto", "ministack"), default="moto", help="what plays AWS")


def connect(**where: str) -> Engine:
    """Behind the guard, which refuses what AWS refuses and the engine would not."""
    dynamodb, s3 = (boto3.client(service, region_name=REGION, **where) for service in ("dynamodb", "s3"))
    return Engine(guarded(dynamodb), guarded(s3))


@pytest.fixture(scope="session")
def clients(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if pytestconfig.getoption("--engine") == "moto":
        yield connect()
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(port=port, emulator_port=port, bind="127.0.0.1", fresh=True)
    with running_emulator(settings, tmp_path_factory.mktemp("ministack")) as emulator:
        yield connect(endpoint_url=emulator.url)


@pytest.fixture
def engine(clients: Engine, pytestconfig: pytest.Config) -> Iterator[Engine]:
    """An empty table and two empty buckets."""
    with mock_aws() if pytestconfig.getoption("--engine") == "moto" else emptied(clients):
        clients.dynamodb.create_table(**TABLE)
        for bucket in ("archive", "inbox"):
            clients.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield clients


@contextmanager
def emptied(clients: Engine) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", clients.s3.meta.endpoint_url)  # for clients that handlers make themselves
        yield
    urllib.request.urlopen(f"{clients.s3.meta.endpoint_url}/_ministack/reset", data=b"", timeout=10).close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(engine: Engine) -> Ledger:
    ledger = Ledger(engine.dynamodb, "copydesk")
    add_publisher(ledger, "demo", "Demo Daily")
    add_publisher(ledger, "other", "Other Observer")
    return ledger


@pytest.fixture
def archive(engine: Engine) -> Archive:
    return Archive(engine.s3, "archive", carries_records=True)


@pytest.fixture
def inbox(engine: Engine) -> Inbox:
    return Inbox(engine.s3, "inbox")


@pytest.fixture
def desk(archive: Archive, ledger: Ledger, clock: Clock) -> Desk:
    return Desk(archive, ledger, clock, pause=lambda seconds: None)


@pytest.fixture
def key(ledger: Ledger) -> str:
    """The secret of a key that may push and read for `demo`."""
    add_key(ledger, "cd_demo", ("push", "read"), ("demo",))
    return "cd_demo"
