"""Show a page beside its article, as one HTML file: what was read from where, what was doubted, what was left.

  copydesk explain page.html --url https://example.com/news/1
  copydesk explain page.html.gz --output report.html --open
  curl -s https://example.com/news/1 | copydesk explain - --output report.html
  copydesk explain page.html --json | jq .explain.dropped

The file stands alone: the page in it runs no script and loads nothing, nor does the report. Colours outline on the page what became facts,
story, captions and widgets. Without --output it is PAGE.explained.html in the working directory; - is standard output.

Exit status: 0 done · 1 the page is refused or cannot be read (of a refused one the report says why) · 2 the command line is not usable.
"""

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk.errors import CopydeskError, PageRejected
from copydesk.page import RawPage, check_gates, read_text

from .normalize import read_page, words_of
from .screen import complain, print_json, tell

if TYPE_CHECKING:
    from copydesk.article import Article


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a page, plain or gzip; - reads standard input")
    parser.add_argument("--url", help="the page's address")
    parser.add_argument("--content-type", metavar="CT", help="the Content-Type that came with the page, charset included")
    parser.add_argument("--word", action="append", default=[], metavar="NAME=VALUE", help="any other word of the sender: charset=euc-kr")
    parser.add_argument("--output", metavar="FILE", help="where the report goes; - is standard output")
    parser.add_argument("--open", action="store_true", help="show it in the browser")
    parser.add_argument("--json", action="store_true", help="the article and how it was found as JSON, and no report")


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    try:
        page = read_page(arguments.file, words_of(arguments), arguments.content_type)
        text = read_text(page).text
        check_gates(text)
    except CopydeskError as refusal:
        complain(f"{refusal.type}: {refusal.detail}")
        return 1
    except (OSError, ValueError) as fault:
        complain(f"unreadable: {fault}")
        return 1
    return _explain(arguments, page, text)


def _explain(arguments: argparse.Namespace, page: RawPage, text: str) -> int:
    from copydesk.normalize import explain

    refusal: PageRejected | None = None
    article: Article | None = None
    how: Mapping[str, Any] = {}
    try:
        explained = explain(page, clock=time.perf_counter)
        article, how = explained.article, explained.as_json()
    except PageRejected as fault:
        refusal = fault
        complain(f"{fault.type}: {fault.detail}")
    if arguments.json:
        print_json({"article": article.model_dump(mode="json") if article else None, "explain": how})
    else:
        _write(arguments, text, article, how, f"{refusal.type}: {refusal.detail}" if refusal else None)
    return 1 if refusal else 0


def _write(arguments: argparse.Namespace, text: str, article: "Article | None", how: Mapping[str, Any], refusal: str | None) -> None:
    from .report_page import write_report

    title = (article.meta.headline if article else None) or arguments.url or arguments.file
    report = write_report(title, text, article, how, refusal=refusal).encode("utf-8", "replace")
    if arguments.output == "-":
        sys.stdout.buffer.write(report)
        return
    name = Path(arguments.file).name.removesuffix(".gz").removesuffix(".html") if arguments.file != "-" else "page"
    file = Path(arguments.output or f"{name}.explained.html")
    file.write_bytes(report)
    tell(f"wrote {file}")
    if arguments.open:
        import webbrowser

        webbrowser.open(file.absolute().as_uri())
