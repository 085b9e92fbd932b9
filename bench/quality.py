"""Quality where there is truth."""

from collections.abc import Iterator

from bench.pages import Page
from bench.readers import READERS, Facts
from bench.scoring import f1, overlap, same_day, same_text


def report(pages: list[Page]) -> Iterator[str]:
    known = [page for page in pages if isinstance(page.truth.get("text"), str)]
    yield f"QUALITY on {len(known)} pages with truth"
    if not known:
        return
    yield f"  {'':18}{'body F1':>9}{'exact':>9}{'title':>9}{'day':>9}"
    for name in ("copydesk", "trafilatura"):
        found = [(page.truth, READERS[name](page)) for page in known]
        yield f"  {name:18}" + "".join(f"{value:9.3f}" for value in scores(found))


def scores(found: list[tuple[dict[str, str], Facts]]) -> tuple[float, float, float, float]:
    """(body F1, share of exact bodies, titles, days); each over the pages whose truth tells it."""
    bodies = [overlap(truth["text"], facts.body) for truth, facts in found]
    return (
        f1(bodies),
        sum(pair == (1.0, 1.0) for pair in bodies) / len(bodies),
        _share([same_text(truth["title"], facts.title) for truth, facts in found if truth.get("title")]),
        _share([same_day(truth["published"], facts.published) for truth, facts in found if truth.get("published")]),
    )


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits) if hits else float("nan")
