"""docs/article.md tells the truth: its examples are what the pages give, and no field of the contract is left out."""

import re
from typing import Any

import pytest

from copydesk.article import Article
from docs.article import DOCUMENT, make_example, masked, read_examples

TEXT = DOCUMENT.read_text()
EXAMPLES = list(read_examples(TEXT))
MODELS: dict[str, Any] = Article.model_json_schema()["$defs"]
PROSE = re.sub(r"^```.*?^```$", "", TEXT, flags=re.DOTALL | re.MULTILINE)
NAMED = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", PROSE))))
TOLD_ELSEWHERE = set("bom escapes utf8_valid transport sender page detector default".split())  # how a charset was found: docs/api.md


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.page.split('/')[-2]}{example.place}")
def test_an_example_is_what_the_page_gives(example: Any) -> None:
    assert masked(example.shown) == masked(make_example(example.page, example.place)), "run make docs, and look at what it changed"


def test_the_document_has_its_examples() -> None:
    assert len(EXAMPLES) >= 12


@pytest.mark.parametrize("model", MODELS)
def test_every_field_of_the_contract_is_told(model: str) -> None:
    assert MODELS[model]["properties"].keys() - NAMED == set()


@pytest.mark.parametrize("model", MODELS)
def test_every_choice_of_the_contract_is_told(model: str) -> None:
    choices = {choice for field in MODELS[model]["properties"].values() for choice in listed(field)}
    assert choices - NAMED - TOLD_ELSEWHERE == set()


def listed(field: Any) -> list[str]:
    nested = [field, *field.get("anyOf", ()), field.get("items", {})]
    return [str(choice) for one in nested for choice in (*one.get("enum", ()), *([one["const"]] if "const" in one else []))]
