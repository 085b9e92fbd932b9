"""The events' schema: real events of a whole life fit it, it is what GET /v1/changes tells, and it breaks no promise made before."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from copydesk.handlers.announce import read_news
from copydesk.handlers.openapi.events import describe_events
from copydesk.store.keys import add_key
from copydesk.store.ledger import Ledger
from tests.conftest import Clock, Engine
from tests.handlers.asking import HTML, Ask
from tests.handlers.compatibility import breaks_of_document
from tests.handlers.dropping import KEY, Put, Take, notice
from tests.paper import print_page, rewritten

SCHEMA = describe_events()
PROMISED = json.loads((Path(__file__).parent / "promised_events.json").read_text())  # never changed: a promise is kept
URL = "https://www.example.com/news/1"
LIFE = ["created", "revised", "superseded", "withdrawn", "revised", "purged"]


@pytest.fixture
def life(ask: Ask, clock: Clock, ledger: Ledger) -> Callable[[], str]:
    """One article from its first edition to its purge; the key is an admin's."""
    add_key(ledger, "cd_admin", ("push", "read", "admin"), ("demo",))

    def live() -> str:
        def push(line: str, edition: int) -> str:
            clock.pass_by(seconds=1)
            page = print_page(paragraphs=rewritten(line))
            answer = ask("POST", "/v1/articles", page, headers=HTML, query={"url": URL, "edition": str(edition)}, secret="cd_admin")
            return str(answer.json["article_id"])

        article_id = push("Alpha", 1)
        push("Charlie", 3)
        push("Bravo", 2)
        clock.pass_by(seconds=1)
        assert ask("DELETE", f"/v1/articles/{article_id}", secret="cd_admin").status == 204
        push("Delta", 4)
        clock.pass_by(seconds=1)
        assert ask("DELETE", f"/v1/articles/{article_id}", query={"purge": "true"}, secret="cd_admin").status == 204
        return article_id

    return live


def events_of(engine: Engine) -> list[dict[str, Any]]:
    """What `announce` makes of all that is in the table, in the order of its times."""
    items = engine.dynamodb.scan(TableName="copydesk")["Items"]
    records = [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": "1", "NewImage": item}} for item in items]
    return sorted((dict(news.event) for news in read_news(records)), key=lambda event: event["time"])


def faults_of(event: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA, format_checker=FormatChecker()).iter_errors(event)]


def test_every_event_of_an_articles_life_fits_the_schema(life: Callable[[], str], engine: Engine) -> None:
    life()
    events = events_of(engine)
    assert [event["type"] for event in events] == [f"article.{told}" for told in LIFE]
    assert [fault for event in events for fault in faults_of(event)] == []


def test_a_rejection_fits_the_schema(put: Put, take: Take, engine: Engine) -> None:
    put(KEY, b"just some words")
    take(notice(KEY))
    (event,) = events_of(engine)
    assert (event["type"], faults_of(event)) == ("article.rejected", [])


@pytest.mark.parametrize(
    "change", [{"type": "article.lost"}, {"specversion": "2"}, {"source": "copydesk"}, {"data": {}}, {"time": None}, {"data.revision": "1"}]
)
def test_what_is_no_event_does_not_fit(life: Callable[[], str], engine: Engine, change: dict[str, Any]) -> None:
    life()
    event = deepcopy(events_of(engine)[0])
    for name, value in change.items():
        outer, _, inner = name.partition(".")
        event[outer] = {**event[outer], inner: value} if inner else value
    assert faults_of(event)


def test_the_changes_feed_tells_the_same_story(life: Callable[[], str], ask: Ask, engine: Engine, clock: Clock) -> None:
    life()
    clock.pass_by(minutes=2)
    assert ask("GET", "/v1/changes").json["changes"] == [event["data"] for event in events_of(engine)]


# ------------------------------------------------------------ promises


def test_no_promise_of_before_is_broken() -> None:
    assert breaks_of_document(PROMISED, SCHEMA) == []


def test_the_committed_schema_is_what_the_code_says() -> None:
    assert json.loads((Path(__file__).parents[2] / "docs" / "event.schema.json").read_text()) == SCHEMA


def edited(edit: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(json.dumps(SCHEMA))  # nothing in it is shared
    edit(schema["$defs"]["article.created"])
    return schema


def data_of(event: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = event["properties"]["data"]
    return told


BREAKING: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("a field goes", lambda event: data_of(event)["properties"].pop("headline")),
    ("a field of the envelope goes", lambda event: event["properties"].pop("subject")),
    ("a field may be missing", lambda event: data_of(event)["required"].remove("url")),
    ("a field must be there that was not", lambda event: data_of(event)["required"].append("mood")),
    ("a text becomes a number", lambda event: data_of(event)["properties"].update(publisher_id={"type": "integer"})),
    ("null is told no more", lambda event: data_of(event)["properties"].update(headline={"type": "string"})),
    ("null comes in", lambda event: data_of(event)["properties"].update(revision={"anyOf": [{"type": "integer"}, {"type": "null"}]})),
    ("a form is narrowed", lambda event: data_of(event)["properties"]["article_id"].update(pattern="^[a-z]{26}$")),
    ("a constant is another", lambda event: event["properties"].update(specversion={"const": "1.1"})),
]


@pytest.mark.parametrize("edit", [edit for _, edit in BREAKING], ids=[name for name, _ in BREAKING])
def test_a_broken_promise_is_noticed(edit: Callable[[dict[str, Any]], Any]) -> None:
    (told,) = breaks_of_document(SCHEMA, edited(edit))
    assert told.startswith("article.created")


def test_a_type_that_is_told_no_more_is_noticed() -> None:
    without = {**SCHEMA, "$defs": {name: event for name, event in SCHEMA["$defs"].items() if name != "article.purged"}}
    assert breaks_of_document(SCHEMA, without) == ["article.purged: is told no more"]


def test_a_new_field_and_a_new_type_break_nothing() -> None:
    more = edited(lambda event: data_of(event)["properties"].update(mood={"type": "string"}))
    more["$defs"]["article.translated"] = more["$defs"]["article.created"]
    assert breaks_of_document(SCHEMA, more) == []
