"""Every rendition of every page of a folder, read back: `python -m tests.renditions.proof PAGES [SCHEMAS]`.

PAGES is a folder as bench/pages.py takes it, SCHEMAS one as schemas.py describes it. Prints what does not hold, and how much of the
articles ninjs and ANS carry in fields of their own. Exit status 1 where anything does not hold.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.pages import pages_of
from copydesk.article import Article
from copydesk.errors import PageRejected
from copydesk.normalize import normalize
from copydesk.renditions import ans, ans_reading, html, jsonld, markdown, ninjs, ninjs_reading
from copydesk.renditions.html_reading import read_story
from copydesk.renditions.remainder import find_remainder
from tests.renditions.schemas import Schemas, read_schemas
from tests.renditions.shapes import shape
from tests.renditions.sights import sights_in, sights_of

WHOLE = {"ninjs": (ninjs, ninjs_reading), "ans": (ans, ans_reading)}


def failures(article: Article, schemas: Schemas | None = None) -> Iterator[str]:
    """What does not hold of its renditions, a line each."""
    if sights_in(markdown.render(article)) != sights_of(article):
        yield "markdown: other blocks, words or marks"
    if [shape(block) for block in read_story(html.render(article))] != [shape(block) for block in article.body.blocks]:
        yield "html: other blocks, words or marks"
    if json.loads(jsonld.render(article)) != jsonld.document(article):
        yield "jsonld: reads otherwise than it was written"
    for name, (writer, reader) in WHOLE.items():
        if reader.read(writer.render(article)) != article:
            yield f"{name}: another article"
        if lost := [pointer for pointer in own_remainder(name, article) if pointer.startswith("/body/blocks") and is_gross(pointer)]:
            yield f"{name}: blocks that its own fields do not carry: {lost[:3]}"
    if schemas:
        yield from (f"ninjs: {fault}" for fault in schemas.ninjs_faults(json.loads(ninjs.render(article))))
        yield from (f"ans: {fault}" for fault in schemas.ans_faults(json.loads(ans.render(article))))


def own_remainder(name: str, article: Article) -> dict[str, Any]:
    writer, reader = WHOLE[name]
    return find_remainder(reader.read_told(writer.document(article)), article.model_dump(mode="json"))


def is_gross(pointer: str) -> bool:
    """Whether a block as a whole is told by the remainder alone, or all of them."""
    return pointer.count("/") <= 3


def run(folder: Path, schemas: Schemas | None, say: Callable[[str], object] = print) -> int:
    counts: Counter[str] = Counter()
    for page in pages_of(folder):
        try:
            article = normalize(page.raw)
        except PageRejected:
            counts["refused"] += 1
            continue
        counts["articles"] += 1
        for failure in failures(article, schemas):
            counts["failures"] += 1
            say(f"{page.name}: {failure}")
        for name in WHOLE:
            rest = own_remainder(name, article)
            counts[f"{name} remainder"] += len(json.dumps(rest, ensure_ascii=False))
            counts[f"{name} remainder, widgets apart"] += len(
                json.dumps({pointer: value for pointer, value in rest.items() if not pointer.startswith("/widgets")}, ensure_ascii=False)
            )
        counts["json"] += len(article.model_dump_json())
    say(f"{counts['articles']:,} articles, {counts['refused']:,} pages refused, {counts['failures']:,} failures")
    for name in WHOLE:
        shares = (counts[told] / max(counts["json"], 1) for told in (f"{name} remainder", f"{name} remainder, widgets apart"))
        say("{}: {:.0%} of the article's JSON stands in the remainder, {:.0%} without the widgets".format(name, *shares))
    return 1 if counts["failures"] or not counts["articles"] else 0


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), read_schemas(Path(sys.argv[2])) if len(sys.argv) > 2 else None))
