"""The emulator's state is written while it runs, a moment after each change."""

import json
import time
from pathlib import Path

import pytest

from infra.local.emulator import running_emulator
from infra.local.saving import may_change, without_positions
from infra.local.settings import Settings
from infra.local.trial import free_port
from tests.conftest import TABLE


@pytest.mark.parametrize(
    ("method", "action", "changes"),
    [
        ("POST", "DynamoDB_20120810.TransactWriteItems", True),
        ("POST", "DynamoDB_20120810.UpdateItem", True),
        ("POST", "AmazonSQS.ReceiveMessage", True),  # what is in flight is part of a queue's state
        ("POST", "AmazonSQS.DeleteMessage", True),
        ("PUT", "", True),
        ("DELETE", "", True),
        ("POST", "", True),
        ("POST", "DynamoDB_20120810.GetItem", False),
        ("POST", "DynamoDB_20120810.TransactGetItems", False),
        ("POST", "DynamoDB_20120810.Query", False),
        ("POST", "Logs_20140328.FilterLogEvents", False),
        ("GET", "", False),
        ("HEAD", "", False),
    ],
)
def test_what_may_have_changed_something_is_saved(method: str, action: str, changes: bool) -> None:
    assert may_change(method, {b"x-amz-target": action.encode()}) is changes


def test_the_places_in_a_stream_that_begins_anew_are_not_kept() -> None:
    assert without_positions({"dynamodb_stream_positions": {"a": 57}, "esms": {}}) == {"dynamodb_stream_positions": {}, "esms": {}}
    assert without_positions({"tables": {}}) == {"tables": {}}


def test_a_written_item_is_in_the_state_while_the_emulator_runs(tmp_path: Path) -> None:
    settings = Settings(port=free_port(), emulator_port=free_port(), bind="127.0.0.1", fresh=False)
    with running_emulator(settings, tmp_path) as emulator:
        dynamodb = emulator.client("dynamodb")
        dynamodb.create_table(**TABLE)
        dynamodb.put_item(TableName="copydesk", Item={"pk": {"S": "P#written"}, "sk": {"S": "PUBLISHER"}})
        saved, deadline = tmp_path / "state" / "dynamodb.json", time.monotonic() + 20
        while not saved.exists() or "P#written" not in saved.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert json.loads(saved.read_bytes())["payload"]["tables"]
