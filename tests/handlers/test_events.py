"""The sample events of `sam local invoke`, through the same functions."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from copydesk.desk import Desk
from copydesk.handlers import announce, api, backfill, intake
from copydesk.handlers.admission import open_gate
from copydesk.store.backfills import Workbench
from copydesk.store.bus import Bus
from copydesk.store.inbox import Inbox
from copydesk.store.keys import add_key
from copydesk.store.ledger import Ledger
from tests.conftest import REGION, Engine

EVENTS = Path(__file__).parents[2] / "events"


def read_event(name: str) -> Any:
    return json.loads((EVENTS / name).read_text())


def test_the_sample_push_is_kept(desk: Desk, ledger: Ledger, inbox: Inbox) -> None:
    add_key(ledger, "cd_local_demo_key", ("push", "read"), ("demo",))
    house = api.House(desk, open_gate(ledger, lambda: 0.0), inbox)
    answer = api.converse(lambda: house, read_event("api.json"))
    assert (answer["statusCode"], answer["headers"]["copydesk-outcome"]) == (201, "created")


def test_the_sample_drop_is_kept(desk: Desk, engine: Engine) -> None:
    event = read_event("intake.json")
    (record,) = json.loads(event["Records"][0]["body"])["Records"]
    bucket, key = record["s3"]["bucket"]["name"], record["s3"]["object"]["key"]
    engine.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    engine.s3.put_object(Bucket=bucket, Key=key, Body=(EVENTS / "pages" / Path(key).name).read_bytes(), ContentType="text/html")
    house = intake.House(desk, Inbox(engine.s3, bucket))
    assert intake.take_batch(lambda: house, event) == {"batchItemFailures": []}
    assert engine.s3.list_objects_v2(Bucket="archive", Prefix="articles/demo/")["KeyCount"] == 1


def test_the_sample_backfill_is_kept(desk: Desk, engine: Engine) -> None:
    event = read_event("backfill.json")
    (line,) = event["Items"]
    engine.s3.create_bucket(Bucket="backfill", CreateBucketConfiguration={"LocationConstraint": REGION})
    engine.s3.put_object(Bucket="backfill", Key=line["key"], Body=(EVENTS / "pages" / line["name"]).read_bytes())
    house = backfill.House(desk, Workbench(engine.s3, "backfill"))
    assert backfill.settle_batch(lambda: house, event, seconds_left=lambda: 60.0) == {"created": 1}


@pytest.fixture
def bus(engine: Engine) -> Bus:
    client = boto3.client("events", region_name=REGION)
    client.create_event_bus(Name="news")
    return Bus(client, "news")


def test_the_sample_change_is_told(bus: Bus) -> None:
    event = read_event("announce.json")
    assert [news.event["type"] for news in announce.read_news(event["Records"])] == ["article.created"]
    assert announce.announce(lambda: bus, event) == {"batchItemFailures": []}
