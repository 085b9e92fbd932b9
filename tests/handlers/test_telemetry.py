"""What an operator sees: metrics with few dimensions, and a page that can be followed from its request to its event."""

import json
from typing import Any

import pytest

from copydesk.desk import Desk
from copydesk.handlers import announce, api, intake, telemetry
from tests.conftest import Engine
from tests.handlers.asking import Ask, push
from tests.handlers.dropping import Put, notice

STAGES = {"NormalizeMilliseconds", "IdentifyMilliseconds", "ArchiveMilliseconds", "CommitMilliseconds"}


@pytest.fixture
def desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """As the functions open it: its stages are timed."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "desk")
    return Desk(desk.archive, desk.ledger, desk.clock, pause=desk.pause, timed=telemetry.timed)


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]


def metrics_of(lines: list[dict[str, Any]]) -> list[tuple[set[str], dict[str, str]]]:
    """The names of the metrics in each line that has some, and its dimensions."""
    found = []
    for line in lines:
        for directive in line.get("_aws", {}).get("CloudWatchMetrics", []):
            (dimensions,) = directive["Dimensions"]
            found.append(({metric["Name"] for metric in directive["Metrics"]}, {name: line[name] for name in dimensions}))
    return found


def test_a_pushed_page_is_counted_by_outcome_and_timed_by_stage(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    push(ask)
    pages, stages = metrics_of(printed(capsys))
    assert (pages[0], pages[1]["outcome"], pages[1].keys()) == ({"Pages"}, "created", {"outcome", "service"})
    assert (stages[0], stages[1].keys()) == (STAGES, {"service"})


def test_a_refused_page_is_counted_by_its_reason(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    push(ask, "<!doctype html><title>nothing</title>")
    (refusals,) = metrics_of(printed(capsys))
    assert (refusals[0], refusals[1]["type"]) == ({"Refusals"}, "no_article")


def test_the_time_of_a_refused_page_does_not_count_towards_the_next(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    push(ask, "<!doctype html><title>nothing</title>")
    refused = dict(telemetry.spent)
    telemetry.spent["normalize"] = 3_600_000.0
    push(ask)
    (times,) = (line["NormalizeMilliseconds"] for line in printed(capsys) if "NormalizeMilliseconds" in line)
    assert refused
    assert times[0] < 3_600_000


def test_a_page_can_be_followed_from_its_request_to_its_event(ask: Ask, engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    answer = push(ask)
    receipt_id, article_id = answer.headers["copydesk-receipt"], answer.json["article_id"]
    (accepted,) = (vars(line) for line in caplog.records if line.message == "page accepted")
    assert (accepted["request"], accepted["receipt"], accepted["article"]) == ("request-0", receipt_id, article_id)
    assert told_of(engine) == [(article_id, receipt_id)]


def test_a_drop_can_be_followed_from_its_message_to_its_event(
    mailroom: intake.House, put: Put, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    put()
    intake.take_batch(lambda: mailroom, {"Records": [{"messageId": "m1", "body": notice()}]})
    (settled,) = (vars(line) for line in caplog.records if line.message == "drop settled")
    assert settled["message_id"] == "m1"
    assert told_of(engine) == [(settled["article"], settled["receipt"])]


def told_of(engine: Engine) -> list[tuple[str, str]]:
    """Article and receipt of every event that the stream of this table would make."""
    items = engine.dynamodb.scan(TableName="copydesk")["Items"]
    records = [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": "1", "NewImage": item}} for item in items]
    return [(news.event["data"]["article_id"], news.event["data"]["receipt_id"]) for news in announce.read_news(records)]


def test_how_a_page_was_read_is_not_told_to_the_world(ask: Ask, engine: Engine) -> None:
    push(ask)
    items = engine.dynamodb.scan(TableName="copydesk")["Items"]
    (change,) = (item for item in items if item["pk"]["S"].startswith("C#"))
    assert int(change["visible"]["N"]) > 0
    (news,) = announce.read_news([{"eventName": "INSERT", "dynamodb": {"SequenceNumber": "1", "NewImage": change}}])
    assert not {"visible", "unassigned", "doubts"} & news.event["data"].keys()


@pytest.mark.parametrize("function", [api, intake])
def test_a_function_times_the_stages(function: Any) -> None:
    assert function.open_house.__wrapped__().desk.timed is telemetry.timed
