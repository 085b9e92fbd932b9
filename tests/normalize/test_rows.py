"""Generic rule files of the normalizer's own: each entry is needed by an example, each example read."""

import re
import tomllib
from typing import Any

import pytest

from copydesk.normalize.classes import GROUPS, is_named, words_of
from copydesk.normalize.languages import language_of_words
from copydesk.normalize.reading import read as read_page
from copydesk.normalize.tails import tail_kind
from copydesk.page import RawPage, Words, read_text
from copydesk.rules import HOME
from tests.normalize.pages import STORY, page, read


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


STAMP = "2025-02-24T15:39:00+09:00"
STATED = {
    "published": STAMP,
    "modified": STAMP,
    "author": "Ada Quill",
    "section": "Harbours",
    "native_id": "A-4711",
    "description": "A short word",
}
NAMES = [(fact, name) for fact, names in table("metas").items() if fact in STATED for name in names]


@pytest.mark.parametrize(("fact", "name"), NAMES, ids=lambda value: value)
def test_a_meta_tag_alone_gives_its_fact(fact: str, name: str) -> None:
    meta = read(page(STORY, head=f'<meta name="{name}" content="{STATED[fact]}">'), url=None).meta
    read_facts = {
        "published": meta.published_at and meta.published_at.at,
        "modified": meta.modified_at and meta.modified_at.at,
        "author": meta.authors[0].name if meta.authors else None,
        "section": meta.sections[0] if meta.sections else None,
        "native_id": meta.native_id,
        "description": meta.description,
    }
    assert read_facts[fact] == STATED[fact]


@pytest.mark.parametrize(("word", "kind"), sorted(table("chrome")["words"].items()))
def test_a_class_word_names_its_chrome(word: str, kind: str) -> None:
    below = f'<div class="x-{word}"><span>Tide tables</span></div><p class="y">Last words of the page stand here.</p>'
    raw = RawPage(page(STORY).replace("</main>", f"</main>{below}").encode(), Words(), "text/html; charset=utf-8")
    reading = read_page(read_text(raw), raw)
    lines = reading.seen.document.lines
    assert [(c.kind, c.rule) for c in reading.homes.chrome if lines[c.line].text == "Tide tables"] == [(kind, f"class:{word}")]


@pytest.mark.parametrize(("element", "kind"), sorted(table("chrome")["elements"].items()))
def test_an_element_or_role_names_its_chrome(element: str, kind: str) -> None:
    below = f'<div role="{element}"><span>Tide tables</span></div>'
    raw = RawPage(page(STORY).replace("</main>", f"</main>{below}").encode(), Words(), "text/html; charset=utf-8")
    reading = read_page(read_text(raw), raw)
    lines = reading.seen.document.lines
    assert [c.kind for c in reading.homes.chrome if lines[c.line].text == "Tide tables"] == [kind]
