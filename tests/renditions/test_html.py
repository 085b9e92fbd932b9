"""The article as a page of its own, read back by an HTML5 parser."""

from typing import Any

import pytest
from hypothesis import given, settings
from selectolax.lexbor import LexborHTMLParser

from copydesk.article import Article, Body, Caption, Heading, ListBlock, Media, MediaBlock, Meta, Paragraph, Span
from copydesk.renditions.html import inline, render
from copydesk.renditions.html_reading import read_inline, read_story
from tests.renditions.hostile import PROVENANCE, articles, lines
from tests.renditions.shapes import shape
from tests.renditions.sights import runs_of

OURS = frozenset(
    "html head meta title link style body article header div h1 h2 h3 h4 h5 h6 p a strong em u s sub sup code mark span br ul ol li table "
    "tbody tr td th pre hr figure img figcaption blockquote footer aside section time".split()
)
ATTRIBUTES = frozenset(
    "lang charset name content http-equiv rel href class id src alt width height datetime colspan rowspan data-role data-inferred "
    "data-title data-language data-media data-caption data-widget".split()
)


@settings(max_examples=40, deadline=None)
@given(articles())
def test_nothing_in_it_can_run_or_load_but_pictures(article: Article) -> None:
    for node in LexborHTMLParser(render(article)).css("*"):
        assert node.tag in OURS
        assert node.attributes.keys() <= ATTRIBUTES
        assert (node.attributes.get("href") or "https://").lower().startswith(("http://", "https://", "mailto:"))
        assert (node.attributes.get("src") or "https://").lower().startswith(("http://", "https://"))


@settings(max_examples=40, deadline=None)
@given(articles())
def test_every_block_is_read_back_in_its_place_whatever_it_says(article: Article) -> None:
    assert [shape(block) for block in read_story(render(article))] == [shape(block) for block in article.body.blocks]


@settings(max_examples=200, deadline=None)
@given(lines())
def test_a_line_keeps_its_words_and_its_marks(line: dict[str, Any]) -> None:
    read = read_inline(inline(line["text"], line["spans"]))
    assert runs_of(read["text"], [Span(**span) for span in read["spans"]]) == runs_of(line["text"], line["spans"])


def test_words_that_are_markup_stay_words() -> None:
    words = '</p><script>alert("1")</script> & &amp; <img src=x onerror=y>'
    meta = Meta(headline=words, deck=(words,), byline=words)
    page = render(Article(meta=meta, body=Body(blocks=(Paragraph(id='"><b', text=words),)), provenance=PROVENANCE))
    tree = LexborHTMLParser(page)
    assert [node.text() for node in tree.css("h1, p")] == [words] * 4
    assert tree.css_first("title").text() == words
    assert tree.css("script, img, b") == []


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", " JavaScript:x", "java\nscript:x", "//e.example", None])
def test_a_link_that_could_run_something_is_plain_text(address: str | None) -> None:
    assert inline("read this", (Span(start=5, end=9, kind="link", href=address),)) == "read this"


def test_overlapping_marks_are_cut_at_each_others_borders() -> None:
    spans = (Span(start=0, end=2, kind="strong"), Span(start=1, end=3, kind="em"))
    assert inline("abc", spans) == "<strong>a<em>b</em></strong><em>c</em>"


@pytest.mark.parametrize(("alt", "spoken"), [("날개가 실린다.", ""), ("부두의 기중기", "부두의 기중기"), (None, "")])
def test_an_alternative_text_that_the_caption_says_is_not_said_twice(alt: str | None, spoken: str) -> None:
    meta = Meta(media=(Media(id="m1", kind="image", url="https://news.example/1.jpg", alt=alt),))
    blocks = (MediaBlock(id="b1", media_id="m1", caption_id="c1"),)
    captions = (Caption(id="c1", media_id="m1", text="날개가 실린다.", printed="▲ 날개가 실린다."),)
    tree = LexborHTMLParser(render(Article(meta=meta, body=Body(blocks=blocks), captions=captions, provenance=PROVENANCE)))
    assert tree.css_first("img").attributes["alt"] == spoken


def test_ids_roles_and_what_was_inferred_stand_in_attributes() -> None:
    blocks = (Heading(id="b1", level=3, text="a", inferred=True), ListBlock(id="b2", role="contact", ordered=True))
    article = Article(meta=Meta(), body=Body(blocks=blocks), provenance=PROVENANCE)
    assert read_story(render(article)) == blocks
    assert '<h3 id="b1" data-inferred="true">a</h3>' in render(article)
