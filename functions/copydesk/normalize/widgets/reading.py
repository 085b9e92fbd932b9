"""Each kind of furniture read into its widget."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from copydesk.article import (
    AdWidget,
    AuthorItem,
    AuthorWidget,
    CommentsWidget,
    CommercialWidget,
    ControlItem,
    ControlWidget,
    EmbedWidget,
    LinkListWidget,
    Placement,
    QuotesWidget,
    ReactionItem,
    ReactionsWidget,
    SlotItem,
    SponsoredWidget,
    TextItem,
    TextsWidget,
    Time,
    UnknownWidget,
    Widget,
)
from copydesk.normalize.document import Box, Document, Line
from copydesk.normalize.times import resolve_partial
from copydesk.normalize.widgets.counting import count_of
from copydesk.normalize.widgets.embeds import absolute, read_embed
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.links import read_links
from copydesk.normalize.widgets.more import is_more
from copydesk.normalize.widgets.notes import is_note, window_of
from copydesk.normalize.widgets.quotes import read_quotes
from copydesk.normalize.widgets.survey import counted_in
from copydesk.normalize.widgets.tokens import tokens_of
from copydesk.normalize.widgets.vocabulary import normalised, vocabulary
from copydesk.page.patterns import pattern_of

LENGTHS = pattern_of(r"^\s*(\d[\d,]*)\s*/\s*(\d[\d,]*)\s*(?:자|字|characters?|bytes?)?\s*$")
MAX_ITEM = 80  # characters of what one control says
ARROWS = " >›»→|/"
NOTES = ("*", "※", "＊", "†")
MAX_AS_OF = 30  # characters of a line that is nothing but a time
FILLERS = (
    "data-src",
    "data-url",
    "data-api",
    "data-endpoint",
    "data-widget",
    "data-widget-id",
    "data-feed",
    "data-load",
    "data-ajax-url",
    "data-source",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What every reader needs."""

    found: Found
    document: Document
    published: Time | None
    language: str | None
    base: str | None

    @property
    def lines(self) -> list[Line]:
        """The visible lines but for the heading."""
        return [self.document.lines[i] for i in self.found.lines if i not in self.found.title_lines]

    @property
    def all_lines(self) -> list[Line]:
        """Those and the hidden ones, in order."""
        return [self.document.lines[i] for i in sorted({*self.found.lines, *self.found.hidden}) if i not in self.found.title_lines]


def read_widget(
    found: Found, document: Document, *, id: str, placement: Placement, published: Time | None, language: str | None, base_url: str | None
) -> Widget:
    """The widget of a find; short times count from `published`, addresses become absolute against `base_url`."""
    reading = Reading(found, document, published, language, base_url)
    shape = vocabulary().rules[found.kind].shape if found.kind != "unknown" else "texts"
    fields: dict[str, Any] = {"id": id, "kind": found.kind, "title": found.title, "placement": placement, "rule": found.rule}
    model, read = READERS[shape]
    if found.kind == "sponsored_links":
        model = SponsoredWidget
    elif found.kind == "unknown":
        model = UnknownWidget
    elif shape == "promo" and found.kind == "paywall_notice":
        model, read = EmbedWidget, _embed
    fields |= read(reading)
    fields.setdefault("state", _state(reading, bool(fields.get("items"))))
    widget: Widget = model(**fields)
    return widget


def _state(reading: Reading, has_items: bool) -> str:
    if has_items:
        return "populated"
    box = reading.found.box
    if reading.found.hidden and not reading.found.lines:
        return "client_rendered"
    if box is not None and not reading.lines and _filler(reading.document, box) is not None:
        return "client_rendered"
    return "empty"


def _filler(document: Document, box: Box) -> str | None:
    """The attribute that names what will fill the box."""
    for inner in document.boxes[box.index : box.end]:
        for name in FILLERS:
            if inner.get(name):
                return inner.get(name)
    return None


# ------------------------------------------------------------------- lists


def _links(reading: Reading) -> dict[str, Any]:
    items = read_links(reading.found, reading.document, reading.base)
    return {"items": items, "notes": _notes(reading.lines)}


def _notes(lines: list[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in lines if line.text.startswith(NOTES) and not line.link_chars)


def _quotes(reading: Reading) -> dict[str, Any]:
    items, market, used = read_quotes(reading.found, reading.document, reading.language)
    rest = [line.text for line in reading.lines if line.index not in used or is_note(line.text)]
    head = [
        token.text for i in reading.found.title_lines for token in tokens_of(reading.document.lines[i]) if token.text != reading.found.title
    ]
    at, as_of = _as_of([*head, *rest], reading)
    notes = tuple(text for text in rest if text != at and is_note(text))
    window = market.window or next((w for note in notes if (w := window_of(note))), None)
    return {"items": items, "notes": notes, "as_of": as_of, "change_window": window}


def _as_of(texts: list[str], reading: Reading) -> tuple[str | None, Time | None]:
    """The first short text outside the rows that tells a time, and that time."""
    if reading.published is None:
        return None, None
    for text in texts:
        if len(text) <= MAX_AS_OF and any(map(str.isdigit, text)) and not text.startswith(NOTES) and "%" not in text:
            time = resolve_partial(text, published=reading.published, language=reading.language)
            if time is not None:
                return text, time
    return None, None


# --------------------------------------------------------------- reactions


def _reactions(reading: Reading) -> dict[str, Any]:
    runs: list[tuple[list[ReactionItem], list[int]]] = []
    first_counts: list[int] = []  # of rows that print the count before its word
    for line in reading.lines:
        if pairs := counted_in(line):
            key = _reaction_key(line)
            runs += [([ReactionItem(label=word, key=key)], [count]) for word, count in pairs]
            continue
        for token in tokens_of(line):
            number = count_of(token.text)
            if number is not None:
                (runs[-1][1] if runs and not first_counts else first_counts).append(number)
            elif _is_reaction(token.text, line, runs):
                if not runs or runs[-1][1]:
                    runs.append(([], []))
                runs[-1][0].append(ReactionItem(label=token.text.strip(), key=_reaction_key(line)))
    items = [item for labels, counts in runs for item in _with_counts(_worded(labels), counts)]
    if first_counts:
        items = list(_with_counts(items, first_counts))
    notes = tuple(
        line.text for line in reading.lines if line.chars >= 15 and not line.link_chars and not _is_item(line) and not counted_in(line)
    )
    return {"items": tuple(items), "notes": notes}


def _is_reaction(text: str, line: Line, runs: list[tuple[list[ReactionItem], list[int]]]) -> bool:
    """Whether a text is counted: a known word, or a short one in a button or an entry whose neighbour before has its count."""
    if "reactions" in vocabulary().members.get(normalised(text), ()):
        return True
    return (not runs or bool(runs[-1][1])) and len(text) <= 14 and not is_more(text) and _is_item(line)


def _worded(items: list[ReactionItem]) -> list[ReactionItem]:
    """Without the emoji that stand beside words; an emoji alone is the label."""
    return [item for item in items if any(map(str.isalnum, item.label))] or items


def _with_counts(items: list[ReactionItem], counts: list[int]) -> list[ReactionItem]:
    """Words with the counts that follow them in the same order; where there are fewer counts, the last word has the first."""
    if len(counts) < len(items):
        return [*items[:-1], items[-1].model_copy(update={"count": counts[0]})] if counts else items
    return [item.model_copy(update={"count": count}) for item, count in zip(items, counts, strict=False)]


def _is_item(line: Line) -> bool:
    """Whether the line stands in a list item or a button."""
    return line.box.tag in ("li", "button", "label") or any(
        b.tag in ("li", "button", "label") for b, _ in zip(line.box.ancestors(), range(2), strict=False)
    )


def _reaction_key(line: Line) -> str | None:
    """The class or data attribute of the item that no style word explains."""
    box: Box | None = line.box
    for _ in range(3):
        if box is None:
            return None
        for name in ("data-type", "data-reaction", "data-key", "data-emotion", "data-reaction-type", "data-code"):
            if box.get(name):
                return box.get(name)
        if box.tag == "li" and box.get("class"):
            return box.get("class").split()[0]
        box = box.parent
    return None


def _comments(reading: Reading) -> dict[str, Any]:
    found, document = reading.found, reading.document
    count = length = None
    for i in found.lines:
        line = document.lines[i]
        if match := LENGTHS.match(line.text):
            length = int(match.group(2).replace(",", ""))
        elif count is None and any(
            "comments" in vocabulary().labelled(text) for text in (line.text, *(token.text for token in tokens_of(line)))
        ):
            following = document.lines[i + 1].text if i + 1 in found.lines else ""
            count = int(match.group(1).replace(",", "")) if (match := re.search(r"(\d[\d,]*)", line.text)) else count_of(following)
    if found.box is not None:
        for box in document.boxes[found.box.index : found.box.end]:
            if box.tag == "textarea" and box.get("maxlength").isdecimal():
                length = int(box.get("maxlength"))
    items = tuple(TextItem(text=line.text) for line in reading.lines if line.chars >= 20 and not line.link_chars and not _is_notice(line))
    return {
        "items": items,
        "count": count,
        "max_length": length,
        "state": "populated" if items or count else _state(reading, False) if not found.lines else "empty",
    }


def _is_notice(line: Line) -> bool:
    """Whether the line belongs to a form, or to the page's own message, and is no comment."""
    around = (line.box, *line.box.ancestors())
    return line.box.tag in ("label", "legend", "button") or any(
        box.get("role") in ("alert", "dialog", "status") for box, _ in zip(around, range(4), strict=False)
    )


# ---------------------------------------------------------------- controls


def _controls(reading: Reading) -> dict[str, Any]:
    kind = reading.found.kind
    if words := reading.found.words:
        return {
            "items": tuple(ControlItem(label=word) for word in words if kind not in vocabulary().labels.get(normalised(word), ()))
            or (ControlItem(label=words[0]),)
        }
    items: list[ControlItem] = []
    lines = reading.all_lines
    if not lines:
        lines = [reading.document.lines[i] for i in reading.found.lines]
    for line in lines:
        for text, href in _entries_of(line):
            text = text.strip(ARROWS) if kind == "breadcrumb" else text
            if (
                text
                and len(text) <= MAX_ITEM
                and not (kind == "breadcrumb" and kind in vocabulary().labels.get(normalised(text), ()))
                and any(map(str.isalnum, text))
            ):
                items.append(ControlItem(label=text, url=absolute(href, reading.base)))
    if kind != "font_size":  # five buttons may all be called `가`
        items = list(dict.fromkeys(items))
    return {"items": tuple(items), "state": "populated" if items else "empty"}


def _entries_of(line: Line) -> list[tuple[str, str | None]]:
    """(text, address) of each control of the line; an entry or a button of its own is one, however many elements it has."""
    pieces = linked_pieces(line)
    addresses = [href for _, href in pieces if href is not None]
    if line.box.tag in ("li", "button", "label") and len(addresses) <= 1:
        return [(line.text, addresses[0] if addresses else None)]
    return pieces


def linked_pieces(line: Line) -> list[tuple[str, str | None]]:
    """(text, address) of each link of the line in order, and of what stands between them."""
    parts: list[tuple[str, str | None, object]] = []
    for text, inline in line.pieces:
        link = inline.link if inline is not None else None
        href = link.attributes.get("href") if link is not None else None
        if parts and parts[-1][2] is link:
            parts[-1] = (parts[-1][0] + text, href, link)
        else:
            parts.append((text, href, link))
    return [(" ".join(text.split()), href) for text, href, _ in parts if text.strip()]


def _tags(reading: Reading) -> dict[str, Any]:
    items: list[TextItem] = []
    for line in (reading.document.lines[i] for i in reading.found.lines):
        pieces = linked_pieces(line)
        if line.index in reading.found.title_lines and not any(href for _, href in pieces):
            continue
        if any(href for _, href in pieces):
            items += [
                TextItem(text=text.lstrip("#＃ ").strip(" ,"), url=absolute(href, reading.base))
                for text, href in pieces
                if href is not None
            ]
        else:
            words = re.split(r"\s*(?=[#＃])|\s*[,、|]\s*", line.text) if re.search("[#＃,、|]", line.text) else [line.text]
            items += [TextItem(text=word.strip("#＃ ")) for word in words if word.strip("#＃ ")]
    kept = [
        item
        for item in items
        if any(map(str.isalnum, item.text))
        and not is_more(item.text)
        and "tag_list" not in vocabulary().labels.get(normalised(item.text), ())
    ]
    return {"items": tuple({item.text.casefold(): item for item in kept}.values())}


def _texts(reading: Reading) -> dict[str, Any]:
    items = tuple(TextItem(text=line.text) for line in reading.lines)
    return {"items": items}


EMAIL = pattern_of(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ROLES = pattern_of(r"(?P<name>[가-힣]{2,4})\s?(?P<role>(?:선임|수석|수습|전문|객원|탐사)?기자|특파원|논설위원|앵커|PD|에디터)")

LEADING_NAME = pattern_of(r"((?:[A-ZÀ-ÖØ-Þ][\w.'’-]+\s){1,3}[A-ZÀ-ÖØ-Þ][\w'’-]+)")


def _author(reading: Reading) -> dict[str, Any]:
    lines = reading.lines
    text = " ".join(line.text for line in lines)
    email = match.group(0) if (match := EMAIL.search(text)) else None
    name = role = url = None
    if match := ROLES.search(text):
        name, role = match.group("name"), match.group("role")
    elif reading.found.box is None and (match := LEADING_NAME.match(text)):  # a note that begins with the name
        name = match.group(1)
    for line in lines:
        pieces = linked_pieces(line)
        for piece, href in pieces:
            if name is None and 2 <= len(piece) <= 40 and not is_more(piece) and not EMAIL.search(piece):
                name, url = piece, absolute(href, reading.base)
            elif url is None and href and name and name in piece:
                url = absolute(href, reading.base)
    about = max((line.text for line in lines if line.chars >= 25), key=len, default=None)
    return {"items": (AuthorItem(name=name, role=role, email=email, url=url, text=about),) if name else ()}


def _promo(reading: Reading) -> dict[str, Any]:
    items: list[ControlItem] = []
    for line in reading.all_lines or [reading.document.lines[i] for i in reading.found.lines]:
        if line.hidden:
            continue
        items += [ControlItem(label=text, url=absolute(href, reading.base)) for text, href in linked_pieces(line) if text]
    items += [ControlItem(label=word) for word in reading.found.words if all(word != item.label for item in items)]
    notes: tuple[str, ...] = ()
    return {"items": tuple(items), "notes": notes, "state": "populated" if items or reading.found.lines else "empty"}


def _slot(reading: Reading) -> dict[str, Any]:
    found = reading.found
    names: list[str] = []
    if found.box is not None:
        boxes = [box for box in reading.document.boxes[found.box.index : found.box.end] if not _is_plain(box)]
        for box in boxes or [found.box]:
            name = next((box.get(key) for key in SLOT_KEYS if box.get(key)), None)
            if name and name not in names:
                names.append(name)
    state = "client_rendered" if names else "placeholder"
    return {"items": tuple(SlotItem(slot=name) for name in names[:6]), "state": state}


SLOT_KEYS = ("data-ad-slot", "data-ad-unit-path", "data-ad-unit", "data-adunit", "data-ad-name", "data-ad-id", "data-widget_id-pc", "id")


def _is_plain(box: Box) -> bool:
    return not any(box.get(key) for key in SLOT_KEYS)


def _embed(reading: Reading) -> dict[str, Any]:
    found = reading.found
    if vocabulary().rules[found.kind].shape != "embed" or not (found.provider or found.leaf):
        lines = [line.text for line in reading.lines if not is_more(line.text)]
        from copydesk.article import EmbedItem

        shown = "placeholder" if found.kind == "iframe" else "populated" if lines else "empty"
        return {"items": (EmbedItem(text="\n".join(lines)),) if lines else (), "state": shown}
    item = read_embed(found, reading.document, reading.base)
    return {"items": (item,), "state": "populated"}


type _Reader = Callable[[Reading], dict[str, Any]]

READERS: dict[str, tuple[Any, _Reader]] = {
    "links": (LinkListWidget, _links),
    "quotes": (QuotesWidget, _quotes),
    "reactions": (ReactionsWidget, _reactions),
    "comments": (CommentsWidget, _comments),
    "tags": (TextsWidget, _tags),
    "author": (AuthorWidget, _author),
    "texts": (TextsWidget, _texts),
    "controls": (ControlWidget, _controls),
    "trail": (ControlWidget, _controls),
    "notice": (ControlWidget, _controls),
    "promo": (CommercialWidget, _promo),
    "slot": (AdWidget, _slot),
    "summary": (EmbedWidget, _embed),
    "embed": (EmbedWidget, _embed),
}
