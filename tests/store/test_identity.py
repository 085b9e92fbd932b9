"""Names of an article: one spelling per address, and which of them are believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import Conflict
from copydesk.store.identity import Claim, Claims, Owner, identify, mint, names_article, normalize_address

SPELLINGS = [
    ("https://example.com/a", "//example.com/a"),
    ("http://example.com/a", "//example.com/a"),
    ("https://EXAMPLE.com/a", "//example.com/a"),
    ("https://example.com:443/a", "//example.com/a"),
    ("http://example.com:80/a", "//example.com/a"),
    ("https://example.com:8443/a", "//example.com:8443/a"),
    ("https://user:secret@example.com/a", "//example.com/a"),
    ("https://example.com/a#part", "//example.com/a"),
    ("https://example.com/a?", "//example.com/a"),
    ("https://example.com", "//example.com/"),
    ("https://example.com./a", "//example.com/a"),
    ("https://example.com/a?id=7&utm_source=x&utm_medium=y", "//example.com/a?id=7"),
    ("https://example.com/a?fbclid=x", "//example.com/a"),
    ("https://example.com/a?b=2&a=1", "//example.com/a?b=2&a=1"),
    ("https://example.com/a?utmost=1", "//example.com/a?utmost=1"),
    ("https://example.com/A", "//example.com/A"),
    ("https://example.com/%eb%93%b1", "//example.com/%EB%93%B1"),
    ("https://example.com/등", "//example.com/%EB%93%B1"),
    ("https://example.com/%7Ename", "//example.com/~name"),
    ("https://등대.example/a", "//xn--vk1bv0b.example/a"),
    (" https://example.com/a ", "//example.com/a"),
    ("ftp://example.com/a", None),
    ("javascript:void(0)", None),
    ("//example.com/a", None),
    ("https:///a", None),
    ("https://example.com:99999/a", None),
    ("https://[::1/a", None),
    ("https://example.com/" + "a" * 2_048, None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("address", "spelling"), SPELLINGS)
def test_an_address_has_one_spelling(address: str | None, spelling: str | None) -> None:
    assert normalize_address(address) == spelling


@given(st.text())
def test_no_text_breaks_the_reading_of_an_address(text: str) -> None:
    for address in (text, f"https://{text}", f"https://example.com/{text}"):
        normalize_address(address)


@given(st.from_regex(r"https?://[a-z]{1,9}\.example(:\d{1,4})?/[a-zA-Z0-9%?&=#_~-]{0,30}", fullmatch=True))
def test_a_normalised_address_stays_as_it_is(address: str) -> None:
    once = normalize_address(address)
    assert once is None or normalize_address(f"https:{once}") == once


SENT = "//www.example.com/economy/2026/11/steel-prices-fall-again"
BELIEF = [
    (SENT, SENT, True),
    ("//example.com/economy/2026/11/steel-prices-fall-again", SENT, True),
    ("//m.example.com/view/3100412", SENT, True),
    ("//www.example.com/steel-prices-fall-again", SENT, True),
    ("//www.example.com/?p=3100412", SENT, True),
    ("//www.example.com/", SENT, False),
    ("//www.example.com/economy", SENT, False),
    ("//www.example.com/world/asia-pacific", SENT, False),
    ("//cdn.example.net/view/3100412", SENT, False),
    ("//news.example.co.kr/view/1", "//www.example.co.kr/view/2", True),
    ("//other.co.kr/view/1", "//www.example.co.kr/view/2", False),
    ("//www.example.com/", "//www.example.com/", True),
    ("//www.example.com/", None, False),
    ("//www.example.com/economy", None, True),
]


@pytest.mark.parametrize(("claim", "sent", "believed"), BELIEF)
def test_a_pages_word_about_its_address_is_weighed(claim: str, sent: str | None, believed: bool) -> None:
    assert names_article(claim, sent=sent) is believed


def claims(*names: tuple[str, str]) -> Claims:
    return Claims("demo", tuple(Claim(name, by) for name, by in names), "f" * 64)  # type: ignore[arg-type]


ID, URL, CANONICAL = ("id:n1", "external_id"), ("url://example.com/1", "sent"), ("url://example.com/c", "canonical")


def test_an_id_is_minted_from_publisher_and_strongest_name() -> None:
    identity = identify(claims(ID, URL), {})
    assert identity.article_id == mint("demo", "id:n1") != mint("other", "id:n1")
    assert len(identity.article_id) == 26
    assert identity.fresh == ("id:n1", "url://example.com/1")


def test_a_known_name_decides_and_the_unknown_ones_join_it() -> None:
    identity = identify(claims(ID, URL), {URL[0]: Owner("known")})
    assert (identity.article_id, identity.fresh, identity.external_id) == ("known", ("id:n1",), "n1")


def test_of_two_articles_the_strongest_name_decides() -> None:
    identity = identify(claims(URL, CANONICAL), {URL[0]: Owner("one"), CANONICAL[0]: Owner("two")})
    assert (identity.article_id, [doubt.code for doubt in identity.doubts]) == ("one", ["alias_conflict"])


@pytest.mark.parametrize("own", [{}, {ID[0]: Owner("mine", "n1")}])
def test_the_sent_address_of_another_external_id_is_a_conflict(own: dict[str, Owner]) -> None:
    with pytest.raises(Conflict):
        identify(claims(ID, URL), own | {URL[0]: Owner("theirs", "n2")})


def test_a_canonical_never_merges_two_external_ids() -> None:
    identity = identify(claims(ID, CANONICAL), {CANONICAL[0]: Owner("theirs", "n2")})
    assert identity.article_id == mint("demo", "id:n1")
    assert [doubt.code for doubt in identity.doubts] == ["alias_conflict"]


def test_without_a_name_the_bytes_name_the_article() -> None:
    assert identify(claims(), {}).article_id == mint("demo", "bytes:" + "f" * 64)
