"""Rows of topics and trails of sections that no heading and no class name announces."""

import pytest

from copydesk.normalize.document import parse
from copydesk.normalize.widgets import find_widgets

HEADLINE = "The harbour board votes on the new quay"
BODY = "".join(f"<p>{n} sentences are told of what the council of the town decided on Tuesday evening.</p>" for n in range(6))


def kinds(before: str = "", after: str = "", keywords: tuple[str, ...] = ()) -> list[str]:
    html = f"<title>{HEADLINE}</title><body><div>{before}</div><main><article><h1>{HEADLINE}</h1>{BODY}{after}</article></main>"
    return [found.kind for found in find_widgets(parse(html), language="en", keywords=keywords)]


TOPICS = [
    '<ul><li><a href="/tag/quay">Quay</a></li><li><a href="/tag/harbour">Harbour</a></li></ul>',
    '<div><a href="/a">Quay</a>, <a href="/b">Harbour</a></div>',
    '<p><a href="/a" rel="tag">Port</a> <a href="/b" rel="nofollow tag">Ships</a></p>',
    '<h3>More on this topic</h3><ul><li><a href="/topic/quay">The quay of the town</a></li><li><a href="/topic/port">Port</a></li></ul>',
    '<nav><h4>Tags</h4><ul><li><a href="/x/1">Port</a></li><li><a href="/x/2">Ships</a></li></ul></nav>',
    '<div><a href="/t/1">#late ships</a></div>',
]


@pytest.mark.parametrize("row", TOPICS)
def test_links_to_topics_behind_the_story_are_its_tags(row: str) -> None:
    assert kinds(after=row, keywords=("quay", "Harbour")) == ["tag_list"]


OTHERS = [
    '<ul><li><a href="/">Front page</a></li><li><a href="/tag/a">Quay</a></li><li><a href="/tag/b">Harbour</a></li></ul>',
    '<ul><li><a href="/tag/a">Quay</a></li><li><a href="/tag/a">Quay</a></li></ul>',
    '<p><a href="/category/a" rel="category tag">Port</a> <a href="/category/b" rel="category tag">Ships</a></p>',
    '<p><a href="https://shop.example/a?tag=x-21">Port</a> <a href="https://shop.example/b?tag=x-21">Ships</a></p>',
    '<ul><li><a href="/far">A far town votes on its quay</a><p><a href="/tag/a">Quay</a> <a href="/tag/b">Ships</a></p></li></ul>',
    '<p>It was <a href="/tag/a">Port</a> and <a href="/tag/b">Ships</a> that the board spoke of.</p>',
]


@pytest.mark.parametrize("row", OTHERS)
def test_menus_sections_and_paid_links_are_no_tags(row: str) -> None:
    assert "tag_list" not in kinds(after=row)


def test_topics_above_the_headline_belong_to_the_site() -> None:
    assert kinds(before=TOPICS[0]) == []


FAR = "<p>Search</p><p>Menu</p><p>Weather</p><p>Shop</p>"
TRAILS = [
    f'<ul><li><a href="/local/">Local</a></li><li><a href="/local/port/">Port</a></li><li>Quay 2024</li></ul>{FAR}',
    f'<div><a href="/news/daily">Daily</a> &gt; <a href="/x">Port</a></div>{FAR}',
    f'<div><a href="/">Desk</a> &gt; &gt; Story</div>{FAR}',
]


@pytest.mark.parametrize("trail", TRAILS)
def test_arrows_and_nested_addresses_tell_a_trail_far_above_the_headline(trail: str) -> None:
    assert kinds(before=trail) == ["breadcrumb"]


@pytest.mark.parametrize("row", [TRAILS[0].replace("/local/port/", "/port/"), TRAILS[1].replace("&gt;", "|")])
def test_bars_and_unrelated_sections_far_above_the_headline_are_no_trail(row: str) -> None:
    assert kinds(before=row) == []


def test_a_trail_that_ends_with_the_headline_is_one_trail_without_it() -> None:
    sections = '<li class="breadcrumb-item"><a href="/n">News</a></li><li class="breadcrumb-item"><a href="/n/p">Port</a></li>'
    html = f'<title>{HEADLINE}</title><main><ul class="breadcrumb">{sections}<li><h1>{HEADLINE}</h1></li></ul>{BODY}</main>'
    found = find_widgets(parse(html), language="en")
    assert [(each.kind, len(each.lines)) for each in found] == [("breadcrumb", 2)]


def test_buttons_to_share_on_neighbouring_lines_of_one_box_are_one_bar() -> None:
    button = '<a href="https://www.facebook.com/sharer.php?u=1"><i></i><span>Face</span><b>book</b></a>'
    mail = '<a href="mailto:?subject=1"><i></i><span>E-</span><b>mail</b></a>'
    bar = f"<section>{button}<br>{mail}</section><p>The end of it</p><section>{button}</section>"
    html = f"<title>{HEADLINE}</title><article><h1>{HEADLINE}</h1>{BODY}</article>{bar}"
    found = find_widgets(parse(html), language="en")
    assert [(each.kind, len(each.lines)) for each in found] == [("share_bar", 2), ("share_bar", 1)]
