"""Lists of links to articles: rank, title, labels, picture and summary of each item."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from copydesk.article import LinkItem
from copydesk.normalize.document import Box, Document, Inline, Line
from copydesk.normalize.labels import split_labels
from copydesk.normalize.prose import is_dense_script
from copydesk.normalize.widgets.embeds import absolute
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.more import MAX_MORE, is_more
from copydesk.normalize.widgets.survey import covers, inline_words, row_of, without_more
from copydesk.normalize.widgets.vocabulary import normalised, vocabulary
from copydesk.page.patterns import pattern_of

BADGES = frozenset(
    (
        "단독 속보 상보 종합 영상 동영상 포토 사진 그래픽 기획 연재 인터뷰 사설 칼럼 르포 현장 특집 긴급 live new video photo "
        "exclusive breaking updated update premium plus 速報 独自 動画 写真 有料 独占 特集 独家 视频 視頻 图 圖 直播 exklusiv "
        "abo 유료 프리미엄 출고 화보 1보 2보 이슈 팩트체크 단독보도 날씨 심층"
    ).split()
)
RANK = pattern_of(r"^(?:no\.?\s*)?(\d{1,2})(?:위|位|\.|\)|:)?$", re.I)
LEADING_RANK = pattern_of(r"^(\d{1,2})(?:\s*[.)]\s+|위\s+|位\s*|\s+(?=\D))")
TIMELIKE = pattern_of(
    r"^(?:\d{1,2}\s*(?:분|시간|일|초|주|개월|年|月|日|分|時間|min|mins|minutes?|hours?|hrs?|h|d|days?|std)\b.*|(?:vor|il y a|hace)\s.*|"
    r"\d+\s?(?:分|小?时|小?時|時間|日|天|周|週間?|个月|個月|か月|年)(?:钟|鐘)?(?:以前|前|전)$|\d{2,4}[-./]\s?\d{1,2}[-./]\s?\d{1,4}.*|\d{1,2}:\d{2}.*|\d{1,2}[./月]\d{1,2}日?.*|.{0,20}\b(?:ago|전|前)$|\d+)$",
    re.I,
)
IMAGE_KEYS = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")


type Pieces = list[tuple[str, Inline | None]]


@dataclass(frozen=True, slots=True)
class _Segment:
    """What of a line belongs to one link, or to none."""

    line: Line
    pieces: Pieces
    link: Inline | None
    text: str


@dataclass(slots=True)
class _Entry:
    """What one address gathered on its way through the list."""

    href: str | None
    segments: list[_Segment] = field(default_factory=list)
    rank: int | None = None
    image: str | None = None
    box: Box | None = None
    badges: list[str] = field(default_factory=list)


def _segments(line: Line) -> list[_Segment]:
    """The line cut where its link changes; badges and ranks before a link stay with it, small texts after it too."""
    links = {id(inline.link) for _, inline in line.pieces if inline is not None and inline.link is not None}
    if len(links) <= 1:
        link = next((inline.link for _, inline in line.pieces if inline is not None and inline.link is not None), None)
        return [_Segment(line, line.pieces, link, line.text)]
    groups: list[tuple[Inline | None, Pieces]] = []
    for text, inline in line.pieces:
        link = inline.link if inline is not None else None
        if groups and (link is groups[-1][0] or link is None):
            groups[-1][1].append((text, inline))
        elif groups and groups[-1][0] is None:
            groups[-1] = (link, [*groups[-1][1], (text, inline)])
        else:
            groups.append((link, [(text, inline)]))
    return [_Segment(line, pieces, link, " ".join("".join(text for text, _ in pieces).split())) for link, pieces in groups]


def read_links(found: Found, document: Document, base: str | None) -> tuple[LinkItem, ...]:
    entries = _one_a_row(_in_rows(_entries(found, document, base), found), found)
    items = [item for entry in entries if (item := _item(entry, base, found.rule.endswith(":prefix"))) is not None]
    return tuple(items) or _plain_items(found, document)


def _in_rows(entries: list[_Entry], found: Found) -> list[_Entry]:
    """Without short links that stand beside a list whose articles are its rows: to the section, to the archive."""
    inside = [any(box.tag == "li" for box in _boxes_within(entry, found)) for entry in entries]
    if sum(inside) < 2:
        return entries
    return [e for e, row in zip(entries, inside, strict=True) if row or sum(len(s.text) for s in e.segments) > MAX_MORE]


def _one_a_row(entries: list[_Entry], found: Found) -> list[_Entry]:
    """Without the short links (author, section, place) that stand in one row with a single title: they tell of it."""
    texts = [max((segment.text for segment in entry.segments), key=len, default="") for entry in entries]
    titles = [entry for entry, text in zip(entries, texts, strict=True) if _is_title(text)]
    if not titles or (len(titles) == 1 and len(entries) > MAX_BESIDE + 1):
        return entries
    return [e for e, text in zip(entries, texts, strict=True) if _is_title(text) or not _goes_with_a_title(e, titles, found)]


def _goes_with_a_title(entry: _Entry, titles: list[_Entry], found: Found) -> bool:
    inner: Box | None = None
    for box in (*_boxes_within(entry, found), *((found.box,) if found.box is not None else ())):
        inside = [title for title in titles if title.box is not None and box.contains(title.box)]
        if inside:
            own = inside[0].box
            return len(inside) == 1 and (inner is None or not any(_is_twin(inner, other) and other.contains(own) for other in box.boxes))
        if box.tag in ROWS:
            return False
        inner = box
    return False


def _is_twin(box: Box, other: Box) -> bool:
    """Whether two boxes side by side are of one make, as the rows of a list are."""
    return box is not other and box.tag == other.tag and box.words == other.words


def _is_title(text: str) -> bool:
    if len(HANGUL.findall(text)) * 2 > len(text):
        return len(text) >= MIN_HANGUL_TITLE
    return len(text) >= (MIN_DENSE_TITLE if is_dense_script(text) else MIN_TITLE)


ROWS = frozenset(["li", "tr", "article"])
MIN_TITLE = 25  # characters of a link that is surely a title and no name or section; in scripts where one letter says more, half of it
MIN_DENSE_TITLE = 12
MIN_HANGUL_TITLE = 8
HANGUL = pattern_of("[가-힣]")
MAX_BESIDE = 2  # short links that may stand beside the only title of a list


def _boxes_within(entry: _Entry, found: Found) -> Iterator[Box]:
    box = entry.box
    while box is not None and box is not found.box and box.tag not in ("body", "main", "article"):
        yield box
        box = box.parent


def _entries(found: Found, document: Document, base: str | None) -> list[_Entry]:
    """Segments joined by address; unlinked lines between (a rank or badge before, a summary after) go to the entry of the same row."""
    entries: dict[str, _Entry] = {}
    last: _Entry | None = None
    rank: int | None = None
    badges: list[tuple[str, Line]] = []
    loose: list[_Segment] = []  # of a row whose link comes last, and only says `more`
    for segment in _segments_of(found, document):
        line, link = segment.line, segment.link
        if link is None:
            if match := RANK.match(segment.text):
                rank = int(match.group(1))
            elif normalised(segment.text) in BADGES:
                badges.append((segment.text.strip("[]【】 "), line))
            elif last is not None and _same_row(last, line, found):
                last.segments.append(segment)
            else:
                loose.append(segment)
            continue
        href = (link.attributes.get("href") or "").strip()
        key = _key(href, link, base)
        number = RANK.match(segment.text)
        if key in entries:
            entry = entries[key]
        elif covers(line, document) and (row := [s for s in loose if row_of(s.line) is row_of(line)]):
            entry = entries[key] = _Entry(href, segments=row, rank=rank, box=line.box)
            rank, loose, last = None, [], None
            continue
        elif is_more(segment.text) or not href or (href.startswith("#") and len(segment.text) < 12):
            last = None
            continue
        else:
            entry = entries[key] = _Entry(href, rank=rank, box=line.box)
            entry.badges += [text for text, other in badges if _in_one_row(other, line, found)]
            rank = None
            badges = []
        if number is None:
            entry.segments.append(segment)
        elif entry.rank is None:
            entry.rank = int(number.group(1))
        last = entry
    _add_images(entries, found, document, base)
    return list(entries.values())


def _segments_of(found: Found, document: Document) -> Iterator[_Segment]:
    """Everything but the heading; of a heading's line, the links that stand beside the heading."""
    for i in found.lines:
        segments = _segments(document.lines[i])
        if i not in found.title_lines:
            yield from segments
        elif found.title != without_more(document.lines[i]):
            yield from (segment for segment in segments if segment.link is not None and segment.text != found.title)


def _in_one_row(before: Line, line: Line, found: Found) -> bool:
    box: Box | None = line.box
    for _ in range(4):
        if box is None or box is found.box:
            return False
        if box.first <= before.index < box.last:
            return True
        box = box.parent
    return False


def _key(href: str, link: Inline, base: str | None) -> str:
    if href.startswith(("javascript:", "#")) or not href:
        return f"{id(link.node)}"
    return absolute(href, base) or href


def _same_row(entry: _Entry, line: Line, found: Found) -> bool:
    """Whether the line stands in the same list item as the entry's link."""
    own = entry.segments[-1].line.box if entry.segments else entry.box
    row = own
    for _ in range(5):
        if row is None or row is found.box:
            return False
        if row.first <= line.index < row.last:
            return True
        if row.tag in ("li", "tr", "article"):
            return False
        row = row.parent
    return False


def _add_images(entries: dict[str, _Entry], found: Found, document: Document, base: str | None) -> None:
    if found.box is None:
        return
    for leaf in document.leaves_of(found.box):
        if leaf.tag not in ("img", "amp-img"):
            continue
        source = next((value for name in IMAGE_KEYS if (value := leaf.get(name)) and not value.startswith("data:")), None)
        if source is None:
            continue
        href = (leaf.link.attributes.get("href") or "").strip() if leaf.link is not None else ""
        entry = entries.get(_key(href, leaf.link, base)) if leaf.link is not None else None
        if entry is None:
            row = next((b for b in (leaf.box, *leaf.box.ancestors()) if b.tag in ("li", "article", "dl")), None)
            inside = [e for e in entries.values() if row is not None and e.segments and row.first <= e.segments[0].line.index < row.last]
            entry = inside[0] if len(inside) == 1 else None
        if entry is not None and entry.image is None:
            entry.image = absolute(source, base)


def _item(entry: _Entry, base: str | None, prefixed: bool) -> LinkItem | None:
    """None where the entry has no text that can be a title."""
    labels = list(entry.badges)
    rank = entry.rank
    candidates: list[tuple[_Text, _Segment]] = []
    for segment in entry.segments:
        if segment.line.hidden or is_more(segment.text):
            continue
        text = _text_of(segment)
        rank = text.rank if rank is None else rank
        labels.extend(text.badges)
        if normalised(text.bare) in BADGES:
            labels.append(text.bare.strip("[]【】"))
        elif text.bare and not TIMELIKE.match(text.bare) and not is_more(text.bare):
            candidates.append((text, segment))
    if not candidates:
        return None
    at = _title_index([(text.bare, segment) for text, segment in candidates])
    bare, printed = candidates[at][0].bare, candidates[at][0].printed
    if (
        rank is None
        and (match := LEADING_RANK.match(bare))
        and len(bare) > match.end() + 4
        and any(mark in match.group(0) for mark in ".)위位")
    ):
        rank, bare, printed = int(match.group(1)), bare[match.end() :], printed.removeprefix(match.group(0))
    if prefixed:
        bare, printed = _without_prefix(bare), _without_prefix(printed)
    title, bracketed = split_labels(BULLET.sub("", bare))
    summary = next((text.bare for i, (text, _) in enumerate(candidates) if i != at and len(text.bare) >= 30 and text.bare != bare), None)
    found = dict.fromkeys(label for label in (*labels, *(label.text for label in bracketed)) if label)
    return LinkItem(
        rank=rank, title=title, printed=printed, labels=tuple(found), url=absolute(entry.href, base), image=entry.image, summary=summary
    )


BULLET = pattern_of(r"^[►▶▷▸☞☛·ㆍ•∙※→]\s*(?=\S{2})")  # sets a row of the list and is no part of its title
PREFIX = pattern_of(r"[^\w\[【(]*[\[【(]?([^:：\]】)]{2,40}?)\s*(?:[\]】)]|[:：])\s*(?=\S)")


def _without_prefix(printed: str) -> str:
    """Without the heading of such lists, where the line itself bears it: `☞ 관련기사 : …`."""
    match = PREFIX.match(printed)
    if match is None:
        return printed
    kinds = vocabulary().labels.get(normalised(match.group(1)), ())
    return printed[match.end() :] if any(vocabulary().rules[kind].shape == "links" for kind in kinds) else printed


def _title_index(candidates: list[tuple[str, _Segment]]) -> int:
    """The segment in a heading or of class title; else the first long enough; a kicker before it is shorter."""
    for i, (text, segment) in enumerate(candidates):
        box = segment.line.box
        if len(text) >= 6 and (box.tag in HEADINGS or not TITLE_WORDS.isdisjoint(_names(segment))):
            return i
    long = [i for i, (text, segment) in enumerate(candidates) if segment.link is not None and len(text) >= (12 if text.isascii() else 8)]
    return long[0] if long else max(range(len(candidates)), key=lambda i: len(candidates[i][0]))


HEADINGS = frozenset("h2 h3 h4 h5 h6 strong".split())
TITLE_WORDS = frozenset("tit title headline subject".split())


def _names(segment: _Segment) -> set[str]:
    words = set(segment.line.box.words)
    for _, inline in segment.pieces:
        while inline is not None:
            words |= inline_words(inline)
            inline = inline.parent
    return words


@dataclass(frozen=True, slots=True)
class _Text:
    """`bare` is without badges that stand in elements of their own; neither has the rank or what stands outside the link."""

    bare: str
    printed: str
    badges: tuple[str, ...] = ()
    rank: int | None = None


def _text_of(segment: _Segment) -> _Text:
    if len(segment.pieces) == 1:
        return _Text(segment.text, segment.text)
    kept: list[str] = []
    printed: list[str] = []
    badges: list[str] = []
    rank: int | None = None
    for text, inline in segment.pieces:
        word = " ".join(text.split())
        own = inline is not None and inline.tag != "a"
        outside = segment.link is not None and (inline is None or inline.link is None)
        if own and word and normalised(word) in BADGES:
            badges.append(word.strip("[]【】 "))
            printed.append(text)
        elif rank is None and not "".join(kept).strip() and (match := RANK.match(word)):
            rank = int(match.group(1))
        elif not kept and "related_articles" in vocabulary().members.get(word.casefold(), ()):
            continue
        elif not outside and not (own and kept and (is_more(word) or TIMELIKE.match(word))):
            kept.append(text)
            printed.append(text)
    return _Text(" ".join("".join(kept).split()), " ".join("".join(printed).split()), tuple(badges), rank)


def _plain_items(found: Found, document: Document) -> tuple[LinkItem, ...]:
    """Items of a list that links nowhere."""
    items = []
    for i in found.lines:
        line = document.lines[i]
        if i in found.title_lines or is_more(line.text) or len(line.text) < 8 or TIMELIKE.match(line.text):
            continue
        text = _text_of(_Segment(line, line.pieces, None, line.text))
        title, bracketed = split_labels(text.bare)
        if title:
            labels = (*text.badges, *(label.text for label in bracketed))
            items.append(LinkItem(rank=text.rank, title=title, printed=text.printed, labels=labels))
    return tuple(items)
