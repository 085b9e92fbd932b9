"""What --explain tells beside the article."""

from itertools import count

from selectolax.lexbor import LexborHTMLParser

from copydesk.normalize import Explained, explain
from copydesk.page import RawPage, Words
from tests.normalize.pages import SENTENCES, STORY, page

FIGURE = "<figure><img src=/quay.jpg width=600><figcaption>The quay at dawn. Photo: A. Hand</figcaption></figure>"
HTML = page(f"<div class=ad>Advertisement for a boat</div>{FIGURE}{STORY}")


def explained(html: str) -> Explained:
    ticks = count()
    return explain(RawPage(html.encode(), Words(), "text/html; charset=utf-8"), clock=lambda: next(ticks))


def test_a_locator_finds_the_text_that_it_locates() -> None:
    locators = explained(HTML).as_json()["locators"]
    tree = LexborHTMLParser(HTML)
    found = {pointer: tree.css(path) for pointer, path in locators.items()}
    assert {pointer: len(nodes) for pointer, nodes in found.items()} == dict.fromkeys(found, 1)
    assert found["/meta/headline"][0].text() == "Council votes to rebuild the northern quay"
    assert found["/captions/0"][0].text() == "The quay at dawn. Photo: A. Hand"
    assert [nodes[0].text() for pointer, nodes in found.items() if pointer.startswith("/body/blocks/")] == list(SENTENCES)


def test_printed_facts_are_located_and_declared_ones_are_not() -> None:
    head = "<p class=byline>By Ada Hand</p><p class=date>Published 12 March 2026, 09:05</p><h2 class=deck>A first line<br>and a second</h2>"
    html = HTML.replace("</h1>", f"</h1>{head}").replace("<head>", '<head><meta name="description" content="Only declared">')
    found = explained(html)
    tree = LexborHTMLParser(html)
    texts = {pointer: tree.css(path)[0].text(separator=" ") for pointer, path in found.as_json()["locators"].items()}
    assert texts["/meta/byline"] == texts["/meta/authors"] == "By Ada Hand"
    assert texts["/meta/published_at"] == "Published 12 March 2026, 09:05"
    assert found.article.meta.deck == ("A first line", "and a second")
    assert texts["/meta/deck/0"] == texts["/meta/deck/1"] == "A first line and a second"
    assert "/meta/description" not in texts


def test_time_enters_by_the_clock_alone() -> None:
    stages = "decode gates parse headline widgets story zone captions times place meta leftovers coverage".split()
    assert explained(HTML).as_json()["milliseconds"] == dict.fromkeys(stages, 1000.0)


def test_chrome_is_named_with_the_rule_that_said_so() -> None:
    chrome = explained(HTML).as_json()["chrome"]
    assert {"kind": "site_footer", "rule": "tag:footer", "text": "Harbour Post, 1 Quay Street"} in chrome
