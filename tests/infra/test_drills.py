"""docs/runbook.md, tried on the local stack: each drill that can be, from the fault to its mending."""

import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from copydesk.cli import main as cli
from copydesk.cli import redrive, restore
from copydesk.cli.places import Place
from copydesk.store.ledger import Ledger
from infra.local import demo
from infra.local.bundle import zip_functions
from infra.local.stack import replace_code
from tests.infra.local import OCTETS, PAGE, Local
from tests.infra.test_template import TEMPLATE

RUNBOOK = (Path(__file__).parents[2] / "docs" / "runbook.md").read_text()
HEADINGS = re.findall(r"^## (.+)$", RUNBOOK, re.MULTILINE)
PATIENCE_SECONDS = 60
URL = "https://news.example.com/view/"


@pytest.fixture
def place(local: Local, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Where the commands act: the stack of this test run."""
    outputs = local.stack.outputs
    found = Place(Ledger(local.emulator.client("dynamodb"), outputs["TableName"]), "the drill", "", local.emulator.client, outputs)
    for command in (redrive, restore):
        monkeypatch.setattr(command, "open_place", lambda arguments: found)
    return found


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.2)


def drop(local: Local, name: str, url: str) -> str:
    key = f"in/{demo.PUBLISHER}/{name}"
    bucket = local.stack.outputs["InboxBucketName"]
    local.emulator.client("s3").put_object(Bucket=bucket, Key=key, Body=PAGE, ContentType="text/html", Metadata={"url": quote(url, ":/")})
    return key


def find_receipt(local: Local, key: str) -> dict[str, Any] | None:
    answer = demo.ask("GET", f"{local.settings.api_url}/v1/receipts?inbox_key={quote(key)}")
    return answer.body if answer.status == 200 else None


def source_of(local: Local, function: str) -> str:
    name = local.stack.functions[function]
    (source,) = local.emulator.client("lambda").list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    return str(source["UUID"])


def test_drill_the_inbox_is_shut_and_what_is_dropped_waits(local: Local) -> None:
    functions, source = local.emulator.client("lambda"), source_of(local, "IntakeFunction")
    functions.update_event_source_mapping(UUID=source, Enabled=False)
    try:
        key = drop(local, "shut.html", f"{URL}900001")
        time.sleep(3)
        assert find_receipt(local, key) is None
        assert local.push(PAGE, OCTETS, f"{URL}900002").status in (200, 201)  # the other door is open
    finally:
        functions.update_event_source_mapping(UUID=source, Enabled=True)
    wait_until(lambda: find_receipt(local, key) is not None)


def test_drill_a_dead_letter_goes_through_the_intake_again(local: Local, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    functions, source = local.emulator.client("lambda"), source_of(local, "IntakeFunction")
    functions.update_event_source_mapping(UUID=source, Enabled=False)
    key = drop(local, "dead letter.html", f"{URL}900003")
    queue = local.emulator.client("sqs")
    inbox, dead = place.outputs["InboxQueueUrl"], place.outputs["InboxDeadLettersUrl"]
    letters: list[dict[str, Any]] = []
    wait_until(lambda: bool(letters.extend(queue.receive_message(QueueUrl=inbox, MaxNumberOfMessages=10).get("Messages", [])) or letters))
    for letter in letters:
        queue.send_message(QueueUrl=dead, MessageBody=letter["Body"])
        queue.delete_message(QueueUrl=inbox, ReceiptHandle=letter["ReceiptHandle"])
    functions.update_event_source_mapping(UUID=source, Enabled=True)

    assert cli.main(["redrive", "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"waiting": len(letters), "moved": []}
    assert cli.main(["redrive", "--json"]) == 0
    assert key in json.loads(capsys.readouterr().out)["moved"]
    wait_until(lambda: find_receipt(local, key) is not None)
    assert local.count_dead_letters() == 0


def test_drill_a_table_that_was_set_back_is_made_whole_from_the_archive(
    local: Local, place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a restore to a moment leaves it: a table beside the stack's, without the last article."""
    kept = local.push(PAGE, OCTETS, f"{URL}900004").body["article_id"]
    lost = local.push(PAGE.replace(b"2", b"3"), OCTETS, f"{URL}900005").body["article_id"]
    table = local.emulator.client("dynamodb")
    described = table.describe_table(TableName=place.ledger.table)["Table"]
    layout = {name: described[name] for name in ("AttributeDefinitions", "KeySchema")}
    (index,) = ({name: index[name] for name in ("IndexName", "KeySchema", "Projection")} for index in described["GlobalSecondaryIndexes"])
    table.create_table(TableName="set-back", BillingMode="PAY_PER_REQUEST", GlobalSecondaryIndexes=[index], **layout)
    pages = table.get_paginator("scan").paginate(TableName=place.ledger.table)
    for item in (item for page in pages for item in page["Items"] if lost not in json.dumps(item)):
        table.put_item(TableName="set-back", Item=item)
    restored = Place(Ledger(table, "set-back"), "the restored table", "", place.open_client, {})
    monkeypatch.setattr(restore, "open_place", lambda arguments: restored)
    arguments = ["restore", "--table", "set-back", "--archive", place.outputs["ArchiveBucketName"], "--json"]

    assert cli.main(arguments) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["restored"], report["failed"]) == (1, [])
    for article_id in (kept, lost):
        key = {"pk": {"S": f"A#{demo.PUBLISHER}#{article_id}"}, "sk": {"S": "HEAD"}}
        head = {name: table.get_item(TableName=name, Key=key)["Item"]["content_hash"] for name in ("set-back", place.ledger.table)}
        assert head["set-back"] == head[place.ledger.table]
    assert cli.main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["restored"] == 0


def test_drill_a_bad_deployment_is_undone_by_the_last_good_code(local: Local, tmp_path: Path) -> None:
    good, health = zip_functions(), f"{local.settings.api_url}/healthz"
    bad = tmp_path / "copydesk" / "handlers"
    bad.mkdir(parents=True)
    (bad / "__init__.py").write_text("")
    (bad.parent / "__init__.py").write_text("")
    for function in ("api", "intake", "announce", "watch", "backfill"):
        (bad / f"{function}.py").write_text("raise RuntimeError('a bad deployment')\n")
    replace_code(local.emulator, local.stack, zip_functions(tmp_path))
    try:
        assert demo.ask("GET", health).status >= 500
    finally:
        replace_code(local.emulator, local.stack, good)
    assert demo.ask("GET", health).status == 200


def test_drill_the_watch_looks_at_every_publisher(local: Local) -> None:
    event = (Path(__file__).parents[2] / "events" / "watch.json").read_bytes()
    functions = local.emulator.client("lambda")
    answer = functions.invoke(FunctionName=local.stack.functions["WatchFunction"], Payload=event)
    told = json.loads(answer["Payload"].read())
    assert told["watched"] >= 1
    assert told["drifting"] == []
    table = local.emulator.client("dynamodb")
    query = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": f"W#{demo.PUBLISHER}"}}}
    slots = table.query(TableName=local.stack.outputs["TableName"], **query)["Items"]
    assert [slot for slot in slots if slot["slot"]["S"] < datetime.now(UTC).isoformat()]


# ------------------------------------------------------------ the runbook


ALARMS = {name: r["Properties"] for name, r in TEMPLATE["Resources"].items() if r["Type"] == "AWS::CloudWatch::Alarm"}


@pytest.mark.parametrize("alarm", sorted(ALARMS))
def test_an_alarm_names_the_page_of_the_runbook_that_is_there(alarm: str) -> None:
    _, _, heading = ALARMS[alarm]["AlarmDescription"].partition(" - runbook, ")
    assert heading.lower() in [told.lower() for told in HEADINGS]
    assert f"`{alarm}`" in RUNBOOK


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_[a-z_]+)`", RUNBOOK))))
def test_a_drill_that_the_runbook_says_was_tried_is_there(name: str) -> None:
    assert any(f"def {name}(" in file.read_text() for file in Path(__file__).parents[1].rglob("test_*.py"))


def test_every_drill_here_is_in_the_runbook() -> None:
    drills = {name for name in globals() if name.startswith("test_drill_")}
    assert drills <= set(re.findall(r"`(test_[a-z_]+)`", RUNBOOK))
