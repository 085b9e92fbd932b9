# ruff: noqa: E501  (a row of markup is read better in one line)
"""Where captions stand beside their pictures, whose they are, and which file a picture is."""

import pytest

from copydesk.article import Caption, Media
from tests.normalize.pages import SENTENCES, STORY, page, paragraphs, read

IMG = '<img src="/p/quay-at-dawn-in-the-north.jpg" width="800" height="500" alt="">'
FIRST, *REST = (f"<p>{sentence}</p>" for sentence in SENTENCES)

CAPTIONED = [
    # markup after the first paragraph → (text, credit)
    (f"<figure>{IMG}<figcaption>The quay at dawn. Photo: A. Hand</figcaption></figure>", ("The quay at dawn.", "Photo: A. Hand")),
    (f'<figure>{IMG}<figcaption class="image-footer"><span>The quay at dawn.</span></figcaption></figure>', ("The quay at dawn.", None)),
    (f'<div class="related-picture"><figure>{IMG}<figcaption>The quay at dawn.</figcaption></figure></div>', ("The quay at dawn.", None)),
    (f'<button class="viewer">{IMG}<figcaption>The quay at dawn.</figcaption></button>', ("The quay at dawn.", None)),
    (f'<div class="xa"><div class="xb">{IMG}<div class="xc">The quay at dawn</div><div class="xd">REUTERS</div></div></div>', ("The quay at dawn", "REUTERS")),
    (f'<div class="xa">{IMG}<div class="xc">The quay at dawn</div><div class="xd">The Quay Weekly</div></div>', ("The quay at dawn", "The Quay Weekly")),
    (f'<div class="xa"><span style="display:block">Photo: Ann Hand</span>{IMG}<p>The quay at dawn.</p></div>', ("The quay at dawn.", "Photo: Ann Hand")),
    (f'<div class="xa">{IMG}</div><div class="xb">The quay at dawn</div>', ("The quay at dawn", None)),
    (f'<ul class="gallery"><li class="gallery-item">{IMG}<span>The quay at dawn. Photo: Ann Hand</span></li></ul>', ("The quay at dawn.", "Photo: Ann Hand")),
    (f'<figure>{IMG}<figcaption><span class="t">The quay at dawn</span> <span class="credit">Ann Hand</span></figcaption></figure>', ("The quay at dawn", "Ann Hand")),
    (f'<figure>{IMG}<figcaption>The quay at dawn</figcaption><small class="copyright">© Ann Hand/dpa</small></figure>', ("The quay at dawn", "© Ann Hand/dpa")),
    ('<figure><img src="/p/quay-at-dawn.jpg" alt="Quay" title="Quay | Source: Ann Hand"><figcaption>The quay at dawn</figcaption></figure>', ("The quay at dawn", "Source: Ann Hand")),
    ('<figure><img src="/p/quay-at-dawn.jpg" data-credit="Ann Hand/AP"><figcaption>The quay at dawn</figcaption></figure>', ("The quay at dawn", "Ann Hand/AP")),
    (f"<figure>{IMG}<figcaption><button>Enlarge</button><span>The quay at dawn</span> <small>0:34 min</small></figcaption></figure>", ("The quay at dawn", None)),
    ('<figure><amp-img src="/p/quay-at-dawn.jpg" width="800" height="500"></amp-img><figcaption>The quay at dawn</figcaption></figure>', ("The quay at dawn", None)),
    (f'<div class="aspect-video">{IMG}</div><div class="xb">Two in the morning. The quay. © Ann Hand</div>', ("Two in the morning. The quay.", "© Ann Hand")),
    (f'<div class="xa"><a href="/photo/1.html">{IMG}</a><p>The quay at dawn, 4 March 2026</p></div>', ("The quay at dawn, 4 March 2026", None)),
    (f'<p class="xa">{IMG}</p><p class="xb">&lt;The quay at dawn&gt;</p>', ("<The quay at dawn>", None)),
    (f'<a href="/photo/4711777/2"><figure>{IMG}<figcaption>The quay at dawn</figcaption></figure></a>', ("The quay at dawn", None)),
]  # fmt: skip

UNCAPTIONED = [
    f'<figure><a href="/other/tale">{IMG}<figcaption>Another tale of the sea</figcaption></a></figure>',
    f'<article><a href="/other/tale">{IMG}</a><div>Liveblog</div></article>',
    f'<div class="xa">{IMG}<p>By Ann Hand</p></div>',
    "<figure><blockquote>It will stand.</blockquote><figcaption>The mayor of the town</figcaption></figure>",
    f'<div class="xa">{IMG}<h3>The council</h3><p>Short words of it</p></div>',
    f'<figure>{IMG}<figcaption>photo.jpg</figcaption></figure>',
    f"<figure>{IMG}<figcaption>Council votes to rebuild the northern quay</figcaption></figure>",
]  # fmt: skip


def captions(markup: str, head: str = "") -> tuple[Caption, ...]:
    return read(page(FIRST + markup + "".join(REST), head=head), url="https://harbour.example/news/4711777").captions


@pytest.mark.parametrize(("markup", "expected"), CAPTIONED)
def test_a_caption_is_found_beside_its_picture(markup: str, expected: tuple[str, str | None]) -> None:
    (caption,) = captions(markup)
    assert (caption.text, caption.credit.printed if caption.credit else None) == expected
    assert caption.media_id is not None


@pytest.mark.parametrize("markup", UNCAPTIONED)
def test_what_stands_beside_a_picture_may_be_no_caption(markup: str) -> None:
    assert captions(markup) == ()


def test_a_time_in_a_box_named_credit_is_no_credit_of_the_picture_below() -> None:
    figure = f'<div class="xa">{IMG}<span>The quay at dawn</span></div>'
    (caption,) = read(page(f'<p class="credit">Published: 4 March 2026, 21:15</p>{figure}{STORY}')).captions
    assert (caption.text, caption.credit) == ("The quay at dawn", None)


def test_a_credit_alone_leaves_the_text_empty() -> None:
    (caption,) = captions(f'<figure>{IMG}<figcaption><span class="copyright">Ann Hand/dpa</span></figcaption></figure>')
    assert (caption.text, caption.credit and caption.credit.printed) == ("", "Ann Hand/dpa")


def test_the_notice_of_an_agency_at_the_end_is_no_caption_of_the_last_picture() -> None:
    pair = '<figure><img src="/p/북항.jpg" width="600"><figcaption>북항 전경 [촬영 임하람]</figcaption></figure>'
    notice = '<p class="txt-copyright">제보는 카카오톡 harbour &lt;저작권자(c) 항구통신, 무단 전재-재배포, AI 학습 및 활용 금지&gt;</p>'
    (caption,) = read(page(f"{pair}{STORY}{notice}")).captions
    assert caption.printed == "북항 전경 [촬영 임하람]"


@pytest.mark.parametrize("credit", ["발리/AP연합뉴스", "[발리/AP연합뉴스]"])
def test_the_place_may_stand_in_a_credit_of_its_own_element(credit: str) -> None:
    markup = f'<figure><img src="/p/1.jpg" width="600"><figcaption>◆ 관광객이 해변을 걷고 있다. <span class="credit">{credit}</span></figcaption></figure>'
    (found,) = captions(markup)
    assert found.place is not None
    assert (found.text, found.place.name) == ("관광객이 해변을 걷고 있다.", "발리")


def test_a_picture_may_be_credited_in_json_ld_alone() -> None:
    facts = '{"@context":"https://schema.org","@type":"NewsArticle","headline":"Quay","image":[{"@type":"ImageObject","url":"/p/large/quay-at-dawn-in-the-north.jpg","creditText":"Ann Hand"}]}'
    (caption,) = captions(
        f"<figure>{IMG}<figcaption>The quay at dawn</figcaption></figure>", f'<script type="application/ld+json">{facts}</script>'
    )
    assert caption.credit is not None
    assert (caption.credit.printed, caption.printed, "jsonld" in caption.seen_in) == ("Ann Hand", "The quay at dawn", True)


def test_a_lead_picture_may_stand_above_the_headline() -> None:
    lead = f"<figure>{IMG}<figcaption>The quay at dawn</figcaption></figure>"
    title = "Council votes to rebuild the northern quay"
    html = page("").replace(f"<h1>{title}</h1>", f"{lead}<h1>{title}</h1>{FIRST}{''.join(REST)}")
    assert [caption.text for caption in read(html).captions] == ["The quay at dawn"]


PICTURES = [
    # markup → (address, number of renditions)
    ('<img src="data:image/gif;base64,R0" data-src="/p/real-picture-of-it.jpg">', ("/p/real-picture-of-it.jpg", 0)),
    ('<img src="/blank.gif" data-lazyimage-src="/p/real-picture-of-it.jpg">', ("/p/real-picture-of-it.jpg", 0)),
    ('<img class="lazy" data-sources=\'{"large":"https://cdn.example/p/real-picture-of-it.jpg"}\'>', ("https://cdn.example/p/real-picture-of-it.jpg", 0)),
    ('<img class="lazy" src="data:image/gif;base64,R0"><noscript><img src="/p/real-picture-of-it.jpg"></noscript>', ("/p/real-picture-of-it.jpg", 0)),
    ('<img src="/p/tiny.jpg" srcset="/p/real-400.jpg 400w, /p/real-800.jpg 800w">', ("/p/tiny.jpg", 2)),
    ('<picture><source type="image/webp" data-srcset="/p/real.webp 800w"><img data-src="/p/real-picture-of-it.jpg"></picture>', ("/p/real-picture-of-it.jpg", 1)),
    ('<amp-img src="/p/real-picture-of-it.jpg" width="800" height="500"></amp-img>', ("/p/real-picture-of-it.jpg", 0)),
    ('<img src="/p/north-star-wins-the-long-race.jpg" width="0" height="0">', ("/p/north-star-wins-the-long-race.jpg", 0)),
]  # fmt: skip


def media(markup: str) -> tuple[Media, ...]:
    return read(page(FIRST + f"<figure>{markup}</figure>" + "".join(REST)), url="https://harbour.example/news/4711777").meta.media


@pytest.mark.parametrize(("markup", "expected"), PICTURES)
def test_a_lazy_picture_has_its_real_address(markup: str, expected: tuple[str, int]) -> None:
    (picture,) = media(markup)
    assert picture.url is not None
    assert (picture.url.removeprefix("https://harbour.example"), len(picture.renditions)) == expected


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="/logo.png">',
        '<img src="/p/pixel.gif" width="1" height="1">',
        '<img class="avatar" src="/p/ann-hand-of-the-paper.jpg">',
        '<img src="/i/arrow.svg">',
    ],
)
def test_logos_avatars_and_pixels_are_no_media(markup: str) -> None:
    assert media(markup) == ()


def test_one_picture_in_two_sizes_is_one_file() -> None:
    twice = '<img src="/p/300/real-picture-of-the-quay.jpg"><img src="/p/900/real-picture-of-the-quay-900x600.jpg">'
    resized = '<img src="/_next/image?url=%2Fp%2Fa.jpg&w=640"><img src="/_next/image?url=%2Fp%2Fb.jpg&w=640">'
    assert (len(media(twice)), len(media(resized))) == (1, 2)


def test_a_list_of_pictures_and_lines_is_pictures_with_captions() -> None:
    items = "".join(
        f"<li><img src=/{n}.jpg width=600><p>{text}</p></li>" for n, text in enumerate(("Boats at dawn. Photo: AP", "The crane at night."))
    )
    article = read(page(STORY.replace("</p><p>", f"</p><ul>{items}</ul><p>", 1)))
    assert [caption.text for caption in article.captions] == ["Boats at dawn.", "The crane at night."]
    assert [block.type for block in article.body.blocks][:3] == ["paragraph", "media", "media"]
    assert article.provenance.coverage.unassigned == 0


def test_a_list_of_pictured_links_is_no_gallery() -> None:
    items = "".join(f"<li><a href=/news/{n}><img src=/{n}.jpg width=600><p>The crane may stay, part {n}</p></a></li>" for n in (1, 2))
    assert read(page(STORY.replace("</p><p>", f"</p><ul>{items}</ul><p>", 1))).captions == ()


def test_a_centred_line_under_a_centred_picture_is_its_caption() -> None:
    shown = '<p style="text-align: center"><img src=/q.jpg width=600></p><p style="text-align:center;font-family:serif">The quay at noon. By hand</p>'
    article = read(page(STORY.replace("</p><p>", f"</p>{shown}<p>", 1)))
    assert [caption.printed for caption in article.captions] == ["The quay at noon. By hand"]


def test_where_every_paragraph_is_centred_none_is_a_caption_for_it() -> None:
    centred = STORY.replace("<p>", '<p align="center">')
    article = read(page(centred.replace("<p", '<p align="center"><img src=/q.jpg width=600></p><p', 1)))
    assert article.captions == ()


def test_a_list_of_pictured_cards_with_title_and_text_is_no_gallery() -> None:
    items = "".join(
        f"<li><img src=/{n}.jpg width=600><h4>Quay {n}</h4><p>It is forty metres long and will be rebuilt.</p></li>" for n in (1, 2)
    )
    article = read(page(STORY.replace("</p><p>", f"</p><ul>{items}</ul><p>", 1)))
    assert article.captions == ()
    assert "forty metres long and will be rebuilt" in article.body.text


@pytest.mark.parametrize("number", ["6³0", "²", "①", "٣", "-1", "1e9", "9" * 30])
def test_what_looks_like_a_number_and_is_none_is_no_size_no_span_and_no_count(number: str) -> None:
    table = f"<table><tr><th colspan='{number}'>Tide</th><td rowspan='{number}'>High</td></tr><tr><td>Low</td></tr></table>"
    form = f"<form><textarea maxlength='{number}'></textarea><p>Comments <b>{number}</b></p><button>Like <i>{number}</i></button></form>"
    picture = f"<img src=/a.jpg width='{number}' height='{number}' srcset='/b.jpg {number}w'>"
    article = read(page(f"{picture}{STORY}{table}{form}<h3>Bitcoin</h3><p>{number}</p><p>▲{number}%</p>"))
    assert paragraphs(article)[: len(SENTENCES)] == list(SENTENCES)


def test_text_under_a_picture_is_no_caption_in_a_section_like_others_that_are_text_alone() -> None:
    """A directory's sections, each begun by a logo; the same two boxes alone are a picture and its caption."""
    sections = [f"{first} {second}" for first in SENTENCES for second in SENTENCES[:1] if first is not second]
    bare = "".join(f'<div class="part text"><p>{text}</p></div>' for text in sections[:2])
    pictured = f'<div class="part text"><p>{IMG}</p><p>{sections[2]}</p></div>'
    assert read(page(bare + pictured)).captions == ()
    assert [caption.text for caption in read(page(STORY * 2 + pictured)).captions] == [sections[2]]


def test_a_list_s_picture_is_captioned_by_the_line_that_says_its_alt_and_who_took_it() -> None:
    said = "The quay at dawn, after the storm"
    slides = f"<ul><li><div>{IMG.replace(chr(34) * 2, chr(34) + said + chr(34))}</div><div>{said} (AP Photo/Ann Hand)</div></li></ul>"
    assert [caption.text for caption in read(page(f"<div>{slides}</div>{STORY}")).captions] == [said]
