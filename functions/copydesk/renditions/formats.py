"""The forms that an article can be had in. A new one is a row here, and its file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..article import Article
from . import ans, html, jsonld, markdown, ninjs, text

PLAIN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Format:
    """`suffix` tells its ETags from those of the other forms; `headers` go with every answer that has this form."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Article], str]
    headers: Mapping[str, str] = PLAIN

    @property
    def content_type(self) -> str:
        return self.media_type if self.is_json else f"{self.media_type}; charset=utf-8"

    @property
    def is_json(self) -> bool:
        return self.media_type.endswith(("/json", "+json"))


JSON = Format("json", "application/json", "", Article.model_dump_json)

FORMATS = (  # in order of preference where the caller has none
    JSON,
    Format("text", "text/plain", "-txt", text.render),
    Format("markdown", "text/markdown", "-md", markdown.render),
    Format("html", "text/html", "-html", html.render, html.HEADERS),
    Format("jsonld", "application/ld+json", "-ld", jsonld.render),
    # Neither has a registered media type: these are names of ours.
    Format("ninjs", "application/vnd.iptc.ninjs+json", "-ninjs", ninjs.render),
    Format("ans", "application/vnd.arcxp.ans+json", "-ans", ans.render),
)
BY_NAME = {known.name: known for known in FORMATS}
