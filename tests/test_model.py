"""The contract's values: taken at their word inside, read with care at the doors."""

import json
from dataclasses import FrozenInstanceError

import pytest

from copydesk.article import Article, Body, Charset, Heading, ListItem, Meta, Paragraph, Provenance, Time
from copydesk.model import Misfit, Model

TIME = Time(at="2026-03-10T14:27:00+09:00", precision="minute")


def blank() -> Article:
    charset = Charset(used="UTF-8", how="default")
    told = Provenance(normalizer="1", source_hash="0" * 64, content_hash="0" * 64, charset=charset)
    return Article(meta=Meta(published_at=TIME), body=Body(blocks=(Paragraph(id="b1", text="등대\u0007"),)), provenance=told)


def test_a_value_says_all_its_fields_in_their_order() -> None:
    named = {"precision": "minute", "at": "2026-03-10T14:27:00+09:00"}
    assert list(Time(**named).model_dump()) == ["at", "printed", "precision", "zone_from"]  # type: ignore[arg-type]
    assert list(json.loads(blank().model_dump_json())) == ["schema_version", "meta", "body", "captions", "widgets", "provenance"]


def test_an_article_is_the_same_when_it_is_read_back() -> None:
    article = blank()
    back = Article.model_validate_json(article.model_dump_json())
    assert back == article
    assert hash(back.meta) == hash(article.meta)
    assert back.model_dump_json() == article.model_dump_json()
    assert Article.model_validate(article.model_dump()) == article


def test_two_kinds_with_the_same_fields_are_not_equal() -> None:
    assert ListItem(text="x") != Paragraph(id="b", text="x")
    assert ListItem(text="x") == ListItem(text="x", spans=())


def test_what_has_a_default_of_its_own_shares_it_with_no_other() -> None:
    first, second = blank().provenance, blank().provenance
    first.sources["/meta/headline"] = "title"
    assert second.sources == {}


@pytest.mark.parametrize("told", [{"at": "2026"}, {"at": "2026", "precision": "year", "zone": "KST"}])
def test_a_field_that_is_missing_or_unknown_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(TypeError, match=r"precision|zone"):
        Time(**told)  # type: ignore[arg-type]


def test_a_value_is_never_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        TIME.at = "2027"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del TIME.at
    assert TIME.model_copy(update={"at": "2027"}).at == "2027"
    assert TIME.at == "2026-03-10T14:27:00+09:00"
    with pytest.raises(TypeError, match="zone"):
        TIME.model_copy(update={"zone": "KST"})


@pytest.mark.parametrize(
    ("kind", "told", "where"),
    [
        (Time, {"at": "2026", "precision": "century"}, "/precision"),
        (Time, {"at": "2026", "precision": "year", "zone": "KST"}, "/zone"),
        (Heading, {"id": "b1", "text": "x", "level": 7}, "/level"),
        (Body, {"blocks": [{"type": "paragraph", "id": "b1"}]}, "/blocks/0/paragraph/text"),
        (Body, {"blocks": [{"type": "sonnet", "id": "b1"}]}, "/blocks/0"),
        (Meta, {"deck": "one line"}, "/deck"),
    ],
)
def test_what_comes_in_is_held_against_the_contract(kind: type[Model], told: dict[str, object], where: str) -> None:
    with pytest.raises(Misfit) as refused:
        kind.model_validate(told)
    assert [place for place, _ in refused.value.wrong] == [where]
    with pytest.raises(Misfit, match=where):
        kind.model_validate_json(json.dumps(told))
