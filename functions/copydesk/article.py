"""The contract with the world: one JSON document per article.

Every model is frozen and refuses unknown keys. Offsets are half-open and count Unicode code points; every time is a `Time`;
every price is a decimal string beside an ISO 4217 currency; changes are in percent. `null` or an empty list says "the page does not tell".
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

SCHEMA_VERSION: Literal["1"] = "1"


class Model(BaseModel):
    """Validators are built when first needed: a page needs a third of them, and they are half of the import."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        cls.model_rebuild()  # a default is told through its own model's serializer
        return handler(schema)


class Time(Model):
    """A moment, as interpreted beside as printed."""

    at: str = Field(description="RFC 3339 with offset; parts finer than `precision` are zero")
    printed: str | None = Field(None, description="the page's own words, label included; the attribute's value where nothing is printed")
    precision: Literal["second", "minute", "hour", "day", "month", "year"]
    zone_from: Literal["explicit", "site", "language", "sender"] | None = Field(
        None, description="where the offset comes from; null: nothing told it, and +00:00 stands for unknown"
    )


class Label(Model):
    """A bracket label of a headline: `[상보]`, `[단독]`."""

    text: str
    kind: Literal["breaking", "exclusive", "update", "roundup", "series", "photo", "video", "opinion", "correction", "other"]


class Person(Model):
    """A person of the byline; sites and agencies never stand here."""

    name: str
    role: str | None = Field(None, description="as printed: 기자, Staff Reporter")
    email: str | None = None
    url: str | None = None
    printed: str | None = Field(None, description="the words that the name was read from")


class Dateline(Model):
    printed: str = Field(description="`(서울=연합뉴스)`, `MOSCOW, Monday (Reuters)`")
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
    width: int | None = Field(None, description="pixels")
    height: int | None = Field(None, description="pixels")
    type: str | None = Field(None, description="media type")


class Media(Model):
    """A file of the story. The one place where media addresses live; logos, icons, avatars and ad pixels never do."""

    id: str
    kind: Literal["image", "video", "audio", "graphic"]
    url: str | None = None
    alt: str | None = None
    width: int | None = Field(None, description="pixels")
    height: int | None = Field(None, description="pixels")
    renditions: tuple[Rendition, ...] = ()
    lead: bool = Field(False, description="the picture that the page itself names first")


class Rights(Model):
    notice: str | None = Field(None, description="the notice as printed; may quote text whose home is elsewhere")
    holder: str | None = None
    redistribution: Literal["allowed", "prohibited", "unspecified"] = "unspecified"
    ai_training: Literal["allowed", "prohibited", "unspecified"] = "unspecified"


class Access(Model):
    free: bool | None = Field(None, description="the publisher's own flag")
    truncated: bool | None = Field(None, description="whether the text was seen to be cut")


class Correction(Model):
    kind: Literal["correction", "clarification", "update", "retraction"]
    text: str
    at: Time | None = None


class Meta(Model):
    """Facts about the work."""

    url: str | None = Field(None, description="absolute, as sent")
    canonical_url: str | None = Field(None, description="rel=canonical, absolute")
    amp_url: str | None = Field(None, description="rel=amphtml, absolute")
    native_id: str | None = Field(None, description="the publisher's own id")
    headline: str | None = Field(None, description="the visible headline, bracket labels kept, no site name")
    labels: tuple[Label, ...] = ()
    kicker: str | None = Field(None, description="the small line above the headline")
    deck: tuple[str, ...] = Field((), description="the standfirst or sub-headline, one entry per visual line")
    description: str | None = Field(None, description="the page's own summary (meta, JSON-LD), never the first paragraph")
    authors: tuple[Person, ...] = ()
    byline: str | None = Field(None, description="as printed")
    dateline: Dateline | None = None
    publisher: Publisher = Publisher.model_construct()
    source: Source = Source.model_construct()
    sections: tuple[str, ...] = Field((), description="outer to inner")
    tags: tuple[Tag, ...] = Field((), description="shown or declared by the page; nothing inferred")
    language: str | None = Field(None, description="BCP 47")
    published_at: Time | None = None
    modified_at: Time | None = None
    media: tuple[Media, ...] = ()
    rights: Rights = Rights.model_construct()
    access: Access = Access.model_construct()
    corrections: tuple[Correction, ...] = ()


# ------------------------------------------------------------------ body


class Span(Model):
    """A stretch of a block's text, [start, end) in code points."""

    start: int
    end: int
    kind: Literal["link", "strong", "em", "underline", "strike", "sub", "sup", "code", "mark", "ruby", "quote"]
    href: str | None = Field(None, description="absolute; links only")


Role = Literal["summary", "byline", "dateline", "editor_note", "copyright", "contact"]


class BlockBase(Model):
    id: str
    role: Role | None = Field(None, description="set only where the block is not story; such a block stays in place but out of `text`")


class Paragraph(BlockBase):
    type: Literal["paragraph"] = "paragraph"
    text: str
    spans: tuple[Span, ...] = ()


class Heading(BlockBase):
    type: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=6)
    text: str
    spans: tuple[Span, ...] = ()
    inferred: bool = Field(False, description="true where the markup is no h1 to h6")


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
    pull: bool = Field(False, description="a pull quote repeats the story and stays out of `text`")


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
    Field(discriminator="type"),
]


class Counts(Model):
    words: int | None = Field(None, description="whitespace tokens of `text`; null for Chinese, Japanese and Thai")
    chars: int = 0
    paragraphs: int = 0


class Body(Model):
    """The story, as ordered typed blocks."""

    blocks: tuple[Block, ...] = ()
    text: str = Field("", description="story blocks joined by a blank line; no captions, widgets, pull quotes, boxes or blocks with a role")
    counts: Counts = Counts.model_construct()


# -------------------------------------------------------------- captions


class CreditedPerson(Model):
    name: str
    role: str | None = None
    email: str | None = None


class Credit(Model):
    printed: str = Field(description="the whole credit tail as it stands, place included, rights apart: `발리/AP연합뉴스`")
    agencies: tuple[str, ...] = Field((), description="as printed, split: `AP`, `연합뉴스`")
    people: tuple[CreditedPerson, ...] = ()
    relation: Literal["taken_by", "provided_by", "wire", "file", "capture", "ai_generated"] | None = None


class Place(Model):
    name: str = Field(description="as printed, not enriched")


SeenIn = Literal["figcaption", "alt", "title", "adjacent", "table_cell", "jsonld", "hydration"]


class Caption(Model):
    """One per picture, video or graphic, however often the page prints it."""

    id: str
    media_id: str | None = None
    block_id: str | None = None
    text: str = Field("", description="without marker, credit and rights tail, its own full stop kept; empty where a credit stands alone")
    printed: str | None = Field(None, description="the line as the page shows it")
    marker: str | None = Field(None, description="▲ △ ▼ …")
    credit: Credit | None = None
    place: Place | None = None
    taken_on: Time | None = None
    rights: str | None = Field(None, description="the rights tail: `*재판매 및 DB 금지`")
    seen_in: tuple[SeenIn, ...] = ()


# --------------------------------------------------------------- widgets


class Placement(Model):
    region: Literal["header", "above_body", "in_body", "below_body", "aside", "footer", "elsewhere"]
    after_block: str | None = Field(None, description="id of the last block before it; null before the first")


class LinkItem(Model):
    rank: int | None = None
    title: str = Field(description="bracket labels removed")
    printed: str = Field(description="bracket labels kept")
    labels: tuple[str, ...] = ()
    url: str | None = None
    image: str | None = None
    summary: str | None = None


class QuoteItem(Model):
    rank: int | None = None
    name: str
    symbol: str | None = None
    price: str | None = Field(None, description="decimal string without separators")
    currency: str | None = Field(None, description="ISO 4217")
    change: str | None = Field(None, description="signed decimal string, in the price's unit")
    change_percent: str | None = Field(None, description="signed decimal string, in percent")
    direction: Literal["up", "down", "flat"] | None = None
    printed: str = ""


class ReactionItem(Model):
    label: str
    key: str | None = Field(None, description="the page's own machine name of the reaction")
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
    slot: str = Field(description="the ad server's name of the slot; its markup is not kept")


class WidgetBase(Model):
    id: str
    title: str | None = None
    state: Literal["populated", "empty", "placeholder", "client_rendered"] = "populated"
    placement: Placement
    notes: tuple[str, ...] = ()
    as_of: Time | None = None
    rule: str = Field(description="the rule that recognised it")


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
    change_window: str | None = Field(None, description="ISO 8601 duration: PT24H")


class ReactionsWidget(WidgetBase):
    kind: Literal["reactions"] = "reactions"
    role: Literal["context"] = "context"
    items: tuple[ReactionItem, ...] = ()


class CommentsWidget(WidgetBase):
    kind: Literal["comments"] = "comments"
    role: Literal["context"] = "context"
    items: tuple[TextItem, ...] = ()
    count: int | None = None
    max_length: int | None = Field(None, description="characters that a comment may have")


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
    Field(discriminator="kind"),
]  # fmt: skip


# ------------------------------------------------------------ provenance


class Charset(Model):
    used: str = Field(description="WHATWG name of the encoding that decoded the page")
    declared: str | None = Field(None, description="the label that the page itself declares")
    how: Literal["bom", "escapes", "utf8_valid", "transport", "sender", "page", "detector", "default"]
    replaced: int = Field(0, description="characters that could not be decoded and became U+FFFD")


class Doubt(Model):
    code: str
    path: str = Field(description="JSON pointer of the fact in doubt; empty for the whole article")
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

    normalizer: str = Field(description="version of the normalizer")
    rules: tuple[str, ...] = Field((), description="rules applied")
    source_hash: str = Field(description="sha256 (hex) of the page's bytes after transfer decoding")
    content_hash: str = Field(description="sha256 (hex) of what makes a revision; volatile things left out")
    charset: Charset
    sources: dict[str, str] = Field(default_factory=dict, description="JSON pointer → the reader that won: `jsonld:headline`")
    doubts: tuple[Doubt, ...] = ()
    coverage: Coverage = Coverage.model_construct()


class Article(Model):
    """A pure function of the page's bytes and the sender's words."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    meta: Meta
    body: Body
    captions: tuple[Caption, ...] = ()
    widgets: tuple[Widget, ...] = ()
    provenance: Provenance


class Received(Model):
    via: Literal["http", "upload", "inbox", "backfill", "cli"]
    at: str = Field(description="RFC 3339; the object's LastModified or the request's gateway time")
    sender: str | None = Field(None, description="the first characters of the API key's hash, or the inbox key")
    bytes: int = Field(description="size of the page as it was sent, after transfer decoding")


class Edition(Model):
    """What keeping adds, and what the API answers."""

    article_id: str
    publisher_id: str
    revision: int
    status: Literal["live", "superseded", "withdrawn"]
    received: Received
    article: Article
