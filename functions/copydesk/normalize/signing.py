"""Who signs the page, read from its visible lines: near the headline, else in an author's box below the story."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from copydesk.article import Person
from copydesk.normalize.byline import clean_author, is_byline_label, read_byline
from copydesk.normalize.classes import words_of
from copydesk.normalize.document import Box, Document, Inline, Line, collapse
from copydesk.normalize.names import is_agency, is_latin_name, is_organisation
from copydesk.normalize.times import find_times
from copydesk.normalize.zone import Zone, is_signature, spaced, told_apart
from copydesk.page.patterns import pattern_of
from copydesk.rules import words_for

BYLINE_WORDS = frozenset(
    """byline author authors autor autoren autorin auteur journalist reporter writer writers journal redacteur redaktor yazar firma skribent
    autore gija writername creator contributor contributors""".split()
)
AUTHOR_PATH = pattern_of(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|contributors?|profiles?|people|journalists?|reporters?|writers?|redakt\w+)/[^/]|[?&]author=",
    re.I,
)
BY = pattern_of(
    r"\b(?:by|written by|words by|posted by|author:|von|par|por|di|door|av|af|tekst:|text:|autor:|auteur\s*:)\s+(?=\S)|\bBy(?=[A-Z][a-z])",
    re.I,
)
AND = pattern_of(r"(?:and|und|et|y|e|en|og|och)\s+", re.I)
BEFORE_BY = pattern_of(r"^(?:(?:published|posted|updated|written|words|story|article|created)\b.{0,36}|\W*)$", re.I)
NO_PEOPLE = pattern_of(
    r"\b(?:min(?:ute)?s?\.? read|photo|image|categor(?:y|ies)|commented|articles by|written by$|about|meet|full bio|read more|comments?"
    r"|follow|share|says|policy|spotlight|reviewed by|fact.?checked|edited by|updated|published)\b",
    re.I,
)
TEAM = pattern_of(r"\b(?:team|staff)\b", re.I)
HANDLE = pattern_of(r"(?!.*\b\d)[^\W\d_][\w.’' -]{1,38}[\w.]")  # a desk's or an account's name: `The Harbour Team`, `quaywatcher`
NO_SIGN_TAGS = frozenset(["figure", "figcaption", "nav"])
TELLS_OF_AUTHOR = frozenset(["position", "jobtitle", "role"])  # beside a name, and no name
MAX_ACCOUNT = 30  # characters of a line that names an account in small letters and says nothing else: `by quaywatcher`
MAX_BYLINE = 120  # characters; a longer line that names somebody is prose


@dataclass(frozen=True, slots=True)
class Signed:
    """`desks` are names that the page sets where a person's stands, though they read like none."""

    people: tuple[Person, ...] = ()
    printed: str | None = None
    desks: tuple[str, ...] = ()


def read_signed(document: Document, zone: Zone, language: str | None, near: range, after: range) -> Signed:
    people: list[Person] = [person for text in zone.signatures for person in read_byline(text, language=language).people]
    if people:
        return Signed(tuple(people), zone.signatures[0])
    for line in zone.bylines:
        people.extend(_named_by_element(line) or read_byline(line.text, language=language).people)
    if people:
        return Signed(tuple(people), zone.bylines[0].text)
    desks: list[str] = []
    for reach in (near, after):
        lines = [line for line in document.lines[reach.start : reach.stop] if _may_sign(line)]
        signed = _first_signed(document, lines, language, desks, links=reach is near)
        if signed.people or (reach is near and (signed := _beside_times(zone, language)).people):
            return signed
    return Signed(desks=tuple(dict.fromkeys(desks)))


def _may_sign(line: Line) -> bool:
    """Short, visible, of no menu and no picture: a figure's author is its photographer or who speaks in it."""
    return not line.hidden and line.chars <= MAX_BYLINE and not any(box.tag in NO_SIGN_TAGS for box in (line.box, *line.box.ancestors()))


def _beside_times(zone: Zone, language: str | None) -> Signed:
    """Who signs in one line with the time: `Ada Quill, reporter | Published …`; a title or a mail must stand beside the name."""
    for line, _ in zone.times:
        for text in told_apart(line):
            people = read_byline(text, language=language).people if is_signature(text, language) else ()
            if people and all(p.role or p.email for p in people):
                return Signed(tuple(people), text)
        signed = _in_elements(line, language)
        if signed.people:
            return signed
    return Signed()


def _in_elements(line: Line, language: str | None) -> Signed:
    """The people of a line's elements that each hold nothing but a signature: `<span>佐藤 健一</span> <span>編集委員・高橋美咲</span>`."""
    texts = [collapse(piece) for piece, inline in line.pieces if inline is not None and inline.tag != "time" and piece.strip()]
    said = [text for text in texts if is_signature(text, language)]
    people = [p for text in said for p in read_byline(text, language=language).people]
    return Signed(tuple(people), " ".join(said) or None)


def _first_signed(document: Document, lines: list[Line], language: str | None, desks: list[str], *, links: bool) -> Signed:
    """The first line that names people, and those of the same make right after it."""
    people: list[Person] = []
    printed, names = None, ""
    for line in lines:
        got = _people_of_line(document, line, language, desks, links=links)
        if got and (not people or line.box.names == names):
            printed, names = printed or _author_pieces(line) or spaced(line), line.box.names
            people.extend(got)
        elif people:
            break
    return Signed(tuple(people), printed)


def _people_of_line(document: Document, line: Line, language: str | None, desks: list[str], *, links: bool) -> list[Person]:
    """Who a line names, where it says `by`, follows a label, or stands in a box or link that names itself author. Dates go first."""
    if not TELLS_OF_AUTHOR.isdisjoint(line.box.words):
        return []
    labelled = _value_of_label(document, line, language)
    if labelled and not NO_PEOPLE.search(labelled.partition(": ")[2]):
        return list(read_byline(labelled, language=language).people) or clean_author(labelled.partition(": ")[2], language=language)
    if apart := _author_pieces(line):
        people = list(read_byline(apart, language=language).people) or clean_author(apart, language=language)
        if people:
            return people
    linked = [text for text, href in _author_links(line) if links or _names_author(line)]
    named = bool(linked) or _names_author(line)
    said = _after_by(line, language, named=named)
    if said is None:
        return []
    if NO_PEOPLE.search(said):
        return []
    bare = BY.sub("", said, count=1).strip(" :")
    if (whole := _named_by_element(line)) and bare.startswith(whole[0].name):
        return whole
    people = list(read_byline(said, language=language).people) if not TEAM.search(said) else []
    if people or (language or "").split("-")[0] in ("ko", "ja", "zh"):
        return people
    if named and not TEAM.search(said):
        people = [p for text in (linked or [said]) for p in clean_author(text, language=language)]
    if not people and (desk := linked[0] if linked else bare) and _may_be_desk(desk, language, alone=named or line.chars <= MAX_ACCOUNT):
        desks.append(desk)
    return people


def _may_be_desk(text: str, language: str | None, *, alone: bool) -> bool:
    """Whether a desk or an account may be called so: no agency, no day of the week left of a date, no `by doing` of a longer line."""
    if not HANDLE.fullmatch(text) or is_agency(text) or text.casefold() in map(str.casefold, words_for(language, text).times.joiners):
        return False
    return alone or text[0].isupper()


def _after_by(line: Line, language: str | None, *, named: bool) -> str | None:
    """The part of the line that names people; None where nothing says that the line does."""
    lead = BY.search(line.text)
    if lead is not None and not BEFORE_BY.match(line.text[: lead.start()]):
        lead = None
    if not named and lead is None:
        return None
    text = line.text
    for found in reversed(find_times(text, language=language) if any(map(str.isdigit, text)) else ()):
        text = f"{text[: found.start].rstrip(' |·•–—,-')} | {text[found.end :].lstrip(' |·•–—,-')}"
    lead = BY.search(text)
    if lead is not None and (BEFORE_BY.match(text[: lead.start()]) or (lead.start() <= 40 and " | " in text[: lead.start()])):
        text = text[lead.start() :].replace("By", "By ", 1) if text[lead.start() : lead.start() + 2] == "By" else text[lead.start() :]
    else:
        lead = None
    text = text.split(" | ")[0] if lead is not None else text.replace(" | ", " ").strip()
    text = re.split(r"\s+(?:[|·•—⋅∙]|on|in|updated|published)(?:\s|$)", text)[0].strip(" |·•–—,-")
    return text or None


def _value_of_label(document: Document, line: Line, language: str | None) -> str | None:
    """`label: value` where an element or the line before holds a byline's label alone: `<b>작성자</b> …`, `Written by` over a name."""
    if len(line.text) > 60:
        return None
    shown = [(piece, inline) for piece, inline in line.pieces if piece.strip()]
    if len(shown) > 1 and shown[0][1] is not None and is_byline_label(shown[0][0], language=language):
        told = [f" / {piece.strip(' :：')}: " if is_byline_label(piece, language=language) else f"{piece} " for piece, _ in shown[1:]]
        return f"{collapse(shown[0][0]).strip(' :：')}: {collapse(''.join(told))}"
    before = document.lines[line.index - 1] if line.index else None
    if before is not None and not before.hidden and len(before.text) < 24 and is_byline_label(before.text, language=language):
        return f"{before.text.strip(' :：')}: {line.text}"
    return None


def _named_by_element(line: Line) -> list[Person]:
    """The name where an element of the line holds it alone and more stands beside it: `<b>Ada Quill</b> Founder & Editor`."""
    shown = [(collapse(piece), inline) for piece, inline in line.pieces if piece.strip()]
    links = {id(inline.link) if inline is not None and inline.link is not None else None for _, inline in shown}
    if len(shown) < 2 or (len(links) == 1 and None not in links):
        return []  # first and last name of one link
    linked = [(text, inline) for text, inline in shown if inline is not None and inline.link is not None and _leads_to_author(inline.link)]
    if len(linked) == 1:
        shown = [(text, inline if (text, inline) in linked else None) for text, inline in shown]  # beside it a role or a town
    names = [
        text.strip(" ,")
        for text, inline in shown
        if inline is not None
        and inline.tag in ("a", "b", "strong", "span", "em")
        and is_latin_name(text.strip(" ,"))
        and not text.isupper()
        and not is_organisation(text)
    ]
    rest = " ".join(text for text, _ in shown)
    for name in names:
        rest = rest.replace(name, " ")
    tail = BY.sub(" ", rest).strip(" ,|·•–—-⋅&")
    if (other := AND.match(tail)) and is_latin_name(tail[other.end() :]):
        return []  # the second author has no page to link to
    if len(names) == 1 and len(tail) > 2 and not any(map(str.isdigit, tail)):
        return [Person(name=names[0], printed=line.text)]
    return []


def _leads_to_author(link: Inline) -> bool:
    return link.attributes.get("rel") == "author" or AUTHOR_PATH.search(link.attributes.get("href") or "") is not None


def _author_pieces(line: Line) -> str | None:
    """What stands in elements that name themselves author, where the line says more: `<span class=author>…</span><span class=date>…`."""
    box, around = line.box, line.box.parent
    if is_author_named(box.names) or (around is not None and is_author_named(around.names)):
        return None
    pieces: list[tuple[str, Inline | None]] = [
        (piece, inline) for piece, inline in line.pieces if inline is not None and _is_author_inline(inline)
    ]
    told = _said_by(pieces) if pieces else ""
    return told if told and told != line.text else None


def _said_by(pieces: list[tuple[str, Inline | None]]) -> str:
    """The pieces as one text; where letters of two elements touch they are words: `<a>Ada Quill</a><span>Gardener</span>`."""
    out = ""
    last: Inline | None = None
    for piece, inline in pieces:
        out += f" | {piece}" if out and inline is not last and out[-1].isalnum() and piece[:1].isalnum() and piece[0].isascii() else piece
        last = inline
    return collapse(out)


def _is_author_inline(inline: Inline | None) -> bool:
    while inline is not None:
        if is_author_named(inline.attributes.get("class") or "") or "author" in (inline.attributes.get("itemprop") or ""):
            return True
        inline = inline.parent
    return False


def _author_links(line: Line) -> Iterator[tuple[str, str]]:
    """(text, address) of the line's links to pages of authors."""
    texts: dict[int, list[str]] = {}
    links: dict[int, Inline] = {}
    for piece, inline in line.pieces:
        link = inline.link if inline is not None else None
        if link is not None:
            texts.setdefault(id(link), []).append(piece)
            links[id(link)] = link
    for key, link in links.items():
        href = link.attributes.get("href") or ""
        text = collapse("".join(texts[key]))
        if text and (link.attributes.get("rel") == "author" or AUTHOR_PATH.search(href)):
            yield text, href


def says_who_wrote(line: Line) -> bool:
    """Whether it begins with `by`, or stands in a box or link that names itself author."""
    lead = BY.search(line.text)
    return (lead is not None and BEFORE_BY.match(line.text[: lead.start()]) is not None) or _names_author(line)


def _names_author(line: Line) -> bool:
    for _, inline in line.pieces:
        while inline is not None:
            if (
                inline.attributes.get("rel") == "author"
                or "author" in (inline.attributes.get("itemprop") or "")
                or is_author_named(inline.attributes.get("class") or "")
            ):
                return True
            inline = inline.parent
    box: Box | None = line.box
    for _ in range(3):
        if box is None:
            return False
        if is_author_named(box.names) or "author" in box.get("itemprop"):
            return True
        box = box.parent
    return False


@lru_cache(maxsize=4096)
def is_author_named(names: str) -> bool:
    """Whether class and id names say that the box holds an author."""
    words = words_of(names)
    return not BYLINE_WORDS.isdisjoint(words) or any(word.startswith("author") or word.endswith("author") for word in words)
