"""Generic rule files of the normalizer's own: each entry is needed by an example, each example read."""

import re
import tomllib
from typing import Any

import pytest

from copydesk.normalize.classes import GROUPS, is_named, words_of
from copydesk.normalize.languages import language_of_words
from copydesk.normalize.tails import tail_kind
from copydesk.rules import HOME


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((HOME / "generic" / f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("group", GROUPS)
def test_every_class_word_is_needed_by_an_example(group: str) -> None:
    raw = table("class_words")
    entries = [frozenset([word]) for word in raw[group]] + [frozenset(pair) for pair in raw.get(f"{group}_pairs", [])]
    needed = set()
    for names in raw["examples"][group]:
        assert is_named(names, group), names
        matching = [entry for entry in entries if entry <= words_of(names)]
        if len(matching) == 1:
            needed.add(matching[0])
    assert [sorted(entry) for entry in entries if entry not in needed] == []


@pytest.mark.parametrize("names", ["overflow-hidden", "text-body", "col-lg-8", "mt-4 px-2", "css-1x2y3z"])
def test_utility_names_are_no_suspicion(names: str) -> None:
    assert not any(is_named(names, group) for group in ("sure", "never", "structural"))


RULES = table("tails")["rules"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["pattern"][:30])
def test_a_tail_rule_matches_its_examples_and_not_its_counterexamples(rule: dict[str, Any]) -> None:
    pattern = re.compile(rule["pattern"], re.I)
    assert [text for text in rule["examples"] if not pattern.match(text)] == []
    assert [text for text in rule["counter"] if pattern.match(text)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["pattern"][:30])
def test_a_tail_line_is_recognised_as_some_kind_of_tail(rule: dict[str, Any]) -> None:
    assert [text for text in rule["examples"] if tail_kind(text, len(text), "ko") is None] == []


@pytest.mark.parametrize("example", table("function_words")["examples"], ids=lambda each: each["language"])
def test_a_language_is_told_by_its_function_words(example: dict[str, str]) -> None:
    assert language_of_words(example["text"]) == example["language"]


def test_names_alone_tell_no_language() -> None:
    assert language_of_words("Berlin Paris Madrid Roma Praha Oslo Lisboa Warszawa Ankara Dublin London Wien Bern Kyiv") is None
