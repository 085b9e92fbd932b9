"""Links to the pages of topics, which no heading and no class name announces: told by where they lead, or by the page's own keywords."""

from collections.abc import Iterator

from copydesk.normalize.document import Box, Inline, Line
from copydesk.normalize.widgets.claims import MAX_PROMO, ORIGIN, whole
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.survey import Survey
from copydesk.normalize.widgets.vocabulary import CJK

MAX_TOPIC = 45  # characters
MAX_WIDE_TOPIC = 14  # characters of scripts that say much with few: longer ones are headlines
MIN_TOPICS = 2
MAX_UP = 4  # boxes between a topic and the row that it stands in
BETWEEN = " \t\xa0,;、，·•|/-–—#＃"  # what may stand around a topic


def by_topics(seen: Survey) -> Iterator[Found]:
    """Behind the headline, boxes of nothing but short links, of which two and at least half lead to topics."""
    at = seen.headline_lines[0] if seen.headline_lines else -1
    end = -1
    for line in seen.document.lines[at + 1 :]:
        if line.index < end or line.hidden or seen.chrome[line.index] or not _is_short(line) or not _topics_in(line, seen):
            continue
        box = _row_around(line, seen)
        if box is not None and not _is_in_header(line) and not _is_in_card(box, seen):
            yield whole(box, "tag_list", "widgets/tag_list:topics", (), seen)
            end = box.last


def _row_around(line: Line, seen: Survey) -> Box | None:
    """The innermost box around the line that holds several topics, where it holds nothing else."""
    for box, _ in zip((line.box, *line.box.ancestors()), range(MAX_UP), strict=False):
        lines = seen.document.lines_of(box)
        if seen.document.chars(box) > MAX_PROMO or seen.is_void(box, 0.1) or not all(map(_is_short, lines)):
            return None
        if sum(_topics_in(other, seen) for other in lines) >= MIN_TOPICS:
            return box if are_topics(lines, seen) else None
    return None


def are_topics(lines: list[Line], seen: Survey) -> bool:
    """Whether the lines are nothing but short links, of which two and at least half lead to topics."""
    links = [(text, link) for line in lines for text, link in _links_of(line)]
    topics = {_address_of(link) for text, link in links if _is_topic(text, link, seen)}
    if any(_leads_to_door(_address_of(link)) for _, link in links):
        return False  # the site's menu
    return len(topics) >= MIN_TOPICS and len(topics) * 2 >= len(links) and all(map(_is_short, lines))


def _address_of(link: Inline) -> str:
    return (link.attributes.get("href") or "").strip()


def _leads_to_door(address: str) -> bool:
    return not ORIGIN.sub("", address).strip("/")


def _is_in_header(line: Line) -> bool:
    """Whether the line stands in the site's header, which is no article's."""
    header = False
    for box in (line.box, *line.box.ancestors()):
        if box.tag in ("article", "main"):
            return False
        header = header or box.tag == "header"
    return header


def _is_in_card(box: Box, seen: Survey) -> bool:
    """Whether the topics are those of a teaser: its small box holds a linked title besides."""
    for around, _ in zip(box.ancestors(), range(MAX_UP), strict=False):
        if seen.document.chars(around) > MAX_CARD or around.tag in ("body", "main"):
            return False
        if (around.tag in ("li", "article") or not CARD_WORDS.isdisjoint(around.words)) and (
            seen.titles(around.first, box.first) or seen.titles(box.last, around.last)
        ):
            return True
    return False


CARD_WORDS = frozenset("card teaser item entry post".split())
MAX_CARD = 500  # characters of a teaser with its summary


def _is_short(line: Line) -> bool:
    """Whether the line is nothing but links as short as a topic."""
    if not line.link_chars:
        return False
    between = "".join(text for text, inline in line.pieces if inline is None or inline.link is None)
    return not "".join(between.split()).strip(BETWEEN) and all(
        len(text) <= (MAX_TOPIC if max(text) < CJK else MAX_WIDE_TOPIC) for text, _ in _links_of(line)
    )


def _topics_in(line: Line, seen: Survey) -> int:
    return sum(_is_topic(text, link, seen) for text, link in _links_of(line))


def _is_topic(text: str, link: Inline, seen: Survey) -> bool:
    if text.casefold() in seen.keywords:
        return True
    rel = (link.attributes.get("rel") or "").casefold().split()
    if "tag" in rel and "category" not in rel:  # some systems mark their sections as both
        return True
    return seen.vocabulary.under("tag_list", _address_of(link))


def _links_of(line: Line) -> list[tuple[str, Inline]]:
    """(text, link) of each link of the line that says something."""
    texts: dict[Inline, str] = {}
    for text, inline in line.pieces:
        if inline is not None and inline.link is not None:
            texts[inline.link] = texts.get(inline.link, "") + text
    return [(said, link) for link, text in texts.items() if (said := " ".join(text.split()).strip(BETWEEN))]
