"""python -m bench.widgets CORPUS: what of the labelled widgets is found, then captions, credits and coverage on every set.

The labels (`widgets.jsonl`) were written from the pages, without a look at what the code gives. The pages are those of `publishers`,
`korean` and `unlabelled` in the order of sha256 of `set/id`: the first of each language first, then on in that order, at most six of a
language, until there are 60; the language is the one `html lang` declares, and pages that declare none count as one language. `or` names
the kinds that are right as well, `provider` whose embed it is. `optional` ones may be found or not; where `complete` is false only the
top of the page was labelled and finds are not judged. `first` is the first item, cut at 40 characters; `items` null where the page
leaves the number open.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain
from pathlib import Path
from typing import Any

from copydesk.article import Article, Coverage
from copydesk.errors import PageRejected
from copydesk.normalize import normalize
from copydesk.page import Words, receive

LABELS = Path(__file__).with_name("widgets.jsonl")
SETS = ("korean", "publishers", "articles", "unlabelled")
AS_UTF_8 = frozenset(["publishers", "articles"])  # stored so, whatever their meta tags say
UNJUDGED = frozenset("ad_slot unknown login copyright_notice tip_line".split())
SAME = 0.85  # likeness from which two texts are one caption

type Row = dict[str, Any]


@dataclass(slots=True)
class Score:
    """Counts of labelled widgets found, of finds that a label knows, of exact counts, titles and first items, and of embeds by provider."""

    wanted: int = 0
    met: int = 0
    found: int = 0
    known: int = 0
    counts: list[bool] = field(default_factory=list)
    titles: list[bool] = field(default_factory=list)
    firsts: list[bool] = field(default_factory=list)
    embeds: list[bool] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


def rows_of(folder: Path) -> list[Row]:
    name = next(name for name in ("truth.jsonl", "index.jsonl") if (folder / name).exists())
    return [json.loads(line) for line in (folder / name).read_text("utf-8").split("\n") if line.strip()]


def article_of(folder: Path, row: Row) -> Article | None:
    raw = gzip.decompress((folder / row["html_path"]).read_bytes())
    content_type = "text/html; charset=utf-8" if folder.name in AS_UTF_8 else None
    try:
        return normalize(receive(raw, words=Words(url=row.get("url")), content_type=content_type))
    except PageRejected:
        return None


def judge(label: Row, article: Article, score: Score) -> None:
    left = [widget.model_dump() for widget in article.widgets if widget.kind not in UNJUDGED]
    found = len(left)
    for want in sorted(label["widgets"], key=lambda w: (bool(w.get("optional")), w["title"] is None)):
        kinds = {want["kind"], *want.get("or", ())}
        near = sorted((w for w in left if w["kind"] in kinds), key=lambda w: -likeness(want, w))
        if want.get("optional"):
            left = [w for w in left if w not in near]
            continue
        score.wanted += 1
        if not near:
            score.misses.append(f"{label['id']}: {want['kind']} {want['title'] or want['first'] or ''}")
            score.embeds += [False] * ("provider" in want)
            continue
        score.met += 1
        left.remove(near[0])
        compare(want, near[0], score, label["id"])
    if label["complete"]:
        score.found += found
        score.known += found - len(left)
        score.misses += [f"{label['id']}: found besides {w['kind']} {w['title'] or first_of(w)[:40]}" for w in left]


def likeness(want: Row, found: Row) -> int:
    return 2 * (want["title"] is not None and found["title"] == want["title"]) + bool(
        want["first"] and first_of(found).startswith(want["first"])
    )


def compare(want: Row, found: Row, score: Score, page: str) -> None:
    if want["items"] is not None:
        score.counts.append(len(found["items"]) == want["items"])
        if not score.counts[-1]:
            score.misses.append(f"{page}: {want['kind']} {want['title'] or ''} has {len(found['items'])} items for {want['items']}")
    if "provider" in want:
        score.embeds.append(is_of(want["provider"], found))
    if want["title"] is not None:
        score.titles.append((found["title"] or "").strip(" :") == want["title"].strip(" :"))
    if want["first"] is not None:
        score.firsts.append(first_of(found).startswith(want["first"][:30]))


def is_of(provider: str, widget: Row) -> bool:
    name = provider.casefold()
    return {"twitter": "x"}.get(name, name) in {item.get("provider") for item in widget["items"]}


def first_of(widget: Row) -> str:
    item = widget["items"][0] if widget["items"] else {}
    return str(next((item[key] for key in ("title", "label", "name", "text") if item.get(key)), ""))


def widgets_report(corpus: Path, *, misses: bool) -> Iterator[str]:
    score = Score()
    labels = [json.loads(line) for line in LABELS.read_text("utf-8").split("\n") if line.strip()]
    for label in labels:
        folder = corpus / label["set"]
        row = next(row for row in rows_of(folder) if row["id"] == label["id"])
        if (article := article_of(folder, row)) is not None:
            judge(label, article, score)
    languages = len({label["language"] for label in labels})
    yield f"WIDGETS labelled by hand on {len(labels)} pages of {languages} languages"
    yield f"  kind precision {share(score.known, score.found)}  recall {share(score.met, score.wanted)}"
    yield f"  item counts exact {exact(score.counts)}  title exact {exact(score.titles)}  first item {exact(score.firsts)}"
    yield f"  embeds found as their provider's {exact(score.embeds)}"
    yield from (f"    {miss}" for miss in score.misses if misses)


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "none"


def exact(hits: list[bool]) -> str:
    return share(sum(hits), len(hits))


def same(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SAME


def folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def captions_of(row: Row, article: Article) -> tuple[int, int, int, int, int]:
    """(met, wanted, found, credits right, credits wanted) of one page; a caption met with its credit counts too."""
    truth = {folded(image.get("caption")): folded(image.get("credit")) for image in row.get("images") or () if image.get("caption")}
    given = {folded(caption.text): caption for caption in article.captions if caption.text}
    met = right = 0
    left = dict(given)
    for text, credit in truth.items():
        hit = next((key for key in left if same(text, key) or (credit and same(f"{text} {credit}", key))), None)
        if hit is None:
            continue
        met += 1
        told = left.pop(hit).credit
        right += bool(credit) and told is not None and names_same(credit, folded(told.printed))
    return met, len(truth), len(given), right, sum(bool(credit) for credit in truth.values())


def names_same(wanted: str, told: str) -> bool:
    """Whether every word of the wanted credit but its label stands in the one told."""
    words = [word.strip("()[]©.,;:|/") for word in wanted.replace("/", " ").split(":")[-1].split()]
    return all(word in told for word in words if word)


def page_report(corpus: Path) -> Iterator[str]:
    for name in SETS:
        folder = corpus / name
        if not folder.exists():
            continue
        sums = [0] * 5
        coverages: list[Coverage] = []
        for row in rows_of(folder):
            article = article_of(folder, row)
            if article is None:
                continue
            coverages.append(article.provenance.coverage)
            if name == "publishers":
                sums = [a + b for a, b in zip(sums, captions_of(row, article), strict=True)]
        yield from coverage_lines(name, coverages)
        if name == "publishers":
            met, wanted, found, right, credited = sums
            yield f"  captions F1 {2 * met / (wanted + found):.3f}  credits right {share(right, credited)}"


def coverage_lines(name: str, coverages: list[Coverage]) -> Iterator[str]:
    bare = [c.unassigned / max(1, c.visible) for c in coverages]
    debt = [(c.unassigned + c.unknown) / max(1, c.visible) for c in coverages]
    yield (
        f"{name.upper():11}{len(coverages):4} pages  unassigned mean {sum(bare) / len(bare):.2%} max {max(bare):.1%}"
        f"  with unknown mean {sum(debt) / len(debt):.2%} max {max(debt):.1%}, over 15% on {sum(d > 0.15 for d in debt)}"
    )


def main() -> None:
    corpus = Path(sys.argv[1])
    for line in chain(widgets_report(corpus, misses="--misses" in sys.argv), page_report(corpus)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
