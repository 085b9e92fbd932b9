"""Shapes of names: what can be a person, what is an agency, what is a house or a desk.

Everything here judges short strings that a byline, a credit or an author field already set apart; none of it searches prose.
"""

import re
from functools import cache, lru_cache

from copydesk.page.patterns import pattern_of
from copydesk.rules import Agencies, Bylines, Organisations, Words, load_rules

MAIL = pattern_of(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
ADDRESS = pattern_of(r"https?://\S+|www\.\S+|(?<![\w@])@\w+")
DOMAIN = pattern_of(
    r"(?<![@\w])(?:[\w-]+\.)+(?:com|net|org|de|co\.\w\w|kr|jp|cn|fr|es|it|nl|pl|cz|se|dk|no|is|tr|ru|uk|at|ch|lu|be|eu|tv|info|news|gl|io)(?!\w)",
    re.IGNORECASE,
)

# Small words inside names of persons, written without a capital.
PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "bint",
        "ibn",
        "ter",
        "ten",
        "zu",
        "zur",
        "y",
        "e",
        "i",
        "af",
        "av",
        "mc",
        "mac",
        "abu",
        "ould",
        "san",
        "st",
    ]
)
# A letter of a script that is neither Latin, Greek nor Cyrillic. By exclusion, for a range such as [一-鿿] takes 1 to 4 ms to compile.
FAR = r"[^\W\d_A-Za-zÀ-ԯ]"
_CASELESS_WORD = pattern_of(r"(?:[^\W\d_]|[\u0300-\u0fff'’.\-])+")  # vowel signs of Indic and Arabic script are no letters
_NAME_WORD = pattern_of(r"(?:[^\W\d_]|['’`´.\-‐‑])+")


def any_of(words: Words, *, spaces: str = r"\s*") -> str:
    """An alternation that tries longer words first; matches nothing where there are no words."""
    return "|".join(re.escape(word).replace(r"\ ", spaces) for word in sorted(set(words), key=len, reverse=True)) or r"(?!)"


# ------------------------------------------------------------------ scripts


@cache
def _script(letters: str) -> re.Pattern[str]:
    return re.compile(letters)


def has_hangul(text: str) -> bool:
    return not text.isascii() and bool(_script("[가-힣]").search(text))


def has_kana(text: str) -> bool:
    return not text.isascii() and bool(_script("[ぁ-んァ-ヶ]").search(text))


def has_han(text: str) -> bool:
    return not text.isascii() and bool(_script("[一-鿿]").search(text))


def is_cjk(text: str) -> bool:
    """Whether any letter is Hangul, Kana or Han."""
    return not text.isascii() and bool(_script("[ぁ-ヶ一-鿿가-힣]").search(text))


def is_all_hangul(word: str) -> bool:
    return bool(word) and min(word) >= "가" and max(word) <= "힣"


def is_all_kanji(word: str) -> bool:
    return bool(word) and all("一" <= letter <= "鿿" or letter in "々〆ヶ" for letter in word)


# ----------------------------------------------------------------- agencies


@lru_cache(maxsize=8)
def _agency_pattern(rules: Agencies, more: Words) -> re.Pattern[str]:
    """Latin names end where letters end; `AP연합뉴스` is two names."""
    names = set(rules.agencies + rules.libraries + more)
    latin = tuple(name for name in names if all(letter < "\u0530" for letter in name))
    other = tuple(names.difference(latin))  # first, for `AP통신` is longer than `AP`
    return re.compile(rf"(?:{any_of(other)})(?![A-Za-z])|(?<![A-Za-zÀ-ԯ\d])(?:{any_of(latin, spaces=r'\s')})(?![A-Za-zÀ-ԯ\d])")


@lru_cache(maxsize=8)
def _small_agency_words(rules: Agencies, more: Words) -> Words:
    words = (word for name in rules.agencies + rules.libraries + more for word in re.split(r"[\s/|,]+", name))
    return tuple({word for word in words if word and not word[0].isupper()})


def small_agency_words(more: Words = ()) -> Words:
    """What names of agencies have besides words with a capital: `dpa`, `picture alliance`."""
    return _small_agency_words(load_rules().agencies, more)


def find_agencies(text: str, more: Words = ()) -> tuple[str, ...]:
    """Known agencies and libraries in `text`, as printed, in order, each once."""
    return tuple(dict.fromkeys(_agency_pattern(load_rules().agencies, more).findall(text)))


def without_agencies(text: str, more: Words = ()) -> str:
    return _agency_pattern(load_rules().agencies, more).sub(" ", text)


def is_agency(text: str, more: Words = ()) -> bool:
    """Whether `text` is nothing but names of agencies: `AP연합뉴스`, `dpa`, `The Associated Press`."""
    pattern = _agency_pattern(load_rules().agencies, more)
    return bool(pattern.search(text)) and not pattern.sub("", text).strip(" /,·|=-＝／、")


# ------------------------------------------------------------ organisations


@lru_cache(maxsize=8)
def _organisation_words(rules: Organisations) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(word.casefold() for word in words) for words in (rules.words, rules.names, rules.starts))


def is_organisation(text: str) -> bool:
    """A house, a desk, an account: `BBC News`, `NZZ-Redaktion`, `Der Postillon`, `sportschau.de`, `admin`."""
    words, names, starts = _organisation_words(load_rules().organisations)
    folded = text.casefold().strip(" .,:")
    if folded in names or DOMAIN.search(text):
        return True
    parts = [part for word in folded.split() for part in re.split(r"[-/]", word)]
    if any(part.strip(".,()") in words for part in parts):
        return True
    first = folded.split(" ", 1)[0]
    return first in starts and len(folded.split()) <= (2 if first in PARTICLES else 3)


# ------------------------------------------------------------------ persons


def is_latin_name(text: str) -> bool:
    """Two to six words of letters with capitals, small particles between: `Seb Dumitru`, `Yasmine van der Berg`, `J.J. Guillén`."""
    words = text.split()
    if not 2 <= len(words) <= 6 or len(text) > 60:
        return False
    big = 0
    for word in words:
        if not _NAME_WORD.fullmatch(word):
            return False
        if word[0].isupper() or (word[0] in "'’‘" and len(word) > 1):
            big += 1
        elif word.casefold() not in PARTICLES:
            return False
    full = [w for w in words if len(w.strip(".")) > 1 and w.casefold() not in PARTICLES]
    return big >= 2 and bool(full)


def is_caseless_name(text: str) -> bool:
    """Two to four words of a script without capitals: `أحمد محمود`, `राहुल शर्मा`. Only believed where a label or a field says so."""
    words = text.split()
    if not 2 <= len(words) <= 4 or len(text) > 40 or text.isascii():
        return False
    return all(any(map(str.isalpha, word)) and word == word.lower() == word.upper() and _CASELESS_WORD.fullmatch(word) for word in words)


# Desks, teams, towns, counties and offices: `문화부`, `한빛시`. Given names hardly ever end so.
_DESK_ENDS = "부팀시군청"


def is_hangul_name(word: str, rules: Bylines) -> bool:
    """Three syllables that begin with a surname (four with a double one), and no desk or town: `구현모`, `남궁민수`."""
    if word in rules.not_names or not is_all_hangul(word) or word[-1] in _DESK_ENDS:
        return False
    if len(word) == 3:
        return word[0] in rules.surnames or word[:2] in rules.compound_surnames
    return len(word) == 4 and word[:2] in rules.compound_surnames


def could_be_hangul_name(word: str, rules: Bylines) -> bool:
    """Two to four syllables; only believed directly beside a title or a mail."""
    return 2 <= len(word) <= 4 and bool(is_all_hangul(word)) and word not in rules.not_names and word[-1] not in _DESK_ENDS


def pick_hangul_names(words: list[str], rules: Bylines) -> list[str]:
    """The names among the words before one title: `순천, 광양 구현모` → 구현모; `한지훈 김여솔 이동환` → all; `이철수 워싱턴` → 이철수."""
    sure = [word for word in words if is_hangul_name(word, rules)]
    if sure:
        return sure
    return [word for word in words[-1:] if could_be_hangul_name(word, rules)]
