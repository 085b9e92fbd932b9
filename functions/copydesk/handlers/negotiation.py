"""Which rendition an answer has: `?format=` decides, else `Accept`."""

from ..article import Edition
from ..errors import InvalidWords
from ..renditions.formats import BY_NAME, FORMATS, JSON, Format
from .events import Request
from .problems import NotAcceptable


def choose_format(request: Request) -> Format:
    """Raises InvalidWords for a format that there is not, NotAcceptable where the caller takes none of ours."""
    asked = request.one("format")
    if asked is not None:
        if asked not in BY_NAME:
            raise InvalidWords([("/format", f"one of {', '.join(BY_NAME)}")])
        return BY_NAME[asked]
    accept = request.headers.get("accept", "").strip() or "*/*"
    qualities = [(quality_of(known.media_type, accept), known) for known in FORMATS]
    best, chosen = max(qualities, key=lambda pair: pair[0])  # of equals the first
    if best <= 0:
        raise NotAcceptable(f"articles come as {', '.join(known.media_type for known in FORMATS)}")
    return chosen


def write_edition(edition: Edition, wanted: Format) -> str:
    """In JSON the whole edition, in every other form its article."""
    return edition.model_dump_json() if wanted is JSON else wanted.write(edition.article)


def quality_of(media_type: str, accept: str) -> float:
    """The quality that an Accept header gives to a media type; its most specific range decides (RFC 9110, 12.5.1)."""
    major = media_type.partition("/")[0]
    ranked = {media_type: 2, f"{major}/*": 1, "*/*": 0}
    matching = [(ranked[name], quality) for name, quality in map(read_range, accept.split(",")) if name in ranked]
    return max(matching)[1] if matching else 0.0


def read_range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    for parameter in parameters:
        label, _, value = parameter.partition("=")
        if label.strip() == "q":
            try:
                return name, min(1.0, max(0.0, float(value)))
            except ValueError:
                return name, 0.0
    return name, 1.0


def matches(etag: str, if_none_match: str | None) -> bool:
    """Weak comparison, as If-None-Match wants it."""
    if not if_none_match:
        return False
    told = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in told or etag in told
