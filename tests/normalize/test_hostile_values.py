"""What a page declares may be anything: a value that says nothing costs nothing but itself."""

import json

import pytest

from copydesk.article import Article
from copydesk.normalize.document import parse
from copydesk.normalize.pictures import Pictures
from tests.normalize.pages import SENTENCES, STORY, page, paragraphs, read

DIGITS = "9" * 5_000  # Python reads no number of more than 4,300
HALF_A_LETTER = r"A quay \ud83d in winter"
DEEP = 9_900  # lists in a list, as deep as JSON is still read


def linked(**told: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **told})}</script>'


HEADS = {
    "a number of no letter in a meta tag": f'<meta name="description" content="&amp;#{DIGITS};">',
    "a number of no letter in linked data": linked(headline=f"&#{DIGITS};", author=f"&#{DIGITS};", description=f"&amp;#{DIGITS};"),
    "numbers that JSON does not know": linked(headline=float("nan"), author=[float("inf")], datePublished=float("-inf"), keywords=[1e308]),
    "a type of lists in lists": f'<script type="application/ld+json">{{"@type":{"[" * DEEP}{"]" * DEEP}}}</script>',
}


@pytest.mark.parametrize("told", HEADS)
def test_a_value_that_says_nothing_leaves_the_story(told: str) -> None:
    assert paragraphs(read(page(STORY, head=HEADS[told]))) == list(SENTENCES)


def test_half_a_letter_is_replaced_so_that_the_article_can_be_written() -> None:
    article = read(page(STORY, head=linked(description="DECK", author="Ada Quill", keywords=["DECK"]).replace("DECK", HALF_A_LETTER)))
    assert article.meta.description == "A quay \ufffd in winter"
    assert article.model_dump_json().encode().decode() == article.model_dump_json()


def test_whole_letters_and_written_backslashes_of_a_script_stay() -> None:
    told = r"A quay \ud83d\ude00 in \\ud83d winter"
    assert (
        read(page(STORY, head=linked(description="DECK").replace("DECK", told))).meta.description == "A quay \U0001f600 in \\ud83d winter"
    )


def test_half_a_letter_in_the_script_that_holds_the_story_is_replaced() -> None:
    told = json.dumps({"title": "The quay", "body": "".join(f"<p>{s}</p>" for s in SENTENCES)}).replace("winter", HALF_A_LETTER)
    article = read(f"<html><head><title>The quay</title></head><body><div id=app></div><script>var page={told};</script></body></html>")
    assert "A quay \ufffd in winter" in article.body.text


@pytest.mark.parametrize(
    ("sizes", "widths"),
    [
        ("/b.jpg 300w, /c.jpg 600w", [300, 600]),
        ("/b.jpg\n300w,\n/c.jpg 600w,", [300, 600]),
        (f"/b.jpg {DIGITS}w, /c.jpg 600w", [600]),
        ("/b.jpg 1x, /c.jpg 2x", [None, None]),
    ],
)
def test_the_widths_of_a_picture_are_read_and_impossible_ones_are_none(sizes: str, widths: list[int | None]) -> None:
    figure = f'<figure><img src="/a.jpg" srcset="{sizes}"><figcaption>The quay. Photo: Ada Quill</figcaption></figure>'
    (media,) = read(page(figure + STORY)).meta.media
    assert [each.width for each in media.renditions] == widths


@pytest.mark.parametrize(
    ("held", "url"),
    [
        (r'{"src":"https:\/\/img.example\/quay\/winter.jpg?w=1"}', "https://img.example/quay/winter.jpg?w=1"),
        ("background:url(/quay/winter.webp)", "https://harbour.example/quay/winter.webp"),
        ("/quay/winter.png/large.png", "https://harbour.example/quay/winter.png/large.png"),
        ("/quay /.jpg /quay/winter.jpg", "https://harbour.example/quay/winter.jpg"),
    ],
)
def test_the_file_of_a_lazy_picture_is_found_in_what_a_script_reads(held: str, url: str) -> None:
    figure = f"<figure><img data-state='{held}'><figcaption>The quay. Photo: Ada Quill</figcaption></figure>"
    assert [media.url for media in read(page(figure + STORY)).meta.media] == [url]


def test_resizers_around_each_other_are_one_picture_at_any_depth() -> None:
    figure = f'<figure><img src="/a?{"url=?" * 3_000}x.jpg"><figcaption>The quay. Photo: Ada Quill</figcaption></figure>'
    assert len(read(page(figure + STORY)).meta.media) == 1


def test_pictures_in_one_element_have_the_sources_beside_them() -> None:
    body = "<source srcset='/a.webp 300w' type=image/webp><img src=/a.jpg alt='The northern quay'><source srcset='/b.webp 600w'>"
    figure = f"<figure><picture>{body}</picture><figcaption>The quay. Photo: Ada Quill</figcaption></figure>"
    (media,) = read(page(figure + STORY)).meta.media
    assert [(each.width, each.type) for each in media.renditions] == [(300, "image/webp"), (600, None)]


@pytest.mark.parametrize(("line", "name"), [("zero", "a"), ("one", "a"), ("two", "b"), ("three", "b")])
def test_the_picture_nearest_to_a_line_is_the_last_before_it_or_the_first(line: str, name: str) -> None:
    document = parse("<div><p>zero</p><img alt=a><p>one</p><img alt=b><p>two</p><hr><p>three</p></div><p>four</p><img alt=c>")
    pictures, (box, *_) = Pictures(document, ("img",)), (box for box in document.boxes if box.tag == "div")
    nearest = pictures.nearest(box, next(each for each in document.lines if each.text == line))
    assert nearest is not None
    assert nearest.get("alt") == name
    assert pictures.nearest(document.lines[0].box, document.lines[0]) is None


def test_lists_in_lists_without_end_are_read_back_as_they_were_written() -> None:
    article = read(page(STORY + "".join(f"<ul><li>item {n}" for n in range(110)) + "</ul>" * 110))
    assert [f"item {n}" for n in range(110)] == [line for line in article.body.text.split("\n") if line.startswith("item")]
    assert Article.model_validate_json(article.model_dump_json()) == article
