"""The contract with the world: one JSON document per article.

Every model is frozen and refuses unknown keys. Offsets are half-open and count Unicode code points; every time is a `Time`;
every price is a decimal string beside an ISO 4217 currency; changes are in percent. `null` or an empty list says "the page does not tell".
"""

from dataclasses import field
from typing import Annotated, Literal

from .model import Between, Model, Said, ToldBy

SCHEMA_VERSION: Literal["1"] = "1"


class Time(Model):
    """A moment, as interpreted beside as printed."""

    at: Annotated[str, Said("RFC 3339 with offset; parts finer than `precision` are zero")]
    printed: Annotated[str | None, Said("the page's own words, label included; the attribute's value where nothing is printed")] = None
    precision: Literal["second", "minute", "hour", "day", "month", "year"]
    zone_from: Annotated[
        Literal["explicit", "site", "language", "sender"] | None,
        Said("where the offset comes from; null: nothing told it, and +00:00 stands for unknown"),
    ] = None


class Label(Model):
    """A bracket label of a headline: `[상보]`, `[단독]`."""

    text: str
    kind: Literal["breaking", "exclusive", "update", "roundup", "series", "photo", "video", "opinion", "correction", "other"]


class Person(Model):
    """A person of the byline; sites and agencies never stand here."""

    name: str
    role: Annotated[str | None, Said("as printed: 기자, Staff Reporter")] = None
    email: str | None = None
    url: str | None = None
    printed: Annotated[str | None, Said("the words that the name was read from")] = None


class Dateline(Model):
    printed: Annotated[str, Said("`(서울=연합뉴스)`, `MOSCOW, Monday (Reuters)`")]
    place: str | None = None
    agency: str | None = None


class Publisher(Model):
    name: str | None = None
    url: str | None = None
    logo: str | None = None


class Source(Model):
    kind: Literal["staff", "wire", "handout", "syndicated", "unknown"] = "unknown"
    agencies: tuple[str, ...] = ()


class Tag(Model):
    text: str
    url: str | None = None


class Rendition(Model):
    url: str
    width: Annotated[int | None, Said("pixels")] = None
    height: Annotated[int | None, Said("pixels")] = None
    type: Annotated[str | None, Said("media type")] = None


class Media(Model):
    """A file of the story. The one place where media addresses live; logos, icons, avatars and ad pixels never do."""

    id: str
    kind: Literal["image", "video", "audio", "graphic"]
    url: str | None = None
    alt: str | None = None
    width: Annotated[int | None, Said("pixels")] = None
    height: Annotated[int | None, Said("pixels")] = None
    renditions: tuple[Rendition, ...] = ()
    lead: Annotated[bool, Said("the picture that the page itself names first")] = False


class Rights(Model):
    notice: Annotated[str | None, Said("the notice as printed; may quote text whose home is elsewhere")] = None
    holder: str | None = None
    redistribution: Literal["allowed", "prohibited", "unspecified"] = "unspecified"
    ai_training: Literal["allowed", "prohibited", "unspecified"] = "unspecified"


class Access(Model):
    free: Annotated[bool | None, Said("the publisher's own flag")] = None
    truncated: Annotated[bool | None, Said("whether the text was seen to be cut")] = None


class Correction(Model):
    kind: Literal["correction", "clarification", "update", "retraction"]
    text: str
    at: Time | None = None


class Meta(Model):
    """Facts about the work."""

    url: Annotated[str | None, Said("absolute, as sent")] = None
    canonical_url: Annotated[str | None, Said("rel=canonical, absolute")] = None
    amp_url: Annotated[str | None, Said("rel=amphtml, absolute")] = None
    native_id: Annotated[str | None, Said("the publisher's own id")] = None
    headline: Annotated[str | None, Said("the visible headline, bracket labels kept, no site name")] = None
    labels: tuple[Label, ...] = ()
    kicker: Annotated[str | None, Said("the small line above the headline")] = None
    deck: Annotated[tuple[str, ...], Said("the standfirst or sub-headline, one entry per visual line")] = ()
    description: Annotated[str | None, Said("the page's own summary (meta, JSON-LD), never the first paragraph")] = None
    authors: tuple[Person, ...] = ()
    byline: Annotated[str | None, Said("as printed")] = None
    dateline: Dateline | None = None
    publisher: Publisher = Publisher()
    source: Source = Source()
    sections: Annotated[tuple[str, ...], Said("outer to inner")] = ()
    tags: Annotated[tuple[Tag, ...], Said("shown or declared by the page; nothing inferred")] = ()
    language: Annotated[str | None, Said("BCP 47")] = None
    published_at: Time | None = None
    modified_at: Time | None = None
    media: tuple[Media, ...] = ()
    rights: Rights = Rights()
    access: Access = Access()
    corrections: tuple[Correction, ...] = ()


# ------------------------------------------------------------------ body


SpanKind = Literal["link", "strong", "em", "underline", "strike", "sub", "sup", "code", "mark", "ruby", "quote"]


class Span(Model):
    """A stretch of a block's text, [start, end) in code points."""

    start: int
    end: int
    kind: SpanKind
    href: Annotated[str | None, Said("absolute; links only")] = None


Role = Literal["summary", "byline", "dateline", "editor_note", "copyright", "contact"]


class BlockBase(Model):
    id: str
    role: Annotated[Role | None, Said("set only where the block is not story; such a block stays in place but out of `text`")] = None


class Paragraph(BlockBase):
    type: Literal["paragraph"] = "paragraph"
    text: str
    spans: tuple[Span, ...] = ()


class Heading(BlockBase):
    type: Literal["heading"] = "heading"
    level: Annotated[int, Between(1, 6)]
    text: str
    spans: tuple[Span, ...] = ()
    inferred: Annotated[bool, Said("true where the markup is no h1 to h6")] = False


class ListItem(Model):
    text: str
    spans: tuple[Span, ...] = ()
    items: tuple["ListItem", ...] = ()


class ListBlock(BlockBase):
    type: Literal["list"] = "list"
    ordered: bool = False
    items: tuple[ListItem, ...] = ()


class Quote(BlockBase):
    type: Literal["quote"] = "quote"
    blocks: tuple["Block", ...] = ()
    citation: str | None = None
    pull: Annotated[bool, Said("a pull quote repeats the story and stays out of `text`")] = False


class Cell(Model):
    text: str
    spans: tuple[Span, ...] = ()
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


class Table(BlockBase):
    type: Literal["table"] = "table"
    rows: tuple[tuple[Cell, ...], ...] = ()


class MediaBlock(BlockBase):
    type: Literal["media"] = "media"
    media_id: str | None = None
    caption_id: str | None = None


class GalleryItem(Model):
    media_id: str | None = None
    caption_id: str | None = None


class Gallery(BlockBase):
    type: Literal["gallery"] = "gallery"
    items: tuple[GalleryItem, ...] = ()


class Code(BlockBase):
    type: Literal["code"] = "code"
    text: str
    language: str | None = None


class Divider(BlockBase):
    type: Literal["divider"] = "divider"


class WidgetBlock(BlockBase):
    """The place of a widget inside the story."""

    type: Literal["widget"] = "widget"
    widget_id: str


class BoxBlock(BlockBase):
    """A boxed statement or fact box of the story; out of `text`."""

    type: Literal["box"] = "box"
    title: str | None = None
    blocks: tuple["Block", ...] = ()


class Group(BlockBase):
    """One live-blog entry, or one question with its answer; `title` says again what the heading among its blocks says."""

    type: Literal["group"] = "group"
    title: str | None = None
    at: Time | None = None
    blocks: tuple["Block", ...] = ()


Block = Annotated[
    Paragraph | Heading | ListBlock | Quote | Table | MediaBlock | Gallery | Code | Divider | WidgetBlock | BoxBlock | Group,
    ToldBy("type"),
]


class Counts(Model):
    words: Annotated[int | None, Said("whitespace tokens of `text`; null for Chinese, Japanese and Thai")] = None
    chars: int = 0
    paragraphs: int = 0


class Body(Model):
    """The story, as ordered typed blocks."""

    blocks: tuple[Block, ...] = ()
    text: Annotated[str, Said("story blocks joined by a blank line; no captions, widgets, pull quotes, boxes or blocks with a role")] = ""
    counts: Counts = Counts()


# -------------------------------------------------------------- captions


class CreditedPerson(Model):
    name: str
    role: str | None = None
    email: str | None = None


class Credit(Model):
    printed: Annotated[str, Said("the whole credit tail as it stands, place included, rights apart: `발리/AP연합뉴스`")]
    agencies: Annotated[tuple[str, ...], Said("as printed, split: `AP`, `연합뉴스`")] = ()
    people: tuple[CreditedPerson, ...] = ()
    relation: Literal["taken_by", "provided_by", "wire", "file", "capture", "ai_generated"] | None = None


class Place(Model):
    name: Annotated[str, Said("as printed, not enriched")]


SeenIn = Literal["figcaption", "alt", "title", "adjacent", "table_cell", "jsonld", "hydration"]


class Caption(Model):
    """One per picture, video or graphic, however often the page prints it."""

    id: str
    media_id: str | None = None
    block_id: str | None = None
    text: Annotated[str, Said("without marker, credit and rights tail, its own full stop kept; empty where a credit stands alone")] = ""
    printed: Annotated[str | None, Said("the line as the page shows it")] = None
    marker: Annotated[str | None, Said("▲ △ ▼ …")] = None
    credit: Credit | None = None
    place: Place | None = None
    taken_on: Time | None = None
    rights: Annotated[str | None, Said("the rights tail: `*재판매 및 DB 금지`")] = None
    seen_in: tuple[SeenIn, ...] = ()


# --------------------------------------------------------------- widgets


Region = Literal["header", "above_body", "in_body", "below_body", "aside", "footer", "elsewhere"]


class Placement(Model):
    region: Region
    after_block: Annotated[str | None, Said("id of the last block before it; null before the first")] = None


class LinkItem(Model):
    rank: int | None = None
    title: Annotated[str, Said("bracket labels removed")]
    printed: Annotated[str, Said("bracket labels kept")]
    labels: tuple[str, ...] = ()
    url: str | None = None
    image: str | None = None
    summary: str | None = None


class QuoteItem(Model):
    rank: int | None = None
    name: str
    symbol: str | None = None
    price: Annotated[str | None, Said("decimal string without separators")] = None
    currency: Annotated[str | None, Said("ISO 4217")] = None
    change: Annotated[str | None, Said("signed decimal string, in the price's unit")] = None
    change_percent: Annotated[str | None, Said("signed decimal string, in percent")] = None
    direction: Literal["up", "down", "flat"] | None = None
    printed: str = ""


class ReactionItem(Model):
    label: str
    key: Annotated[str | None, Said("the page's own machine name of the reaction")] = None
    count: int | None = None


class ControlItem(Model):
    label: str
    url: str | None = None


class TextItem(Model):
    text: str
    url: str | None = None


class AuthorItem(Model):
    name: str
    role: str | None = None
    email: str | None = None
    url: str | None = None
    text: str | None = None


class EmbedItem(Model):
    provider: str | None = None
    provider_id: str | None = None
    url: str | None = None
    author: str | None = None
    posted_at: Time | None = None
    title: str | None = None
    text: str | None = None


class SlotItem(Model):
    slot: Annotated[str, Said("the ad server's name of the slot; its markup is not kept")]


class WidgetBase(Model):
    id: str
    title: str | None = None
    state: Literal["populated", "empty", "placeholder", "client_rendered"] = "populated"
    placement: Placement
    notes: tuple[str, ...] = ()
    as_of: Time | None = None
    rule: Annotated[str, Said("the rule that recognised it")]


class EmbedWidget(WidgetBase):
    """Made for this story; a `widget` block marks its place in the body."""

    kind: Literal["social_post", "video", "audio", "map", "chart", "document", "iframe", "poll", "timeline",
                  "correction_notice", "ai_summary", "paywall_notice"]  # fmt: skip
    role: Literal["content"] = "content"
    items: tuple[EmbedItem, ...] = ()


class LinkListWidget(WidgetBase):
    kind: Literal["related_articles", "top_news", "most_read", "latest_news", "series", "author_articles", "recommended"]
    role: Literal["context"] = "context"
    items: tuple[LinkItem, ...] = ()


class QuotesWidget(WidgetBase):
    kind: Literal["stock_quotes", "crypto_quotes", "fx_quotes", "index_quotes"]
    role: Literal["context"] = "context"
    items: tuple[QuoteItem, ...] = ()
    change_window: Annotated[str | None, Said("ISO 8601 duration: PT24H")] = None


class ReactionsWidget(WidgetBase):
    kind: Literal["reactions"] = "reactions"
    role: Literal["context"] = "context"
    items: tuple[ReactionItem, ...] = ()


class CommentsWidget(WidgetBase):
    kind: Literal["comments"] = "comments"
    role: Literal["context"] = "context"
    items: tuple[TextItem, ...] = ()
    count: int | None = None
    max_length: Annotated[int | None, Said("characters that a comment may have")] = None


class TextsWidget(WidgetBase):
    kind: Literal["tag_list", "weather"]
    role: Literal["context"] = "context"
    items: tuple[TextItem, ...] = ()


class AuthorWidget(WidgetBase):
    kind: Literal["author_card"] = "author_card"
    role: Literal["context"] = "context"
    items: tuple[AuthorItem, ...] = ()


class ControlWidget(WidgetBase):
    kind: Literal[
        "share_bar", "font_size", "print", "bookmark", "listen", "translate", "login", "copyright_notice", "tip_line", "breadcrumb"
    ]
    role: Literal["utility"] = "utility"
    items: tuple[ControlItem, ...] = ()


class CommercialWidget(WidgetBase):
    kind: Literal["newsletter_signup", "subscribe", "app_promo"]
    role: Literal["commercial"] = "commercial"
    items: tuple[ControlItem, ...] = ()


class AdWidget(WidgetBase):
    kind: Literal["ad_slot"] = "ad_slot"
    role: Literal["commercial"] = "commercial"
    items: tuple[SlotItem, ...] = ()


class SponsoredWidget(WidgetBase):
    kind: Literal["sponsored_links"] = "sponsored_links"
    role: Literal["commercial"] = "commercial"
    items: tuple[LinkItem, ...] = ()


class UnknownWidget(WidgetBase):
    """Furniture whose kind is not known; its text is kept, and it counts as a debt."""

    kind: Literal["unknown"] = "unknown"
    role: Literal["unknown"] = "unknown"
    items: tuple[TextItem, ...] = ()


Widget = Annotated[
    EmbedWidget | LinkListWidget | QuotesWidget | ReactionsWidget | CommentsWidget | TextsWidget | AuthorWidget | ControlWidget
    | CommercialWidget | AdWidget | SponsoredWidget | UnknownWidget,
    ToldBy("kind"),
]  # fmt: skip


# ------------------------------------------------------------ provenance


class Charset(Model):
    used: Annotated[str, Said("WHATWG name of the encoding that decoded the page")]
    declared: Annotated[str | None, Said("the label that the page itself declares")] = None
    how: Literal["bom", "escapes", "utf8_valid", "transport", "sender", "page", "detector", "default"]
    replaced: Annotated[int, Said("characters that could not be decoded and became U+FFFD")] = 0


class Doubt(Model):
    code: str
    path: Annotated[str, Said("JSON pointer of the fact in doubt; empty for the whole article")]
    message: str


class Coverage(Model):
    """Characters (white space not counted) of visible text by home; `visible` is the sum of the parts after it, `hidden` is apart."""

    visible: int = 0
    meta: int = 0
    body: int = 0
    captions: int = 0
    widgets: int = 0
    chrome: int = 0
    unknown: int = 0
    unassigned: int = 0
    hidden: int = 0


class Provenance(Model):
    """How each fact was found, what is doubtful, what was left over."""

    normalizer: Annotated[str, Said("version of the normalizer")]
    rules: Annotated[tuple[str, ...], Said("rules applied")] = ()
    source_hash: Annotated[str, Said("sha256 (hex) of the page's bytes after transfer decoding")]
    content_hash: Annotated[str, Said("sha256 (hex) of what makes a revision; volatile things left out")]
    charset: Charset
    sources: Annotated[dict[str, str], Said("JSON pointer → the reader that won: `jsonld:headline`")] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    coverage: Coverage = Coverage()


class Article(Model):
    """A pure function of the page's bytes and the sender's words."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    meta: Meta
    body: Body
    captions: tuple[Caption, ...] = ()
    widgets: tuple[Widget, ...] = ()
    provenance: Provenance


Door = Literal["http", "upload", "inbox", "backfill", "cli"]


class Received(Model):
    via: Door
    at: Annotated[str, Said("RFC 3339; the object's LastModified or the request's gateway time")]
    sender: Annotated[str | None, Said("the first characters of the API key's hash, or the inbox key")] = None
    bytes: Annotated[int, Said("size of the page as it was sent, after transfer decoding")]


class Edition(Model):
    """What keeping adds, and what the API answers."""

    article_id: str
    publisher_id: str
    revision: int
    status: Literal["live", "superseded", "withdrawn"]
    received: Received
    article: Article
