"""What two articles say differently: facts, blocks, captions, widgets. Ids, hashes and how facts were found are not compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from copydesk.article import Article

ALIKE = 0.5  # share of common words from which two texts are one that was changed
MAX_SHOWN = 60  # words of an unchanged stretch in a changed text; of longer ones the ends are shown


@dataclass(frozen=True)
class Change:
    """`place` is a fact's name, a kind of block, `caption` or `widget top_news`.

    `before` is None for what is new, `after` for what is gone.
    """

    part: Literal["meta", "body", "captions", "widgets", "doubts"]
    place: str
    before: str | None
    after: str | None


def compare(before: Article, after: Article) -> list[Change]:
    """In the article's order; empty where both say the same."""
    return [
        *_facts(before, after),
        *_rows("body", _blocks(before), _blocks(after)),
        *_rows("captions", _captions(before), _captions(after)),
        *_rows("widgets", _widgets(before), _widgets(after)),
        *_rows("doubts", _doubts(before), _doubts(after)),
    ]


type Row = tuple[str, str]  # what it is, what it says


def _facts(before: Article, after: Article) -> Iterator[Change]:
    old, new = before.meta.model_dump(mode="json"), after.meta.model_dump(mode="json")
    for name in old:
        if isinstance(old[name], list):
            yield from _rows("meta", [(name, spell(item)) for item in old[name]], [(name, spell(item)) for item in new[name]])
        elif old[name] != new[name]:
            yield Change("meta", name, _spell_or_none(old[name]), _spell_or_none(new[name]))


def _spell_or_none(fact: Any) -> str | None:
    return None if fact is None else spell(fact)


def spell(fact: Any) -> str:
    """A fact in one line: the values that it has, a name before each but the first."""
    if not isinstance(fact, dict):
        return ", ".join(map(spell, fact)) if isinstance(fact, list) else str(fact)
    told = [(name, value) for name, value in fact.items() if value not in (None, [], "", {}) and name != "id"]
    return " · ".join(spell(value) if at == 0 else f"{name} {spell(value)}" for at, (name, value) in enumerate(told))


def _blocks(article: Article) -> list[Row]:
    captions = {caption.id: caption.printed or caption.text for caption in article.captions}
    widgets = {widget.id: f"{widget.kind} {widget.title or ''}".strip() for widget in article.widgets}
    return list(_block_rows([block.model_dump(mode="json") for block in article.body.blocks], captions, widgets))


def _block_rows(blocks: Sequence[dict[str, Any]], captions: dict[str, str], widgets: dict[str, str]) -> Iterator[Row]:
    for block in blocks:
        kind = " ".join(filter(None, [block["type"], block.get("role")]))
        if block["type"] == "media":
            yield kind, captions.get(block.get("caption_id") or "", "")
        elif block["type"] == "widget":
            yield kind, widgets.get(block["widget_id"], "")
        elif block["type"] in ("quote", "box", "group"):
            yield kind, " ".join(filter(None, [block.get("title"), block.get("citation")]))
            yield from _block_rows(block["blocks"], captions, widgets)
        elif block["type"] == "list":
            yield from (("list item", text) for text in _items(block["items"]))
        elif block["type"] == "table":
            yield from (("table row", " | ".join(cell["text"] for cell in row)) for row in block["rows"])
        elif block["type"] == "gallery":
            yield from ((kind, captions.get(item.get("caption_id") or "", "")) for item in block["items"])
        else:
            yield kind, block.get("text") or ""


def _items(items: Sequence[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        yield item["text"]
        yield from _items(item["items"])


def _captions(article: Article) -> list[Row]:
    unsaid = {"id", "media_id", "block_id", "seen_in"}
    return [("caption", spell(caption.model_dump(mode="json", exclude=unsaid))) for caption in article.captions]


def _widgets(article: Article) -> list[Row]:
    rows: list[Row] = []
    for widget in article.widgets:
        told = widget.model_dump(mode="json")
        rows.append((f"widget {widget.kind}", " · ".join(filter(None, [widget.title, widget.state, *widget.notes]))))
        rows += [(f"widget {widget.kind}", spell(item)) for item in told["items"]]
    return rows


def _doubts(article: Article) -> list[Row]:
    return [(doubt.code, doubt.message) for doubt in article.provenance.doubts]


def _rows(part: Literal["meta", "body", "captions", "widgets", "doubts"], before: list[Row], after: list[Row]) -> Iterator[Change]:
    """Rows that went, came or changed, in order; the longest runs that both have stay."""
    for how, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how != "equal":
            yield from _paired(part, before[i:j], after[k:m])


def _paired(part: Literal["meta", "body", "captions", "widgets", "doubts"], gone: list[Row], come: list[Row]) -> Iterator[Change]:
    """A row that went and one of the same kind that came and is alike are one that changed."""
    left = list(come)
    for kind, text in gone:
        twin = next((row for row in left if row[0] == kind and _likeness(text, row[1]) >= ALIKE), None)
        if twin is None:
            yield Change(part, kind, text, None)
        else:
            left.remove(twin)
            yield Change(part, kind, text, twin[1])
    yield from (Change(part, kind, None, text) for kind, text in left)


def _likeness(before: str, after: str) -> float:
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio()


@dataclass(frozen=True)
class Stretch:
    """Words of a changed text that both have, or that only one has."""

    how: Literal["same", "gone", "come"]
    text: str


def stretches(before: str, after: str) -> list[Stretch]:
    """The one text that both are, word by word."""
    old, new = before.split(), after.split()
    out: list[Stretch] = []
    for how, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            out.append(Stretch("same", _shortened(old[i:j])))
            continue
        out += [Stretch("gone", " ".join(old[i:j]))] if j > i else []
        out += [Stretch("come", " ".join(new[k:m]))] if m > k else []
    return out


def _shortened(words: list[str]) -> str:
    half = MAX_SHOWN // 2
    return " ".join(words) if len(words) <= MAX_SHOWN else " ".join([*words[:half], "…", *words[-half:]])
