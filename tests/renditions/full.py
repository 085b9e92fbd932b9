"""An article that has everything once."""

from copydesk.article import (
    Article,
    Body,
    BoxBlock,
    Caption,
    Cell,
    Code,
    Credit,
    CreditedPerson,
    Dateline,
    Divider,
    EmbedItem,
    EmbedWidget,
    Gallery,
    GalleryItem,
    Group,
    Heading,
    ListBlock,
    ListItem,
    Media,
    MediaBlock,
    Meta,
    Paragraph,
    Person,
    Place,
    Placement,
    Publisher,
    Quote,
    Rights,
    Source,
    Span,
    Table,
    Tag,
    Time,
    WidgetBlock,
)
from tests.renditions.hostile import PROVENANCE

SEOUL = Time(at="2026-03-10T14:27:00+09:00", printed="입력 2026-03-10 14:27", precision="minute")
DAY = Time(at="2026-03-10T00:00:00+09:00", precision="day")
META = Meta(
    url="https://news.example/1?from=x", canonical_url="https://news.example/1", native_id="1", headline="머리", deck=("가", "나"),
    description="요약", authors=(Person(name="홍길동", role="기자", email="hong@news.example"),),
    dateline=Dateline(printed="(서울=연합뉴스)"),
    publisher=Publisher(name="한빛일보", url="https://news.example", logo="https://news.example/l.png"),
    source=Source(agencies=("연합뉴스",)),
    sections=("산업",), tags=(Tag(text="항만"),), language="ko", published_at=SEOUL, modified_at=DAY,
    media=(
        Media(id="m1", kind="image", url="https://news.example/1.jpg", alt="날개", width=640, height=480),
        Media(id="m2", kind="graphic", url="https://news.example/2.png", lead=True),
        Media(id="m3", kind="video", url="javascript:x"),
    ),
    rights=Rights(notice="무단전재 금지", holder="한빛일보"),
)  # fmt: skip
CAPTION = Caption(
    id="c1", media_id="m1", text="날개가 실린다.", rights="*재판매 금지", place=Place(name="동해"), taken_on=DAY,
    credit=Credit(printed="홍길동 기자", people=(CreditedPerson(name="홍길동", role="기자"),), relation="taken_by"),
)  # fmt: skip
BLOCKS = (
    Paragraph(
        id="b1",
        text="글과 고리",
        spans=(Span(start=0, end=1, kind="strong"), Span(start=3, end=5, kind="link", href="https://news.example/2")),
    ),
    Heading(id="b2", level=2, text="소제목"),
    ListBlock(id="b3", ordered=True, items=(ListItem(text="하나", items=(ListItem(text="안"),)), ListItem(text="둘"))),
    Quote(id="b4", blocks=(Paragraph(id="b41", text="말"),), citation="홍길동"),
    Table(id="b5", rows=((Cell(text="이름", header=True),), (Cell(text="값"),))),
    Code(id="b6", text="a = 1", language="python"),
    Divider(id="b7"),
    MediaBlock(id="b8", media_id="m1", caption_id="c1"),
    Gallery(id="b9", items=(GalleryItem(media_id="m2"),)),
    WidgetBlock(id="b10", widget_id="w1"),
    BoxBlock(id="b11", title="상자", blocks=(Paragraph(id="b111", text="안"),)),
    Group(id="b12", title="첫째", blocks=(Paragraph(id="b121", text="안"),)),
)
VIDEO = EmbedWidget(
    id="w1",
    kind="video",
    placement=Placement(region="in_body"),
    rule="video",
    items=(EmbedItem(url="https://video.example/1", title="영상"),),
)
FULL = Article(meta=META, body=Body(blocks=BLOCKS, text="글"), captions=(CAPTION,), widgets=(VIDEO,), provenance=PROVENANCE)
