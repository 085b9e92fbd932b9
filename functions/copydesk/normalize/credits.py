"""Caption lines come apart: marker, text, credit, place, date, rights.

The tail is peeled from the end, the surest sign first; what cannot be told from a sentence stays in the text.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from copydesk.article import Credit, CreditedPerson, Time
from copydesk.normalize.byline import read_byline, read_dateline
from copydesk.normalize.names import (
    FAR,
    MAIL,
    any_of,
    could_be_hangul_name,
    find_agencies,
    has_hangul,
    is_agency,
    is_cjk,
    is_hangul_name,
    is_latin_name,
    is_organisation,
    without_agencies,
)
from copydesk.normalize.rights import find_rights
from copydesk.normalize.times import read_time
from copydesk.page.patterns import pattern_of
from copydesk.rules import Credits, Language, Words, load_rules, words_for

Relation = Literal["taken_by", "provided_by", "wire", "file", "capture", "ai_generated"]

# A caption line is one line; longer ones are story (longest caption in the corpus: 611).
MAX_CAPTION = 800
# Longest credit tail seen: 79 (three houses and a licence).
MAX_CREDIT = 110


@dataclass(frozen=True)
class CaptionParts:
    """`text` without marker, credit, rights and button words, its own full stop kept."""

    text: str
    marker: str | None = None
    credit: Credit | None = None
    place: str | None = None
    taken_on: Time | None = None
    rights: str | None = None


class _Grammar:
    def __init__(self, words: Language) -> None:
        own = words.credits
        english = load_rules().language("en").credits if words.falls_back and words.code != "en" else Credits()
        labels = own.labels + english.labels
        label = rf"(?-i:[A-Z]{{2,6}}\s)?(?:{any_of(labels)})"  # `AP Photo/` too
        phrase = any_of(tuple(word for word in labels if " " in word))
        sign = r"[©ⓒ]|[(（][CcＣｃ][)）]"
        self.words = words
        self.label = re.compile(
            rf"(?:(?<![^\W\d_])(?:{label}\s?(?:\[M\]\s?)?[:：=＝/／|｜]|(?:{phrase})(?=\s+(?-i:[^\W\d_a-z])))|{sign})\s*", re.IGNORECASE
        )
        self.first_label = re.compile(rf"\s*(?:{label}\s?[:：=＝/／|｜]|(?:{phrase})\b|[©ⓒ])\s*", re.IGNORECASE)
        self.provided = _relation_pattern(own.provided + english.provided)
        self.taken = _relation_pattern(own.taken + english.taken)
        self.file = _relation_pattern(own.file + english.file)
        self.capture = _relation_pattern(own.capture + english.capture)
        self.generated = _relation_pattern(own.generated + english.generated)
        self.signed = re.compile(
            rf"(?:^|(?<=[。！？\s]))[^。！？\s]{{0,12}}(?:[记記]者)?\s?{FAR}{{2,4}}\s?(?:{any_of(own.taken)})\s*[）)]?$"
        )
        self.title = re.compile(rf"\s*(?:{any_of(words.byline.qualifiers)})?\s?(?:{any_of(words.byline.titles)})(?!{FAR})")


@lru_cache(maxsize=32)
def _grammar(words: Language) -> _Grammar:
    return _Grammar(words)


def _relation_pattern(words: Words) -> re.Pattern[str]:
    """Latin words stand free; `챗GPT로 생성` does not."""
    latin = tuple(word for word in words if word[0].isascii())
    other = tuple(word for word in words if not word[0].isascii())
    return re.compile(rf"(?<![A-Za-z])(?:{any_of(latin)})(?![a-z])|(?:{any_of(other)})(?![a-z])", re.IGNORECASE)


@lru_cache(maxsize=2048)  # a caption is looked for, weighed and read: three times the same line
def split_caption(line: str, *, language: str | Language | None = None, agencies: Words = ()) -> CaptionParts:
    """The parts of one caption line; `agencies` are names to know besides the rules' own, the site's for one.

    A caption without a credit comes out whole: what is not surely a credit is text.
    """
    line = " ".join(line.split())
    if len(line) > MAX_CAPTION:
        return CaptionParts(line)
    grammar = _grammar(words_for(language, line))
    marker, rest = _marker(_without_buttons(line))
    rest, rights = _split_rights(rest)
    rest, place, prefix = _split_dateline(rest, grammar)
    text, tail, taken_on = _split_tail(rest, grammar, agencies)
    if scene := _SCENE.search(text):
        place, taken_on = place or scene["place"], taken_on or read_time(scene["date"] or "", language=grammar.words)
    if tail is None and prefix is None:
        return CaptionParts(text, marker, None, place, taken_on, rights)
    if tail and text and len(rest) <= MAX_CREDIT and grammar.first_label.match(text):
        text, tail = "", rest  # `Quelle: FHM/Getty Images; Montage: Infografik WELT`: labels from the first word on
    credit, tail_place = _read_credit(tail or "", prefix, grammar, agencies)
    return CaptionParts(text, marker, credit, tail_place or place, taken_on, rights)


def is_caption_line(text: str, language: str | Language | None = None) -> bool:
    """Whether a line of the body is a caption by its own signs.

    Signs are a marker in front, a credit label before or behind, or an agency's prefix with a date or a mail at the end.
    """
    line = " ".join(text.split())
    if not 4 <= len(line) <= 400:
        return False
    if line[0] in "▲△▼▽" or _buttons()[1].match(line):
        return True
    words = words_for(language, line)
    grammar = _grammar(words)
    label = grammar.first_label.match(line)
    if label and len(line) <= MAX_CREDIT and (_PICTURE.search(label[0]) or not re.search(r"\d", line)):
        return True  # `Video: 4K/30p` is a row of a table
    group = _GROUP_TAIL.search(line)
    if (group and grammar.first_label.match(group["inside"])) or _labelled_picture(line, grammar):
        return True
    prefix = read_dateline(line, language=words)
    if prefix is None or not prefix.agencies:
        return False
    return bool(_ENDS_DATED.search(_split_rights(line)[0]))


_PICTURE = pattern_of(r"사진|그래픽|写真|图|圖|foto|photo|bild|image", re.IGNORECASE)


_PICTURE_WORDS = tuple(_PICTURE.pattern.split("|"))


def _names_a_picture(line: str) -> bool:
    """As `_PICTURE.search`, in a tenth of the time: it is asked of every paragraph."""
    folded = line.lower()
    for word in _PICTURE_WORDS:  # noqa: SIM110  # a generator takes three times as long
        if word in folded:
            return True
    return False


def _labelled_picture(line: str, grammar: _Grammar) -> bool:
    """`시민들이 걷고 있다. /사진=뉴시스`: the last thing the line says is whose picture it is."""
    at = _after_label(line, grammar, ()) if _names_a_picture(line) else None
    return at is not None and bool(_PICTURE.match(line[at:].lstrip(" ([<（【〈")))


_ENDS_DATED = pattern_of(rf"(?:(?:19|20)\d\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d?\.?|{MAIL.pattern})\s*$")


# --------------------------------------------------------------- the ends


@lru_cache(maxsize=4)
def _buttons() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(buttons and legends to cut from a caption, the word with a colon that a whole line of the story is told by)."""
    rules = load_rules().captions
    buttons, words = any_of(rules.buttons), any_of(tuple(word.rstrip(" :,") for word in rules.prefixes))
    cut = rf"^\s*[*＊]?\s*(?:{any_of(rules.prefixes)})\s*[:：]?\s*|^\s*(?:{buttons})(?!\w)\s*|\s*(?:{buttons})\s*$"
    return re.compile(cut, re.IGNORECASE), re.compile(rf"[*＊\[(]?\s*(?:{words})\s*[:：]\s*(?=\w)", re.IGNORECASE)


def without_legend(line: str) -> str:
    """Without the word that a caption follows, as a heading would: `*사진설명 : …`."""
    legend = _buttons()[1].match(line)
    return line[legend.end() :] if legend else line


def _without_buttons(line: str) -> str:
    return _buttons()[0].sub("", line).strip()


def _marker(line: str) -> tuple[str | None, str]:
    marks = load_rules().captions.markers
    if line[:1] in marks and line[:1]:
        return line[0], line[1:].lstrip(" " + marks)
    if len(line) > 2 and line[0] in "[(" and line[1] in marks and line[2] in "])":
        return line[1], line[3:].lstrip()
    return None, line


def _split_rights(line: str) -> tuple[str, str | None]:
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


def _split_dateline(line: str, grammar: _Grammar) -> tuple[str, str | None, str | None]:
    """(rest, place, prefix): an agency's captions begin as its stories do, `[서울=뉴시스]홍효식 기자 = …`."""
    if line[:1] not in "[(【<［（":
        return line, None, None
    found = read_dateline(line, language=grammar.words)
    if found is None or not (found.agencies or found.people) or found.end >= len(line):
        return line, None, None
    return line[found.end :].strip(), found.dateline.place if found.dateline else None, line[: found.end].strip()


# `容疑者＝13日、東京・霞ケ関で`: where and when, part of the caption's sentence; a day without its month is no date.
_SCENE = pattern_of(rf"[＝=](?P<date>[\d年月]*\d+日(?:[午前後]*\d+時(?:\d+分)?)?)?、?(?P<place>{FAR}{{2,20}}(?:・{FAR}{{2,10}})?)で$")


# --------------------------------------------------------------- the tail

_DATE_TAIL = pattern_of(r"(?:^|(?<=[\s.…]))(?P<date>(?:19|20)\d\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d?\.?)\s*$")
_DATE_LEAD = pattern_of(r"\s*(?P<date>(?:19|20)\d\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d?\.?)(?=[\s/])")
_MAIL_TAIL = pattern_of(rf"[\s(\[/,]*(?P<mail>{MAIL.pattern})\s*[)\]]?\s*$")
_GROUP_TAIL = pattern_of(r"\s*[(\[（【〔［<〈](?P<inside>[^()\[\]（）【】〔〕［］<>〈〉]{1,110})[)\]）】〕］>〉]\s*[.。]?\s*$")
_SENTENCE_END = pattern_of(r"[.!?…。！？][\"'”’»」』)）\]]*\s+|[.。](?=[^\W\d_A-Za-zÀ-ԯ])|[\"”’»]\s+(?=[^\W\d_a-z])")
_ABBREVIATION = pattern_of(
    r"(?:\b[A-ZÀ-Ž]|\b(?:Dr|Mr|Mrs|Ms|Prof|St|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Gov|Sen|Rep|Jr|No|vs|ca|z\.B|u\.a))\.\s+$"
)
_CONNECTORS = frozenset(
    [
        "via",
        "for",
        "für",
        "pour",
        "of",
        "de",
        "der",
        "del",
        "la",
        "di",
        "and",
        "und",
        "et",
        "&",
        "/",
        "|",
        "-",
        "–",
        "—",
        "+",
        "pool",
        "the",
        "par",
        "von",
        "from",
        "la",
    ]
)


def _split_tail(line: str, grammar: _Grammar, more: Words) -> tuple[str, str | None, Time | None]:
    """(text, credit tail, date taken); peels mails and dates around the credit."""
    rest, taken_on, mail_at = line, None, None
    for _ in range(3):
        if mail := _MAIL_TAIL.search(rest):
            mail_at = mail.start() if mail_at is None else mail_at
            rest = rest[: mail.start()].rstrip()
        elif (dated := _DATE_TAIL.search(rest)) and (
            rest[: dated.start()].rstrip()[-1:] in ")].】" or not grammar.label.search(rest[-30:])
        ):
            taken_on = read_time(dated["date"], language=grammar.words)
            rest = rest[: dated.start()].rstrip()
    at = _credit_start(rest, grammar, more)
    if at is None:
        if taken_on is None and mail_at is None:
            return line, None, None
        tail = line[len(rest) :].strip() if mail_at is not None else None
        mail = MAIL.search(tail or "")
        return rest, mail[0] if mail else None, taken_on
    at = _widened(rest, at, more)
    if taken_on is None and (dated := _DATE_LEAD.match(rest[at:])):
        taken_on = read_time(dated["date"], language=grammar.words)
    text = rest[:at].rstrip(" /|,·-–—(＝=")
    tail = line[at:].strip(" /|·–—") if line[at : at + 1] != "/" or _is_bare_slash(rest, at) else line[at:].strip()
    return text, _without_date(tail, taken_on), taken_on


_DATED_BEFORE = pattern_of(r"(?:^|(?<=[\s.…]))(?:19|20)\d\d\s?[./-]\s?\d\d?\s?[./-]\s?\d\d?\.?[\s/]*$")


def _widened(line: str, at: int, more: Words) -> int:
    """The start of the credit, with the date and the agency that stand before it: `2024.5.30/뉴스1 © News1 홍길동 기자`."""
    for _ in range(2):
        before = line[:at].rstrip(" /")
        word = re.split(r"[\s/]", before)[-1]
        if dated := _DATED_BEFORE.search(line[:at]):
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


def _credit_start(line: str, grammar: _Grammar, more: Words) -> int | None:
    """Where the credit begins, by the first sign that holds, the surest first."""
    for find in (
        _in_brackets,
        _after_label,
        _after_sentence,
        _after_bar,
        _japanese_tail,
        _han_tail,
        _korean_tail,
        _agency_tail,
        _loose_tail,
        _whole_line,
    ):
        at = find(line, grammar, more)
        if at is not None:
            return at
    return None


def _in_brackets(line: str, grammar: _Grammar, more: Words) -> int | None:
    group = _GROUP_TAIL.search(line)
    if not group:
        return None
    inside = group["inside"].strip()
    before = line[: group.start()].rstrip()
    ended = not before or before[-1] in '.!?…。"”»’'
    sure = (
        grammar.first_label.match(inside)
        or (is_agency(inside, more) and (ended or len(find_agencies(inside, more)) > 1 or not inside.isupper()))
        or any(
            p.search(inside)
            for p in (grammar.provided, grammar.taken, grammar.file, grammar.capture, grammar.generated)
            if len(inside) <= 40
        )
        or (("/" in inside or "|" in inside or "=" in inside or "＝" in inside) and _is_credit_text(inside, grammar, more))
        or (find_agencies(inside, more) and _is_credit_text(inside, grammar, more) and (ended or not is_cjk(inside)))
        or (ended and is_latin_name(inside))
        or (ended and before and _names_a_house(inside))
    )
    return group.start() if sure else None


def _names_a_house(inside: str) -> bool:
    """Two to ten words that all begin with a capital: `(U.S. District Court, Eastern District of New York)` behind a sentence."""
    words = re.split(r"[\s/,]+", inside.strip(" ."))
    capitals = [word for word in words if word[:1].isupper()]
    return 2 <= len(words) <= 10 and len(capitals) >= 2 and all(word[:1].isupper() or word in _CONNECTORS for word in words)


def _after_label(line: str, grammar: _Grammar, more: Words) -> int | None:
    """The last label that is followed by no sentence."""
    for label in reversed(list(grammar.label.finditer(line))):
        behind = line[label.end() :].strip()
        if not behind or len(behind) > MAX_CREDIT:
            continue
        before = line[: label.start()].rstrip()
        if re.search(r"[.!?。]\s+[^\W\d_]+(?:\s+[^\W\d_A-ZÀ-Ž]+){3}", behind) or re.search(r"다\.", behind):
            continue
        if before and before[-1] not in '.!?…。,"”»’)|–—-/]' and label[0][:1].islower():
            continue
        opening = re.search(r"[(\[（【<〈]\s*$", before)
        at = opening.start() if opening else label.start()
        house = _after_bar(before, grammar, more) if not opening and before else None
        return at if house is None else house
    return None


def _after_bar(line: str, grammar: _Grammar, more: Words) -> int | None:
    """`… | Niall Carson/PA Images via Getty Images`, `… / Lorenzo Marina`, `… /서울경찰청 제공`."""
    for bar in reversed(list(re.finditer(r"\s[|/]\s|\s/(?=\S)|\s[–—]\s(?=[©A-ZÀ-Ž])|^/", line))):
        behind = line[bar.end() :].strip()
        if len(behind) > MAX_CREDIT or not behind:
            continue
        before = line[: bar.start()].strip()
        if before and _is_person_or_house(before) and len(before) < 40:
            continue  # the whole line is a credit
        if _is_credit_text(behind, grammar, more) or is_latin_name(behind.rstrip(".")):
            inner = _after_sentence(before + " ", grammar, more) if before else None
            return bar.start() if inner is None else inner
    return None


def _is_person_or_house(text: str) -> bool:
    return is_latin_name(text) or is_agency(text)


def _after_sentence(line: str, grammar: _Grammar, more: Words) -> int | None:
    """What follows the last full stop, where it is credit through and through."""
    ends = [m.end() for m in _SENTENCE_END.finditer(line) if not _ABBREVIATION.search(line[: m.end()])]
    for at in reversed(ends[-3:]):
        tail = line[at:].strip()
        if tail and len(tail) <= MAX_CREDIT and _is_credit_text(tail, grammar, more):
            return at
    return None


def _agency_tail(line: str, grammar: _Grammar, more: Words) -> int | None:
    """`… del Grupo de Madrid EFE/ J.J. Guillén`: no full stop, but an agency, a slash and a name close the line."""
    head, slash, behind = line.rpartition("/")
    if not slash or is_cjk(line) or not is_latin_name(behind.strip()):
        return None
    for size in (2, 1):
        words = head.split(" ")
        if len(words) > size and is_agency(" ".join(words[-size:]).strip(), more):
            return len(" ".join(words[:-size])) + 1
    return None


# A short word with a capital and a point may be an abbreviation: `Inc. Tim Cook`, `Gen. Mark Milley`.
_LOOSE_TAIL = pattern_of(r"(?:[^\W\d_]{5,}|(?<!\w)[^\W\d_A-ZÀ-Ž]\w*|\d)[!?”\"»)]?\.\s(?P<tail>(?:[A-ZÀ-Ž][\w’'&-]*\s?){1,4})$")


def _loose_tail(line: str, grammar: _Grammar, more: Words) -> int | None:
    """One to four capitalised words without a full stop, behind a whole sentence: a house or a photographer that nobody knows."""
    found = _LOOSE_TAIL.search(line)
    return found.start("tail") if found and len(line[: found.start()].split()) >= 4 else None


def _whole_line(line: str, grammar: _Grammar, more: Words) -> int | None:
    return 0 if len(line) <= MAX_CREDIT and _is_credit_text(line, grammar, more) else None


def _korean_tail(line: str, grammar: _Grammar, more: Words) -> int | None:
    """Without a full stop before it: a known agency, `장소/AP연합뉴스`, or a name with a title as the last words."""
    words = line.split(" ")
    if len(words) < 2 or not is_cjk(line):
        return None
    last = words[-1].rstrip(".")
    if is_agency(last, more) or is_agency(re.split(r"[/=]", last)[-1], more):
        return len(line) - len(words[-1])
    if grammar.title.fullmatch(last) and len(words) > 2 and is_hangul_name(words[-2], grammar.words.byline):
        return len(line) - len(words[-1]) - len(words[-2]) - 1
    glued = grammar.title.search(last)
    if glued and is_hangul_name(last[: glued.start()], grammar.words.byline):
        return len(line) - len(words[-1])
    return None


_JAPANESE_TAKEN = pattern_of(
    r"[、，＝=](?P<who>[^、，＝=。\s]{2,10}(?:記者|カメラマン)?)(?:が)?(?:撮影|写す)\s*$|[＝=](?P<agency>[^＝=]{1,14})$"
)


def _japanese_tail(line: str, grammar: _Grammar, more: Words) -> int | None:
    found = _JAPANESE_TAKEN.search(line)
    if not found or not is_cjk(line) or has_hangul(line):
        return None
    if found["agency"] and not (is_agency(found["agency"], more) or grammar.provided.search(found["agency"])):
        return None
    return found.start() + 1


def _han_tail(line: str, grammar: _Grammar, more: Words) -> int | None:
    """`新华社记者 张三 摄` behind a full stop or a space."""
    if has_hangul(line) or not grammar.words.credits.taken:
        return None
    found = grammar.signed.search(line)
    return found.start() if found else None


def _is_credit_text(text: str, grammar: _Grammar, more: Words) -> bool:
    """Names of houses and people and the words between them, nothing a sentence would say."""
    text = text.strip(" .")
    if not text or (text.endswith(("다", "요")) and is_cjk(text)):
        return False
    if grammar.first_label.match(text):
        return True
    if is_cjk(text):
        return _is_cjk_credit(text, grammar, more)
    words = re.split(r"[\s/|,]+", without_agencies(text, more))
    if not all(word[:1].isupper() or word.casefold() in _CONNECTORS or not word[:1].isalpha() for word in words if word):
        return bool(len(text) <= 70 and any(p.match(text) for p in (grammar.provided, grammar.capture)))
    if find_agencies(text, more) or any(p.search(text) for p in (grammar.provided, grammar.capture) if len(words) <= 10):
        return True
    if re.fullmatch(r"[A-ZÄÖÜ]{2,12}", text):
        return True
    parts = [part.strip() for part in re.split(r"\s?[/|]\s?|\s(?:via|for)\s", text)]
    return 2 <= len(parts) <= 4 and any(is_latin_name(part) for part in parts) and all(0 < len(part.split()) <= 6 for part in parts)


def _is_cjk_credit(text: str, grammar: _Grammar, more: Words) -> bool:
    """The words of a credit grow surer the shorter the text is; the bounds are a third over the longest seen."""
    sides = [side.strip() for side in re.split(r"[/=＝／]", text)]
    korean_pair = len(sides) > 1 and has_hangul(text)
    return bool(
        is_agency(text, more)
        or (len(text) <= 40 and grammar.provided.search(text[-6:]))
        or (len(text) <= 50 and korean_pair and (is_agency(sides[-1], more) or is_agency(sides[0], more)))
        or (len(text) <= 30 and any(words.search(text) for words in (grammar.file, grammar.capture, grammar.generated)))
        or (len(text) <= 14 and grammar.taken.search(text) and "、" not in text)
        or (len(text) <= 30 and korean_pair and _is_cjk_credit(sides[-1], grammar, more))
        or _is_titled_name(without_agencies(text, more).strip(), grammar)
    )


def _is_titled_name(text: str, grammar: _Grammar) -> bool:
    titled = grammar.title.search(text)
    if not titled or titled.end() != len(text):
        return False
    names = text[: titled.start()].replace(",", " ").replace("·", " ").split()
    return 0 < len(names) <= 4 and could_be_hangul_name(names[-1], grammar.words.byline)


# ------------------------------------------------------------- the credit

_NOISE = " .,;:|/·()[]（）【】〔〕［］\"“”'=＝／"
_PARTS = pattern_of(r"\s?[/|｜／,、=＝·]\s?|\s(?:via|for|für|pour|par)\s|(?<=[a-zß-ž])\s[–—-]\s")


def _read_credit(tail: str, prefix: str | None, grammar: _Grammar, more: Words) -> tuple[Credit | None, str | None]:
    people: list[CreditedPerson] = []
    agencies: tuple[str, ...] = ()
    if prefix:
        signed = read_dateline(prefix + " .", language=grammar.words)
        agencies = signed.agencies if signed else ()
        people = [CreditedPerson(name=p.name, role=p.role, email=p.email) for p in signed.people] if signed else []
    body = tail.strip()
    mail = MAIL.search(body)
    plain = MAIL.sub(" ", body).strip(_NOISE)
    plain = grammar.first_label.sub("", plain, count=1) if grammar.first_label.match(plain) else grammar.label.sub(" ", plain)
    place = _credit_place(plain, grammar, more)
    agencies = tuple(dict.fromkeys((*agencies, *find_agencies(MAIL.sub(" ", body), more))))
    people += _credited(plain, place, grammar, more)
    if mail and people and not people[0].email:
        people[0] = people[0].model_copy(update={"email": mail[0]})
    printed = body or prefix or ""
    relation = _relation(f"{body}", people, agencies, grammar)
    if prefix and not people and not find_agencies(body, more):
        agencies = tuple(dict.fromkeys((*agencies, *_houses(plain, place, grammar, more))))
    return Credit(printed=printed, agencies=agencies, people=tuple(people), relation=relation), place


MAX_HOUSE = 20  # characters of a Korean name of a company, an office, a city


def _houses(plain: str, place: str | None, grammar: _Grammar, more: Words) -> list[str]:
    """Who gave a picture that an agency only hands on: `[서울=뉴시스]… (사진=한빛전자)`."""
    if not has_hangul(plain) or any(p.search(plain) for p in (grammar.file, grammar.capture, grammar.generated)):
        return []
    found: list[str] = []
    for part in _PARTS.split(without_agencies(plain, more)):
        house = grammar.provided.sub("", part).strip(_NOISE)
        if not has_hangul(house) or house == place or len(house) > MAX_HOUSE or re.search(r"\d|[다요]$", house):
            continue
        if not grammar.title.search(house) and not grammar.taken.search(house):
            found.append(house)
    return found


_NO_PLACE = pattern_of(r"\d{4}|기자|사진|자료|제공|그래픽|글$")


def _credit_place(plain: str, grammar: _Grammar, more: Words) -> str | None:
    """`발리/AP연합뉴스`, `뉴욕(미국)/로이터연합뉴스`, `인천=연합뉴스`: a place, then nothing but agencies."""
    if not is_cjk(plain):
        return None
    place, sign, rest = plain.partition("/") if "/" in plain else plain.partition("=")
    place = place.strip()
    told = is_agency(rest, more) or _is_titled_name(without_agencies(rest, more).strip(), grammar)
    if not sign or not told or find_agencies(place, more) or not 1 < len(place) <= 16 or _NO_PLACE.search(place):
        return None
    return place


def _credited(plain: str, place: str | None, grammar: _Grammar, more: Words) -> list[CreditedPerson]:
    found: list[CreditedPerson] = []
    rest = without_agencies(plain, more)
    for part in _PARTS.split(rest):
        part = part.strip(_NOISE if not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", part) else " ,;:|/")
        if not part or part == place:
            continue
        if is_cjk(part):
            found += _credited_in_cjk(part, grammar)
        elif is_latin_name(name := re.sub(r"^(?:by|von|par|by:)\s+", "", part)) and not is_organisation(name):
            found.append(CreditedPerson(name=name))
    return list({person.name: person for person in reversed(found)}.values())[::-1]


def _credited_in_cjk(part: str, grammar: _Grammar) -> list[CreditedPerson]:
    if not has_hangul(part):
        return _credited_in_han(grammar.taken.sub("", part).strip(" が"), bool(grammar.taken.search(part)), grammar)
    if titled := grammar.title.search(part):
        names = [w for w in re.split(r"[\s,·]+", part[: titled.start()]) if w]
        sure = [w for w in names if is_hangul_name(w, grammar.words.byline)] or [w for w in names[-1:] if 2 <= len(w) <= 6]
        return [CreditedPerson(name=w, role=titled[0].strip()) for w in sure]
    return [CreditedPerson(name=part)] if is_hangul_name(part, grammar.words.byline) else []


def _credited_in_han(part: str, taken: bool, grammar: _Grammar) -> list[CreditedPerson]:
    if signed := read_byline(part, language=grammar.words).people:
        return [CreditedPerson(name=p.name, role=p.role) for p in signed]
    named = taken and part != "代表" and re.fullmatch(rf"{FAR}{{2,5}}(?:\s{FAR}{{1,3}})?", part)
    return [CreditedPerson(name=part)] if named else []


def _relation(body: str, people: list[CreditedPerson], agencies: tuple[str, ...], grammar: _Grammar) -> Relation | None:
    told: tuple[tuple[Relation, bool], ...] = (
        ("ai_generated", bool(grammar.generated.search(body))),
        ("file", bool(grammar.file.search(body))),
        ("capture", bool(grammar.capture.search(body))),
        ("provided_by", bool(grammar.provided.search(body))),
        ("taken_by", bool(people or grammar.taken.search(body))),
        ("wire", bool(agencies)),
    )
    return next((relation for relation, holds in told if holds), None)
