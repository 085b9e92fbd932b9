"""How the examples of rule files about texts are read: languages, and the generic files."""

from collections.abc import Callable
from typing import Any

from copydesk.article import Time
from copydesk.normalize.byline import clean_author, is_byline_line, read_byline, writers
from copydesk.normalize.classes import GROUPS, is_named
from copydesk.normalize.coverage import chrome_kind
from copydesk.normalize.credits import split_caption
from copydesk.normalize.document import parse
from copydesk.normalize.interludes import interlude_kind
from copydesk.normalize.labels import split_labels
from copydesk.normalize.languages import language_of_words
from copydesk.normalize.names import find_agencies, is_organisation
from copydesk.normalize.rights import is_rights_line, read_rights
from copydesk.normalize.sources import meta_names, read_sources
from copydesk.normalize.tails import tail_kind
from copydesk.normalize.times import find_times, read_time, resolve_partial
from copydesk.rules import Language
from copydesk.rules.languages import in_region

# What partial times are read against, on the clock of the language.
PUBLISHED = "2025-02-24 15:39"
# When the clocks of neighbours differed: Shanghai kept summer time, Hong Kong and Taipei did not.
ARCHIVED = "1988-07-01 12:00"


def read_at(text: str, language: Language) -> Any:
    time = read_time(text, language=language)
    return time.at if time else False


def read_times(text: str, language: Language) -> Any:
    found = find_times(text, language=language)
    return {t.kind or "bare": t.time.at for t in found} | {"printed": [t.time.printed for t in found]}


def read_zone_from(text: str, language: Language) -> Any:
    time = read_time(text, language=language)
    return time.zone_from if time else False


def read_in_zone_of(region: str, language: Language) -> Any:
    return read_at(ARCHIVED, in_region(language, region))


def read_in_order_of(region: str, language: Language) -> Any:
    return str(read_at("3/4/2025", in_region(language, region)))[:10]


def read_partial(text: str, language: Language) -> Any:
    time = resolve_partial(text, published=_published(language), language=language)
    return time.at if time else False


def _published(language: Language) -> Time:
    time = read_time(PUBLISHED, language=language)
    assert time is not None
    return time


def read_people(text: str, language: Language) -> Any:
    found = read_byline(text, language=language)
    return {
        "people": [p.name for p in found.people],
        "roles": [p.role for p in found.people],
        "writers": [p.name for p in writers(found.people, language)],
        "mails": [p.email for p in found.people],
        "agencies": list(found.agencies),
        "place": found.dateline.place if found.dateline else None,
        "end": found.end,
    }


def read_author(text: str, language: Language) -> Any:
    return [p.name for p in clean_author(text, language=language)]


def read_signature(text: str, language: Language) -> Any:
    return is_byline_line(text, language)


def read_caption(text: str, language: Language) -> Any:
    parts = split_caption(text, language=language)
    credit = parts.credit
    return {
        "text": parts.text,
        "marker": parts.marker,
        "credit": credit.printed if credit else None,
        "agencies": list(credit.agencies) if credit else [],
        "people": [p.name for p in credit.people] if credit else [],
        "relation": credit.relation if credit else None,
        "place": parts.place,
        "taken_on": parts.taken_on.at if parts.taken_on else None,
        "rights": parts.rights,
    }


def read_agencies(text: str, language: Language) -> Any:
    return list(find_agencies(text))


def read_organisation(text: str, language: Language) -> Any:
    return is_organisation(text)


def read_labels(text: str, language: Language) -> Any:
    title, labels = split_labels(text)
    return {"title": title, "labels": [label.text for label in labels], "kinds": [label.kind for label in labels]}


def read_notice(text: str, language: Language) -> Any:
    rights = read_rights(text)
    if rights is None:
        return {"redistribution": None, "ai_training": None, "holder": None, "line": is_rights_line(text)}
    return {
        "redistribution": rights.redistribution,
        "ai_training": rights.ai_training,
        "holder": rights.holder,
        "line": is_rights_line(text),
    }


def read_names(text: str, language: Language) -> Any:
    """The groups of a class or id string."""
    return [group for group in GROUPS if is_named(text, group)]


def read_chrome(html: str, language: Language) -> Any:
    """The kind of the innermost box around the first line that is site furniture."""
    document = parse(html)
    box = document.lines[0].box
    return next((found[0] for each in (box, *box.ancestors()) if (found := chrome_kind(document, each))), False)


def read_metas(html: str, language: Language) -> Any:
    sources = read_sources(parse(html))
    facts = ("author", "published", "modified", "section", "native_id", "description", "site")
    return {fact: sources.meta(*meta_names(fact)) or False for fact in facts}


def read_language(text: str, language: Language) -> Any:
    return language_of_words(text) or False


def read_tail(text: str, language: Language) -> Any:
    return tail_kind(text, len("".join(text.split())), language.code) or False


def read_interlude(text: str, language: Language) -> Any:
    return interlude_kind(text) or False


READERS: dict[str, Callable[[str, Language], Any]] = {
    "time": read_at,
    "times": read_times,
    "partial": read_partial,
    "zone_from": read_zone_from,
    "zones": read_in_zone_of,
    "orders": read_in_order_of,
    "byline": read_people,
    "author": read_author,
    "signature": read_signature,
    "caption": read_caption,
    "agencies": read_agencies,
    "organisation": read_organisation,
    "labels": read_labels,
    "rights": read_notice,
    "names": read_names,
    "chrome": read_chrome,
    "metas": read_metas,
    "language": read_language,
    "tail": read_tail,
    "interlude": read_interlude,
}
