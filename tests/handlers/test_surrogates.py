"""Half a character is no text: whatever holds one is refused or mended, and never a fault of ours."""

import json
from typing import Any

import pytest

from tests.handlers.asking import ADDRESS, HTML, JSON, PAGE, Ask

HALF = "\ud800"
WORDS: list[dict[str, Any]] = [
    {"headline": HALF},
    {"deck": [HALF]},
    {"authors": [{"name": HALF}]},
    {"url": f"https://www.example.com/{HALF}"},
    {"external_id": HALF},
    {HALF: "x"},
]


@pytest.mark.parametrize("words", WORDS, ids=[next(iter(words)).encode("ascii", "replace").decode() for words in WORDS])
def test_a_word_with_half_a_character_is_refused_by_its_name(ask: Ask, words: dict[str, Any]) -> None:
    answer = ask("POST", "/v1/articles", json.dumps({"html": PAGE, **words}), headers=JSON)
    assert (answer.status, answer.problem) == (422, "invalid_words")


def test_a_word_nested_too_deep_is_refused(ask: Ask) -> None:
    body = '{"html": "<p>", "tags": ' + "[" * 100_000 + "]" * 100_000 + "}"
    assert ask("POST", "/v1/articles", body, headers=JSON).status == 400


@pytest.mark.parametrize("header", ["content-type", "if-match", "if-none-match", "idempotency-key", "prefer", "accept"])
def test_a_header_with_half_a_character_makes_no_fault(ask: Ask, header: str) -> None:
    value = f"text/html; charset={HALF}" if header == "content-type" else HALF
    answer = ask("POST", "/v1/articles", PAGE, headers=HTML | {header: value}, query={"url": ADDRESS})
    assert answer.status < 500
