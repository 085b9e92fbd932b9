# ruff: noqa: E501  (a row of markup is read better in one line)
"""Lists of links and other things that newsrooms set beside a story."""

import pytest

from copydesk.article import AuthorWidget, CommentsWidget, ControlWidget, LinkListWidget, ReactionsWidget, TextsWidget
from copydesk.normalize.document import parse
from copydesk.normalize.widgets import find_widgets
from tests.widgets.reading import one, widgets_of
from tests.widgets.samples import page


def links(body: str, kind: str, language: str = "ko") -> LinkListWidget:
    widget = one(body, kind, language)
    assert isinstance(widget, LinkListWidget)
    return widget


def test_bracket_labels_and_badges_are_no_title() -> None:
    rows = [
        '<li><a href="/1"><em>단독</em> 항만 자동화 첫 삽</a></li>',
        '<li><a href="/2">[르포] 지붕부터 고치는 사람들</a></li>',
        '<li><a href="/3">고물가에 싼 것만 찾는다[기획 연재물]</a></li>',
    ]
    items = links(f"<div><h3>주요 뉴스</h3><ul>{''.join(rows)}</ul></div>", "top_news").items
    assert [(item.title, item.labels) for item in items] == [
        ("항만 자동화 첫 삽", ("단독",)),
        ("지붕부터 고치는 사람들", ("르포",)),
        ("고물가에 싼 것만 찾는다", ("기획 연재물",)),
    ]
    assert [item.printed for item in items] == [
        "단독 항만 자동화 첫 삽",
        "[르포] 지붕부터 고치는 사람들",
        "고물가에 싼 것만 찾는다[기획 연재물]",
    ]
    assert items[0].url == "https://www.example.com/1"


def test_a_label_in_an_element_of_its_own_stays_in_what_is_printed() -> None:
    rows = '<li><a href="/1"><span>빈집이 웃는 복합 마을<em>[르포]</em></span></a></li><li><a href="/2">올해 첫 수출 기록 경신</a></li>'
    item = links(f"<div><h3>주요 뉴스</h3><ul>{rows}</ul></div>", "top_news").items[0]
    assert (item.title, item.printed, item.labels) == ("빈집이 웃는 복합 마을", "빈집이 웃는 복합 마을[르포]", ("르포",))


def test_modules_of_a_page_without_boxes_end_at_a_rule() -> None:
    story = "<P>" + "시민들은 오늘도 같은 길을 걸어 같은 곳으로 간다고 말했다. " * 5 + "</P>"
    rows = '<UL><LI><A HREF="/1">창업 지원 센터 문 열어</A><LI><A HREF="/2">올해 첫 수출 기록 경신</A></UL>'
    body = f"<BODY>{story}<HR><P><FONT SIZE=4><B>주요 뉴스</B></FONT></P>{rows}<HR><P><B>바로잡습니다</B></P></BODY>"
    document = parse(body)
    found = next(f for f in find_widgets(document, language="ko") if f.kind == "top_news")
    assert (found.title, [document.lines[i].text for i in found.lines]) == (
        "주요 뉴스",
        ["주요 뉴스", "창업 지원 센터 문 열어", "올해 첫 수출 기록 경신"],
    )


def test_the_legend_of_a_fieldset_titles_its_list() -> None:
    rows = '<ul><li><a href="/1">창업 지원 센터 문 열어</a></li><li><a href="/2">올해 첫 수출 기록 경신</a></li></ul>'
    assert links(f"<fieldset><legend>많이 본 뉴스</legend>{rows}</fieldset>", "most_read").title == "많이 본 뉴스"


def test_a_picture_and_a_title_with_the_same_address_are_one_item() -> None:
    row = '<li><a href="/{0}"><img src="/t{0}.jpg"></a><a href="/{0}">빈집 철거 지원금 {0}년째 제자리</a><p>한 줄로 요약된 글이 이 자리에 서른 글자 넘게 놓여 있다. 더 읽어 보라고.</p></li>'
    items = links(f"<div><h3>관련기사</h3><ul>{row.format(1)}{row.format(2)}</ul></div>", "related_articles").items
    assert [(item.title, item.image) for item in items] == [
        ("빈집 철거 지원금 1년째 제자리", "https://www.example.com/t1.jpg"),
        ("빈집 철거 지원금 2년째 제자리", "https://www.example.com/t2.jpg"),
    ]
    assert items[0].summary is not None


def test_printed_ranks_are_read() -> None:
    rows = "".join(f'<li><a href="/{n}"><i>{n}</i><span>오늘 가장 많이 읽힌 기사 {n}호</span></a></li>' for n in (1, 2, 3))
    items = links(f"<div><h3>많이 본 뉴스</h3><ol>{rows}</ol></div>", "most_read").items
    assert [(item.rank, item.title) for item in items] == [(n, f"오늘 가장 많이 읽힌 기사 {n}호") for n in (1, 2, 3)]


def test_a_link_that_only_says_more_covers_its_row() -> None:
    row = '<li><div><i>{0}</i><div><p>오늘 가장 많이 읽힌 기사 {0}호</p><div>{0}시간전</div></div><a href="/{0}"><span>더보기</span></a></div></li>'
    items = links(f"<div><h4>많이 본 뉴스</h4><ul>{row.format(1)}{row.format(2)}{row.format(3)}</ul></div>", "most_read").items
    assert [(item.rank, item.title, item.url) for item in items] == [
        (n, f"오늘 가장 많이 읽힌 기사 {n}호", f"https://www.example.com/{n}") for n in (1, 2, 3)
    ]


def test_links_for_more_are_no_items() -> None:
    rows = '<li><a href="/1">창업 지원 센터 문 열어</a></li><li><a href="/2">올해 첫 수출 기록 경신</a></li>'
    widget = links(f'<div><h3>주요 뉴스</h3><ul>{rows}</ul><a href="/all">더보기</a></div>', "top_news")
    assert len(widget.items) == 2


def test_a_heading_may_stand_in_the_link_itself() -> None:
    widget = links('<div><a href="/1">☞ 관련기사 : 암모니아를 싣는 배, 누가 먼저 탈까</a></div>', "related_articles")
    assert [item.title for item in widget.items] == ["암모니아를 싣는 배, 누가 먼저 탈까"]


def test_a_breaking_label_makes_no_list_of_latest_news() -> None:
    assert not [w for w in widgets_of('<p><a href="/1">[속보] 기준금리 2.75% 유지, 만장일치로</a></p>') if w.kind == "latest_news"]


def test_two_lists_in_one_box_stay_two() -> None:
    body = (
        '<div><h4>관련기사</h4><ul><li><a href="/1">창업 지원 센터 문 열어</a></li></ul>'
        '<h4>주요 뉴스</h4><ul><li><a href="/2">올해 첫 수출 기록 경신</a></li><li><a href="/3">천문대 예약 벌써 마감</a></li></ul></div>'
    )
    assert [(w.kind, len(w.items)) for w in widgets_of(body)] == [("related_articles", 1), ("top_news", 2)]


def test_tabs_over_one_list_are_its_heading() -> None:
    rows = "".join(f'<li><a href="/{n}">오늘 가장 많이 읽힌 기사 {n}호</a></li>' for n in (1, 2))
    widget = links(
        f'<div><div class="w"><a href="#a">많이 본 뉴스</a><a href="#b">댓글 많은 뉴스</a></div><ul>{rows}</ul></div>', "most_read"
    )
    assert (widget.title, len(widget.items)) == ("많이 본 뉴스", 2)


def test_reactions_are_counted() -> None:
    body = "<div><strong>기사가 마음에 드셨나요?</strong><ul><li><button>응원해요<em>102</em></button></li><li><button>아쉬워요<em>1,204</em></button></li></ul></div>"
    widget = one(body, "reactions")
    assert isinstance(widget, ReactionsWidget)
    assert widget.title == "기사가 마음에 드셨나요?"
    assert [(item.label, item.count) for item in widget.items] == [("응원해요", 102), ("아쉬워요", 1204)]


def test_a_comment_form_tells_how_long_a_comment_may_be() -> None:
    widget = one("<form><strong>댓글 12</strong><textarea></textarea><span>0 / 400</span><button>등록</button></form>", "comments")
    assert isinstance(widget, CommentsWidget)
    assert (widget.count, widget.max_length) == (12, 400)


def test_tags_may_be_siblings_of_their_heading_and_one_of_them_long() -> None:
    long = "농어촌 빈집 정비와 지역 활성화를 위한 특별조치법 시행령 일부개정령안에 관한 입법예고 기간"
    tags = "".join(f'<li><a href="/t/{n}">{text}</a></li>' for n, text in enumerate(["빈집", "농어촌", "정비", "마을", "조례", long]))
    widget = one(f"<div><p>신문 84호 1면</p><p>가나 기자</p><p>관련 키워드</p><ul>{tags}</ul></div>", "tag_list")
    assert isinstance(widget, TextsWidget)
    assert (widget.title, len(widget.items)) == ("관련 키워드", 6)


TRAILS = [
    '<div><a href="/n">News</a> / <a href="/n/s">Sweden</a> / <a href="/n/s/l">Lund</a></div>',
    '<ul class="bc"><li><a href="/">Desk</a></li><li><a href="/n">News</a></li><li><a href="/n/1">A headline of some length</a></li></ul>',
    '<div itemtype="https://schema.org/BreadcrumbList"><a href="/n">News</a> <a href="/n/s">Sweden</a></div>',
    '<ol aria-label="Breadcrumb"><li><a href="/n">News</a></li><li><a href="/n/s">Sweden</a></li></ol>',
]


@pytest.mark.parametrize("trail", TRAILS)
def test_sections_right_above_the_headline_are_a_trail(trail: str) -> None:
    headline = "A headline of some length"
    body = "".join(f"<p>{n} sentences are told of what the council of the town decided on Tuesday evening.</p>" for n in range(6))
    document = parse(f"<title>{headline}</title><body><nav><a href=/x>Menu</a></nav><main>{trail}<h1>{headline}</h1>{body}</main>")
    assert [found.kind for found in find_widgets(document, language="en")] == ["breadcrumb"]


def test_hashtags_need_no_heading() -> None:
    widget = one('<div><a href="/t/1">#빈집</a> <a href="/t/2">#농어촌</a></div>', "tag_list")
    assert isinstance(widget, TextsWidget)
    assert [item.text for item in widget.items] == ["빈집", "농어촌"]


def test_entries_of_a_closed_layer_are_items_where_its_opener_is_seen() -> None:
    body = '<div><a href="#">공유하기</a><div style="display:none"><ul><li><a href="#">카카오톡</a></li><li><a href="#">URL복사</a></li></ul></div></div>'
    widget = one(body, "share_bar")
    assert isinstance(widget, ControlWidget)
    assert [item.label for item in widget.items] == ["카카오톡", "URL복사"]


def test_names_of_networks_that_lead_to_profiles_are_an_offer_to_follow() -> None:
    body = '<ul><li><a href="https://www.facebook.com/desk">Facebook</a></li><li><a href="https://x.com/desk">X</a></li></ul>'
    assert [w.kind for w in widgets_of(body, "en")] == ["subscribe"]


def test_one_line_may_hold_controls_of_several_kinds() -> None:
    body = '<div>글자크기 <a href="#">가+</a> <a href="#">가-</a> <a href="#">인쇄</a> <a href="#">스크랩</a></div>'
    assert {w.kind: [item.label for item in w.items] for w in widgets_of(body) if isinstance(w, ControlWidget)} == {
        "font_size": ["가+", "가-"],
        "print": ["인쇄"],
        "bookmark": ["스크랩"],
    }


def test_an_opener_in_a_row_of_controls_and_what_it_opens_are_one_widget() -> None:
    layer = "<div><ul><li><button>작게</button></li><li><button>기본</button></li><li><button>크게</button></li></ul></div>"
    body = f'<div><a href="#"><span>공유하기</span></a> <a href="#"><span>글자크기</span></a>{layer}</div>'
    widget = one(body, "font_size")
    assert isinstance(widget, ControlWidget)
    assert [item.label for item in widget.items] == ["작게", "기본", "크게"]


def test_a_reporter_with_a_button_to_follow_is_an_author_card() -> None:
    body = '<div><a href="/j/71"><img src="f.jpg"><strong>한지우 기자</strong><span>바다와 포장재를 쫓습니다.</span></a><button>구독</button></div>'
    widget = one(body, "author_card")
    assert isinstance(widget, AuthorWidget)
    assert (widget.items[0].name, widget.items[0].role) == ("한지우", "기자")


COUNTED = [
    "<div><span>좋아요 0</span><span>화나요 3</span></div>",
    "<div><span>좋아요 <em>0</em></span><span>화나요 <em>3</em></span></div>",
    "<p>좋아요 0 화나요 3</p>",
    "<p>좋아요 0 | 화나요 3</p>",
    '<div><a href="#">좋아요(0)</a><a href="#">화나요(3)</a></div>',
    "<article><footer><button>좋아요 <em>0</em></button><button>화나요 <em>3</em></button></footer></article>",
    "<article><footer><ul><li>좋아요 <em>0</em></li><li>화나요 <em>3</em></li></ul></footer></article>",
    "<div><button><em>0</em><span>좋아요</span></button><button><em>3</em><span>화나요</span></button></div>",
    '<div><a href="#"><b>0</b> 좋아요</a><a href="#"><b>3</b> 화나요</a></div>',
    "<ul><li><em>0</em><span>좋아요</span></li><li><em>3</em><span>화나요</span></li></ul>",
    "<ul><li><div>0</div><div>좋아요</div></li><li><div>3</div><div>화나요</div></li></ul>",
    '<div class="card-footer"><button><i></i> 좋아요 <span>0</span></button><button><i></i> 화나요 <span>3</span></button></div>',
    "<div><div><span>👍</span><span>좋아요</span><span>0</span></div><div><span>😡</span><span>화나요</span><span>3</span></div></div>",
    "<ul><li><div>👍</div><div>좋아요</div><div>0</div></li><li><div>😡</div><div>화나요</div><div>3</div></li></ul>",
    "<table><tr><th>좋아요</th><th>화나요</th></tr><tr><td>0</td><td>3</td></tr></table>",
    "<table><tr><th>좋아요</th><td>0</td></tr><tr><th>화나요</th><td>3</td></tr></table>",
]


@pytest.mark.parametrize("body", COUNTED)
def test_counts_stand_before_behind_or_below_their_words(body: str) -> None:
    widget = one(body, "reactions")
    assert isinstance(widget, ReactionsWidget)
    assert [(item.label, item.count) for item in widget.items] == [("좋아요", 0), ("화나요", 3)]


def test_a_table_of_reactions_is_claimed_with_its_counts() -> None:
    document = parse(page("<table><tr><th>좋아요</th><th>화나요</th></tr><tr><td>0</td><td>3</td></tr></table>", "ko"))
    found = next(found for found in find_widgets(document, language="ko") if found.kind == "reactions")
    assert [document.lines[i].text for i in found.lines] == ["좋아요", "화나요", "0", "3"]


COMMENT_COUNTS = ["<ul><li>입력 2025-02-24 15:39</li><li><i></i> 댓글 7</li></ul>", "<div>댓글 7</div>"]


@pytest.mark.parametrize("body", COMMENT_COUNTS)
def test_a_line_that_counts_comments_needs_no_form(body: str) -> None:
    widget = one(body, "comments")
    assert isinstance(widget, CommentsWidget)
    assert widget.count == 7


def test_an_invitation_over_a_form_is_comments() -> None:
    assert one("<section><h3>댓글 남기기</h3><form><textarea></textarea></form></section>", "comments").title == "댓글 남기기"


@pytest.mark.parametrize(
    "heading",
    ['<div><span>주요 뉴스</span><a href="/more">더보기</a></div>', '<h3>주요 뉴스 <a href="/more">더보기</a></h3>'],
)
def test_a_link_to_more_beside_a_heading_is_neither_its_text_nor_an_item(heading: str) -> None:
    rows = '<div><a href="/1">창업 지원 센터 문 열어</a></div><div><a href="/2">올해 첫 수출 기록 경신</a></div>'
    widget = links(f"<div>{heading}<div>{rows}</div></div>", "top_news")
    assert (widget.title, [item.title for item in widget.items]) == ("주요 뉴스", ["창업 지원 센터 문 열어", "올해 첫 수출 기록 경신"])


@pytest.mark.parametrize(
    "tabs",
    [
        "<ul role=tablist><li role=tab aria-controls=t1><a href=#t1>주요 뉴스</a></li><li role=tab aria-controls=t2><a href=#t2>많이 본 뉴스</a></li></ul>",
        "<div class=tabs><span><a href=#t1>주요 뉴스</a></span> <p><a href=#t2>많이 본 뉴스</a></p></div>",
        "<div><button aria-controls=t1>주요 뉴스</button><button aria-controls=t2>많이 본 뉴스</button></div>",
    ],
)
def test_a_tab_is_the_title_of_the_panel_that_it_opens(tabs: str) -> None:
    def panel(name: str, style: str) -> str:
        items = "".join(f"<li><a href=/news/{name}{n}>항구의 오래된 기중기 {name} 이야기 {n}</a></li>" for n in (1, 2))
        return f"<div id={name} {style}><ul>{items}</ul></div>"

    document = parse(page(f"<section>{tabs}{panel('t1', '')}{panel('t2', 'style=display:none')}</section>"))
    found = [(f.kind, f.title) for f in find_widgets(document, language="ko") if f.rule.endswith(":tab")]
    assert found == [("top_news", "주요 뉴스"), ("most_read", "많이 본 뉴스")]


TITLES = ("A ferry that never left its harbour", "Why the old crane may stay on the quay", "Two summers of work on the northern wall")
BESIDE = [
    # what stands beside each title in its row
    '<a href="/people/ada">Ada Quill</a>',
    '<p><a href="/harbour">Harbour</a> <a href="/islands">Islands</a></p>',
    "<p>3小时前</p>",
]


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("tag", ["li", "div"])
def test_author_section_and_time_of_a_row_are_no_items(tag: str, beside: str) -> None:
    rows = "".join(f'<{tag} class="row"><h3><a href="/{n}">{title}</a></h3>{beside}</{tag}>' for n, title in enumerate(TITLES))
    items = links(f"<section><h2>Most read</h2><div>{rows}</div></section>", "most_read", "en").items
    assert [item.title for item in items] == list(TITLES)


def test_short_titles_in_rows_of_their_own_are_items() -> None:
    rows = "".join(f'<div class="row"><a href="/{n}">{title}</a></div>' for n, title in enumerate((*TITLES[:2], "The quay")))
    items = links(f"<section><h2>Most read</h2><div>{rows}</div></section>", "most_read", "en").items
    assert [item.title for item in items] == [*TITLES[:2], "The quay"]


@pytest.mark.parametrize("more", ["Ver más noticias de última hora", "Načíst starší články", "Alle Artikel", "View all harbour news"])
def test_a_link_to_more_of_the_list_is_no_item(more: str) -> None:
    rows = "".join(f'<div><a href="/{n}">{title}</a></div>' for n, title in enumerate(TITLES))
    items = links(f'<section><h2>Most read</h2>{rows}<p>… <a href="/all">{more}</a></p></section>', "most_read", "en").items
    assert [item.title for item in items] == list(TITLES)


def test_a_list_does_not_reach_into_the_menu_of_the_site() -> None:
    menu = "".join(f'<li><a href="/m/{n}">Everything that the harbour board says {n}</a></li>' for n in range(9))
    body = f'<div><p class="title">Latest news</p><ul><li><a href="/1">{TITLES[0]}</a></li></ul><nav><ul>{menu}</ul></nav></div>'
    assert [item.title for item in links(body, "latest_news", "en").items] == [TITLES[0]]


TRAILS = [
    '<ol><li><a href="/">Front page</a></li><li><a href="/harbour">Harbour</a></li></ol>',
    '<ul><li><a href="/">Front page</a></li><li><a href="/harbour">Harbour</a></li><li>The quay</li></ul>',
]


@pytest.mark.parametrize("trail", TRAILS)
def test_sections_that_lead_up_to_the_headline_are_a_trail_without_a_name(trail: str) -> None:
    document = parse(page("").replace("<article>", f"<article>{trail}"))
    assert [found.kind for found in find_widgets(document, language="en")] == ["breadcrumb"]


@pytest.mark.parametrize("row", [TRAILS[1].replace("The quay", "12 March"), TRAILS[0].replace("ol>", "ul>")])
def test_a_section_and_a_day_above_the_headline_are_no_trail(row: str) -> None:
    document = parse(page("").replace("<article>", f"<article>{row}"))
    assert [found.kind for found in find_widgets(document, language="en")] == []


def test_the_name_of_a_trail_is_no_section() -> None:
    trail = '<nav class="breadcrumb"><span>Drobečková navigace</span><ol><li><a href="/">Zprávy</a></li><li><a href="/b">Byznys</a></li></ol></nav>'
    widget = one(trail, "breadcrumb", "cs")
    assert isinstance(widget, ControlWidget)
    assert [item.label for item in widget.items] == ["Zprávy", "Byznys"]


def test_a_bar_between_tags_is_no_tag() -> None:
    widget = one('<div><b>Tags</b> <a href="/">/</a> <a href="/t/1">Rivers</a> <a href="/t/2">Bridges</a></div>', "tag_list", "en")
    assert isinstance(widget, TextsWidget)
    assert [item.text for item in widget.items] == ["Rivers", "Bridges"]


def test_the_bullet_of_a_row_is_no_part_of_its_title() -> None:
    rows = '<p><a href="/1">►창업 지원 센터 문 열어</a></p><p><a href="/2">► 올해 첫 수출 기록 경신</a></p>'
    items = links(f"<div><h4>관련기사</h4>{rows}</div>", "related_articles").items
    assert [item.title for item in items] == ["창업 지원 센터 문 열어", "올해 첫 수출 기록 경신"]


def test_buttons_that_say_with_whom_they_share_are_the_items_of_their_bar() -> None:
    rows = '<li><a href="https://x.com/intent/post?u=1">Xでシェア</a></li><li><a href="https://www.facebook.com/sharer?u=1">Facebookでシェア</a></li>'
    bar = one(f"<ul>{rows}</ul>", "share_bar", "ja")
    assert isinstance(bar, ControlWidget)
    assert [item.label for item in bar.items] == ["Xでシェア", "Facebookでシェア"]


@pytest.mark.parametrize(
    "button", ['<button>가<span class="blind">글자 크기 조절</span></button>', "<div><a>小字号</a><a>大字号</a></div>"]
)
def test_a_letter_with_its_unseen_name_or_two_sizes_set_the_size_of_letters(button: str) -> None:
    assert one(f'<div class="tool">{button}</div>', "font_size").kind == "font_size"
