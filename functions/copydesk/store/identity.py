"""Which article a page is: looked up by its names before an id is minted.

A name is an external id or an address, and belongs to one article at most.
"""

import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from urllib.parse import SplitResult, quote, unquote, urlsplit

from ..article import Article, Doubt
from ..errors import Conflict
from ..page import Words

type Claimant = Literal["external_id", "sent", "canonical", "page", "amp"]

ARTICLE_ID_CHARS = 26  # 130 bits of SHA-256
MAX_ADDRESS_CHARS = 2_048  # what browsers and caches agree on; a longer one is a payload, and the table's items are small
TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|_ga|_gl|_hsenc|_hsmi|spm|"
    r"ocid|cmpid|ncid|at_medium|at_campaign|n_cid|wt_mc|xtor)",
    re.IGNORECASE,
)
DEFAULT_PORTS = {80, 443}
# A country's second level under which publishers register: example.co.kr is one site, co.kr is none.
SECOND_LEVELS = frozenset({"ac", "co", "com", "edu", "gen", "go", "gov", "ltd", "me", "ne", "net", "nom", "or", "org", "pe", "re"})
UNRESERVED = "!$&'()*+,;=:@-._~/"


@dataclass(frozen=True)
class Claim:
    """A name that a page bears, and who gives it."""

    name: str
    by: Claimant


@dataclass(frozen=True)
class Claims:
    """Names, strongest first, each once; doubts about those that were not believed."""

    publisher_id: str
    names: tuple[Claim, ...]
    source_hash: str
    doubts: tuple[Doubt, ...] = ()

    @property
    def strongest(self) -> str:
        """What a new article would be named by."""
        return self.names[0].name if self.names else f"bytes:{self.source_hash}"


@dataclass(frozen=True)
class Owner:
    """The article that a name belongs to."""

    article_id: str
    external_id: str | None = None


@dataclass(frozen=True)
class Identity:
    """`fresh` are the names that this page brings to its article."""

    article_id: str
    fresh: tuple[str, ...]
    external_id: str | None
    doubts: tuple[Doubt, ...] = ()


# ------------------------------------------------------------- addresses


def normalize_address(address: str | None) -> str | None:
    """`//host[:port]/path[?query]`: the one spelling of an address; None for what is no web address.

    Scheme, user, default port, fragment and tracking parameters say nothing about which article it is; the order of the others may.
    """
    parts = split_address(address)
    if parts is None or not parts.hostname:
        return None
    host = ascii_host(parts.hostname)
    port = "" if parts.port is None or parts.port in DEFAULT_PORTS else f":{parts.port}"
    kept = [field for field in parts.query.split("&") if field and not TRACKING.fullmatch(field.partition("=")[0])]
    path = quote(unquote(parts.path, errors="surrogateescape"), safe=UNRESERVED, errors="surrogateescape") or "/"
    return f"//{host}{port}{path}" + (f"?{'&'.join(kept)}" if kept else "")


def split_address(address: str | None) -> SplitResult | None:
    if not address or len(address) > MAX_ADDRESS_CHARS:
        return None
    try:
        parts = urlsplit(address.strip())
        return parts if parts.scheme in ("http", "https") and (parts.port is None or parts.port > 0) else None
    except ValueError:  # a broken port or IPv6 literal
        return None


def ascii_host(host: str) -> str:
    host = host.rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(host)


def site_of(host: str) -> str:
    """The registrable domain, near enough: m.news.example.co.kr and example.co.kr are one site."""
    labels = host.split(".")
    depth = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVELS else 2
    return ".".join(labels[-depth:])


def names_article(address: str, *, sent: str | None) -> bool:
    """Whether a page's claim about its own address can be believed; both are normalised.

    The address it was sent with always is. Not believed: the site's root, a section, and a host foreign to the sent address.
    """
    if address == sent:
        return True
    host, path, query = take_apart(address)
    if path.strip("/") == "" and not query:
        return False
    if sent is None:
        return True
    return site_of(host) == site_of(take_apart(sent)[0]) and not (query == "" and all(map(names_section, path.strip("/").split("/"))))


def take_apart(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return parts.hostname or "", unquote(parts.path), parts.query


def names_section(segment: str) -> bool:
    """`world`, `asia-pacific`; a slug has digits, a file's ending or three words."""
    return not re.search(r"\d|\.\w+$", segment) and len(re.split(r"[-_]", segment)) < 3


# ---------------------------------------------------------------- claims


def read_claims(publisher_id: str, words: Words, article: Article) -> Claims:
    """The names that a page bears: external id, sent address, canonical, the page's own address (og:url), amphtml."""
    sent = normalize_address(words.url)
    told: list[Claim] = []
    if words.external_id:
        told.append(Claim(f"id:{words.external_id}", "external_id"))
    if sent:
        told.append(Claim(f"url:{sent}", "sent"))
    doubts: list[Doubt] = []
    for by, pointer, address in page_addresses(article):
        normalized = normalize_address(address)
        if normalized is None:
            continue
        if names_article(normalized, sent=sent):
            told.append(Claim(f"url:{normalized}", by))
        else:
            doubts.append(Doubt(code="canonical_not_article", path=pointer, message=f"{address} is no address of this article"))
    strongest: dict[str, Claim] = {}
    for claim in told:
        strongest.setdefault(claim.name, claim)
    names = tuple(strongest.values())
    if not names:
        doubts.append(Doubt(code="no_identity", path="", message="no external id and no address: the bytes alone name this article"))
    return Claims(publisher_id, names, article.provenance.source_hash, tuple(doubts))


def page_addresses(article: Article) -> tuple[tuple[Claimant, str, str | None], ...]:
    meta = article.meta
    return ("canonical", "/meta/canonical_url", meta.canonical_url), ("page", "/meta/url", meta.url), ("amp", "/meta/amp_url", meta.amp_url)


def mint(publisher_id: str, name: str) -> str:
    digest = sha256(f"{publisher_id}\0{name}".encode()).digest()
    return b32encode(digest).decode("ascii").lower()[:ARTICLE_ID_CHARS]


def identify(claims: Claims, owners: Mapping[str, Owner], *, named: Owner | None = None) -> Identity:
    """The article `named` by the sender, else the one that the strongest known name belongs to, else a new one named by the strongest.

    Raises Conflict where the sent address belongs to an article with another external id: two works cannot share an address,
    and only the sender knows which of the two is meant. A page's own word (canonical …) never merges two external ids.
    """
    external_id = external_id_of(claims)
    if named and external_id:
        check_named(named, external_id, owners)
    foreign = {name for name, owner in owners.items() if external_id and owner.external_id and owner.external_id != external_id}
    for claim in claims.names:
        if claim.by == "sent" and claim.name in foreign:
            address, other = claim.name.removeprefix("url:"), owners[claim.name].external_id
            raise Conflict(f"{address} is the address of the article with external_id {other!r}, not of {external_id!r}")
    owner = named or next((owners[claim.name] for claim in claims.names if claim.name in owners and claim.name not in foreign), None)
    return join(claims, owners, owner or Owner(mint(claims.publisher_id, claims.strongest)))


def join(claims: Claims, owners: Mapping[str, Owner], article: Owner) -> Identity:
    """The page as one of the article's: it brings the names that nobody has, and those of others stay where they are."""
    external_id = external_id_of(claims)
    doubts = tuple(
        Doubt(code="alias_conflict", path="", message=f"{claim.name} belongs to article {owners[claim.name].article_id} and stays there")
        for claim in claims.names
        if claim.name in owners and owners[claim.name].article_id != article.article_id
    )
    fresh = tuple(claim.name for claim in claims.names if claim.name not in owners)
    return Identity(article.article_id, fresh, article.external_id or external_id, claims.doubts + doubts)


def external_id_of(claims: Claims) -> str | None:
    return next((claim.name.removeprefix("id:") for claim in claims.names if claim.by == "external_id"), None)


def check_named(named: Owner, external_id: str, owners: Mapping[str, Owner]) -> None:
    """Raises Conflict where the article that the sender names and its external id are not one."""
    owner = owners.get(f"id:{external_id}", named)
    if owner.article_id != named.article_id:
        raise Conflict(f"external_id {external_id!r} is that of article {owner.article_id}, not of {named.article_id}")
    if named.external_id not in (None, external_id):
        raise Conflict(f"article {named.article_id} has the external_id {named.external_id!r}, not {external_id!r}")
