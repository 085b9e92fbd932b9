"""What can be seen of a story in Markdown: of the article itself, and of what markdown-it finds in its rendition. The two must be equal.

A line is its runs: (words, marks) with no two neighbours of equal marks. Ids, roles, the span kinds ruby and quote, and whether a quote is
pulled are not to be seen.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from copydesk.article import Article, Block, Cell, ListItem, Span
from copydesk.renditions.inline import PICTURE_SCHEMES, printable, safe_url
from copydesk.renditions.lines import Shelf, alternative, caption_line, join, untold_title, when, widget_lines

type Run = tuple[str, frozenset[str]]
type Runs = tuple[Run, ...]
type Sight = tuple[Any, ...]

MARKS = frozenset({"link", "strong", "em", "strike", "underline", "sub", "sup", "mark", "code"})
BY_TAG = {"strong": "strong", "em": "em", "s": "strike", "u": "underline", "sub": "sub", "sup": "sup", "mark": "mark", "code": "code"}
SMALL = "small"
CITE = "cite"


def runs_of(text: str, spans: Iterable[Span] = ()) -> Runs:
    marks: list[set[str]] = [set() for _ in text]
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        name = f"link {safe_url(span.href)}" if span.kind == "link" else span.kind
        if span.kind not in MARKS or (span.kind == "link" and not safe_url(span.href)):
            continue
        for place in range(span.start, min(span.end, len(text))):
            if span.kind != "link" or not any(mark.startswith("link ") for mark in marks[place]):
                marks[place].add(name)
    return merged((letter, frozenset(mark)) for letter, mark in zip(printable(text), marks, strict=True))


def merged(runs: Iterable[Run]) -> Runs:
    groups = groupby((run for run in runs if run[0]), key=lambda run: run[1])
    return tuple(("".join(words for words, _ in group), marks) for marks, group in groups)


# ------------------------------------------------------------ of an article


def sights_of(article: Article) -> tuple[Sight, ...]:
    return tuple(_seen(article.body.blocks, Shelf(article)))


def _seen(blocks: Iterable[Block], shelf: Shelf) -> Iterator[Sight]:
    for block in blocks:
        match block.type:
            case "paragraph" if block.text.strip():
                yield "paragraph", runs_of(block.text, block.spans)
            case "heading":
                yield "heading", block.level, runs_of(block.text, block.spans)
            case "list" if block.items:
                yield "list", block.ordered, tuple(map(_item, block.items))
            case "table" if any(block.rows):
                first = block.rows[0]
                yield "table", all(cell.header for cell in first) and any(cell.text for cell in first), _grid(block.rows)
            case "code":
                yield "code", block.language, printable(block.text)
            case "divider":
                yield ("divider",)
            case "media":
                yield from _picture(block.media_id, block.caption_id, shelf)
            case "gallery":
                for item in block.items:
                    yield from _picture(item.media_id, item.caption_id, shelf)
            case "widget":
                lines = widget_lines(shelf.widgets.get(block.widget_id))
                yield from _small([run for number, told in enumerate(lines) for run in (*_break(number), *_linked(*told))])
            case "quote":
                inside = tuple(_seen(block.blocks, shelf))
                if inside or block.citation:
                    yield "quote", inside, runs_of(_in_one_line(block.citation or ""))
            case "box" | "group":
                title = untold_title(block) if block.type == "box" else join(" · ", when(block.at), untold_title(block))
                yield block.type, (*_title((title or "").strip()), *_seen(block.blocks, shelf))


def _title(words: str) -> Iterator[Sight]:
    """A bold paragraph."""
    if words:
        yield "paragraph", runs_of(words, [Span(start=0, end=len(words), kind="strong")])


def _item(item: ListItem) -> Sight:
    return runs_of(item.text, item.spans) if item.text.strip() else (), tuple(map(_item, item.items))


def _grid(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Runs, ...], ...]:
    wide = [[told for cell in row for told in (runs_of(cell.text, cell.spans), *[()] * (cell.colspan - 1))] for row in rows]
    width = max(map(len, wide))
    return tuple((*row, *[()] * (width - len(row))) for row in wide)


def _picture(media_id: str | None, caption_id: str | None, shelf: Shelf) -> Iterator[Sight]:
    medium, line = shelf.media.get(media_id), caption_line(shelf.captions.get(caption_id))
    caption = runs_of(line) if line.strip() else ()
    source = safe_url(medium.url, PICTURE_SCHEMES) if medium else None
    if medium is None or source is None:
        yield from _small(caption)
    elif medium.kind in ("image", "graphic"):
        yield "picture", source, _in_one_line(alternative(medium, line)), caption
    else:
        yield from _small([*_linked(medium.kind, source), *(_break(1) if caption else ()), *caption])


def _small(runs: Iterable[Run]) -> Iterator[Sight]:
    if told := merged(runs):
        yield SMALL, told


def _linked(label: str, url: str | None) -> Runs:
    words = _in_one_line(label)
    return runs_of(words, [Span(start=0, end=len(words), kind="link", href=url)] if words else ())


def _in_one_line(text: str) -> str:
    return printable(text).replace("\n", " ")


def _break(number: int) -> Runs:
    return (("\n", frozenset()),) if number else ()


# ------------------------------------------------------------- of Markdown


def sights_in(markdown: str) -> tuple[Sight, ...]:
    """What a reader of CommonMark with tables and strikethrough sees behind the first thematic break."""
    tokens = parse(markdown)
    start = next(place for place, token in enumerate(tokens) if token.type == "hr")
    return tuple(_Reading(tokens, start + 1).blocks("end"))


def parse(markdown: str) -> list[Token]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.normalizeLink = lambda url: url  # it would decode some addresses and encode others
    return parser.parse(markdown)


class _Reading:
    """Tokens, taken one after the other; `at` is the next one."""

    def __init__(self, tokens: Sequence[Token], at: int) -> None:
        self.tokens, self.at = tokens, at

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def blocks(self, end: str) -> Iterator[Sight]:
        """Up to the token of type `end`, or to the closing tag of that name."""
        while self.at < len(self.tokens):
            token = self.take()
            tag = token.content.strip() if token.type == "html_block" else ""
            if end in (token.type, tag):
                return
            match token.type:
                case "paragraph_open":
                    runs = self.line()
                    yield _told(runs)
                case "heading_open":
                    yield "heading", int(token.tag[1]), self.line()
                case "bullet_list_open" | "ordered_list_open":
                    yield "list", token.type.startswith("ordered"), tuple(self.items(token.type.replace("open", "close")))
                case "blockquote_open":
                    inside = tuple(self.blocks("blockquote_close"))
                    cited = inside[-1][1] if inside and inside[-1][0] == CITE else ()
                    yield "quote", inside[:-1] if cited else inside, cited
                case "table_open":
                    yield self.table()
                case "fence":
                    yield "code", token.info or None, token.content.removesuffix("\n")
                case "hr":
                    yield ("divider",)
                case "html_block" if tag in ("<aside>", "<section>"):
                    yield {"<aside>": "box", "<section>": "group"}[tag], tuple(self.blocks(tag.replace("<", "</")))
                case "html_block" if tag == "<!-- -->":
                    continue
                case unexpected:
                    raise AssertionError(f"no block of ours: {unexpected} {token.content!r}")

    def line(self) -> Runs:
        inline, _ = self.take(), self.take()
        return inline_runs(inline.children or [])

    def items(self, end: str) -> Iterator[Sight]:
        while (token := self.take()).type != end:
            assert token.type == "list_item_open", token
            inside = tuple(self.blocks("list_item_close"))
            words = inside[0][1] if inside and inside[0][0] == "paragraph" else ()
            yield words, tuple(item for block in inside if block[0] == "list" for item in block[2])

    def table(self) -> Sight:
        rows: list[list[Runs]] = []
        while (token := self.take()).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            if token.type == "inline":
                rows[-1].append(inline_runs(token.children or []))
        headed = any(rows[0])
        return "table", headed, tuple(map(tuple, rows if headed else rows[1:]))


def _told(runs: Runs) -> Sight:
    first = runs[0][1] if runs else frozenset()
    picture = next((mark for mark in first if mark.startswith("picture ")), None)
    if picture:
        return "picture", picture.removeprefix("picture "), runs[0][0].removesuffix("\0"), runs_without_break(runs[1:])
    if SMALL in first:
        assert all(SMALL in marks for _, marks in runs)
        return SMALL, tuple((words, marks - {SMALL}) for words, marks in runs)
    if any(CITE in marks for _, marks in runs):
        return CITE, tuple((words, marks - {CITE}) for words, marks in runs if CITE in marks)
    return "paragraph", runs


def runs_without_break(runs: Runs) -> Runs:
    return ((runs[0][0].removeprefix("\n"), runs[0][1]), *runs[1:]) if runs else ()


def inline_runs(tokens: Iterable[Token]) -> Runs:
    """A picture is a run of its alternative text, closed by a NUL so that none is empty."""
    runs: list[Run] = []
    marks: list[str] = []
    for token in tokens:
        match token.type:
            case "text":
                runs.append((token.content, frozenset(marks)))
            case "hardbreak":
                runs.append(("\n", frozenset(marks)))
            case "image":
                runs.append((f"{_alt(token)}\0", frozenset({f"picture {token.attrs['src']}"})))
            case "html_inline" if token.content == "<br>":
                runs.append(("\n", frozenset(marks)))
            case "html_inline":
                name = token.content.strip("</>")
                _turn(marks, BY_TAG.get(name, name), opens=not token.content.startswith("</"))
            case "link_open":
                marks.append(f"link {token.attrs['href']}")
            case "link_close":
                marks.remove(next(mark for mark in marks if mark.startswith("link ")))
            case "strong_open" | "em_open" | "s_open" | "strong_close" | "em_close" | "s_close":
                _turn(marks, BY_TAG[token.tag], opens=token.type.endswith("open"))
            case unexpected:
                raise AssertionError(f"no piece of ours: {unexpected} {token.content!r}")
    assert not marks, marks
    return merged(runs)


def _turn(marks: list[str], name: str, *, opens: bool) -> None:
    assert name in {*BY_TAG.values(), SMALL, CITE}, name
    if opens:
        marks.append(name)
    else:
        marks.remove(name)


def _alt(token: Token) -> str:
    return "".join(child.content for child in token.children or [])
