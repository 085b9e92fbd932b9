"""Where the credit of a caption line begins: the surest sign first."""

import re

from copydesk.normalize.credits.grammar import MAX_CREDIT, Grammar
from copydesk.normalize.names import (
    could_be_hangul_name,
    find_agencies,
    has_hangul,
    is_agency,
    is_cjk,
    is_hangul_name,
    is_latin_name,
    small_agency_words,
    without_agencies,
)
from copydesk.page.patterns import pattern_of
from copydesk.rules import Words

GROUP_TAIL = pattern_of(r"\s*[(\[（【〔［<〈](?P<inside>[^()\[\]（）【】〔〕［］<>〈〉]{1,110})[)\]）】〕］>〉]\s*[.。]?\s*$")


def closing_group(line: str) -> re.Match[str] | None:
    """The last brackets of a line that ends in them; asked by its last letter first, for the pattern tries every bracket and space."""
    return GROUP_TAIL.search(line) if line.rstrip().rstrip(".。").rstrip().endswith(CLOSERS) else None


CLOSERS = tuple(")]）】〕］>〉")


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


def credit_start(line: str, grammar: Grammar, more: Words) -> int | None:
    """Where the credit begins, by the first sign that holds, the surest first."""
    for find in (
        _in_brackets,
        after_label,
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


def _in_brackets(line: str, grammar: Grammar, more: Words) -> int | None:
    group = closing_group(line)
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


def after_label(line: str, grammar: Grammar, more: Words) -> int | None:
    """The last label that is followed by no sentence."""
    if not grammar.may_label(line):
        return None
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


_BARS = frozenset("|/–—")


def _after_bar(line: str, grammar: Grammar, more: Words) -> int | None:
    """`… | Niall Carson/PA Images via Getty Images`, `… / Lorenzo Marina`, `… /서울경찰청 제공`."""
    if _BARS.isdisjoint(line):
        return None
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


def _after_sentence(line: str, grammar: Grammar, more: Words) -> int | None:
    """What follows the last full stop, where it is credit through and through."""
    ends = [m.end() for m in _SENTENCE_END.finditer(line) if not _ABBREVIATION.search(line[: m.end()])]
    for at in reversed(ends[-3:]):
        tail = line[at:].strip()
        if tail and len(tail) <= MAX_CREDIT and _is_credit_text(tail, grammar, more):
            return at
    return None


def _agency_tail(line: str, grammar: Grammar, more: Words) -> int | None:
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


_STOPS = frozenset(".!?…)")


def _loose_tail(line: str, grammar: Grammar, more: Words) -> int | None:
    """One to four capitalised words without a full stop, behind a whole sentence: a house or a photographer that nobody knows."""
    if line[-1:] in _STOPS:  # most captions end so, and the pattern looks at each word
        return None
    found = _LOOSE_TAIL.search(line)
    return found.start("tail") if found and len(line[: found.start()].split()) >= 4 else None


def _whole_line(line: str, grammar: Grammar, more: Words) -> int | None:
    return 0 if len(line) <= MAX_CREDIT and _is_credit_text(line, grammar, more) else None


def _korean_tail(line: str, grammar: Grammar, more: Words) -> int | None:
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


def _japanese_tail(line: str, grammar: Grammar, more: Words) -> int | None:
    found = _JAPANESE_TAKEN.search(line)
    if not found or not is_cjk(line) or has_hangul(line):
        return None
    if found["agency"] and not (is_agency(found["agency"], more) or grammar.provided.search(found["agency"])):
        return None
    return found.start() + 1


def _han_tail(line: str, grammar: Grammar, more: Words) -> int | None:
    """`新华社记者 张三 摄` behind a full stop or a space."""
    if has_hangul(line) or not grammar.words.credits.taken:
        return None
    found = grammar.signed.search(line)
    return found.start() if found else None


def _is_credit_text(text: str, grammar: Grammar, more: Words) -> bool:
    """Names of houses and people and the words between them, nothing a sentence would say."""
    text = text.strip(" .")
    if not text or (text.endswith(("다", "요")) and is_cjk(text)):
        return False
    if grammar.first_label.match(text):
        return True
    if is_cjk(text):
        return _is_cjk_credit(text, grammar, more)
    known = small_agency_words(more)
    told = any(_is_plain(word) and not word.startswith(known) for word in _WORD_ENDS.split(text))  # first: agencies take long to find
    words = [] if told else _WORD_ENDS.split(without_agencies(text, more))
    if told or any(map(_is_plain, words)):
        return bool(len(text) <= 70 and any(p.match(text) for p in (grammar.provided, grammar.capture)))
    if find_agencies(text, more) or any(p.search(text) for p in (grammar.provided, grammar.capture) if len(words) <= 10):
        return True
    if re.fullmatch(r"[A-ZÄÖÜ]{2,12}", text):
        return True
    parts = [part.strip() for part in re.split(r"\s?[/|]\s?|\s(?:via|for)\s", text)]
    return 2 <= len(parts) <= 4 and any(is_latin_name(part) for part in parts) and all(0 < len(part.split()) <= 6 for part in parts)


_WORD_ENDS = pattern_of(r"[\s/|,]+")


def _is_plain(word: str) -> bool:
    """A word as sentences have them: small, and more than a link between names."""
    return word[:1].isalpha() and not word[:1].isupper() and word.casefold() not in _CONNECTORS


def _is_cjk_credit(text: str, grammar: Grammar, more: Words) -> bool:
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
        or is_titled_name(without_agencies(text, more).strip(), grammar)
    )


def is_titled_name(text: str, grammar: Grammar) -> bool:
    titled = grammar.title.search(text)
    if not titled or titled.end() != len(text):
        return False
    names = text[: titled.start()].replace(",", " ").replace("·", " ").split()
    return 0 < len(names) <= 4 and could_be_hangul_name(names[-1], grammar.words.byline)
