"""Articles that only a script holds."""

import json
from typing import Any

import pytest

from copydesk.article import Article
from copydesk.errors import NoArticle
from tests.normalize.pages import SENTENCES, STORY, paragraphs, read

TITLE = "Council votes to rebuild the northern quay"
RECORD = {
    "articleId": "Q4711",
    "title": TITLE,
    "mobileTitle": "Quay to be rebuilt",
    "subTitle": "Storms tore the wall away<br>Ferries move to the fish market",
    "contentHtml": STORY,
    "writerDisplay": "Ada Quill",
    "paperDate": "2025-02-25",
    "deployDt": "2025.02.24 15:39",
    "reDeployDt": "2025.02.24 16:02",
}
FUSION = {
    "headlines": {"basic": TITLE},
    "subheadlines": {"basic": "Storms tore the wall away"},
    "content_elements": [
        {"type": "text", "content": SENTENCES[0]},
        {"type": "image", "caption": "The quay"},
        {"type": "header", "content": "Two summers"},
        *({"type": "text", "content": sentence} for sentence in SENTENCES[1:]),
    ],
    "credits": {"by": [{"name": "Ada Quill"}]},
    "first_publish_date": "2025-02-24T15:39:00Z",
    "last_updated_date": "2025-02-24T16:02:00Z",
}
ROWS = f"5:{json.dumps({'state': {'detail': RECORD | {'contentHtml': '$24'}}})}\n24:T1f0,{STORY}\n"


def shell(script: str) -> Article:
    """A page whose visible part is an empty frame."""
    head = f'<title>{TITLE} - News | Harbour Post</title><meta property="og:title" content="{TITLE} - News | Harbour Post">'
    return read(f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body><div id=app></div>{script}</body></html>")


@pytest.mark.parametrize(
    "script",
    [
        f"<script>window.__Q = window.__Q || []; window.__Q.push({json.dumps({'data': {'detail': RECORD}})})</script>",
        f'<script id=__NEXT_DATA__ type="application/json">{json.dumps({"props": {"pageProps": {"article": RECORD}}})}</script>',
        "".join(f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in (ROWS[:150], ROWS[150:])),
        f"<script>var state = JSON.parse({json.dumps(json.dumps({'article': RECORD}))});</script>",
    ],
    ids=["assigned", "json", "pushed rows", "parsed string"],
)
def test_headline_deck_author_and_times_come_from_the_record_that_holds_the_story(script: str) -> None:
    article = shell(script)
    assert paragraphs(article) == list(SENTENCES)
    assert article.meta.headline == TITLE
    assert article.meta.deck == ("Storms tore the wall away", "Ferries move to the fish market")
    assert [p.name for p in article.meta.authors] == ["Ada Quill"]
    assert article.meta.published_at is not None
    assert article.meta.published_at.printed == "2025.02.24 15:39"
    assert article.meta.modified_at is not None
    assert article.meta.modified_at.printed == "2025.02.24 16:02"
    assert "body_from_script" in [d.code for d in article.provenance.doubts]


def test_pushed_pieces_that_hold_no_row_are_passed_over() -> None:
    with pytest.raises(NoArticle):
        shell('<script>self.__next_f.push([1, "no row at all, as a torn page may leave it"])</script>')


def test_a_story_in_blocks_keeps_its_headings() -> None:
    article = shell(f"<script>Fusion.globalContent={json.dumps(FUSION)};</script>")
    assert [(b.type, b.text) for b in article.body.blocks if b.type in ("paragraph", "heading")] == [
        ("paragraph", SENTENCES[0]),
        ("heading", "Two summers"),
        *(("paragraph", sentence) for sentence in SENTENCES[1:]),
    ]
    assert article.meta.published_at is not None
    assert article.meta.published_at.at == "2025-02-24T15:39:00+00:00"


@pytest.mark.parametrize("more", [{}, {"mobileTitle": "Another", "title": "A title for feeds that the page does not say"}])
def test_a_title_that_the_page_does_not_declare_is_not_taken(more: dict[str, Any]) -> None:
    article = shell(f"<script>var a = {json.dumps(RECORD | more)};</script>")
    assert article.meta.headline in (TITLE, f"{TITLE} - News")


def test_paragraphs_kept_as_trees_of_inline_nodes_are_the_story_with_its_picture_and_kicker() -> None:
    tree = [
        {"__typename": "ParagraphBlock", "content": [{"text": s[:9]}, {"type": "link", "children": [{"text": s[9:]}]}]} for s in SENTENCES
    ]
    picture = {"url": "/quay.jpg", "caption": "The quay at dawn.", "credit": "Bo Ink/AP"}
    story = {
        "kicker": "Harbour",
        "headline": "Council votes",
        "leadImage": picture,
        "body": {"content": [{"__typename": "AdBlock"}, *tree]},
    }
    script = f"<script>window.__data = {json.dumps(story)};</script>"
    article = read(f"<html lang=en><title>Council votes</title><body><div id=app></div>{script}</body></html>")
    assert paragraphs(article) == list(SENTENCES)
    assert article.meta.kicker == "Harbour"
    assert [(c.text, c.credit.printed if c.credit else None) for c in article.captions] == [("The quay at dawn.", "Bo Ink/AP")]
