"""The article as Arc ANS 0.10.12, a `story`.

What ANS has a field for stands there; `ans_elements` makes the blocks. ANS leaves room for others' data in `additional_properties`: there
is the remainder, with which `ans_reading` gives the whole article back.
"""

import json

from ..article import Article, Meta
from .ans_elements import VERSION, Elements, author
from .ans_reading import OWN, read_told
from .inline import safe_url
from .lines import join, told_only
from .ninjs import related
from .remainder import Json, find_remainder

# ANS's distributor knows these; what is syndicated or not known is `other`.
DISTRIBUTORS = {"staff": "staff", "wire": "wires", "handout": "handout", "syndicated": "other", "unknown": "other"}


def render(article: Article) -> str:
    told = document(article)
    told["additional_properties"] = {OWN: {"remainder": find_remainder(read_told(told), article.model_dump(mode="json"))}}
    return json.dumps(told, ensure_ascii=False, indent=2)


def document(article: Article) -> Json:
    """All but the remainder."""
    meta, elements = article.meta, Elements(article)
    story = elements.all(article.body.blocks)
    lead = next((medium for medium in meta.media if medium.lead), None)
    promoted = {"basic": elements.of_medium(lead.id)} if lead else None
    unshown = [elements.of_medium(medium.id) for medium in meta.media if medium.id not in elements.shown]
    return told_only(
        {
            "type": "story",
            "version": VERSION,
            "canonical_url": safe_url(meta.canonical_url or meta.url),
            "language": meta.language,
            "headlines": told_only({"basic": meta.headline}),
            "subheadlines": told_only({"basic": "\n".join(meta.deck)}),
            "description": told_only({"basic": meta.description}),
            "label": _labels(meta),
            "display_date": meta.published_at.at if meta.published_at else None,
            "first_publish_date": meta.published_at.at if meta.published_at else None,
            "last_updated_date": meta.modified_at.at if meta.modified_at else None,
            "credits": told_only({"by": [author(one.name, one.role, one.email, one.url) for one in meta.authors]}),
            "location": meta.dateline.place if meta.dateline else None,
            "taxonomy": _taxonomy(meta),
            "source": told_only({"source_id": meta.native_id, "name": meta.publisher.name}),
            "distributor": _distributor(meta),
            "owner": told_only({"name": meta.rights.holder}),
            "copyright": meta.rights.notice,
            "corrections": [{"type": "correction", "correction_type": one.kind, "text": one.text} for one in meta.corrections],
            "promo_items": promoted,
            "related_content": told_only({"media": unshown, **_related(article)}),
            "content_elements": story,
        }
    )


def _labels(meta: Meta) -> Json:
    told = [("kicker", meta.kicker), ("basic", join(", ", *(label.text for label in meta.labels)))]
    return {name: {"text": text} for name, text in told if text}


def _taxonomy(meta: Meta) -> Json:
    sections = [{"type": "section", "version": VERSION, "name": name} for name in meta.sections]
    tags = [{"type": "tag", "text": tag.text} for tag in meta.tags]
    return told_only({"primary_section": sections[0] if sections else None, "sections": sections, "tags": tags})


def _distributor(meta: Meta) -> Json | None:
    if meta.source.kind == "unknown" and not meta.source.agencies:
        return None
    return told_only({"mode": "custom", "category": DISTRIBUTORS[meta.source.kind], "name": ", ".join(meta.source.agencies)})


def _related(article: Article) -> Json:
    """ANS's own `basic` list is for references by id, of which we know none: the newsroom's lists keep their names."""
    told: dict[str, list[Json]] = {}
    for kind, items in related(article):
        links = [
            {"type": "story", "version": VERSION, "canonical_url": safe_url(item.url), "headlines": {"basic": item.printed}}
            for item in items
        ]
        told.setdefault(kind, []).extend(links)
    return told
