"""What nobody but its sender may see never reaches logs, metrics, events or the answers to errors: each place has a word of its own."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from copydesk.desk import Desk
from copydesk.handlers import announce, api, intake
from copydesk.handlers.admission import open_gate
from copydesk.store.inbox import Inbox
from copydesk.store.keys import add_key
from tests.conftest import Engine
from tests.desk.pushing import scan
from tests.handlers.asking import HTML, JSON, envelope
from tests.handlers.dropping import Put, notice
from tests.paper import print_page

SECRET, WRONG = "cd_canary_secret", "cd_canary_wrong"
HEADER, WORD, TEXT, METADATA = "canaryheader", "canaryword", "canarytext", "canarymeta"
CANARIES = (SECRET, WRONG, HEADER, WORD, TEXT, METADATA)
NEVER_ANSWERED = (SECRET, WRONG, HEADER, TEXT)  # words are the sender's own, and a refusal names them to it
PAGE = print_page(paragraphs=[f"The keeper said {TEXT}, {TEXT} and {TEXT} again, and went on to speak of the lighthouse for an hour."] * 4)
ADDRESS = f"https://www.example.com/{WORD}/1"
HEADERS = {"user-agent": HEADER, "x-anything": HEADER, "cookie": HEADER, "referer": HEADER}
THIN = f"<p>{TEXT}</p>"


def ask(house: api.House, method: str, path: str, *, secret: str = SECRET, **more: Any) -> dict[str, Any]:
    headers = HEADERS | more.pop("headers", {}) | {"authorization": f"Bearer {secret}"}
    return api.converse(lambda: house, envelope(method, path, headers=headers, number=1, **{"body": None, **more}))


def batch(*pages: str) -> str:
    return "".join(json.dumps({"html": page, "url": ADDRESS}) + "\n" for page in pages)


def first_article(house: api.House) -> str:
    """Its address."""
    return str(json.loads(ask(house, "GET", "/v1/articles")["body"])["articles"][0]["article"])


CALLS: dict[str, Callable[[api.House], dict[str, Any]]] = {
    "a page is kept": lambda h: ask(h, "POST", "/v1/articles", body=PAGE, headers=HTML, query={"url": ADDRESS}),
    "a kept page is read again": lambda h: ask(h, "GET", f"{first_article(h)}/reading"),
    "a page is tried": lambda h: ask(h, "POST", "/v1/normalize", body=PAGE, headers=HTML, query={"explain": "true"}),
    "no article in it": lambda h: ask(h, "POST", "/v1/articles", body=THIN, headers=HTML, query={"url": ADDRESS}),
    "no page": lambda h: ask(h, "POST", "/v1/articles", body=TEXT, headers=HTML, query={"external_id": WORD}),
    "JSON that is none": lambda h: ask(h, "POST", "/v1/articles", body=f'{{"html": "{TEXT}" {TEXT}', headers=JSON),
    "an unknown word": lambda h: ask(h, "POST", "/v1/articles", body=PAGE, headers=HTML, query={WORD: WORD}),
    "a word without its form": lambda h: ask(h, "POST", "/v1/articles", body=PAGE, headers=HTML, query={"edition": WORD}),
    "a type that nobody reads": lambda h: ask(h, "POST", "/v1/articles", body=PAGE, headers={"content-type": f"text/{HEADER}"}),
    "a coding that nobody reads": lambda h: ask(h, "POST", "/v1/articles", body=PAGE, headers=HTML | {"content-encoding": HEADER}),
    "a wrong key": lambda h: ask(h, "GET", "/v1/articles", secret=WRONG),
    "a key in the query": lambda h: ask(h, "GET", "/v1/articles", query={"key": SECRET, "limit": SECRET}),
    "a tag that is none of ours": lambda h: ask(h, "POST", "/v1/articles", body=PAGE, headers=HTML | {"if-match": f'"{HEADER}"'}),
    "an idempotency key": lambda h: ask(h, "POST", "/v1/articles", body=PAGE, headers=HTML | {"idempotency-key": HEADER}),
    "that key with another page": lambda h: ask(h, "POST", "/v1/articles", body=PAGE + " ", headers=HTML | {"idempotency-key": HEADER}),
    "a key that is none": lambda h: ask(h, "POST", "/v1/articles", body=PAGE, headers=HTML | {"idempotency-key": f"{HEADER} {HEADER}"}),
    "a batch": lambda h: ask(h, "POST", "/v1/batches", body=batch(PAGE, THIN) + TEXT, headers={"content-type": "application/x-ndjson"}),
    "later": lambda h: ask(h, "POST", "/v1/articles", body=PAGE, headers=HTML | {"prefer": "respond-async"}, query={"url": ADDRESS}),
    "an upload": lambda h: ask(h, "POST", "/v1/uploads", body=json.dumps({"url": ADDRESS}), headers=JSON),
    "no address of ours": lambda h: ask(h, "GET", f"/v1/{WORD}"),
    "a name": lambda h: ask(h, "GET", "/v1/articles", query={"url": ADDRESS, "external_id": WORD}),
    "no cursor": lambda h: ask(h, "GET", "/v1/articles", query={"cursor": HEADER}),
    "no format": lambda h: ask(h, "GET", "/v1/articles/" + "a" * 26, headers={"accept": f"text/{HEADER}"}),
}  # fmt: skip


class Quoting:
    """A client that breaks in a way nobody foresaw, and says so in its caller's own words."""

    def __getattr__(self, name: str) -> Any:
        def fail(**asked: Any) -> Any:
            raise RuntimeError(f"{TEXT} {WORD} {SECRET} {asked}")

        return fail


@pytest.fixture
def heard(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """All that was printed and logged, whatever wrote it."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("botocore").setLevel(logging.WARNING)  # at DEBUG it prints every request: the functions do not run it so
    return lambda: "".join(capsys.readouterr()) + caplog.text + "".join(str(vars(record)) for record in caplog.records)


@pytest.fixture
def house(desk: Desk, inbox: Inbox) -> api.House:
    add_key(desk.ledger, SECRET, ("push", "read", "admin"), ("demo",))
    return api.House(desk, open_gate(desk.ledger, lambda: 0.0), inbox)


def test_no_call_leaves_a_word_in_logs_or_metrics_or_the_answer_to_an_error(house: api.House, heard: Callable[[], str]) -> None:
    heard()
    for call in CALLS.values():
        answer = call(house)
        assert answer["statusCode"] < 500
        if answer["statusCode"] >= 400:
            told = answer["body"] + str(answer["headers"])
            assert [canary for canary in NEVER_ANSWERED if canary in told] == []
    lines = heard()
    assert "refused" in lines
    assert [canary for canary in CANARIES if canary in lines] == []


@pytest.mark.parametrize("broken", ["dynamodb", "s3"])
def test_a_fault_that_quotes_everything_is_logged_without_a_word(house: api.House, heard: Callable[[], str], broken: str) -> None:
    gate = open_gate(house.desk.ledger, lambda: 0.0)
    ask(api.House(house.desk, gate, house.inbox), "GET", "/v1/articles")  # the gate has seen the key
    archive, ledger = house.desk.archive, house.desk.ledger
    if broken == "s3":
        archive = type(archive)(Quoting(), archive.bucket)
    else:
        ledger = type(ledger)(Quoting(), ledger.table)
    desk = Desk(archive, ledger, house.desk.clock, pause=house.desk.pause)
    heard()
    for call in (CALLS["a page is kept"], CALLS["a batch"]):
        answer = call(api.House(desk, gate, house.inbox))
        assert [canary for canary in CANARIES if canary in answer["body"]] == []
    lines = heard()
    assert "unexplained fault" in lines
    assert [canary for canary in CANARIES if canary in lines] == []


def test_no_drop_leaves_a_word_in_logs_and_no_event_tells_more_than_headline_and_address(
    house: api.House, put: Put, engine: Engine, heard: Callable[[], str]
) -> None:
    heard()
    room = intake.House(house.desk, house.inbox)
    for number, (body, words) in enumerate(((PAGE, {"url": ADDRESS}), (THIN, {"url": ADDRESS}), (PAGE, {"edition": METADATA}), ("\0", {}))):
        key = f"in/demo/{METADATA}-{number}"
        put(key, body.encode(), anything=METADATA, **words)
        intake.take_batch(lambda: room, {"Records": [{"messageId": "m", "body": notice(key)}, {"messageId": "n", "body": TEXT}]})
    lines = heard()
    assert "drop settled" in lines
    assert [canary for canary in CANARIES if canary in lines] == []
    records = [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": str(i), "NewImage": item}} for i, item in enumerate(scan(engine))]
    events = [dict(news.event) for news in announce.read_news(records)]
    assert {event["type"] for event in events} == {"article.created", "article.rejected"}
    told = json.dumps([event | {"data": {n: v for n, v in event["data"].items() if n not in ("headline", "url")}} for event in events])
    assert [canary for canary in (SECRET, HEADER, TEXT, WORD) if canary in told] == []
