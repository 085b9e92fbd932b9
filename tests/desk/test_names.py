"""Which article a page is."""

import pytest

from copydesk.desk import Desk, Kept, find_edition
from copydesk.errors import Conflict, Unknown
from copydesk.store.identity import mint, normalize_address
from tests.conftest import Engine
from tests.desk.pushing import ADDRESS, A, B, C, Push, between_reading_and_writing, minutes
from tests.paper import print_page

FIVE_ADDRESSES = (
    "https://www.example.com/news/2026/lighthouse",
    "http://www.example.com/news/2026/lighthouse",
    "https://WWW.EXAMPLE.COM:443/news/2026/lighthouse#comments",
    "https://www.example.com/news/2026/lighthouse?utm_source=mail&fbclid=x",
    "https://m.example.com/2026/lighthouse-amp",
)


def test_the_same_page_under_five_addresses_is_one_article(push: Push) -> None:
    page = print_page(canonical=FIVE_ADDRESSES[0])
    assert len({push(page, url=url, at=minutes(i)).receipt.article_id for i, url in enumerate(FIVE_ADDRESSES)}) == 1


def test_an_article_keeps_its_id_when_its_address_changes_under_one_external_id(push: Push) -> None:
    first = push(A, external_id="n1", url=ADDRESS)
    moved = push(B, external_id="n1", url=ADDRESS + "-moved", at=minutes(1))
    assert moved.receipt.article_id == first.receipt.article_id
    assert push(C, url=ADDRESS + "-moved", at=minutes(2)).receipt.article_id == first.receipt.article_id


def test_an_external_id_joins_the_article_that_its_address_names(push: Push) -> None:
    first = push(A, url=ADDRESS)
    assert push(A, url=ADDRESS, external_id="n1", at=minutes(1)).receipt.article_id == first.receipt.article_id
    assert push(B, external_id="n1", at=minutes(2)).receipt.article_id == first.receipt.article_id


def test_the_address_of_another_external_id_is_a_conflict(push: Push) -> None:
    push(A, external_id="n1", url=ADDRESS)
    with pytest.raises(Conflict, match="n1"):
        push(B, external_id="n2", url=ADDRESS, at=minutes(1))


def test_of_two_articles_the_strongest_name_decides_and_the_other_keeps_its_name(push: Push) -> None:
    one = push(A, external_id="n1")
    two = push(B, url=ADDRESS, at=minutes(1))
    both = push(C, external_id="n1", url=ADDRESS, at=minutes(2))
    assert both.receipt.article_id == one.receipt.article_id
    assert [doubt["code"] for doubt in both.receipt.doubts] == ["alias_conflict"]
    assert push(B, url=ADDRESS, at=minutes(3)).receipt.article_id == two.receipt.article_id


def test_a_canonical_that_is_the_sites_root_merges_nothing(push: Push) -> None:
    root = "https://www.example.com/"
    one = push(print_page(headline="One", canonical=root), url=ADDRESS + "/1")
    two = push(print_page(headline="Two", canonical=root), url=ADDRESS + "/2", at=minutes(1))
    assert one.receipt.article_id != two.receipt.article_id
    assert [doubt["code"] for doubt in two.receipt.doubts] == ["canonical_not_article"]


FALSE_CANONICALS = [
    ("the site's root", "https://www.example.com/"),
    ("a section", "https://www.example.com/world/asia-pacific"),
    ("a foreign host", "https://cdn.example.net/news/2026/lighthouse"),
]


@pytest.mark.parametrize("canonical", [row[1] for row in FALSE_CANONICALS], ids=[row[0] for row in FALSE_CANONICALS])
def test_a_canonical_that_is_no_address_of_the_article_is_not_its_name(push: Push, canonical: str) -> None:
    kept = push(print_page(canonical=canonical), url=ADDRESS)
    assert [doubt["code"] for doubt in kept.receipt.doubts] == ["canonical_not_article"]
    other = push(print_page(headline="Other"), url=canonical, at=minutes(1))
    assert other.receipt.article_id != kept.receipt.article_id


def test_a_canonical_of_the_same_site_is_a_name(push: Push) -> None:
    kept = push(print_page(canonical="https://m.example.com/view/3100412"), url=ADDRESS)
    assert push(B, url="https://m.example.com/view/3100412", at=minutes(1)).receipt.article_id == kept.receipt.article_id


def test_a_name_is_looked_up_before_an_id_is_minted(push: Push) -> None:
    first = push(print_page(canonical=ADDRESS), url=ADDRESS + "-amp-1")
    assert push(B, url=ADDRESS, at=minutes(1)).receipt.article_id == first.receipt.article_id == mint("demo", name_of(ADDRESS + "-amp-1"))


def name_of(address: str) -> str:
    return f"url:{normalize_address(address)}"


def test_of_two_writers_that_bring_one_name_the_second_joins_the_first(push: Push, engine: Engine) -> None:
    """Aliases are unique: who minted another id meanwhile looks again."""
    other: list[Kept] = []
    with between_reading_and_writing(engine, lambda: other.append(push(A, external_id="n1", url=ADDRESS))):
        kept = push(B, url=ADDRESS, at=minutes(1))
    assert (kept.receipt.article_id, kept.outcome) == (other[0].receipt.article_id, "revised")


def test_an_external_id_that_another_writer_gives_meanwhile_is_a_conflict(push: Push, engine: Engine) -> None:
    with between_reading_and_writing(engine, lambda: push(A, external_id="n1", url=ADDRESS)), pytest.raises(Conflict):
        push(B, external_id="n2", url=ADDRESS, at=minutes(1))


def test_a_page_without_a_name_is_known_by_its_bytes(push: Push) -> None:
    first, again = push(A), push(A, at=minutes(1))
    assert [doubt["code"] for doubt in first.receipt.doubts] == ["no_identity"]
    assert (again.outcome, again.receipt.article_id) == ("unchanged", first.receipt.article_id)


def test_two_publishers_share_no_article(push: Push, desk: Desk) -> None:
    one, two = push(A, url=ADDRESS), push(A, url=ADDRESS, publisher="other")
    assert (two.outcome, two.receipt.article_id != one.receipt.article_id) == ("created", True)
    with pytest.raises(Unknown):
        find_edition(desk, ["other"], str(one.receipt.article_id))
