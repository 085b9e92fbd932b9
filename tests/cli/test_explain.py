"""`copydesk explain`: a page beside its article, in a file that runs nothing, asks nobody and shows what the page says as text."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.conftest import Told
from tests.paper import PARAGRAPHS, print_page

HOSTILE = print_page(headline="Lamp &lt;script&gt;alert(1)&lt;/script&gt; lit").replace(
    "</article>",
    "</article></iframe><script>alert(2)</script><img src=https://spy.example/x.gif onerror=alert(3)>"
    "<meta http-equiv=refresh content='0;https://spy.example'><x\"}{y>&quot;&gt;<!-- --></section>",
)


class Elements(HTMLParser):
    """(name, attributes) of every element of a document, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def report(told: Told, here: Path) -> Elements:
    (here / "page.html").write_text(HOSTILE)
    assert told("explain", "page.html", "--url", "https://news.example/1") == (0, "", "wrote page.explained.html\n")
    return Elements((here / "page.explained.html").read_text())


def test_the_page_stands_in_a_frame_without_any_right(report: Elements) -> None:
    ((_, frame),) = [element for element in report.found if element[0] == "iframe"]
    assert (frame["sandbox"], "src" in frame) == ("", False)
    shown = str(frame["srcdoc"])
    assert HOSTILE.partition("<title>")[2] in shown
    assert shown.index("Content-Security-Policy") < shown.index("<title>")


def test_nothing_of_the_page_becomes_an_element_of_the_report(report: Elements) -> None:
    names = {name for name, _ in report.found}
    assert names & {"script", "img", "link", "object", 'x"}{y'} == set()
    assert [attributes for _, attributes in report.found if {"src", "href", "onerror", "action"} & attributes.keys()] == []
    assert "<script>alert(1)</script>" in report.text
    assert "alert(3)" not in report.text


def test_nothing_may_load(report: Elements) -> None:
    policies = [attributes["content"] for name, attributes in report.found if attributes.get("http-equiv") == "Content-Security-Policy"]
    assert [str(policy).startswith("default-src 'none'; ") for policy in policies] == [True]


def test_facts_story_and_what_was_left_are_told_with_their_readers(report: Elements) -> None:
    for said in (*PARAGRAPHS, "headline", "h1", "no_published_at", "visible characters", '"schema_version": "1"'):
        assert said in report.text


def test_parts_of_the_article_are_outlined_on_the_page(report: Elements) -> None:
    shown = next(str(attributes["srcdoc"]) for name, attributes in report.found if name == "iframe")
    assert "html > body > article > h1 { outline: 2px solid #7a4fb5" in shown


def test_a_refused_page_has_a_report_that_says_why(told: Told, here: Path) -> None:
    (here / "menu.html").write_text("<p>Home</p>")
    status, _, err = told("explain", "menu.html", "--output", "why.html")
    assert (status, "copydesk: no_article: " in err) == (1, True)
    assert "no_article: no article found" in Elements((here / "why.html").read_text()).text


def test_the_same_is_told_as_json(told: Told, here: Path) -> None:
    (here / "page.html").write_text(HOSTILE)
    out = told("explain", "page.html", "--json")[1]
    assert set(json.loads(out)) == {"article", "explain"}


@pytest.mark.parametrize(
    ("name", "told_of"), [("nowhere.html", "unreadable: "), ("deep.html", "too_deep: "), ("empty.html", "empty_page: ")]
)
def test_what_is_no_page_is_told_in_one_line(told: Told, here: Path, name: str, told_of: str) -> None:
    (here / "deep.html").write_text("<div>" * 200_000)
    (here / "empty.html").write_text("")
    status, out, err = told("explain", name)
    assert (status, out, err.startswith(f"copydesk: {told_of}"), err.count("\n")) == (1, "", True, 1)
