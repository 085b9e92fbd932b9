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

    lines: tuple[Line, ...]
    text: str
    chars: int
    link_chars: int
    prose: float

    @property
    def first(self) -> int:
        return self.lines[0].index

    @property
    def last(self) -> int:
        return self.lines[-1].index

    @property
    def link_share(self) -> float:
        return self.link_chars / self.chars if self.chars else 0.0


def is_dense_script(text: str) -> bool:
    """Whether the text is of a script where one letter carries what several Latin ones do."""
    return not text.isascii() and len(IDEOGRAPHS.findall(text)) * 3 > len(text)


def prose_of(text: str, chars: int, link_chars: int) -> float:
    """Characters that count as story, ideographs twice; 0.0 for labels and navigation."""
    if link_chars > chars * LINKED:
        return 0.0
    size: float = chars - link_chars
    if not text.isascii() and is_dense_script(text):
        size *= 2.0
    if size < MIN_CHARS:
        return 0.0
    if size < SURE_CHARS and not SENTENCE_END.search(text):
        return size * LABEL_WEIGHT
    return size


def find_runs(document: Document) -> list[Run]:
    """Every run of the page in order, hidden ones too."""
    runs: list[Run] = []
    lines = document.lines
    first = 0
    for i, line in enumerate(lines, start=1):
        if i < len(lines) and lines[i].breaks == 1 and lines[i].box is line.box:
            continue
        if i - first == 1:
            runs.append(Run((line,), line.text, line.chars, line.link_chars, prose_of(line.text, line.chars, line.link_chars)))
        else:
            runs.append(_run(lines[first:i]))
        first = i
    return runs


def _run(lines: list[Line]) -> Run:
    text = "\n".join(line.text for line in lines)
    chars, link_chars = sum(line.chars for line in lines), sum(line.link_chars for line in lines)
    return Run(tuple(lines), text, chars, link_chars, prose_of(text, chars, link_chars))
