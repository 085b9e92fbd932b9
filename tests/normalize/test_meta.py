"""Facts about the work, and the reader that won."""

import pytest

from copydesk.normalize import normalize
from copydesk.page import RawPage, Words
from tests.normalize.pages import STORY, page, read

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
