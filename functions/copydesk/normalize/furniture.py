"""What a box's tag, class and id say about it. A verdict is a suspicion: whoever acts on it weighs the prose inside."""

from functools import lru_cache

from copydesk.normalize.classes import groups_of
from copydesk.normalize.document import Box

CHROME_TAGS = frozenset(
    ["nav", "footer", "form", "aside", "select", "button", "textarea", "dialog", "menu", "fieldset", "option", "datalist", "label"]
)
TEXT_TAGS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"]
)  # their names style them: `h3.toc-0`, `p.has-drop-cap`
CHROME_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "complementary",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
        "button",
    ]
)


@lru_cache(maxsize=4096)
def suspicion_of_names(names: str) -> str | None:
    """`sure`, `never`, `structural` or None."""
    groups = groups_of(names)
    return next((group for group in SUSPICIONS if group in groups), None) if groups else None


SLUG_WORDS = 4


def is_slug(name: str) -> bool:
    """Whether an id says what a heading says, `id="which-is-the-best-subscription"`: it names no kind of box."""
    return len(name.replace("_", "-").split("-")) >= SLUG_WORDS


SUSPICIONS = ("sure", "never", "structural")


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
        if found and box.tag in TEXT_TAGS:
            found = suspicion_of_names(box.get("class")) if box.tag != "p" and is_slug(box.get("id")) else found
            found = None if found == "structural" else found
        if found:
            return found
    role = attributes.get("role")
    return "structural" if role in CHROME_ROLES else None
