"""Lists of what is kept: a publisher's feed, an article's history."""

import re
from collections.abc import Sequence
from typing import Any

from ..desk import Wanted, list_heads, list_revisions
from ..errors import InvalidWords
from ..page import Words
from ..store.feed import Window, place_of
from ..store.keys import ApiKey
from ..store.records import Head, Revision
from .admission import readable_publishers
from .answers import Answer, as_json
from .calls import Call, House, is_too_large
from .cursors import check_query, link_next, next_address, print_cursor, read_cursor, read_limit, read_moment, refuse_cursor
from .events import Request

STATUSES = ("live", "withdrawn", "purged")
PLACE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z#[a-z2-7]{26}")
MAX_MERGED = 100  # publishers in one list: each costs two queries of some 5 ms, in the changes five


def list_articles(house: House, call: Call, key: ApiKey) -> Answer:
    """With several publishers in the key, their feeds are merged: a place is unique over all of them, so one place is the cursor."""
    request = call.request
    check_query(request, "publisher section status since until url external_id limit cursor")
    window = Window(read_moment(request, "since"), read_moment(request, "until"), read_place(request))
    listed = list_heads(house.desk, merged_publishers(house, call, key), read_wanted(request), window, limit=read_limit(request))
    return answer_list(request, "articles", [(place_of(head), describe_head(head)) for head in listed.entries], listed.rest)


def merged_publishers(house: House, call: Call, key: ApiKey) -> tuple[str, ...]:
    return check_merged(readable_publishers(house.gate, key, call.request.one("publisher")))


def check_merged(publishers: tuple[str, ...]) -> tuple[str, ...]:
    """Raises InvalidWords for more publishers than one list can merge."""
    if len(publishers) > MAX_MERGED:
        raise InvalidWords([("/publisher", f"required: the key covers {len(publishers)} publishers, and a list goes over {MAX_MERGED}")])
    return publishers


def read_wanted(request: Request) -> Wanted:
    """Names are read as those of a push are."""
    status = request.one("status") or "live"
    if status not in STATUSES:
        raise InvalidWords([("/status", f"one of {', '.join(STATUSES)}")])
    names = Words.read_words({"url": request.one("url"), "external_id": request.one("external_id")})
    return Wanted(status, request.one("section"), names.url, names.external_id)


def read_place(request: Request) -> str | None:
    place = read_cursor(request)
    if place is not None and not (isinstance(place, str) and PLACE.fullmatch(place)):
        raise refuse_cursor()
    return place


def describe_head(head: Head) -> dict[str, Any]:
    return {
        "article_id": head.article_id,
        "publisher_id": head.publisher_id,
        "revision": head.revision,
        "status": head.status,
        "headline": head.headline,
        "url": head.url,
        "external_id": head.external_id,
        "sections": list(head.sections),
        "published_at": head.published_at,
        "changed_at": head.changed_at,
        "content_hash": head.content_hash or None,
        "article": f"/v1/articles/{head.article_id}",
    }


def show_revisions(house: House, call: Call, key: ApiKey) -> Answer:
    request = call.request
    check_query(request, "publisher limit cursor")
    publishers = readable_publishers(house.gate, key, request.one("publisher"))
    below = read_cursor(request)
    if below is not None and not (isinstance(below, str) and re.fullmatch(r"[1-9][0-9]{0,9}", below)):
        raise refuse_cursor()
    limit = read_limit(request)
    head, listed = list_revisions(house.desk, publishers, call.named["article_id"], below=int(below) if below else None, limit=limit)
    entries = [(str(revision.revision), describe_revision(head, revision)) for revision in listed.entries]
    return answer_list(request, "revisions", entries, listed.rest)


def describe_revision(head: Head, revision: Revision) -> dict[str, Any]:
    return {
        "revision": revision.revision,
        "status": head.status_of(revision),
        "content_hash": revision.content_hash or None,
        "source_hash": revision.source_hash or None,
        "normalizer": revision.normalizer,
        "received": {"via": revision.via, "at": revision.received_at, "sender": revision.sender, "bytes": revision.bytes},
        "kept_at": revision.kept_at,
        "article": f"/v1/articles/{revision.article_id}?revision={revision.revision}",
    }


def answer_list(request: Request, name: str, entries: Sequence[tuple[str, dict[str, Any]]], rest: str | None) -> Answer:
    """`entries` with their places. A page that is too large for an answer, which only the longest of headlines make, is cut in half."""
    address = next_address(request, cursor=print_cursor(rest)) if rest else None
    answer = as_json(200, {name: [told for _, told in entries], "next": address}, **link_next(address))
    if is_too_large(str(answer.body)) and len(entries) > 1:
        half = entries[: len(entries) // 2]
        return answer_list(request, name, half, half[-1][0])
    return answer
