"""What stands between a story's paragraphs and is no story: labels, placeholders, promos, signatures, notes on the author."""

import re
from collections import Counter
from dataclasses import replace
from itertools import islice

from copydesk.normalize.byline import is_byline_line
from copydesk.normalize.classes import is_named
from copydesk.normalize.container import REAL_PARAGRAPH
from copydesk.normalize.headline import HEADING_TAGS, folded
from copydesk.normalize.names import is_latin_name
from copydesk.normalize.parts import Part, drop
from copydesk.normalize.prose import is_dense_script
from copydesk.normalize.signing import is_author_named
from copydesk.page.patterns import pattern_of
from copydesk.rules import load_rules

MAX_LABEL = 60  # characters; a longer line that is said again is a refrain of the story
OFTEN = 3  # times
MAX_UNSEEN = 80  # characters that only a screen reader is told
MAX_LEAD_IN = 40  # characters before a link that is all else a paragraph holds
MAX_SIGNED = 60  # characters of a line that signs in the midst of a story
MAX_INTERLUDE = 600  # characters; a longer paragraph tells more than that
MAX_CLIMB = 4  # boxes around an offer
MAX_NAME_AT = 60  # characters before an author's name in a note about them
TAIL_OF_STORY = 5  # paragraphs from the end among which a note on the author stands
LEAD_IN = pattern_of(r"[:|»›>–—-]\s*$")
IS_SOMEBODY = pattern_of(
    r"\b(?:is|are|was|has|works|ist|sind|war|arbeitet|schreibt|berichtet|est|sont|es|son|é|är|er|jest|covers|writes|reports|lives)\b", re.I
)
STORY_CHROME = frozenset(
    ["interlude", "unseen", "said_often", "empty", "site"]
)  # what these filters name; furniture, and no unknown module
ORNAMENT = re.compile(r"\s*(?:[*＊·•∙~=_#◆◇■□●○★☆–—-]\s*){3,}|\s*[⁂❖✻❦]\s*")  # drawn with signs what `<hr>` draws
MAX_ORNAMENT = 80  # characters
SHOWN = ("paragraph", "heading")


def interlude_kind(text: str) -> str | None:
    """What the line is that stands between paragraphs, None for story."""
    for rule in load_rules().interludes.rules:
        if rule.pattern.match(text):
            return rule.kind
    return None


def drop_interludes(parts: list[Part]) -> list[Part]:
    """Lines that the rules know, lines for screen readers only, and text without a visible sign; a whole box that makes an offer."""
    judged = [_judged(p) if p.dropped is None and p.kind in (*SHOWN, "list") else p for p in parts]
    return _drop_around_offers(judged)


def _drop_around_offers(parts: list[Part]) -> list[Part]:
    """What else a small box says that makes an offer: merits of a subscription, `No, thanks`; void where a paragraph stands in it."""
    out = list(parts)
    for at, part in enumerate(parts):
        if part.dropped == "interlude" and any(interlude_kind(line.text) == "offer" for line in part.lines):
            for i in _box_around(out, at):
                out[i] = drop(out[i], "interlude") if out[i].kind != "caption" else out[i]
    return out


def _box_around(parts: list[Part], at: int) -> range:
    """The parts of the largest box around one of them that says little and holds no paragraph of a story."""
    whole = range(at, at + 1)
    for box in islice(parts[at].box.ancestors(), MAX_CLIMB):
        first, last, said = whole.start, whole.stop, 0
        while first and box.contains(parts[first - 1].box) and said <= MAX_INTERLUDE:
            first -= 1
            said += _weight(parts[first])
        while last < len(parts) and box.contains(parts[last].box) and said <= MAX_INTERLUDE:
            said += _weight(parts[last])
            last += 1
        if said + sum(_weight(parts[i]) for i in whole) > MAX_INTERLUDE:
            break
        whole = range(first, last)
    return whole


def _weight(part: Part) -> int:
    """Characters that stay; more than any offer has where the part tells something."""
    return 0 if part.dropped is not None else MAX_INTERLUDE + 1 if _tells(part) else part.chars


def _tells(part: Part) -> bool:
    return part.kind != "list" and part.is_sentence and part.chars * (2 if is_dense_script(part.text) else 1) >= REAL_PARAGRAPH


def _judged(part: Part) -> Part:
    if part.kind == "list":
        offered = part.chars <= MAX_INTERLUDE and any(interlude_kind(line.text) == "offer" for line in part.lines)
        return drop(part, "interlude") if offered else part
    if part.chars <= MAX_ORNAMENT and ORNAMENT.fullmatch(part.text):
        return replace(part, kind="divider")
    why = _reason(part)
    return drop(part, why) if why else part


def _reason(part: Part) -> str | None:
    if not any(c.isprintable() and not c.isspace() for c in part.text):
        return "empty"
    if part.chars <= MAX_UNSEEN and _is_unseen(part):
        return "unseen"
    return "interlude" if part.chars <= MAX_INTERLUDE and interlude_kind(part.text) else None


def _is_unseen(part: Part) -> bool:
    """Whether the part's own box names itself so, or the one around it that holds nothing else."""
    box, around = part.box, part.box.parent
    if is_named(box.names, "unseen"):
        return True
    alone = around is not None and (around.first, around.last) == (part.lines[0].index, part.lines[-1].index + 1)
    return alone and around is not None and is_named(around.names, "unseen")


def drop_often(parts: list[Part]) -> list[Part]:
    """The same short line again and again: a label of the page's machinery. Speakers end in a colon; days hold digits."""
    said = Counter(p.text for p in parts if p.dropped is None and _is_label(p))
    return [drop(p, "said_often") if said.get(p.text, 0) >= OFTEN and p.dropped is None and _is_label(p) else p for p in parts]


def _is_label(part: Part) -> bool:
    if part.kind != "paragraph" or part.chars > MAX_LABEL or part.text[-1] in ":：.!?。？！]>)」":
        return False
    return part.box.tag not in ("p", *HEADING_TAGS) and not any(map(str.isdigit, part.text))


def drop_led_links(parts: list[Part]) -> list[Part]:
    """A label that sends elsewhere and a mark, then a link to the end: `Read also: …`, `MORE ON THIS | …`.

    Other labels before links tell facts: `Website: …`, `Best for beginners: …`.
    """
    return [drop(p, "led_link") if p.dropped is None and p.kind in SHOWN and _is_led_link(p) else p for p in parts]


def _is_led_link(part: Part) -> bool:
    if len(part.lines) != 1 or not part.link_chars or part.link_share < 0.4:
        return False
    pieces = [(piece, inline.link if inline is not None else None) for piece, inline in part.lines[0].pieces if piece.strip()]
    linked = [link for _, link in pieces]
    first = next((i for i, link in enumerate(linked) if link is not None), None)
    if not first or any(link is None for link in linked[first:]) or len({id(link) for link in linked[first:]}) > 1:
        return False
    lead = "".join(piece for piece, _ in pieces[:first]).strip()
    words = LEAD_IN.sub("", lead)
    shouted = words.isupper() and len(words.split()) > 1
    return len(lead) <= MAX_LEAD_IN and words != lead and (shouted or interlude_kind(words) == "link_label")


def drop_signatures(parts: list[Part], language: str | None) -> list[Part]:
    """Lines that sign, in boxes that name themselves author, wherever they stand."""
    return [
        drop(p, "byline")
        if p.dropped is None
        and p.kind in SHOWN
        and p.chars <= MAX_SIGNED
        and not p.ends_like_one
        and is_author_named(p.box.names)
        and is_byline_line(p.text if "@" in p.text else f"By {p.text}" if not is_byline_line(p.text, language) else p.text, language)
        else p
        for p in parts
    ]


def drop_biographies(parts: list[Part], names: tuple[str, ...], signed: str) -> list[Part]:
    """Paragraphs among the last that say who the author is: of the declared names, or of those in the folded text under the headline."""
    out = list(parts)
    kept = [i for i, p in enumerate(parts) if p.dropped is None and p.kind in ("paragraph", "heading", "list", "quote")]
    for i in kept[max(1, len(kept) - TAIL_OF_STORY) :]:
        if parts[i].kind == "paragraph" and (is_biography(parts[i].text, names) or _tells_who_signed(parts[i].text, signed)):
            out[i] = drop(parts[i], "biography")
    return out


def _tells_who_signed(text: str, signed: str) -> bool:
    """Whether it begins with a name of the text that signs, and says what that person is."""
    verb = IS_SOMEBODY.search(text, 0, MAX_NAME_AT)
    name = text[: verb.start()].strip(" ,") if verb else ""
    return is_latin_name(name) and folded(name) in signed


def is_biography(told: str, names: tuple[str, ...]) -> bool:
    """Whether the text begins with one of the folded names and says what that person is or does."""
    text = folded(told)
    at = min((found for name in names if (found := text.find(name)) >= 0), default=-1)
    return 0 <= at <= MAX_NAME_AT and bool(IS_SOMEBODY.search(text, at))
