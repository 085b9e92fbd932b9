"""What class and id names say: the words in them, and the groups of rules/generic/class_words.toml that they belong to."""

from functools import cache, lru_cache

from copydesk.page.patterns import pattern_of
from copydesk.rules import ClassWords, load_rules

WORDS = pattern_of(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
LOWER = pattern_of(r"[a-z]+")  # the same for names without a capital
GROUPS = ("sure", "never", "structural", "caption", "body", "deck", "box", "pull", "unseen", "live")


@lru_cache(maxsize=4096)
def words_of(names: str) -> frozenset[str]:
    """The lower-case words of a class or id string, split at case and letter borders: `relatedNews_box2` → related, news, box."""
    return frozenset(LOWER.findall(names) if names.islower() else map(str.lower, WORDS.findall(names)))


@cache
def _groups(rules: ClassWords) -> dict[str, tuple[frozenset[str], tuple[frozenset[str], ...]]]:
    """group → (words, pairs)."""
    return {group: (frozenset(getattr(rules, group)), getattr(rules, f"{group}_pairs", ())) for group in GROUPS}


@lru_cache(maxsize=4096)
def is_named(names: str, group: str) -> bool:
    """Whether class and id names hold a word or a pair of the group."""
    found = words_of(names)
    words, pairs = _groups(load_rules().class_words)[group]
    return not words.isdisjoint(found) or any(pair <= found for pair in pairs)


@lru_cache(maxsize=4096)
def stands_alone(names: str) -> bool:
    """Whether an inline element of these names is laid out as a block of its own: captions and decks are."""
    return is_named(names, "caption") or is_named(names, "deck")
