"""Sheets of facts beside pages: what a reader finds on the page, decided from the contract and never from what the code gives.

A sheet tells only what it holds: an item's key that is not in the sheet is not compared, a widget that is not in the sheet may be there.
"""

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent

type Table = dict[str, Any]


@dataclass(frozen=True)
class Miss:
    fact: str
    wanted: object
    got: object

    def __str__(self) -> str:
        return f"{self.fact}: wanted {self.wanted!r}, got {self.got!r}"


@dataclass(frozen=True)
class Page:
    """One folder `<host>/<slug>` with page.html and facts.json."""

    folder: Path

    @property
    def name(self) -> str:
        return str(self.folder.relative_to(HOME))

    @cached_property
    def html(self) -> bytes:
        return (self.folder / "page.html").read_bytes()

    @cached_property
    def facts(self) -> Table:
        facts: Table = json.loads((self.folder / "facts.json").read_text("utf-8"))
        return facts


def find_pages() -> list[Page]:
    return [Page(path.parent) for path in sorted(HOME.glob("*/*/page.html"))]


def plain(text: str | None) -> str:
    """NFC, white space as single spaces: how a page is indented is no fact."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def tight(text: str | None) -> str:
    """Without white space: a label and its value in two elements are printed with or without a space between."""
    return "".join(plain(text).split())


def story(blocks: list[Table]) -> Iterator[Table]:
    """Blocks that are the story, in order, nested ones too; none with a role, no boxes, no pull quotes."""
    for block in blocks:
        if block.get("role") or block["type"] == "box" or block.get("pull"):
            continue
        yield block
        yield from story(block.get("blocks") or [])


def texts_of(article: Table, kind: str) -> list[str]:
    return [plain(block["text"]) for block in story(article["body"]["blocks"]) if block["type"] == kind]


def compare(fact: str, wanted: object, got: object) -> Iterator[Miss]:
    if wanted != got:
        yield Miss(fact, wanted, got)


def compare_rows(fact: str, wanted: list[Any], got: list[Any]) -> Iterator[Miss]:
    """What is lost, what is too much, then the order: one row too many is one miss, not a shift of all that follow."""
    lost, extra = [row for row in wanted if row not in got], [row for row in got if row not in wanted]
    yield from (Miss(f"{fact}: lost", row, None) for row in lost)
    yield from (Miss(f"{fact}: too much", None, row) for row in extra)
    if not lost and not extra:
        yield from compare(f"{fact}: order", wanted, got)


# ------------------------------------------------------------------ meta


def headline_misses(facts: Table, article: Table) -> Iterator[Miss]:
    yield from compare("headline", plain(facts["meta"]["headline"]), plain(article["meta"]["headline"]))
    if "labels" in facts["meta"]:
        yield from compare("labels", facts["meta"]["labels"], [label["text"] for label in article["meta"]["labels"]])


def time_misses(facts: Table, article: Table) -> Iterator[Miss]:
    for field in ("published_at", "modified_at"):
        wanted, got = facts["meta"][field], article["meta"][field]
        if not wanted or not got:
            yield from compare(field, wanted, got)
            continue
        for key in ("at", "precision", "zone_from"):
            if key in wanted:
                yield from compare(f"{field} {key}", wanted[key], got[key])
        yield from compare(f"{field} printed", tight(wanted["printed"]), tight(got["printed"]))


def deck_misses(facts: Table, article: Table) -> Iterator[Miss]:
    wanted, got = ([plain(line) for line in side["meta"]["deck"]] for side in (facts, article))
    yield from compare_rows("deck lines", wanted, got)


def people_misses(facts: Table, article: Table) -> Iterator[Miss]:
    wanted = facts["meta"]["authors"]
    got = [{key: person[key] for key in ("name", "role", "email")} for person in article["meta"]["authors"]]
    yield from compare_rows("authors", wanted, got)
    for key in ("byline", "dateline"):
        if facts["meta"].get(key):
            yield from compare(key, facts["meta"][key], article["meta"][key])


# ------------------------------------------------------------------ body


def paragraph_misses(facts: Table, article: Table) -> Iterator[Miss]:
    yield from compare_rows("paragraphs", [plain(text) for text in facts["body"]["paragraphs"]], texts_of(article, "paragraph"))


def heading_misses(facts: Table, article: Table) -> Iterator[Miss]:
    yield from compare_rows("headings", facts["body"].get("headings", []), texts_of(article, "heading"))


def intruder_misses(facts: Table, article: Table) -> Iterator[Miss]:
    for text in facts["must_not_be_in_body"]:
        yield from compare(f"{text!r} in the body", False, text in article["body"]["text"])


# -------------------------------------------------------------- captions


def caption_misses(facts: Table, article: Table) -> Iterator[Miss]:
    yield from compare("number of captions", len(facts["captions"]), len(article["captions"]))
    for i, (want, have) in enumerate(zip(facts["captions"], article["captions"], strict=False), 1):
        yield from compare(f"caption {i} text", plain(want["text"]), plain(have["text"]))
        yield from compare(f"caption {i} printed", plain(want["printed"]), plain(have["printed"]))
        yield from compare(f"caption {i} marker", want["marker"], have["marker"])
        yield from compare(f"caption {i} place", want["place"]["name"], (have["place"] or {}).get("name"))
        yield from credit_misses(f"caption {i} credit", want["credit"], have["credit"] or {})
        if "seen_in" in want:
            yield from compare(f"caption {i} seen in", set(want["seen_in"]), set(have["seen_in"]) & {"figcaption", "alt"})


def credit_misses(fact: str, wanted: Table, got: Table) -> Iterator[Miss]:
    yield from compare(f"{fact} printed", plain(wanted["printed"]), plain(got.get("printed")))
    yield from compare(f"{fact} agencies", wanted["agencies"], got.get("agencies"))
    if "relation" in wanted:
        yield from compare(f"{fact} relation", wanted["relation"], got.get("relation"))
    if "people" in wanted:
        people = [{key: person[key] for key in ("name", "role")} for person in got.get("people", [])]
        yield from compare(f"{fact} people", wanted["people"], people)


# --------------------------------------------------------------- widgets


def read_number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


# How an item's fact is brought to what is compared; the others are compared as text.
ITEM_FACTS: dict[str, Callable[[Any], object]] = {
    "labels": list,
    "price": read_number,
    "change": read_number,
    "change_percent": read_number,
    "rank": lambda rank: rank,
    "count": lambda count: count,
}


def widget_misses(facts: Table, article: Table) -> Iterator[Miss]:
    for wanted in facts["widgets"]:
        got = find_widget(article, wanted)
        if got is None:
            yield Miss(f"widget {wanted['kind']} {wanted.get('title') or ''}".rstrip(), "present", None)
            continue
        yield from one_widget_misses(wanted, got)


def find_widget(article: Table, wanted: Table) -> Table | None:
    """The widget of that kind and title, else the first of the kind."""
    same = [widget for widget in article["widgets"] if widget["kind"] == wanted["kind"]]
    return next((widget for widget in same if plain(widget["title"]) == plain(wanted.get("title"))), same[0] if same else None)


def one_widget_misses(wanted: Table, got: Table) -> Iterator[Miss]:
    kind = wanted["kind"]
    for key in ("title", "state", "change_window"):
        if wanted.get(key):
            yield from compare(f"{kind} {key}", wanted[key], got.get(key))
    if "as_of" in wanted:
        yield from as_of_misses(f"{kind} as_of", wanted["as_of"], got["as_of"] or {})
    for note in wanted.get("notes", []):
        yield from compare(f"{kind} note {note!r}", True, any(plain(note).lstrip("*※ ") in plain(text) for text in got["notes"]))
    yield from compare_rows(f"{kind} items", [item_name(item) for item in wanted["items"]], [item_name(item) for item in got["items"]])
    have = {item_name(item): item for item in got["items"]}
    for want in wanted["items"]:
        if item_name(want) in have:
            yield from item_misses(kind, want, have[item_name(want)])


def item_name(item: Table) -> str:
    return plain(item.get("name") or item.get("label") or item.get("title"))


def item_misses(kind: str, wanted: Table, got: Table) -> Iterator[Miss]:
    for key, value in wanted.items():
        read = ITEM_FACTS.get(key, plain)
        yield from compare(f"{kind} {item_name(wanted)[:20]!r} {key}", read(value), read(got[key]))


def as_of_misses(fact: str, wanted: Table, got: Table) -> Iterator[Miss]:
    """The sheet tells the day alone; what is finer stands in `printed`."""
    day = len("2025-02-24")
    yield from compare(fact, (wanted["at"], wanted["precision"]), ((got.get("at") or "")[:day], got.get("precision")))
    yield from compare(f"{fact} printed", tight(wanted["printed"]), tight(got.get("printed")))


def other_widget_misses(facts: Table, article: Table) -> Iterator[Miss]:
    for wanted in facts.get("also", []):
        same = [{key: widget.get(key) for key in wanted} for widget in article["widgets"] if widget["kind"] == wanted["kind"]]
        if wanted not in same:
            yield Miss("other widget", wanted, same)


# ------------------------------------------------------------- the sheet


def printed_facts(facts: Table) -> list[str]:
    """Texts that the sheet quotes from the page letter for letter."""
    meta = facts["meta"]
    rows = [row for widget in facts["widgets"] for row in widget["items"]]
    quoted = [row.get("printed") or row.get("title") or row.get("label") or row["name"] for row in rows]
    titles = [widget["title"] for widget in facts["widgets"] if widget.get("title")]
    notes = [note for widget in facts["widgets"] for note in widget.get("notes", [])]
    captions = [caption["printed"] for caption in facts["captions"]]
    story_texts = [*facts["body"]["paragraphs"], *facts["body"].get("headings", [])]
    return [meta["headline"], *meta["deck"], *story_texts, *captions, *quoted, *titles, *notes]


def visible_text(page: str) -> str:
    """Text of a page without tags, scripts and white space; for checking sheets, not articles."""
    bare = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>", "", page)
    return tight(html.unescape(bare))
