"""The article as schema.org NewsArticle: only properties that schema.org gives to the types named here."""

import json
from typing import Any

from ..article import Article, Caption, CommentsWidget, Media, Meta, Person, Time
from .inline import safe_url
from .lines import told_only

type Json = dict[str, Any]

TYPES = {"image": "ImageObject", "graphic": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}
DATE_LENGTHS = {"year": 4, "month": 7, "day": 10}  # of RFC 3339, up to the part that the page tells


def render(article: Article) -> str:
    """One JSON object, safe to stand in a <script> as it is."""
    return json.dumps(document(article), ensure_ascii=False, indent=2).replace("<", "\\u003c")


def document(article: Article) -> Json:
    meta, body = article.meta, article.body
    url = safe_url(meta.canonical_url) or safe_url(meta.url)
    return told_only(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": url,
            "url": url,
            "mainEntityOfPage": url,
            "identifier": meta.native_id,
            "headline": meta.headline,
            "alternativeHeadline": " / ".join(meta.deck),
            "description": meta.description,
            "articleSection": list(meta.sections),
            "keywords": [tag.text for tag in meta.tags],
            "inLanguage": meta.language,
            "datePublished": _date(meta.published_at),
            "dateModified": _date(meta.modified_at),
            "dateline": meta.dateline.printed if meta.dateline else None,
            "author": [_person(author) for author in meta.authors],
            "publisher": _publisher(meta),
            "sourceOrganization": [{"@type": "Organization", "name": name} for name in meta.source.agencies],
            **_media(article),
            "articleBody": body.text,
            "wordCount": body.counts.words,
            "commentCount": next((widget.count for widget in article.widgets if isinstance(widget, CommentsWidget)), None),
            "correction": [correction.text for correction in meta.corrections],
            "copyrightNotice": meta.rights.notice,
            "copyrightHolder": {"@type": "Organization", "name": meta.rights.holder} if meta.rights.holder else None,
            "isAccessibleForFree": meta.access.free,
        }
    )


def _date(time: Time | None) -> str | None:
    """ISO 8601, no finer than the page told: `2026-03`, `2026-03-10`, the whole moment otherwise."""
    return time.at[: DATE_LENGTHS.get(time.precision)] if time else None


def _person(author: Person) -> Json:
    return told_only({"@type": "Person", "name": author.name, "jobTitle": author.role, "email": author.email, "url": safe_url(author.url)})


def _publisher(meta: Meta) -> Json | None:
    publisher = meta.publisher
    if not publisher.name and not publisher.url:
        return None
    return told_only({"@type": "Organization", "name": publisher.name, "url": safe_url(publisher.url), "logo": safe_url(publisher.logo)})


def _media(article: Article) -> Json:
    captions = {caption.media_id: caption for caption in reversed(article.captions) if caption.media_id}
    told: dict[str, list[Json]] = {"image": [], "video": [], "audio": []}
    for medium in sorted(article.meta.media, key=lambda medium: not medium.lead):
        told["image" if medium.kind == "graphic" else medium.kind].append(_medium(medium, captions.get(medium.id)))
    return told


def _medium(medium: Media, caption: Caption | None) -> Json:
    told: Json = {"@type": TYPES[medium.kind], "contentUrl": safe_url(medium.url), "description": medium.alt}
    told |= {"width": medium.width, "height": medium.height}
    if caption is not None:
        told["caption"] = caption.text
        told["copyrightNotice"] = caption.rights
        told["contentLocation"] = {"@type": "Place", "name": caption.place.name} if caption.place else None
        told["dateCreated"] = _date(caption.taken_on)
    if caption is not None and caption.credit:
        told["creditText"] = caption.credit.printed
        people = caption.credit.people if caption.credit.relation == "taken_by" else ()
        told["creator"] = [told_only({"@type": "Person", "name": person.name, "jobTitle": person.role}) for person in people]
    return told_only(told)
