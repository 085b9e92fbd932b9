"""The inspector's files, with headers that let nothing but themselves run."""

from ..inspector import File
from .answers import Answer, typed
from .events import Request
from .negotiation import matches
from .problems import NotAllowed

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        # Text becomes markup in one place, named `page`: the copy of a pushed page, in a document that runs nothing.
        "require-trusted-types-for 'script'",
        "trusted-types page",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "public, no-cache",
}


def show_file(file: File, request: Request) -> Answer:
    """Raises NotAllowed for anything but reading."""
    if request.method not in ("GET", "HEAD"):
        raise NotAllowed(request.method, ("GET", "HEAD"))
    headers = {**HEADERS, "etag": file.etag}
    if matches(file.etag, request.headers.get("if-none-match")):
        return Answer(304, headers=headers)
    return typed(200, file.text, file.content_type, headers)
