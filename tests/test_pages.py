"""Page pairs: whole pages as Korean CMSs build them, each with a sheet of the facts that have to come out, all without site rules."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from copydesk.normalize import normalize
from copydesk.page import RawPage
from copydesk.rules import Rules
from tests.pages import sheet
from tests.pages.sheet import Miss, Page

PAGES = sheet.find_pages()
UNASSIGNED_SHARE = 0.03  # of the visible characters; a debt to be paid down, the contract wants none

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@pytest.fixture(autouse=True)
def _no_site_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rules, "site", lambda self, host: None)


@cache
def article_of(page: Page) -> dict[str, Any]:
    return read_article(page.html)


def read_article(html: bytes) -> dict[str, Any]:
    return normalize(RawPage(html)).model_dump(mode="json")


def assert_none(misses: Iterator[Miss]) -> None:
    found = [str(miss) for miss in misses]
    assert not found, "\n" + "\n".join(found)


def holds(find_misses: Callable[[dict[str, Any], dict[str, Any]], Iterator[Miss]], page: Page) -> None:
    assert_none(find_misses(page.facts, article_of(page)))


def test_every_page_has_a_sheet() -> None:
    assert [page.name for page in PAGES if not (page.folder / "facts.json").exists()] == []


@every_page
def test_every_printed_fact_of_a_sheet_stands_on_its_page(page: Page) -> None:
    text = sheet.visible_text(page.html.decode("utf-8" if page.facts["source"]["charset"] == "utf-8" else "cp949"))
    assert [fact for fact in sheet.printed_facts(page.facts) if sheet.tight(fact) not in text] == []


@every_page
def test_no_intruder_of_a_sheet_is_told_by_the_story_itself(page: Page) -> None:
    told = "\n".join(page.facts["body"]["paragraphs"])
    assert [text for text in page.facts["must_not_be_in_body"] if text in told] == []


@every_page
def test_the_charset_is_found_and_nothing_is_replaced(page: Page) -> None:
    charset = article_of(page)["provenance"]["charset"]
    label = page.facts["source"]["charset"]
    used = "utf-8" if label == "utf-8" else "euc-kr"
    assert (charset["declared"].lower(), charset["used"].lower(), charset["replaced"]) == (label, used, 0)


@every_page
def test_the_canonical_address_comes_out(page: Page) -> None:
    assert article_of(page)["meta"]["canonical_url"] == page.facts["source"]["canonical_url"]


@every_page
def test_the_headline_is_the_visible_one_with_its_labels(page: Page) -> None:
    holds(sheet.headline_misses, page)


@every_page
def test_times_are_local_to_the_page_and_keep_its_words(page: Page) -> None:
    holds(sheet.time_misses, page)


@every_page
def test_the_deck_has_one_entry_per_visual_line(page: Page) -> None:
    holds(sheet.deck_misses, page)


@every_page
def test_authors_are_the_people_whom_the_page_names(page: Page) -> None:
    holds(sheet.people_misses, page)


@every_page
def test_the_body_is_the_story_letter_for_letter(page: Page) -> None:
    holds(sheet.paragraph_misses, page)


@every_page
def test_subheadings_come_out_whatever_their_markup(page: Page) -> None:
    holds(sheet.heading_misses, page)


@every_page
def test_furniture_stays_out_of_the_body(page: Page) -> None:
    holds(sheet.intruder_misses, page)


@every_page
def test_a_picture_has_one_caption_however_often_it_is_printed(page: Page) -> None:
    holds(sheet.caption_misses, page)


@every_page
def test_widgets_come_out_as_rows_with_units(page: Page) -> None:
    holds(sheet.widget_misses, page)


@every_page
def test_other_furniture_is_recognised(page: Page) -> None:
    holds(sheet.other_widget_misses, page)


@every_page
def test_visible_text_has_a_home(page: Page) -> None:
    coverage = article_of(page)["provenance"]["coverage"]
    assert coverage["unassigned"] <= UNASSIGNED_SHARE * coverage["visible"]


@every_page
def test_visible_is_the_sum_of_its_parts(page: Page) -> None:
    coverage = dict(article_of(page)["provenance"]["coverage"])
    del coverage["hidden"]
    assert coverage.pop("visible") == sum(coverage.values())


def test_a_page_in_another_charset_has_the_same_content_hash() -> None:
    page = next(page for page in PAGES if page.name.startswith("www.hanbitbiz.example/"))
    again = page.html.decode("utf-8").replace('charset="utf-8"', 'charset="euc-kr"').encode("cp949")
    assert read_article(again)["provenance"]["content_hash"] == article_of(page)["provenance"]["content_hash"]
