"""Paragraph-sized runs of lines, and how much each reads like a story."""

from typing import NamedTuple

from copydesk.normalize.document import Document, Line
from copydesk.page.patterns import pattern_of

IDEOGRAPHS = pattern_of("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff]")
SENTENCE_END = pattern_of("[.!?。！？…][\"'”’»)\\]」』】]*(?:\\s|$)")
MIN_CHARS = 25  # shorter runs are labels and buttons oftener than story; a story has longer ones too
SURE_CHARS = 80  # from here a run without a sentence's end still counts in full
LABEL_WEIGHT = 0.25  # a short run without a sentence's end: names, teasers' titles
LINKED = 0.5  # share of linked characters from which a run is navigation


class Run(NamedTuple):
    """Lines of one box that no block and no double `<br>` divides; one printed paragraph."""

    first: Line
    last: int  # the last line's index
    text: str
    prose: float


def is_dense_script(text: str) -> bool:
    """Whether the text is of a script where one letter carries what several Latin ones do.

    Such a letter takes three bytes. To count bytes is a tenth of the work of a pattern, and says no of all that is written in Latin.
    """
    if text.isascii() or len(text.encode("utf-8", "surrogatepass")) * 3 <= len(text) * 5:
        return False
    return len(IDEOGRAPHS.findall(text)) * 3 > len(text)


def prose_of(text: str, chars: int, link_chars: int) -> float:
    """Characters that count as story, ideographs twice; 0.0 for labels and navigation."""
    if link_chars > chars * LINKED:
        return 0.0
    size: float = chars - link_chars
    if size * 2.0 < MIN_CHARS:
        return 0.0
    if not text.isascii() and is_dense_script(text):
        size *= 2.0
    if size < MIN_CHARS:
        return 0.0
    if size < SURE_CHARS and not SENTENCE_END.search(text):
        return size * LABEL_WEIGHT
    return size


def find_runs(document: Document) -> list[Run]:
    """Every run of the page that counts as story, in order, hidden ones too."""
    runs: list[Run] = []
    lines = document.lines
    first = 0
    for after, line in enumerate(lines, start=1):
        if after < len(lines) and lines[after].breaks == 1 and lines[after].box is line.box:
            continue
        if after - first == 1:
            prose, text = prose_of(line.text, line.chars, line.link_chars), line.text
        else:
            prose, text = _prose_of_lines(lines[first:after])
        if prose:
            runs.append(Run(lines[first], line.index, text, prose))
        first = after
    return runs


def _prose_of_lines(lines: list[Line]) -> tuple[float, str]:
    """(what it counts, its text) of a run of several lines."""
    text = "\n".join([line.text for line in lines])
    return prose_of(text, sum([line.chars for line in lines]), sum([line.link_chars for line in lines])), text
