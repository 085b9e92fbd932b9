# ruff: noqa: E501  (a row of markup is read better in one line)
"""The story is nobody's furniture, whatever its boxes are called."""

import pytest

from copydesk.normalize.document import parse
from copydesk.normalize.widgets import find_widgets

PARAGRAPH = (
    "The committee said on Tuesday that the related share of comments, most read by those who subscribe, had fallen to a third of it."
)
NAMES = [
    "related",
    "comments",
    "share",
    "newsletter",
    "ranking",
    "tags",
    "author-box",
    "ad",
    "stock",
    "paywall",
    "poll",
    "social",
    "subscribe",
    "recommend",
]


def claimed(html: str) -> set[int]:
    return {i for found in find_widgets(parse(html), language="en") for i in found.lines}


@pytest.mark.parametrize("names", NAMES)
def test_a_name_never_takes_the_story(names: str) -> None:
    body = "".join(f"<p>{PARAGRAPH} {n}</p>" for n in range(5))
    assert claimed(f'<h1>A headline of some length</h1><div class="{names}">{body}</div>') == set()


@pytest.mark.parametrize("names", NAMES)
def test_a_name_never_takes_the_headline(names: str) -> None:
    document = parse(f'<div class="{names}"><h1>A headline of some length</h1><a href="/x">x</a></div><p>{PARAGRAPH}</p>')
    lines = {i for found in find_widgets(document, language="en") for i in found.lines}
    assert all(document.lines[i].text != "A headline of some length" for i in lines)


def test_a_heading_of_the_story_owns_no_paragraphs() -> None:
    body = "".join(
        f"<h2>{head}</h2><p>{PARAGRAPH}</p><p>{PARAGRAPH} Again.</p>" for head in ("Comments", "Related", "Top stories", "Weather")
    )
    document = parse(f"<article><h1>A headline of some length</h1>{body}</article>")
    lines = {i for found in find_widgets(document, language="en") for i in found.lines}
    assert not [i for i in lines if document.lines[i].chars > 60]


def test_a_table_of_the_story_is_no_market_box() -> None:
    rows = "<tr><td>비트코인</td><td>1,000</td><td>+1%</td></tr><tr><td>이더리움</td><td>200</td><td>-2%</td></tr>"
    assert (
        claimed(f"<article><h1>A headline of some length</h1><p>{PARAGRAPH * 2}</p><table>{rows}</table><p>{PARAGRAPH * 2}</p></article>")
        == set()
    )


def test_claims_are_disjoint_and_in_order() -> None:
    links = '<ul><li><a href="/1">A long enough title about it</a></li><li><a href="/2">Another long enough title</a></li></ul>'
    page = f'<p>{PARAGRAPH * 3}</p><div class="related"><h3>Most read</h3>{links}<div class="share"><button>Share</button></div></div><h3>Related</h3>{links}'
    found = find_widgets(parse(page), language="en")
    lines = [i for one in found for i in one.lines]
    assert len(lines) == len(set(lines))
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_a_second_heading_of_a_box_owns_what_follows_it_and_not_the_first() -> None:
    links = '<ul><li><a href="/1">A long enough title about it</a></li><li><a href="/2">Another long enough title</a></li></ul>'
    foot = f"<footer><div><h5>Comments</h5></div><div><h5>Related</h5></div>{links}</footer>"
    found = find_widgets(parse(f"<article><h1>A headline of some length</h1><p>{PARAGRAPH * 3}</p>{foot}</article>"), language="en")
    assert [(one.kind, len(one.lines)) for one in found] == [("comments", 1), ("related_articles", 3)]
