"""CPU a page, as ratios to parsing alone: everything is measured in one process, page by page, the best of some runs."""

import time
from collections.abc import Callable, Iterator
from functools import partial

from selectolax.lexbor import LexborHTMLParser

from bench.pages import Page
from bench.readers import READERS
from copydesk.article import Article
from copydesk.errors import PageRejected
from copydesk.normalize import normalize
from copydesk.normalize.document import Document, parse
from copydesk.normalize.findings import Findings
from copydesk.normalize.reading import see
from copydesk.normalize.widgets import find_widgets
from copydesk.page import check_gates, read_text

RUNS = 3  # of each step; the quickest counts, for the others tell of the machine's other work


def report(pages: list[Page]) -> Iterator[str]:
    read = [(page, article) for page in pages if (article := _article(page)) is not None]
    yield f"CPU on {len(read)} pages; ratios to parsing alone"
    if not read:
        return
    steps = [timed(page, article) for page, article in read]
    parse_alone = _mean([step["parse alone"] for step in steps])
    yield f"  {'':24}{'mean':>9}{'median':>9}{'p95':>9}{'mean ms':>10}"
    for name in steps[0]:
        values = sorted(step[name] for step in steps)
        mean, median, high = _mean(values), values[len(values) // 2], values[int(len(values) * 0.95)]
        yield f"  {name:24}{mean / parse_alone:9.2f}{median / parse_alone:9.2f}{high / parse_alone:9.2f}{mean * 1000:10.2f}"
    whole = sorted(step["copydesk, all"] for step in steps)
    yield f"  p95 ÷ median {whole[int(len(whole) * 0.95)] / whole[len(whole) // 2]:.2f}"
    for peer in ("trafilatura", "trafilatura fast"):
        yield f"  copydesk ÷ {peer} {_mean(whole) / _mean([step[peer] for step in steps]):.2f}"


def timed(page: Page, article: Article) -> dict[str, float]:
    """Seconds of each step on one page; a step that holds earlier ones is told without them."""
    document = parse(page.text)
    language = article.meta.language
    seconds = {name: _best(step) for name, step in steps_of(page, article, document, language).items()}
    whole = seconds.pop("read")
    seconds["walk"] = seconds.pop("document") - seconds["parse alone"]
    told = seconds["walk"] + seconds["parse alone"]
    seconds["story and zone"] = seconds.pop("see") - told - seconds["widgets"]
    rest = whole - seconds["decode"] - seconds["gates"] - told - seconds["widgets"] - seconds["story and zone"]
    ordered = ("parse alone", "decode", "gates", "walk", "widgets", "story and zone")
    return {
        **{name: seconds[name] for name in ordered},
        "captions, meta, article": rest,
        "json": seconds["json"],
        "copydesk, all": whole + seconds["json"],
        **{name: _best(partial(READERS[name], page)) for name in ("trafilatura", "trafilatura fast")},
    }


def steps_of(page: Page, article: Article, document: Document, language: str | None) -> dict[str, Callable[[], object]]:
    return {
        "parse alone": lambda: LexborHTMLParser(page.text),
        "decode": lambda: read_text(page.raw),
        "gates": lambda: check_gates(page.text),
        "document": lambda: parse(page.text),
        "widgets": lambda: find_widgets(document, language=language),
        "see": lambda: see(page.text, page.url, Findings()),
        "read": lambda: normalize(page.raw),
        "json": article.model_dump_json,
    }


def _article(page: Page) -> Article | None:
    try:
        return normalize(page.raw)
    except PageRejected:
        return None


def _best(step: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        step()
        best = min(best, time.process_time() - start)
    return best


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
