"""Embeds of other hosts: live, lazy, AMP and by script."""

import pytest

from copydesk.article import EmbedWidget
from tests.widgets.reading import widgets_of

FORMS = [
    ('<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ?start=3"></iframe>', "video", "youtube", "dQw4w9WgXcQ"),
    ('<iframe data-src="//www.youtube-nocookie.com/embed/dQw4w9WgXcQ"></iframe>', "video", "youtube", "dQw4w9WgXcQ"),
    ('<amp-youtube data-videoid="dQw4w9WgXcQ" width="480"></amp-youtube>', "video", "youtube", "dQw4w9WgXcQ"),
    (
        '<div class="lazy"><noscript><iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe></noscript></div>',
        "video",
        "youtube",
        "dQw4w9WgXcQ",
    ),
    ('<div class="video-lazy" data-src="https://www.youtube.com/embed/dQw4w9WgXcQ"></div>', "video", "youtube", "dQw4w9WgXcQ"),
    ('<div class="wp-block-embed__wrapper">https://www.youtube.com/watch?v=dQw4w9WgXcQ</div>', "video", "youtube", "dQw4w9WgXcQ"),
    ('<amp-vimeo data-videoid="27246366"></amp-vimeo>', "video", "vimeo", "27246366"),
    ('<amp-twitter data-tweetid="638793490521001985"></amp-twitter>', "social_post", "x", "638793490521001985"),
    (
        '<iframe src="https://platform.twitter.com/embed/Tweet.html?id=638793490521001985"></iframe>',
        "social_post",
        "x",
        "638793490521001985",
    ),
    ('<amp-instagram data-shortcode="fBwFP"></amp-instagram>', "social_post", "instagram", "fBwFP"),
    (
        '<div><script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="desk/77"></script></div>',
        "social_post",
        "telegram",
        "desk/77",
    ),
    ('<div><script src="https://cdn.jwplayer.com/players/AbCdEf12-XyZ12345.js"></script></div>', "video", "jwplayer", "AbCdEf12"),
    ('<div class="fb-post" data-href="https://www.facebook.com/desk/posts/10150"></div>', "social_post", "facebook", "10150"),
    ('<video-js data-video-id="5550679964001" data-account="1"></video-js>', "video", "brightcove", None),
    ('<video class="video-js" data-account="1" data-video-id="5550679964001"></video>', "video", "brightcove", "5550679964001"),
    ('<div><script src="https://geo.dailymotion.com/player/x1.js" data-video="x8abcde"></script></div>', "video", "dailymotion", "x8abcde"),
    ('<iframe data-embed="true" src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>', "video", "youtube", "dQw4w9WgXcQ"),
    (
        '<iframe src="https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/playlists/soundcloud%253Aplaylists%253A2114245"></iframe>',
        "audio",
        "soundcloud",
        "2114245",
    ),
    ('<amp-imgur data-imgur-id="abc123"></amp-imgur>', "document", "imgur", "abc123"),
]


LAZY = ("data-src", "data-lazy-src", "data-cmp-src", "data-rocket-src", "data-suppressedsrc", "uc-src", "data-consent-src")
PLAYER = "https://www.youtube.com/embed/dQw4w9WgXcQ"
WAITING = [
    f'<script type="text/plain" data-category="marketing"><iframe src="{PLAYER}"></iframe></script>',
    f'<iframe srcdoc="<a href={PLAYER}?autoplay=1><img src=/still.jpg></a>"></iframe>',
    f'<object width="425"><param name="movie" value="{PLAYER}"></object>',
    *(f'<iframe src="about:blank" {name}="{PLAYER}"></iframe>' for name in LAZY),
    *(f'<iframe src="/consent.html" {name}="{PLAYER}"></iframe>' for name in LAZY),
]


@pytest.mark.parametrize("html", WAITING)
def test_a_player_that_waits_for_a_script_or_for_consent_is_found(html: str) -> None:
    (widget,) = [w for w in widgets_of(f"<div>{html}</div>", "en") if isinstance(w, EmbedWidget)]
    assert (widget.items[0].provider, widget.items[0].provider_id) == ("youtube", "dQw4w9WgXcQ")


def test_a_player_of_the_houses_own_is_its_hosts_by_the_poster() -> None:
    poster = "--poster:url('https://cdn.jwplayer.com/v2/media/AbCdEf12/poster.jpg?width=720')"
    html = f'<section style="{poster}" data-videoid="AbCdEf12"></section>'
    (widget,) = [w for w in widgets_of(f"<div>{html}</div>", "en") if isinstance(w, EmbedWidget)]
    assert (widget.items[0].provider, widget.items[0].provider_id) == ("jwplayer", "AbCdEf12")


def test_a_still_that_waits_in_a_video_for_its_player_is_the_player() -> None:
    html = (
        '<div class="mod-video"><div class="preloader"><img data-src="https://cdn.jwplayer.com/v2/media/AbCdEf12/poster.jpg"></div></div>'
    )
    (widget,) = [w for w in widgets_of(html, "en") if isinstance(w, EmbedWidget)]
    assert (widget.items[0].provider, widget.items[0].provider_id) == ("jwplayer", "AbCdEf12")


def test_a_picture_of_a_players_host_is_no_player() -> None:
    html = '<div class="video"><a href="/film"><img src="https://cdn.jwplayer.com/v2/media/AbCdEf12/poster.jpg" alt=""></a></div>'
    html += '<div class="thumb" data-src="https://cdn.jwplayer.com/v2/media/AbCdEf12/poster.jpg"></div>'
    assert not [w for w in widgets_of(f"<div>{html}</div>", "en") if isinstance(w, EmbedWidget)]


PIN = '<p><a data-pin-do="embedPin" href="https://www.pinterest.com/pin/99360735500167749/"></a></p>'


def test_a_link_is_a_post_where_the_page_loads_the_hosts_script() -> None:
    script = '<script async src="//assets.pinterest.com/js/pinit.js"></script>'
    assert [[w.kind for w in widgets_of(f"<div>{PIN}{more}</div>", "en")] for more in ("", script)] == [[], ["social_post"]]


def test_foreign_content_that_waits_for_consent_is_a_placeholder() -> None:
    (widget,) = widgets_of(
        "<div><h4>Externer Inhalt</h4><p>Hier steht ein Beitrag eines Anbieters.</p><button>Inhalt laden</button></div>", "de"
    )
    assert (widget.kind, widget.title, widget.state) == ("iframe", "Externer Inhalt", "placeholder")


def test_the_controls_of_a_player_are_part_of_it() -> None:
    controls = "<div>Play</div><div>Mute</div><div>1.5x</div><div>Captions off</div>"
    (widget,) = widgets_of(
        f'<div class="video-js vjs-big"><video src="/v.mp4"></video><div class="vjs-control">{controls}</div></div>', "en"
    )
    assert widget.kind == "video"


@pytest.mark.parametrize(("html", "kind", "provider", "provider_id"), FORMS)
def test_an_embed_is_read_in_every_form(html: str, kind: str, provider: str, provider_id: str | None) -> None:
    found = [w for w in widgets_of(f"<div>{html}</div>", "en") if isinstance(w, EmbedWidget)]
    assert [(w.kind, w.items[0].provider) for w in found] == [(kind, provider)]
    if provider_id is not None:
        assert found[0].items[0].provider_id == provider_id


def test_a_post_tells_its_text_and_author() -> None:
    html = (
        '<blockquote class="twitter-tweet"><p lang="en">Hello from the river</p>&mdash; Jane Roe (@jane) '
        '<a href="https://twitter.com/jane/status/1234567890123?ref_src=x">May 1, 2025</a></blockquote>'
    )
    (widget,) = [w for w in widgets_of(html, "en") if isinstance(w, EmbedWidget)]
    item = widget.items[0]
    assert (item.text, item.author, item.provider_id) == ("Hello from the river", "Jane Roe (@jane)", "1234567890123")
    assert item.url == "https://twitter.com/jane/status/1234567890123?ref_src=x"


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="about:blank" width="640" height="1" title="광고"></iframe>',
        '<iframe src="https://tpc.googlesyndication.com/safeframe/1.html"></iframe>',
        '<iframe src="https://www.facebook.com/plugins/like.php?href=x"></iframe>',
        '<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-1" height="0" width="0"></iframe></noscript>',
    ],
)
def test_pixels_and_advertisements_are_no_embeds(html: str) -> None:
    assert not [w for w in widgets_of(f"<div>{html}</div>", "en") if isinstance(w, EmbedWidget)]
