"""One caption line and its parts."""

import re
from dataclasses import dataclass
from functools import lru_cache

from copydesk.article import Credit, Time
from copydesk.normalize.credits.grammar import MAX_CREDIT, Grammar, grammar_of
from copydesk.normalize.credits.naming import read_credit
from copydesk.normalize.credits.starting import credit_start
from copydesk.normalize.credits.trimming import ends_in_digit, split_dateline, split_marker, split_rights, without_buttons
from copydesk.normalize.names import FAR, MAIL, is_agency, is_latin_name
from copydesk.normalize.times import read_time
from copydesk.page.patterns import pattern_of
from copydesk.rules import Language, Words, words_for

# A caption line is one line; longer ones are story (longest caption in the corpus: 611).
MAX_CAPTION = 800


@dataclass(frozen=True)
class CaptionParts:
    """`text` without marker, credit, rights and button words, its own full stop kept."""

    text: str
    marker: str | None = None
    credit: Credit | None = None
    place: str | None = None
    taken_on: Time | None = None
    rights: str | None = None


@lru_cache(maxsize=8192)  # a caption is weighed when all of the page have been found, and read when all have been weighed
def split_caption(line: str, *, language: str | Language | None = None, agencies: Words = ()) -> CaptionParts:
    """The parts of one caption line; `agencies` are names to know besides the rules' own, the site's for one.

    A caption without a credit comes out whole: what is not surely a credit is text.
    """
    line = " ".join(line.split())
    if len(line) > MAX_CAPTION:
        return CaptionParts(line)
    grammar = grammar_of(words_for(language, line))
    marker, rest = split_marker(without_buttons(line))
    rest, rights = split_rights(rest)
    rest, place, prefix = split_dateline(rest, grammar)
    text, tail, taken_on = _split_tail(rest, grammar, agencies)
    if scene := _SCENE.search(text):
        place, taken_on = place or scene["place"], taken_on or read_time(scene["date"] or "", language=grammar.words)
    if tail is None and prefix is None:
        return CaptionParts(text, marker, None, place, taken_on, rights)
    if tail and text and len(rest) <= MAX_CREDIT and grammar.first_label.match(text):
        text, tail = "", rest  # `Quelle: FHM/Getty Images; Montage: Infografik WELT`: labels from the first word on
    credit, tail_place = read_credit(tail or "", prefix, grammar, agencies)
    if credit is not None and rights and credit.printed not in line:
        credit = credit.model_copy(update={"printed": credit.printed[1:-1]})  # the notice took the bracket with it: print what stands
    return CaptionParts(text, marker, credit, tail_place or place, taken_on, rights)


# `容疑者＝13日、東京・霞ケ関で`: where and when, part of the caption's sentence; a day without its month is no date.
_SCENE = pattern_of(rf"[＝=](?P<date>[\d年月]*\d+日(?:[午前後]*\d+時(?:\d+分)?)?)?、?(?P<place>{FAR}{{2,20}}(?:・{FAR}{{2,10}})?)で$")


_DATE_TAIL = pattern_of(r"(?:^|(?<=[\s.…]))(?P<date>(?:19|20)\d\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d?\.?)\s*$")


_DATE_LEAD = pattern_of(r"\s*(?P<date>(?:19|20)\d\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d?\.?)(?=[\s/])")


_MAIL_TAIL = pattern_of(rf"[\s(\[/,]*(?P<mail>{MAIL.pattern})\s*[)\]]?\s*$")


def _split_tail(line: str, grammar: Grammar, more: Words) -> tuple[str, str | None, Time | None]:
    """(text, credit tail, date taken); peels mails and dates around the credit."""
    rest, taken_on, mail_at = line, None, None
    for _ in range(3):
        if mail := "@" in rest and _MAIL_TAIL.search(rest):
            mail_at = mail.start() if mail_at is None else mail_at
            rest = rest[: mail.start()].rstrip()
        elif (dated := ends_in_digit(rest) and _DATE_TAIL.search(rest)) and (
            rest[: dated.start()].rstrip()[-1:] in ")].】" or not grammar.label.search(rest[-30:])
        ):
            taken_on = read_time(dated["date"], language=grammar.words)
            rest = rest[: dated.start()].rstrip()
    at = credit_start(rest, grammar, more)
    if at is None:
        if taken_on is None and mail_at is None:
            return line, None, None
        tail = line[len(rest) :].strip() if mail_at is not None else None
        mail = MAIL.search(tail or "")
        return rest, mail[0] if mail else None, taken_on
    at = _widened(rest, at, more)
    if taken_on is None and (dated := _DATE_LEAD.match(rest[at:])):
        taken_on = read_time(dated["date"], language=grammar.words)
    text = rest[:at].rstrip(" /|,、，·-–—(＝=")
    tail = line[at:].strip(" /|·–—") if line[at : at + 1] != "/" or _is_bare_slash(rest, at) else line[at:].strip()
    return text, _without_date(tail, taken_on), taken_on


_DATED_BEFORE = pattern_of(r"(?:^|(?<=[\s.…]))(?:19|20)\d\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d?\.?[\s/]*$")


def _widened(line: str, at: int, more: Words) -> int:
    """The start of the credit, with the date and the agency that stand before it: `2024.5.30/뉴스1 © News1 홍길동 기자`."""
    for _ in range(2):
        before = line[:at].rstrip(" /")
        word = re.split(r"[\s/]", before)[-1]
        if dated := ends_in_digit(before) and _DATED_BEFORE.search(line[:at]):
            at = dated.start()
        elif len(before) < at and is_agency(word, more) and not is_latin_name(word):
            at = len(before) - len(word)
    return at


def _is_bare_slash(line: str, at: int) -> bool:
    return bool(line[:at].strip())


def _without_date(tail: str, taken_on: Time | None) -> str:
    """The date stands apart from the credit where it closes the line."""
    if taken_on is None or not taken_on.printed:
        return tail
    before, _, after = tail.partition(taken_on.printed)
    return (
        tail
        if after.strip() and not MAIL.fullmatch(after.strip())
        else (before.strip() or after.strip())
        if not after.strip()
        else f"{before}{taken_on.printed}{after}".strip()
    )
