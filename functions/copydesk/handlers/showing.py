"""What is kept is shown: editions, and what became of what was sent."""

from ..desk import explain_kept, find, find_dropped, find_receipt, link_article, link_original, publisher_of, read_edition, read_original
from ..errors import InvalidWords, Unknown
from ..renditions.formats import JSON
from ..store.keys import ApiKey
from .admission import readable_publishers
from .answers import Answer, as_explained, as_json, describe_receipt, typed
from .calls import LINK_SECONDS, Call, House, etag_of, is_too_large, read_number
from .negotiation import choose_format, matches, write_edition
from .problems import NotAcceptable

MAX_ORIGINAL_BYTES = 4_000_000  # base64 makes 5.3 MB of it, Lambda hands back 6


def show_article(house: House, call: Call, key: ApiKey) -> Answer:
    request = call.request
    wanted = choose_format(request)
    publishers = readable_publishers(house.gate, key, request.one("publisher"))
    found = find(house.desk, publishers, call.named["article_id"], revision=read_number(request, "revision"))
    headers = {"etag": etag_of(found.revision.revision, found.status, wanted.suffix), "vary": "Accept"}
    if matches(headers["etag"], request.headers.get("if-none-match")):
        return Answer(304, headers=headers)
    body = write_edition(read_edition(house.desk, found), wanted)
    if is_too_large(body) and wanted is not JSON:
        raise NotAcceptable("this article is too large for an answer: it comes as application/json alone")
    if is_too_large(body):
        return Answer(303, headers=headers | {"location": link_article(house.desk, found, seconds=LINK_SECONDS)})
    return typed(200, body, wanted.content_type, {**headers, **wanted.headers})


def show_original(house: House, call: Call, key: ApiKey) -> Answer:
    """The page as it was sent: opaque bytes to be saved, because no foreign script may ever run under our name."""
    request = call.request
    publishers = readable_publishers(house.gate, key, request.one("publisher"))
    found = find(house.desk, publishers, call.named["article_id"], revision=read_number(request, "revision"))
    name = f"{found.head.article_id}-{found.revision.revision}.html"
    headers = {"etag": f'"{found.revision.source_hash}"'}
    if matches(headers["etag"], request.headers.get("if-none-match")):
        return Answer(304, headers=headers)
    body = read_original(house.desk, found, limit=MAX_ORIGINAL_BYTES)
    if body is None:
        return Answer(303, headers=headers | {"location": link_original(house.desk, found, name=name, seconds=LINK_SECONDS)})
    headers |= {"content-type": "application/octet-stream", "content-disposition": f'attachment; filename="{name}"'}
    return Answer(200, body, headers)


def show_reading(house: House, call: Call, key: ApiKey) -> Answer:
    """How the edition's page is read today, and why so: whoever may read the article and its page may know."""
    publishers = readable_publishers(house.gate, key, call.request.one("publisher"))
    found = find(house.desk, publishers, call.named["article_id"], revision=read_number(call.request, "revision"))
    return as_explained(*explain_kept(house.desk, found))


def show_receipt(house: House, call: Call, key: ApiKey) -> Answer:
    publishers = readable_publishers(house.gate, key, call.request.one("publisher"))
    return as_json(200, describe_receipt(find_receipt(house.desk, publishers, call.named["receipt_id"])))


def look_up_receipt(house: House, call: Call, key: ApiKey) -> Answer:
    """The newest receipt of an inbox key, which names its publisher itself."""
    inbox_key = call.request.one("inbox_key")
    if not inbox_key:
        raise InvalidWords([("/inbox_key", "required: in/<publisher>/…")])
    publisher_id = publisher_of(inbox_key)
    if not key.covers(publisher_id):
        raise Unknown(f"there is no receipt for {inbox_key}; it may still be on its way")
    return as_json(200, describe_receipt(find_dropped(house.desk, publisher_id, inbox_key)))
