"""Furniture by what it is made of: known controls side by side, market rows, hashtags, links that bear their heading."""

import re
from collections.abc import Iterator

from copydesk.normalize.document import Box, Line
from copydesk.normalize.widgets.claims import MAX_CONTROL, MAX_GAP, SAFE_RUN, heading_of, is_tag_row, stands_in_story, whole
from copydesk.normalize.widgets.climbing import HEADLIKE
from copydesk.normalize.widgets.counting import count_of
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.icons import CONTROLS
from copydesk.normalize.widgets.survey import Mark, Survey, counted_in, heading_at
from copydesk.normalize.widgets.tokens import Token, tokens_of
from copydesk.normalize.widgets.vocabulary import Vocabulary, normalised
from copydesk.page.patterns import pattern_of

CLUSTERED = tuple("font_size share_bar reactions translate print bookmark listen".split())
MIN_MEMBERS = {"font_size": 2, "share_bar": 2, "reactions": 2, "translate": 4, "print": 9, "bookmark": 9, "listen": 9}
MAX_PREFIXED = 160
MIN_REST = 8  # characters after a heading in the same line that may be a headline
MAX_TAGS = 200
MAX_HASHTAG = 30
MIN_ROW = 3  # different words of one kind that make a line a row of controls
SHARING = pattern_of(r"share|intent|/send|sharer|submit|tweet|mailto:|body=|url=|u=http|story\.kakao|add\b", re.I)
PREFIXED = pattern_of(r"[^\w\[【(]*[\[【(]?([^:：\]】)]{2,40}?)\s*(?:[\]】)]|[:：])\s*(?=\S)")
PREFIX_END = pattern_of(r"[\]】):：]")  # few links hold one; asked first, for the pattern above tries every length
PREFIX_KINDS = frozenset(["related_articles", "author_articles"])  # `[속보]` and `[연재]` are labels of a headline


def by_members(seen: Survey) -> Iterator[Found]:
    """Controls and reactions: known texts that stand close together, with their opener."""
    for kind in CLUSTERED:
        yield from _clusters(kind, seen)


def _clusters(kind: str, seen: Survey) -> Iterator[Found]:
    labels = {mark.line.index: mark for mark in seen.labels if kind in mark.kinds}
    members = {mark.line.index: mark for mark in seen.members if kind in mark.kinds and mark.line.index not in labels}
    indices = sorted(i for i in {*labels, *members} if not seen.chrome[i])
    group: list[int] = []
    for i in indices:
        if group and not _adjoin(group[-1], i, kind, seen):
            yield from _cluster(group, labels, kind, seen)
            group = []
        group.append(i)
    if group:
        yield from _cluster(group, labels, kind, seen)


def _adjoin(before: int, after: int, kind: str, seen: Survey) -> bool:
    if after - before > MAX_GAP + 1:
        return False
    return all(seen.document.lines[i].chars <= 24 and not seen.is_other(i, kind) for i in range(before + 1, after))


def _cluster(group: list[int], labels: dict[int, Mark], kind: str, seen: Survey) -> Iterator[Found]:
    lines = seen.document.lines
    heads = [i for i in group if i in labels]
    members = [i for i in group if i not in labels]
    visible = [i for i in group if not lines[i].hidden]
    if not visible:
        return
    if len({word for i in members for word in _members_in(lines[i], kind, seen)}) < MIN_MEMBERS[kind] and not (
        kind == "font_size" and len(members) >= 2
    ):
        heads = [i for i in heads if not lines[i].hidden and _is_control(labels[i], kind, seen)]
        if not heads:
            return
    box = _common_box([lines[i] for i in (members or group)])
    whole = seen.visible_lines(box) if box is not None else ()
    span = range(min(group), max(group) + 1)
    if kind == "share_bar" and not heads and _leads_to_profiles([lines[i] for i in members]):
        kind = "subscribe"
    rule = f"widgets/{kind}:" + ("label" if heads else "members")
    openers = tuple(i for i in heads if seen.vocabulary.acting(lines[i].text) != kind)  # `Xでシェア` is one of the bar
    if (
        box is None
        or seen.is_void(box, 0.1)
        or seen.document.chars(box) > MAX_CONTROL
        or any((i not in span and lines[i].chars > 12) or (i not in group and seen.is_other(i, kind)) for i in whole)
    ):
        claimed = tuple(i for i in span if not lines[i].hidden and (i in group or (lines[i].chars <= 12 and not seen.is_other(i, kind))))
        yield Found(None, kind, rule, _title(heads, seen), claimed, title_lines=openers, hidden=tuple(i for i in group if lines[i].hidden))
        return
    if kind == "reactions":
        box, heads = _with_question(_with_counts(box, seen), heads, seen)
        whole = seen.visible_lines(box)
    claimed = tuple(sorted({*whole, *(i for i in heads if not lines[i].hidden)}))
    openers = tuple(i for i in heads if i in openers or i not in group)
    hidden = seen.hidden_lines(box) if members else ()
    yield Found(box, kind, rule, _title(heads, seen), claimed, title_lines=openers, hidden=hidden)


def _members_in(line: Line, kind: str, seen: Survey) -> list[str]:
    """The line, or the kind's own words that it counts."""
    known = seen.vocabulary.members
    words = [word for word, _ in counted_in(line) if kind in known.get(normalised(word), ())]
    return words or [line.text.casefold()]


def _leads_to_profiles(lines: list[Line]) -> bool:
    """Whether the names of networks lead to the newsroom's own pages there: an offer to follow, not to share."""
    links = [inline.link for line in lines for _, inline in line.pieces if inline is not None and inline.link is not None]
    addresses = [link.attributes.get("href") or "" for link in links]
    return len(addresses) >= 2 and all(address.startswith(("http", "//")) and not SHARING.search(address) for address in addresses)


def _with_counts(box: Box, seen: Survey) -> Box:
    """The outermost box that adds nothing but counts: those of a table stand in a row below the words."""
    around, parent = box, box.parent
    while parent is not None and parent.tag not in ("body", "html", "main", "article"):
        added = [line for line in seen.document.lines_of(parent) if not box.first <= line.index < box.last]
        if any(count_of(line.text) is None for line in added):
            break
        around = parent if added else around
        parent = parent.parent
    return around


def _with_question(box: Box, heads: list[int], seen: Survey) -> tuple[Box, list[int]]:
    """The parent and its heading lines, where the parent adds little more than a question and a note."""
    parent = box.parent
    for _ in range(2):
        if parent is None or parent.tag in ("body", "main", "article") or seen.is_void(parent, 0.1):
            break
        added = [i for i in seen.visible_lines(parent) if not box.first <= i < box.last and i not in heads]
        if len(added) > 2 or any(
            seen.document.lines[i].chars > 50 or seen.is_other(i, "reactions") or seen.document.lines[i].link_chars for i in added
        ):
            break
        if heads and all(parent.first <= i < parent.last for i in heads):
            return parent, heads
        if not heads and added and added[0] < box.first and heading_at(seen.document.lines[added[0]]):
            return parent, [added[0]]
        parent = parent.parent
    return box, heads


def _title(heads: list[int], seen: Survey) -> str | None:
    """The heading's text; an opener (a link or a button) is none."""
    for i in heads:
        line = seen.document.lines[i]
        if (
            line.hidden
            or line.link_chars
            or line.box.tag in ("button", "label", "a")
            or (line.box.parent and line.box.parent.tag == "button")
        ):
            continue
        return line.text
    return None


def _is_control(mark: Mark, kind: str, seen: Survey) -> bool:
    line = mark.line
    boxes = [line.box, *(b for b, _ in zip(line.box.ancestors(), range(3), strict=False))]
    if line.link_chars and line.box.tag in HEADLIKE:
        return False  # the name of a series of articles
    if line.link_chars or any(b.tag in ("button", "label") for b in boxes[:3]):
        return True
    return any(kind in seen.vocabulary.suspected(b.words) for b in boxes)


def _common_box(lines: list[Line]) -> Box | None:
    first, last = min(line.index for line in lines), max(line.index for line in lines)
    box: Box | None = lines[0].box
    while box is not None and not (box.first <= first and last < box.last):
        box = box.parent
    return None if box is None or box.tag in ("body", "html") else box


def by_prefixes(seen: Survey) -> Iterator[Found]:
    """Links with the heading in the same line: `☞ 관련기사 : …`, `Read more: …`, and the articles before and after this one."""
    group: list[int] = []
    last: str | None = None
    for line in seen.document.lines:
        if line.hidden or line.link_chars * 2 <= line.chars or len(line.text) > MAX_PREFIXED:
            continue
        kind = _prefix_kind(line, seen)
        if kind is None:
            continue
        if group and (kind != last or line.index - group[-1] > 2):
            yield Found(None, last or kind, f"widgets/{last}:prefix", None, tuple(group))
            group = []
        group.append(line.index)
        last = kind
    if group and last:
        yield Found(None, last, f"widgets/{last}:prefix", None, tuple(group))


def _prefix_kind(line: Line, seen: Survey) -> str | None:
    known = seen.vocabulary
    if len(line.pieces) > 1 and "related_articles" in known.members.get(" ".join(line.pieces[0][0].split()).casefold(), ()):
        return "related_articles"
    match = PREFIXED.match(line.text) if PREFIX_END.search(line.text) is not None else None
    if match is None or len(line.text) - match.end() < MIN_REST:
        return None
    kinds = known.labels.get(normalised(match.group(1)), ())
    return next((kind for kind in kinds if kind in PREFIX_KINDS), None)


ONE_ENTRY = frozenset("li a button label".split())  # boxes of one control, however many elements it has


def by_mixed_rows(seen: Survey) -> Iterator[Found]:
    """One line of several controls: each kind takes its own words of it, the first one the line."""
    for line in seen.document.lines:
        if len(line.pieces) < 2 or line.hidden or line.chars > 80 or seen.chrome[line.index]:
            continue
        kinds: dict[str, list[str]] = {}
        tokens = list(tokens_of(line))
        for token in tokens:
            for kind in _kinds_of(token, seen.vocabulary):
                if kind in CONTROLS:
                    kinds.setdefault(kind, []).append(token.text)
        if len(kinds) < 2 and not (
            line.box.tag not in ONE_ENTRY and any(_is_row(kind, words, tokens, seen) for kind, words in kinds.items())
        ):
            continue
        if sum(map(len, kinds.values())) * 2 < len(tokens):
            continue
        box = line.box if seen.visible(line.box.first, line.box.last) == 1 and not seen.is_void(line.box) else None
        for at, (kind, words) in enumerate(kinds.items()):
            yield Found(box, kind, f"widgets/{kind}:members", None, () if at else (line.index,), words=tuple(words), at=line.index)


def _kinds_of(token: Token, known: Vocabulary) -> tuple[str, ...]:
    """The first kind that the token's text or its link's address is known as."""
    link = token.inline.link if token.inline is not None else None
    led = known.led((link.attributes.get("href") or "").strip()) if link is not None else None
    return (led[0],) if led is not None else known.known(token.text)[:1]


def _is_row(kind: str, words: list[str], tokens: list[Token], seen: Survey) -> bool:
    """Whether a line is a row of controls of one kind: of different words, of one letter in several sizes, or nothing but their links."""
    if kind == "font_size":
        apart = all(token.inline is not None for token in tokens)
        return len(words) >= MIN_ROW or (apart and len(set(words)) == len(tokens) == 2)  # `小字号` `大字号`
    led = [
        token
        for token in tokens
        if token.inline is not None
        and (link := token.inline.link) is not None
        and seen.vocabulary.led((link.attributes.get("href") or "").strip())
    ]
    return len(set(words)) >= MIN_ROW or len(led) == len(tokens)


def by_market_members(seen: Survey) -> Iterator[Found]:
    """Rows whose names are known coins, indices, currencies or shares, each with a number beside it."""
    marks = [
        mark
        for mark in seen.members
        if not mark.line.hidden
        and seen.vocabulary.rules[mark.kinds[0]].shape == "quotes"
        and not seen.chrome[mark.line.index]
        and not mark.line.link_chars > 40
    ]
    rows = [mark for mark in marks if seen.numbers(mark.line.index, min(mark.line.index + 4, len(seen.document.lines)))]
    group: list[Mark] = []
    for mark in rows:
        if group and mark.line.index - group[-1].line.index > 12:
            yield from _market(group, seen)
            group = []
        group.append(mark)
    if group:
        yield from _market(group, seen)


def _market(group: list[Mark], seen: Survey) -> Iterator[Found]:
    if len({mark.line.text.casefold() for mark in group}) < 2:
        return
    box = _common_box([mark.line for mark in group])
    if box is None or seen.is_void(box) or seen.prose(box) > SAFE_RUN:
        return
    rows = seen.numbers(box.first, box.last)
    if rows < 2 or rows * 6 < seen.visible(box.first, box.last) or seen.titles(box.first, box.last) > rows:
        return
    if any(
        other.heading and all(seen.vocabulary.rules[k].shape != "quotes" for k in other.kinds)
        for other in seen.labels_between(box.first, box.last)
    ):
        return
    kinds = [mark.kinds[0] for mark in group]
    kind = max(sorted(set(kinds)), key=kinds.count)
    if box.tag in ("table", "tbody", "tr") and stands_in_story(box, seen):
        return
    title = heading_of(box, seen)
    title = None if title is not None and title.index in seen.member_at else title
    yield whole(box, kind, f"widgets/{kind}:members", (title.index,) if title is not None else (), seen)


def by_hashtags(seen: Survey) -> Iterator[Found]:
    """Lines that are nothing but `#words`."""
    group: list[Line] = []
    for line in seen.document.lines:
        if line.text[0] != "#" or line.hidden or len(line.text) > MAX_TAGS:
            continue
        words = line.text.split()
        if _is_linked_hashtag(line) or all(word[0] == "#" and len(word) > 1 for word in words if word not in (",", "|", "/")):
            if group and line.index - group[-1].index > 1:
                yield from _hashtags(group, seen)
                group = []
            group.append(line)
    yield from _hashtags(group, seen)


def _is_linked_hashtag(line: Line) -> bool:
    """Whether the line is one link whose whole text is a hashtag, blanks in it or not: `#son dakika`."""
    return (
        line.link_chars == line.chars
        and len(line.text) <= MAX_HASHTAG
        and line.text.count("#") == 1
        and line.text[1:].strip() != ""
        and not is_tag_row(line)
    )


def _hashtags(group: list[Line], seen: Survey) -> Iterator[Found]:
    if sum(len(line.text.split()) for line in group) < 2 and not any(line.link_chars for line in group):
        return
    if any(seen.chrome[line.index] for line in group):
        return
    box = _common_box(group)
    lines = tuple(line.index for line in group)
    same = box is not None and seen.visible_lines(box) == lines
    yield Found(box if same else None, "tag_list", "widgets/tag_list:members", None, lines)
