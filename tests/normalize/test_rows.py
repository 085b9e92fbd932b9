"""What generic rules name is found on a whole page; the rules' own examples are read in tests/test_rules.py."""

import pytest

from copydesk.normalize.reading import read as read_page
from copydesk.page import RawPage, Words, read_text
from copydesk.rules import load_rules
from tests.normalize.pages import STORY, page, read

RULES = load_rules()


STAMP = "2025-02-24T15:39:00+09:00"
STATED = {
    "published": STAMP,
    "modified": STAMP,
    "author": "Ada Quill",
    "section": "Harbours",
    "native_id": "A-4711",
    "description": "A short word",
}
NAMES = [(fact, name) for fact in STATED for name in getattr(RULES.metas, fact)]


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


@pytest.mark.parametrize(("word", "kind"), sorted(RULES.chrome.words.items()))
def test_a_class_word_names_its_chrome(word: str, kind: str) -> None:
    below = f'<div class="x-{word}"><span>Tide tables</span></div><p class="y">Last words of the page stand here.</p>'
    raw = RawPage(page(STORY).replace("</main>", f"</main>{below}").encode(), Words(), "text/html; charset=utf-8")
    reading = read_page(read_text(raw), raw)
    lines = reading.seen.document.lines
    assert [(c.kind, c.rule) for c in reading.homes.chrome if lines[c.line].text == "Tide tables"] == [(kind, f"class:{word}")]


@pytest.mark.parametrize(("element", "kind"), sorted(RULES.chrome.elements.items()))
def test_an_element_or_role_names_its_chrome(element: str, kind: str) -> None:
    below = f'<div role="{element}"><span>Tide tables</span></div>'
    raw = RawPage(page(STORY).replace("</main>", f"</main>{below}").encode(), Words(), "text/html; charset=utf-8")
    reading = read_page(read_text(raw), raw)
    lines = reading.seen.document.lines
    assert [c.kind for c in reading.homes.chrome if lines[c.line].text == "Tide tables"] == [kind]
