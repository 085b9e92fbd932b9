"""The article as plain text."""

from copydesk.article import (
    Article,
    Block,
    Body,
    BoxBlock,
    Caption,
    Cell,
    Charset,
    Code,
    Credit,
    Divider,
    EmbedWidget,
    Gallery,
    GalleryItem,
    Group,
    Heading,
    ListBlock,
    ListItem,
    MediaBlock,
    Meta,
    Paragraph,
    Person,
    Placement,
    Provenance,
    Quote,
    Table,
    Time,
    WidgetBlock,
)
from copydesk.renditions.text import render

PROVENANCE = Provenance(normalizer="1", source_hash="0", content_hash="0", charset=Charset(used="UTF-8", how="default"))
NINE = Time(at="2025-02-24T09:00:00+09:00", printed="입력 2025-02-24 09:00", precision="minute")


def article(*blocks: Block, meta: Meta | None = None, captions: tuple[Caption, ...] = ()) -> Article:
    video = EmbedWidget(id="w1", kind="video", title="인터뷰", placement=Placement(region="in_body"), rule="video")
    return Article(meta=meta or Meta(), body=Body(blocks=blocks), captions=captions, widgets=(video,), provenance=PROVENANCE)


def test_the_top_is_kicker_headline_deck_and_one_line_of_byline_and_time() -> None:
    meta = Meta(kicker="국제", headline="머리", deck=("첫 줄", "둘째 줄"), authors=(Person(name="홍길동", role="기자"),), published_at=NINE)
    assert render(article(meta=meta)) == "국제\n\n머리\n\n첫 줄\n둘째 줄\n\n홍길동 기자 · 입력 2025-02-24 09:00"


def test_the_byline_as_printed_wins_over_its_parts() -> None:
    assert (
        render(article(meta=Meta(byline="(서울=연합뉴스) 홍길동 기자", authors=(Person(name="홍길동"),)))) == "(서울=연합뉴스) 홍길동 기자"
    )


def test_captions_stand_in_brackets_at_their_place() -> None:
    captions = (
        Caption(id="c1", printed="▲ 발리에서. AP연합뉴스", text="발리에서."),
        Caption(id="c2", text="서울에서.", credit=Credit(printed="뉴시스")),
        Caption(id="c3"),
    )
    blocks = (
        Paragraph(id="b1", text="앞"),
        MediaBlock(id="b2", caption_id="c1"),
        Gallery(id="b3", items=(GalleryItem(caption_id="c2"), GalleryItem(caption_id="c3"))),
        MediaBlock(id="b4"),
        Paragraph(id="b5", text="뒤"),
    )
    assert render(article(*blocks, captions=captions)) == "앞\n\n[▲ 발리에서. AP연합뉴스]\n\n[서울에서. 뉴시스]\n\n뒤"


def test_lists_are_marked_and_nested_ones_indented() -> None:
    items = (ListItem(text="하나", items=(ListItem(text="안"),)), ListItem(text="둘"))
    assert render(article(ListBlock(id="b1", ordered=True, items=items))) == "1. 하나\n   1. 안\n2. 둘"
    assert render(article(ListBlock(id="b1", items=items))) == "- 하나\n  - 안\n- 둘"


def test_quotes_are_marked_on_every_line_and_pull_quotes_left_out() -> None:
    said = (Paragraph(id="b2", text="하나"), Paragraph(id="b3", text="둘"))
    assert render(article(Quote(id="b1", blocks=said, citation="홍길동"))) == "> 하나\n> \n> 둘\n> — 홍길동"
    assert render(article(Quote(id="b1", blocks=said, pull=True))) == ""


def test_a_table_is_a_line_for_a_row() -> None:
    rows = ((Cell(text="이름", header=True), Cell(text="값")), (Cell(text="두\n줄"), Cell(text="")))
    assert render(article(Table(id="b1", rows=rows))) == "이름 | 값\n두 줄 | "


def test_headings_code_boxes_groups_dividers_and_story_widgets_are_kept() -> None:
    inside = (Paragraph(id="b9", text="글"),)
    blocks = (
        Heading(id="b1", level=2, text="소제목"),
        Code(id="b2", text="a = 1\n"),
        BoxBlock(id="b3", title="상자", blocks=inside),
        Group(id="b4", title="첫째", at=NINE, blocks=inside),
        Divider(id="b5"),
        WidgetBlock(id="b6", widget_id="w1"),
        WidgetBlock(id="b7", widget_id="gone"),
    )
    assert render(article(*blocks)) == ("소제목\n\na = 1\n\n상자\n\n글\n\n입력 2025-02-24 09:00 · 첫째\n\n글\n\n* * *\n\n[video: 인터뷰]")
