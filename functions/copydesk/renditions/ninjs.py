"""The article as IPTC ninjs 3.1.

What ninjs has a property for stands there; the story is a body of text and a body of HTML, pictures and the newsroom's links are
associations. ninjs allows no property of one's own, but bodies of any content type: one of them is the remainder, with which
`ninjs_reading` gives the whole article back.
"""

import json
from typing import Any

from ..article import Article, Caption, LinkItem, Media, Meta, Person, Rights
from . import html
from .inline import safe_url
from .lines import byline, told_only
from .ninjs_reading import REMAINDER_TYPE, read_told
from .remainder import Json, find_remainder

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"
TYPES = {"image": "picture", "graphic": "graphic", "video": "video", "audio": "audio"}


def render(article: Article) -> str:
    told = document(article)
    rest = find_remainder(read_told(told), article.model_dump(mode="json"))
    told["bodies"].append({"role": "remainder", "contentType": REMAINDER_TYPE, "value": json.dumps(rest, ensure_ascii=False)})
    return json.dumps(told, ensure_ascii=False, indent=2)


def document(article: Article) -> Json:
    """All but the remainder."""
    meta = article.meta
    return told_only(
        {
            "uri": uri_of(article),
            "standard": {"name": "ninjs", "version": "3.1", "schema": SCHEMA},
            "type": "text",
            "representationType": "full",
            "language": meta.language,
            "firstCreated": meta.published_at.at if meta.published_at else None,
            "versionCreated": meta.modified_at.at if meta.modified_at else None,
            "title": meta.headline,
            "headlines": _headlines(meta),
            "descriptions": [{"role": "summary", "value": meta.description}] if meta.description else [],
            "by": byline(article),
            "located": meta.dateline.place if meta.dateline else None,
            "people": [_person(author) for author in meta.authors],
            "organisations": _organisations(meta),
            "infoSources": [{"name": name, "role": meta.source.kind} for name in meta.source.agencies],
            "subjects": _subjects(meta),
            "genres": [{"name": label.kind, "literal": label.text} for label in meta.labels],
            "copyrightHolder": meta.rights.holder,
            "copyrightNotice": meta.rights.notice,
            "usageTerms": usage_terms(meta.rights),
            "edNote": "\n".join(f"{correction.kind}: {correction.text}" for correction in meta.corrections),
            "altIds": _alternative_ids(article),
            "bodies": _bodies(article),
            "associations": [*_pictures(article), *_related(article)],
        }
    )


def uri_of(article: Article) -> str:
    """The article's address; without one, its page's hash."""
    return safe_url(article.meta.canonical_url) or safe_url(article.meta.url) or f"urn:sha256:{article.provenance.source_hash}"


def usage_terms(rights: Rights) -> str:
    told = (("redistribution", rights.redistribution), ("AI training", rights.ai_training))
    return "; ".join(f"{what} {word}" for what, word in told if word != "unspecified")


def _headlines(meta: Meta) -> list[Json]:
    told = [("kicker", meta.kicker), ("main", meta.headline), *(("deck", line) for line in meta.deck)]
    return [{"role": role, "contentType": "text/plain", "value": value} for role, value in told if value]


def _person(author: Person) -> Json:
    contacts = [("email", author.email), ("web", author.url)]
    contact_info = [{"type": kind, "value": value} for kind, value in contacts if value]
    return told_only({"name": author.name, "rel": "author", "literal": author.role, "contactInfo": contact_info})


def _organisations(meta: Meta) -> list[Json]:
    publisher = meta.publisher
    if not publisher.name and not publisher.url:
        return []
    return [told_only({"name": publisher.name, "rel": "publisher", "uri": safe_url(publisher.url)})]


def _subjects(meta: Meta) -> list[Json]:
    sections = [{"name": name, "rel": "section"} for name in meta.sections]
    return [*sections, *(told_only({"name": tag.text, "rel": "tag", "uri": safe_url(tag.url)}) for tag in meta.tags)]


def _alternative_ids(article: Article) -> list[Json]:
    meta, provenance = article.meta, article.provenance
    return _ids(
        native_id=meta.native_id,
        url=meta.url,
        canonical_url=meta.canonical_url,
        amp_url=meta.amp_url,
        source_hash=provenance.source_hash,
        content_hash=provenance.content_hash,
    )


def _ids(**values: str | None) -> list[Json]:
    return [{"role": role, "value": value} for role, value in values.items() if value]


def _bodies(article: Article) -> list[Json]:
    counts = article.body.counts
    plain = {"role": "story", "contentType": "text/plain", "charCount": counts.chars, "wordCount": counts.words}
    return [
        {**told_only(plain), "value": article.body.text},
        {"role": "story", "contentType": "text/html", "value": html.render_story(article)},
    ]


def _pictures(article: Article) -> list[Json]:
    """Every medium with its first caption, then the captions that have none, or not for themselves."""
    first = {caption.media_id: caption for caption in reversed(article.captions) if caption.media_id}
    media = [_medium(article, medium, first.get(medium.id)) for medium in article.meta.media]
    with_medium = {first[medium.id].id for medium in article.meta.media if medium.id in first}
    return [*media, *(_loose_caption(article, caption) for caption in article.captions if caption.id not in with_medium)]


def _medium(article: Article, medium: Media, caption: Caption | None) -> Json:
    described = [("alt", medium.alt), *_descriptions(caption)]
    return told_only(
        {
            "name": medium.id,
            "rel": "lead" if medium.lead else "media",
            "uri": safe_url(medium.url) or f"{uri_of(article)}#{medium.id}",
            "type": TYPES[medium.kind],
            **(_captioned(caption) if caption else {}),
            "descriptions": [{"role": role, "value": value} for role, value in described if value],
            "renditions": _renditions(medium),
        }
    )


def _loose_caption(article: Article, caption: Caption) -> Json:
    return told_only(
        {
            "name": caption.id,
            "rel": "caption",
            "uri": f"{uri_of(article)}#{caption.id}",
            "type": "picture",
            **_captioned(caption),
            "descriptions": [{"role": role, "value": value} for role, value in _descriptions(caption) if value],
        }
    )


def _descriptions(caption: Caption | None) -> list[tuple[str, str | None]]:
    return [("caption", caption.text), ("printed", caption.printed)] if caption else []


def _captioned(caption: Caption) -> Json:
    told: Json = {
        "altIds": _ids(caption=caption.id, block=caption.block_id, media=caption.media_id),
        "copyrightNotice": caption.rights,
        "located": caption.place.name if caption.place else None,
        "contentCreated": caption.taken_on.at if caption.taken_on else None,
    }
    if caption.credit:
        told["by"] = caption.credit.printed
        told["people"] = [told_only({"name": person.name, "rel": "credit", "literal": person.role}) for person in caption.credit.people]
        told["infoSources"] = [told_only({"name": name, "role": caption.credit.relation}) for name in caption.credit.agencies]
    return told


def _renditions(medium: Media) -> list[Json]:
    main = {"name": "main", "href": safe_url(medium.url), "width": medium.width, "height": medium.height}
    others = (
        {"name": "other", "href": safe_url(one.url), "contentType": one.type, "width": one.width, "height": one.height}
        for one in medium.renditions
    )
    return [told_only(told) for told in (main, *others) if told["href"]]


def _related(article: Article) -> list[Json]:
    """The links of context lists, related by the list's kind; the commercial ones are no news."""
    return [
        told_only({"name": item.title or item.printed or kind, "rel": kind, "uri": safe_url(item.url), "title": item.printed})
        for kind, items in related(article)
        for item in items
    ]


def related(article: Article) -> list[tuple[str, list[LinkItem]]]:
    """Link lists of the newsroom by kind, of their items those with an address."""
    lists: list[tuple[str, Any]] = [(widget.kind, widget.items) for widget in article.widgets if widget.role == "context"]
    return [(kind, [item for item in items if isinstance(item, LinkItem) and safe_url(item.url)]) for kind, items in lists]
