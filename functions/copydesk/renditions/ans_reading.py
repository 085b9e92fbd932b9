"""The article back out of what `ans` wrote: its own fields first, then the remainder."""

import json
from collections.abc import Iterable, Iterator

from ..article import Article
from .blank import blank, moment, shelved
from .html_reading import read_inline
from .remainder import Json, complete

OWN = "copydesk"  # our room in additional_properties
CAPTION_ALONE = "caption"
MEDIA = ("image", "video", "audio")


def read(text: str) -> Article:
    """The article that `render` wrote, with what has been changed in ANS since. Raises ValueError for a document of others."""
    told = json.loads(text)
    rest = told.get("additional_properties", {}).get(OWN, {}).get("remainder")
    if rest is None:
        raise ValueError(f"no additional_properties.{OWN}.remainder: this ANS document is not ours, or has lost it")
    return Article.model_validate(complete(read_told(told), rest))


def read_told(document: Json) -> Json:
    """What the fields of ANS tell, in the form of the contract."""
    told = blank()
    elements = document.get("content_elements", ())
    lead = document.get("promo_items", {}).get("basic")
    pictures = [*([lead] if lead else []), *document.get("related_content", {}).get("media", ()), *_pictures(elements)]
    told["meta"] |= _meta(document)
    told["meta"]["media"] = shelved(
        {**_medium(one), "lead": lead is not None and _own(one).get("media_id") == _own(lead).get("media_id")}
        for one in pictures
        if one["type"] in MEDIA
    )
    told["captions"] = shelved(_caption(one) for one in pictures if "caption_id" in _own(one))
    told["body"]["blocks"] = _blocks(elements)
    return told


# ------------------------------------------------------------------ meta


def _meta(document: Json) -> Json:
    deck = document.get("subheadlines", {}).get("basic")
    taxonomy = document.get("taxonomy", {})
    rights = {"notice": document.get("copyright"), "holder": document.get("owner", {}).get("name")}
    return {
        "canonical_url": document.get("canonical_url"),
        "native_id": document.get("source", {}).get("source_id"),
        "headline": document.get("headlines", {}).get("basic"),
        "kicker": document.get("label", {}).get("kicker", {}).get("text"),
        "deck": deck.split("\n") if deck else [],
        "description": document.get("description", {}).get("basic"),
        "authors": [_author(one) | {"printed": None} for one in document.get("credits", {}).get("by", ())],
        "dateline": {"printed": "", "place": document["location"], "agency": None} if "location" in document else None,
        "publisher": {"name": document.get("source", {}).get("name"), "url": None, "logo": None},
        "sections": [section["name"] for section in taxonomy.get("sections", ())],
        "tags": [{"text": tag["text"], "url": None} for tag in taxonomy.get("tags", ())],
        "language": document.get("language"),
        "published_at": moment(document.get("first_publish_date")),
        "modified_at": moment(document.get("last_updated_date")),
        "rights": {**blank()["meta"]["rights"], **rights},
        "corrections": [
            {"kind": one.get("correction_type", "correction"), "text": one["text"], "at": None} for one in document.get("corrections", ())
        ],
    }


def _author(told: Json) -> Json:
    return {"name": told["name"], "role": told.get("role"), "email": told.get("email"), "url": told.get("url")}


# -------------------------------------------------------------- pictures


def _pictures(elements: Iterable[Json]) -> Iterator[Json]:
    for element in elements:
        if element["type"] in MEDIA or element.get("subtype") == CAPTION_ALONE:
            yield element
        yield from _pictures(element.get("content_elements", ()))


def _own(element: Json) -> Json:
    own: Json = element.get("additional_properties", {}).get(OWN, {})
    return own


def _medium(told: Json) -> Json:
    stream: Json = next(iter(told.get("streams", ())), told)
    return {
        "id": _own(told).get("media_id", ""),
        "kind": told["type"],
        "url": stream.get("url") or told.get("source_url"),
        "alt": told.get("alt_text"),
        "width": stream.get("width"),
        "height": stream.get("height"),
        "renditions": [],
    }


def _caption(told: Json) -> Json:
    alone = told["type"] == "text"
    words = read_inline(told["content"])["text"] if alone else told.get("caption") or told.get("description", {}).get("basic", "")
    return {
        "id": _own(told)["caption_id"],
        "media_id": _own(told).get("media_id"),
        "block_id": told.get("_id"),
        "text": words,
        "printed": words if alone else None,
        "marker": None,
        "credit": _credit(told["credits"]) if "credits" in told else None,
        "place": {"name": told["location"]} if "location" in told else None,
        "taken_on": moment(told.get("created_date")),
        "rights": told.get("copyright"),
        "seen_in": [],
    }


def _credit(told: Json) -> Json:
    by, agencies = told.get("by", ()), [one["name"] for one in told.get("affiliation", ())]
    people = [{"name": one["name"], "role": one.get("role"), "email": one.get("email")} for one in by]
    return {"printed": " ".join(one["name"] for one in by) or "/".join(agencies), "agencies": agencies, "people": people, "relation": None}


# ---------------------------------------------------------------- blocks


def _blocks(elements: Iterable[Json]) -> list[Json]:
    return [
        {"id": element.get("_id", ""), "role": _role(element), **_block(element)}
        for element in elements
        if element.get("subtype") != "title"
    ]


def _role(element: Json) -> str | None:
    """`subtype`, where ANS itself does not use it."""
    return element.get("subtype") if element["type"] not in ("quote", "element_group") else None


def _block(element: Json) -> Json:
    inside = element.get("content_elements", ())
    match element:
        case {"type": "text", "subtype": "caption"}:
            return {"type": "media", "role": None, **_places(element)}
        case {"type": "text"}:
            return {"type": "paragraph", **_line(element)}
        case {"type": "header"}:
            return {"type": "heading", "level": element.get("level", 2), "inferred": False, **_line(element)}
        case {"type": "list"}:
            return {"type": "list", "ordered": element.get("list_type") == "ordered", "items": _items(element.get("items", ()))}
        case {"type": "table"}:
            return {"type": "table", "rows": _rows(element)}
        case {"type": "code"}:
            return {"type": "code", "text": element.get("content", ""), "language": element.get("language") or None}
        case {"type": "image" | "video" | "audio"}:
            return {"type": "media", **_places(element)}
        case {"type": "gallery"}:
            return {"type": "gallery", "items": [_places(one) for one in inside]}
        case {"type": "custom_embed"}:
            return {"type": "widget", "widget_id": element["embed"]["id"]}
        case {"type": "quote"}:
            cited = read_inline(element["citation"]["content"])["text"] if "citation" in element else None
            return {"type": "quote", "blocks": _blocks(inside), "citation": cited, "pull": element.get("subtype") == "pullquote"}
        case {"type": "element_group"}:
            return _group(element, inside)
    return {"type": "divider"}


def _group(element: Json, inside: Iterable[Json]) -> Json:
    title = next((read_inline(one["content"])["text"] for one in inside if one.get("subtype") == "title"), None)
    told: Json = {"type": element.get("subtype", "box"), "title": title, "blocks": _blocks(inside)}
    return told | {"at": None} if told["type"] == "group" else told


def _places(element: Json) -> Json:
    own = _own(element)
    return {"media_id": own.get("media_id"), "caption_id": own.get("caption_id")}


def _line(element: Json) -> Json:
    read = read_inline(element["content"])
    return {"text": read["text"], "spans": list(read["spans"])}


def _items(told: Iterable[Json]) -> list[Json]:
    items: list[Json] = []
    for one in told:
        if one["type"] == "list" and items:
            items[-1]["items"] += _items(one.get("items", ()))
        elif one["type"] == "text":
            items.append({**_line(one), "items": []})
    return items


def _rows(element: Json) -> list[list[Json]]:
    header = [[_cell(one, header=True) for one in element["header"]]] if "header" in element else []
    return [*header, *([_cell(one, header=False) for one in row] for row in element["rows"])]


def _cell(element: Json, *, header: bool) -> Json:
    return {**_line(element), "header": header, "colspan": 1, "rowspan": 1}
