"""Boxed statements and pull quotes of a story: in their place, out of its text."""

import pytest

from copydesk.article import Article, BoxBlock, Quote
from tests.normalize.pages import SENTENCES, STORY, page, paragraphs, read

FACT = "The quay is forty metres long and two hundred years old."


def in_the_midst(markup: str) -> Article:
    return read(page(STORY.replace("</p><p>", f"</p>{markup}<p>", 1)))


@pytest.mark.parametrize(
    "markup",
    [
        f"<div class=info-box><h3>The quay</h3><p>{FACT}</p></div>",
        f"<div class=encadre><p><b>The quay</b></p><p>{FACT}</p></div>",
        f"<aside><h4>The quay</h4><div><p>{FACT}</p></div></aside>",
    ],
)
def test_a_fact_box_is_a_box_with_its_title_and_out_of_the_text(markup: str) -> None:
    article = in_the_midst(markup)
    (box,) = [block for block in article.body.blocks if isinstance(block, BoxBlock)]
    assert (box.title, [block.text for block in box.blocks if block.type == "paragraph"]) == ("The quay", [FACT])
    assert paragraphs(article) == list(SENTENCES)
    assert FACT not in article.body.text
    assert article.provenance.coverage.unknown == article.provenance.coverage.unassigned == 0


@pytest.mark.parametrize(
    "markup",
    [
        f"<aside><p>{FACT}</p><form><input name=mail><button>Send</button></form></aside>",
        "<aside><h4>Read on</h4><ul><li><a href=/a>The old crane will stay where it is</a></ul></aside>",
        "<aside>Anzeige</aside>",
    ],
)
def test_an_aside_with_a_form_with_links_or_without_a_sentence_is_no_box(markup: str) -> None:
    assert [block for block in in_the_midst(markup).body.blocks if block.type == "box"] == []


def test_an_aside_below_the_last_paragraph_is_no_box_of_the_story() -> None:
    assert [block for block in read(page(f"{STORY}<aside><p>{FACT}</p></aside>")).body.blocks if block.type == "box"] == []


def test_a_quote_alone_in_an_aside_is_a_pull_quote_with_who_said_it() -> None:
    article = in_the_midst("<aside class=x1><blockquote>We shall keep the crane.</blockquote><cite>The mayor</cite></aside>")
    (quote,) = [block for block in article.body.blocks if isinstance(block, Quote)]
    assert (quote.pull, quote.citation, [b.text for b in quote.blocks if b.type == "paragraph"]) == (
        True,
        "The mayor",
        ["We shall keep the crane."],
    )


def test_a_picture_in_a_box_keeps_its_caption() -> None:
    box = f"<div class=factbox><h3>Quay</h3><figure><img src=/q.jpg width=600><figcaption>At dawn</figcaption></figure><p>{FACT}</p></div>"
    article = in_the_midst(box)
    assert [caption.text for caption in article.captions] == ["At dawn"]
    assert article.provenance.coverage.unassigned == 0
