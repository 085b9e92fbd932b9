"""The article as schema.org NewsArticle."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings

from copydesk.article import Article, Body, Meta
from copydesk.renditions.jsonld import document, render
from tests.renditions.full import FULL
from tests.renditions.hostile import PROVENANCE, articles

# Of schema.org, version 29: what each type has, by itself or from Thing, CreativeWork, Article, MediaObject, as far as we may use it.
THING = "@type @id url name description identifier mainEntityOfPage".split()
MEDIA_OBJECT = [
    *THING, *"contentUrl width height copyrightNotice creditText creator contentLocation dateCreated encodingFormat uploadDate".split(),
]  # fmt: skip
PROPERTIES = {
    "NewsArticle": {
        *THING, *"@context headline alternativeHeadline articleSection articleBody wordCount keywords inLanguage".split(),
        *"datePublished dateModified dateline author publisher sourceOrganization image video audio commentCount".split(),
        *"correction copyrightNotice copyrightHolder isAccessibleForFree".split(),
    },
    "ImageObject": {*MEDIA_OBJECT, "caption", "exifData", "embeddedTextCaption"},
    "VideoObject": {*MEDIA_OBJECT, "caption", "transcript"},
    "AudioObject": {*MEDIA_OBJECT, "caption", "transcript"},
    "Person": {*THING, "jobTitle", "email"},
    "Organization": {*THING, "logo"},
    "Place": set(THING),
}  # fmt: skip


def nodes(told: Any) -> Iterator[dict[str, Any]]:
    match told:
        case dict():
            yield told
            for value in told.values():
                yield from nodes(value)
        case list():
            for value in told:
                yield from nodes(value)


def test_every_type_has_only_properties_that_schema_org_gives_it() -> None:
    told = list(nodes(document(FULL)))
    assert {node["@type"] for node in told} == PROPERTIES.keys() - {"AudioObject"}
    for node in told:
        assert node.keys() <= PROPERTIES[node["@type"]], node["@type"]


def test_what_the_page_tells_stands_under_its_property() -> None:
    told = document(FULL)
    assert (told["@id"], told["headline"], told["alternativeHeadline"]) == ("https://news.example/1", "머리", "가 / 나")
    assert told["author"] == [{"@type": "Person", "name": "홍길동", "jobTitle": "기자", "email": "hong@news.example"}]
    assert [picture["contentUrl"] for picture in told["image"]] == ["https://news.example/2.png", "https://news.example/1.jpg"]
    picture = told["image"][1]
    assert (picture["caption"], picture["creditText"], picture["copyrightNotice"]) == ("날개가 실린다.", "홍길동 기자", "*재판매 금지")
    assert picture["creator"] == [{"@type": "Person", "name": "홍길동", "jobTitle": "기자"}]
    assert told["video"] == [{"@type": "VideoObject"}]


def test_a_date_is_no_finer_than_the_page_told() -> None:
    told = document(FULL)
    assert (told["datePublished"], told["dateModified"]) == ("2026-03-10T14:27:00+09:00", "2026-03-10")


def test_what_the_page_does_not_tell_is_left_out() -> None:
    told = document(Article(meta=Meta(), body=Body(), provenance=PROVENANCE))
    assert told == {"@context": "https://schema.org", "@type": "NewsArticle"}


@settings(max_examples=40, deadline=None)
@given(articles())
def test_it_can_stand_in_a_script_element_as_it_is(article: Article) -> None:
    written = render(article)
    assert "<" not in written
    assert json.loads(written) == document(article)
