"""Facts about the work: each read by an ordered list of readers; the first answer wins and signs its name."""

import re

from copydesk.article import Access, Person, Publisher, Rights, Source, Tag
from copydesk.normalize.document import Document
from copydesk.normalize.headline import HEADING_TAGS, folded
from copydesk.normalize.rights import may_hold_rights, read_rights
from copydesk.normalize.sources import Sources, meta_names, text_of, types_of
from copydesk.normalize.spans import absolute, parts_of
from copydesk.page.patterns import pattern_of

HOME = frozenset(
    name.replace("_", " ")
    for name in """홈 home ホーム トップ 首页 首頁 startseite inicio portada início inicial accueil start hem hjem forside etusivu
    strona_główna главная головна الرئيسية होम trang_chủ beranda anasayfa ana_sayfa acasă αρχική kezdőlap domů prima_pagina""".split()
)
CRUMB_WORDS = frozenset(["breadcrumb", "breadcrumbs", "crumb", "crumbs", "brdcrmb", "breadcrumblist", "pankuzu", "topicpath"])
CRUMB_JOINT = pattern_of(r"\s*[>›»→＞]\s*|\s+[/|·]\s+")
THIS_PAGE = frozenset(["正文", "본문", "現在位置", "当前位置", "기사", "article"])
MAX_SECTION = 30  # characters
HOUSE_JOINT = pattern_of(r"\s+[|\-–—·•»｜ㅣ<]\s+|\s*[|｜ㅣ»]\s*|\s*::\s*|_")


def house_of(title: str, headline: str | None) -> str | None:
    """The site's name as `<title>` ends in it behind the headline: `Ferries tied up - Harbour Post`; None where it says more than that."""
    said, title = folded(headline or ""), " ".join(title.split())
    if not said or not folded(title).startswith(said) or HOUSE_JOINT.search(title) is None:
        return None
    houses = [part for part in HOUSE_JOINT.split(title) if part and not any(c.isdigit() for c in part)]
    last = houses[-1].strip() if houses else ""
    return last if 1 < len(last) <= MAX_SECTION and folded(last) not in said else None


def read_publisher(sources: Sources, base: str | None, headline: str | None = None) -> Publisher:
    node = sources.article.get("publisher")
    node = node[0] if isinstance(node, list) and node else node
    logo = url = None
    name = text_of(node)
    if isinstance(node, dict):
        image = node.get("logo")
        logo = image if isinstance(image, str) else image.get("url") if isinstance(image, dict) else None
        url = node.get("url") if isinstance(node.get("url"), str) else None
    return Publisher(
        name=name or sources.meta("og:site_name") or house_of(sources.title, headline),
        url=absolute(url, base),
        logo=absolute(logo, base) if isinstance(logo, str) else None,
    )


def printed_sections(document: Document, headline: str | None) -> tuple[str, ...]:
    """What the page's printed path says, without the home page and the article itself."""
    for box in document.boxes:
        named = not CRUMB_WORDS.isdisjoint(box.words) or "breadcrumb" in box.get("aria-label").lower()
        if box.hidden or not named or not document.link_chars(box) or document.chars(box) > 4 * MAX_SECTION:
            continue
        lines = [line for line in document.lines_of(box) if line.box.tag not in HEADING_TAGS]
        parts = [part.strip(" /|>›»·") for line in lines for part in CRUMB_JOINT.split(line.text)]
        told = [part for part in parts if 1 < len(part) <= MAX_SECTION and not _is_no_section(folded(part), folded(headline or ""))]
        if told:
            return tuple(dict.fromkeys(told))
    return ()


def _is_no_section(name: str, headline: str) -> bool:
    return name in HOME or name in THIS_PAGE or name == headline or name.endswith(("首页", "首頁"))


def read_sections(sources: Sources, document: Document, headline: str | None) -> tuple[tuple[str, ...], str]:
    for node in sources.nodes:
        if "BreadcrumbList" in types_of(node) and isinstance(node.get("itemListElement"), list):
            names = [
                text_of(i.get("name")) or text_of((i.get("item") or {}).get("name") if isinstance(i.get("item"), dict) else None)
                for i in node["itemListElement"]
                if isinstance(i, dict)
            ]
            told = [n for n in names if n]
            if len(told) > 1:
                own = folded(text_of(sources.article.get("headline")) or sources.meta("og:title") or "")
                kept = tuple(n for i, n in enumerate(told) if folded(n) != own and not (i == 0 and len(told) > 1 and folded(n) in HOME))
                if kept:
                    return kept, "jsonld:BreadcrumbList"
    section = sources.article.get("articleSection")
    found = [section] if isinstance(section, str) else [s for s in section if isinstance(s, str)] if isinstance(section, list) else []
    if found:
        return tuple(dict.fromkeys(s.strip() for s in found if s.strip())), "jsonld:articleSection"
    value = sources.meta(*meta_names("section"))
    if value:
        return (value,), "meta:article:section"
    printed = printed_sections(document, headline)
    return (printed, "breadcrumb") if printed else ((), "none")


def read_tags(sources: Sources) -> tuple[tuple[Tag, ...], str]:
    keywords = sources.article.get("keywords")
    if isinstance(keywords, str):
        keywords = keywords.split(",")
    found = [k.strip() for k in keywords if isinstance(k, str) and k.strip()] if isinstance(keywords, list) else []
    reader = "jsonld:keywords"
    if not found:
        found, reader = list(sources.all_metas.get("article:tag", ())), "meta:article:tag"
        if len(found) == 1 and "," in found[0]:
            found = found[0].split(",")
    if not found and (value := sources.meta("news_keywords", "keywords")):
        found, reader = value.split(","), "meta:keywords"
    texts = dict.fromkeys(text for k in found if (text := text_of(k)) and len(text) < 80)
    return tuple(Tag(text=t) for t in texts), reader if texts else "none"


def read_access(sources: Sources) -> Access:
    free = sources.article.get("isAccessibleForFree")
    if isinstance(free, str):
        free = {"true": True, "false": False}.get(free.strip().lower())
    if not isinstance(free, bool):
        tier = sources.meta("article:content_tier", "og:article:content_tier")
        free = {"free": True, "locked": False, "metered": None}.get((tier or "").lower())
    return Access(free=free)


LEFT_OPEN = ("redistribution", "ai_training")


def rights_of(document: Document, story_end: int) -> Rights:
    """The notice nearest after the story, else the first of the page."""
    lines = [*document.lines[story_end:], *document.lines[:story_end]]
    told: Rights | None = None
    for at in sorted(may_hold_rights([line.text for line in lines])):
        line = lines[at]
        if line.hidden or line.chars >= 400 or (rights := read_rights(line.text)) is None:
            continue
        if told is None:
            told = rights
        elif at < len(document.lines) - story_end:  # a further notice below the story says what the first leaves open
            told = told.model_copy(update={name: getattr(rights, name) for name in LEFT_OPEN if getattr(told, name) == "unspecified"})
    return told or Rights()


def native_id(sources: Sources, url: str | None) -> tuple[str | None, str]:
    value = sources.meta(*meta_names("native_id"))
    if value and len(value) < 100:
        return value, "meta"
    identifier = text_of(sources.article.get("identifier"))
    if identifier and len(identifier) < 100 and not identifier.startswith("http"):
        return identifier, "jsonld:identifier"
    if url:
        parts = parts_of(url)
        found = re.findall(r"[A-Za-z]?\d{5,}", f"{parts.path}?{parts.query}")
        if found:
            return found[-1], "url"
    return None, "none"


def source_of(named: tuple[str, ...], people: tuple[Person, ...], publisher: Publisher) -> Source:
    """Agencies of the dateline and organisations named as author, the publisher itself apart."""
    own = folded(publisher.name or "")
    agencies = tuple(name for name in named if folded(name) != own)
    if agencies:
        return Source(kind="wire", agencies=agencies)
    return Source(kind="staff" if people else "unknown")
