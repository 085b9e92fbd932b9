"""Captions: found once beside their pictures, placed once, read into text, credit and place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from copydesk.article import Caption, Credit, Place, SeenIn
from copydesk.normalize.caption_places import BUTTON_WORDS, DURATION, MAX_HOUSE, CaptionPlace, caption_places, lines_beside
from copydesk.normalize.classes import words_of
from copydesk.normalize.credits import CaptionParts, is_caption_line, split_caption, without_legend
from copydesk.normalize.document import Box, Document, Inline, Leaf, Line
from copydesk.normalize.headline import folded
from copydesk.normalize.media import PICTURES, Picture, is_teaser_link, read_picture
from copydesk.normalize.names import is_organisation
from copydesk.normalize.picture_facts import MAX_CREDIT, PictureFacts, credit_in_attributes, declared_pictures
from copydesk.normalize.seen import Seen
from copydesk.page.patterns import pattern_of

GRAPHICS = frozenset(["table", "svg", "pre", "math", "canvas", "model-viewer"])  # what a figure may show besides pictures and players
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
        "fotograf",
        "rights",
    ]
)
TEXT_WORDS = frozenset(["caption", "desc", "description", "text", "title"])
NO_CAPTION = pattern_of(r"^(?:사진\s*설명|캡션|이미지|사진|photo|image|bild|foto|caption|\S+\.(?:jpe?g|png|gif|webp))$", re.I)


@dataclass(frozen=True, slots=True)
class FoundCaption:
    """`lines` are its visible home, `controls` what else its figure says.

    `picture` is None where the page shows a player or nothing that we can name.
    """

    lines: tuple[Line, ...]
    printed: str
    credit: str | None
    picture: Picture | None
    leaf: Leaf | None
    box: Box
    seen_in: tuple[SeenIn, ...]
    place_index: int  # index of the first line at or after it; orders it among the story's blocks
    controls: tuple[Line, ...] = ()
    unseen_credit: bool = False  # told by an attribute or JSON-LD: no part of what is printed


def picture_of(document: Document, box: Box) -> Leaf | None:
    """The picture or player that the caption belongs to: in the same figure, else in the nearest box around both."""
    hosts = list(box.ancestors())
    figure = next((a for a in hosts[:5] if a.tag == "figure"), None)
    for host in [figure] if figure is not None else hosts[:3]:
        outside = chain(range(host.last_leaf - 1, box.last_leaf - 1, -1), range(box.first_leaf - 1, host.first_leaf - 1, -1))
        shown = _nearest(document, outside, box) or _nearest(document, range(box.last_leaf - 1, box.first_leaf - 1, -1), box)
        if shown is not None:
            return shown
    return None


def _nearest(document: Document, backwards: Iterable[int], box: Box) -> Leaf | None:
    """Of leaves, the last one first: the last whose box does not begin after this one, else the first of all."""
    first: Leaf | None = None
    for index in backwards:
        leaf = document.leaves[index]
        if leaf.tag not in ("hr", "input", "canvas"):
            if leaf.box.index <= box.index:
                return leaf
            first = leaf
    return first


@dataclass(frozen=True, slots=True)
class _Read:
    lines: tuple[Line, ...]
    controls: tuple[Line, ...]
    printed: str
    credit: str | None


def read_lines(place: CaptionPlace, headline: str | None, language: str | None) -> _Read | None:
    """None where the place holds buttons, durations or a placeholder alone."""
    texts: list[str] = []
    credits: list[str] = []
    kept: list[Line] = []
    controls: list[Line] = []
    for line in place.lines:
        if is_control(line, place):
            controls.append(line)
            continue
        kept.append(line)
        text, credit = split_line(line, place, language, first=not texts)
        credits += [credit] if credit else []
        texts += [text] if text and text not in texts else []
    if len(texts) > 1 and (house := _house_among(texts, place)) is not None:
        texts.remove(house)
        credits.append(house)
    printed = without_legend(" ".join(texts).rstrip(" -–—|"))
    if not kept or (printed and (NO_CAPTION.match(printed) or (headline and folded(printed).strip(" -–—|") == folded(headline)))):
        return None
    return _Read(tuple(kept), tuple(controls), printed, " ".join(dict.fromkeys(credits)) or None)


def is_control(line: Line, place: CaptionPlace) -> bool:
    """Buttons and durations in a figure; a link too, where other lines say more."""
    if BUTTON_WORDS.match(line.text) or DURATION.match(line.text):
        return True
    return line.box is not place.box and (line.box.tag == "button" or (line.box.tag == "a" and len(place.lines) > 1))


def split_line(line: Line, place: CaptionPlace, language: str | None, *, first: bool) -> tuple[str, str | None]:
    """(caption text, credit) as elements divide the line, or because the line says nothing but whose picture it is."""
    own = line.box.words
    named = not CREDIT_WORDS.isdisjoint(own) and (line.box is not place.box or own.isdisjoint(TEXT_WORDS))
    if named and (not first or len(line.text) <= MAX_CREDIT):
        return "", line.text
    told = [text for text, inline in line.pieces if not _is_credit(inline) and (inline is None or not DURATION.match(text.strip() or "-"))]
    credited = [text for text, inline in line.pieces if _is_credit(inline)]
    credit = " ".join("".join(credited).split())
    if credit and len(credit) <= MAX_CREDIT:
        return " ".join("".join(told).split()), credit
    alone = line.box is not place.box or len(place.lines) > 1
    if alone and len(line.text) <= MAX_CREDIT and split_caption(line.text, language=language).text == "":
        return "", line.text
    return " ".join("".join(told).split()) or line.text, None


def _is_credit(inline: Inline | None) -> bool:
    while inline is not None:
        words = words_of(inline.attributes.get("class") or "")
        if not CREDIT_WORDS.isdisjoint(words) and words.isdisjoint(TEXT_WORDS):
            return True
        inline = inline.parent
    return False


def _house_among(texts: list[str], place: CaptionPlace) -> str | None:
    """The line of several that only names a house: known as one, or the short last one of a picture's box that nothing names."""
    known = next((text for text in (texts[0], texts[-1]) if len(text) <= MAX_HOUSE and is_organisation(text)), None)
    last = texts[-1]
    return known or (last if not place.named and len(last) <= MAX_HOUSE and last[-1] not in ".!?…" else None)


def find_captions(seen: Seen) -> list[FoundCaption]:
    """Promise: one caption per picture, in document order, each line of the page in one caption at most."""
    out: list[list[FoundCaption]] = []  # each with what says it again
    texts: dict[str, int] = {}
    places = caption_places(seen)
    taken = {line.index for place in places for line in place.lines}
    declared: dict[str, PictureFacts] | None = None
    for place in places:
        if all(line.index in seen.claimed for line in place.lines):
            continue
        found = _found(place, seen)
        if found is None:
            continue
        if found.credit is None and found.picture is not None:
            declared = declared_pictures(seen.sources) if declared is None else declared
            found = with_credit(found, seen, taken, declared)
        key = folded(found.printed)
        n = texts.get(key) if key else _bare(found, out, seen.language)
        picture = out[n][0].picture if n is not None else None
        if n is not None and (found.picture is None or picture is None or found.picture.key == picture.key):
            out[n].append(found)
            continue
        if key:
            texts[key] = len(out)
        out.append([found])
    return [_merged(group) for group in out]


def _bare(found: FoundCaption, before: list[list[FoundCaption]], language: str | None) -> int | None:
    """Of a credit without a text: the caption of the same picture that stands right before it without a credit."""
    last = before[-1] if before else []
    first = last[0] if last else None
    if first is None or first.leaf is None or first.leaf is not found.leaf or not first.printed or any(one.credit for one in last):
        return None
    return len(before) - 1 if split_caption(first.printed, language=language).credit is None else None


def _merged(group: list[FoundCaption]) -> FoundCaption:
    """One caption of all that say it; joined once, for a page may say the same thousands of times."""
    if len(group) == 1:
        return group[0]
    return replace(
        group[0],
        lines=tuple(line for one in group for line in one.lines),
        controls=tuple(line for one in group for line in one.controls),
        credit=next((one.credit for one in group if one.credit), group[0].credit),
    )


def with_credit(found: FoundCaption, seen: Seen, taken: set[int], declared: dict[str, PictureFacts]) -> FoundCaption:
    """With the credit that stands elsewhere, where the caption itself has none: beside it, in the picture's attributes, in JSON-LD."""
    picture = found.picture
    if picture is None or split_caption(found.printed, language=seen.language).credit is not None:
        return found
    beside = [line for line in lines_beside(found.box, picture.leaf, seen) if line.index not in taken]
    credits = [line for line in beside if _is_all_credit(line, found.box, seen.language)]
    if credits:
        taken.update(line.index for line in credits)
        return replace(found, lines=(*found.lines, *credits), credit=" ".join(line.text for line in credits))
    if credit := credit_in_attributes(picture.leaf, found.printed):
        return replace(found, credit=credit, unseen_credit=True)
    facts = declared.get(picture.key)
    if facts is None or not facts.credit:
        return found
    return replace(found, credit=facts.credit, unseen_credit=True, seen_in=(*found.seen_in, "jsonld"))


def _is_all_credit(line: Line, caption: Box, language: str | None) -> bool:
    text, credit = split_line(line, CaptionPlace(caption, (line, line), None, named=True), language, first=False)
    return credit is not None and not text


def _found(place: CaptionPlace, seen: Seen) -> FoundCaption | None:
    box = place.box
    read = read_lines(place, seen.headline.text, seen.language)
    if read is None:
        return None
    leaf = place.leaf or picture_of(seen.document, box)
    if leaf is not None and is_teaser_link(leaf, seen.base) and sum(line.link_chars for line in place.lines) > 0:
        return None
    if leaf is None and not any(is_caption_line(line.text) for line in place.lines) and not _captions_graphic(box, seen):
        return None
    picture = read_picture(leaf, seen.base) if leaf is not None and leaf.tag in PICTURES else None
    return FoundCaption(
        read.lines, read.printed, read.credit, picture, leaf, box, _seen_in(box, picture, read.printed), read.lines[0].index, read.controls
    )


def _captions_graphic(box: Box, seen: Seen) -> bool:
    """Whether the caption's figure shows a table, a drawing or an embed; of one without any it is a quote's source or a notice."""
    figure = next((a for a in box.ancestors() if a.tag == "figure"), None) if box.tag == "figcaption" else None
    if figure is None:
        return False
    inside = seen.document.boxes[figure.index : figure.end]
    return any(b.tag in GRAPHICS for b in inside) or any(
        f.box is not None and f.provider is not None and figure.contains(f.box) for f in seen.found
    )


def _seen_in(box: Box, picture: Picture | None, printed: str) -> tuple[SeenIn, ...]:
    seen: list[SeenIn] = [
        "figcaption"
        if box.tag == "figcaption" or any(a.tag == "figcaption" for a in list(box.ancestors())[:3])
        else "table_cell"
        if box.tag in ("td", "th", "caption")
        else "adjacent"
    ]
    if picture is not None and printed:
        alt, title = folded(picture.alt or ""), folded(picture.leaf.get("title"))
        text = folded(printed)
        if alt and (alt == text or (alt in text and len(alt) > 20)):
            seen.append("alt")
        if title and (title == text or (title in text and len(title) > 20)):
            seen.append("title")
    return tuple(seen)


def read_caption(found: FoundCaption, *, id: str, media_id: str | None, block_id: str | None, language: str | None) -> Caption:
    """The contract's caption of one that was found."""
    parts: CaptionParts = split_caption(found.printed, language=language)
    credit = parts.credit
    printed, place = found.printed, parts.place
    if found.credit:
        read = split_caption(found.credit, language=language)
        place = place or read.place
        tail = read.credit or Credit(printed=found.credit)
        credit = tail if credit is None or tail.agencies or tail.people else credit
        printed = printed if found.unseen_credit else f"{printed} {found.credit}".strip()
    return Caption(
        id=id,
        media_id=media_id,
        block_id=block_id,
        text=parts.text,
        printed=printed or None,
        marker=parts.marker,
        credit=credit,
        place=Place(name=place) if place else None,
        taken_on=parts.taken_on,
        rights=parts.rights,
        seen_in=found.seen_in,
    )
