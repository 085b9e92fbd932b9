"""One vocabulary in every door: what the sender says wins over the page, and the article says so."""

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from copydesk.article import Article
from copydesk.cli.normalize import normalize_lines
from copydesk.desk import Desk
from copydesk.handlers import backfill
from copydesk.store.archive import read_document
from copydesk.store.backfills import Workbench, read_outcomes
from copydesk.store.ledger import find_head
from copydesk.store.order import stamp
from copydesk.store.records import Head
from tests.conftest import NOON
from tests.handlers.asking import BYTES, HTML, JSON, Answer, Ask
from tests.handlers.dropping import Put, Take, notice, receipt
from tests.handlers.test_uploads import fill
from tests.paper import print_page

ADDRESS = "https://www.example.com/news/등대?a=1&b=2"
PAGE = print_page(canonical="https://www.example.com/news/2026/lighthouse")
NIGHTS = "등대를 지키는 사람들은 안개 낀 밤마다 불을 켠다. " * 3
KOREAN = print_page(headline="등대는 계속 켜진다", paragraphs=(NIGHTS,) * 3, charset="big5")


@dataclass(frozen=True)
class Doors:
    """Everything that a page can come in by."""

    ask: Ask
    put: Put
    take: Take
    desk: Desk
    tmp_path: Path


@pytest.fixture
def doors(ask: Ask, put: Put, take: Take, desk: Desk, tmp_path: Path) -> Doors:
    return Doors(ask, put, take, desk, tmp_path)


type Door = Callable[[Doors, bytes, dict[str, Any]], tuple[Article, Head | None]]


def kept(doors: Doors, article_id: str) -> tuple[Article, Head]:
    head = find_head(doors.desk.ledger, ["demo"], article_id)
    assert head
    return read_document(doors.desk.archive, "demo", article_id, head.content_hash), head


def answered(doors: Doors, answer: Answer) -> tuple[Article, Head]:
    assert answer.status == 201
    return kept(doors, answer.json["article_id"])


def settled(doors: Doors, key: str) -> tuple[Article, Head]:
    assert doors.take(notice(key)) == []
    told = receipt(doors.desk, key)
    assert (told.outcome, told.error) == ("created", None)
    return kept(doors, str(told.article_id))


def query(doors: Doors, page: bytes, words: dict[str, Any]) -> tuple[Article, Head]:
    return answered(doors, doors.ask("POST", "/v1/articles", page, headers=BYTES, query=words))


def envelope(doors: Doors, page: bytes, words: dict[str, Any]) -> tuple[Article, Head]:
    return answered(doors, doors.ask("POST", "/v1/articles", json.dumps({"html": page.decode(), **words}), headers=JSON))


def metadata(doors: Doors, page: bytes, words: dict[str, Any]) -> tuple[Article, Head]:
    proper, fields = split(words)
    told = {**proper, **({"meta": json.dumps(fields)} if fields else {})}
    doors.put("in/demo/x.html", page, content_type="application/octet-stream", **{name: str(value) for name, value in told.items()})
    return settled(doors, "in/demo/x.html")


def form(doors: Doors, page: bytes, words: dict[str, Any]) -> tuple[Article, Head]:
    answer = doors.ask("POST", "/v1/uploads", json.dumps(words), headers=JSON)
    fill(answer.json, page)
    return settled(doors, f"up/demo/{answer.json['receipt_id']}")


def later(doors: Doors, page: bytes, words: dict[str, Any]) -> tuple[Article, Head]:
    answer = doors.ask("POST", "/v1/articles", page, headers=BYTES | {"prefer": "respond-async"}, query=words)
    return settled(doors, f"up/demo/{answer.json['receipt_id']}")


def line(doors: Doors, page: bytes, words: dict[str, Any]) -> tuple[Article, None]:
    """A line of the CLI's --jsonl, as of a manifest."""
    path, out = doors.tmp_path / "page.html", io.BytesIO()
    path.write_bytes(page)
    assert normalize_lines([json.dumps({"id": 1, "path": str(path), **words}).encode()], out, io.StringIO()) == 0
    return Article.model_validate(json.loads(out.getvalue())["article"]), None


def manifest(doors: Doors, page: bytes, words: dict[str, Any]) -> tuple[Article, Head]:
    """A line of a backfill's."""
    client, bench = doors.desk.archive.client, Workbench(doors.desk.archive.client, "inbox")
    client.put_object(Bucket="inbox", Key="jobs/j/sources/page.html", Body=page)
    told = {"n": 1, "publisher": "demo", "key": "jobs/j/sources/page.html", "at": stamp(NOON), "words": words}
    batch = {"BatchInput": {"job": "j"}, "Items": [told]}
    backfill.settle_batch(lambda: backfill.House(doors.desk, bench), batch, seconds_left=lambda: 60.0)
    (outcome,) = read_outcomes(bench, "j", "outcomes")
    assert (outcome.outcome, outcome.detail) == ("created", None)
    return kept(doors, str(outcome.article))


DOORS: Mapping[str, Door] = {
    "query": query, "envelope": envelope, "metadata": metadata, "form": form, "later": later, "line": line, "manifest": manifest,
}  # fmt: skip
JSON_DOORS = ("envelope", "metadata", "form", "line", "manifest")  # those in which a word can be more than a text


def split(words: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    proper = ("publisher", "url", "external_id", "edition", "charset", "published_at", "modified_at")
    return {name: words[name] for name in words if name in proper}, {name: words[name] for name in words if name not in proper}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("word", ["published_at", "modified_at"])
def test_a_time_of_the_sender_wins_over_the_page_and_says_so(doors: Doors, door: str, word: str) -> None:
    article, _ = DOORS[door](doors, PAGE.encode(), {word: "2026-11-20T08:00:00+01:00"})
    assert getattr(article.meta, word).at == "2026-11-20T08:00:00+01:00"
    assert article.provenance.sources[f"/meta/{word}"] == "sender"


@pytest.mark.parametrize("door", DOORS)
def test_an_address_of_the_sender_is_the_articles(doors: Doors, door: str) -> None:
    article, head = DOORS[door](doors, PAGE.encode(), {"url": ADDRESS})
    assert article.meta.url == ADDRESS
    assert article.provenance.sources["/meta/url"] == "sender"
    if head:
        assert doors.ask("GET", "/v1/articles", query={"url": ADDRESS}).json["articles"][0]["article_id"] == head.article_id


@pytest.mark.parametrize("door", [door for door in DOORS if door != "envelope"])  # JSON is UTF-8: there is nothing left to say
def test_a_charset_of_the_sender_wins_over_the_pages_own_label(doors: Doors, door: str) -> None:
    article, _ = DOORS[door](doors, KOREAN.encode("euc-kr"), {"charset": "euc-kr"})
    assert article.meta.headline == "등대는 계속 켜진다"
    assert (article.provenance.charset.used, article.provenance.charset.how) == ("EUC-KR", "sender")


@pytest.mark.parametrize("door", [door for door in DOORS if door != "line"])  # the command line keeps nothing
def test_what_only_the_store_needs_is_kept(doors: Doors, door: str) -> None:
    _, head = DOORS[door](doors, PAGE.encode(), {"publisher": "demo", "external_id": "기사-1", "edition": 7})
    assert head
    assert (head.publisher_id, head.external_id, int(head.order_key.split("#")[0])) == ("demo", "기사-1", 7)


FIELDS: list[tuple[str, Any]] = [
    ("headline", "등대는 계속 켜진다"),
    ("sections", ["사회", "지역"]),
    ("authors", [{"name": "오하늘", "role": "기자"}]),
]


@pytest.mark.parametrize("door", JSON_DOORS)
@pytest.mark.parametrize(("name", "value"), FIELDS)
def test_any_other_field_of_meta_wins_where_it_can_be_said(doors: Doors, door: str, name: str, value: Any) -> None:
    article, _ = DOORS[door](doors, PAGE.encode(), {name: value})
    told = article.meta.model_dump(mode="json")[name]
    told = [{key: entry[key] for key in value[0]} for entry in told] if name == "authors" else told
    assert told == value
    assert article.provenance.sources[f"/meta/{name}"] == "sender"


WORDS = {
    "publisher": "demo",
    "url": ADDRESS,
    "external_id": "기사-1",
    "edition": 3,
    "published_at": "2026-11-20T08:00:00+01:00",
    "modified_at": "2026-11-21T08:00:00+01:00",
}


@pytest.mark.parametrize("door", DOORS)
def test_the_same_bytes_and_words_are_the_same_article_byte_for_byte_through_every_door(doors: Doors, door: str) -> None:
    expected, _ = line(doors, PAGE.encode(), WORDS)
    article, _ = DOORS[door](doors, PAGE.encode(), WORDS)
    assert article.model_dump_json() == expected.model_dump_json()


@pytest.mark.parametrize("door", ["query", "envelope", "form"])
def test_a_word_that_has_not_its_form_is_named(doors: Doors, door: str) -> None:
    words = {"edition": "two", "colour": "red"}
    requests: dict[str, Callable[[], Answer]] = {
        "query": lambda: doors.ask("POST", "/v1/articles", PAGE, headers=HTML, query=words),
        "envelope": lambda: doors.ask("POST", "/v1/articles", json.dumps({"html": PAGE, **words}), headers=JSON),
        "form": lambda: doors.ask("POST", "/v1/uploads", json.dumps(words), headers=JSON),
    }
    answer = requests[door]()
    assert (answer.status, {error["pointer"] for error in answer.json["errors"]}) == (422, {"/edition", "/colour"})


@pytest.mark.parametrize(("meta", "detail"), [("{", "not JSON"), ("[1]", "a JSON object"), ('{"colour": 1}', "a JSON object")])
def test_fields_of_meta_beside_an_object_have_to_be_a_json_object_of_them(doors: Doors, meta: str, detail: str) -> None:
    doors.put(meta=meta)
    assert doors.take(notice()) == []
    error = receipt(doors.desk).error
    assert error
    assert error["detail"].startswith(f"/meta: {detail}")
