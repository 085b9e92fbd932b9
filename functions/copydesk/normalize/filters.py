"""Passes over the parts of a story, each with one reason to drop or rename.

Their order is told once, in `reading.py`.
"""

from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

from copydesk.normalize.classes import is_named
from copydesk.normalize.container import REAL_PARAGRAPH
from copydesk.normalize.document import Box
from copydesk.normalize.headline import ALIKE, folded, likeness
from copydesk.normalize.parts import Part, drop, is_all_strong, part_of
from copydesk.normalize.prose import SURE_CHARS
from copydesk.page.patterns import pattern_of

MAX_PULL = 70  # characters; a quote set apart, this short and in quotation marks is a display line
QUOTE_MARKS = "\"\u201c\u201e\u00ab\u2018'\u300c\u300e"
HEADING_SIGN = pattern_of(r"[◆◇■□]\s*[^\s◆◇■□]")  # before a sub-heading that nothing else marks, in Korean and Japanese
MAX_BOLD_HEADING = 60  # characters
MIN_ALIKE = 2  # lines of a class of their own, from which it is a sub-heading's


MAX_CARDS = 0.25  # of the text, above which small articles in the story are the story
MAX_CARD_LINES = 6


def drop_headline(parts: list[Part], declared: tuple[str, ...]) -> list[Part]:
    """The headline again, as the first line of the body, alone or on top of a `<br>` paragraph."""
    seen, told = 0, False
    out = []
    for part in parts:
        if part.dropped is None and part.kind in ("paragraph", "heading") and seen < 3:
            seen += 1
            told = told or (part.kind == "paragraph" and part.is_sentence)
            if folded(part.text) in declared or (part.kind == "heading" and not told and _is_alike(part, declared)):
                part = drop(part, "headline_again")
            elif len(part.lines) > 1 and part.kind == "paragraph" and folded(part.lines[0].text) in declared:
                out.append(part_of("paragraph", part.box, list(part.lines[:1]), dropped="headline_again"))
                part = part_of("paragraph", part.box, list(part.lines[1:]))
        elif (
            part.dropped is None and part.kind == "list" and part.chars < 300 and any(folded(line.text) in declared for line in part.lines)
        ):
            part = drop(part, "headline_again")
        out.append(part)
    return out


def _is_alike(part: Part, declared: tuple[str, ...]) -> bool:
    text = folded(" ".join(line.text for line in part.lines))
    return any(likeness(text, title) >= ALIKE for title in declared)


JOINED = frozenset("은 는 이 가 을 를 의 에 와 과 도 로 으로 에서 에게 수 것 것을 것이".split())  # what no Korean sentence begins with
QUOTES = (("\u201c", "\u201d"), ("\u2018", "\u2019"), ("\u300c", "\u300d"))
MIN_TORN = 25  # characters; a shorter line without an end is a heading or a label


def join_torn(parts: list[Part]) -> list[Part]:
    """A sentence that `<br><br>` tears in two: the first half has no end, the second begins as no sentence does."""
    out: list[Part] = []
    for part in parts:
        before = out[-1] if out else None
        if before is not None and _is_torn(before, part):
            out[-1] = part_of("paragraph", before.box, [*before.lines, *part.lines])
        else:
            out.append(part)
    return out


def _is_torn(before: Part, part: Part) -> bool:
    if before.kind != "paragraph" or part.kind != "paragraph" or before.dropped or part.dropped or before.box is not part.box:
        return False
    if before.chars < MIN_TORN or not before.text[-1].isalnum() or is_all_strong(before):
        return False
    return part.text[0].islower() or part.text.split(None, 1)[0] in JOINED or _is_open(before.text)


def _is_open(text: str) -> bool:
    """Whether a quotation begins in the text and does not end."""
    return any(text.count(left) > text.count(right) for left, right in QUOTES) or text.count('"') % 2 == 1


def drop_links(parts: list[Part]) -> list[Part]:
    """Paragraphs that are a link and nothing else: promos of other articles. A linked heading may title what it links to."""
    return [
        drop(p, "link_only") if p.dropped is None and p.kind == "paragraph" and p.chars > 4 and p.link_share > 0.85 else p for p in parts
    ]


def drop_cards(parts: list[Part]) -> list[Part]:
    """Teasers of other articles, each an `<article>` of its own among the paragraphs; void where they hold much of the text."""
    cards = {i: card for i, part in enumerate(parts) if part.dropped is None and part.lines and (card := _card_around(part)) is not None}
    told = sum(part.chars for part in parts if part.dropped is None)
    if not cards or sum(parts[i].chars for i in cards) > MAX_CARDS * told:
        return parts
    titled = {cards[i].index for i in cards if parts[i].kind == "heading"}
    return [drop(part, "card") if i in cards and cards[i].index in titled else part for i, part in enumerate(parts)]


def _card_around(part: Part) -> Box | None:
    box = part.box.parent
    while box is not None and box.last - box.first <= MAX_CARD_LINES:
        if box.tag == "article":
            return box
        box = box.parent
    return None


def drop_repeats(parts: list[Part]) -> list[Part]:
    """Text told twice; a box of which half is told twice is a copy for mail or print, and goes whole."""
    seen: set[str] = set()
    captions = sorted(folded(part.text) for part in parts if part.kind == "caption")
    out = list(parts)
    again: dict[int, int] = {}
    whole: dict[int, int] = {}
    for i, part in enumerate(parts):
        if part.dropped is None and part.kind in ("paragraph", "quote", "list"):
            key = folded(part.text)
            whole[part.box.index] = whole.get(part.box.index, 0) + part.chars
            if key in seen:
                again[part.box.index] = again.get(part.box.index, 0) + part.chars
                if part.chars > 40 and part.kind != "list":  # lists of the same merits stand under several things
                    out[i] = drop(part, "told_twice")
            elif part.kind == "paragraph" and part.chars > 40 and _begins_one(key, captions):
                out[i] = drop(part, "told_twice")  # the caption again, beside its picture
            seen.add(key)
    copies = {box for box, chars in again.items() if chars > 0.5 * whole[box] and chars > 100}
    return [drop(p, "told_twice") if p.box.index in copies else p for p in out]


EXCERPT = 60  # characters in which an excerpt and the story's beginning agree


def is_excerpt(text: str, opening: str) -> bool:
    """Whether a system cut the text from the story's beginning: it says the first words again and ends in dots."""
    first = folded(opening)[:EXCERPT]
    return len(first) == EXCERPT and text.rstrip("] ").endswith(("…", "...")) and folded(text).startswith(first)


def drop_excerpt(parts: list[Part]) -> list[Part]:
    """The excerpt that stands as the first paragraph."""
    kept = [i for i, part in enumerate(parts) if part.dropped is None and part.kind == "paragraph"][:2]
    if len(kept) < 2 or not is_excerpt(parts[kept[0]].text, parts[kept[1]].text):
        return parts
    return [drop(part, "told_twice") if i == kept[0] else part for i, part in enumerate(parts)]


def _begins_one(text: str, ordered: list[str]) -> bool:
    """Whether one of the ordered texts begins with it: if any does, then the first that is not less."""
    at = bisect_left(ordered, text)
    return at < len(ordered) and ordered[at].startswith(text)


def drop_boxes_around(parts: list[Part]) -> list[Part]:
    """Asides without a box's name are boxes of the story only in its midst."""
    told = [i for i, p in enumerate(parts) if p.dropped is None and p.kind == "paragraph"]
    first, last = (told[0], told[-1]) if told else (0, -1)
    return [
        drop(p, "tag") if p.kind == "box" and not first < i < last and not is_named(p.box.names, "box") else p for i, p in enumerate(parts)
    ]


QUOTE_EDGES = " \"'."
MIN_REPEAT = 40  # characters that no two passages share by chance
MAX_SOUGHT = 500_000_000  # characters looked through for quotes: 0.3 s; a story of 10,000 may have 50,000 of them
MAX_CITATION = 40  # characters of who said a pull quote


def pull_quotes(parts: list[Part]) -> list[Part]:
    """A quote set apart whose words also stand in a paragraph repeats the story; so does one that names itself a pull quote.

    Who said it, right below in the same box, goes with it.
    """
    if not any(part.kind in ("quote", "pull") for part in parts):
        return parts
    whole = " ".join(folded(p.text) for p in parts if p.dropped is None and p.kind == "paragraph")
    patience = MAX_SOUGHT // (len(whole) + 1)  # quotes
    out: list[Part] = []
    for part in parts:
        before = out[-1] if out else None
        if part.dropped is None and part.kind == "quote":
            patience -= 1
            if (
                (patience >= 0 and _repeats(part, whole))
                or (part.chars < MAX_PULL and part.text[:1] in QUOTE_MARKS)
                or _is_pull_named(part)
            ):
                part = replace(part, kind="pull")
        elif before is not None and before.kind == "pull" and _is_citation(part, before):
            out[-1] = replace(
                before, lines=(*before.lines, *part.lines), text=f"{before.text}\n{part.text}", chars=before.chars + part.chars
            )
            continue
        out.append(part)
    return out


def _repeats(quote: Part, whole: str) -> bool:
    """Whether its words, or all but who said them, stand in the story's paragraphs."""
    text = folded(quote.text).strip(QUOTE_EDGES)
    said = max((folded(line.text).strip(QUOTE_EDGES) for line in quote.lines), key=len, default="")
    return (len(text) > 8 and text in whole) or (len(said) >= MIN_REPEAT and len(said) > 0.6 * len(text) and said in whole)


def _is_pull_named(quote: Part) -> bool:
    """Whether the quote's box or the one around each of its lines names itself a pull quote."""
    if is_named(quote.box.names, "pull"):
        return True
    return all(
        any(is_named(box.names, "pull") for box in (line.box, *line.box.ancestors()) if quote.box.contains(box)) for line in quote.lines
    )


def _is_citation(part: Part, quote: Part) -> bool:
    """Whether the line is all that stands beside the quote in a box of their own."""
    host = quote.box.parent
    return (
        part.kind == "paragraph"
        and part.dropped is None
        and len(part.lines) == 1
        and part.chars <= MAX_CITATION
        and not part.is_sentence
        and host is not None
        and host.contains(part.box)
        and host.first == quote.lines[0].index
        and host.last == part.lines[-1].index + 1
    )


def drop_labels_above(parts: list[Part]) -> list[Part]:
    """Short lines outside p before the first real paragraph: sections, counters, buttons."""
    first = next(
        (
            i
            for i, p in enumerate(parts)
            if p.dropped is None and p.kind == "paragraph" and p.chars >= REAL_PARAGRAPH * 0.6 and (p.is_sentence or p.chars > SURE_CHARS)
        ),
        None,
    )
    if first is None:
        return parts
    return [
        drop(p, "label_above")
        if i < first
        and p.dropped is None
        and p.kind == "paragraph"
        and p.box.tag != "p"
        and p.box is not parts[first].box
        and p.chars < 40
        and not p.ends_like_one
        and not p.text.startswith(("[", "<"))
        else p
        for i, p in enumerate(parts)
    ]


def drop_labels_below(parts: list[Part]) -> list[Part]:
    """Short lines outside p after the last real paragraph."""
    last = next(
        (
            i
            for i in range(len(parts) - 1, -1, -1)
            if parts[i].dropped is None
            and parts[i].kind in ("paragraph", "list", "quote", "table")
            and (parts[i].is_sentence or parts[i].chars > SURE_CHARS)
        ),
        None,
    )
    if last is None:
        return parts
    return [
        drop(p, "label_below")
        if i > last
        and p.dropped is None
        and p.kind == "paragraph"
        and p.box.tag != "p"
        and p.box is not parts[last].box
        and p.chars < 60
        and not p.ends_like_one
        else p
        for i, p in enumerate(parts)
    ]


def infer_headings(parts: list[Part]) -> list[Part]:
    """A short line all in bold or with a heading's sign, no sentence, between paragraphs, titles what follows."""
    out = list(parts)
    kept = [i for i, p in enumerate(parts) if p.dropped is None and p.kind not in ("leaf", "caption", "divider", "widget", "figure")]
    # in interviews the same signs stand before what each speaker says
    spoken = {parts[i].text[0] for i in kept if parts[i].is_sentence or parts[i].chars > MAX_BOLD_HEADING}
    apart = _heading_names(parts, kept)
    for here, after in pairwise(kept):
        part, below = parts[here], parts[after]
        if (
            (
                part.kind == "paragraph"
                and len(part.lines) == 1
                and part.chars <= MAX_BOLD_HEADING
                and not part.is_sentence
                and not part.text.startswith(("[", "<", "("))
            )
            and part.text[-1] not in ".:,。"
            and (
                is_all_strong(part)
                or (HEADING_SIGN.match(part.text) and part.text[0] not in spoken)
                or ((part.box.tag, part.box.names) in apart and below.kind == "paragraph" and below.is_sentence)
            )
            and below.kind != "heading"
            and not is_all_strong(below)
        ):
            out[here] = replace(part, kind="heading", level=3)
    return out


def _heading_names(parts: list[Part], kept: list[int]) -> frozenset[tuple[str, str]]:
    """(tag, class names) that several short lines have and no paragraph of sentences has, `<p class="interline">`; not under pictures."""
    looks: dict[tuple[str, str], list[int]] = {}
    for i in kept:
        if parts[i].kind == "paragraph" and parts[i].box.names:
            looks.setdefault((parts[i].box.tag, parts[i].box.names), []).append(i)
    return frozenset(
        look
        for look, places in looks.items()
        if len(places) >= MIN_ALIKE
        and all(_is_short_line(parts[i]) for i in places)
        and sum(_is_under_picture(parts, i) for i in places) <= len(places) / 2
    )


def _is_short_line(part: Part) -> bool:
    return len(part.lines) == 1 and part.chars <= MAX_BOLD_HEADING and not part.is_sentence


def _is_under_picture(parts: list[Part], i: int) -> bool:
    """Whether caption or credit could stand there: at most one short line between."""
    above = parts[max(0, i - 2) : i]
    return any(part.kind in ("leaf", "figure", "caption") for part in above) and not any(part.is_sentence for part in above)


def drop_bare_headings(parts: list[Part]) -> list[Part]:
    """A heading over nothing but what was dropped, up to the next heading of its rank or the end."""
    out = list(parts)
    below: Part | None = None
    gone = False
    for i in range(len(out) - 1, -1, -1):
        part = out[i]
        if part.dropped is not None:
            gone = gone or bool(part.lines)
            continue
        if part.kind in ("leaf", "divider"):
            continue
        if part.kind == "heading" and (below is None or (gone and below.kind == "heading" and below.level <= part.level)):
            out[i] = drop(part, "bare_heading")
            continue
        below, gone = part, False
    return out
