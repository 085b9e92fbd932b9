"""The article back out of what `ninjs` wrote: its own properties first, then the remainder."""

import json
from typing import Any

from ..article import Article
from .blank import blank, moment, shelved
from .html_reading import read_story
from .remainder import Json, complete

REMAINDER_TYPE = "application/vnd.copydesk.remainder+json"
KINDS = {"picture": "image", "graphic": "graphic", "video": "video", "audio": "audio"}


def read(text: str) -> Article:
    """The article that `render` wrote, with what has been changed in ninjs since. Raises ValueError for a document of others."""
    told = json.loads(text)
    rest = next((body["value"] for body in told.get("bodies", ()) if body.get("contentType") == REMAINDER_TYPE), None)
    if rest is None:
        raise ValueError(f"no body of type {REMAINDER_TYPE}: this ninjs document is not ours, or has lost it")
    return Article.model_validate(complete(read_told(told), json.loads(rest)))


def read_told(document: Json) -> Json:
    """What the properties of ninjs tell, in the form of the contract."""
    told = blank()
    told["meta"] |= _meta(document)
    bodies = {body.get("contentType"): body["value"] for body in document.get("bodies", ())}
    plain: Json = next((body for body in document.get("bodies", ()) if body.get("contentType") == "text/plain"), {})
    told["body"] = {
        "blocks": [block.model_dump(mode="json") for block in read_story(bodies.get("text/html", ""))],
        "text": plain.get("value", ""),
        "counts": {"words": plain.get("wordCount"), "chars": plain.get("charCount", 0), "paragraphs": 0},
    }
    associations = document.get("associations", ())
    told["meta"]["media"] = [_medium(one) for one in associations if one.get("rel") in ("lead", "media")]
    told["captions"] = shelved(_caption(one) for one in associations if "caption" in _ids(one))
    told["provenance"] |= {name: _ids(document).get(name, "") for name in ("source_hash", "content_hash")}
    return told


def _meta(document: Json) -> Json:
    headlines = [(line.get("role"), line["value"]) for line in document.get("headlines", ())]
    publisher: Json = next((one for one in document.get("organisations", ()) if one.get("rel") == "publisher"), {})
    sources = document.get("infoSources", ())
    return {
        **{name: _ids(document).get(name) for name in ("native_id", "url", "canonical_url", "amp_url")},
        "headline": next((value for role, value in headlines if role == "main"), None),
        "kicker": next((value for role, value in headlines if role == "kicker"), None),
        "deck": [value for role, value in headlines if role == "deck"],
        "labels": [{"text": genre.get("literal", ""), "kind": genre.get("name", "other")} for genre in document.get("genres", ())],
        "description": _described(document).get("summary"),
        "byline": document.get("by"),
        "dateline": {"printed": "", "place": document["located"], "agency": None} if "located" in document else None,
        "authors": [_author(one) for one in document.get("people", ()) if one.get("rel") == "author"],
        "publisher": {"name": publisher.get("name"), "url": publisher.get("uri"), "logo": None},
        "source": {"kind": sources[0].get("role") if sources else "unknown", "agencies": [source["name"] for source in sources]},
        "sections": [one["name"] for one in document.get("subjects", ()) if one.get("rel") == "section"],
        "tags": [{"text": one["name"], "url": one.get("uri")} for one in document.get("subjects", ()) if one.get("rel") == "tag"],
        "language": document.get("language"),
        "published_at": moment(document.get("firstCreated")),
        "modified_at": moment(document.get("versionCreated")),
        "rights": {**blank()["meta"]["rights"], "notice": document.get("copyrightNotice"), "holder": document.get("copyrightHolder")},
    }


def _author(told: Json) -> Json:
    contacts = {contact["type"]: contact.get("value") for contact in told.get("contactInfo", ())}
    email, url = contacts.get("email"), contacts.get("web")
    return {"name": told.get("name", ""), "role": told.get("literal"), "email": email, "url": url, "printed": None}


def _medium(told: Json) -> Json:
    renditions = [
        {"url": one["href"], "width": one.get("width"), "height": one.get("height"), "type": one.get("contentType")}
        for one in told.get("renditions", ())
        if one["name"] != "main"
    ]
    main: Json = next((one for one in told.get("renditions", ()) if one["name"] == "main"), {})
    return {
        "id": told["name"],
        "kind": KINDS[told["type"]],
        "url": main.get("href"),
        "alt": _described(told).get("alt"),
        "width": main.get("width"),
        "height": main.get("height"),
        "renditions": renditions,
        "lead": told["rel"] == "lead",
    }


def _caption(told: Json) -> Json:
    ids, described = _ids(told), _described(told)
    place = {"name": told["located"]} if "located" in told else None
    return {
        "id": ids["caption"],
        "media_id": ids.get("media"),
        "block_id": ids.get("block"),
        "text": described.get("caption", ""),
        "printed": described.get("printed"),
        "marker": None,
        "credit": _credit(told) if "by" in told else None,
        "place": place,
        "taken_on": moment(told.get("contentCreated")),
        "rights": told.get("copyrightNotice"),
        "seen_in": [],
    }


def _credit(told: Json) -> Json:
    sources = told.get("infoSources", ())
    return {
        "printed": told["by"],
        "agencies": [source["name"] for source in sources],
        "people": [{"name": one["name"], "role": one.get("literal"), "email": None} for one in told.get("people", ())],
        "relation": sources[0].get("role") if sources else None,
    }


def _ids(told: Json) -> dict[str, Any]:
    return {one["role"]: one["value"] for one in told.get("altIds", ())}


def _described(told: Json) -> dict[str, Any]:
    return {one.get("role", ""): one["value"] for one in told.get("descriptions", ())}
