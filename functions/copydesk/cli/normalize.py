"""Print the article of one page, or of many.

  copydesk normalize page.html --url https://example.com/news/1
  curl -s https://example.com/news/1 | copydesk normalize - --format markdown
  copydesk normalize page.html.gz --content-type 'text/html; charset=euc-kr' --word edition=3
  copydesk normalize page.html --explain
  copydesk normalize --jsonl < pages.jsonl > articles.jsonl

With --jsonl, each line of standard input names a page and what is known about it:

  {"id": "a1", "path": "pages/1.html", "url": "https://example.com/news/1", "content_type": "text/html; charset=utf-8"}

and each is answered in order, one line of UTF-8 for a line: {"id", "article"}, or {"id", "error": {"type", "detail"}} where the page is
refused, missing, or breaks something. Paths start from the working directory; any other word of the sender may stand in the line
(edition, charset, published_at …). Lines that cannot be answered (no JSON object, no id) are named on standard error.

Exit status: 0 done, with --jsonl whatever became of the pages · 1 the page is refused or cannot be read · 2 the input is not usable:
a wrong option, or lines that cannot be answered (after the good ones were).
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from copydesk.errors import CopydeskError, InvalidWords
from copydesk.page import MAX_BYTES, RawPage, Words, check_gates, read_text, receive

if TYPE_CHECKING:
    from copydesk.article import Article
    from copydesk.renditions.formats import Format

FORMS = "json, text, markdown, html, jsonld, ninjs, ans"  # told again: the forms themselves need not load for --help
PROGRESS_SECONDS = 0.2  # between two lines of progress on a terminal


class Unusable(ValueError):
    """A line of --jsonl that nothing can be answered to."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="a page, plain or gzip; - reads standard input")
    parser.add_argument("--url", help="the page's address")
    parser.add_argument("--content-type", metavar="CT", help="the Content-Type that came with the page, charset included")
    parser.add_argument(
        "--word", action="append", default=[], metavar="NAME=VALUE", help="any other word of the sender: edition=3, charset=euc-kr"
    )
    parser.add_argument("--format", type=_format_named, metavar="FORM", help=f"{FORMS}; json where none is named")
    parser.add_argument("--json", action="store_const", dest="format", const=None, help="the article as JSON, as without it")
    parser.add_argument("--explain", action="store_true", help="JSON of the article and how it was found")
    parser.add_argument("--jsonl", action="store_true", help="many pages, named in lines of JSON on standard input")


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    single = (arguments.file, arguments.url, arguments.content_type, arguments.word or None)
    if arguments.jsonl:
        if any(single) or arguments.explain or _is_other(arguments.format):
            parser.error("--jsonl takes its pages and their words from standard input, and writes JSON")
        return normalize_lines(sys.stdin.buffer, sys.stdout.buffer, sys.stderr)
    if arguments.file is None:
        parser.error("FILE is missing; - reads standard input, --jsonl many pages")
    if arguments.explain and _is_other(arguments.format):
        parser.error("--explain writes JSON")
    return _normalize_one(arguments)


def _format_named(name: str) -> "Format":
    from copydesk.renditions.formats import BY_NAME

    if name not in BY_NAME:
        raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(BY_NAME)}")
    return BY_NAME[name]


def _is_other(form: "Format | None") -> bool:
    return form is not None and form.name != "json"


# ---------------------------------------------------------------- one page


def _normalize_one(arguments: argparse.Namespace) -> int:
    try:
        page = read_page(arguments.file, words_of(arguments), arguments.content_type)
        check_gates(read_text(page).text)  # again in the normalizer; here, a refusal need not wait for that to load
        printed = _print(page, arguments)
    except CopydeskError as refusal:
        return _complain(f"{refusal.type}: {refusal.detail}")
    except (OSError, ValueError) as fault:
        return _complain(f"unreadable: {fault}")
    sys.stdout.buffer.write(printed.removesuffix(b"\n") + b"\n")
    return 0


def words_of(arguments: argparse.Namespace) -> dict[str, object]:
    said: dict[str, object] = {"url": arguments.url}
    for word in arguments.word:
        name, _, value = word.partition("=")
        said[name] = value
    return said


def _print(page: RawPage, arguments: argparse.Namespace) -> bytes:
    from copydesk.normalize import explain, normalize

    if arguments.explain:
        explained = explain(page, clock=time.perf_counter)
        return _json({"article": explained.article.model_dump(mode="json"), "explain": explained.as_json()}, indent=2)
    article = normalize(page)
    if _is_other(arguments.format):
        written: str = arguments.format.write(article)
        return written.encode("utf-8", "replace")
    return article.model_dump_json(indent=2 if sys.stdout.isatty() else None).encode()


def _complain(message: str) -> int:
    print(f"copydesk: {message}", file=sys.stderr)
    return 1


def read_page(path: str, said: Mapping[str, object], content_type: str | None) -> RawPage:
    words = Words.read_words(said)
    if path == "-":
        body = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with Path(path).open("rb") as file:
            body = file.read(MAX_BYTES + 1)  # one more than any page may have: enough to be refused
    return receive(body, words=words, content_type=content_type)


# --------------------------------------------------------------- many pages


def normalize_lines(lines: Iterable[bytes], out: BinaryIO, err: TextIO) -> int:
    """Answers every line that has an id, in order, each before the next is read."""
    from copydesk.normalize import normalize

    progress = Progress(err) if err.isatty() else None
    status = 0
    with collecting_between_pages():
        for number, line in _numbered(lines):
            try:
                said = _read_line(line)
            except Unusable as fault:
                print(f"copydesk: line {number}: {fault}", file=err)
                status = 2
                continue
            answer, refused = _answer(said, normalize)
            out.write(answer)
            out.flush()
            gc.collect()
            if progress:
                progress.count(refused)
    if progress:
        progress.end()
    return status


@contextmanager
def collecting_between_pages() -> Iterator[None]:
    """No garbage collection inside a page, where nearly everything is still in use: an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _read_line(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise Unusable(f"not JSON ({fault})") from fault
    if not isinstance(said, dict):
        raise Unusable("not a JSON object")
    if not isinstance(said.get("id"), str | int) or isinstance(said["id"], bool):
        raise Unusable("no id: a text or a number names the page in the answer")
    return said


def _answer(said: dict[str, Any], normalize: "Callable[[RawPage], Article]") -> tuple[bytes, bool]:
    """The line that answers, and whether the page was refused. Nothing that a page does may stop the run."""
    name = _json(said.pop("id"))
    try:
        article = normalize(_named_page(said))
        return b'{"id":%b,"article":%b}\n' % (name, article.model_dump_json().encode()), False
    except CopydeskError as refusal:
        error = {"type": refusal.type, "detail": refusal.detail}
    except FileNotFoundError as fault:
        error = {"type": "missing", "detail": f"no file {fault.filename}"}
    except OSError as fault:
        error = {"type": "unreadable", "detail": str(fault)}
    except Exception as fault:  # the outermost handler of a page: the next one has its turn
        error = {"type": "internal", "detail": f"{type(fault).__name__}: {fault}"}
    return b'{"id":%b,"error":%b}\n' % (name, _json(error)), True


def _named_page(said: dict[str, Any]) -> RawPage:
    path, content_type = said.pop("path", None), said.pop("content_type", None)
    wrong = [] if isinstance(path, str) and path and "\0" not in path else [("/path", "must name a file")]
    if not isinstance(content_type, str | None):
        wrong.append(("/content_type", "must be a text"))
    if wrong:
        raise InvalidWords(wrong)
    return read_page(path, said, content_type)


def _json(value: object, indent: int | None = None) -> bytes:
    """UTF-8, compact unless indented; escapes instead where the value holds a lone surrogate, which UTF-8 has no bytes for."""
    separators = None if indent else (",", ":")
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent, separators=separators).encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent, separators=separators).encode()


class Progress:
    """One line on a terminal, written over itself."""

    def __init__(self, err: TextIO) -> None:
        self.err, self.start, self.shown = err, time.monotonic(), 0.0
        self.pages = self.refused = 0

    def count(self, refused: bool) -> None:
        self.pages += 1
        self.refused += refused
        if time.monotonic() - self.shown >= PROGRESS_SECONDS:
            self._show("\r")

    def end(self) -> None:
        if self.pages:
            self._show("\n")

    def _show(self, end: str) -> None:
        self.shown = time.monotonic()
        rate = self.pages / max(self.shown - self.start, 1e-3)
        print(f"\r{self.pages:,} pages, {self.refused:,} refused, {rate:,.0f} a second ", end=end, file=self.err, flush=True)
