"""What lines that no reader knew tell of themselves: teasers of the site's other articles, paid links, a note on the author."""

from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.normalize.document import Inline, Line
from copydesk.normalize.interludes import is_biography
from copydesk.normalize.parts import Part
from copydesk.normalize.prose import SENTENCE_END, is_dense_script
from copydesk.normalize.spans import parts_of

MIN_TEASER = 25  # characters of a linked title; in scripts where one letter says more, half of it
MAX_LABEL = 60  # characters of an unlinked line that titles the links below it
TEASER_SHARE = 0.5  # of a run's characters in linked titles


@dataclass(frozen=True, slots=True)
class Module:
    """`titles`: how many of the first lines are its heading."""

    kind: str
    titles: int = 0


@dataclass(frozen=True, slots=True)
class _Link:
    text: str
    inline: Inline

    @property
    def address(self) -> str:
        return (self.inline.attributes.get("href") or "").strip()

    @property
    def is_paid(self) -> bool:
        return "sponsored" in (self.inline.attributes.get("rel") or "").lower().split()


def module_of(lines: list[Line], part: Part | None, names: tuple[str, ...], site: str | None) -> Module | None:
    """The kind that the run shows by itself, None where it shows none; `site` is the host of the page, `names` are its authors', folded."""
    if (part is not None and part.dropped == "biography") or is_biography(" ".join(line.text for line in lines), names):
        return Module("author_card")
    links = list(_links(lines))
    if links and all(link.is_paid for link in links):
        return Module("sponsored_links", _heading(lines))
    if part is not None and part.kind == "caption":
        return None
    titles = [link for link in links if is_title(link.text) and _leads_to_article(link.address, site)]
    chars = sum(line.chars for line in lines[_heading(lines) :])
    if titles and sum(len(link.text.replace(" ", "")) for link in titles) >= TEASER_SHARE * chars:
        return Module("related_articles", _heading(lines))
    return None


def _links(lines: list[Line]) -> Iterator[_Link]:
    """Each link with all its words, over all lines that it wraps."""
    words: dict[int, tuple[Inline, list[str]]] = {}
    for line in lines:
        for text, inline in line.pieces:
            if inline is not None and inline.link is not None and text.strip():
                words.setdefault(id(inline.link), (inline.link, []))[1].append(text.strip())
    return (_Link(" ".join(texts), link) for link, texts in words.values())


def is_title(text: str) -> bool:
    """Whether a link's words are long enough for an article's title; shorter ones lead to sections."""
    return len(text) >= (MIN_TEASER // 2 if is_dense_script(text) else MIN_TEASER)


def _leads_to_article(address: str, site: str | None) -> bool:
    """Whether the address is of the same site and no place of the page, no front page."""
    if address.startswith(("#", "mailto:", "tel:", "javascript:")):
        return False
    parts = parts_of(address)
    if parts.netloc and (site is None or _domain(parts.netloc) != _domain(site)):
        return False
    return (len(parts.path.strip("/")) >= 8 or bool(parts.query)) and "share" not in parts.query


def _domain(host: str) -> str:
    """The last labels of a host that a site's own hosts share: `www.` and `m.` aside."""
    return host.lower().split(":")[0].removeprefix("www.").removeprefix("m.")


def _heading(lines: list[Line]) -> int:
    """1 where an unlinked label stands over the rest."""
    first = lines[0]
    label = len(lines) > 1 and not first.link_chars and first.chars <= MAX_LABEL and not SENTENCE_END.search(first.text)
    return int(label and bool(lines[1].link_chars))
