"""Notices about rights: what they allow, who holds them."""

import re
from functools import lru_cache

from copydesk.article import Rights
from copydesk.page.patterns import pattern_of
from copydesk.rules import RightsWords, Words, load_rules

# A notice of its own is short (longest seen: 147); a `<br>` body that ends in one is a line of thousands.
MAX_NOTICE = 240


class _Grammar:
    def __init__(self, words: RightsWords) -> None:
        self.prohibited, self.reserved = _joined(words.prohibited), _joined(words.reserved)
        self.anchors = tuple(anchor.casefold() for anchor in words.anchors)
        self.ascii_anchors = tuple(anchor for anchor in self.anchors if anchor.isascii())
        self.allowed, self.ai_prohibited = _joined(words.allowed), _joined(words.ai_prohibited)

    def may_speak(self, text: str) -> bool:
        """A cheap test: most lines hold none of the words that every notice has one of."""
        folded = text.casefold()
        for anchor in self.ascii_anchors if text.isascii() else self.anchors:  # noqa: SIM110  # a generator takes three times as long
            if anchor in folded:
                return True
        return False

    def speaking(self, texts: list[str]) -> set[int]:
        """Indices of the texts that may speak, all looked through at once; none of them holds a line break."""
        whole = "\n".join(texts).casefold()
        found: set[int] = set()
        for anchor in self.anchors:
            number = counted = 0
            at = whole.find(anchor)
            while at >= 0:
                number += whole.count("\n", counted, at)
                found.add(number)
                counted, end = at, whole.find("\n", at)
                at = whole.find(anchor, end) if end >= 0 else -1
        return found


def _joined(patterns: Words) -> re.Pattern[str]:
    spaced = (pattern.replace(" ?", r"\s*").replace(" ", r"\s*") for pattern in patterns)
    return re.compile("|".join(f"(?:{pattern})" for pattern in spaced) or r"(?!)", re.IGNORECASE)

    return None


@lru_cache(maxsize=8)
def _grammar(words: RightsWords) -> _Grammar:
    return _Grammar(words)


_SIGN = pattern_of(r"[ⓒ©]|\([cC]\)|（[cCＣ]）|\b[Cc]opyright\b")


def may_hold_rights(texts: list[str]) -> set[int]:
    """Indices of those texts, each a line, that `read_rights` may find a notice in."""
    return _grammar(load_rules().rights).speaking(texts)


def read_rights(text: str) -> Rights | None:
    """What a notice says; None where the text holds none. `All rights reserved` alone leaves redistribution unspecified."""
    grammar = _grammar(load_rules().rights)
    if not grammar.may_speak(text):
        return None
    prohibited, ai = grammar.prohibited.search(text), grammar.ai_prohibited.search(text)
    allowed, reserved = grammar.allowed.search(text), grammar.reserved.search(text)
    if not (prohibited or ai or allowed or reserved or _is_signed(text)):
        return None
    return Rights(
        notice=_notice(text),
        holder=_holder(text),
        redistribution="prohibited" if prohibited else "allowed" if allowed else "unspecified",
        ai_training="prohibited" if ai else "unspecified",
    )


def is_rights_line(text: str) -> bool:
    """Whether a whole line is a notice. Never true of a long line: on pages that only break lines, the line is the article."""
    line = " ".join(text.split())
    if not 5 <= len(line) <= MAX_NOTICE:
        return False
    grammar = _grammar(load_rules().rights)
    if not grammar.may_speak(line):
        return False
    if not any(p.search(line) for p in (grammar.prohibited, grammar.reserved, grammar.ai_prohibited)) and not _is_signed(line):
        return False
    return not re.search(r"[다요]\.\s", line)


def find_rights(line: str) -> int | None:
    """Where a notice begins that runs to the end of the line; None where there is none."""
    grammar = _grammar(load_rules().rights)
    if not grammar.may_speak(line):
        return None
    found = grammar.prohibited.search(line) or grammar.reserved.search(line)
    if not found or len(line) - found.end() > 40:
        return None
    return found.start()


_SIGNED = pattern_of(r"\s*[<\[(]?\s*(?:[ⓒ©]|Copyright\b\s*(?:[ⓒ©]|\(c\)|\d{4}|by\b|:|[^\x00-\x7f]))", re.IGNORECASE)


def _is_signed(text: str) -> bool:
    """`ⓒ 한국일보`, `© 2024 Deutsche Welle |`: the sign at the start of a short line."""
    return len(text) <= 80 and bool(_SIGNED.match(text))


def _notice(text: str) -> str:
    """The notice alone, where it closes a longer text."""
    text = text.strip()
    if len(text) <= MAX_NOTICE:
        return text
    grammar = _grammar(load_rules().rights)
    patterns = (grammar.prohibited, grammar.reserved, grammar.ai_prohibited, grammar.allowed)
    first = min((found.start() for pattern in patterns if (found := pattern.search(text))), default=0)
    opened = max(text.rfind(sign, 0, first) for sign in ("[", "<", "ⓒ", "©", "\n", "Copyright"))
    start = opened if opened >= 0 and first - opened <= 100 else first
    return text[start : start + MAX_NOTICE].strip()


_YEARS = pattern_of(r"^(?:\s*(?:by\b|(?:19|20)\d\d(?:\s*[-–—]\s*(?:19|20)?\d\d)?|[-–—.,]|[ⓒ©]|Copyright\b|\(c\)))+\s*", re.IGNORECASE)
_HOLDER_ENDS = pattern_of(
    r"\s*(?:[|<>\[\]()（）&:：]|,|\.\s|\.$|//|무단|All rights|Alle Rechte|Tous droits|Todos los|Powered|[-–—]\s|이?\s?저작권)",
    re.IGNORECASE,
)


def _holder(text: str) -> str | None:
    signs = list(_SIGN.finditer(text))
    if not signs:
        return None
    behind = _YEARS.sub("", text[signs[-1].end() :], count=1)
    if re.search(r"플랫폼,|콘텐츠,", behind):
        behind = behind.partition(",")[2]  # a slogan stands before the name
    end = _HOLDER_ENDS.search(behind)
    name = (behind[: end.start()] if end else behind).strip(" .,")
    return name if 1 < len(name) <= 60 else None
