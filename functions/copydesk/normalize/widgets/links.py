"""Lists of links to articles: rank, title, labels, picture and summary of each item."""

import re
from dataclasses import dataclass, field

from copydesk.article import LinkItem
from copydesk.normalize.document import Box, Document, Inline, Line
from copydesk.normalize.widgets.embeds import absolute
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.vocabulary import normalised, without_tail

MORE = frozenset(
    "더보기 더 보기 전체보기 전체 보기 more see more view more view all see all read more show more load more mehr mehr anzeigen weiterlesen weiter alle anzeigen mehr lesen "
    "もっと見る 一覧 一覧を見る 続きを読む もっと読む 更多 查看更多 more news voir plus lire la suite plus ver más leer más 이전 다음 prev next previous 닫기 close 열기 "
    "자세히 보기 자세히보기 바로가기 目次 top 구독 구독하기 공유 댓글 전체 닫힘 접기 펼치기".split()
) | {"더 보기", "전체 보기", "see more", "view more", "view all", "see all", "read more", "show more", "load more", "mehr anzeigen", "alle anzeigen", "mehr lesen", "voir plus", "lire la suite",
     "ver más", "leer más", "자세히 보기", "read full story", "continue reading", "zum artikel", "zur übersicht", "artikel lesen", "もっとみる", "記事を読む"}  # fmt: skip
BADGES = frozenset(
    "단독 속보 상보 종합 영상 동영상 포토 사진 그래픽 기획 연재 인터뷰 사설 칼럼 르포 현장 특집 긴급 live new video photo exclusive breaking updated update premium plus "
    "速報 独自 動画 写真 有料 独占 特集 独家 视频 視頻 图 圖 直播 exklusiv abo 유료 프리미엄 출고 화보 1보 2보 이슈 팩트체크 단독보도 날씨 심층".split()
)
RANK = re.compile(r"^(?:no\.?\s*)?(\d{1,2})(?:위|位|\.|\)|:)?$", re.I)
LEADING_RANK = re.compile(r"^(\d{1,2})(?:\s*[.)]\s+|위\s+|位\s*|\s+(?=\D))")
TIMELIKE = re.compile(
    r"^(?:\d{1,2}\s*(?:분|시간|일|초|주|개월|年|月|日|分|時間|min|mins|minutes?|hours?|hrs?|h|d|days?|std)\b.*|(?:vor|il y a|hace)\s.*|\d{2,4}[-./]\s?\d{1,2}[-./]\s?\d{1,4}.*|\d{1,2}:\d{2}.*|"
    r"\d{1,2}[./月]\d{1,2}日?.*|.{0,20}\b(?:ago|전|前)$|\d+)$",
    re.I,
)
START_LABEL = re.compile(r"^\s*[\[【［]([^\[\]【】［］]{1,30})[\]】］]\s*")
END_LABEL = re.compile(r"\s*[\[【［]([^\[\]【】［］]{1,30})[\]】］]\s*$")
IMAGE_KEYS = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")


@dataclass(slots=True)
class _Entry:
    """What one address gathered on its way through the list."""

    href: str | None
    lines: list[Line] = field(default_factory=list)
    rank: int | None = None
    image: str | None = None
    box: Box | None = None


def read_links(found: Found, document: Document, base: str | None) -> tuple[LinkItem, ...]:
    entries = _entries(found, document, base)
    items = [item for entry in entries if (item := _item(entry, base)) is not None]
    return tuple(items) or _plain_items(found, document)


def _href(inline: Inline | None) -> str | None:
    link = inline.link if inline is not None else None
    return (link.attributes.get("href") or "").strip() or None if link is not None else None


def _line_link(line: Line) -> Inline | None:
    """The link of a line: that with most of its text."""
    best: Inline | None = None
    most = 0
    for text, inline in line.pieces:
        if inline is not None and inline.link is not None and len(text.strip()) > most:
            best, most = inline.link, len(text.strip())
    return best


def is_more(text: str) -> bool:
    key = normalised(text)
    return key in MORE or without_tail(key) in MORE


def _entries(found: Found, document: Document, base: str | None) -> list[_Entry]:
    """Lines joined by address; unlinked lines between (a rank before, a summary after) go to the entry of the same row."""
    entries: dict[str, _Entry] = {}
    last: _Entry | None = None
    rank: int | None = None
    for i in found.lines:
        if i in found.title_lines:
            continue
        line = document.lines[i]
        link = _line_link(line)
        if link is None:
            if match := RANK.match(line.text):
                rank = int(match.group(1))
            elif last is not None and _same_row(last, line, found):
                last.lines.append(line)
            continue
        href = (link.attributes.get("href") or "").strip()
        key = _key(href, link, base)
        if key in entries:
            entry = entries[key]
        elif is_more(line.text) or href.startswith("#") or not href:
            last = None
            continue
        else:
            if match := RANK.match(line.text):
                rank = int(match.group(1))
            entry = entries[key] = _Entry(href, rank=rank, box=line.box)
            rank = None
        if not RANK.match(line.text):
            entry.lines.append(line)
        elif entry.rank is None:
            entry.rank = int(RANK.match(line.text).group(1))  # type: ignore[union-attr]
        last = entry
    _add_images(entries, found, document, base)
    return list(entries.values())


def _key(href: str, link: Inline, base: str | None) -> str:
    if href.startswith(("javascript:", "#")) or not href:
        return f"{id(link.node)}"
    return absolute(href, base) or href


def _same_row(entry: _Entry, line: Line, found: Found) -> bool:
    """Whether the line stands in the same list item as the entry's link."""
    own = entry.lines[-1].box if entry.lines else entry.box
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
            inside = [e for e in entries.values() if row is not None and e.lines and row.first <= e.lines[0].index < row.last]
            entry = inside[0] if len(inside) == 1 else None
        if entry is not None and entry.image is None:
            entry.image = absolute(source, base)


def _item(entry: _Entry, base: str | None) -> LinkItem | None:
    """None where the entry has no text that can be a title."""
    labels: list[str] = []
    rank = entry.rank
    candidates: list[str] = []
    for line in entry.lines:
        if line.hidden or is_more(line.text):
            continue
        text, badges, number = _line_text(line)
        if number is not None and rank is None:
            rank = number
        labels.extend(badges)
        if normalised(text) in BADGES:
            labels.append(text.strip("[]【】"))
        elif text and not TIMELIKE.match(text):
            candidates.append(text)
    if not candidates:
        return None
    texts = [line.text for line in entry.lines]
    at = _title_index(candidates, entry)
    printed = candidates[at]
    if rank is None and (match := LEADING_RANK.match(printed)) and len(printed) > match.end() + 4 and match.re is LEADING_RANK and printed[match.end() - 1] in " .)위位":
        if "." in match.group(0) or ")" in match.group(0) or "위" in match.group(0):
            rank, printed = int(match.group(1)), printed[match.end() :]
    title, bracketed = split_brackets(printed)
    whole = next((line for line in texts if printed in line), printed)
    if labels and not bracketed:
        printed = whole if len(whole) <= len(printed) + 12 else printed
    summary = next((text for i, text in enumerate(candidates) if i != at and len(text) >= 30 and text != printed), None)
    found = [label for label in dict.fromkeys([*labels, *bracketed]) if label]
    return LinkItem(rank=rank, title=title, printed=printed, labels=tuple(found), url=absolute(entry.href, base), image=entry.image, summary=summary)


def _title_index(candidates: list[str], entry: _Entry) -> int:
    """The line in a heading or of class title; else the first long enough; a kicker before it is shorter."""
    lines = [line for line in entry.lines if not line.hidden]
    for i, text in enumerate(candidates):
        line = next((x for x in lines if text in x.text), None)
        if line is not None and len(text) >= 6 and (line.box.tag in ("h2", "h3", "h4", "h5", "h6", "strong") or not {"tit", "title", "headline", "subject"}.isdisjoint(_names(line))):
            return i
    long = [i for i, text in enumerate(candidates) if len(text) >= (12 if text.isascii() else 8)]
    return long[0] if long else max(range(len(candidates)), key=lambda i: len(candidates[i]))


def _names(line: Line) -> set[str]:
    from copydesk.normalize.widgets.survey import inline_words

    words = set(line.box.words)
    for _, inline in line.pieces:
        while inline is not None:
            words |= inline_words(inline)
            inline = inline.parent
    return words


def _line_text(line: Line) -> tuple[str, list[str], int | None]:
    """Text without rank and badges that stand in elements of their own."""
    if len(line.pieces) == 1:
        return line.text, [], None
    kept: list[str] = []
    badges: list[str] = []
    rank: int | None = None
    for text, inline in line.pieces:
        word = " ".join(text.split())
        own = inline is not None and inline.tag != "a"
        if own and word and normalised(word) in BADGES:
            badges.append(word.strip("[]【】 "))
        elif rank is None and not "".join(kept).strip() and (match := RANK.match(word)) and (own or len(line.pieces) > 1):
            rank = int(match.group(1))
        elif own and not kept and is_more(word):
            continue
        else:
            kept.append(text)
    return " ".join("".join(kept).split()), badges, rank


def split_brackets(headline: str) -> tuple[str, tuple[str, ...]]:
    """The title without square-bracket labels at either end, and the labels in order; the headline itself where nothing else is left."""
    title = headline
    before: list[str] = []
    after: list[str] = []
    while match := START_LABEL.match(title):
        before.append(match.group(1).strip())
        title = title[match.end() :]
    while match := END_LABEL.search(title):
        after.insert(0, match.group(1).strip())
        title = title[: match.start()]
    title = title.strip()
    return (title, (*before, *after)) if title else (headline, ())


def _plain_items(found: Found, document: Document) -> tuple[LinkItem, ...]:
    """Items of a list that links nowhere."""
    items = []
    for i in found.lines:
        line = document.lines[i]
        if i in found.title_lines or is_more(line.text) or len(line.text) < 8 or TIMELIKE.match(line.text):
            continue
        text, labels, rank = _line_text(line)
        title, bracketed = split_brackets(text)
        if title:
            items.append(LinkItem(rank=rank, title=title, printed=text, labels=tuple([*labels, *bracketed])))
    return tuple(items)
