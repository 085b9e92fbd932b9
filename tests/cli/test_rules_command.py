"""`copydesk rules`: what a person says of a page becomes a rule that its own example vouches for."""

import json
import tomllib
from pathlib import Path

import pytest

from copydesk.normalize import normalize
from copydesk.page import RawPage, Words
from copydesk.rules.sites import load_site
from tests.cli.conftest import Told
from tests.normalize.test_sites import HOST, PAGE, PROSE

URL = f"https://{HOST}/1"
STATEMENTS = (
    *("--drop", "Our readers get", "--drop", "part of our series", "--caption", "seen from the mole", "--deck", "Two boats were lost"),
    *("--byline", "Ada Quill", "--zone", "Asia/Seoul", "--language", "en-GB"),
)


@pytest.fixture
def page(here: Path) -> str:
    (here / "page.html").write_text(PAGE)
    return "page.html"


def test_statements_become_the_simplest_selectors_that_make_them_true(told: Told, page: str, here: Path) -> None:
    status, out, _ = told("rules", "new", page, "--url", URL, *STATEMENTS)
    rule = tomllib.loads(out)
    del rule["examples"], rule["reason"]
    assert (status, rule) == (
        0,
        {
            "zone": "Asia/Seoul",
            "language": "en-GB",
            "drop": [".offer", ".ps"],
            "selectors": {"deck": [".sub"], "byline": [".who > b"], "captions": [".pt"]},
        },
    )


@pytest.mark.parametrize(
    ("words", "selector"),
    [
        ("Our readers get", ".card__offer > p:nth-of-type(1)"),
        ("Our readers get … at the stand", ".card__offer"),
    ],
)
def test_a_drop_is_the_smallest_element_that_says_all_of_it(told: Told, here: Path, words: str, selector: str) -> None:
    offer = '<div class="e_bd card__offer css-1x2y3z Card_a__9fX2b"><p>Our readers get the calendar.</p><p>We are at the stand.</p></div>'
    story = "".join(f"<p>{text}</p>" for text in PROSE)
    (here / "page.html").write_text(
        f"<article><h1>Lighthouse stays lit</h1>{story}<div><div>{offer}<p>{PROSE[2][:90]}</p></div></div></article>"
    )
    rule = tomllib.loads(told("rules", "new", "page.html", "--url", URL, "--drop", words)[1])
    assert rule["drop"] == [selector]


def test_the_rule_reads_the_whole_page_as_it_was_said_to_be(told: Told, page: str, here: Path) -> None:
    (here / f"{HOST}.toml").write_text(told("rules", "new", page, "--url", URL, *STATEMENTS)[1])
    rule = load_site(here / f"{HOST}.toml")
    article = normalize(RawPage(PAGE.encode(), Words(url=URL)), lambda host: rule)
    assert article.meta.deck == ("Two boats were lost in one winter, and the council has heard the keepers.",)
    assert article.body.text == "\n\n".join(PROSE)
    assert article.captions[0].text.startswith("The lamp, seen from the mole")


def test_what_was_made_checks_out_and_an_entry_that_nothing_needs_does_not(told: Told, page: str, here: Path) -> None:
    file = here / f"{HOST}.toml"
    file.write_text(told("rules", "new", page, "--url", URL, *STATEMENTS)[1])
    status, out, _ = told("rules", "check", str(file))
    assert (status, out) == (0, f"ok     {file}: 7 entries, 1 examples\n")
    file.write_text(file.read_text().replace('".ps",', '".ps",\n    ".nowhere",'))
    status, out, _ = told("rules", "check", str(file), "--json")
    (checked,) = json.loads(out)
    assert (status, checked["faults"]) == (
        1,
        [f"{HOST}.toml: drop.'.nowhere': no example fails without it; add one under [examples.…], or delete it"],
    )


def test_a_rule_says_what_it_changes_and_nothing_else_changes(told: Told, page: str) -> None:
    err = told("rules", "new", page, "--url", URL, "--drop", "Our readers get")[2]
    assert err.endswith(
        "what it changes on this page:\nbody\n  - paragraph: Our readers get the harbour calendar for less this month, "
        "and we would be glad to see you at the stand.\n"
    )
    changes = json.loads(told("rules", "new", page, "--url", URL, "--drop", "Our readers get", "--json")[1])["changes"]
    assert [change["part"] for change in changes] == ["body"]


def test_without_a_statement_the_reading_is_shown_to_be_judged(told: Told, page: str) -> None:
    status, out, err = told("rules", "new", page, "--url", URL)
    assert (status, "headline      Lighthouse stays lit\n" in out, "say what is wrong" in err) == (0, True, True)


@pytest.mark.parametrize(
    ("statement", "told_of"),
    [
        (("--drop", "no such words"), "does not say 'no such words' in one place"),
        (("--headline", "Lighthouse stays lit"), "that is read so without a rule"),
        (("--drop", "css:div["), "'div[' is no CSS selector"),
        (("--drop", "css:.nowhere"), "nothing changes without drop.'.nowhere'"),
        (("--zone", "Mars/Olympus"), "is no IANA zone"),
        (("--language", "en-US"), "nothing changes without language 'en-US'"),
    ],
)
def test_what_no_rule_makes_true_is_said(told: Told, here: Path, statement: tuple[str, ...], told_of: str) -> None:
    (here / "page.html").write_text(PAGE.replace("<html>", '<html lang="en">'))
    _, out, err = told("rules", "new", "page.html", "--url", URL, *statement)
    assert (out, told_of in err, "Traceback" in err) == ("", True, False)


def test_a_rule_is_written_where_rules_stand_and_the_next_statement_joins_it(
    told: Told, page: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copydesk.rules.tables.HOME", here)
    for words in ("Our readers get", "part of our series"):
        assert told("rules", "new", page, "--url", URL, "--drop", words, "--reason", "Its offers", "--write")[:2] == (0, "")
    rule = tomllib.loads((here / "sites" / f"{HOST}.toml").read_text())
    assert (rule["reason"], rule["drop"], len(rule["examples"]["page"])) == ("Its offers", [".offer", ".ps"], 2)
    assert told("rules", "check", "--json")[0] == 0


def test_every_rule_that_comes_with_copydesk_has_its_form(told: Told) -> None:
    status, out, _ = told("rules", "check")
    assert (status, out.count("FAILS")) == (0, 0)
    assert "languages/ko.toml" in out
