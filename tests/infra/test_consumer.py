"""infra/consumer.yaml beside the real template: one article's life, as a consumer's queue receives it."""

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from docs.events import LIFE, PAGE, deploy_consumer, live, receive
from infra.local.demo import SECRET
from tests.infra.local import Local

SCHEMA = json.loads((PAGE.parent / "event.schema.json").read_text())


@pytest.fixture(scope="module")
def received(local: Local) -> list[dict[str, Any]]:
    queue = deploy_consumer(local.emulator.client("cloudformation"), local.stack.outputs["EventBusName"])
    return receive(local.emulator.client("sqs"), queue, live(local.settings.api_url, SECRET))


def faults_of(events: list[dict[str, Any]]) -> list[str]:
    return [error.message for event in events for error in Draft202012Validator(SCHEMA).iter_errors(event)]


def test_a_consumer_receives_an_articles_whole_life(received: list[dict[str, Any]]) -> None:
    assert [event["type"] for event in received] == [f"article.{step}" for step in LIFE]
    assert [(event["data"]["revision"], event["data"]["head_revision"]) for event in received] == [(1, 1), (2, 2), (3, 2), (4, 4), (5, 5)]
    assert faults_of(received) == []


def test_the_document_shows_what_a_consumer_receives(received: list[dict[str, Any]]) -> None:
    shown = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE.read_text(), re.DOTALL)]
    events = [event for event in shown if "specversion" in event]
    assert faults_of(events) == []
    assert [steady(event) for event in events] == [steady(event) for event in received], "run python -m docs.events"


def steady(event: dict[str, Any]) -> dict[str, Any]:
    """Without what differs from run to run, or whenever a page is read better."""
    data = {name: value for name, value in event["data"].items() if name not in VARIABLE}
    return {**{name: value for name, value in event.items() if name not in VARIABLE}, "data": data}


VARIABLE = frozenset({"time", "at", "content_hash", "receipt_id"})
