"""Authors: what the page declares, what it prints, and what is no person."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from copydesk.article import Person
from copydesk.normalize.byline import clean_author, is_byline_label
from copydesk.normalize.document import Document
from copydesk.normalize.findings import Findings
from copydesk.normalize.headline import folded, site_name
from copydesk.normalize.interludes import TAIL_OF_STORY, is_biography
from copydesk.normalize.names import is_latin_name, is_organisation
from copydesk.normalize.signing import read_signed
from copydesk.normalize.sources import Sources, meta_names, people_of, text_of
from copydesk.normalize.spans import absolute
from copydesk.normalize.zone import Zone
from copydesk.page.patterns import pattern_of

IN_BRACKETS = pattern_of(r" ?\([^()]*\)")
HONOUR = pattern_of(r"^(?:(?:dr|prof|mr|mrs|ms|sir|dame|rev)\b\.?\s+)+")
MAX_NAME = 40  # characters
NO_NAME = pattern_of(r"[@/]|\.\w|^(?:undefined|null|none|unknown)$|\b(?:Inc|Ltd|GmbH|LLC|Corp)\b", re.I)
NAMED = pattern_of(r"[^\W\d_]")  # a number is an account's


type Reader = tuple[str, list[Person]]


@dataclass(slots=True)
class _Declared:
    """What JSON-LD says: people; names that are none; names that it calls a person though they read like a desk or an agency."""

    people: list[Person] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    claimed: list[Person] = field(default_factory=list)


def read_authors(
    document: Document, sources: Sources, zone: Zone, language: str | None, near: range, after: range, findings: Findings
) -> tuple[tuple[Person, ...], tuple[str, ...], str | None]:
    """(people, organisations named as authors, byline as printed)."""
    site = folded(site_name(sources) or "")
    houses = _houses(sources)
    declared = _declared(sources, language)
    signed = read_signed(document, zone, language, near, after)
    readers: list[Reader] = [
        ("jsonld:author", declared.people),
        *_metas(sources, language),
        ("line", list(signed.people)),
        ("meta:twitter:data1", _labelled_card(sources, language)),  # last: plug-ins name the account that typed the page in
    ]
    told = _told(readers, lambda name: folded(name) in houses) or _told(readers, lambda name: _is_site(name, site))
    for reader, people in told[1:]:
        findings.rejected.append(("/meta/authors", reader, ", ".join(p.name for p in people)))
    organisations = tuple(declared.organisations)
    if told:
        reader, people = told[0]
        printed = next((people for name, people in told if name == "line"), [])
        if len(printed) > len(people) and set(map(_bare_name, people)) < set(map(_bare_name, printed)):
            reader, people = "line", printed  # a field often holds the first of several
        findings.won("/meta/authors", reader)
        return _merged(people, list(signed.people)), organisations, signed.printed
    if biography := _told_of(document, near, after):
        findings.won("/meta/authors", "line:biography")
        return tuple(biography), organisations, biography[0].name
    claimed = declared.claimed or _claimed_elsewhere(sources, signed.desks, site)
    if claimed:
        findings.won("/meta/authors", "jsonld:author" if declared.claimed else "line")
        findings.doubt("author_not_a_person", "/meta/authors", f"{claimed[0].name!r} stands where a person's name does")
    return tuple(_distinct(claimed)), organisations, signed.printed


def _told_of(document: Document, near: range, after: range) -> list[Person]:
    """A name alone under the headline, of whom a line from the story's end on says who that is: `Ada Quill is a writer …`."""
    for line in document.lines[near.start : near.stop]:
        if line.hidden or line.chars > MAX_NAME or not is_latin_name(line.text) or is_organisation(line.text):
            continue
        for told in document.lines[max(line.index + 1, after.start - TAIL_OF_STORY) :]:
            if not told.hidden and told.text.startswith(f"{line.text} ") and is_biography(told.text, (folded(line.text),)):
                return [Person(name=line.text, printed=line.text)]
    return []


def _bare_name(person: Person) -> str:
    """The folded name without what honours it: `Dr Ada Quill`."""
    return HONOUR.sub("", folded(person.name))


def _told(readers: list[Reader], is_house: Callable[[str], bool]) -> list[Reader]:
    """The readers that name somebody who is no house."""
    named = [(reader, _distinct([p for p in people if not is_house(p.name)])) for reader, people in readers]
    return [(reader, people) for reader, people in named if people]


def _houses(sources: Sources) -> frozenset[str]:
    """What the page says that it is published by; a personal site bears its author's name, so this only decides between several names."""
    said = (site_name(sources), text_of(sources.article.get("publisher")), *(sources.meta(name) for name in ("publisher", "dc.publisher")))
    return frozenset(folded(IN_BRACKETS.sub("", " ".join(name.split()))) for name in said if name)


def declared_names(sources: Sources) -> tuple[str, ...]:
    """Folded full names that JSON-LD or the author's meta tag declares."""
    names = [name for name, _, _ in people_of(sources.article.get("author"))] + sources.all_metas.get("author", [])[:3]
    return tuple(dict.fromkeys(folded(name) for name in names if 1 < len(name.split()) < 5))


def _declared(sources: Sources, language: str | None) -> _Declared:
    out = _Declared()
    for name, kind, url in people_of(sources.article.get("author")):
        people = clean_author(name, language=language) if not kind.endswith("Organization") else []
        if not people:
            out.organisations.append(name)
            if kind in ("Person", "") and len(name) < 60 and "@" not in name and "/" not in name:
                out.claimed.append(Person(name=name, url=absolute(url, None), printed=name))
        out.people.extend(p.model_copy(update={"url": absolute(url, None)}) if url and len(people) == 1 else p for p in people)
    if out.people:
        return out
    for node in sources.nodes:
        if node is not sources.article:
            for name, kind, _ in people_of(node.get("author")):
                out.people.extend(clean_author(name, language=language) if not kind.endswith("Organization") else [])
    return out


def _metas(sources: Sources, language: str | None) -> list[Reader]:
    return [
        (f"meta:{name}", [p for value in sources.all_metas[name] for p in clean_author(value, language=language)])
        for name in meta_names("author")
        if name in sources.all_metas
    ]


def _claimed_elsewhere(sources: Sources, desks: tuple[str, ...], site: str) -> list[Person]:
    """The author's meta tag where it names a desk or an account, else what is printed in a byline's place."""
    for value in sources.all_metas.get("author", ())[:1]:
        if (
            len(value) < 60
            and NAMED.search(value)
            and not NO_NAME.search(value)
            and folded(value) != site
            and folded(value) not in folded(sources.title)
        ):
            return [Person(name=value, printed=value)]
    return [Person(name=desk, printed=desk) for desk in desks[:1] if folded(desk) != site]


def _merged(people: list[Person], printed: list[Person]) -> tuple[Person, ...]:
    """Role, mail and address of the same person from the printed byline."""
    by_name = {folded(p.name): p for p in printed}
    return tuple(
        p.model_copy(update={k: getattr(p, k) or getattr(other, k) for k in ("role", "email", "url")})
        if (other := by_name.get(folded(p.name)))
        else p
        for p in people
    )


def _is_site(name: str, site: str) -> bool:
    """Whether the name is the site's own and no person's: a personal site bears its author's name."""
    if folded(name) not in (site, *site.split(" | ")):
        return False
    return not (is_latin_name(name) and len(name.split()) <= 3)


def _labelled_card(sources: Sources, language: str | None) -> list[Person]:
    """A card of two labelled facts, one of them the author: `twitter:label1` = Written by."""
    for number in ("1", "2"):
        label, value = sources.metas.get(f"twitter:label{number}"), sources.metas.get(f"twitter:data{number}")
        if label and value and is_byline_label(label, language=language):
            return clean_author(value, language=language)
    return []


def _distinct(people: list[Person]) -> list[Person]:
    seen: dict[str, Person] = {}
    for person in people:
        seen.setdefault(folded(person.name), person)
    return list(seen.values())
