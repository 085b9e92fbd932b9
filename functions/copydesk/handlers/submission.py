"""A page and its sender's words, out of the three kinds of body that a POST can have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import DamagedInTransit, InvalidWords, TooLarge
from ..page import RawPage, Words, check_transit, receive
from .events import Request, read_body, read_json
from .problems import BadRequest, UnsupportedMedia

HTML = frozenset({"text/html", "application/xhtml+xml"})
OPAQUE = frozenset({"application/octet-stream", "application/gzip", "application/x-gzip"})
JSON = "application/json"
NOT_WORDS = frozenset({"explain", "format"})  # query parameters that speak to us, not about the page
CODINGS = frozenset({"", "identity", "gzip", "x-gzip"})
MAX_BODY_BYTES = 4 * 1024 * 1024  # as sent; Lambda takes 6 MB with base64 or JSON's escapes around them
UPLOAD = "send it to the address that POST /v1/uploads gives"


@dataclass(frozen=True)
class Submission:
    """The bytes that were sent and what was said about them; the page is not looked at yet."""

    body: bytes
    words: Mapping[str, Any]
    content_type: str | None
    is_text: bool


def read_submission(request: Request) -> Submission:
    """Raises UnsupportedMedia, BadRequest, InvalidWords, DamagedInTransit."""
    content_type = request.headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    if request.headers.get("content-encoding", "").strip().lower() not in CODINGS:
        raise UnsupportedMedia("content-encoding can be gzip or identity")
    words = query_words(request)
    if media_type == JSON:
        return from_envelope(read_json(read_limited(request)), words)
    if media_type not in HTML | OPAQUE:
        raise UnsupportedMedia("send text/html, application/octet-stream, application/gzip or application/json {html, …}")
    is_text = media_type in HTML and not request.is_base64
    return Submission(read_limited(request), words, content_type, is_text)


def read_limited(request: Request) -> bytes:
    """The bytes that were sent. Raises TooLarge."""
    body = read_body(request)
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge("bytes of the body", size=len(body), limit=MAX_BODY_BYTES, advice=UPLOAD)
    return body


def query_words(request: Request) -> dict[str, str]:
    given = [name for name, _ in request.query if name not in NOT_WORDS]
    twice = sorted({name for name in given if given.count(name) > 1})
    if twice:
        raise InvalidWords([(f"/{name}", "given more than once") for name in twice])
    return {name: value for name, value in request.query if name not in NOT_WORDS}


def from_envelope(envelope: dict[str, Any], words: Mapping[str, Any]) -> Submission:
    html = envelope.pop("html", None)
    if not isinstance(html, str):
        raise BadRequest("`html` holds the page as a string", pointer="/html")
    twice = sorted(envelope.keys() & words.keys())
    if twice:
        raise InvalidWords([(f"/{name}", "given in the body and in the query") for name in twice])
    try:
        body = html.encode()
    except UnicodeEncodeError as error:
        raise DamagedInTransit("`html` holds lone surrogates; send the page's own bytes as application/octet-stream") from error
    return Submission(body, {**words, **envelope}, None, is_text=True)


def open_page(submission: Submission, words: Words) -> RawPage:
    """Raises PageRejected for what no reader should see."""
    if submission.is_text:
        check_transit(submission.body, content_type=submission.content_type, charset=words.charset)
    return receive(submission.body, words=words, content_type=submission.content_type)
