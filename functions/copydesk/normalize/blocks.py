"""Parts of the story become the contract's blocks."""

from collections.abc import Iterable
from dataclasses import dataclass

from copydesk.article import (
    Block,
    Body,
    BoxBlock,
    Cell,
    Code,
    Counts,
    Divider,
    Group,
    Heading,
    ListBlock,
    ListItem,
    MediaBlock,
    Paragraph,
    Quote,
    Role,
    Table,
    WidgetBlock,
)
from copydesk.normalize.document import Box, Document, Line
from copydesk.normalize.parts import Part, is_all_strong
from copydesk.normalize.prose import is_dense_script
from copydesk.normalize.spans import spans_of

UNSPACED = frozenset({"zh", "ja", "th"})  # languages without spaces between words: words are not counted
MAX_LISTS = 20  # in each other; readers of JSON stop at 200 values in each other, which 70 lists are
MAX_SPAN = 1000  # HTML's own limit of colspan


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, and the part it was made of."""

    block: Block
    part: Part


def _joined(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _groups(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines gathered to printed paragraphs."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and line.breaks == 1 and groups[-1][-1].box is line.box:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


class Builder:
    """Numbers the blocks; `base` is the page's address for links."""

    def __init__(self, document: Document, base: str | None, *, hidden: bool) -> None:
        self.document, self.base, self.hidden = document, base, hidden
        self.count = 0

    def next_id(self) -> str:
        self.count += 1
        return f"b{self.count}"

    def build(self, part: Part, role: Role | None) -> Block | None:
        spans = spans_of(part.lines, self.base)
        if part.kind == "paragraph":
            return Paragraph(id=self.next_id(), role=role, text=part.text, spans=spans)
        if part.kind == "heading":
            inferred = part.box.tag not in ("h1", "h2", "h3", "h4", "h5", "h6")
            return Heading(
                id=self.next_id(), role=role, level=part.level or 3, text=" ".join(part.text.split("\n")), spans=spans, inferred=inferred
            )
        if part.kind == "list":
            return ListBlock(id=self.next_id(), role=role, ordered=part.box.tag == "ol", items=self.items(part.box))
        if part.kind in ("quote", "pull"):
            return self.quote(part, role)
        if part.kind == "table":
            return Table(id=self.next_id(), role=role, rows=self.rows(part.box))
        if part.kind == "code":
            return Code(id=self.next_id(), role=role, text=(part.box.node.text() or "").strip("\n"))
        if part.kind == "box":
            return self.boxed(part, role)
        if part.kind == "divider":
            return Divider(id=self.next_id())
        return None

    def boxed(self, part: Part, role: Role | None) -> BoxBlock:
        """A box; its first inner part is its title where that is a heading or a label set in bold."""
        own = self.next_id()
        first, *rest = part.inner
        titled = bool(rest) and (first.kind == "heading" or (is_all_strong(first) and not first.ends_like_one))
        blocks = (self.build(inner, None) for inner in (rest if titled else part.inner))
        title = " ".join(first.text.split("\n")) if titled else None
        return BoxBlock(id=own, role=role, title=title, blocks=tuple(block for block in blocks if block is not None))

    def media(self, media_id: str | None, caption_id: str | None) -> MediaBlock:
        return MediaBlock(id=self.next_id(), media_id=media_id, caption_id=caption_id)

    def widget(self, widget_id: str) -> WidgetBlock:
        return WidgetBlock(id=self.next_id(), widget_id=widget_id)

    def lines(self, box: Box) -> list[Line]:
        return [line for line in self.document.lines[box.first : box.last] if self.hidden or not line.hidden]

    def items(self, box: Box, depth: int = 1) -> tuple[ListItem, ...]:
        """The list's items; text beside the `li`s is an item of its own. What is nested too deep follows the item that it stands in."""
        out: list[ListItem] = []
        for item in box.items:
            if type(item) is Box:
                if item.hidden and not self.hidden:
                    continue
                outer = self.outer_lists(item)
                nested = {index for b in outer for index in range(b.first, b.last)}
                own = [line for line in self.lines(item) if line.index not in nested]
                if item.tag in ("ul", "ol"):
                    out.extend(self.items(item, depth))
                elif own or outer:
                    inner = tuple(i for b in outer for i in self.items(b, depth + 1))
                    kept = inner if depth < MAX_LISTS else ()
                    if own or kept:
                        out.append(ListItem(text=_joined(own), spans=spans_of(own, self.base), items=kept))
                    out.extend(inner if depth >= MAX_LISTS else ())
            elif type(item) is Line and (self.hidden or not item.hidden):
                out.append(ListItem(text=item.text, spans=spans_of([item], self.base)))
        return tuple(out)

    def outer_lists(self, item: Box) -> list[Box]:
        """The lists in an item that are in no other list in it."""
        found: list[Box] = []
        for box in self.document.boxes[item.index + 1 : item.end]:
            if box.tag in ("ul", "ol") and (not found or box.index >= found[-1].end):
                found.append(box)
        return found

    def quote(self, part: Part, role: Role | None) -> Quote:
        citation = None
        groups = _groups(part.lines)
        last = groups[-1]
        if len(groups) > 1 and (
            last[0].box.tag in ("footer", "cite", "figcaption")
            or (last[0].pieces[0][1] is not None and last[0].pieces[0][1].tag == "cite")
            or not part.box.contains(last[0].box)  # who said a pull quote, from beside it
        ):
            citation, groups = " ".join(line.text for line in last), groups[:-1]
        quote_id = self.next_id()
        blocks = tuple(Paragraph(id=self.next_id(), text=_joined(g), spans=spans_of(g, self.base)) for g in groups)
        pull = part.kind == "pull"
        return Quote(id=quote_id, role=role, blocks=blocks, citation=citation, pull=pull)

    def rows(self, table: Box) -> tuple[tuple[Cell, ...], ...]:
        rows: list[tuple[Cell, ...]] = []
        for row in self.document.boxes[table.index + 1 : table.end]:
            if row.tag != "tr":
                continue
            cells = []
            for cell in row.boxes:
                if cell.tag in ("td", "th"):
                    lines = self.lines(cell)
                    cells.append(
                        Cell(
                            text=_joined(lines),
                            spans=spans_of(lines, self.base),
                            header=cell.tag == "th",
                            colspan=_count(cell.get("colspan")),
                            rowspan=_count(cell.get("rowspan")),
                        )
                    )
            if cells:
                rows.append(tuple(cells))
        return tuple(rows)


def _count(value: str) -> int:
    return min(int(value), MAX_SPAN) if value.isdecimal() and len(value) < 6 and int(value) > 0 else 1


def block_text(block: Block) -> str:
    """The block's words as plain text, empty for pictures, widgets, boxes and pull quotes."""
    if isinstance(block, Paragraph | Heading | Code):
        return block.text
    if isinstance(block, ListBlock):
        return "\n".join(_item_texts(block.items))
    if isinstance(block, Quote):
        return "" if block.pull else "\n\n".join(t for b in block.blocks if (t := block_text(b)))
    if isinstance(block, Group):
        return "\n\n".join(t for b in block.blocks if b.role is None and (t := block_text(b)))
    if isinstance(block, Table):
        return "\n".join("\t".join(" ".join(cell.text.split("\n")) for cell in row) for row in block.rows)
    return ""


def _item_texts(items: tuple[ListItem, ...]) -> list[str]:
    out: list[str] = []
    for item in items:
        if item.text:
            out.append(item.text)
        out.extend(_item_texts(item.items))
    return out


def body_of(blocks: tuple[Block, ...], language: str | None) -> Body:
    text = "\n\n".join(t for b in blocks if b.role is None and (t := block_text(b)))
    inside = (b for block in blocks for b in (block.blocks if isinstance(block, Group) else (block,)))
    paragraphs = sum(1 for b in inside if isinstance(b, Paragraph) and b.role is None)
    unspaced = (language or "").split("-")[0].lower() in UNSPACED if language else is_dense_script(text)
    words = None if unspaced else len(text.split())
    return Body(blocks=blocks, text=text, counts=Counts(words=words, chars=len(text), paragraphs=paragraphs))
