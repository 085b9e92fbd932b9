"""How the examples of a widget rule are read: each reader says whether, or what, a vocabulary recognises."""

from collections.abc import Callable
from typing import Any

from copydesk.normalize.classes import words_of
from copydesk.normalize.document import parse
from copydesk.normalize.widgets.finding import find_by
from copydesk.normalize.widgets.vocabulary import Vocabulary, normalised, without_tail
from tests.widgets.samples import page


def read_line(text: str, kind: str, known: Vocabulary) -> Any:
    """Whether any line of this text is a heading of the kind, wherever it stands."""
    key = normalised(text)
    return kind in known.labels.get(key, known.labels.get(without_tail(key), ()))


def read_heading(text: str, kind: str, known: Vocabulary) -> Any:
    """Whether the text is a heading of the kind where it stands as a heading."""
    bare = without_tail(normalised(text))
    return kind in known.loosely(bare)


def read_row(text: str, kind: str, known: Vocabulary) -> Any:
    """Whether every text of a row of buttons or of market names is a member of the kind; a bar stands between two."""
    return all(kind in known.members.get(each.casefold(), known.members.get(normalised(each), ())) for each in text.split(" | "))


def read_classes(names: str, kind: str, known: Vocabulary) -> Any:
    """Whether class and id names make a box suspected of the kind."""
    return kind in known.suspected(words_of(names))


def read_leading(address: str, kind: str, known: Vocabulary) -> Any:
    """What a control of the kind is called that leads to the address; False where none does."""
    led = known.led(address)
    return led[1] if led is not None and led[0] == kind else False


def read_acting(text: str, kind: str, known: Vocabulary) -> Any:
    """Whether a text says that it does to a member what the kind's controls do."""
    return known.acting(text) == kind


def read_html(html: str, kind: str, known: Vocabulary) -> Any:
    """Whether the piece of HTML, beside a story, is found to be of the kind."""
    return kind in {found.kind for found in find_by(parse(page(html)), known)}


def read_embed(html: str, kind: str, known: Vocabulary) -> Any:
    """The provider of the one embed of the kind; False where there is none."""
    found = [found.provider for found in find_by(parse(page(html)), known) if found.kind == kind]
    return found[0] if len(found) == 1 else found or False


READERS: dict[str, Callable[[str, str, Vocabulary], Any]] = {
    "line": read_line,
    "heading": read_heading,
    "row": read_row,
    "classes": read_classes,
    "leading": read_leading,
    "acting": read_acting,
    "html": read_html,
    "embed": read_embed,
}
