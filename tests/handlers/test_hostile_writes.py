"""Whatever is asked of an article, or sent in a batch, the answer is ours: never a fault."""

import json
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from copydesk.handlers import api
from copydesk.store.keys import add_key
from tests.handlers.asking import ADDRESS, HTML, JSON, PAGE, envelope
from tests.paper import print_page

NASTY = (
    "",
    "*",
    '"1"',
    'W/"1"',
    '"9999999999"',
    '"1',
    '"-1"',
    '"1-withdrawn"',
    "\ud800",
    "a\r\nb: c",
    "x" * 300,
    "true",
    "etag",
    ",",
    '"",""',
)
LINES = (
    "",
    "{}",
    "[]",
    "null",
    "\ud800",
    '{"html": 1}',
    '{"html": "<p>", "html": ""}',
    '{"html": NaN}',
    "[" * 2_000,
    json.dumps({"html": PAGE}),
    json.dumps({"html": PAGE, "url": ADDRESS, "edition": 1}),
    json.dumps({"html": "\ud800"}),
)
headers = st.dictionaries(st.sampled_from(("if-match", "if-none-match", "idempotency-key", "prefer")), st.sampled_from(NASTY), max_size=3)
names = st.sampled_from(("purge", "publisher", "revision", "url", "x"))
flags = st.lists(st.tuples(names, st.sampled_from(("true", "false", *NASTY))), max_size=2)
pages = st.sampled_from((PAGE, print_page(headline="x"), "<p>"))
QUICK = settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def ask(
    house: api.House, method: str, path: str, *, headers: dict[str, str], query: Any = (), body: str | bytes | None = None
) -> dict[str, Any]:
    sent = {**headers, "authorization": "Bearer cd_all"}
    event = envelope(method, path, query=(), headers=sent, body=body, number=0)
    event["queryStringParameters"], event["rawQueryString"] = dict(query), ""
    return api.converse(lambda: house, event)


def is_ours(answer: dict[str, Any]) -> bool:
    """A refusal is a problem document, and none is a fault of ours."""
    json.dumps(answer)
    if answer["statusCode"] < 300:
        return True
    return 400 <= answer["statusCode"] < 500 and str(json.loads(answer["body"])["type"]).startswith("/problems/")


@QUICK
@given(method=st.sampled_from(("PUT", "DELETE", "POST")), told=headers, query=flags, page=pages)
def test_no_request_about_an_article_makes_a_fault(
    house: api.House, method: str, told: dict[str, str], query: list[tuple[str, str]], page: str
) -> None:
    add_key(house.desk.ledger, "cd_all", ("push", "read", "admin"), ("demo",))
    created = ask(house, "POST", "/v1/articles", headers=HTML, query=[("url", ADDRESS)], body=PAGE)
    place = created["headers"].get("location", "/v1/articles/" + "a" * 26)
    if created["statusCode"] == 410:
        assert json.loads(created["body"])["type"] == "/problems/purged"
    path = place + "/lift" if method == "POST" else place
    assert is_ours(ask(house, method, path, headers={**HTML, **told}, query=query, body=None if method == "DELETE" else page))


@QUICK
@given(lines=st.lists(st.sampled_from(LINES), max_size=6), told=headers, packed=st.booleans())
def test_no_batch_makes_a_fault(house: api.House, lines: list[str], told: dict[str, str], packed: bool) -> None:
    add_key(house.desk.ledger, "cd_all", ("push", "read", "admin"), ("demo",))
    text = "\n".join(lines)
    body = text.encode("utf-8", "surrogatepass") if packed else text
    answer = ask(house, "POST", "/v1/batches", headers={"content-type": "application/x-ndjson", **told}, body=body)
    assert is_ours(answer)
    if answer["statusCode"] == 200:
        results = [json.loads(line) for line in answer["body"].splitlines()]
        assert all(result["status"] < 500 for result in results)
        assert [result["line"] for result in results] == [number for number, line in enumerate(lines, start=1) if line.strip()]


def test_the_router_knows_no_method_of_a_lift_but_post(house: api.House) -> None:
    add_key(house.desk.ledger, "cd_all", ("admin",), ("demo",))
    answer = ask(house, "BREW", "/v1/articles/" + "a" * 26 + "/lift", headers=JSON)
    assert (answer["statusCode"], answer["headers"]["allow"]) == (405, "POST")
