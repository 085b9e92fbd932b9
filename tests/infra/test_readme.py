"""README is the door: what it tells people to type has to be there."""

import re
from pathlib import Path

import pytest

from infra.local import demo

PROJECT = Path(__file__).parents[2]
README = (PROJECT / "README.md").read_text()
TEMPLATE = (PROJECT / "template.yaml").read_text()


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
