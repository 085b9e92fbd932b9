# ruff: noqa: E501  (a row of markup is read better in one line)
"""Controls that show no word."""

import pytest

from copydesk.article import CommercialWidget, ControlWidget, Widget
from tests.widgets.reading import widgets_of

FACEBOOK = "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fnews.example%2Fa"
POST = "https://x.com/intent/post?url=https%3A%2F%2Fnews.example%2Fa"


def controls(html: str) -> list[tuple[str, str | None, list[str]]]:
    return [(widget.kind, widget.title, labels(widget)) for widget in widgets_of(html) if isinstance(widget, ControlWidget)]


def labels(widget: Widget) -> list[str]:
    return [item.label for item in widget.items] if isinstance(widget, ControlWidget) else []


@pytest.mark.parametrize(
    ("row", "kind", "names"),
    [
        (f'<div><a href="{FACEBOOK}"><svg></svg></a><a href="{POST}"><svg></svg></a></div>', "share_bar", ["facebook", "x"]),
        (
            '<ul><li><a href="#" title="Xで共有する"></a></li><li><a href="#" title="Facebookで共有する"></a></li></ul>',
            "share_bar",
            ["Xで共有する", "Facebookで共有する"],
        ),
        (
            '<div class="share"><a href="javascript:void(0)" class="wx"></a><a href="javascript:void(0)" class="wb"></a></div>',
            "share_bar",
            ["wx", "wb"],
        ),
        (
            '<div><amp-social-share type="facebook"></amp-social-share><amp-social-share type="line"></amp-social-share></div>',
            "share_bar",
            ["facebook", "line"],
        ),
        ('<div><a onclick="printArticle(3)"><i></i></a></div>', "print", ["print"]),
        ('<div><button aria-label="Guardar noticia"><svg></svg></button></div>', "bookmark", ["Guardar noticia"]),
        ('<div><a title="放大字體"><i></i></a><a title="縮小字體"><i></i></a></div>', "font_size", ["放大字體", "縮小字體"]),
        ('<div><a href="#"><img src="p.png" alt="인쇄"></a></div>', "print", ["인쇄"]),
    ],
)
def test_icons_are_told_by_name_picture_address_or_the_box_around_them(row: str, kind: str, names: list[str]) -> None:
    assert controls(row) == [(kind, None, names)]


def test_the_word_beside_a_row_of_icons_is_its_title() -> None:
    row = f'<div><span>Sdílejte článek</span><div><a href="{FACEBOOK}"></a><a href="{POST}"></a></div></div>'
    assert controls(row) == [("share_bar", "Sdílejte článek", ["facebook", "x"])]


def test_a_second_row_of_the_same_icons_is_a_second_widget() -> None:
    row = f'<div><a href="{FACEBOOK}"></a><a href="{POST}"></a></div>'
    assert [kind for kind, _, _ in controls(f"<section>{row}{row}</section>")] == ["share_bar", "share_bar"]


@pytest.mark.parametrize(
    "row",
    [
        '<div class="social"><a href="https://www.facebook.com/newsdesk" title="Facebook"></a><a href="https://x.com/newsdesk" title="X"></a></div>',
        f'<footer><a href="{FACEBOOK}"></a><a href="{POST}"></a></footer>',
        '<div><a href="mailto:desk@news.example" title="E-Mail"></a></div>',
        "".join(f'<div><a href="/n/{n}">An article of the list, number {n}</a><a href="{FACEBOOK}"></a></div>' for n in range(5)),
    ],
)
def test_pages_of_the_newsroom_the_footer_and_rows_of_a_list_share_nothing(row: str) -> None:
    assert controls(row) == []


def test_a_link_that_shares_is_a_button_whatever_it_says() -> None:
    row = f'<ul><li><a href="{FACEBOOK}">Klick, um auf Facebook zu teilen (Wird in neuem Fenster geöffnet)</a></li><li><a href="{POST}">Zwitschern</a></li></ul>'
    assert [(kind, names) for kind, _, names in controls(row)] == [
        ("share_bar", ["Klick, um auf Facebook zu teilen (Wird in neuem Fenster geöffnet)", "Zwitschern"])
    ]


def test_badges_of_app_shops_are_an_offer_with_the_sentence_beside_them() -> None:
    row = '<div><p>Haberleri kaçırmayın</p><a href="https://apps.apple.com/tr/app/n/id1"><img src="a.png" alt="App Store"></a><a href="https://play.google.com/store/apps/details?id=n"><img src="g.png"></a></div>'
    offer = widgets_of(row)[0]
    assert isinstance(offer, CommercialWidget)
    assert (offer.kind, [item.label for item in offer.items]) == ("app_promo", ["Haberleri kaçırmayın", "App Store", "Google Play"])


@pytest.mark.parametrize(
    "room", ['<div id="disqus_thread"></div>', '<div class="fb-comments" data-href="/n/1"></div>', "<my-comments></my-comments>"]
)
def test_an_empty_room_that_a_host_fills_with_comments_is_found(room: str) -> None:
    assert [widget.kind for widget in widgets_of(f"<div>{room}</div>")] == ["comments"]


def test_a_section_called_comment_in_a_menu_has_none() -> None:
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("时政", "评论", "国际", "文化", "教育"))
    assert "comments" not in [widget.kind for widget in widgets_of(f"<ul>{menu}</ul>", "zh")]
