"""The article as Markdown, read back by markdown-it."""

from typing import Any

import pytest
from hypothesis import example, given, settings

from copydesk.article import Article, Body, Heading, Meta, Paragraph, Span
from copydesk.renditions.markdown import render
from tests.renditions.hostile import PROVENANCE, articles, lines
from tests.renditions.sights import parse, sights_in, sights_of


def story(*blocks: Any) -> Article:
    return Article(meta=Meta(), body=Body(blocks=blocks), provenance=PROVENANCE)


@settings(max_examples=40, deadline=None)
@given(articles())
def test_a_standard_parser_finds_the_blocks_the_words_and_the_marks_whatever_they_are(article: Article) -> None:
    assert sights_in(render(article)) == sights_of(article)


@settings(max_examples=200, deadline=None)
@given(lines())
@example({"text": "Look!here", "spans": (Span(start=5, end=9, kind="link", href="https://e.example/"),)})  # would be a picture
@example({"text": "# x\n---\n1. y\n\t- z", "spans": ()})
@example({"text": "a ##", "spans": ()})
@example({"text": "#", "spans": ()})
def test_a_line_keeps_its_words_and_its_marks(line: dict[str, Any]) -> None:
    article = story(Paragraph(id="b1", **line), Heading(id="b2", level=2, **line))
    assert sights_in(render(article)) == sights_of(article)


# Markup that a reader of the source can read too: signs where they hold, tags only where they do not.
MARKS = [
    ("말이라고 했다", (0, 1, "strong"), "**말**이라고 했다"),
    ("“말”이라고 했다", (0, 3, "strong"), "<strong>“말”</strong>이라고 했다"),
    ("“말” 하고", (0, 3, "strong"), "**“말”** 하고"),
    ("The bar: it bends", (0, 8, "strong"), "**The bar:** it bends"),
    ("an old word", (3, 6, "strike"), "an ~~old~~ word"),
    ("H2O", (1, 2, "sub"), "H<sub>2</sub>O"),
    ("a_b costs 5*3 < 20", None, "a\\_b costs 5\\*3 \\< 20"),
    ("AT&T, R&D; &amp;", None, "AT&T, R\\&D; \\&amp;"),
    ("2026. 3. 10", None, "2026\\. 3. 10"),
    ("- 끝 -", None, "\\- 끝 -"),
]


@pytest.mark.parametrize(("text", "mark", "written"), MARKS)
def test_marks_and_words_stay_legible(text: str, mark: tuple[int, int, Any] | None, written: str) -> None:
    spans = (Span(start=mark[0], end=mark[1], kind=mark[2]),) if mark else ()
    assert render(story(Paragraph(id="b1", text=text, spans=spans))) == f"---\n\n{written}\n"


def test_a_number_is_escaped_only_where_it_would_begin_a_list() -> None:
    article = story(Heading(id="b1", level=2, text="1. 하나"), Paragraph(id="b2", text="1. 하나"))
    assert render(article) == "---\n\n## 1. 하나\n\n1\\. 하나\n"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", " JavaScript:x", "//e.example", None])
def test_a_link_that_could_run_something_is_plain_text(address: str | None) -> None:
    article = story(Paragraph(id="b1", text="read this", spans=(Span(start=5, end=9, kind="link", href=address),)))
    assert render(article) == "---\n\nread this\n"


@settings(max_examples=40, deadline=None)
@given(articles())
def test_no_html_of_the_page_reaches_the_markdown(article: Article) -> None:
    tokens = [token for outer in parse(render(article)) for token in (outer, *(outer.children or ()))]
    written = {token.content.strip() for token in tokens if token.type in ("html_block", "html_inline")}
    ours = {f"<{end}{tag}>" for end in ("", "/") for tag in "strong em s u sub sup mark code small cite aside section".split()}
    assert written <= ours | {"<br>", "<!-- -->"}
