# ruff: noqa: E501  (a row of markup is read better in one line)
"""What unnamed furniture in and around a story shows itself to be, and what only repeats the story."""

import pytest

from copydesk.article import Article
from tests.normalize.pages import SENTENCES, STORY, page, paragraphs, read

JSON_LD = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Ada Quill"}}</script>'


def after_the_first(box: str) -> Article:
    return read(page(STORY.replace("</p><p>", f"</p>{box}<p>", 1), head=JSON_LD))


BOXES = [
    # markup between two paragraphs → kind, title, first item
    (
        "<div class=x1><a href=/news/4702-crane>The old crane will stay, says the harbour master</a></div>",
        ("related_articles", None, "The old crane will stay, says the harbour master"),
    ),
    (
        "<div class=x1><span>From the quay</span><div><a href=https://www.harbour.example/news/4702>A ferry that never left the harbour</a></div></div>",
        ("related_articles", "From the quay", "A ferry that never left the harbour"),
    ),
    ("<div class=x1><a href=https://shop.example/rope rel='sponsored nofollow'>$19 at Rope House</a></div>", ("sponsored_links", None, "$19 at Rope House")),
    ("<div class=x1><a href=https://elsewhere.example/a>A page of another house altogether</a></div>", ("unknown", None, None)),
    ("<div class=x1><a href=#s2>Read what the engineers said about it</a></div>", ("unknown", None, None)),
    ("<div class=x1><a href=/?share=mastodon>Click here to share this on Mastodon</a></div>", ("unknown", None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("box", "want"), BOXES)
def test_links_in_an_unnamed_box_tell_what_the_box_is(box: str, want: tuple[str, str | None, str | None]) -> None:
    article = after_the_first(box)
    (widget,) = article.widgets
    item = widget.items[0]
    assert (widget.kind, widget.title, getattr(item, "title", None) or getattr(item, "label", None)) == want
    assert paragraphs(article) == list(SENTENCES)


def test_a_note_on_the_declared_author_is_an_author_card() -> None:
    note = "<div class=x9><p>Ada Quill is a reporter who has covered the harbour and its ferries for eleven years.</p></div>"
    most_read = "<h3>Most read</h3><ul><li><a href=/a>The crane may stay</a></ul>"
    article = read(page(STORY, head=JSON_LD).replace("</main>", f"</main>{note}{most_read}"))
    (card,) = [widget for widget in article.widgets if widget.kind == "author_card"]
    assert (card.items[0].name, article.provenance.coverage.unknown) == ("Ada Quill", 0)


def test_a_story_line_that_the_page_prints_again_is_at_home_where_it_is_told() -> None:
    again = f"<section class=carousel><div><p>{SENTENCES[1]}</p></div></section>"
    article = read(page(STORY).replace("</main>", f"</main>{again}<h3>Most read</h3><ul><li><a href=/a>The crane may stay</a></ul>"))
    assert paragraphs(article) == list(SENTENCES)
    assert article.provenance.coverage.unknown == article.provenance.coverage.unassigned == 0
    assert article.provenance.coverage.body == sum(len("".join(s.split())) for s in (*SENTENCES, SENTENCES[1]))


def test_paragraphs_beside_the_headline_are_an_introduction_where_they_are_too_long_for_a_deck() -> None:
    introduction, rest = SENTENCES[:3], "".join(f"<p>{s}</p>" for s in (SENTENCES[3], *(s.replace("the", "a") for s in SENTENCES)))
    html = page("").replace("</h1>", f"</h1>{''.join(f'<p>{s}</p>' for s in introduction)}")
    html = html.replace("<article>", "<div class=hero>").replace(
        "</article>", f"</div><div class=rows>{rest}{rest.replace('a', 'e')}</div>"
    )
    assert paragraphs(read(html))[:4] == list(SENTENCES)


def test_sections_named_like_the_story_s_box_belong_to_it_however_long() -> None:
    first = "".join(f"<p>{s}</p>" for s in SENTENCES)
    second = "".join(f"<p>{s.replace('the', 'this')}</p>" for s in SENTENCES * 1)
    body = f"<div class='text rich'>{first}</div><div class=gap><img src=/a.jpg></div><div class='text rich'>{second}{second.replace('i', 'y')}</div>"
    assert paragraphs(read(page(f"<div class=wrap>{body}</div>")))[:4] == list(SENTENCES)
