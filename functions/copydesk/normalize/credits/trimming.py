"""What stands at the ends of a caption line and is neither text nor credit: buttons, markers, rights, datelines."""

import re
from functools import lru_cache

from copydesk.normalize.byline import read_dateline
from copydesk.normalize.credits.grammar import Grammar
from copydesk.normalize.names import any_of
from copydesk.normalize.rights import find_rights
from copydesk.rules import load_rules


@lru_cache(maxsize=4)
def button_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(buttons and legends to cut from a caption, the word with a colon that a whole line of the story is told by)."""
    rules = load_rules().captions
    buttons, words = any_of(rules.buttons), any_of(tuple(word.rstrip(" :,") for word in rules.prefixes))
    cut = rf"^\s*[*＊]?\s*(?:{any_of(rules.prefixes)})\s*[:：]?\s*|^\s*(?:{buttons})(?!\w)\s*|\s*(?:{buttons})\s*$"
    return re.compile(cut, re.IGNORECASE), re.compile(rf"[*＊\[(]?\s*(?:{words})\s*[:：]\s*(?=\w)", re.IGNORECASE)


def without_legend(line: str) -> str:
    """Without the word that a caption follows, as a heading would: `*사진설명 : …`."""
    legend = button_patterns()[1].match(line)
    return line[legend.end() :] if legend else line


def without_buttons(line: str) -> str:
    return button_patterns()[0].sub("", line).strip()


def ends_in_digit(line: str) -> bool:
    """Whether a digit closes the line, or a digit and a full stop, as every day does: asked before the patterns that seek one."""
    return line.rstrip(" .")[-1:].isdigit()


def split_marker(line: str) -> tuple[str | None, str]:
    marks = load_rules().captions.markers
    if line[:1] in marks and line[:1]:
        return line[0], line[1:].lstrip(" " + marks)
    if len(line) > 2 and line[0] in "[(" and line[1] in marks and line[2] in "])":
        return line[1], line[3:].lstrip()
    return None, line


def split_rights(line: str) -> tuple[str, str | None]:
    """A notice at the end, not the `ⓒ` of a credit: `*재판매 및 DB 금지`, `(무단전재 및 재배포 금지)`."""
    found = find_rights(line)
    if found is None:
        return line, None
    start = found
    opening = re.search(r"\s*(?:[*※☞/|-]|[(（\[<]|[,，·:])?\s*$", line[:start])
    start = opening.start() if opening else start
    rest, rights = line[:start].rstrip(" /|-"), line[start:].strip(" ,:|")
    if rights[-1:] in _CLOSING and rights.count(rights[-1]) > rights.count(_CLOSING[rights[-1]]):
        return rest.rstrip(".") + rights[-1], rights[:-1]  # the bracket was the credit's: `[AP=연합뉴스 자료사진. 재판매 및 DB 금지]`
    return rest, rights


_CLOSING = {")": "(", "]": "[", "】": "【", "）": "（", ">": "<"}


def split_dateline(line: str, grammar: Grammar) -> tuple[str, str | None, str | None]:
    """(rest, place, prefix): an agency's captions begin as its stories do, `[서울=뉴시스]홍효식 기자 = …`."""
    if line[:1] not in "[(【<［（":
        return line, None, None
    found = read_dateline(line, language=grammar.words)
    if found is None or not (found.agencies or found.people) or found.end >= len(line):
        return line, None, None
    return line[found.end :].strip(), found.dateline.place if found.dateline else None, line[: found.end].strip()
