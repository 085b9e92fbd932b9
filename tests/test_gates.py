"""The gates before any parser: what is refused, what must pass, and that neither takes long."""

import random
import time
from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk.errors import EmptyPage, NotHtml, PageRejected, TooDeep, TooLarge
from copydesk.page import MAX_DEPTH, check_gates, read_text, receive
from copydesk.page.nesting import overestimate
from copydesk.page.stack import measure
from copydesk.page.tags import TOKEN

SECONDS = 2.0  # of CPU; the slowest of these takes 0.4 on a quiet machine

BOMBS = {
    "200,000 nested divs": "<div>" * 200_000,
    "divs with their ends in comments": "<div><!--</div>-->" * 50_000,
    "divs with their ends in attributes": "<div title='</div>'>" * 50_000,
    "divs with their ends in scripts": "<div><script>'</div>'</script>" * 30_000,
    "divs whose attribute opens a comment": '<div t="<!--"><div t="-->">' * 30_000,
    "forms that leave their divs": "<form><div></form>" * 20_000,
    "bold that leaves its divs": "<b><div></b>" * 20_000,
    "objects that keep their divs": "<div><object></div></object>" * 20_000,
    "scripts that a script in their comment keeps open": "<p>"
    + '<script>x</script></script><b-x><!-- --><script/><script t="<!--"><b-x>' * 3_000,
    "nested cells": "<table><tr><td>" * 20_000,
    "nested svg groups": "<p><svg>" + "<g>" * 50_000,
    "svg groups in a title": "<p><svg><title>" + "<g>" * 50_000,
    "html paths that look closed": "<p><svg><title>" + "<path/>" * 50_000,
    "paths after an end tag that closes their drawing": "<div><svg></div>" + "<path/>" * 50_000,
    "paths after an end tag that leaves their drawing": "<section>x<svg></p>" + "<path/>" * 50_000,
    "100,000 attributes": "<div " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x",
    "100,000 quoted attributes": "<div" + "".join(f' a{i}=">"' for i in range(100_000)) + ">x",
    "one quote after another": '<p a="' * 150_000,
    "200,000 options": "<select>" + "<option>x" * 200_000,
    "options in a title": "<select><title>" + "<option>" * 50_000,
    "body attributes": "".join(f"<body a{i}=1>" for i in range(20_000)),
    "bold reopened everywhere": "<p>" + "".join(f"<b x={i}>" for i in range(200)) + "<p>x" * 20_000,
    "a million entities": "<p>" + "&amp;" * 1_000_000,
    "400,000 tags": "<p>" + "<b>x</b>" * 200_000,
    "300,000 open comments": "<p>" + "<!--" * 600_000,
    "one tag of 9 MB": '<p a="' + "x" * 9_000_000 + '">',
    "a million brackets": "<p>" + "<" * 1_000_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_at_once_with_limit_and_size(bomb: str) -> None:
    start = time.process_time()
    with pytest.raises((TooLarge, TooDeep)) as refusal:
        check_gates(bomb)
    assert time.process_time() - start < SECONDS
    assert refusal.value.size > refusal.value.limit
    assert f"{refusal.value.limit:,}" in refusal.value.detail


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b" " * 4_000_000, EmptyPage),
        ("\u3000".encode() * 1_000_000, EmptyPage),
        ("그냥 글이다. a < b, <메일@example.com>".encode(), NotHtml),
        (b'{"html": "<p>x</p>"}', NotHtml),
        (b'[{"html": "<p>x</p>"}]', NotHtml),
        (b'<?xml version="1.0"?><!-- feed --><rss version="2.0"><channel/></rss>', NotHtml),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>', NotHtml),
    ],
)
def test_what_is_no_page_is_refused(body: bytes, refusal: type[PageRejected]) -> None:
    with pytest.raises(refusal):
        check_gates(read_text(receive(body)).text)


HONEST = {
    "paragraphs never closed": "<div>" + "<p>text" * 5_000 + "</div>",
    "list items never closed": "<ul>" + "<li>text" * 5_000 + "</ul>",
    "terms never closed": "<dl>" + "<dt>a<dd>b" * 3_000 + "</dl>",
    "cells and rows never closed": "<table>" + "<tr><td>a<td>b" * 3_000 + "</table>",
    "options never closed": "<select>" + "<option>a" * 3_000 + "</select>",
    "upper case": "<DIV><P>text</P><BR></DIV>" * 3_000,
    "void elements": "<p>" + "<br><img src=x><hr><input><wbr>" * 3_000,
    "fonts never closed": "<p><font color=red>text</p>" * 3_000,
    "anchors never closed": "<p><a name=x>text" * 3_000,
    "bold never closed, in cells": "<table>" + "<tr><td><b>x</td></tr>" * 3_000 + "</table>",
    "spans never closed, in divs": "<div><span>text</div>" * 5_000,
    "misnested bold": "<p><b><i>x</b></i></p>" * 5_000,
    "shapes": "<p>" + "<svg><path d='M0 0'/><g><circle r=1 /></g><title>x</title></svg>" * 3_000,
    "shapes in one drawing": "<p><svg>" + '<path d="M0 0"/>' * 5_000 + "</svg>",
    "styles in drawings": "<p>" + "<svg><style>a<b</style><path/></svg>" * 500,
    "markup in scripts": "<p><script>document.write('" + "<div>" * 5_000 + "')</script>",
    "a script in a script's comment": "<p>" + "<script><!-- <script></script><div> --></script>" * 3_000,
    "markup in comments": "<p><!--" + "<div>" * 5_000 + "-->",
    "markup in text areas": "<p><textarea>" + "<div>" * 5_000 + "</textarea>",
    "markup in attributes": "<p>" + '<a data-html="<div><div><div>">x</a>' * 3_000,
    "a picture in an attribute": '<p><img src="data:image/png;base64,' + "A" * 1_500_000 + '">',
    "a long script": "<p><script>" + "x=1;" * 800_000 + "</script>",
    "character references throughout": "<p>" + "&#54620;" * 50_000,
    "a long page": "<p>" + "<div><p>text <b>bold</b> <a href=x>link</a></p></div>" * 3_700,
}


@pytest.mark.parametrize("page", HONEST.values(), ids=HONEST.keys())
def test_an_honest_page_passes_at_once(page: str) -> None:
    start = time.process_time()
    check_gates(page)
    assert time.process_time() - start < SECONDS


def test_the_depth_limit_is_exact() -> None:
    check_gates("<div>" * (MAX_DEPTH - 2))
    with pytest.raises(TooDeep, match=str(MAX_DEPTH)):
        check_gates("<div>" * (MAX_DEPTH - 1))


# ------------------------------------------- against a parser, by chance

NAMES = (
    "div p li ul ol a b i font span table tr td th tbody caption svg g path title desc foreignObject option optgroup form h1 h2 br img "
    "input object template dl dt dd math mi script style textarea nobr section x-y body html head ruby rt label em tfoot colgroup col"
    " fieldset address center iframe"
).split()
SHAPES = ("<{}>", "</{}>", "<{}>", "</{}>", "<{}>x", "<{} a=1>", "<{}/>", "<!--{}-->", '<{} t="</div><!--">', "<{} t='>'>")
REPEATS = 60


def tag_soup(seed: int) -> str:
    chance = random.Random(seed)
    names = chance.sample(NAMES, chance.randint(2, 6))
    return "<p>" + "".join(chance.choice(SHAPES).format(chance.choice(names)) for _ in range(chance.randint(2, 10))) * REPEATS


def depth_in_a_parser(text: str) -> int:
    root = LexborHTMLParser(text).root
    return max((depth for _, depth in walk(root)), default=0) if root else 0


def walk(root: LexborNode) -> Iterator[tuple[LexborNode, int]]:
    waiting: list[tuple[LexborNode, int]] = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        child = node.child
        while child is not None:
            waiting.append((child, depth + 1))
            child = child.next


def test_the_quick_count_never_says_less_than_a_parser_finds() -> None:
    for seed in range(400):
        text = tag_soup(seed)
        quick = overestimate(TOKEN.findall(text), depth=10**6)
        assert quick.unsure or quick.depth + 3 >= depth_in_a_parser(text), text[: len(text) // REPEATS]


def test_the_exact_count_lets_no_nesting_through_that_grows() -> None:
    for seed in range(400):
        text = tag_soup(seed)
        found = depth_in_a_parser(text)
        exact = measure(text, depth=10**6, rebuilt=10**6, tags=10**6)
        # Some shapes nest two deep for one that is counted: a bomb of any size is seen all the same.
        assert exact.depth * 2 + 8 >= found, text[: len(text) // REPEATS]
