"""Questions and their answers: a heading, or the button or summary that opens the answer, that ends in a question mark over prose."""

from copydesk.normalize.document import Box, Document
from copydesk.normalize.headline import HEADING_TAGS

OPENERS = frozenset({"button", "summary"})  # what a reader clicks on to see the answer
ASKING = frozenset({*HEADING_TAGS, *OPENERS, "dt"})
QUESTION_MARKS = ("?", "？", "؟")
QUESTION_LEVEL = 3
MAX_QUESTION = 200  # characters
MIN_ANSWER = 40  # characters of its first line, half as many in scripts that are dense
MIN_QUESTIONS = 2
MIN_ASKING = 0.6  # share of a section's headings that ask
MAX_LINKS = 0.3  # share of its characters in links
MAX_HEAD = 300  # characters above the first question: what the section is called, and a sentence about it
ELSEWHERE = frozenset({"nav", "aside", "form", "dialog", "menu"})


def is_question(document: Document, box: Box) -> bool:
    """Whether the box asks, and the line after it, in sight, answers."""
    if not 0 < document.chars(box) <= MAX_QUESTION or document.link_share(box) > 0.5 or box.hidden:
        return False
    lines = document.lines_of(box)
    if not lines or not lines[-1].text.endswith(QUESTION_MARKS) or box.last >= len(document.lines):
        return False
    answer = document.lines[box.last]
    if answer.hidden or answer.text.endswith(QUESTION_MARKS):  # answers may be out of sight until somebody clicks
        return False
    return answer.chars >= (MIN_ANSWER if answer.text.isascii() else MIN_ANSWER // 2)


def find_questions(document: Document, container: Box) -> Box | None:
    """The first section below the container that is made of questions and answers, its own heading with it."""
    asking = [box for box in document.boxes[container.end :] if box.tag in ASKING and is_question(document, box)]
    section = None
    for box in asking[0].ancestors() if len(asking) >= MIN_QUESTIONS else ():
        if box.tag in ELSEWHERE:
            return None
        if section is None and box.contains(container):
            return None
        if box.contains(container) or not _is_made_of(document, box, [other for other in asking if box.contains(other)]):
            if section is not None:
                break
        else:
            section = box
    return section


def _is_made_of(document: Document, box: Box, asking: list[Box]) -> bool:
    """Whether most of the box's headings ask, with little above the first of them and few links."""
    if len(asking) < MIN_QUESTIONS or document.link_share(box) > MAX_LINKS:
        return False
    above = document.lines[box.first : asking[0].first]
    if sum(line.chars for line in above if not line.hidden) > MAX_HEAD:
        return False
    heads = sum(inner.tag in ASKING and inner.first < inner.last for inner in document.boxes[box.index + 1 : box.end])
    return len(asking) >= MIN_ASKING * heads
