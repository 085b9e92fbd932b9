"""One page read from end to end: the order of the readers, told once."""

import hashlib
import html
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from copydesk.article import (
    Article,
    Block,
    Caption,
    Charset,
    Edition,
    Media,
    Meta,
    Model,
    Person,
    Placement,
    Provenance,
    Role,
    Widget,
    WidgetBlock,
)
from copydesk.errors import NoArticle
from copydesk.normalize import meta as facts
from copydesk.normalize.blocks import Builder, body_of
from copydesk.normalize.byline import read_dateline
from copydesk.normalize.captions import FoundCaption, find_captions, read_caption
from copydesk.normalize.coverage import Homes
from copydesk.normalize.document import Document, Line, parse
from copydesk.normalize.filters import (
    drop_bare_headings,
    drop_headline,
    drop_labels_above,
    drop_labels_below,
    drop_links,
    drop_repeats,
    infer_headings,
    pull_quotes,
)
from copydesk.normalize.headline import Headline, find_headline, folded
from copydesk.normalize.hydration import find_body
from copydesk.normalize.labels import split_labels
from copydesk.normalize.media import Picture, is_teaser_link, read_picture
from copydesk.normalize.sources import Sources, read_sources, text_of
from copydesk.normalize.spans import absolute
from copydesk.normalize.story import Story, find_story
from copydesk.normalize.tails import ROLES, sign_tail, signed_people
from copydesk.normalize.times import read_time
from copydesk.normalize.widgets import Found, find_widgets, read_widget
from copydesk.normalize.zone import Zone, is_signature, read_zone
from copydesk.page import Decoded, RawPage, check_gates, read_text

VERSION = "1"
LOW_PROSE = 200  # characters; a shorter visible story may be the shell that a script fills
MIN_STORY_CHARS = 60  # the shortest true body of the corpus has 61 (a flash of two sentences); below it menus win


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found; the article is made of it, and `explain` tells it."""

    document: Document
    sources: Sources
    headline: Headline
    story: Story
    zone: Zone
    homes: Homes
    findings: facts.Findings
    article: Article


def read(decoded: Decoded, page: RawPage) -> Reading:
    check_gates(decoded.text)
    document = parse(decoded.text)
    sources = read_sources(document)
    findings = facts.Findings()
    sample = "".join(line.text for line in document.lines[:400])[:4000]
    language, how = facts.language_of(document, sources, sample)
    if language:
        findings.won("/meta/language", how)
    base = page.words.url or absolute(sources.links.get("canonical") or sources.meta("og:url"), None)
    headline = find_headline(document, sources)
    found = find_widgets(document, language=language)
    story = _story(document, sources, headline, found, language)
    if story.prose < LOW_PROSE and (body := find_body(document, sources)):
        document = parse(with_body(decoded.text, body, headline.text))
        headline = find_headline(document, sources)
        found = find_widgets(document, language=language)
        story = _story(document, sources, headline, found, language)
        findings.won("/body", "hydration")
        findings.doubt("body_from_script", "/body", "the visible page holds no story; a script's JSON does")
    if story.prose < MIN_STORY_CHARS:
        raise NoArticle(best=int(story.prose), limit=MIN_STORY_CHARS)
    claimed = frozenset(i for f in found for i in f.lines)
    description = text_of(sources.article.get("description")) or sources.meta("og:description", "description", "twitter:description")
    zone = read_zone(document, headline, story, description, language, claimed)
    return _assemble(page, decoded, document, sources, headline, found, story, zone, findings, language, base, description)


def with_body(text: str, body: str, headline: str | None) -> str:
    """The page with the story that a script would have put there, and the headline where the page shows none."""
    at = text.rfind("</body>")
    inserted = f"<article>{f'<h1>{html.escape(headline)}</h1>' if headline else ''}<div>{body}</div></article>"
    return text + inserted if at < 0 else text[:at] + inserted + text[at:]


def _story(document: Document, sources: Sources, headline: Headline, found: tuple[Found, ...], language: str | None) -> Story:
    declared = headline.declared + ((folded(headline.text),) if headline.text else ())
    return find_story(
        document,
        language=language,
        claimed=[f.box for f in found if f.box is not None],
        headline_lines=headline.lines,
        declared=headline.declared,
        filters=(
            partial(drop_headline, declared=declared),
            drop_links,
            pull_quotes,  # before drop_repeats: a pull quote is no paragraph told twice
            drop_repeats,  # after drop_links: a promo may quote a paragraph
            partial(sign_tail, language=language),  # before the labels: it looks at the last lines that are left
            drop_labels_above,
            drop_labels_below,
            infer_headings,  # after the labels: what is left alone in bold titles something
            drop_bare_headings,  # last: what a heading titles may have gone
        ),
    )


def _assemble(
    page: RawPage, decoded: Decoded, document: Document, sources: Sources, headline: Headline, found: tuple[Found, ...], story: Story, zone: Zone,
    findings: facts.Findings, language: str | None, base: str | None, description: str | None,
) -> Reading:  # fmt: skip
    homes = Homes(document)
    claimed = frozenset(i for f in found for i in f.lines)
    near = range(
        max(0, (headline.lines[0] if headline.lines else 0) - 8),
        max(_story_start(story) + 2, (headline.lines[-1] if headline.lines else 0) + 10),
    )
    published = facts.read_published(document, sources, zone, language, near, findings)
    modified = facts.read_modified(document, sources, zone, language, near, findings, published)
    authors, organisations, byline = facts.read_authors(
        document, sources, zone, language, near, range(_story_end(story), _story_end(story) + 12), findings
    )
    dateline = None
    agencies: tuple[str, ...] = ()
    tail = [p for p in story.parts if p.dropped == "byline"]
    first = next((p for p in story.parts if p.dropped is None and p.kind == "paragraph"), None)
    lead = read_dateline(first.text, language=language) if first else None
    if lead:
        dateline, agencies = lead.dateline, lead.agencies
    signed = [person for p in tail for line in p.text.split("\n") for person in signed_people(line, language)]
    authors = _with_mails(authors, signed)
    if not authors and (people := tuple(signed) or (lead.people if lead else ())):
        authors = people
        findings.won("/meta/authors", "tail" if signed else "dateline")
    if byline is None and tail:
        byline = tail[0].text.replace("\n", " ")
    captions_found = find_captions(
        document, story, headline_end=headline.lines[-1] + 1 if headline.lines else 0, headline=headline.text, base=base, claimed=claimed
    )
    media, media_of = _media(document, story, sources, captions_found, headline, base)
    blocks, captions, widgets = _place(document, story, zone, captions_found, found, media_of, homes, published, language, base)
    body = body_of(blocks, language)
    title, labels = split_labels(headline.text) if headline.text else ("", ())
    sections, section_reader = facts.read_sections(sources)
    tags, tag_reader = facts.read_tags(sources)
    native, native_reader = facts.native_id(sources, base)
    for pointer, reader, value in (
        ("/meta/headline", headline.reader, headline.text),
        ("/meta/sections", section_reader, sections),
        ("/meta/tags", tag_reader, tags),
        ("/meta/native_id", native_reader, native),
    ):
        if value:
            findings.won(pointer, reader)
    if zone.deck:
        findings.won("/meta/deck", "line")
    homes.give(headline.lines, "meta")
    homes.give(zone.deck, "meta")
    homes.give(zone.kicker, "meta")
    homes.give(zone.bylines, "meta")
    homes.give([line for line, _ in zone.times], "meta")
    above, below = _story_start(story), _story_end(story)
    homes.give(
        [line for line in document.lines if not line.hidden and folded(line.text) in headline.declared], "meta"
    )  # the headline again
    homes.give([line for line in document.lines[below : below + 6] if not line.hidden and is_signature(line.text, language)], "meta")
    for part in story.parts:
        if part.dropped in ("told_twice", "next_article"):
            homes.give_named([line.index for line in part.lines if line.index >= below], part.dropped)
    homes.give_chrome(top=headline.lines[0] if headline.lines else 0, above=above, below=below)
    made = Meta(
        url=page.words.url,
        canonical_url=absolute(sources.links.get("canonical"), base),
        amp_url=absolute(sources.links.get("amphtml"), base),
        native_id=native,
        headline=headline.text,
        labels=labels,
        kicker=" ".join(line.text for line in zone.kicker) or None,
        deck=tuple(line.text for line in zone.deck),
        description=description,
        authors=authors,
        byline=byline,
        dateline=dateline,
        publisher=facts.read_publisher(sources, base),
        source=facts.source_of(agencies, authors),
        sections=sections,
        tags=tags,
        language=language,
        published_at=published,
        modified_at=modified,
        media=media,
        rights=facts.rights_of(document, below),
        access=facts.read_access(sources),
    )
    made = _with_words(made, page, findings, language)
    coverage = homes.coverage()
    provenance = Provenance(
        normalizer=VERSION,
        rules=tuple(sorted({f.rule for f in found})),
        source_hash=page.source_hash,
        content_hash=content_hash(made, body, captions, widgets),
        charset=Charset(used=decoded.used, declared=decoded.declared, how=decoded.how, replaced=decoded.replaced),  # type: ignore[arg-type]
        sources=dict(sorted(findings.sources.items())),
        doubts=tuple(_doubts(made, findings)),
        coverage=coverage,
    )
    article = Article(meta=made, body=body, captions=captions, widgets=widgets, provenance=provenance)
    return Reading(document, sources, headline, story, zone, homes, findings, article)


def _with_mails(authors: tuple[Person, ...], signed: list[Person]) -> tuple[Person, ...]:
    """Mail and role of the same person from the line that signs the body."""
    known = {folded(p.name): p for p in signed}
    return tuple(
        p.model_copy(update={"email": p.email or other.email, "role": p.role or other.role}) if (other := known.get(folded(p.name))) else p
        for p in authors
    )


def _doubts(made: Meta, findings: facts.Findings) -> list[Any]:
    if made.headline is None:
        findings.doubt("no_headline", "/meta/headline", "the page shows and declares no headline")
    if made.published_at is None:
        findings.doubt("no_published_at", "/meta/published_at", "the page tells no time of publication")
    elif made.published_at.zone_from is None:
        findings.doubt("zone_unknown", "/meta/published_at", "no zone is told; +00:00 stands for unknown")
    return findings.doubts


def _story_start(story: Story) -> int:
    return next((p.lines[0].index for p in story.parts if p.dropped is None and p.lines and p.kind != "caption"), story.container.first)


def _story_end(story: Story) -> int:
    return next(
        (p.lines[-1].index + 1 for p in reversed(story.parts) if p.dropped is None and p.lines and p.kind != "caption"),
        story.container.last,
    )


# ------------------------------------------------------------------ placing


def _media(
    document: Document, story: Story, sources: Sources, captions: list[FoundCaption], headline: Headline, base: str | None
) -> tuple[tuple[Media, ...], dict[str, str]]:
    """(media, picture key → media id): pictures with a caption and pictures between the story's parts; noscript twins and sizes merged."""
    pictures: dict[str, Picture] = {}
    wanted = [c.leaf for c in captions if c.leaf is not None]
    start, end = (headline.lines[-1] + 1 if headline.lines else story.container.first), _story_end(story)
    dropped = [
        p.box for p in story.parts if p.dropped not in (None, "above_headline") and p.kind != "leaf" and p.box is not story.container
    ]
    for leaf in document.leaves:
        if leaf.tag != "img":
            continue
        inside = story.container.index <= leaf.box.index < story.container.end and start <= leaf.position <= end + 1
        if leaf not in wanted and not (
            inside and not is_teaser_link(document, leaf, base) and not any(b.contains(leaf.box) for b in dropped)
        ):
            continue
        picture = read_picture(leaf, base)
        if picture and (picture.key not in pictures or pictures[picture.key].leaf.hidden):
            pictures[picture.key] = picture
    lead = absolute(text_of(sources.meta("og:image")) if sources.meta("og:image") else None, base)
    media: list[Media] = []
    ids: dict[str, str] = {}
    for key, picture in pictures.items():
        ids[key] = f"m{len(media) + 1}"
        is_lead = bool(lead and picture.url and (picture.url.split("?")[0] == lead.split("?")[0]))
        media.append(
            Media(
                id=ids[key],
                kind="image",
                url=picture.url,
                alt=picture.alt,
                width=picture.width,
                height=picture.height,
                renditions=picture.renditions,
                lead=is_lead,
            )
        )
    if lead and not any(m.lead for m in media):
        media.append(Media(id=f"m{len(media) + 1}", kind="image", url=lead, lead=True))
    return tuple(media), ids


def _place(
    document: Document, story: Story, zone: Zone, captions_found: list[FoundCaption], found: tuple[Found, ...], media_of: dict[str, str], homes: Homes,
    published: Any, language: str | None, base: str | None,
) -> tuple[tuple[Block, ...], tuple[Caption, ...], tuple[Widget, ...]]:  # fmt: skip
    """Blocks, captions and widgets with their places in each other; gives homes as it goes."""
    builder = Builder(document, base, hidden=story.hidden)
    placed: list[tuple[int, int, Block]] = []  # (line, rank, block): order within the body
    captions: list[Caption] = []
    start, end = _story_start(story), _story_end(story)
    for c in captions_found:
        homes.give(c.lines, "captions")
    told = {c.printed for c in captions_found if c.printed}
    homes.give(
        [line for line in document.lines if not line.hidden and line.text in told], "captions"
    )  # the picture shown again above or in a gallery
    above = {
        line.index
        for line in (*zone.bylines, *zone.kicker, *(line for line, _ in zone.times))
        if line.index < _story_start(story) + 12 and line.chars < 90
    }
    in_caption = {line.index for c in captions_found for line in c.lines}
    shown: set[str] = set()
    made: list[tuple[int, int, str, Any]] = []
    for index, part in enumerate(story.parts):
        if index in zone.deck_parts or (part.lines and all(line.index in above for line in part.lines)):
            continue
        if part.kind == "leaf" and part.leaf is not None and part.leaf.tag == "img":
            made.append((part.leaf.position, 0, "leaf", part))
        elif part.lines and part.dropped is None and part.kind not in ("caption", "widget", "figure"):
            if not all(line.index in in_caption for line in part.lines):
                made.append((part.lines[0].index, 2, "part", part))
        elif part.lines and part.dropped in ROLES:
            made.append((part.lines[0].index, 2, "role", part))
        elif part.kind == "divider" and part.dropped is None and start < (part.leaf.position if part.leaf else -1) < end:
            made.append((part.leaf.position if part.leaf else 0, 1, "part", part))
    for c in captions_found:
        made.append((c.place_index, 1, "caption", c))
    found = (*found, *_unplaced(story, zone, start, end, in_caption | above | {i for f in found for i in f.lines}))
    widget_at = [f for f in found if f.lines or f.box is not None]
    for n, f in enumerate(widget_at):
        at = f.lines[0] if f.lines else f.box.first if f.box is not None else 0
        made.append((at, 3, "widget", (n, f)))
    made.sort(key=lambda m: (m[0], m[1]))
    widgets: dict[int, tuple[str | None, str]] = {}
    last: str | None = None
    blocks: list[Block] = []
    for at, _, what, thing in made:
        block: Block | None = None
        if what == "caption":
            caption_id = f"c{len(captions) + 1}"
            media_id = media_of.get(thing.picture.key) if thing.picture else None
            block = builder.media(media_id, caption_id)
            if media_id:
                shown.add(media_id)
            captions.append(read_caption(thing, id=caption_id, media_id=media_id, block_id=block.id, language=language))
        elif what == "leaf":
            picture = read_picture(thing.leaf, base)
            media_id = media_of.get(picture.key) if picture else None
            captioned = any(c.picture is not None and picture is not None and c.picture.key == picture.key for c in captions_found)
            if media_id and media_id not in shown and not captioned:
                shown.add(media_id)
                block = builder.media(media_id, None)
        elif what == "widget":
            n, f = thing
            region = _region(f, at, start, end, story)
            widgets[n] = (last, region)
            if region == "in_body" and start <= at < end:
                block = builder.widget(f"w{n + 1}")
        else:
            role: Role | None = ROLES[thing.dropped] if what == "role" else None
            block = builder.build(thing, role)
            if block is not None:
                homes.give(thing.lines, "body")
        if block is not None:
            blocks.append(block)
            last = block.id
    for f in widget_at:
        homes.give(f.lines, "unknown" if f.kind == "unknown" else "widgets")
    read_widgets = tuple(
        read_widget(
            f,
            document,
            id=f"w{n + 1}",
            placement=Placement(region=widgets[n][1], after_block=widgets[n][0]),
            published=published,
            language=language,
            base_url=base,
        )  # type: ignore[arg-type]
        for n, f in enumerate(widget_at)
    )
    return tuple(blocks), tuple(captions), read_widgets


def _unplaced(story: Story, zone: Zone, start: int, end: int, taken: set[int]) -> list[Found]:
    """What stands between the first and the last story block and is neither story nor a known widget: one unknown widget for each run of it."""
    taken = taken | {line.index for line in zone.deck}
    out: list[Found] = []
    group: list[int] = []
    rule = ""
    for part in story.parts:
        if part.dropped is None or part.dropped in ROLES or part.dropped == "widget" or not part.lines:
            if part.dropped is None and part.lines and group:
                out.append(Found(box=None, kind="unknown", rule=f"story:{rule}", lines=tuple(group)))
                group = []
            continue
        fresh = [line.index for line in part.lines if start <= line.index < end and line.index not in taken and not line.hidden]
        if fresh:
            rule = rule if group else str(part.dropped)
            group.extend(fresh)
    if group:
        out.append(Found(box=None, kind="unknown", rule=f"story:{rule}", lines=tuple(group)))
    return out


def _region(found: Found, at: int, start: int, end: int, story: Story) -> str:
    box = found.box
    tags = {b.tag for b in (box, *box.ancestors())} if box is not None else set()
    if "footer" in tags:
        return "footer"
    if start <= at < end and (box is None or story.container.contains(box)):
        return "in_body"
    if "aside" in tags:
        return "aside"
    if "header" in tags and at < start:
        return "header"
    return "above_body" if at < start else "below_body"


# ------------------------------------------------------------------ the sender's words, the hash


def _with_words(made: Meta, page: RawPage, findings: facts.Findings, language: str | None) -> Meta:
    """What the sender says wins over the page, and `sources` say so."""
    words = page.words
    changes: dict[str, Any] = dict(words.meta)
    for name in ("published_at", "modified_at"):
        value = getattr(words, name)
        if value and (time := read_time(value, language=None)):
            changes[name] = time.model_copy(update={"zone_from": "sender"})
    for name in changes:
        findings.won(f"/meta/{name}", "sender")
    if not changes:
        return made
    return Meta.model_validate({**made.model_dump(), **{k: v.model_dump() if isinstance(v, Model) else v for k, v in changes.items()}})


def content_hash(made: Meta, body: Any, captions: tuple[Caption, ...], widgets: tuple[Widget, ...]) -> str:
    """sha256 of what makes a revision: meta (media addresses without query), body, captions, widgets of role content without counts."""
    facts_ = made.model_dump(mode="json", exclude={"url", "amp_url", "canonical_url"})
    for media in facts_["media"]:
        media["url"] = (media["url"] or "").split("?")[0]
        media["renditions"] = []
    kept = [w.model_dump(mode="json", exclude={"placement"}) for w in widgets if w.role == "content"]
    whole = [facts_, body.model_dump(mode="json"), [c.model_dump(mode="json") for c in captions], kept]
    return hashlib.sha256(
        json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")
    ).hexdigest()


__all__ = ["VERSION", "Callable", "Edition", "Line", "Reading", "WidgetBlock", "read", "read_text"]
