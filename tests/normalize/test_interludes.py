"""What stands between a story's paragraphs and is none of it."""

import pytest

from tests.normalize.pages import SENTENCES, STORY, page, paragraphs, read

FIRST, SECOND, THIRD, FOURTH = (f"<p>{sentence}</p>" for sentence in SENTENCES)


@pytest.mark.parametrize(
    "between",
    [
        "<div>Advertisement</div>",
        "<p>Externer Inhalt nicht verfügbar</p>",
        "<h3>Read also:</h3>",
        '<div class="visually-hidden">Article content</div>',
        '<div class="sr-only"><p>Article content</p></div>',
        "<div>\u200c</div>",
        "<p>Read also: <a href=/news/4712>Old crane may stay where it is after all</a></p>",
        "<p>MORE ON THE QUAY | <a href=/news/4712>Old crane may stay where it is after all</a></p>",
        "<p class=article__author>Ada Quill</p>",
        "<p class=textauthor>By Ada Quill</p>",
    ],
)
def test_a_line_between_paragraphs_that_is_no_story_is_left_out(between: str) -> None:
    assert paragraphs(read(page(FIRST + SECOND + between + THIRD + FOURTH))) == list(SENTENCES)


@pytest.mark.parametrize(
    "between",
    [
        "<p>Website: <a href=https://quay.example/>quay.example</a></p>",
        "<p>Advertisements on the quay will be banned from May on.</p>",
        '<div class="overflow-hidden text-lg">Ferries sail at noon</div>',
    ],
)
def test_a_line_that_only_resembles_one_stays(between: str) -> None:
    assert len(paragraphs(read(page(FIRST + SECOND + between + THIRD + FOURTH)))) == 5


def test_what_is_left_out_by_name_is_chrome_and_no_unknown_widget() -> None:
    article = read(page(FIRST + SECOND + "<div>Advertisement</div>" + THIRD + FOURTH))
    assert [w.kind for w in article.widgets if w.kind == "unknown"] == []
    assert article.provenance.coverage.unassigned == 0


def test_a_label_said_again_and_again_is_machinery() -> None:
    label = "<div>Audio on</div>"
    assert paragraphs(read(page(label + FIRST + label + SECOND + label + THIRD + FOURTH))) == list(SENTENCES)


def test_a_note_on_the_author_at_the_end_is_no_story() -> None:
    head = '<meta name="author" content="Ada Quill">'
    note = "<p>Ada Quill is the Harbour Post's correspondent for ships, and writes a column on tides every second Friday.</p>"
    assert paragraphs(read(page(STORY + note, head=head))) == list(SENTENCES)


def test_the_author_s_name_in_the_midst_of_a_story_is_story() -> None:
    head = '<meta name="author" content="Ada Quill">'
    said = "<p>Ada Quill is the council's youngest member and voted against the quay, as she had against the crane.</p>"
    assert len(paragraphs(read(page(said + STORY, head=head)))) == 5


def test_a_linked_heading_over_story_stays() -> None:
    article = read(page(FIRST + "<h2><a href=https://quay.example/>The northern quay</a></h2>" + SECOND + THIRD + FOURTH))
    assert [b.text for b in article.body.blocks if b.type == "heading"] == ["The northern quay"]


@pytest.mark.parametrize(
    "links",
    [
        "<p>The council has laid its papers out:</p><ul><li><a href=/a>Costs of the quay</a></li><li><a href=/b>Survey</a></li></ul>",
        "<ul><li><a href=/a>Costs</a>, a table of all bids that came in</li><li><a href=/b>Survey</a>, by two engineers in May</li></ul>",
    ],
)
def test_a_list_of_links_that_the_story_announces_or_annotates_stays(links: str) -> None:
    article = read(page(FIRST + SECOND + links + THIRD + FOURTH))
    assert [b.type for b in article.body.blocks].count("list") == 1


def test_a_table_of_contents_goes_though_a_sentence_announces_it() -> None:
    toc = "<p>In this guide to the quay you will find:</p><ul><li><a href=#a>Costs of the quay</a></li><li><a href=#b>Survey</a></li></ul>"
    assert "list" not in [b.type for b in read(page(toc + STORY)).body.blocks]


def test_a_sentence_torn_by_two_breaks_is_one_paragraph() -> None:
    halves = "Engineers say the work will take two summers, and that ferries<br><br>will sail from the fish market."
    torn = f"<div>{SENTENCES[0]}<br><br>{halves}<br><br>{SENTENCES[2]}</div>"
    assert len(paragraphs(read(page(torn)))) == 3


def test_who_said_a_pull_quote_goes_with_it() -> None:
    quote = "<div><blockquote>“The crane can stay”</blockquote><p>Bo Ink, harbour master</p></div>"
    article = read(page(FIRST + quote + SECOND + THIRD + FOURTH))
    assert [(b.citation, b.pull) for b in article.body.blocks if b.type == "quote"] == [("Bo Ink, harbour master", True)]
    assert paragraphs(article) == list(SENTENCES)


def test_a_last_line_that_names_itself_a_caption_is_one() -> None:
    body = "<p>항만 위원회는 화요일 겨울 폭풍으로 무너진 북쪽 부두를 다시 짓기로 했다. 공사는 두 해 여름이 걸릴 것으로 보인다.</p>"
    html = page(
        body + body.replace("화요일", "수요일") + "<p>*사진설명 : 위원들이 부두 앞에 모였다.</p>", title="항만 위원회, 부두 재건 의결"
    )
    assert "사진설명" not in read(html.replace("lang=en", "lang=ko")).body.text


@pytest.mark.parametrize("signs", ["* * *", "◆◆◆", "***", "---", "⁂"])
def test_signs_alone_between_paragraphs_are_a_divider(signs: str) -> None:
    article = read(page(STORY.replace("</p><p>", f"</p><p>{signs}</p><p>", 1)))
    assert [block.type for block in article.body.blocks][:3] == ["paragraph", "divider", "paragraph"]
    assert paragraphs(article) == list(SENTENCES)


def between(html: str) -> str:
    """The page with `html` between two paragraphs of its story."""
    return page(STORY.replace("</p><p>", f"</p>{html}<p>", 1))


def test_a_small_article_in_the_story_is_a_card() -> None:
    card = '<article><h3><a href="/crane">Crane to move</a></h3><p>Where it goes is told in spring, says the council.</p></article>'
    assert paragraphs(read(between(card))) == list(SENTENCES)


def test_articles_that_hold_much_of_the_text_are_no_cards() -> None:
    items = "".join(f"<article><h3>Place {i}</h3><p>{s}</p></article>" for i, s in enumerate(SENTENCES))
    assert paragraphs(read(page(items))) == list(SENTENCES)


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote><p>The money that the region promised last year covers only the quay</p><cite>Ada Quill</cite></blockquote>",
        '<blockquote><div class="pullquote-box"><div class="pullquote-quote">We shall see in spring how it goes.</div></div></blockquote>',
    ],
)
def test_a_quote_that_the_story_tells_too_or_that_names_itself_so_is_a_pull_quote(quote: str) -> None:
    article = read(between(quote))
    assert [b.pull for b in article.body.blocks if b.type == "quote"] == [True]


def test_the_caption_again_beside_its_picture_is_no_paragraph() -> None:
    caption = "The northern quay on the morning after the storm, seen from the fish market."
    picture = f'<figure><img src=/q.jpg width=900 height=600 alt=""><figcaption>{caption}</figcaption></figure>'
    article = read(between(f"<div class=shot>{picture}<div>{caption}</div></div>"))
    assert (paragraphs(article), [c.text for c in article.captions]) == (list(SENTENCES), [caption])


def test_short_lines_of_a_class_that_no_sentence_has_are_sub_headings() -> None:
    lines = ("Two summers of work", "The crane may stay")
    first, second = (f"<p class=interline>{line}</p>" for line in lines)
    story = STORY.replace("<p>", "<p class=text>")
    story = story.replace("</p><p", f"</p>{first}<p", 1) + second + "<p class=text>The region pays for the quay, and for nothing else.</p>"
    assert [b.text for b in read(page(story)).body.blocks if b.type == "heading"] == list(lines)


def test_a_short_line_of_the_paragraphs_own_class_is_no_sub_heading() -> None:
    texts = (SENTENCES[0], "Two summers of work", SENTENCES[1], "The crane may stay", *SENTENCES[2:])
    story = "".join(f"<p class=text>{text}</p>" for text in texts)
    assert not [b for b in read(page(story)).body.blocks if b.type == "heading"]


def test_a_signature_set_as_a_heading_is_no_sub_heading() -> None:
    article = read(between('<h5 class="author-line">By Ada Quill, Harbour</h5>'))
    assert not [b for b in article.body.blocks if b.type == "heading" and b.role is None]


def test_a_small_box_that_makes_an_offer_goes_whole() -> None:
    merits = "<ul><li>Read without borders</li><li>All editions</li></ul>"
    offer = f"<div><div><p>Register / sign in now.</p></div><div>{merits}</div><div><p>No, thank you.</p></div></div>"
    article = read(page(FIRST + SECOND + offer + THIRD + FOURTH))
    assert article.body.text == "\n\n".join(SENTENCES)


def test_an_offer_takes_no_paragraph_of_its_box_with_it() -> None:
    assert paragraphs(read(page(f"<div><p>Register / sign in now.</p>{THIRD}</div>{FIRST}{SECOND}"))) == [SENTENCES[2], *SENTENCES[:2]]


def test_a_list_that_makes_an_offer_is_no_story() -> None:
    offer = "<ul><li>社会</li><li>『社会』をフォローすると、マイページで記事を読めます。</li></ul>"
    assert all(block.type != "list" for block in read(page(STORY + offer)).body.blocks)


def test_a_last_paragraph_on_somebody_who_signs_is_no_story() -> None:
    told = "Ada Quill is a senior researcher at the harbour observatory. Ben Stone is an associate professor of tides."
    body = f"<div>By Ada Quill, Ben Stone and others</div>{STORY}<p>{told}</p>"
    assert paragraphs(read(page(body))) == list(SENTENCES)


def test_a_last_paragraph_on_somebody_else_is_story() -> None:
    told = "Carl Weir is a senior researcher at the harbour observatory, and he disagrees with the council."
    assert paragraphs(read(page(f"<div>By Ada Quill</div>{STORY}<p>{told}</p>"))) == [*SENTENCES, told]
