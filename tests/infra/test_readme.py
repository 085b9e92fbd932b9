"""README is the door: what it tells people to type has to be there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk.normalize import normalize
from copydesk.page import RawPage, Words
from infra.local import demo

PROJECT = Path(__file__).parents[2]
README = (PROJECT / "README.md").read_text()
TEMPLATE = (PROJECT / "template.yaml").read_text()
ARTICLE = normalize(RawPage((demo.PAGES / demo.PUSHED[0]).read_bytes(), Words(url=demo.PUSHED[1]))).model_dump(mode="json")
EXCHANGE = re.findall(r"```json\n(.*?)```", README, re.DOTALL)[0].partition('"article": {')[2]
PRINTED = re.findall(r'"(\w+)": ("[^"]*"|-?\d+)', EXCHANGE)


@pytest.mark.parametrize(("function", "event"), re.findall(r"sam local invoke (\w+) +--event (\S+)", README))
def test_each_function_that_readme_invokes_is_there_with_its_event(function: str, event: str) -> None:
    assert f"\n  {function}:\n" in TEMPLATE
    assert (PROJECT / event).is_file()


def test_readme_invokes_every_function() -> None:
    invoked = re.findall(r"sam local invoke (\w+)", README)
    assert sorted(invoked) == sorted(re.findall(r"\n  (\w+):\n    Type: AWS::Serverless::Function", TEMPLATE))


def test_the_exchange_is_the_page_and_the_key_that_make_serve_uses() -> None:
    name, url = demo.PUSHED
    assert f"Bearer {demo.SECRET}" in README
    assert f"@events/pages/{name}" in README
    assert f"url={url}" in README


def pairs(value: object) -> Iterator[tuple[str, object]]:
    """Every name in a JSON document with its text or number."""
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    if isinstance(value, dict):
        yield from ((name, entry) for name, entry in value.items() if isinstance(entry, str | int))
    for entry in entries:
        yield from pairs(entry)


@pytest.mark.parametrize("told", PRINTED)
def test_what_the_exchange_prints_of_the_article_is_what_is_read(told: tuple[str, str]) -> None:
    name, printed = told
    value = json.loads(printed)
    read = {entry for key, entry in pairs(ARTICLE) if key == name}
    cut = value.removesuffix(" …") if isinstance(value, str) else value
    assert any(entry == value or (cut != value and str(entry).startswith(cut)) for entry in read)
