"""The lines under the headline that sum the story up."""

from itertools import islice

from copydesk.normalize.classes import is_named
from copydesk.normalize.credits import is_caption_line
from copydesk.normalize.document import Document, Line
from copydesk.normalize.furniture import CHROME_TAGS
from copydesk.normalize.headline import ALIKE, HEADING_TAGS, MAX_KICKER, Headline, folded, likeness, squeezed
from copydesk.normalize.parts import Part, is_all_strong, is_inline_named
from copydesk.normalize.prose import SENTENCE_END
from copydesk.normalize.story import Story
from copydesk.normalize.zone.telling import MAX_TIME_LINE, MIN_DECK, is_signature, times_of, visual_lines
from copydesk.page.patterns import pattern_of

LAYER_WORDS = frozenset(["layer", "tooltip", "popup", "modal"])  # what opens over the page is no deck, though its name says summary


# name nothing but a deck: right under the headline even a `<p>` of sentences, where `lead` and `intro` may be the first paragraph
STANDFIRST_WORDS = frozenset(["chapo", "chapeau", "standfirst", "vorspann", "sottotitolo", "entradilla"])


MAX_DECK = 700  # characters of all deck lines; longer ones of the corpus are first paragraphs


LIST_SIGN = pattern_of(r"^(?:[-–—]\s+|[■◆◇▶●○□•ㆍ·]\s*)(?=\S)")


def find_deck(
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
            and likeness(text, folded(headline.text or "")) < ALIKE
            and not any(b.tag == box.tag and b.first >= last for b in document.boxes[story.container.index : story.container.end])
        )
        if (
            not (named or (says and not story.container.contains(box)) or heads)
            or any(line.index in claimed for line in lines)
            or text in headline.declared
            or _says_headline(text, headline)
        ):
            continue
        lines = [line for line in lines if not _is_of_picture(line, start)]
        if not lines:
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
        captions = frozenset(
            line.index for part in story.parts if part.kind == "caption" or part.dropped == "interlude" for line in part.lines
        )
        chosen = _unnamed(document, headline, start, min(end, first.lines[0].index), claimed | captions, language)
    indices = {line.index for line in chosen}
    parts = frozenset(i for i, p in enumerate(story.parts) if p.lines and all(line.index in indices for line in p.lines))
    return tuple(chosen), parts


def _says_headline(text: str, headline: Headline) -> bool:
    """Whether it is the headline again, a kicker before it or not: `Harbour works:Council votes …`."""
    told, own = squeezed(text), squeezed(headline.text or "")
    return bool(own) and told.endswith(own) and len(told) - len(own) <= MAX_KICKER


def _is_title_again(line: Line, headline: Headline) -> bool:
    box = next((b for b in (line.box, *islice(line.box.ancestors(), 1)) if b.tag in HEADING_TAGS), None)
    return box is not None and likeness(folded(line.text), folded(headline.text or "")) >= ALIKE


NO_DECK_TAGS = frozenset("button dt dd time label a address summary option".split())


NO_DECK_WORDS = frozenset(["date", "time", "byline", "author", "source", "credit", "copyright"])


def _words_around(line: Line) -> frozenset[str]:
    return line.box.words | line.box.parent.words if line.box.parent is not None else line.box.words


def _is_of_picture(line: Line, start: int) -> bool:
    """Whether its box or one of three around it, none of which holds the headline, calls itself a caption."""
    return any(box.first >= start and is_named(box.names, "caption") for box in (line.box, *islice(line.box.ancestors(), 3)))


def _is_beside_picture(document: Document, line: Line) -> bool:
    """Whether the line is all the text of one of the three boxes around it that holds a picture."""
    for box in (line.box, *islice(line.box.ancestors(), 2)):
        if document.chars(box) != line.chars:
            return False
        if any(leaf.tag == "img" for leaf in document.leaves_of(box)):
            return True
    return False


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
        if (
            line.hidden
            or folded(line.text) in headline.declared
            or line.text == headline.text
            or _says_headline(line.text, headline)
            or _is_title_again(line, headline)
        ):
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
    if (
        line.box.tag in NO_DECK_TAGS
        or _is_furniture(line)
        or not NO_DECK_WORDS.isdisjoint(_words_around(line))
        or _is_beside_picture(document, line)
        or (least < 40 and SENTENCE_END.search(line.text[-3:]))
    ):
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


def deck_texts(lines: tuple[Line, ...]) -> tuple[str, ...]:
    """The deck's visual lines; a sign that every one of several begins with sets them as a list and is no text: `- …`, `■ …`."""
    texts = tuple(text for line in lines for text in visual_lines(line))
    marked = len(texts) > 1 and all(LIST_SIGN.match(text) for text in texts)
    return tuple(LIST_SIGN.sub("", text) for text in texts) if marked else texts
