"""Facts about the work: each read by an ordered list of readers; the first answer wins and signs its name."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from copydesk import rules
from copydesk.article import Access, Dateline, Doubt, Person, Publisher, Rights, Source, Tag, Time
from copydesk.normalize.byline import clean_author, read_byline
from copydesk.normalize.classes import words_of
from copydesk.normalize.document import Document, Line
from copydesk.normalize.furniture import CHROME_TAGS
from copydesk.normalize.headline import HEADING_TAGS, folded, site_name
from copydesk.normalize.rights import read_rights
from copydesk.normalize.sources import Sources, people_of, text_of, types_of
from copydesk.normalize.spans import absolute
from copydesk.normalize.times import find_times, read_time
from copydesk.normalize.zone import Zone

HANGUL = re.compile("[\uac00-\ud7a3]")
KANA = re.compile("[\u3040-\u30ff]")
HAN = re.compile("[\u4e00-\u9fff]")
LANGUAGE_TAG = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
AUTHOR_METAS = (
    "author",
    "article:author",
    "dable:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "article:author_name",
    "og:article:author",
    "twitter:data1_author",
)
PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "date_published", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date",
    "article.published", "publishdate", "publish-date", "pubdate", "publish_date", "published_time", "cxenseparse:recs:publishtime", "article:published", "date", "og:regdate", "article:create_at", "weibo: article:create_at", "dd:published_time", "regdate", "originalpublicationdate", "dcterms.date", "last-modified-date",
)  # fmt: skip
MODIFIED_METAS = (
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "article:modified",
    "article:update_at",
    "weibo: article:update_at",
    "last-modified",
    "lastmod",
    "dd:modified_time",
)
BYLINE_WORDS = frozenset(
    [
        "byline",
        "author",
        "authors",
        "autor",
        "autoren",
        "autorin",
        "auteur",
        "journalist",
        "reporter",
        "writer",
        "writers",
        "journal",
        "redacteur",
        "redaktor",
        "yazar",
        "firma",
        "skribent",
        "autore",
        "gija",
        "writername",
    ]
)
NINE_HOURS = 9 * 3600  # seconds; a stamp that is the UTC hour labelled +09:00, or the other way round


@dataclass(slots=True)
class Findings:
    """What the readers found so far; frozen into the article at the end."""

    sources: dict[str, str] = field(default_factory=dict)
    rejected: list[tuple[str, str, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def won(self, pointer: str, reader: str) -> None:
        self.sources[pointer] = reader

    def doubt(self, code: str, path: str, message: str) -> None:
        self.doubts.append(Doubt(code=code, path=path, message=message))


def language_of(document: Document, sources: Sources, sample: str) -> tuple[str | None, str]:
    """(BCP 47 tag, reader). The script of the text overrules a tag that it cannot be: templates say `en` on Korean pages."""
    declared = [
        ("html:lang", document.language),
        ("jsonld:inLanguage", text_of(sources.article.get("inLanguage"))),
        ("meta:content-language", sources.meta("content-language", "language", "dc.language")),
        ("meta:og:locale", sources.meta("og:locale")),
    ]
    script = script_language(sample)
    for reader, tag in declared:
        if tag and LANGUAGE_TAG.match(tag):
            tag = tag.replace("_", "-")
            if script and tag.split("-")[0].lower() not in (script, "yue" if script == "zh" else script):
                continue
            return _tidy(tag), reader
    if script:
        return script, "script"
    guessed = language_of_words(sample)
    return (guessed, "function_words") if guessed else (None, "none")


def _tidy(tag: str) -> str:
    head, *rest = tag.split("-")
    return "-".join([head.lower(), *(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest)])


def script_language(sample: str) -> str | None:
    """ko, ja or zh where most of the letters are of that script."""
    if sample.isascii():
        return None
    size = max(1, len(sample))
    if len(HANGUL.findall(sample)) > 0.25 * size:
        return "ko"
    kana, han = len(KANA.findall(sample)), len(HAN.findall(sample))
    if kana + han > 0.25 * size:
        return "ja" if kana > 0.05 * size else "zh"
    return None


@cache
def _function_words() -> dict[str, frozenset[str]]:
    raw = tomllib.loads((rules.HOME / "generic" / "function_words.toml").read_text("utf-8"))
    return {code: frozenset(words) for code, words in raw["words"].items()}


def language_of_words(sample: str) -> str | None:
    """The Latin-script language whose function words the sample is full of; None where no language stands out."""
    tokens = re.findall(r"\w+", sample.lower())
    if len(tokens) < 12:
        return None
    counts = sorted(((sum(t in words for t in tokens), code) for code, words in _function_words().items()), reverse=True)
    (best, code), (second, _) = counts[0], counts[1]
    if best < 0.08 * len(tokens) or best < 1.2 * second:
        return None
    return code


# ------------------------------------------------------------------ times


def _moment(time: Time) -> datetime | None:
    try:
        return datetime.fromisoformat(time.at)
    except ValueError:
        return None


def _machine_times(
    sources: Sources, document: Document, key: str, metas: tuple[str, ...], language: str | None
) -> Iterator[tuple[str, Time]]:
    value = text_of(sources.article.get(key))
    if value and (time := read_time(value, language=language)):
        yield f"jsonld:{key}", time
    for node in sources.nodes:
        if (
            node is not sources.article
            and "WebPage" in types_of(node)
            and (value := text_of(node.get(key)))
            and (time := read_time(value, language=language))
        ):
            yield f"jsonld:WebPage:{key}", time
    for name in metas:
        for value in sources.all_metas.get(name, ())[:1]:
            if time := read_time(value, language=language):
                yield f"meta:{name}", time


def _time_elements(document: Document, itemprop: str, language: str | None, near: range) -> Iterator[tuple[str, Time]]:
    """`<time>` elements of the page's head part, the ones that name their property first."""
    plain: list[tuple[str, Time]] = []
    for line in document.lines[near.start : near.stop]:
        if line.hidden:
            continue
        inline = next((i for _, i in line.pieces if i is not None and i.tag == "time"), None)
        attributes = inline.attributes if inline is not None else line.box.attributes if line.box.tag == "time" else None
        value = attributes.get("datetime") if attributes else None
        if not value or (time := read_time(value, language=language)) is None:
            continue
        assert attributes is not None
        prop = (attributes.get("itemprop") or "").lower()
        names = f"{attributes.get('class') or ''} {prop}".lower()
        told = "modified" if "modif" in names or "updat" in names else "published" if "publi" in names or "created" in names else ""
        wanted = "modified" if itemprop == "dateModified" else "published"
        if told == wanted:
            yield f"time:{itemprop}", time
        elif not told and wanted == "published":
            plain.append(("time", time))
    yield from plain


def read_published(document: Document, sources: Sources, zone: Zone, language: str | None, near: range, findings: Findings) -> Time | None:
    return _read_stamp("published", "datePublished", PUBLISHED_METAS, document, sources, zone, language, near, findings)


def read_modified(
    document: Document, sources: Sources, zone: Zone, language: str | None, near: range, findings: Findings, published: Time | None
) -> Time | None:
    time = _read_stamp("modified", "dateModified", MODIFIED_METAS, document, sources, zone, language, near, findings)
    if (
        time
        and published
        and (a := _moment(time))
        and (b := _moment(published))
        and a == b
        and (findings.sources.get("/meta/modified_at", "")).startswith(("jsonld", "meta"))
    ):
        del findings.sources["/meta/modified_at"]
        return None  # a CMS that stamps both at first publication says nothing of a change
    return time


def _read_stamp(
    kind: str,
    key: str,
    metas: tuple[str, ...],
    document: Document,
    sources: Sources,
    zone: Zone,
    language: str | None,
    near: range,
    findings: Findings,
) -> Time | None:
    """A machine's stamp, checked against the printed one. They disagree by whole hours only: the printed one is right, for people read it."""
    pointer = f"/meta/{kind}_at"
    stamps = list(_machine_times(sources, document, key, metas, language))
    printed = [found.time for _, times in zone.times for found in times if found.kind == kind]
    if not printed and kind == "published":
        printed = [found.time for _, times in zone.times for found in times if found.kind is None][:1]
    elements = list(_time_elements(document, key, language, near)) if not stamps or not printed else []
    machine = [*stamps, *elements]
    for reader, time in machine[1:]:
        findings.rejected.append((pointer, reader, time.at))
    shown = printed[0] if printed else None
    if not machine:
        if shown:
            findings.won(pointer, "line")
        return shown
    reader, time = machine[0]
    if shown is None:
        findings.won(pointer, reader)
        return time
    for reader, time in machine:
        if _agree(time, shown):
            findings.won(pointer, f"{reader}+line")
            precision = "minute" if time.precision == "second" and time.at[17:19] == "00" else time.precision
            if shown.precision in ("minute", "second") and time.precision == "day":
                return shown
            return time.model_copy(
                update={
                    "at": _in_zone_of(time, shown),
                    "printed": shown.printed,
                    "precision": precision,
                    "zone_from": shown.zone_from or time.zone_from,
                }
            )
    reader, time = machine[0]
    if shown.precision in ("second", "minute") and _is_zone_slip(time, shown):
        findings.won(pointer, "line")
        findings.rejected.append((pointer, reader, time.at))
        findings.doubt("times_disagree", pointer, f"{reader} says {time.at}, the page prints {shown.printed}")
        return shown
    findings.won(pointer, reader)
    findings.rejected.append((pointer, "line", shown.at))
    return time


def _in_zone_of(time: Time, shown: Time) -> str:
    """The stamp's moment with the offset that the page prints its times in; a CMS often stamps in UTC."""
    moment, local = _moment(time), _moment(shown)
    if (
        moment is None
        or local is None
        or shown.zone_from is None
        or time.precision not in ("minute", "second")
        or not time.at.endswith(("Z", "+00:00"))
    ):
        return time.at
    return moment.astimezone(local.tzinfo).isoformat()


def _agree(a: Time, b: Time) -> bool:
    """The same moment, to the coarser of the two precisions."""
    x, y = _moment(a), _moment(b)
    if x is None or y is None:
        return False
    if "day" in (a.precision, b.precision):
        return x.date() == y.date() or a.at[:10] == b.at[:10]
    return abs((x - y).total_seconds()) < 60


def _is_zone_slip(a: Time, b: Time) -> bool:
    x, y = _moment(a), _moment(b)
    if x is None or y is None or b.zone_from is None:
        return False
    apart = abs((x - y).total_seconds())
    return 60 <= apart <= 14 * 3600 and apart % 1800 < 60


# ---------------------------------------------------------------- authors


def read_authors(
    document: Document, sources: Sources, zone: Zone, language: str | None, near: range, after: range, findings: Findings
) -> tuple[tuple[Person, ...], tuple[str, ...], str | None]:
    """(people, organisations named as authors, byline as printed)."""
    site = folded(site_name(sources) or "")
    organisations: list[str] = []
    readers: list[tuple[str, list[Person]]] = []
    declared: list[Person] = []
    claimed: list[Person] = []  # what the page's markup calls a person though it reads like a desk or an agency
    for name, kind, url in people_of(sources.article.get("author")):
        people = clean_author(name, language=language) if not kind.endswith("Organization") else []
        if not people:
            organisations.append(name)
            if kind in ("Person", "") and len(name) < 60 and "@" not in name and "/" not in name:
                claimed.append(Person(name=name, url=absolute(url, None), printed=name))
        declared.extend(p.model_copy(update={"url": absolute(url, None)}) if url and len(people) == 1 else p for p in people)
    readers.append(("jsonld:author", declared))
    for name in AUTHOR_METAS:
        if name in sources.all_metas:
            readers.append((f"meta:{name}", [p for value in sources.all_metas[name] for p in clean_author(value, language=language)]))
    if not declared:
        for node in sources.nodes:
            if node is not sources.article:
                declared.extend(
                    p
                    for name, kind, _ in people_of(node.get("author"))
                    if not kind.endswith("Organization")
                    for p in clean_author(name, language=language)
                )
    printed, byline = _printed_people(document, zone, language, near, after)
    readers.append(("line", printed))
    names_site = [
        (reader, _distinct([p for p in people if folded(p.name) != site and folded(p.name) not in site.split(" | ")]))
        for reader, people in readers
    ]
    winner: tuple[str, list[Person]] | None = None
    for reader, people in names_site:
        if people and winner is None:
            winner = (reader, people)
        elif people:
            findings.rejected.append(("/meta/authors", reader, ", ".join(p.name for p in people)))
    if winner is None and not claimed:
        claimed = [
            Person(name=v, printed=v)
            for v in sources.all_metas.get("author", ())[:1]
            if len(v) < 60 and not re.search(r"[@/]|\\.\\w", v) and folded(v) != site
        ]
    if winner is None and claimed:
        findings.won("/meta/authors", "jsonld:author")
        findings.doubt("author_not_a_person", "/meta/authors", f"the page declares {claimed[0].name!r} a person")
        return tuple(_distinct(claimed)), tuple(organisations), byline
    if winner is None:
        return (), tuple(organisations), byline
    reader, people = winner
    seen = dict(names_site).get("line") or []
    by_name = {folded(p.name): p for p in seen}
    merged = []
    for person in people:
        other = by_name.get(folded(person.name))
        merged.append(
            person.model_copy(update={k: getattr(person, k) or getattr(other, k) for k in ("role", "email", "url")}) if other else person
        )
    findings.won("/meta/authors", reader)
    return tuple(merged), tuple(organisations), byline


def _distinct(people: list[Person]) -> list[Person]:
    seen: dict[str, Person] = {}
    for person in people:
        seen.setdefault(folded(person.name), person)
    return list(seen.values())


BY = re.compile(
    r"\b(?:by|written by|words by|posted by|author:|von|par|por|di|door|av|af|tekst:|text:|autor:|auteur\s*:)\s+(?=\S)|\bBy(?=[A-Z][a-z])",
    re.I,
)
BEFORE_BY = re.compile(r"^(?:(?:published|posted|updated|written|words|story|article|created)\b.{0,36}|\W*)$", re.I)
NO_PEOPLE = re.compile(
    r"\b(?:min(?:ute)?s?\.? read|photo|image|categor(?:y|ies)|commented|articles by|written by$|about|meet|full bio|read more|comments?|follow|share|reviewed by|fact.?checked|edited by|updated|published|team|staff)\b",
    re.I,
)
MAX_BYLINE = 120  # characters; a longer line that names somebody is prose


def _printed_people(document: Document, zone: Zone, language: str | None, near: range, after: range) -> tuple[list[Person], str | None]:
    """People of the byline near the headline, else of boxes that name themselves author, else of an author's box below the story."""
    people: list[Person] = []
    printed: str | None = None
    for line in zone.bylines:
        found = read_byline(line.text, language=language)
        people.extend(found.people)
        printed = printed or line.text
    if people:
        return people, printed
    first = document.root
    for lines in (document.lines[near.start : near.stop], document.lines[after.start : after.stop]):
        for line in lines:
            if line.hidden or line.chars > MAX_BYLINE:
                continue
            got = _people_of_line(line, language)
            if got and (not people or line.box.names == first.names):
                printed, first = printed or line.text, line.box
                people.extend(got)
            elif people:
                break
        if people:
            break
    return people, printed


def _people_of_line(line: Line, language: str | None) -> list[Person]:
    """Who a line names, where it says `by` or stands in a box or link that names itself author. Dates in it are cut off first."""
    named = _names_author(line)
    lead = BY.search(line.text)
    if lead is not None and not BEFORE_BY.match(line.text[: lead.start()]):
        lead = None
    if not named and lead is None:
        return []
    text = line.text
    for found in reversed(find_times(text, language=language) if any(c.isdigit() for c in text) else ()):
        text = f"{text[: found.start].rstrip(' |·•–—,-')} | {text[found.end :].lstrip(' |·•–—,-')}"
    lead = BY.search(text)
    if lead is not None and (BEFORE_BY.match(text[: lead.start()]) or (lead.start() <= 40 and " | " in text[: lead.start()])):
        text = text[lead.start() :].replace("By", "By ", 1) if text[lead.start() : lead.start() + 2] == "By" else text[lead.start() :]
    else:
        lead = None
    text = text.split(" | ")[0] if lead is not None else text.replace(" | ", " ").strip()
    text = re.split(r"\s+(?:[|·•—]|on|in|updated|published)(?:\s|$)", text)[0].strip(" |·•–—,-")
    if not text or NO_PEOPLE.search(text):
        return []
    people = list(read_byline(text, language=language).people)
    if people or (language or "").split("-")[0] in ("ko", "ja", "zh"):
        return people
    return clean_author(text, language=language) if named else []


def _names_author(line: Line) -> bool:
    for _, inline in line.pieces:
        while inline is not None:
            if (
                inline.attributes.get("rel") == "author"
                or "author" in (inline.attributes.get("itemprop") or "")
                or not BYLINE_WORDS.isdisjoint(words_of(inline.attributes.get("class") or ""))
            ):
                return True
            inline = inline.parent
    boxes = [line.box, *list(line.box.ancestors())[:2]]
    return any(not BYLINE_WORDS.isdisjoint(box.words) or "author" in box.get("itemprop") for box in boxes)


# ------------------------------------------------------------ small facts


def read_publisher(sources: Sources, base: str | None) -> Publisher:
    node = sources.article.get("publisher")
    node = node[0] if isinstance(node, list) and node else node
    logo = url = None
    name = text_of(node)
    if isinstance(node, dict):
        image = node.get("logo")
        logo = image if isinstance(image, str) else image.get("url") if isinstance(image, dict) else None
        url = node.get("url") if isinstance(node.get("url"), str) else None
    return Publisher(
        name=name or sources.meta("og:site_name"), url=absolute(url, base), logo=absolute(logo, base) if isinstance(logo, str) else None
    )


def read_sections(sources: Sources) -> tuple[tuple[str, ...], str]:
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
                kept = tuple(
                    n
                    for i, n in enumerate(told)
                    if folded(n) != own
                    and not (
                        i == 0
                        and len(told) > 1
                        and folded(n) in ("홈", "home", "ホーム", "首页", "startseite", "inicio", "accueil", "start")
                    )
                )
                if kept:
                    return kept, "jsonld:BreadcrumbList"
    section = sources.article.get("articleSection")
    found = [section] if isinstance(section, str) else [s for s in section if isinstance(s, str)] if isinstance(section, list) else []
    if found:
        return tuple(dict.fromkeys(s.strip() for s in found if s.strip())), "jsonld:articleSection"
    value = sources.meta("article:section", "section", "cxenseparse:category", "category")
    return ((value,), "meta:article:section") if value else ((), "none")


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


def rights_of(document: Document, story_end: int) -> Rights:
    """The notice nearest after the story, else the first of the page."""
    lines = [*document.lines[story_end:], *document.lines[:story_end]]
    for line in lines:
        if not line.hidden and line.chars < 400 and (rights := read_rights(line.text)):
            return rights
    return Rights()


def native_id(sources: Sources, url: str | None) -> tuple[str | None, str]:
    value = sources.meta("dable:item_id", "article:id", "articleid", "article_id", "cxenseparse:articleid", "parsely-post-id", "post-id")
    if value and len(value) < 100:
        return value, "meta"
    identifier = text_of(sources.article.get("identifier"))
    if identifier and len(identifier) < 100 and not identifier.startswith("http"):
        return identifier, "jsonld:identifier"
    if url:
        parts = urlsplit(url)
        found = re.findall(r"[A-Za-z]?\d{5,}", f"{parts.path}?{parts.query}")
        if found:
            return found[-1], "url"
    return None, "none"


def source_of(agencies: tuple[str, ...], people: tuple[Person, ...]) -> Source:
    kind = "wire" if agencies else "staff" if people else "unknown"
    return Source(kind=kind, agencies=agencies)  # type: ignore[arg-type]


__all__ = ["CHROME_TAGS", "HEADING_TAGS", "Dateline"]
