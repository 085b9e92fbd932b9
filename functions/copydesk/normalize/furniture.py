"""What a box's tag, class and id say about it. A verdict is a suspicion: whoever acts on it weighs the prose inside."""

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from copydesk import rules
from copydesk.normalize.document import Box, words_of

CHROME_TAGS = frozenset("nav footer form aside select button textarea dialog menu fieldset option datalist label".split())
TEXT_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote pre".split())  # their names style them: `h3.toc-0`, `p.has-drop-cap`
CHROME_ROLES = frozenset("navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar tablist button".split())


@cache
def class_words() -> dict[str, tuple[frozenset[str], tuple[frozenset[str], ...]]]:
    """group → (words, pairs), from rules/generic/class_words.toml."""
    raw = tomllib.loads((Path(rules.__file__).parent / "generic" / "class_words.toml").read_text("utf-8"))
    groups = ("sure", "never", "structural", "caption", "body", "deck", "box", "pull")
    return {g: (frozenset(raw[g]), tuple(frozenset(pair) for pair in raw.get(f"{g}_pairs", []))) for g in groups}


@lru_cache(maxsize=16384)
def is_named(names: str, group: str) -> bool:
    """Whether class and id names hold a word or a pair of the group."""
    found = words_of(names)
    words, pairs = class_words()[group]
    return not words.isdisjoint(found) or any(pair <= found for pair in pairs)


@lru_cache(maxsize=16384)
def suspicion_of_names(names: str) -> str | None:
    """`sure`, `never`, `structural` or None."""
    if is_named(names, "sure"):
        return "sure"
    if is_named(names, "never"):
        return "never"
    return "structural" if is_named(names, "structural") else None


def suspicion(box: Box) -> str | None:
    """Why the box may not be story: `tag`, `never`, `structural`; None where nothing speaks against it."""
    if box.tag in CHROME_TAGS:
        return "tag"
    attributes = box.attributes
    if not attributes:
        return None
    names = box.names
    if len(names) > 1:
        found = suspicion_of_names(names)
        if found and (found != "structural" or box.tag not in TEXT_TAGS):
            return found
    role = attributes.get("role")
    return "structural" if role in CHROME_ROLES else None
