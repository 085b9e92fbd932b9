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


def test_time_enters_by_the_clock_alone() -> None:
    assert explained(HTML).as_json()["milliseconds"] == {"decode": 1000.0, "read": 1000.0}


def test_chrome_is_named_with_the_rule_that_said_so() -> None:
    chrome = explained(HTML).as_json()["chrome"]
    assert {"kind": "site_footer", "rule": "tag:footer", "text": "Harbour Post, 1 Quay Street"} in chrome
