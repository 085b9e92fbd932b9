"""`copydesk show` and `copydesk diff`: what is kept, to be read by people and by machines."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.answering import Answering
from tests.cli.conftest import Told
from tests.paper import PARAGRAPHS, print_page, rewritten

URL = "https://news.example/lamps/1"


@pytest.fixture
def pages(here: Path) -> tuple[str, str]:
    """One story, and what became of it: another headline, another last paragraph."""
    (here / "a.html").write_text(print_page(canonical=URL))
    (here / "b.html").write_text(print_page(headline="Lighthouse goes dark", paragraphs=rewritten("Nobody voted."), canonical=URL))
    return "a.html", "b.html"


@pytest.fixture
def kept(answers: Answering, told: Told, pages: tuple[str, str]) -> str:
    """The article's id at the desk, which has both revisions."""
    for page in pages:
        told("push", page)
    journal = [json.loads(line) for line in next(Path(".copydesk").glob("*.jsonl")).read_text().splitlines()]
    return str(journal[1]["article_id"])


def changes(told: Told, *sides: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(told("diff", *sides, "--json")[1])
    return found


# --------------------------------------------------------------------- diff


def test_a_page_says_the_same_as_itself(told: Told, pages: tuple[str, str]) -> None:
    assert told("diff", "a.html", "a.html") == (0, "", "")


def test_facts_and_blocks_that_changed_are_told_with_both_sides(told: Told, pages: tuple[str, str]) -> None:
    found = changes(told, *pages)
    assert found[0] == {"part": "meta", "place": "headline", "before": "Lighthouse stays lit", "after": "Lighthouse goes dark"}
    assert {"part": "body", "place": "paragraph", "before": PARAGRAPHS[2], "after": None} in found
    assert [change["before"] for change in found if change["before"] == PARAGRAPHS[0]] == []


def test_a_changed_text_shows_what_went_and_what_came(told: Told, pages: tuple[str, str]) -> None:
    status, out, _ = told("diff", *pages)
    assert (status, "  ~ headline: Lighthouse [-stays lit-] {+goes dark+}\n" in out) == (1, True)
    assert "\x1b" not in out


def test_revisions_addresses_pages_and_documents_are_sides_alike(told: Told, kept: str, here: Path) -> None:
    (here / "a.json").write_text(told("show", f"{kept}@1", "--json")[1])
    (here / "explained.json").write_text(told("normalize", "b.html", "--explain")[1])
    assert told("diff", "a.html", f"{kept}@1")[0] == 0
    assert told("diff", "a.json", "a.html")[0] == 0
    assert told("diff", kept, "explained.json")[0] == 0
    assert told("diff", URL, kept)[0] == 0
    assert told("diff", f"{kept}@1", kept)[0] == 1


@pytest.mark.parametrize(
    ("side", "told_of"),
    [
        ("nowhere.html", "nowhere.html: there is no such file, and it is no article's id or address"),
        ("empty.html", "empty.html: empty_page: the body is empty"),
        ("broken.json", "broken.json begins like JSON and is no article"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaa", "unknown: "),
        ("https://nowhere.example/", "no article of this key's publishers is known by the address"),
    ],
)
def test_a_side_that_is_no_article_is_named(answers: Answering, told: Told, pages: tuple[str, str], side: str, told_of: str) -> None:
    Path("empty.html").write_text("")
    Path("broken.json").write_text('{"meta": 1}')
    status, out, err = told("diff", "a.html", side)
    assert (status, out, told_of in err) == (2, "", True)


# --------------------------------------------------------------------- show


def test_an_article_is_shown_with_its_facts_and_their_readers(told: Told, kept: str) -> None:
    status, out, err = told("show", kept)
    assert (status, err) == (0, "")
    assert out.startswith(f"{kept}@2 · live · demo · received ")
    assert "headline      Lighthouse goes dark  (h1)\n" in out
    assert "Nobody voted." in out


def test_an_article_is_found_by_address_and_by_revision_and_in_any_form(told: Told, kept: str) -> None:
    edition = json.loads(told("show", URL, "--json")[1])
    assert (edition["article_id"], edition["revision"]) == (kept, 2)
    assert json.loads(told("show", f"{kept}@1", "--json")[1])["article"]["meta"]["headline"] == "Lighthouse stays lit"
    assert told("show", kept, "--format", "text")[1].startswith("Lighthouse goes dark\n\n")
    assert told("show", f"{kept}@1", "--raw")[1] == Path("a.html").read_text()


def test_the_history_lists_revisions(told: Told, kept: str) -> None:
    assert [line.split()[:2] for line in told("show", kept, "--history")[1].splitlines()[1:]] == [["2", "live"], ["1", "superseded"]]
    assert [row["revision"] for row in json.loads(told("show", kept, "--history", "--json")[1])] == [2, 1]


@pytest.mark.parametrize(
    ("arguments", "status", "told_of"),
    [
        (("aaaaaaaaaaaaaaaaaaaaaaaaaa",), 1, "unknown: "),
        (("../../etc/passwd",), 1, "is no article's id or address"),
        (("aaaaaaaaaaaaaaaaaaaaaaaaaa", "--format", "papyrus"), 1, "invalid_words: "),
        (("aaaaaaaaaaaaaaaaaaaaaaaaaa", "--from", "http://127.0.0.1:1"), 3, "does not answer"),
        (("aaaaaaaaaaaaaaaaaaaaaaaaaa", "--key-file", "nowhere"), 2, "the key file cannot be read"),
    ],
)
def test_what_cannot_be_shown_says_why(answers: Answering, told: Told, arguments: tuple[str, ...], status: int, told_of: str) -> None:
    ended, out, err = told("show", *arguments)
    assert (ended, out, told_of in err) == (status, "", True)


def test_a_page_cannot_steer_the_terminal(answers: Answering, told: Told, here: Path) -> None:
    (here / "a.html").write_text(print_page(headline="Lamp \x1b[31m\u202elit \x9b2J", canonical=URL))
    told("push", "a.html")
    for out in (told("show", URL)[1], told("diff", "a.html", URL)[1], told("show", URL, "--history")[1]):
        assert not {"\x1b", "\u202e", "\x9b"} & set(out)
