"""Authors: what the page declares, what it prints, and what is no person."""

import re

from copydesk.article import Person
from copydesk.normalize.byline import clean_author, read_byline
from copydesk.normalize.classes import words_of
from copydesk.normalize.document import Document, Line
from copydesk.normalize.findings import Findings
from copydesk.normalize.headline import folded, site_name
from copydesk.normalize.sources import Sources, meta_names, people_of
from copydesk.normalize.spans import absolute
from copydesk.normalize.times import find_times
from copydesk.normalize.zone import Zone

BYLINE_WORDS = frozenset(
    [
        "byline",
        "author",
        "authors",
        "autor",
        "autoren",
        "autorin",
        "auteur",
        "journalist",
        "reporter",
        "writer",
        "writers",
        "journal",
        "redacteur",
        "redaktor",
        "yazar",
        "firma",
        "skribent",
        "autore",
        "gija",
        "writername",
    ]
)


def read_authors(
    document: Document, sources: Sources, zone: Zone, language: str | None, near: range, after: range, findings: Findings
) -> tuple[tuple[Person, ...], tuple[str, ...], str | None]:
    """(people, organisations named as authors, byline as printed)."""
    site = folded(site_name(sources) or "")
    organisations: list[str] = []
    readers: list[tuple[str, list[Person]]] = []
    declared: list[Person] = []
    claimed: list[Person] = []  # what the page's markup calls a person though it reads like a desk or an agency
    for name, kind, url in people_of(sources.article.get("author")):
        people = clean_author(name, language=language) if not kind.endswith("Organization") else []
        if not people:
            organisations.append(name)
            if kind in ("Person", "") and len(name) < 60 and "@" not in name and "/" not in name:
                claimed.append(Person(name=name, url=absolute(url, None), printed=name))
        declared.extend(p.model_copy(update={"url": absolute(url, None)}) if url and len(people) == 1 else p for p in people)
    readers.append(("jsonld:author", declared))
    for name in meta_names("author"):
        if name in sources.all_metas:
            readers.append((f"meta:{name}", [p for value in sources.all_metas[name] for p in clean_author(value, language=language)]))
    if not declared:
        for node in sources.nodes:
            if node is not sources.article:
                declared.extend(
                    p
                    for name, kind, _ in people_of(node.get("author"))
                    if not kind.endswith("Organization")
                    for p in clean_author(name, language=language)
                )
    printed, byline = _printed_people(document, zone, language, near, after)
    readers.append(("line", printed))
    names_site = [
        (reader, _distinct([p for p in people if folded(p.name) != site and folded(p.name) not in site.split(" | ")]))
        for reader, people in readers
    ]
    winner: tuple[str, list[Person]] | None = None
    for reader, people in names_site:
        if people and winner is None:
            winner = (reader, people)
        elif people:
            findings.rejected.append(("/meta/authors", reader, ", ".join(p.name for p in people)))
    if winner is None and not claimed:
        claimed = [
            Person(name=v, printed=v)
            for v in sources.all_metas.get("author", ())[:1]
            if len(v) < 60 and not re.search(r"[@/]|\.\w", v) and folded(v) != site and folded(v) not in folded(sources.title)
        ]
    if winner is None and claimed:
        findings.won("/meta/authors", "jsonld:author")
        findings.doubt("author_not_a_person", "/meta/authors", f"the page declares {claimed[0].name!r} a person")
        return tuple(_distinct(claimed)), tuple(organisations), byline
    if winner is None:
        return (), tuple(organisations), byline
    reader, people = winner
    seen = dict(names_site).get("line") or []
    by_name = {folded(p.name): p for p in seen}
    merged = []
    for person in people:
        other = by_name.get(folded(person.name))
        merged.append(
            person.model_copy(update={k: getattr(person, k) or getattr(other, k) for k in ("role", "email", "url")}) if other else person
        )
    findings.won("/meta/authors", reader)
    return tuple(merged), tuple(organisations), byline


def _distinct(people: list[Person]) -> list[Person]:
    seen: dict[str, Person] = {}
    for person in people:
        seen.setdefault(folded(person.name), person)
    return list(seen.values())


BY = re.compile(
    r"\b(?:by|written by|words by|posted by|author:|von|par|por|di|door|av|af|tekst:|text:|autor:|auteur\s*:)\s+(?=\S)|\bBy(?=[A-Z][a-z])",
    re.I,
)
BEFORE_BY = re.compile(r"^(?:(?:published|posted|updated|written|words|story|article|created)\b.{0,36}|\W*)$", re.I)
NO_PEOPLE = re.compile(
    r"\b(?:min(?:ute)?s?\.? read|photo|image|categor(?:y|ies)|commented|articles by|written by$|about|meet|full bio|read more|comments?"
    r"|follow|share|reviewed by|fact.?checked|edited by|updated|published|team|staff)\b",
    re.I,
)
MAX_BYLINE = 120  # characters; a longer line that names somebody is prose


def _printed_people(document: Document, zone: Zone, language: str | None, near: range, after: range) -> tuple[list[Person], str | None]:
    """People of the byline near the headline, else of boxes that name themselves author, else of an author's box below the story."""
    people: list[Person] = []
    printed: str | None = None
    for line in zone.bylines:
        found = read_byline(line.text, language=language)
        people.extend(found.people)
        printed = printed or line.text
    if people:
        return people, printed
    first = document.root
    for lines in (document.lines[near.start : near.stop], document.lines[after.start : after.stop]):
        for line in lines:
            if line.hidden or line.chars > MAX_BYLINE:
                continue
            got = _people_of_line(line, language)
            if got and (not people or line.box.names == first.names):
                printed, first = printed or line.text, line.box
                people.extend(got)
            elif people:
                break
        if people:
            break
    return people, printed


def _people_of_line(line: Line, language: str | None) -> list[Person]:
    """Who a line names, where it says `by` or stands in a box or link that names itself author. Dates in it are cut off first."""
    named = _names_author(line)
    lead = BY.search(line.text)
    if lead is not None and not BEFORE_BY.match(line.text[: lead.start()]):
        lead = None
    if not named and lead is None:
        return []
    text = line.text
    for found in reversed(find_times(text, language=language) if any(c.isdigit() for c in text) else ()):
        text = f"{text[: found.start].rstrip(' |·•–—,-')} | {text[found.end :].lstrip(' |·•–—,-')}"
    lead = BY.search(text)
    if lead is not None and (BEFORE_BY.match(text[: lead.start()]) or (lead.start() <= 40 and " | " in text[: lead.start()])):
        text = text[lead.start() :].replace("By", "By ", 1) if text[lead.start() : lead.start() + 2] == "By" else text[lead.start() :]
    else:
        lead = None
    text = text.split(" | ")[0] if lead is not None else text.replace(" | ", " ").strip()
    text = re.split(r"\s+(?:[|·•—]|on|in|updated|published)(?:\s|$)", text)[0].strip(" |·•–—,-")
    if not text or NO_PEOPLE.search(text):
        return []
    people = list(read_byline(text, language=language).people)
    if people or (language or "").split("-")[0] in ("ko", "ja", "zh"):
        return people
    return clean_author(text, language=language) if named else []


def _names_author(line: Line) -> bool:
    for _, inline in line.pieces:
        while inline is not None:
            if (
                inline.attributes.get("rel") == "author"
                or "author" in (inline.attributes.get("itemprop") or "")
                or not BYLINE_WORDS.isdisjoint(words_of(inline.attributes.get("class") or ""))
            ):
                return True
            inline = inline.parent
    boxes = [line.box, *list(line.box.ancestors())[:2]]
    return any(not BYLINE_WORDS.isdisjoint(box.words) or "author" in box.get("itemprop") for box in boxes)
