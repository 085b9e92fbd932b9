"""Show an article that a desk keeps.

  copydesk show ktoywr34minlr2sytc72pos67z
  copydesk show ktoywr34minlr2sytc72pos67z@2 --json
  copydesk show https://news.example.com/view/3100412 --format markdown
  copydesk show ktoywr34minlr2sytc72pos67z --history
  copydesk show ktoywr34minlr2sytc72pos67z --raw > page.html

An ARTICLE is an id, @N behind it for a revision, or an address that it is known by. Without --format or --json it is shown to be read:
where it stands, its facts and the readers that found them, the text, what surrounds it.

Exit status: 0 shown · 1 there is no such article · 2 the command line or the key is not usable · 3 the desk cannot be asked.
"""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .advice import Unreachable
from .door import Door, NotOpened, Refused, add_door, open_door
from .kept import find_edition, find_id
from .screen import complain, harmless, paint, print_json, print_table

if TYPE_CHECKING:
    from copydesk.article import Edition

FACTS = "headline kicker deck authors byline dateline source sections published_at modified_at language canonical_url native_id".split()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("article", metavar="ARTICLE", help="its id, ID@N for a revision, or an address")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--format", metavar="NAME", help="a rendition, as the API gives it: json, text … docs/api.md lists them")
    shape.add_argument("--json", action="store_true", help="the edition, or with --history the list, as JSON")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--history", action="store_true", help="its revisions")
    what.add_argument("--raw", action="store_true", help="the page's bytes as they were sent")
    add_door(parser, "--from")


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    try:
        _show(arguments, open_door(arguments))
    except Refused as refusal:
        complain(str(refusal))
        return 1
    except NotOpened as fault:
        complain(str(fault))
        return 2
    except Unreachable as fault:
        complain(str(fault))
        return 3
    return 0


def _show(arguments: argparse.Namespace, door: Door) -> None:
    if arguments.history:
        return _print_history(arguments, door)
    if not (arguments.raw or arguments.format):
        edition = find_edition(arguments.article, door)
        return print_json(edition.model_dump(mode="json")) if arguments.json else _print_edition(edition)
    article_id, query = find_id(arguments.article, door)
    path = f"/v1/articles/{article_id}" + ("/raw" if arguments.raw else "")
    answer = door.read(path, {**query, **({"format": arguments.format} if arguments.format else {})}, accept="*/*")
    sys.stdout.flush()
    text = sys.stdout.isatty() and not arguments.raw
    sys.stdout.buffer.write(harmless(answer.body.decode("utf-8", "replace")).encode() if text else answer.body)
    if text:
        sys.stdout.buffer.write(b"\n")
    return None


def _print_history(arguments: argparse.Namespace, door: Door) -> None:
    article_id, _ = find_id(arguments.article, door)
    listed: list[dict[str, Any]] = door.read(f"/v1/articles/{article_id}/revisions").document["revisions"]
    if arguments.json:
        return print_json(listed)
    rows = [(str(told["revision"]), str(told["status"]), str(told["received"]["at"]), str(told["received"]["via"])) for told in listed]
    return print_table(("REVISION", "STATUS", "RECEIVED", "VIA"), rows)


def _print_edition(edition: "Edition") -> None:
    for line in _lines(edition):
        print(line)


def _lines(edition: "Edition") -> Iterator[str]:
    from copydesk.renditions import text

    from .comparing import spell

    article = edition.article
    received = f"received {edition.received.at} via {edition.received.via}"
    where = (f"{edition.article_id}@{edition.revision}", edition.status, edition.publisher_id, received)
    yield paint(harmless(" · ".join(where)), "dim", sys.stdout)
    facts = article.meta.model_dump(mode="json")
    for name in FACTS:
        if facts[name] not in (None, [], {}):
            reader = article.provenance.sources.get(f"/meta/{name}")
            told = paint(f"  ({harmless(reader)})", "dim", sys.stdout) if reader else ""
            yield paint(f"{name:<14}", "bold", sys.stdout) + harmless(spell(facts[name])) + told
    yield ""
    yield harmless(text.render(article))
    yield ""
    for widget in article.widgets:
        title = f": {widget.title}" if widget.title else ""
        yield harmless(f"{widget.kind}{title} ({len(widget.items)}, {widget.state})")
    for doubt in article.provenance.doubts:
        yield paint(harmless(f"doubt {doubt.code}: {doubt.message}"), "yellow", sys.stdout)
