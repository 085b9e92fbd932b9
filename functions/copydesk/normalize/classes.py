"""What class and id names say: the words in them, and the groups of rules/generic/class_words.toml that they belong to."""

import re
import tomllib
from functools import cache, lru_cache

from copydesk import rules

WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
GROUPS = ("sure", "never", "structural", "caption", "body", "deck", "box", "pull")


@lru_cache(maxsize=16384)
def words_of(names: str) -> frozenset[str]:
    """The lower-case words of a class or id string, split at case and letter borders: `relatedNews_box2` → related, news, box."""
    return frozenset(w.lower() for w in WORDS.findall(names))


@cache
def class_words() -> dict[str, tuple[frozenset[str], tuple[frozenset[str], ...]]]:
    """group → (words, pairs)."""
    raw = tomllib.loads((rules.HOME / "generic" / "class_words.toml").read_text("utf-8"))
    return {g: (frozenset(raw[g]), tuple(frozenset(pair) for pair in raw.get(f"{g}_pairs", []))) for g in GROUPS}


@lru_cache(maxsize=16384)
def is_named(names: str, group: str) -> bool:
    """Whether class and id names hold a word or a pair of the group."""
    found = words_of(names)
    words, pairs = class_words()[group]
    return not words.isdisjoint(found) or any(pair <= found for pair in pairs)


@lru_cache(maxsize=16384)
def stands_alone(names: str) -> bool:
    """Whether an inline element of these names is laid out as a block of its own: captions and decks are."""
    return is_named(names, "caption") or is_named(names, "deck")
