"""Lines of the body that are captions by their own signs."""

import re

from copydesk.normalize.byline import read_dateline
from copydesk.normalize.credits.grammar import MAX_CREDIT, Grammar, grammar_of
from copydesk.normalize.credits.starting import after_label, closing_group
from copydesk.normalize.credits.trimming import button_patterns, ends_in_digit, split_rights
from copydesk.normalize.names import MAIL
from copydesk.page.patterns import pattern_of
from copydesk.rules import Language, words_for


def is_caption_line(text: str, language: str | Language | None = None) -> bool:
    """Whether a line of the body is a caption by its own signs.

    Signs are a marker in front, a credit label before or behind, or an agency's prefix with a date or a mail at the end.
    """
    line = " ".join(text.split())
    if not 4 <= len(line) <= 400:
        return False
    if line[0] in "▲△▼▽" or button_patterns()[1].match(line):
        return True
    words = words_for(language, line)
    grammar = grammar_of(words)
    label = grammar.first_label.match(line)
    if label and len(line) <= MAX_CREDIT and (_PICTURE.search(label[0]) or not re.search(r"\d", line)):
        return True  # `Video: 4K/30p` is a row of a table
    group = closing_group(line)
    if (group and grammar.first_label.match(group["inside"])) or _labelled_picture(line, grammar):
        return True
    if not _ends_dated(split_rights(line)[0]):  # asked first: most lines do not, and a dateline takes long to read
        return False
    prefix = read_dateline(line, language=words)
    return prefix is not None and bool(prefix.agencies)


_PICTURE = pattern_of(r"사진|그래픽|写真|图|圖|foto|photo|bild|image", re.IGNORECASE)


_PICTURE_WORDS = tuple(_PICTURE.pattern.split("|"))


def _names_a_picture(line: str) -> bool:
    """As `_PICTURE.search`, in a tenth of the time: it is asked of every paragraph."""
    folded = line.lower()
    for word in _PICTURE_WORDS:  # noqa: SIM110  # a generator takes three times as long
        if word in folded:
            return True
    return False


def _labelled_picture(line: str, grammar: Grammar) -> bool:
    """`시민들이 걷고 있다. /사진=뉴시스`: the last thing the line says is whose picture it is."""
    at = after_label(line, grammar, ()) if _names_a_picture(line) else None
    return at is not None and bool(_PICTURE.match(line[at:].lstrip(" ([<（【〈")))


def _ends_dated(line: str) -> bool:
    """Whether a day or a mail ends the line: the one in a digit, the other behind an `@`."""
    return ("@" in line or ends_in_digit(line)) and _ENDS_DATED.search(line) is not None


_ENDS_DATED = pattern_of(rf"(?:(?:19|20)\d\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d?\.?|{MAIL.pattern})\s*$")
