"""The patterns of a language's credits."""

import re
from functools import lru_cache

from copydesk.normalize.names import FAR, any_of
from copydesk.rules import Credits, Language, Words, load_rules

# Longest credit tail seen: 79 (three houses and a licence).
MAX_CREDIT = 110


class Grammar:
    def __init__(self, words: Language) -> None:
        own = words.credits
        english = load_rules().language("en").credits if words.falls_back and words.code != "en" else Credits()
        labels = own.labels + english.labels
        label = rf"(?-i:[A-Z]{{2,6}}\s)?(?:{any_of(labels)})"  # `AP Photo/` too
        phrases = tuple(word for word in labels if " " in word)
        phrase = any_of(phrases)
        sign = r"[©ⓒ]|[(（][CcＣｃ][)）]"
        self.words = words
        self._openers = tuple({_plain(word.split()[0]) for word in phrases})
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

    def may_label(self, line: str) -> bool:
        """Whether the line holds a sign of a label, or the first word of one without: most captions hold neither."""
        if not _LABEL_SIGNS.isdisjoint(line):
            return True
        plain = _plain(line)
        return any(opener in plain for opener in self._openers)


_LABEL_SIGNS = frozenset(":：=＝/／|｜©ⓒ(（")


def _plain(text: str) -> str:
    """Without case, and with one i: patterns take it for a Turkish one too."""
    return text.casefold().replace("ı", "i")


@lru_cache(maxsize=32)
def grammar_of(words: Language) -> Grammar:
    return Grammar(words)


def _relation_pattern(words: Words) -> re.Pattern[str]:
    """Latin words stand free; `챗GPT로 생성` does not."""
    latin = tuple(word for word in words if word[0].isascii())
    other = tuple(word for word in words if not word[0].isascii())
    return re.compile(rf"(?<![A-Za-z])(?:{any_of(latin)})(?![a-z])|(?:{any_of(other)})(?![a-z])", re.IGNORECASE)
