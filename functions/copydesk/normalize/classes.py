"""What class and id names say: the words in them, and the groups of rules/generic/class_words.toml that they belong to."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from copydesk.page.patterns import pattern_of
from copydesk.rules import ClassWords, load_rules

WORDS = pattern_of(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
LOWER = pattern_of(r"[a-z]+")  # the same for names without a capital
FORMS = ("aspect-video", "aspect-square")  # style libraries' names for a shape, whatever stands in it
NONE: frozenset[str] = frozenset()
GROUPS = ("sure", "never", "structural", "caption", "body", "deck", "box", "pull", "unseen", "live")


@lru_cache(maxsize=4096)
def words_of(names: str) -> frozenset[str]:
    """The lower-case words of a class or id string, split at case and letter borders: `relatedNews_box2` → related, news, box."""
    return NONE.union(*map(_words_in, names.split()))


@lru_cache(maxsize=8192)
def _words_in(name: str) -> list[str]:
    """Of one name: a page has fewer of them than of their combinations."""
    if name.endswith(FORMS):
        return []
    return LOWER.findall(name) if name.islower() else [word.lower() for word in WORDS.findall(name)]


class _Telling(NamedTuple):
    """What a word says: the groups that it alone puts names into, and those of the pairs that it is the first of."""

    groups: tuple[str, ...]
    pairs: tuple[tuple[frozenset[str], str], ...]


@cache
def _telling(rules: ClassWords) -> dict[str, _Telling]:
    groups: dict[str, list[str]] = {}
    pairs: dict[str, list[tuple[frozenset[str], str]]] = {}
    for group in GROUPS:
        for word in getattr(rules, group):
            groups.setdefault(word, []).append(group)
        for pair in getattr(rules, f"{group}_pairs", ()):
            pairs.setdefault(min(pair), []).append((pair, group))
    return {word: _Telling(tuple(groups.get(word, ())), tuple(pairs.get(word, ()))) for word in {*groups, *pairs}}


@lru_cache(maxsize=4096)
def groups_of(names: str) -> frozenset[str]:
    """The groups of which class and id names hold a word or a pair; most names belong to none."""
    telling, words = _telling(load_rules().class_words), words_of(names)
    found: list[str] = []
    for word in telling.keys() & words:
        groups, pairs = telling[word]
        found.extend(groups)
        for pair, group in pairs:
            if pair <= words:
                found.append(group)
    return frozenset(found) if found else NONE


def is_named(names: str, group: str) -> bool:
    """Whether class and id names hold a word or a pair of the group."""
    return group in groups_of(names)


def is_any_named(all_names: Iterable[str], group: str) -> bool:
    """Whether one of many names is of the group. Asked of all at once: on most pages no word of the group stands at all."""
    written, words = "\n".join(all_names).lower(), _words_for(load_rules().class_words, group)
    return any(word in written for word in words) and any(group in groups_of(names) for names in all_names)


@cache
def _words_for(rules: ClassWords, group: str) -> tuple[str, ...]:
    """One word at least of these stands in whatever belongs to the group."""
    telling = _telling(rules)
    return tuple(word for word, (groups, pairs) in telling.items() if group in groups or any(group == own for _, own in pairs))


def stands_alone(names: str) -> bool:
    """Whether an inline element of these names is laid out as a block of its own: captions and decks are."""
    return not ALONE.isdisjoint(groups_of(names))


ALONE = frozenset(["caption", "deck"])
