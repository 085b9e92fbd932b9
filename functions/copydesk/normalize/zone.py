"""Lines around the headline and before the story: which are deck, kicker, byline and times."""

from dataclasses import dataclass, replace
from itertools import pairwise

from copydesk.normalize.byline import is_byline_line, read_byline
from copydesk.normalize.classes import is_named
from copydesk.normalize.credits import is_caption_line
from copydesk.normalize.document import Box, Document, Line, collapse
from copydesk.normalize.furniture import CHROME_TAGS
from copydesk.normalize.headline import HEADING_TAGS, MAX_KICKER, Headline, folded, likeness
from copydesk.normalize.labels import label_kind
from copydesk.normalize.parts import Part, is_all_strong, is_inline_named
from copydesk.normalize.prose import SENTENCE_END
from copydesk.normalize.story import Story
from copydesk.normalize.times import LabelledTime, find_times
from copydesk.page.patterns import pattern_of

LAYER_WORDS = frozenset(["layer", "tooltip", "popup", "modal"])  # what opens over the page is no deck, though its name says summary
# name nothing but a deck: right under the headline even a `<p>` of sentences, where `lead` and `intro` may be the first paragraph
STANDFIRST_WORDS = frozenset(["chapo", "chapeau", "standfirst", "vorspann", "sottotitolo", "entradilla"])
MAX_DECK = 700  # characters of all deck lines; longer ones of the corpus are first paragraphs
KICKER_WORDS = frozenset(["kicker", "dachzeile", "overline", "eyebrow", "topline", "roofline", "spitzmarke", "antetitulo", "surtitre"])
TITLE_PARTS = frozenset(["title", "tit", "headline", "heading", "midashi", "titulo", "titre", "titel"])
KICKER_SIDES = frozenset(["sub", "pre", "top", "upper", "small", "over"])
MIN_KICKER = 4
MAX_BADGE = 8  # characters
MIN_DECK = 6
MAX_TIME_LABEL = 14  # characters
MAX_TIME_LINE = 120  # characters; a longer line that holds a date is prose


LIST_SIGN = pattern_of(r"^(?:[-–—]\s+|[■◆◇▶●○□•ㆍ·]\s*)(?=\S)")
JOINTS = pattern_of(r"\s[·•|⋅∙–—]\s|\s{2,}|\t")  # between the parts of a line that tells author, day and reading time


@dataclass(frozen=True, slots=True)
class Zone:
    """`deck` in order; `badges` are labels set beside the headline: `<em>단독</em>`.

    `deck_parts` are the story's parts that the deck took away from it; `signatures` what the site's rule calls bylines.
    """

    deck: tuple[Line, ...]
    kicker: tuple[Line, ...]
    badges: tuple[Line, ...]
    bylines: tuple[Line, ...]
    times: tuple[tuple[Line, tuple[LabelledTime, ...]], ...]
    deck_parts: frozenset[int]
    signatures: tuple[str, ...] = ()


def first_paragraph(story: Story, deck: frozenset[int] = frozenset()) -> Part | None:
    """The first part that reads like the story itself; `deck` are indices of parts that do not belong to it."""
    kept = [
        p for i, p in enumerate(story.parts) if i not in deck and p.dropped is None and p.kind in ("paragraph", "list", "quote", "table")
    ]
    return next((p for p in kept if p.is_sentence and not is_all_strong(p)), kept[0] if kept else None)


def read_zone(
    document: Document, headline: Headline, story: Story, description: str | None, language: str | None, claimed: frozenset[int]
) -> Zone:
    """Promise: no line is in two of the four.

    The deck is what names itself so, says what the page's description says, or is bold above the first paragraph.
    """
    first = first_paragraph(story)
    start = headline.lines[-1] + 1 if headline.lines else 0
    end = min((box.first for box in story.entries), default=first.lines[0].index) if first else start
    deck, deck_parts = _deck(document, headline, story, start, end, first, description, claimed, language)
    if deck_parts and not story.entries and (told := first_paragraph(story, deck_parts)) is not None:
        end = max(end, told.lines[0].index)  # a signature may stand between the deck and the story
    taken = {line.index for line in deck}
    kicker = _kicker(document, headline, language)
    times: list[tuple[Line, tuple[LabelledTime, ...]]] = []
    bylines: list[Line] = []
    reach = end if story.entries else max(end, start + 12)
    near = document.lines[max(0, (headline.lines[0] if headline.lines else 0) - 6) : reach]
    for line in near:
        if line.hidden or line.index in taken or line.index in headline.lines or len(line.text) > MAX_TIME_LINE:
            continue
        found = times_of(document, line, language)
        if found:
            times.append((line, found))
        elif line.index not in claimed and start <= line.index < max(end, start) and is_signature(line.text, language):
            bylines.append(line)
    return Zone(deck, kicker, _badges(document, headline), tuple(bylines), tuple(times), deck_parts)


def is_signature(text: str, language: str | None) -> bool:
    """A line that only signs; a bare Korean word could be any, so a title or a mail must stand beside the name."""
    if not is_byline_line(text, language=language):
        return False
    people = read_byline(text, language=language).people
    return "@" in text or not (language or "").startswith("ko") or any(p.role or p.email for p in people)


def _times_between_joints(text: str, language: str | None) -> tuple[LabelledTime, ...]:
    """Times of a line that tells more than times, each of its parts read alone: `Dec. 19, 2025 · Ada Quill on behalf of the council`."""
    start = 0
    for joint in (*JOINTS.finditer(text), None):
        piece = text[start : joint.start() if joint else len(text)]
        if piece != text and any(map(str.isdigit, piece)) and (found := find_times(piece, language=language)):
            return tuple(replace(time, start=time.start + start, end=time.end + start) for time in found)
        start = joint.end() if joint else 0
    return ()


def told_apart(line: Line) -> list[str]:
    """What a reader sees as the line's own facts: its elements where they touch, and what stands between bars."""
    return [part.strip() for text in visual_lines(line) for part in JOINTS.split(text) if part.strip()]


def _times_of_elements(line: Line, language: str | None) -> tuple[LabelledTime, ...]:
    """Times of elements that touch, each read alone: `<span>2025/02/24 15:39</span><span>Ada Quill</span>`."""
    pieces = visual_lines(line)
    out: list[LabelledTime] = []
    at = 0
    for piece in pieces if len(pieces) > 1 else ():
        at = max(at, line.text.find(piece, at))
        found = find_times(piece, language=language) if any(map(str.isdigit, piece)) else ()
        out.extend(replace(time, start=time.start + at, end=time.end + at) for time in found)
    return tuple(out)


def times_of(document: Document, line: Line, language: str | None) -> tuple[LabelledTime, ...]:
    """The line's times; a label alone on the line before (`<dt>입력</dt><dd>…`) names an unlabelled one."""
    if not any(map(str.isdigit, line.text)):
        return ()
    found = find_times(line.text, language=language) or _times_between_joints(line.text, language)
    if len(apart := _times_of_elements(line, language)) > len(found):
        found = apart  # one after the other the next one's label would be this one's
    if found and found[0].kind is None and (label := label_before(document, line, language)):
        return find_times(f"{label.text} {line.text}", language=language)
    return found


def label_before(document: Document, line: Line, language: str | None) -> Line | None:
    """The line before, where it is nothing but the label of this one's time: `<th>등록일</th><td>…</td>`."""
    label = document.lines[line.index - 1] if line.index else None
    if label is None or label.hidden or label.chars > MAX_TIME_LABEL or any(map(str.isdigit, label.text)):
        return None
    alone = find_times(line.text, language=language)
    if not alone or alone[0].kind is not None:
        return None
    named = find_times(f"{label.text} {line.text}", language=language)
    return label if named and named[0].kind is not None else None


def _deck(
    document: Document,
    headline: Headline,
    story: Story,
    start: int,
    end: int,
    first: Part | None,
    description: str | None,
    claimed: frozenset[int],
    language: str | None,
) -> tuple[tuple[Line, ...], frozenset[int]]:
    if not headline.lines or first is None:
        return (), frozenset()
    wanted = folded(description) if description else ""
    last = first.lines[-1].index
    chosen: list[Line] = []
    for box in document.boxes[(headline.box.index + 1) if headline.box else 0 :]:
        if box.first >= end and box.first > last:
            break
        if box.hidden or box.last <= start or box.first < start or box.last - box.first > 8 or box.first == box.last or box.last - 1 > last:
            continue
        if box.tag in CHROME_TAGS or box.tag in ("figure", "figcaption") or document.link_share(box) > 0.3:
            continue
        chars = document.chars(box)
        if not MIN_DECK <= chars <= MAX_DECK:
            continue
        lines = document.lines_of(box)
        named = is_named(box.names, "deck") or box.get("itemprop") in ("description", "alternativeHeadline", "alternateName")
        surely = box.first == start and not STANDFIRST_WORDS.isdisjoint(box.words)
        named = named or surely
        if box.last > end and not (named and (surely or box.tag != "p") and chars < 0.3 * story.prose):
            continue
        text = folded(" ".join(line.text for line in lines))
        says = (
            bool(wanted)
            and chars > 30
            and (text == wanted or likeness(text, wanted) > 0.85 or (len(wanted) > 60 and text.startswith(wanted.rstrip(" .…")[:-3])))
        )
        heads = (
            box.tag in ("h2", "h3", "h4")
            and chars >= 20
            and not any(b.tag == box.tag and b.first >= last for b in document.boxes[story.container.index : story.container.end])
        )
        if (
            not (named or (says and not story.container.contains(box)) or heads)
            or any(line.index in claimed for line in lines)
            or text in headline.declared
        ):
            continue
        if len(lines) == 1 and chars <= MAX_TIME_LINE and times_of(document, lines[0], language):
            continue
        if len(lines) > 1 and any(times_of(document, line, language) or is_signature(line.text, language) for line in lines):
            continue  # a head of deck, byline and day together; its own boxes come next
        if any(_is_furniture(line) for line in lines) or any(not LAYER_WORDS.isdisjoint(b.words) for b in (box, *box.ancestors())):
            continue
        chosen.extend(line for line in lines if line not in chosen)
        if says or len(chosen) > 6:
            break
    if not chosen:
        chosen = [
            line
            for line in document.lines[start : max(end, start)]
            if not line.hidden and MIN_DECK <= line.chars <= 200 and is_inline_named(line, "deck")
        ]
    if not chosen:
        chosen = _bold_lead(story, first, description)
    if not chosen:
        captions = frozenset(line.index for part in story.parts if part.kind == "caption" for line in part.lines)
        chosen = _unnamed(document, headline, start, min(end, first.lines[0].index), claimed | captions, language)
    indices = {line.index for line in chosen}
    parts = frozenset(i for i, p in enumerate(story.parts) if p.lines and all(line.index in indices for line in p.lines))
    return tuple(chosen), parts


NO_DECK_TAGS = frozenset("button dt dd time label a address summary option".split())
DENSE = frozenset({"ko", "ja", "zh"})  # languages whose decks are short clauses without a full stop
MAX_CLAUSE = 90  # characters of one deck line that nothing names
MAX_CLAUSES = 5


def _unnamed(document: Document, headline: Headline, start: int, end: int, claimed: frozenset[int], language: str | None) -> list[Line]:
    """Lines that nothing names, right under the headline or right above the first paragraph: no links, times or signatures, clauses all.

    Where full stops are the habit only the first place counts, and a line must be long: section names stand there too.
    """
    dense = (language or "").split("-")[0] in DENSE
    groups: list[list[Line]] = [[]]
    first = True
    for line in document.lines[start:end]:
        if line.hidden or folded(line.text) in headline.declared or line.text == headline.text:
            continue
        if _is_clause(document, line, claimed, language, least=9 if dense else 40):
            groups[-1].append(line)
        elif dense and not is_caption_line(line.text, language):
            groups.append([])
        elif not dense:
            break
        first = False
    if first:
        return []
    under, above = groups[0], groups[-1] if dense else []
    return next((group for group in (under, above) if 0 < len(group) < MAX_CLAUSES), [])


def _is_clause(document: Document, line: Line, claimed: frozenset[int], language: str | None, *, least: int) -> bool:
    if not least <= line.chars <= (MAX_CLAUSE if least < 40 else 160) or line.index in claimed or line.link_chars > 0.3 * line.chars:
        return False
    if line.box.tag in NO_DECK_TAGS or _is_furniture(line) or (least < 40 and SENTENCE_END.search(line.text[-3:])):
        return False
    return not (times_of(document, line, language) or is_signature(line.text, language) or is_caption_line(line.text, language))


def _is_furniture(line: Line) -> bool:
    return any(
        box.tag in CHROME_TAGS or box.tag in ("figure", "figcaption")
        for box in (line.box, *line.box.ancestors())
        if box.tag not in ("form", "aside")
    )


def _bold_lead(story: Story, first: Part, description: str | None) -> list[Line]:
    """Lines set in bold above the first paragraph, none of which ends like a sentence."""
    out: list[Line] = []
    for part in story.parts:
        if part is first or (part.lines and part.lines[0].index >= first.lines[0].index):
            break
        if (
            part.dropped is None
            and part.kind == "paragraph"
            and is_all_strong(part)
            and 10 <= part.chars <= 300
            and not part.text.startswith(("[", "<", "◆", "◇", "■"))
        ) and not part.is_sentence:
            out.extend(part.lines)
    return out


def visual_lines(line: Line) -> list[str]:
    """The line as a reader sees it: `<span>`s that stand against each other without a space are lines of their own."""
    pieces = [(piece, inline) for piece, inline in line.pieces if piece.strip()]
    apart = len(pieces) > 1 and all(
        i is not None and j is not None and i is not j and i.tag == j.tag == "span" and not (a[-1].isspace() or b[0].isspace())
        for (a, i), (b, j) in pairwise(pieces)
    )
    return [collapse(piece) for piece, _ in pieces] if apart and all(len(p.strip()) >= MIN_DECK for p, _ in pieces) else [line.text]


def deck_texts(lines: tuple[Line, ...]) -> tuple[str, ...]:
    """The deck's visual lines; a sign that every one of several begins with sets them as a list and is no text: `- …`, `■ …`."""
    texts = tuple(text for line in lines for text in visual_lines(line))
    marked = len(texts) > 1 and all(LIST_SIGN.match(text) for text in texts)
    return tuple(LIST_SIGN.sub("", text) for text in texts) if marked else texts


def _badges(document: Document, headline: Headline) -> tuple[Line, ...]:
    """Short lines beside the headline, in its own parent, that say a known label."""
    if headline.box is None or headline.box.parent is None:
        return ()
    around = headline.box.parent
    near = (*range(headline.lines[0] - 2, headline.lines[0]), headline.lines[-1] + 1)
    lines = [document.lines[i] for i in near if around.first <= i < around.last]
    return tuple(line for line in lines if not line.hidden and line.chars <= MAX_BADGE and label_kind(line.text) != "other")


def _kicker(document: Document, headline: Headline, language: str | None) -> tuple[Line, ...]:
    """The short line right above the headline: in the same heading, in a box that names itself a kicker, or a heading of its own."""
    if not headline.lines or headline.box is None:
        return ()
    first = headline.lines[0]
    inside = [line for line in document.lines[headline.box.first : first] if not line.hidden]
    if inside:
        return tuple(inside) if sum(line.chars for line in inside) < 60 else ()
    if first == 0:
        return ()
    line = document.lines[first - 1]
    if line.hidden or line.chars >= MAX_KICKER or line.text == headline.text:
        return ()
    names = line.box.words | (line.box.parent.words if line.box.parent else frozenset())
    return (line,) if not KICKER_WORDS.isdisjoint(names) or _is_kicker_heading(document, line, headline.box, language) else ()


def _is_kicker_heading(document: Document, line: Line, headline: Box, language: str | None) -> bool:
    """Whether the line is a whole box in the headline's own parent, a heading or named a part of the title; no link, time or signature."""
    box = line.box
    if box.parent is not headline.parent or document.lines_of(box) != [line] or line.link_chars:
        return False
    if box.tag not in HEADING_TAGS and not (box.words & TITLE_PARTS and box.words & KICKER_SIDES):
        return False
    return (
        line.chars >= MIN_KICKER
        and not SENTENCE_END.search(line.text[-2:])
        and label_kind(line.text) == "other"
        and not (times_of(document, line, language) or is_signature(line.text, language))
    )


def boxes_between(document: Document, start: int, end: int) -> list[Box]:
    return [box for box in document.boxes if start <= box.first and box.last <= end and not box.hidden]
