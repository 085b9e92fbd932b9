"""Blocks, captions, widgets and media given their places in each other; every line its home."""

from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from typing import NamedTuple

from copydesk.article import Block, Caption, Group, Media, Placement, Region, Time, Widget
from copydesk.normalize import leftovers
from copydesk.normalize.blocks import Builder
from copydesk.normalize.captions import FoundCaption, read_caption
from copydesk.normalize.coverage import Homes
from copydesk.normalize.document import Box, Document
from copydesk.normalize.entries import Head, read_head
from copydesk.normalize.media import PICTURES, Picture, is_teaser_link, read_picture
from copydesk.normalize.parts import Part, drop
from copydesk.normalize.places import Places
from copydesk.normalize.seen import Seen
from copydesk.normalize.spans import absolute
from copydesk.normalize.tails import ROLES
from copydesk.normalize.widgets import Found, read_widget

MAX_HEAD_LINE = 90  # characters; a longer line that holds a time is prose


def place_media(seen: Seen, captions: list[FoundCaption]) -> tuple[tuple[Media, ...], dict[str, str]]:
    """(media, picture key → media id): pictures with a caption and pictures between the story's parts; noscript twins and sizes merged."""
    pictures: dict[str, Picture] = {}
    wanted = {c.leaf for c in captions if c.leaf is not None}
    document, story, base = seen.document, seen.story, seen.base
    start, end = seen.headline_end or story.container.first, seen.story_end
    dropped = [
        p.box for p in story.parts if p.dropped not in (None, "above_headline") and p.kind != "leaf" and p.box is not story.container
    ]
    within = boxes_within(document, (*dropped, *seen.pointed.dropped_boxes))
    for leaf in document.leaves:
        if leaf.tag not in PICTURES:
            continue
        inside = story.container.index <= leaf.box.index < story.container.end and start <= leaf.position <= end + 1
        if leaf not in wanted and not (inside and not is_teaser_link(leaf, base) and not within[leaf.box.index]):
            continue
        picture = read_picture(leaf, base)
        if picture and (picture.key not in pictures or pictures[picture.key].leaf.hidden):
            pictures[picture.key] = picture
    lead = absolute(seen.sources.meta("og:image"), base)
    media: list[Media] = []
    ids: dict[str, str] = {}
    for key, picture in pictures.items():
        ids[key] = f"m{len(media) + 1}"
        is_lead = bool(lead and picture.url and (picture.url.split("?")[0] == lead.split("?")[0]))
        media.append(
            Media(
                id=ids[key],
                kind="image",
                url=picture.url,
                alt=picture.alt,
                width=picture.width,
                height=picture.height,
                renditions=picture.renditions,
                lead=is_lead,
            )
        )
    if lead and not any(m.lead for m in media):
        media.append(Media(id=f"m{len(media) + 1}", kind="image", url=lead, lead=True))
    return tuple(media), ids


def boxes_within(document: Document, outer: Iterable[Box]) -> list[int]:
    """For each box of the page, how many of the outer ones it is or stands in."""
    steps = [0] * (len(document.boxes) + 1)
    for box in outer:
        steps[box.index] += 1
        steps[box.end] -= 1
    return list(accumulate(steps))


class _Item(NamedTuple):
    """Something that takes a place among the blocks: by line, then by rank."""

    at: int
    rank: int
    thing: "Part | FoundCaption | tuple[int, Found]"


def place(
    seen: Seen, captions_found: list[FoundCaption], media_of: dict[str, str], homes: Homes, places: Places, published: Time | None
) -> tuple[tuple[Block, ...], tuple[Caption, ...], tuple[Widget, ...]]:
    """Blocks, captions and widgets with their places in each other; gives homes as it goes."""
    for c in captions_found:
        homes.give(c.lines, "captions")
        homes.give_named([line.index for line in c.controls], "button")
    told = {c.printed for c in captions_found if c.printed}
    # the picture may be shown again above the story or in a gallery
    homes.give([line for line in seen.document.lines if not line.hidden and line.text in told], "captions")
    in_caption = {line.index for c in captions_found for line in c.lines}
    above = _lines_above(seen)
    found = (*seen.found, *leftovers.in_story(seen, in_caption | above | seen.claimed))
    builder = Builder(seen.document, seen.base, hidden=seen.story.hidden)
    blocks: list[Block] = []
    captions: list[Caption] = []
    placements: dict[int, Placement] = {}
    heads = [read_head(entry, seen.story.parts, published, seen.clock) for entry in seen.story.entries]
    for head in heads:
        homes.give([line for i in head.stamps for line in seen.story.parts[i].lines], "body")
        homes.give_named([line.index for i in head.labels for line in seen.story.parts[i].lines], "entry_label")
    over = frozenset(i for head in heads for i in (*head.stamps, *head.labels))
    signed = frozenset(i for head in heads for i in head.signatures)
    entry_of: dict[str, int] = {}
    boxes: dict[str, Box] = {}
    shown = {media_of[c.picture.key] for c in captions_found if c.picture is not None and c.picture.key in media_of}
    for item in _in_order(seen, captions_found, found, in_caption, above, over, signed):
        thing = item.thing
        block: Block | None = None
        if isinstance(thing, FoundCaption):
            media_id = media_of.get(thing.picture.key) if thing.picture else None
            block = builder.media(media_id, f"c{len(captions) + 1}")
            places.note(f"/captions/{len(captions)}", thing.box)
            captions.append(read_caption(thing, id=f"c{len(captions) + 1}", media_id=media_id, block_id=block.id, language=seen.language))
        elif isinstance(thing, tuple):
            n, widget = thing
            region = _region(seen, widget, item.at)
            places.note(f"/widgets/{n}", widget.box)
            placements[n] = Placement(region=region, after_block=blocks[-1].id if blocks else None)
            if region == "in_body":
                block = builder.widget(f"w{n + 1}")
        elif thing.kind == "leaf":
            picture = read_picture(thing.leaf, seen.base) if thing.leaf is not None else None
            media_id = media_of.get(picture.key) if picture else None
            if media_id and media_id not in shown:
                shown.add(media_id)
                block = builder.media(media_id, None)
        else:
            block = builder.build(thing, ROLES.get(thing.dropped) if thing.dropped else None)
            if block is not None:
                homes.give(thing.lines, "body")
        if block is not None:
            if isinstance(thing, Part):
                boxes[block.id] = thing.box
            entry = _entry_at(seen, item)
            if entry is not None:
                entry_of[block.id] = entry
            blocks.append(block)
    homes.give(leftovers.told_again(seen), "body")
    for f in found:
        homes.give(f.lines, "unknown" if f.kind == "unknown" else "widgets")
    widgets = tuple(
        read_widget(
            f, seen.document, id=f"w{n + 1}", placement=placements[n], published=published, language=seen.language, base_url=seen.base
        )
        for n, f in enumerate(found)
    )
    grouped = _grouped(blocks, entry_of, heads)
    for pointer, block in _pointers("/body/blocks", grouped):
        places.note(pointer, boxes.get(block.id))
    return grouped, tuple(captions), widgets


def _grouped(blocks: list[Block], entry_of: dict[str, int], heads: list[Head]) -> tuple[Block, ...]:
    """The blocks of each live-blog entry in a group with its title and time."""
    out: list[Block] = []
    for entry, run in groupby(blocks, key=lambda block: entry_of.get(block.id)):
        inside = tuple(run)
        if entry is None:
            out.extend(inside)
        else:
            out.append(Group(id=f"g{entry + 1}", title=heads[entry].title, at=heads[entry].at, blocks=inside))
    return tuple(out)


def _pointers(base: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str, Block]]:
    for i, block in enumerate(blocks):
        yield f"{base}/{i}", block
        if isinstance(block, Group):
            yield from _pointers(f"{base}/{i}/blocks", block.blocks)


def _entry_at(seen: Seen, item: _Item) -> int | None:
    """Which live-blog entry the thing stands in."""
    for i, entry in enumerate(seen.story.entries):
        if entry.first <= item.at < entry.last or (isinstance(item.thing, Part) and entry.contains(item.thing.box)):
            return i
    return None


def _lines_above(seen: Seen) -> set[int]:
    """Byline, kicker and time lines at the head of the story: meta, though they stand among its parts."""
    zone, limit = seen.zone, seen.story_start + 12
    lines = (*zone.bylines, *zone.kicker, *(line for line, _ in zone.times))
    return {line.index for line in lines if line.index < limit and line.chars < MAX_HEAD_LINE}


def _in_order(
    seen: Seen,
    captions_found: list[FoundCaption],
    found: tuple[Found, ...],
    in_caption: set[int],
    above: set[int],
    over: frozenset[int],
    signed: frozenset[int],
) -> list[_Item]:
    """Pictures, then captions, then text, then widgets of one line."""
    items: list[_Item] = []
    for index, part in enumerate(seen.story.parts):
        if index in over or index in seen.zone.deck_parts or (above and part.lines and all(line.index in above for line in part.lines)):
            continue
        if index in signed:
            part = drop(part, "byline")
        if part.kind == "leaf" and part.leaf is not None and part.leaf.tag in PICTURES:
            items.append(_Item(part.leaf.position, 0, part))
        elif part.kind == "divider" and part.dropped is None:
            at = part.leaf.position if part.leaf is not None else part.lines[0].index
            items.extend([_Item(at, 1, part)] if seen.story_start < at < seen.story_end else [])
        elif part.lines and _is_block(part, in_caption):
            items.append(_Item(part.lines[0].index, 2, part))
    items.extend(_Item(c.place_index, 1, c) for c in captions_found)
    items.extend(_Item(f.start, 3, (n, f)) for n, f in enumerate(found))
    return sorted(items, key=lambda item: (item.at, item.rank))


def _is_block(part: Part, in_caption: set[int]) -> bool:
    """Whether the part stands in the body: as story, or with a role at its end."""
    if part.dropped is not None:
        return part.dropped in ROLES
    return part.kind not in ("caption", "widget") and not all(line.index in in_caption for line in part.lines)


def _region(seen: Seen, found: Found, at: int) -> Region:
    box, start, end = found.box, seen.story_start, seen.story_end
    tags = {b.tag for b in (box, *box.ancestors())} if box is not None else set()
    if "footer" in tags:
        return "footer"
    if start <= at < end and (box is None or seen.story.container.contains(box)):
        return "in_body"
    if "aside" in tags:
        return "aside"
    if "header" in tags and at < start:
        return "header"
    return "above_body" if at < start else "below_body"
