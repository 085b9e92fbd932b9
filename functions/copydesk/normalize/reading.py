"""One page read from end to end: the order of the readers, told once."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from copydesk.article import Article, Body, Caption, Charset, Doubt, Label, Media, Meta, Person, Provenance, Time, Widget
from copydesk.errors import InvalidWords, NoArticle
from copydesk.model import Misfit, Model
from copydesk.normalize import meta as facts
from copydesk.normalize.blocks import body_of
from copydesk.normalize.byline import Byline, read_byline, read_dateline, writers
from copydesk.normalize.captions import find_captions
from copydesk.normalize.coverage import Homes
from copydesk.normalize.document import Document, parse
from copydesk.normalize.entries import find_entries
from copydesk.normalize.filters import (
    drop_bare_headings,
    drop_boxes_around,
    drop_cards,
    drop_excerpt,
    drop_headline,
    drop_labels_above,
    drop_labels_below,
    drop_links,
    drop_repeats,
    infer_headings,
    is_excerpt,
    join_torn,
    pull_quotes,
)
from copydesk.normalize.findings import Findings
from copydesk.normalize.headline import Headline, find_headline, folded, lines_told, with_kicker
from copydesk.normalize.hydration import find_record, page_with
from copydesk.normalize.interludes import (
    STORY_CHROME,
    drop_biographies,
    drop_interludes,
    drop_led_links,
    drop_often,
    drop_signatures,
)
from copydesk.normalize.labels import label_kind, split_labels
from copydesk.normalize.languages import DECLARED, clock_of, language_of
from copydesk.normalize.leftovers import around_story
from copydesk.normalize.people import declared_names, read_authors
from copydesk.normalize.places import Places
from copydesk.normalize.placing import place, place_media
from copydesk.normalize.pointing import Pointed, SiteOf, drop_pointed, find_rule, point, point_headline, point_zone
from copydesk.normalize.seen import Seen
from copydesk.normalize.signing import says_who_wrote
from copydesk.normalize.sources import Sources, meta_names, read_sources, text_of
from copydesk.normalize.spans import absolute
from copydesk.normalize.stamps import read_modified, read_published
from copydesk.normalize.story import Story, find_story
from copydesk.normalize.tails import sign_tail, signed_people
from copydesk.normalize.times import read_time
from copydesk.normalize.widgets import Found, find_widgets
from copydesk.normalize.zone import deck_texts, is_signature, label_before, read_zone, spaced, visual_lines
from copydesk.page import Decoded, RawPage, check_gates
from copydesk.page.patterns import pattern_of
from copydesk.rules import load_rules

VERSION = "1"
LOW_PROSE = 200  # characters; a shorter visible story may be the shell that a script fills
MAIL = pattern_of(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SIGNS_WITHIN = 12  # lines below the headline
MAX_BYLINE = 120  # characters
# the last paragraph may sign the story, and keeps those words: `…検討している。【高梨さくら】`, `…밝혔다. 홍길동 기자 hong@…`
SIGNED_END = pattern_of(
    r"(?:[。！？]|(?<=[다요])\.)\s*([【（［][^【】（）［］。]{2,40}[】）］]|[/<\[(]?[가-힣][가-힣\s·,]{1,30}기자(?:\s*[(<]?[\w.+-]+@[\w.-]+\w)?[>\])]?)$"
)
LEADS = 2  # paragraphs that a dateline may begin: a caption or a summary may stand first
MIN_STORY_CHARS = 60  # the shortest true body of the corpus has 61 (a flash of two sentences); below it menus win


type Lap = Callable[[str], None]


def unwatched(stage: str) -> None:
    """Called with the name of each stage when it is done: who measures hands in a clock's."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found; the article is made of it, and `explain` tells it."""

    seen: Seen
    homes: Homes
    places: Places
    findings: Findings
    article: Article


def read(decoded: Decoded, page: RawPage, site_of: SiteOf | None = None, *, lap: Lap = unwatched) -> Reading:
    """Raises PageRejected: too deep or too large for a parser, or no article in it. `site_of` finds the site's rule by host."""
    check_gates(decoded.text)
    lap("gates")
    findings = Findings()
    seen = see(decoded.text, page.words.url, findings, site_of, lap=lap)
    homes, places = Homes(seen.document), Places()
    captions_found = find_captions(seen)
    lap("captions")
    published = read_published(seen, findings)
    lap("times")
    media, media_of = place_media(seen, captions_found)
    blocks, captions, widgets = place(seen, captions_found, media_of, homes, places, published)
    body = body_of(blocks, seen.language)
    lap("place")
    meta = with_words(read_meta(seen, page, media, published, findings), page, findings)
    locate_facts(seen, meta, places)
    lap("meta")
    give_homes(seen, homes)
    signing = (line for reach in (seen.near, seen.after) for line in seen.document.lines[reach.start : reach.stop])
    homes.give([line for line in signing if not line.hidden and line.text == meta.byline], "meta")
    widgets += around_story(seen, homes, len(widgets))
    lap("leftovers")
    provenance = Provenance(
        normalizer=VERSION,
        rules=tuple(sorted({f.rule for f in seen.found} | ({f"sites/{seen.pointed.rule.host}"} if seen.pointed.rule else set()))),
        source_hash=page.source_hash,
        content_hash=content_hash(meta, body, captions, widgets),
        charset=Charset(used=decoded.used, declared=decoded.declared, how=decoded.how, replaced=decoded.replaced),
        sources=dict(sorted(findings.sources.items())),
        doubts=tuple(doubt(meta, findings)),
        coverage=homes.coverage(),
    )
    lap("coverage")
    return Reading(seen, homes, places, findings, Article(meta=meta, body=body, captions=captions, widgets=widgets, provenance=provenance))


def locate_facts(seen: Seen, made: Meta, places: Places) -> None:
    """Where the page prints what it says about the work; what only its markup declares has no place."""
    zone = seen.zone
    places.note("/meta/headline", seen.headline.box)
    for i, box in enumerate(line.box for line in zone.deck for _ in visual_lines(line)):
        places.note(f"/meta/deck/{i}", box)
    for name, time in (("published_at", made.published_at), ("modified_at", made.modified_at)):
        places.note_printed(f"/meta/{name}", time.printed if time else None, [line for line, _ in zone.times])
    for name, lines in (("kicker", zone.kicker), ("byline", zone.bylines), ("authors", zone.bylines)):
        if lines and getattr(made, name):
            places.note(f"/meta/{name}", lines[0].box)


def see(text: str, url: str | None, findings: Findings, site_of: SiteOf | None = None, *, lap: Lap = unwatched) -> Seen:
    """Where headline, story and widgets stand. Raises NoArticle."""
    document = parse(text)
    lap("parse")
    sources = read_sources(document)
    sample = "".join(line.text for line in document.lines[:400])[:4000]
    language, how = language_of(document, sources, sample)
    base = url or absolute(sources.links.get("canonical") or sources.meta("og:url"), None)
    rule = find_rule(base, site_of or load_rules().site)
    if rule and rule.language and how not in DECLARED:
        language, how = rule.language, "site"
    if language:
        findings.won("/meta/language", how)
    pointed = point(document, rule)
    headline = point_headline(find_headline(document, sources), pointed)
    keywords = [tag.text for tag in facts.read_tags(sources)[0]]
    lap("headline")
    found = find_widgets(document, language=language, keywords=keywords)
    lap("widgets")
    story = _story(document, sources, headline, found, language, pointed)
    if story.prose < LOW_PROSE and (record := find_record(document, sources)):
        shell, document = document, parse(page_with(text, record, headline.text))
        shell.let_go()
        sources = read_sources(document)
        pointed = point(document, rule)
        headline = point_headline(find_headline(document, sources), pointed)
        found = find_widgets(document, language=language, keywords=keywords)
        story = _story(document, sources, headline, found, language, pointed)
        findings.won("/body", "hydration")
        findings.doubt("body_from_script", "/body", "the visible page holds no story; a script's JSON does")
    lap("story")
    if story.prose < MIN_STORY_CHARS:
        raise NoArticle(best=int(story.prose), limit=MIN_STORY_CHARS)
    claimed = frozenset(i for f in found for i in f.lines)
    clock = clock_of(language, base)
    if rule and rule.zone:
        clock = f"{clock or 'und'}@{rule.zone}"
    zone = point_zone(read_zone(document, headline, story, describe(sources), clock, claimed), pointed, story.parts)
    if not pointed.headline and (whole := with_kicker(headline, zone.kicker)) is not headline:
        headline, zone = whole, replace(zone, kicker=())
    lap("zone")
    return Seen(document, sources, headline, found, story, zone, language, base, clock, pointed)


def describe(sources: Sources) -> str | None:
    """The page's own summary."""
    return text_of(sources.article.get("description")) or sources.meta(*meta_names("description"))


def _story(
    document: Document, sources: Sources, headline: Headline, found: tuple[Found, ...], language: str | None, pointed: Pointed
) -> Story:
    declared = headline.declared + ((folded(headline.text),) if headline.text else ())
    names = declared_names(sources)
    below = headline.lines[-1] + 1 if headline.lines else 0
    near = document.lines[below : below + SIGNS_WITHIN]
    signed = folded(" ".join(line.text for line in near if line.chars <= MAX_BYLINE and says_who_wrote(line)))
    return find_story(
        document,
        language=language,
        claimed=[f.box for f in found if f.box is not None],
        claimed_lines=[f.lines for f in found],
        headline_lines=headline.lines,
        declared=headline.declared,
        body=pointed.body,
        captions=pointed.captions,
        entries=find_entries(document, sources),
        filters=(
            partial(drop_pointed, pointed=pointed),  # first: nothing else is to be read into what the site's rule drops
            partial(drop_headline, declared=declared),
            drop_interludes,
            drop_often,
            drop_links,
            drop_led_links,
            partial(drop_signatures, language=language),
            drop_cards,
            pull_quotes,  # before drop_repeats: a pull quote is no paragraph told twice
            drop_repeats,  # after drop_links: a promo may quote a paragraph
            drop_excerpt,
            join_torn,  # before the tail: a half sentence is no signature
            partial(sign_tail, language=language),  # before the labels: it looks at the last lines that are left
            partial(drop_biographies, names=names, signed=signed),  # after the tail: among the last lines that are left
            drop_labels_above,
            drop_labels_below,
            infer_headings,  # after the labels: what is left alone in bold titles something
            drop_boxes_around,  # after all that takes paragraphs away
            drop_bare_headings,  # last: what a heading titles may have gone
        ),
    )


def read_meta(seen: Seen, page: RawPage, media: tuple[Media, ...], published: Time | None, findings: Findings) -> Meta:
    """Every fact about the work but the sender's own words."""
    headline, zone, sources = seen.headline, seen.zone, seen.sources
    authors, organisations, byline = read_authors(seen.document, sources, zone, seen.language, seen.near, seen.after, findings)
    lead, signed, tail = _signatures(seen)
    # `来源：…` stands in the time's line; in other languages a house there is the page's own
    told = [line.text for line, _ in zone.times] if (seen.language or "").startswith("zh") else []
    wires = tuple(name for text in (*tail, *told) for name in read_byline(text, language=seen.language).agencies)
    authors = _with_mails(authors, signed, tail)
    people = writers(signed, seen.language) or writers(lead.people if lead else (), seen.language) or tuple(signed)
    if people and not writers(authors, seen.language):
        findings.won("/meta/authors", "tail" if people[0] in signed else "dateline")
        authors = people
    _, labels = split_labels(headline.text) if headline.text else ("", ())
    labels = (*(Label(text=line.text, kind=label_kind(line.text)) for line in zone.badges), *labels)
    sections, section_reader = facts.read_sections(sources, seen.document, headline.text)
    tags, tag_reader = facts.read_tags(sources)
    native, native_reader = facts.native_id(sources, seen.base)
    publisher = facts.read_publisher(sources, seen.base, headline.text)
    for pointer, reader, value in (
        ("/meta/headline", headline.reader, headline.text),
        ("/meta/sections", section_reader, sections),
        ("/meta/tags", tag_reader, tags),
        ("/meta/native_id", native_reader, native),
        ("/meta/deck", "site:deck" if seen.pointed.deck else "line", zone.deck),
    ):
        if value:
            findings.won(pointer, reader)
    return Meta(
        url=page.words.url,
        canonical_url=absolute(sources.links.get("canonical"), seen.base),
        amp_url=absolute(sources.links.get("amphtml"), seen.base),
        native_id=native,
        headline=headline.text,
        labels=labels,
        kicker=" ".join(spaced(line) for line in zone.kicker).rstrip(" :：") or headline.kicker,
        deck=deck_texts(zone.deck),
        description=describe(sources),
        authors=authors,
        byline=byline or (" ".join(tail[0].split("\n")) if tail else None),
        dateline=lead.dateline if lead else None,
        publisher=publisher,
        source=facts.source_of(tuple(dict.fromkeys((*(lead.agencies if lead else ()), *organisations, *wires))), authors, publisher),
        sections=sections,
        tags=tags,
        language=seen.language,
        published_at=published,
        modified_at=read_modified(seen, published, findings),
        media=media,
        rights=facts.rights_of(seen.document, seen.story_end),
        access=facts.read_access(sources),
    )


def _signatures(seen: Seen) -> tuple[Byline | None, list[Person], list[str]]:
    """(what the first paragraph's prefix says, people of the lines that sign the body, those lines)."""
    kept = [p for i, p in enumerate(seen.story.parts) if p.dropped is None and p.kind == "paragraph" and i not in seen.zone.deck_parts]
    leads = (read_dateline(p.text, language=seen.language) for p in islice(kept, LEADS))
    lead = next((lead for lead in leads if lead), None)
    tail = [p.text for p in seen.story.parts if p.dropped == "byline"]
    if kept and not tail and (end := SIGNED_END.search(kept[-1].text)) and is_signature(end[1], seen.language):
        tail = [end[1]]
    return lead, [person for text in tail for line in text.split("\n") for person in signed_people(line, seen.language)], tail


def give_homes(seen: Seen, homes: Homes) -> None:
    """Homes of what is neither story nor caption nor widget: meta first, then named chrome."""
    lines, below = seen.document.lines, seen.story_end
    zone = seen.zone
    for group in (seen.headline.lines, zone.deck, zone.kicker, zone.badges, zone.bylines, tuple(line for line, _ in zone.times)):
        homes.give(group, "meta")
    labels = [label for line, _ in zone.times if (label := label_before(seen.document, line, seen.clock))]
    homes.give(labels, "meta")
    homes.give(lines_told(lines, seen.headline.declared), "meta")  # the headline again
    homes.give([line for line in lines[below : below + 6] if not line.hidden and is_signature(line.text, seen.language)], "meta")
    for part in seen.story.parts:
        if part.dropped == "time":
            homes.give(part.lines, "meta")
        if part.dropped in STORY_CHROME:
            homes.give_named([line.index for line in part.lines if not line.hidden], part.dropped)
        if part.dropped in ("told_twice", "next_article"):
            homes.give_named([line.index for line in part.lines if line.index >= below], part.dropped)
    homes.give_named(_excerpts(seen), "told_twice")
    homes.give_chrome(top=seen.headline_start, above=seen.story_start, below=below)


def _excerpts(seen: Seen) -> list[int]:
    """Lines above the story that say its beginning before it."""
    opening = next((part.text for part in seen.story.parts if part.dropped is None and part.kind == "paragraph"), "")
    return [line.index for line in seen.document.lines[: seen.story_start] if not line.hidden and is_excerpt(line.text, opening)]


def _with_mails(authors: tuple[Person, ...], signed: list[Person], tail: list[str]) -> tuple[Person, ...]:
    """Mail and role of the same person from the lines that sign the body; a mail alone there is the only author's."""
    known = {folded(p.name): p for p in signed}
    out = tuple(
        p.model_copy(update={"email": p.email or other.email, "role": p.role or other.role}) if (other := known.get(folded(p.name))) else p
        for p in authors
    )
    mails = MAIL.findall("\n".join(tail))
    if len(out) == 1 and out[0].email is None and len(mails) == 1:
        return (out[0].model_copy(update={"email": mails[0]}),)
    return out


def doubt(made: Meta, findings: Findings) -> list[Doubt]:
    """The doubts that the readers left, and those that gaps leave."""
    if made.headline is None:
        findings.doubt("no_headline", "/meta/headline", "the page shows and declares no headline")
    if made.published_at is None:
        findings.doubt("no_published_at", "/meta/published_at", "the page tells no time of publication")
    elif made.published_at.zone_from is None:
        findings.doubt("zone_unknown", "/meta/published_at", "no zone is told; +00:00 stands for unknown")
    return findings.doubts


def with_words(made: Meta, page: RawPage, findings: Findings) -> Meta:
    """What the sender says wins over the page, and `sources` say so."""
    words = page.words
    changes: dict[str, Any] = dict(words.meta)
    for name in ("published_at", "modified_at"):
        value = getattr(words, name)
        if value and (time := read_time(value, language=None)):
            changes[name] = time.model_copy(update={"zone_from": "sender"})
    for name in (*changes, *(("url",) if words.url else ())):
        findings.won(f"/meta/{name}", "sender")
    if not words.meta:
        return made.model_copy(update=changes)
    try:
        return Meta.model_validate({**made.model_dump(), **{k: v.model_dump() if isinstance(v, Model) else v for k, v in changes.items()}})
    except Misfit as misfit:
        raise InvalidWords(misfit.wrong) from misfit


def content_hash(made: Meta, body: Body, captions: tuple[Caption, ...], widgets: tuple[Widget, ...]) -> str:
    """sha256 of what makes a revision: meta (media addresses without query), body, captions, widgets of role content without counts."""
    facts_ = {name: value for name, value in vars(made).items() if name not in ELSEWHERE}
    facts_["media"] = [{**vars(media), "url": (media.url or "").split("?")[0], "renditions": []} for media in made.media]
    kept = [{name: value for name, value in vars(w).items() if name != "placement"} for w in widgets if w.role == "content"]
    whole = json.dumps([facts_, body, captions, kept], default=vars, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


ELSEWHERE = frozenset(["url", "amp_url", "canonical_url"])  # of meta: where a page stands is not what it says
