"""ninjs and ANS carry the whole article: their own fields first, the remainder for what they have no field for."""

import json
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings

from copydesk.article import Article
from copydesk.renditions import ans, ans_reading, ninjs, ninjs_reading
from copydesk.renditions.remainder import find_remainder
from tests.renditions.full import FULL
from tests.renditions.hostile import articles

PAIRS = {"ninjs": (ninjs, ninjs_reading), "ans": (ans, ans_reading)}
both = pytest.mark.parametrize(("writer", "reader"), PAIRS.values(), ids=PAIRS)

# Of ninjs 3.1: it refuses any other.
NINJS = frozenset(
    "uri standard type representationType language firstCreated versionCreated contentCreated title headlines descriptions by located "
    "people organisations infoSources subjects genres copyrightHolder copyrightNotice usageTerms edNote altIds bodies associations name "
    "rel renditions".split()
)


@both
@settings(max_examples=40, deadline=None)
@given(article=articles())
def test_whatever_the_article_says_it_is_read_back_exactly(writer: ModuleType, reader: ModuleType, article: Article) -> None:
    assert reader.read(writer.render(article)) == article


@both
def test_the_story_its_pictures_and_its_facts_stand_in_fields_of_the_format(writer: ModuleType, reader: ModuleType) -> None:
    rest = find_remainder(reader.read_told(writer.document(FULL)), FULL.model_dump(mode="json"))
    assert not [pointer for pointer in rest if pointer.startswith("/body/blocks")]
    carried = {"headline", "deck", "description", "authors", "sections", "tags", "language", "media"}
    assert not carried & {pointer.split("/")[2] for pointer in rest if pointer.startswith("/meta/") and pointer.count("/") == 2}


@both
def test_what_is_changed_in_the_format_is_read_back_changed(writer: ModuleType, reader: ModuleType) -> None:
    written = writer.render(FULL).replace("머리", "고친 머리").replace("날개가 실린다.", "날개를 싣는다.")
    read = reader.read(written)
    assert (read.meta.headline, read.captions[0].text) == ("고친 머리", "날개를 싣는다.")
    assert read.meta.published_at == FULL.meta.published_at


@both
@pytest.mark.parametrize("document", ["{}", '{"bodies": [{"value": "x"}]}', '{"additional_properties": {}}'])
def test_a_document_of_others_is_refused(writer: ModuleType, reader: ModuleType, document: str) -> None:
    with pytest.raises(ValueError, match="not ours"):
        reader.read(document)


def test_ninjs_has_no_property_but_its_own() -> None:
    document = json.loads(ninjs.render(FULL))
    for item in (document, *document["associations"]):
        assert item.keys() <= NINJS


def picture_of(document: Any) -> Any:
    return next(one for one in document["associations"] if one["name"] == "m1")


def test_a_picture_of_ninjs_has_its_caption_its_credit_and_its_files() -> None:
    picture = picture_of(ninjs.document(FULL))
    assert (picture["type"], picture["by"], picture["located"], picture["copyrightNotice"]) == (
        "picture",
        "홍길동 기자",
        "동해",
        "*재판매 금지",
    )
    assert {"role": "caption", "value": "날개가 실린다."} in picture["descriptions"]
    assert picture["renditions"] == [{"name": "main", "href": "https://news.example/1.jpg", "width": 640, "height": 480}]


def test_a_story_of_ans_has_its_blocks_as_elements() -> None:
    elements = ans.document(FULL)["content_elements"]
    assert [element["type"] for element in elements] == [
        "text", "header", "list", "quote", "table", "code", "divider", "image", "gallery", "custom_embed", "element_group", "element_group",
    ]  # fmt: skip
    assert elements[0]["content"] == '<strong>글</strong>과 <a href="https://news.example/2" rel="nofollow noopener">고리</a>'
    assert elements[2]["items"][1]["items"][0]["content"] == "안"
    assert elements[3]["citation"]["content"] == "홍길동"
    picture = elements[7]
    assert (picture["caption"], picture["credits"]["by"][0]["name"], picture["location"]) == ("날개가 실린다.", "홍길동", "동해")
