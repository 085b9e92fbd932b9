"""The visible headline: which line of the page it is, and what stands for it where the page shows none."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from copydesk.normalize.classes import words_of
from copydesk.normalize.document import Box, Document, Inline, Line, collapse
from copydesk.normalize.labels import split_labels
from copydesk.normalize.sources import Sources, meta_names, text_of
from copydesk.page.patterns import pattern_of

HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
QUOTES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u00ad": None,
        "\u200b": None,
        "\ufeff": None,
    }
)
FANCY = pattern_of(f"[{''.join(map(chr, QUOTES))}]")
SITE_TAIL = pattern_of(
    r"\s+[|\-–—:·•»ㅣ｜<／/@]\s+|\s*[|｜ㅣ»]\s*|\s+(?:::|--)\s+|_(?=[^_]{1,20}$)"
    r"|[-–—](?=[\u3400-\u9fff·]{1,8}[网網报報社台]$)"  # `…！-早报网`
)
SURE_JOINTS = ("|", "ㅣ", "｜", "»", "::", "_")
JOINTS = pattern_of(r"[\s:/|]+")  # what parts a kicker from its headline, printed or not
TITLE_JOINTS = pattern_of(r"\s*(?:\||::|ㅣ|｜|»|<|\s(?:[-–—:·@]|--)\s)\s*")
BARE_DOMAIN = pattern_of(r"(?:[\w-]+\.)+[a-z]{2,}")  # a site's name where a blog has no other
KICKER_WORDS = frozenset(
    [
        "kicker",
        "overline",
        "topline",
        "dachzeile",
        "roofline",
        "spitzmarke",
        "eyebrow",
        "prefix",
        "supertitle",
        "surtitre",
        "antetitulo",
        "pretitle",
        "toptitle",
        "badge",
        "flag",
    ]
)
IS_SECOND = 0.22  # for an h2; only one that says the whole title outdoes an h1 that says half of it
VIEW_WORDS = frozenset(["view", "article", "board", "bbs", "detail", "read", "post"])
SURE_LIKENESS = 0.85  # share of common words from which a heading below h1 is the headline
TITLE_WORDS = frozenset(["title", "tit", "headline", "subject", "heading", "titel", "titulo", "titre"])
MAX_HEADLINE = 120  # letters of a headline that only its class names
NEAR_H1 = 3  # lines
ALIKE = 0.6  # likeness from which a heading right above the story tells the headline in other words
FOREIGN = 0.3  # likeness below which two texts are no forms of one title
MAX_KICKER = 60  # characters
MIN_HEADLINE = 8  # letters; a shorter h1 needs a declared title that agrees


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """For comparing only: NFKC, straight quotes and dashes, no soft hyphens, case folded, white space single."""
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    plain = _plain(text)
    composed = unicodedata.normalize("NFKC", plain)
    return " ".join((plain if composed == plain else _plain(composed)).casefold().split())


def _plain(text: str) -> str:
    """`translate` looks every letter up; most texts hold few of the signs, or none."""
    return FANCY.sub(_plain_sign, text)


def _plain_sign(found: re.Match[str]) -> str:
    return QUOTES[ord(found[0])] or ""


@lru_cache(maxsize=2048)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


def likeness(a: str, b: str) -> float:
    """Share of common words (letters in dense scripts) of two folded texts, by the longer one; 1.0 for equal texts."""
    if a == b:
        return 1.0 if a else 0.0
    if not a or not b:
        return 0.0
    wa, wb = _words(a), _words(b)
    if (len(wa) < 4 or len(wb) < 4) and min(len(a), len(b)) >= 6 and (a in b or b in a):
        return min(len(a), len(b)) / max(len(a), len(b))
    return len(wa & wb) / max(len(wa), len(wb), 1)


@dataclass(frozen=True, slots=True)
class Headline:
    """`lines` are the indices of the visible lines that are its home, empty where the page shows none; `declared` the folded rivals.

    `kicker` is what stands in front of it on the same line.
    """

    text: str | None
    reader: str
    lines: tuple[int, ...]
    box: Box | None
    declared: tuple[str, ...]
    rejected: tuple[tuple[str, str], ...] = ()
    kicker: str | None = None


def declared_titles(sources: Sources, site: str | None) -> list[tuple[str, str]]:
    """(reader, title) of what the page declares, without the site's name: JSON-LD, og, twitter, `<title>`."""
    found = [
        ("jsonld:headline", text_of(sources.article.get("headline"))),
        ("meta:og:title", sources.meta("og:title")),
        ("meta:twitter:title", sources.meta("twitter:title")),
        ("title", sources.title),
    ]
    return [(reader, without_site(text, site)) for reader, text in found if text]


def without_site(title: str, site: str | None) -> str:
    """The title without the site's name at either end; only the separators that sites use cut, and never more than 45% of the title."""
    text = " ".join(title.split())
    for _ in range(2):
        parts = list(SITE_TAIL.finditer(text))
        if not parts:
            return text
        wanted = folded(site) if site else None
        last = next((part for part in parts if wanted and folded(text[part.end() :]) == wanted), parts[-1])
        first = parts[0]
        tail, head = text[last.end() :], text[: first.start()]
        if wanted and tail and (folded(tail) in wanted or wanted in folded(tail)):
            text = text[: last.start()]
        elif wanted and head and folded(head) == wanted:
            text = text[first.end() :]
        elif tail and len(tail) <= 30 and len(tail) < 0.45 * len(text) and (last.group().strip() in SURE_JOINTS or last.group() in "-–—"):
            text = text[: last.start()]
        else:
            return text
    return text


def site_name(sources: Sources) -> str | None:
    name = sources.meta(*meta_names("site"))
    if name:
        return name
    publisher = sources.article.get("publisher")
    return text_of(publisher) if publisher else None


def _visible_lines(document: Document, box: Box) -> list[Line]:
    return [line for line in document.lines[box.first : box.last] if not line.hidden]


def _text(lines: list[Line]) -> str:
    """The lines' text, without an inline element in front that names itself a kicker."""
    return " ".join(_without_kicker(line) for line in lines)


def _without_kicker(line: Line) -> str:
    if len(line.pieces) < 2:
        return line.text
    first = next(inline for piece, inline in line.pieces if piece.strip())
    kicker = next((i for i in _outward(first) if not KICKER_WORDS.isdisjoint(words_of(i.attributes.get("class") or ""))), None)
    if kicker is None:
        return line.text
    rest = "".join(piece for piece, inline in line.pieces if kicker not in _outward(inline))
    text = collapse(rest).lstrip(" :–—|/-·").strip()
    return text if len(text) >= MIN_HEADLINE else line.text


def _outward(inline: Inline | None) -> list[Inline]:
    out = []
    while inline is not None:
        out.append(inline)
        inline = inline.parent
    return out


def find_headline(document: Document, sources: Sources) -> Headline:
    """Promise: the visible headline where one can be recognised, else the best declared title.

    A heading wins by agreeing with what the page declares; alone it must be the only h1 and no link to the home page.
    """
    site = site_name(sources)
    titles = declared_titles(sources, site)
    # `[단독] …` is declared where the page sets the label as a badge beside its headline
    wanted = tuple(dict.fromkeys(folded(form) for _, text in titles for form in (text, split_labels(text)[0])))
    own = (sources.links.get("canonical") or sources.meta("og:url") or "").rstrip("/")
    best: tuple[float, list[Line], Box] | None = None
    h1s: list[tuple[list[Line], Box]] = []
    for box in document.boxes:
        if box.hidden or box.tag not in HEADING_TAGS:
            continue
        lines = _visible_lines(document, box)
        if not lines or len(lines) > 6:
            continue
        is_first = box.tag == "h1"
        if is_first:
            h1s.append((lines, box))
        for chosen in _choices(lines):
            text = folded(_text(chosen))
            if len(text) < 3 or (site and text == folded(site)) or BARE_DOMAIN.fullmatch(text):
                continue
            score = max((likeness(text, w) for w in wanted), default=0.0)
            if score < (0.5 if is_first else SURE_LIKENESS):
                continue  # headings of the body share words with the title
            linked = sum(line.link_chars for line in chosen) > 0.5 * sum(line.chars for line in chosen) and not _leads_here(chosen, own)
            score += (
                (0.6 if is_first else IS_SECOND if box.tag == "h2" else 0.0)
                - (0.5 if linked or any(a.tag == "nav" for a in box.ancestors()) else 0.0)
                + (0.02 if len(chosen) == len(lines) else 0.0)
            )
            if best is None or score > best[0] + 1e-9:
                best = (score, chosen, box)
    rejected = tuple(titles)
    if best and best[0] >= SURE_LIKENESS:
        return _heading(best[1], best[2], wanted, rejected)
    exact = _exact_line(document, wanted)
    if exact:
        return Headline(exact.text, "line", (exact.index,), exact.box, wanted, rejected)
    free = [(lines, box) for lines, box in h1s if not _is_logo(document, lines, box, site)]
    half = _exact_line(document, _halves(titles))
    if half and (_is_title_over(half, free, wanted) or _is_title_under(half, free, wanted)):
        return Headline(half.text, "line", (half.index,), half.box, wanted, rejected)
    if free and (not titles or len(free) == 1):
        lines, box = free[0]
        if sum(line.chars for line in lines) >= MIN_HEADLINE:
            return _heading(lines, box, wanted, rejected)
    if half:
        return Headline(half.text, "line", (half.index,), half.box, wanted, rejected)
    if best:
        return _heading(best[1], best[2], wanted, rejected)
    named = _named_line(document) or _named_view(document)
    if named:
        return Headline(named.text, "line:named", (named.index,), named.box, wanted, rejected)
    if titles:
        return Headline(titles[0][1], titles[0][0], (), None, wanted, rejected)
    return Headline(None, "none", (), None, wanted, rejected)


def _leads_here(lines: list[Line], own: str) -> bool:
    """Whether the heading's link is the page's own address, as boards and blogs set it."""
    links = (inline.link for line in lines for _, inline in line.pieces if inline is not None and inline.link is not None)
    first = next(links, None)
    return bool(own) and first is not None and (first.attributes.get("href") or "").rstrip("/") == own


def _is_title_over(line: Line, h1s: list[tuple[list[Line], Box]], wanted: tuple[str, ...]) -> bool:
    """Whether the line names itself a title right above an h1 that says nothing of what the page declares: the h1 is the deck."""
    if TITLE_WORDS.isdisjoint(line.box.words) or len(h1s) != 1:
        return False
    below = h1s[0][0]
    text = folded(_text(below))
    return 0 < below[0].index - line.index <= NEAR_H1 and all(likeness(text, title) < FOREIGN for title in wanted)


def _is_title_under(line: Line, h1s: list[tuple[list[Line], Box]], wanted: tuple[str, ...]) -> bool:
    """Whether the line is a heading of its own below an h1 that says nothing of what the page declares: the h1 is the site's name."""
    if line.box.tag not in HEADING_TAGS or len(h1s) != 1 or h1s[0][0][-1].index > line.index:
        return False
    text = folded(_text(h1s[0][0]))
    return all(likeness(text, title) < FOREIGN for title in wanted)


def _heading(lines: list[Line], box: Box, wanted: tuple[str, ...], rejected: tuple[tuple[str, str], ...]) -> Headline:
    titles = tuple(title for _, title in rejected)
    printed = " ".join(line.text for line in lines)
    own = _apart(lines, titles) or _text(lines)
    text = _joined(printed, own, titles) or _as_declared(own, titles)
    kicker = printed[: -len(text)].strip(" :–—|/-·") if printed.endswith(text) else ""
    told = kicker if kicker and len(kicker) <= MAX_KICKER else None
    return Headline(text, box.tag, tuple(line.index for line in lines), box, wanted, rejected, told)


def squeezed(text: str) -> str:
    """Folded, without what parts a kicker from its headline."""
    return JOINTS.sub("", folded(text))


def _apart(lines: list[Line], titles: tuple[str, ...]) -> str | None:
    """What the heading's last element says, where a declared title says just that: `<span>Blackout in Bergen</span><span>Wind …</span>`."""
    if len(lines) != 1 or len(lines[0].pieces) < 2:
        return None
    last = collapse(lines[0].pieces[-1][0])
    before = lines[0].text.removesuffix(last)
    return last if len(last) >= MIN_HEADLINE and len(before) <= MAX_KICKER and folded(last) in map(folded, titles) else None


def _joined(printed: str, own: str, titles: tuple[str, ...]) -> str | None:
    """The declared title that joins kicker and headline as the page prints them, where none says the headline alone."""
    told = {squeezed(title): title for title in reversed(titles)}
    return told.get(squeezed(printed)) if own != printed and squeezed(own) not in told else None


def with_kicker(headline: Headline, kicker: tuple[Line, ...]) -> Headline:
    """The headline with the line above it, where the page declares both as one title and the headline alone nowhere."""
    if not kicker or not headline.lines or headline.text is None:
        return headline
    printed = " ".join(line.text for line in kicker)
    joined = _joined(f"{printed} {headline.text}", headline.text, tuple(title for _, title in headline.rejected))
    lines = tuple(sorted({*(line.index for line in kicker), *headline.lines}))
    return replace(headline, text=joined, lines=lines) if joined else headline


def _as_declared(text: str, titles: tuple[str, ...]) -> str:
    """A declared title where it says the same without the kicker (`Harbour: …`), or the same with the space that markup swallowed."""
    for title in titles:
        head = folded(text).removesuffix(folded(title))
        if head != folded(text) and 2 < len(head) < len(title) and head.rstrip().endswith((":", "|", " /")):
            return text[len(text) - len(title) :] if folded(text[len(text) - len(title) :]) == folded(title) else title
    if text in titles:
        return text
    told = squeezed(text)
    return next((title for title in titles if squeezed(title) == told and len(title) > len(text) - 3), text)


def _choices(lines: list[Line]) -> list[list[Line]]:
    """The whole heading, and each of its lines alone: kicker and headline often share an h1."""
    if len(lines) == 1:
        return [lines]
    return [lines, *([line] for line in lines), *([lines[i:] for i in range(1, len(lines) - 1)])]


def _halves(titles: list[tuple[str, str]]) -> tuple[str, ...]:
    """The larger parts of declared titles, split where sites put their names: `Harbour Post - …`, `…::Harbour Post`."""
    parts = [part for _, title in titles for part in TITLE_JOINTS.split(title) if len(part) >= 0.5 * len(title)]
    return tuple(folded(part) for part in parts)


def lines_told(lines: list[Line], titles: tuple[str, ...]) -> list[Line]:
    """The visible lines that say one of some folded titles."""
    lengths = {len(title) for title in titles}  # folding keeps that of an ASCII line
    return [
        line for line in lines if not line.hidden and (len(line.text) in lengths or not line.text.isascii()) and folded(line.text) in titles
    ]


def _exact_line(document: Document, wanted: tuple[str, ...]) -> Line | None:
    """A visible line outside navigation that says exactly what the page declares as its title."""
    sizes = {len(w) for w in wanted}
    if not sizes:
        return None
    shortest, longest = min(sizes) - 3, max(sizes) + 3
    for line in document.lines:
        if line.hidden or not (len(line.text) >= 6 and shortest <= len(line.text) <= longest) or line.link_chars > line.chars * 0.5:
            continue
        if folded(line.text) in wanted:
            return line
    return None


def _named_line(document: Document) -> Line | None:
    """A line told twice outside links, the first time in a box that names itself a title: boards declare their menu's path, and their
    releases begin with the headline again."""
    told: dict[str, Line] = {}
    for line in document.lines:
        if line.hidden or not MIN_HEADLINE <= line.chars <= MAX_HEADLINE or line.link_chars:
            continue
        first = told.setdefault(line.text, line)
        if first is not line and not TITLE_WORDS.isdisjoint(first.box.words) and not _is_chrome(first.box):
            return first
    return None


def _named_view(document: Document) -> Line | None:
    """The only line of a box that names itself the subject, or the title of what is viewed: boards declare their menu's path alone."""
    for box in document.boxes:
        words = box.words
        if "subject" not in words and (TITLE_WORDS.isdisjoint(words) or VIEW_WORDS.isdisjoint(words)):
            continue
        lines = _visible_lines(document, box)
        if len(lines) == 1 and MIN_HEADLINE <= lines[0].chars <= MAX_HEADLINE and not lines[0].link_chars and not _is_chrome(box):
            return lines[0]
    return None


def _is_chrome(box: Box) -> bool:
    return any(a.tag in ("nav", "footer", "aside", "form", "button") for a in (box, *box.ancestors()))


def _is_logo(document: Document, lines: list[Line], box: Box, site: str | None) -> bool:
    text = folded(_text(lines))
    if BARE_DOMAIN.fullmatch(text) or (site and (text == folded(site) or text in folded(site))):
        return True
    if sum(line.link_chars for line in lines) > 0.8 * sum(line.chars for line in lines):
        return True
    return any(
        a.tag in ("header", "nav", "footer")
        and ("logo" in a.words or (document.chars(a) < 400 and a.parent is not None and a.parent.tag == "body"))
        for a in box.ancestors()
    )
