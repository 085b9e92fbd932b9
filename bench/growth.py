"""Whether cost grows in proportion to the page: exponents of cost over size, on shapes that pages have and on shapes that hurt.

Cost is anything that a function tells of a page: seconds of CPU, or calls counted, which is the same on every machine.
"""

import math
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType

from copydesk.errors import PageRejected
from copydesk.normalize import normalize
from copydesk.page import RawPage, Words, receive

LIMIT = 1.1  # of the exponent
TIMES = (1, 2, 4, 8, 16)
UNIT = 100  # of each shape's repeated part, at one time
PARAGRAPH = "<p>The harbour council voted on Tuesday to rebuild northern quay number {0} after the winter storms tore its wall away.</p>"
STORY = "".join(PARAGRAPH.format(i) for i in range(12))
ARTICLE = (
    f"<h2>What the council decided</h2>{STORY}"
    '<figure><img src="/quay-{0}.jpg" width="640" alt=""><figcaption>The quay at noon. Photo: Ada Quill</figcaption></figure>'
    '<ul><li>Work begins in March.<li>It ends in a year.</ul><div class="related"><h3>Related</h3><ul><li><a href="/a{0}">A tale of the '
    'sea and its walls</a><li><a href="/b{0}">Another tale of the sea</a></ul></div>'
)


def _many(part: str, around: str = "{}") -> Callable[[int], str]:
    return lambda n: STORY + around.format("".join(part.format(i) for i in range(n)))


# name → what the page's body holds at n repetitions
SHAPES: dict[str, Callable[[int], str]] = {
    "the same article": lambda n: "".join(ARTICLE.format(i) for i in range(max(1, n // 10))),
    "paragraphs": _many(PARAGRAPH),
    "links": _many('<a href="/x{0}">link number {0}</a> '),
    "nested divs": lambda n: STORY + ("<div>" * 200 + "deep" + "</div>" * 200) * (n // 20),
    "tables": _many("<tr><td>{0}<td>of all<td>1,{0}", "<table>{}</table>"),
    "attributes": lambda n: STORY + "".join(f"<p {' '.join(f'data-a{j}="{i}"' for j in range(60))}>Words</p>" for i in range(n)),
    "comments": _many("<!-- <p>comment {0}</p> -->"),
    "scripts": _many('<script>var a{0} = "<p>" + {0} + "</p>";</script>'),
    "entities": _many("<p>&lt;{0}&gt; &amp; &quot;{0}&quot; &#54620;&#44544; &eacute;t&eacute;</p>"),
    "captions": _many('<figure><img src="/p{0}.jpg" width="600"><figcaption>Picture {0} of the quay. Photo: A. Hand</figcaption></figure>'),
    "widgets": _many('<div class="related"><h3>Related</h3><ul><li><a href="/a{0}">One tale of the sea {0}</a></ul></div>'),
}


def page_of(shape: str, times: int, unit: int = UNIT) -> RawPage:
    body = SHAPES[shape](times * unit)
    title = "Council votes to rebuild the northern quay"
    whole = f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
    return receive(whole.encode(), words=Words(url="https://news.example.com/1"), content_type="text/html; charset=utf-8")


def exponent(costs: dict[int, float]) -> float:
    """Of the growth from a fourth of the largest size on: what every page costs, however small, is no growth."""
    most = max(costs)
    least = min(size for size in costs if size * 4 >= most)
    return math.log(costs[most] / costs[least]) / math.log(most / least)


def growth(shape: str, cost: Callable[[RawPage], float], times: tuple[int, ...] = TIMES, unit: int = UNIT) -> dict[int, float]:
    """Cost by size."""
    return {n: cost(page_of(shape, n, unit)) for n in times}


def report(times: tuple[int, ...] = TIMES) -> Iterator[str]:
    yield f"GROWTH, seconds of CPU at {', '.join(map(str, times))} times; exponents up to {LIMIT} are wanted"
    normalize(page_of("the same article", 1))
    for shape in SHAPES:
        costs = growth(shape, seconds, times)
        power = exponent(costs)
        yield f"  {shape:18}" + "".join(f"{cost:9.3f}" for cost in costs.values()) + f"   exponent {power:5.2f}{' !' * (power > LIMIT)}"


def seconds(page: RawPage) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        read(page)
        best = min(best, time.process_time() - start)
    return best


def calls(page: RawPage) -> float:
    """Calls of functions, Python's and C's, that reading the page takes; what a single call does inside is not seen."""
    count = 0

    def see(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        read(page)
    finally:
        sys.setprofile(before)
    return count


def read(page: RawPage) -> None:
    """A refusal counts as a reading: it must not cost more."""
    try:
        normalize(page)
    except PageRejected:
        return
