"""Facts about the work, and the reader that won."""

import pytest

from copydesk.normalize import normalize
from copydesk.page import RawPage, Words
from tests.normalize.pages import SENTENCES, STORY, page, read

TITLE = "Council votes to rebuild the northern quay"


def test_the_site_s_name_is_cut_from_a_declared_title() -> None:
    head = '<meta property="og:site_name" content="Harbour Post">'
    html = page(STORY, head=head, title=f"{TITLE} | Harbour Post").replace(f"<h1>{TITLE} | Harbour Post</h1>", "")
    assert read(html).meta.headline == TITLE


def test_an_h1_that_is_the_logo_is_no_headline() -> None:
    html = (
        page(f'<div class="tit">{TITLE}</div>{STORY}')
        .replace(f"<h1>{TITLE}</h1>", "")
        .replace("<header>", "<header><h1><a href=/>Harbour Post</a></h1>")
    )
    assert read(html).meta.headline == TITLE


def test_a_kicker_inside_the_h1_is_no_headline() -> None:
    html = page(STORY).replace(f"<h1>{TITLE}</h1>", f'<h1><span class="overline">Harbour</span> <span>{TITLE}</span></h1>')
    assert read(html).meta.headline == TITLE


@pytest.mark.parametrize(
    ("before", "h1"),
    [
        ("", f'<h1><span class="overline">Harbour works</span> <span>{TITLE}</span></h1>'),
        ("", f'<h1><span class="kicker">Harbour works</span><span>: </span><span>{TITLE}</span></h1>'),
        ("", f"<h1>Harbour works: {TITLE}</h1>"),
        ('<h3 class="pre">Harbour works</h3>', f"<h1>{TITLE}</h1>"),
        ('<p class="sub_title">Harbour works</p>', f"<h1>{TITLE}</h1>"),
        ('<div class="kicker">Harbour works:</div>', f"<h1>{TITLE}</h1>"),
    ],
)
def test_the_small_line_above_the_headline_is_the_kicker(before: str, h1: str) -> None:
    article = read(page(STORY).replace(f"<h1>{TITLE}</h1>", f"<div>{before}{h1}</div>"))
    assert (article.meta.kicker, article.meta.headline) == ("Harbour works", TITLE)
    assert article.provenance.coverage.chrome == len("HarbourPost" * 2 + ",1QuayStreet")


@pytest.mark.parametrize(
    ("before", "h1"),
    [
        ("", f'<h1><span class="kicker">Harbour works</span><span>: </span><span>{TITLE}</span></h1>'),
        ("", f"<h1>Harbour works: {TITLE}</h1>"),
        ('<div class="kicker">Harbour works</div>', f"<h1>{TITLE}</h1>"),
    ],
)
def test_a_kicker_without_which_the_page_never_names_the_story_belongs_to_its_headline(before: str, h1: str) -> None:
    whole = f"Harbour works: {TITLE}"
    html = page(STORY, title=whole).replace(f"<h1>{whole}</h1>", f"<div>{before}{h1}</div>")
    article = read(html)
    assert (article.meta.kicker, article.meta.headline) == (None, whole)
    assert article.provenance.coverage.unassigned == 0


def test_the_last_element_of_the_h1_is_the_headline_where_a_title_says_just_that() -> None:
    head = f'<meta name="twitter:title" content="{TITLE}">'
    html = page(STORY, head=head, title=f"Harbour works: {TITLE}")
    article = read(html.replace(f"<h1>Harbour works: {TITLE}</h1>", f"<h1><span>Harbour works</span><span>{TITLE}</span></h1>"))
    assert (article.meta.kicker, article.meta.headline) == ("Harbour works", TITLE)


@pytest.mark.parametrize(
    "before", ["<h3>14 March 2025</h3>", "<h3>By Ada Quill</h3>", '<h3><a href="/harbour">Harbour</a></h3>', "<h3>It was late.</h3>"]
)
def test_a_time_a_name_a_section_or_a_sentence_above_the_headline_is_no_kicker(before: str) -> None:
    assert read(page(STORY).replace(f"<h1>{TITLE}</h1>", f"<div>{before}<h1>{TITLE}</h1></div>")).meta.kicker is None


def test_signs_that_set_deck_lines_as_a_list_are_no_text() -> None:
    deck = '<div class="subtitle"><p>- Two summers of work</p><p>- The crane may stay</p></div>'
    assert read(page(deck + STORY)).meta.deck == ("Two summers of work", "The crane may stay")


def test_a_sign_before_the_only_deck_line_stays() -> None:
    assert read(page('<div class="subtitle"><p>- Two summers of work</p></div>' + STORY)).meta.deck == ("- Two summers of work",)


def test_an_editor_named_below_the_story_yields_to_the_reporter_of_the_lead() -> None:
    lead = "<p>本报讯（记者 赵敏 通讯员 刘洋）市议会星期二投票决定重建北码头，冬季风暴冲走了四十米的防波堤。</p>"
    story = "<p>工程师说，工程需要两个夏天，渡轮在此期间将从鱼市场出发。</p><p>渔民曾要求更长的防波堤，但资金只够码头本身。</p>"
    html = page(f"{lead}{story}<p>（责编：陈静、李思远）</p>", title="市议会投票决定重建北码头").replace("lang=en", "lang=zh")
    assert [(p.name, p.role) for p in read(html).meta.authors] == [("赵敏", "记者"), ("刘洋", "通讯员")]


def test_an_agency_that_signs_below_the_story_is_its_source() -> None:
    article = read(page(f"{STORY}<p>(lew/dpa)</p>").replace("lang=en", "lang=de"))
    assert (article.meta.source.kind, article.meta.source.agencies) == ("wire", ("dpa",))


def test_the_house_in_the_author_s_field_yields_to_a_printed_name() -> None:
    head = '<meta name="publisher" content="Harbour Waves (harbour.example)"><meta name="author" content="Harbour Waves (harbour.example)">'
    assert [p.name for p in read(page(f"<p class=byline>By Ada Quill</p>{STORY}", head=head)).meta.authors] == ["Ada Quill"]


def test_a_field_that_holds_the_first_of_several_printed_names_yields_to_them() -> None:
    head = '<meta name="author" content="Ada Quill">'
    names = [p.name for p in read(page(f"<p class=byline>By Ada Quill and Bo Ink</p>{STORY}", head=head)).meta.authors]
    assert names == ["Ada Quill", "Bo Ink"]


def test_the_author_s_element_is_read_apart_from_the_time_that_touches_it() -> None:
    line = '<div><span class="author">كتب: أحمد محمود</span><span class="date">الثلاثاء 10 فبراير 2026 - 03:45 م</span></div>'
    meta = read(page(f"{line}{STORY}").replace("lang=en", "lang=ar"), url="https://post.example.eg/a/1").meta
    assert ([p.name for p in meta.authors], meta.byline) == (["أحمد محمود"], "كتب: أحمد محمود")
    assert meta.published_at is not None
    assert meta.published_at.at == "2026-02-10T15:45:00+02:00"


def test_a_link_s_first_and_last_name_are_one_person() -> None:
    name = "<span>Ada Marie</span> <span>Quill</span>"
    address = f'<div class="byline"><address class="name"><a rel="author" href="mailto:a@post.example.com">{name}</a></address></div>'
    assert [p.name for p in read(page(address + STORY)).meta.authors] == ["Ada Marie Quill"]


def test_who_speaks_in_a_figure_signs_no_story() -> None:
    figure = '<figure><img src=/a.jpg alt=""><figcaption><p class="byline">Audio 03:07 | Ada Quill</p></figcaption></figure>'
    assert read(page(figure + STORY)).meta.authors == ()


def test_a_printed_byline_that_names_more_than_the_field_wins_whatever_honours_its_names() -> None:
    head = """<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Ada Quill"}}</script>"""
    article = read(page(f"<p>Written by Dr Ada Quill, Ben Stone</p>{STORY}", head=head))
    assert [p.name for p in article.meta.authors] == ["Dr Ada Quill", "Ben Stone"]


@pytest.mark.parametrize(
    ("note", "names"), [("Ada Quill is a writer who lives by the sea.", ["Ada Quill"]), ("The harbour is closed.", [])]
)
def test_a_name_alone_under_the_headline_is_the_author_where_the_page_says_who_that_is(note: str, names: list[str]) -> None:
    html = page(f"<p>Ada Quill</p>{STORY}<div class=box><p>{note}</p></div>")
    assert [p.name for p in read(html).meta.authors] == names


def test_what_stands_beside_an_author_s_link_is_no_second_author() -> None:
    byline = '<p class="byline">Por <a href="/autor/livia-prado">Lívia Prado</a><span>, Porto Sereno</span></p>'
    assert [p.name for p in read(page(byline + STORY).replace("lang=en", "lang=pt")).meta.authors] == ["Lívia Prado"]


def test_a_name_alone_at_the_right_signs_the_story() -> None:
    article = read(page(f'{STORY}<p style="text-align:right"><strong>Ada Quill</strong></p>'))
    assert [p.name for p in article.meta.authors] == ["Ada Quill"]
    assert article.body.blocks[-1].role == "byline"


def test_the_staff_number_behind_a_name_is_no_part_of_it() -> None:
    article = read(page(f'{STORY}<div class="author">责任编辑：周敏_NB12345</div>').replace("lang=en", "lang=zh"))
    assert [p.name for p in article.meta.authors] == ["周敏"]


@pytest.mark.parametrize(
    "path",
    [
        '<div class="breadcrumb"><a href="/">Home</a> &gt; <a href="/harbour">Harbour</a> &gt; <a href="/works">Works</a></div>',
        '<nav aria-label="Breadcrumb"><h2>Path</h2><ol><li><a href="/">Home</a><li><a href="/h">Harbour</a><li>Works</ol></nav>',
        '<p class="crumbs"><a href="/">홈</a> » <a href="/h">Harbour</a> » Works</p>',
    ],
)
def test_the_printed_path_names_the_sections(path: str) -> None:
    assert read(page(STORY).replace("<main>", f"{path}<main>")).meta.sections == ("Harbour", "Works")


@pytest.mark.parametrize(
    ("title", "house"),
    [
        (f"{TITLE} - Harbour Post", "Harbour Post"),
        (f"{TITLE}::Harbour Post", "Harbour Post"),
        (f"{TITLE} | Works | Harbour Post | 24.02.2025", "Harbour Post"),
        (TITLE, None),
        ("Harbour Post - other words", None),
    ],
)
def test_a_title_ends_in_its_publisher_s_name(title: str, house: str | None) -> None:
    html = page(STORY).replace(f"<title>{TITLE}</title>", f"<title>{title}</title>")
    assert read(html).meta.publisher.name == house


def test_an_h1_that_says_nothing_of_the_declared_title_is_the_deck_below_a_line_that_does() -> None:
    body = (
        f'<div class="head"><div class="article__title">{TITLE}</div><h1>Ferries sail on through both summers of the work</h1></div>{STORY}'
    )
    html = page(body, title=f"{TITLE} - Post, 24.02.2025").replace(f"<h1>{TITLE} - Post, 24.02.2025</h1>", "")
    meta = read(html.replace(f'content="{TITLE} - Post, 24.02.2025"', f'content="{TITLE} - Post, 24.02.2025"')).meta
    assert (meta.headline, meta.deck) == (TITLE, ("Ferries sail on through both summers of the work",))


def test_a_source_s_label_in_the_time_s_line_names_the_source() -> None:
    line = "<div>2026-11-22 09:14:05　来源: 海州晚报</div>"
    assert read(page(line + STORY).replace("lang=en", "lang=zh")).meta.source.agencies == ("海州晚报",)


def test_elements_of_the_time_s_line_sign_it() -> None:
    line = "<div><span>佐藤 健一</span> <span>編集委員・高橋美咲</span> <time>2025年2月24日 15時39分</time></div>"
    html = page(f"{line}{STORY}").replace("lang=en", "lang=ja")
    assert [p.name for p in read(html).meta.authors] == ["佐藤 健一", "高橋美咲"]


def test_printed_and_stamped_times_that_agree_are_one_time_with_the_printed_words() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-02-24T06:39:00Z"}</script>'
    article = read(page(f"<div>입력 2025-02-24 15:39</div>{STORY}", head=head).replace("lang=en", "lang=ko"))
    published = article.meta.published_at
    assert published is not None
    assert (published.at, published.printed) == ("2025-02-24T15:39:00+09:00", "입력 2025-02-24 15:39")


def test_a_stamp_that_is_hours_off_yields_to_the_printed_time_and_leaves_a_doubt() -> None:
    head = '<meta property="article:published_time" content="2025-02-24T06:39:00+09:00">'
    article = read(page(f"<div>입력 2025-02-24 15:39</div>{STORY}", head=head).replace("lang=en", "lang=ko"))
    assert article.meta.published_at is not None
    assert article.meta.published_at.at == "2025-02-24T15:39:00+09:00"
    assert "times_disagree" in [d.code for d in article.provenance.doubts]


def test_a_stamp_with_milliseconds_was_written_by_a_clock_that_knows_its_zone() -> None:
    head = '<meta property="article:published_time" content="2025-02-24T15:39:11.847Z">'
    article = read(page(f"<div>입력 2025-02-24 15:39</div>{STORY}", head=head).replace("lang=en", "lang=ko"))
    assert article.meta.published_at is not None
    assert article.meta.published_at.at == "2025-02-24T15:39:11+00:00"


def test_a_meta_tag_that_no_list_knows_is_a_stamp_where_it_tells_its_zone() -> None:
    head = '<meta property="article:published:time" content="2025-02-24T15:48:15+00:00">'
    published = read(page(f"<div>February 24, 2025, 3:48 Uhr</div>{STORY}", head=head).replace("lang=en", "lang=de")).meta.published_at
    assert published is not None
    assert published.at == "2025-02-24T15:48:15+00:00"


@pytest.mark.parametrize(
    ("language", "host", "line", "at"),
    [
        ("pt", "diario.example.br", "Publicado em 24/02/2025 às 15h39", "2025-02-24T15:39:00-03:00"),
        ("es-ES", "diario.example.mx", "Publicado: 24/02/2025 15:39", "2025-02-24T15:39:00-06:00"),
        ("en-US", "post.example.in", "Published: 03/04/2025 10:00", "2025-04-03T10:00:00+05:30"),
        ("en", "post.example.uk", "Published: 03/04/2025 10:00", "2025-04-03T10:00:00+01:00"),
        ("de", "post.example.uk", "Stand: 24.02.2025, 15:39 Uhr", "2025-02-24T15:39:00+01:00"),
    ],
)
def test_a_printed_clock_is_that_of_the_host_s_country(language: str, host: str, line: str, at: str) -> None:
    html = page(f"<div>{line}</div>{STORY}").replace("lang=en", f"lang={language}")
    published = normalize(RawPage(html.encode(), words=Words(url=f"https://{host}/a/1"))).meta.published_at
    assert published is not None
    assert published.at == at


def test_the_label_of_a_time_in_a_table_is_no_text_of_its_own() -> None:
    table = "<table><tr><th>등록일</th><td>2025/02/24 15:39</td><th>수정일</th><td>2025/02/24 16:05</td></tr></table>"
    article = read(page(f"{table}{STORY}").replace("lang=en", "lang=ko"))
    assert article.meta.published_at is not None
    assert article.meta.modified_at is not None
    assert (article.meta.published_at.at, article.meta.modified_at.at) == ("2025-02-24T15:39:00+09:00", "2025-02-24T16:05:00+09:00")
    assert (article.provenance.coverage.unassigned, article.provenance.coverage.unknown) == (0, 0)


def test_a_change_stamped_with_the_publication_is_no_change() -> None:
    stamp = "2025-02-24T06:39:00Z"
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{stamp}","dateModified":"{stamp}"}}</script>'
    assert read(page(STORY, head=head)).meta.modified_at is None


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('{"@type":"Person","name":"Ada Quill"}', ["Ada Quill"]),
        ('[{"@type":"Person","name":"Ada Quill"},{"@type":"Person","name":"Bo Ink"}]', ["Ada Quill", "Bo Ink"]),
        ('{"@type":"Organization","name":"Harbour Post"}', []),
        ('"By Ada Quill"', ["Ada Quill"]),
    ],
)
def test_authors_are_people(author: str, names: list[str]) -> None:
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","author":{author},"publisher":{{"name":"Harbour Post"}}}}</script>'
    assert [p.name for p in read(page(STORY, head=head)).meta.authors] == names


def test_a_desk_that_the_markup_calls_a_person_leaves_a_doubt() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"dpa"}}</script>'
    article = read(page(STORY, head=head))
    assert [p.name for p in article.meta.authors] == ["dpa"]
    assert "author_not_a_person" in [d.code for d in article.provenance.doubts]


def test_a_byline_under_the_headline_names_the_author() -> None:
    article = read(page(f"<p>By Ada Quill, Staff Reporter</p>{STORY}"))
    assert [p.name for p in article.meta.authors] == ["Ada Quill"]
    assert "Ada Quill" not in article.body.text


def test_the_standfirst_is_the_deck_and_not_the_body() -> None:
    article = read(page(f'<p class="standfirst">Storms tore the wall away; ferries move to the fish market</p>{STORY}'))
    assert article.meta.deck == ("Storms tore the wall away; ferries move to the fish market",)
    assert "fish market</p>" not in article.body.text
    assert not article.body.text.startswith("Storms")


def test_a_line_that_tells_its_times_is_no_deck_whatever_its_class_says() -> None:
    lines = '<p class="teaser">Storms tore the wall away</p><p class="stand">Updated: December 12, 2025, 9:14 pm | Reading time: 3 min.</p>'
    meta = read(page(f"<header>{lines}</header>{STORY}")).meta
    assert meta.deck == ("Storms tore the wall away",)
    assert meta.modified_at is not None


@pytest.mark.parametrize("name", ["chapo", "chapeau", "standfirst", "vorspann", "sottotitolo", "entradilla"])
def test_a_standfirst_of_whole_sentences_under_the_headline_is_the_deck(name: str) -> None:
    article = read(page(f'<p class="{name}">The winter storms tore the wall away. Ferries move to the fish market.</p>{STORY}'))
    assert article.meta.deck == ("The winter storms tore the wall away. Ferries move to the fish market.",)
    assert not article.body.text.startswith("The winter")


def test_the_language_of_a_template_yields_to_the_script_of_the_text() -> None:
    body = "<p>항만 위원회는 화요일 겨울 폭풍으로 무너진 북쪽 부두를 다시 짓기로 했다. 공사는 두 해 여름이 걸릴 것으로 보인다.</p>"
    assert read(page(body + body.replace("화요일", "수요일"), title="항만 위원회, 북쪽 부두 재건 의결")).meta.language == "ko"


def test_the_sender_s_time_wins_and_says_so() -> None:
    article = normalize(RawPage(page(STORY).encode(), Words(published_at="2026-01-02T03:04:05+01:00"), "text/html; charset=utf-8"))
    assert article.meta.published_at is not None
    assert article.meta.published_at.zone_from == "sender"
    assert article.provenance.sources["/meta/published_at"] == "sender"


@pytest.mark.parametrize("title", [f"Harbour Post - {TITLE}", f"{TITLE}::Harbour Post", f"{TITLE} | Harbour Post"])
def test_a_line_that_says_the_declared_title_but_for_the_site_is_the_headline(title: str) -> None:
    html = page(f"<div><font size=5><b>{TITLE}</b></font></div>{STORY}", title=title)
    html = html.replace(f"<h1>{title}</h1>", "").replace(f'<meta property="og:title" content="{title}">', "")
    article = read(html)
    assert article.meta.headline == TITLE
    assert TITLE not in article.body.text


def test_spans_that_touch_are_lines_of_the_deck() -> None:
    deck = "<h2 class=sub_title><span>Storms tore the wall away</span><span>Ferries move to the fish market</span></h2>"
    assert read(page(deck + STORY)).meta.deck == ("Storms tore the wall away", "Ferries move to the fish market")


KOREAN = (
    "<p>항만 위원회는 화요일 겨울 폭풍으로 무너진 북쪽 부두를 다시 짓기로 했다. 공사는 두 해 여름이 걸릴 것으로 보인다.</p>"
    "<p>어민들은 더 긴 방파제를 바랐지만 지난해 약속된 예산은 부두에만 쓸 수 있다고 위원회는 설명했다.</p>"
)
CHINESE = (
    "<p>港務委員會星期二決定重建去年冬季暴風雨沖毀的北側碼頭，工程預計歷時兩個夏季，期間渡輪改由魚市場出發。</p>"
    "<p>漁民原本要求加長防波堤，但去年承諾的經費只夠重建碼頭，委員會將於明年春天再次表決舊起重機的去留。</p>"
)


def test_a_line_beside_a_picture_is_its_caption_and_never_the_deck() -> None:
    picture = '<div class="box"><img src="/quay.jpg" alt=""><p>무너진 북쪽 부두를 살피는 항만 위원들의 모습</p></div>'
    article = read(page(picture + KOREAN, title="항만 위원회, 북쪽 부두 재건 의결").replace("lang=en", "lang=ko"))
    assert article.meta.deck == ()
    assert [c.text for c in article.captions] == ["무너진 북쪽 부두를 살피는 항만 위원들의 모습"]


def test_elements_that_touch_tell_their_times_and_reporter_apart() -> None:
    told = "<div><span>2025/02/24 15:39</span><span>最新更新：2025/02/24 16:05</span><span>記者陳怡君／台北報導</span></div>"
    meta = read(page(told + CHINESE, title="港務委員會決議重建北側碼頭").replace("lang=en", "lang=zh-TW")).meta
    assert meta.deck == ()
    assert meta.published_at is not None
    assert meta.modified_at is not None
    assert (meta.published_at.at, meta.modified_at.at) == ("2025-02-24T15:39:00+08:00", "2025-02-24T16:05:00+08:00")
    assert [p.name for p in meta.authors] == ["陳怡君"]


@pytest.mark.parametrize(
    "line",
    [
        "<div><span>입력 2025-02-24 15:39</span><span>수정 2025-02-24 16:05</span><span>김철수 기자 kcs@harbour.example</span></div>",
        "<div><span>김철수 기자</span><span>입력 2025-02-24 15:39</span></div>",
        "<p>김철수 기자 | 입력 2025-02-24 15:39 | 수정 2025-02-24 16:05</p>",
    ],
)
def test_a_reporter_in_one_line_with_the_time_is_the_author(line: str) -> None:
    meta = read(page(line + KOREAN, title="항만 위원회, 북쪽 부두 재건 의결").replace("lang=en", "lang=ko")).meta
    assert [(p.name, p.role) for p in meta.authors] == [("김철수", "기자")]
    assert meta.byline is not None
    assert meta.byline.startswith("김철수 기자")


# ---------------------------------------------------------------------- times


def test_a_page_that_tells_only_its_last_change_is_dated_by_it_and_leaves_a_doubt() -> None:
    article = read(page(f"<p>Last updated: December 12, 2025</p>{STORY}"))
    assert article.meta.published_at is not None
    assert article.meta.published_at.at.startswith("2025-12-12")
    assert article.meta.modified_at == article.meta.published_at
    assert "only_modified" in [d.code for d in article.provenance.doubts]


@pytest.mark.parametrize(
    ("stamp", "line", "day"),
    [
        ("2025-06-24", "August 25, 2024", "2024-08-25"),  # the site was built anew
        ("2025-06-24", "August 25, 2025", "2025-06-24"),  # an unlabelled later day may be anything
        ("2025-06-24", "Published: August 25, 2025", "2025-08-25"),
        ("2025-06-24T22:30:00Z", "June 25, 2025", "2025-06-24"),  # a night's difference is a zone's
    ],
)
def test_a_printed_day_is_believed_against_a_stamp_of_days_later(stamp: str, line: str, day: str) -> None:
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{stamp}"}}</script>'
    published = read(page(f"<div>{line}</div>{STORY}", head=head)).meta.published_at
    assert published is not None
    assert published.at.startswith(day)


def test_a_stamp_is_not_corrected_by_a_zone_that_is_only_guessed() -> None:
    head = '<meta property="article:published_time" content="2025-02-06T19:25:34Z">'
    published = read(page(f"<div>06.02.2025 17:25</div>{STORY}", head=head).replace("lang=en", "lang=da")).meta.published_at
    assert published is not None
    assert published.at == "2025-02-06T19:25:34+00:00"


@pytest.mark.parametrize(
    ("head", "tail", "reader"),
    [
        ('<meta name="w-published-date" content="2025-05-27T06:03:43Z">', "", "meta:w-published-date"),
        ("", f"<footer>{'<p>Tides</p>' * 20}<p>Published</p><p>May 27, 2025</p></footer>", "line:published"),
        ('<script>var page = {\'id\': 1, "publishedAt":"2025-05-27T06:03:43Z"}</script>', "", "hydration"),
    ],
)
def test_a_time_told_away_from_the_headline_is_found(head: str, tail: str, reader: str) -> None:
    article = read(page(STORY + tail, head=head))
    assert article.meta.published_at is not None
    assert article.meta.published_at.at.startswith("2025-05-27")
    assert article.provenance.sources["/meta/published_at"] == reader


def test_the_day_in_the_address_is_the_last_resort() -> None:
    published = read(page(STORY), url="https://harbour.example/2025/05/27/quay").meta.published_at
    assert published is not None
    assert (published.at[:10], published.precision) == ("2025-05-27", "day")


def test_a_day_among_other_facts_of_the_line_under_the_headline_is_read() -> None:
    published = read(page(f"<div>Dec. 19, 2025 · Ada Quill on behalf of the harbour council</div>{STORY}")).meta.published_at
    assert published is not None
    assert published.at.startswith("2025-12-19")


# -------------------------------------------------------------------- authors


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<p>Written by</p><p>Ada Quill</p>", ["Ada Quill"]),
        ("<ul><li><b>Author</b> <span>Ada Quill</span></li></ul>", ["Ada Quill"]),
        ('<div><a href="/authors/ada-quill/">Ada Quill</a></div>', ["Ada Quill"]),
        ('<div class="author"><b>Ada Quill</b> Founder &amp; Keeper of Tides</div>', ["Ada Quill"]),
        ('<div class="article__creator-name">Ada Quill</div>', ["Ada Quill"]),
        ('<p class="author">By <a href="/authors/aq">Ada Quill</a> and Jo Brennan</p>', ["Ada Quill", "Jo Brennan"]),
    ],
)
def test_a_printed_name_is_found_by_what_says_that_it_signs(byline: str, names: list[str]) -> None:
    assert [p.name for p in read(page(byline + STORY)).meta.authors] == names


def test_a_korean_name_of_two_syllables_is_believed_behind_its_label() -> None:
    body = "<p>항만 위원회는 화요일 겨울 폭풍으로 무너진 북쪽 부두를 다시 짓기로 했다. 공사는 두 해 여름이 걸릴 것으로 보인다.</p>"
    html = page("<ul><li><b>작성자</b>\n<span>이솔</span></li></ul>" + body + body.replace("화", "수"), title="항만 위원회, 부두 재건 의결")
    assert [p.name for p in read(html.replace("lang=en", "lang=ko")).meta.authors] == ["이솔"]


def test_a_personal_site_bears_its_author_s_name() -> None:
    head = '<meta property="og:site_name" content="Ada Quill"><meta name="author" content="Ada Quill">'
    assert [p.name for p in read(page(STORY, head=head)).meta.authors] == ["Ada Quill"]


def test_a_team_that_signs_in_a_byline_s_place_leaves_a_doubt() -> None:
    article = read(page(f'<p class="author-name">By The Quay Team</p>{STORY}'))
    assert [p.name for p in article.meta.authors] == ["The Quay Team"]
    assert "author_not_a_person" in [d.code for d in article.provenance.doubts]


def test_a_labelled_card_names_the_author_where_nothing_else_does() -> None:
    head = '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Quill">'
    assert [p.name for p in read(page(STORY, head=head)).meta.authors] == ["Ada Quill"]


# ------------------------------------------------------------------- headline


def test_what_stands_before_a_declared_title_in_the_h1_is_a_kicker() -> None:
    html = page(STORY).replace(f"<h1>{TITLE}</h1>", f"<h1>Storm damage: {TITLE}</h1>")
    assert read(html).meta.headline == TITLE


def test_the_space_that_markup_swallowed_comes_from_the_declared_title() -> None:
    html = page(STORY, title="Northern quay: council votes").replace("<h1>Northern quay: council", "<h1><span>Northern quay:</span>council")
    assert read(html).meta.headline == "Northern quay: council votes"


def test_an_h1_in_the_navigation_yields_to_a_heading_that_says_a_declared_title() -> None:
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}"}}</script>'
    html = page(STORY, head=head, title="Quay: council votes").replace(
        "<h1>Quay: council votes</h1>", f"<nav><ul><li><h1>Quay: council votes</h1></li></ul></nav><h2>{TITLE}</h2>"
    )
    assert read(html).meta.headline == TITLE


def test_a_board_that_declares_its_menu_shows_its_headline_twice() -> None:
    body = "<p>항만 위원회는 화요일 겨울 폭풍으로 무너진 북쪽 부두를 다시 짓기로 했다. 공사는 두 해 여름이 걸릴 것으로 보인다.</p>"
    title = "항만 위원회, 북쪽 부두 재건 의결"
    shown = f'<p class="tit">{title}</p><p>{title}<br>- 두 해 여름 공사에 배는 어시장으로</p>{body}{body.replace("화요일", "수요일")}'
    html = page(shown, title="알림마당>소식>보도자료").replace("<h1>알림마당>소식>보도자료</h1>", "").replace("lang=en", "lang=ko")
    article = read(html)
    assert article.meta.headline == title
    assert article.meta.deck == ("- 두 해 여름 공사에 배는 어시장으로",)
    assert title not in article.body.text


def test_a_second_notice_below_the_story_says_what_the_first_leaves_open() -> None:
    notices = "<p>저작권자 © 항구신문 무단전재 및 재배포 금지</p><p>무단 전재·재배포 및 AI학습 이용 금지</p>"
    rights = read(page(STORY).replace("</main>", f"</main>{notices}")).meta.rights
    assert (rights.holder, rights.redistribution, rights.ai_training) == ("항구신문", "prohibited", "prohibited")


def test_a_signature_between_a_deck_of_sentences_and_the_story_is_the_byline() -> None:
    head = f"<p class=chapo>{SENTENCES[0]}</p><div class=signature>Par <strong>Camille Lefort</strong> (à Saint-Avril)</div>"
    rest = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[1:])
    article = read(page(head + rest).replace("lang=en", "lang=fr"))
    assert [person.name for person in article.meta.authors] == ["Camille Lefort"]
    assert article.body.text.startswith(SENTENCES[1])


def test_a_label_that_is_declared_with_the_title_may_be_a_badge_beside_the_headline() -> None:
    html = page(STORY, title="[단독] 새 부두, 두 해 앞당긴다").replace("<h1>[단독] ", "<em>단독</em><h2>").replace("</h1>", "</h2>")
    meta = read(html).meta
    assert (meta.headline, [label.text for label in meta.labels]) == ("새 부두, 두 해 앞당긴다", ["단독"])


@pytest.mark.parametrize("tail", [" -- Harbour Post", " @ Harbour Post"])
def test_a_heading_that_says_the_declared_title_wins_against_an_h1_that_is_the_site_s_name(tail: str) -> None:
    html = page(f"<h2>{TITLE}</h2>{STORY}", title=f"{TITLE}{tail}").replace(f"<h1>{TITLE}{tail}</h1>", "")
    assert read(html.replace("<header>", "<header><h1>Quayside today</h1>" + "<p>Tides and ferries</p>" * 40)).meta.headline == TITLE


def test_a_site_s_name_is_cut_whole_whatever_joints_stand_in_it() -> None:
    head = '<meta property="og:site_name" content="Blog_of_Ada">'
    html = page(STORY, head=head, title=f"{TITLE} @ Blog_of_Ada").replace(f"<h1>{TITLE} @ Blog_of_Ada</h1>", "")
    assert read(html).meta.headline == TITLE


def test_a_domain_is_no_headline() -> None:
    html = page(STORY, title="quay.example Storms").replace("<h1>quay.example Storms</h1>", "<h1>quay.example</h1>")
    assert read(html).meta.headline == "quay.example Storms"


def test_a_heading_that_links_to_its_own_page_is_the_headline() -> None:
    head = '<link rel=canonical href="https://harbour.example/news/4711-quay">'
    html = page(f'<h2><a href="https://harbour.example/news/4711-quay">{TITLE}</a></h2>{STORY}', head=head)
    assert read(html.replace(f"<h1>{TITLE}</h1>", "<h1>A diary from the quay</h1>")).meta.headline == TITLE


def test_a_chinese_title_ends_in_its_site_s_name_without_a_space() -> None:
    body = "".join(f"<p>{'港口委员会周二投票决定重建在冬季风暴中倒塌的北码头。' * 4}</p>" for _ in range(3))
    html = (
        page(body, title="港口委员会决定重建北码头！-早报网")
        .replace("<h1>港口委员会决定重建北码头！-早报网</h1>", "")
        .replace("lang=en", "lang=zh")
    )
    assert read(html).meta.headline == "港口委员会决定重建北码头！"


@pytest.mark.parametrize(
    "line",
    [
        "<div class=byline>Sat, 20 Dec, 2025 - 06:36</div>",
        "<nav>By <a rel=author href=/authors/all>quaywatcher</a></nav>",
        "<p>By focusing on the quay the council hopes to keep its ferries</p>",
        "<div class=author><span>Written By </span><span>Feb 11, 2019 · 3 min read</span></div>",
    ],
)
def test_what_stands_near_a_byline_s_place_and_names_nobody_is_no_author(line: str) -> None:
    assert read(page(f"{line}{STORY}")).meta.authors == ()


@pytest.mark.parametrize("value", ["104363", "undefined", "HARBOUR DIGITAL INC."])
def test_a_number_a_gap_and_a_company_in_the_author_s_field_are_no_author(value: str) -> None:
    assert read(page(STORY, head=f'<meta name=author content="{value}">')).meta.authors == ()


def test_an_author_s_element_ends_where_the_next_one_touches_it() -> None:
    line = "<div><a class=author-name href=/authors/ada>Ada Quill</a><span class=author-role>Gardener</span> · Harbour</div>"
    assert read(page(f"{line}{STORY}")).meta.authors[0].name == "Ada Quill"


PICTURE = "<div><img src=/quay.jpg width=600></div>"
EASTERN = "".join(f"<p>{'港口委员会周二投票决定重建在冬季风暴中倒塌的北码头。' * n}</p>" for n in (4, 5, 6))


def test_two_words_in_a_topic_s_box_are_no_name() -> None:
    html = page(f'<div class="header-category">鳥取 コロナ</div>{EASTERN}').replace("lang=en", "lang=ja")
    assert read(html).meta.authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "<p class=date>2月15日 港湾新聞デジタル</p>",
        f"<ul><li>{PICTURE}<div>冬季風暴之後的北碼頭，從海上看（港台圖片）</div></li><li>{PICTURE}</li><li>{PICTURE}</li></ul>",
    ],
)
def test_a_time_s_box_or_what_is_all_the_text_beside_a_picture_is_no_deck(line: str) -> None:
    assert read(page(f"{line}{EASTERN}").replace("lang=en", "lang=ja")).meta.deck == ()


@pytest.mark.parametrize(
    "again",
    [
        f"<h2>Harbour works:{TITLE}</h2>",
        "<h2>Council votes to rebuild quay after storms</h2>",
        "<h2><div>Harbour works:</div><div>Council votes to rebuild the northern quay again</div></h2>",
    ],
)
def test_the_headline_again_in_another_form_is_no_deck(again: str) -> None:
    article = read(page(f"{again}{STORY}"))
    assert (article.meta.deck, [block.type for block in article.body.blocks]) == ((), ["paragraph"] * len(SENTENCES))


def test_a_picture_s_words_in_the_box_of_the_deck_are_no_deck() -> None:
    deck = "The work will take two summers, and nobody knows yet who is to pay for it"
    lead = f"<div class=intro><div class=img-description><span>The quay in winter.</span></div><p class=intro-text>{deck}</p></div>"
    assert read(page(f"{lead}{STORY}")).meta.deck == (deck,)


def test_a_place_set_apart_before_the_deck_is_no_line_of_its_own() -> None:
    lead = "<div class=deck><span>Quayville.</span><span>The work will take two summers.</span></div>"
    assert len(read(page(f"{lead}{STORY}")).meta.deck) == 1


def test_spans_of_the_kicker_that_touch_are_words_apart() -> None:
    kicker = "<div class=kicker><span>Harbour works</span><span>Northern quay</span></div>"
    html = page(STORY).replace("<h1>", f"{kicker}<h1>")
    assert read(html).meta.kicker == "Harbour works Northern quay"


@pytest.mark.parametrize("head", ['<h3 class="subject">{}</h3>', '<div class="view_tit">{}</div>'])
def test_where_a_board_declares_its_menu_the_line_named_the_subject_is_the_headline(head: str) -> None:
    html = page(head.format("여객선 안전띠, 일곱 달 뒤부터") + STORY, title="보도자료 상세보기").replace("<h1>보도자료 상세보기</h1>", "")
    assert read(html).meta.headline == "여객선 안전띠, 일곱 달 뒤부터"


@pytest.mark.parametrize(
    ("last", "names", "language"),
    [
        ("町は雪見列車との組み合わせを検討している。【高梨さくら、北条誠】", ["高梨さくら", "北条誠"], "ja"),
        ("町は雪見列車との組み合わせを検討している。（写真はイメージ）", [], "ja"),
        ("군은 다음 달 주민의 뜻을 묻는다고 밝혔다. 고대영 기자 kim@harbour.example", ["고대영"], "ko"),
    ],
)
def test_the_last_paragraph_may_sign_the_story_and_keeps_its_words(last: str, names: list[str], language: str) -> None:
    lead = {
        "ja": "港湾鉄道は四日、無人駅を宿に変えると発表した。駅長室を客室にし、一日三組を受け入れる。",
        "ko": "항구 마을의 빈 학교 세 곳이 작업실로 바뀐다. 군은 열흘 전 예산을 의결했다고 밝혔다.",
    }[language]
    article = read(
        page(f"<p>{lead}</p>" * 3 + f"<p>{last}</p>", title="無人駅に泊まれる宿" if language == "ja" else "빈 학교에 불이 켜진다").replace(
            "lang=en", f"lang={language}"
        )
    )
    assert [author.name for author in article.meta.authors] == names
    assert article.body.text.endswith(last)


def test_what_each_did_may_stand_before_their_names_without_a_sign() -> None:
    line = "<div><span>글 <b>정소을</b></span><span>사진 <b>한태오</b></span><span>2026년 4월호</span></div>"
    first = "<p>산골 마을의 불이 하나둘 켜진다. 굴뚝에서 연기가 오르고 반죽 치는 소리가 들린다.</p>"
    second = "<p>주민은 백서른여덟 명이고, 빵집은 열두 곳이다. 다섯 해 사이의 일이다.</p>"
    meta = read(page(line + first + second, title="밤에 굽고 낮에 자는 마을")).meta
    assert [(author.name, author.role) for author in meta.authors] == [("정소을", "글"), ("한태오", "사진")]
