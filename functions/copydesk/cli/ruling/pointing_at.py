"""A text on a page as the element that says it, and an element as the selectors that a person would write for it."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_CLIMB = 6  # elements above the one that says it, whose names may be its own
# Names that a build makes anew each time, and those of styling: they name no part of a page.
MADE = re.compile(r"^(?:css|sc|jsx|emotion|styled)-|[0-9a-f]{6,}|\d{3,}|__[\w-]*[\dA-Z]|[A-Z][a-z]*[A-Z0-9][a-z0-9]*[A-Z0-9]{2}")
CRYPTIC = re.compile(r"[.#][a-z]{1,2}_\w{1,3}\b")  # what a build left of a name: taken where nothing better does the same
NAME = re.compile(r"[A-Za-z][\w-]+")
TELLING = ("itemprop", "data-testid", "data-role", "role", "data-component")  # attributes that say what an element is
INLINE_ONLY = frozenset("b i em strong u font span a br".split())  # as they stand they name nothing


def find_saying(tree: LexborHTMLParser, texts: list[str]) -> LexborNode | None:
    """The smallest element that says all of the texts, white space aside."""
    wanted = [squeeze(text) for text in texts]
    node = tree.body
    if node is None or not _says(node, wanted):
        return None
    while (child := next((child for child in elements_in(node) if _says(child, wanted)), None)) is not None:
        node = child
    return node


def squeeze(text: str) -> str:
    return "".join(text.split())


def _says(node: LexborNode, wanted: list[str]) -> bool:
    if node.tag in ("script", "style", "template"):
        return False
    said = squeeze(node.text())
    return all(text in said for text in wanted)


def elements_in(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        if child.tag and child.tag[0].isalpha():
            yield child
        child = child.next


def selectors_for(node: LexborNode) -> list[str]:
    """The simplest first: its own names, then those of what is around it, then its place."""
    own = list(_names(node))
    found = list(own)
    around, below = node.parent, [node.tag or ""]
    for _ in range(MAX_CLIMB):
        if around is None or around.tag in ("body", "html", None):
            break
        for name in _names(around):
            found += [f"{name} {inner}" for inner in own[:2]]
            found.append(f"{name} > {' > '.join(below)}")
            if nth := _nth(node):
                found.append(f"{name} > {' > '.join([*below[:-1], f'{below[-1]}:nth-of-type({nth})'])}")
            if node.tag not in INLINE_ONLY:
                found.append(f"{name} {node.tag}")
            found.append(name)
        below.insert(0, around.tag)
        around = around.parent
    return list(dict.fromkeys(found))


def _names(node: LexborNode) -> Iterator[str]:
    attributes = node.attributes
    if (identity := attributes.get("id")) and NAME.fullmatch(identity) and not MADE.search(identity):
        yield f"#{identity}"
    for name in TELLING:
        if (value := attributes.get(name)) and NAME.fullmatch(value):
            yield f'[{name}="{value}"]'
    classes = [name for name in (attributes.get("class") or "").split() if NAME.fullmatch(name) and not MADE.search(name)]
    yield from (f".{name}" for name in classes)
    yield from (f".{a}.{b}" for at, a in enumerate(classes[:3]) for b in classes[at + 1 : 3])


def _nth(node: LexborNode) -> int | None:
    """Its number among its like; None where it is the only one."""
    like = [child for child in elements_in(node.parent) if child.tag == node.tag] if node.parent is not None else []
    at = next((number for number, child in enumerate(like, 1) if child.mem_id == node.mem_id), None)
    return at if len(like) > 1 else None
