"""Captions: found once beside their pictures, placed once, read into text, credit and place."""

import re
from dataclasses import dataclass, replace

from copydesk.article import Caption, Credit, Place, SeenIn
from copydesk.normalize.classes import is_named, words_of
from copydesk.normalize.collecting import NO_CAPTION_TAGS
from copydesk.normalize.credits import CaptionParts, is_caption_line, split_caption
from copydesk.normalize.document import Box, Document, Leaf, Line
from copydesk.normalize.headline import folded
from copydesk.normalize.media import Picture, is_teaser_link, read_picture
from copydesk.normalize.story import Story

MAX_CAPTION = 900  # characters; the longest true caption of the corpus has 720
DURATION = re.compile(r"^[\d\s:/.%×x+-]+$")
BUTTON_WORDS = re.compile(
    r"^(?:이미지\s*(?:확대|크게)\s*(?:보기)?|사진\s*(?:확대|크게보기)|확대(?:보기)?|View image|Enlarge(?: image)?|Open image.*"
    r"|Bild vergrößern|Vollbild|Zoom|×|\+|Foto:?)$",
    re.I,
)
CREDIT_WORDS = frozenset(
    [
        "credit",
        "credits",
        "copyright",
        "photographer",
        "photocredit",
        "imagecredit",
        "bildquelle",
        "quelle",
        "source",
        "byline",
        "author",
        "agency",
        "autor",
        "copy",
        "fotograf",
        "rights",
    ]
)
NO_CAPTION = re.compile(r"^(?:사진\s*설명|캡션|이미지|사진|photo|image|bild|foto|caption|\S+\.(?:jpe?g|png|gif|webp))$", re.I)


@dataclass(frozen=True, slots=True)
class FoundCaption:
    """`lines` are its visible home; `picture` is None where the page shows a player or nothing that we can name."""

    lines: tuple[Line, ...]
    printed: str
    credit: str | None
    picture: Picture | None
    leaf: Leaf | None
    box: Box
    seen_in: tuple[SeenIn, ...]
    place_index: int  # index of the first line at or after it; orders it among the story's blocks


def caption_boxes(document: Document, story: Story, headline_end: int) -> list[tuple[Box, tuple[Line, ...], Leaf | None]]:
    """Boxes that name themselves captions, between the headline and the end of the story, outside what was dropped."""
    found = [(p.box, p.lines, p.leaf) for p in story.parts if p.kind == "caption" and p.dropped is None and p.lines]
    taken = {box.index for box, _, leaf in found if leaf is None}
    dropped = [p.box for p in story.parts if p.dropped is not None and p.kind != "leaf"]
    for box in document.boxes:
        if box.index >= story.container.index or box.hidden or box.first < headline_end or document.chars(box) > MAX_CAPTION:
            continue
        if (box.tag == "figcaption" or (box.tag not in NO_CAPTION_TAGS and is_named(box.names, "caption"))) and not any(
            b.contains(box) for b in dropped
        ):
            lines = tuple(document.lines_of(box))
            inside = box.index in taken or any(document.boxes[i].contains(box) for i in taken)
            if lines and not inside and not box.contains(story.container):
                taken.add(box.index)
                found.append((box, lines, None))
    return sorted(found, key=lambda each: each[1][0].index)


def picture_of(document: Document, box: Box) -> Leaf | None:
    """The picture or player that the caption belongs to: in the same figure, else in the nearest box around both."""
    hosts = list(box.ancestors())
    figure = next((a for a in hosts[:5] if a.tag == "figure"), None)
    for host in [figure] if figure is not None else hosts[:3]:
        leaves = [leaf for leaf in document.leaves_of(host) if leaf.tag not in ("hr", "input", "canvas")]
        inside = [leaf for leaf in leaves if not box.contains(leaf.box)] or leaves
        before = [leaf for leaf in inside if leaf.box.index <= box.index]
        if before:
            return before[-1]
        if inside:
            return inside[0]
    return None


def read_lines(lines: tuple[Line, ...], box: Box, headline: str | None) -> tuple[tuple[Line, ...], str, str | None] | None:
    """(lines kept, printed, credit) of a caption's box; None where it holds buttons, durations or a placeholder alone."""
    texts: list[str] = []
    credits: list[str] = []
    kept: list[Line] = []
    for line in lines:
        if (line.box.tag in ("button", "a") and line.box is not box) or BUTTON_WORDS.match(line.text) or DURATION.match(line.text):
            continue
        kept.append(line)
        own = line.box if line.box is not box else None
        names = own.words if own is not None else frozenset()
        if (texts and not CREDIT_WORDS.isdisjoint(names)) or (_inline_words(line) & CREDIT_WORDS and _is_whole_inline(line)):
            credits.append(line.text)
        elif line.text not in texts:
            texts.append(line.text)
    printed = " ".join(texts)
    if not kept or (printed and (NO_CAPTION.match(printed) or (headline and folded(printed) == folded(headline)))):
        return None
    return tuple(kept), printed, " ".join(credits) or None


def _inline_words(line: Line) -> frozenset[str]:
    inline = line.pieces[0][1]
    return words_of(inline.attributes.get("class") or "") if inline is not None else frozenset()


def _is_whole_inline(line: Line) -> bool:
    texts = [i for piece, i in line.pieces if piece.strip()]
    return len({id(i) for i in texts}) == 1


def find_captions(
    document: Document, story: Story, *, headline_end: int, headline: str | None, base: str | None, claimed: frozenset[int]
) -> list[FoundCaption]:
    """Promise: one caption per picture, in document order, each line of the page in one caption at most."""
    out: list[FoundCaption] = []
    texts: dict[str, int] = {}
    for box, lines, beside in caption_boxes(document, story, headline_end):
        if all(line.index in claimed for line in lines):
            continue
        read = read_lines(lines, box, headline)
        if read is None:
            continue
        kept, printed, credit = read
        leaf = beside or picture_of(document, box)
        if leaf is not None and is_teaser_link(document, leaf, base) and sum(line.link_chars for line in lines) > 0:
            continue
        if leaf is None and beside is None and box.tag != "figcaption" and not any(is_caption_line(line.text) for line in lines):
            continue
        picture = read_picture(leaf, base) if leaf is not None and leaf.tag == "img" else None
        seen: list[SeenIn] = [
            "figcaption"
            if box.tag == "figcaption" or any(a.tag == "figcaption" for a in list(box.ancestors())[:3])
            else "table_cell"
            if box.tag in ("td", "th", "caption")
            else "adjacent"
        ]
        if (
            picture is not None
            and picture.alt
            and printed
            and (folded(picture.alt) == folded(printed) or (folded(picture.alt) in folded(printed) and len(picture.alt) > 20))
        ):
            seen.append("alt")
        key = folded(printed)
        first = out[texts[key]] if printed and key in texts else None
        if first is not None and (picture is None or first.picture is None or picture.key == first.picture.key):
            out[texts[key]] = replace(first, lines=first.lines + kept)
            continue
        if printed:
            texts[key] = len(out)
        out.append(FoundCaption(kept, printed, credit, picture, leaf, box, tuple(seen), kept[0].index))
    return out


def read_caption(found: FoundCaption, *, id: str, media_id: str | None, block_id: str | None, language: str | None) -> Caption:
    """The contract's caption of one that was found."""
    parts: CaptionParts = split_caption(found.printed, language=language)
    credit = parts.credit
    printed = found.printed
    if found.credit:
        read = split_caption(found.credit, language=language)
        tail = read.credit or Credit(printed=found.credit)
        credit = tail if credit is None else credit
        printed = f"{printed} {found.credit}".strip()
    return Caption(
        id=id,
        media_id=media_id,
        block_id=block_id,
        text=parts.text,
        printed=printed or None,
        marker=parts.marker,
        credit=credit,
        place=Place(name=parts.place) if parts.place else None,
        taken_on=parts.taken_on,
        rights=parts.rights,
        seen_in=found.seen_in,
    )
