# ruff: noqa: E501  (a row of markup is read better in one line)
"""Lists of teasers below the story whose heading nobody knows, or which have none."""

import pytest

from copydesk.article import Article, LinkListWidget
from tests.normalize.pages import STORY, page, read

TITLES = (
    "The old crane will stay, says the harbour master",
    "A ferry that never left the northern harbour",
    "Two summers of work on the winter wall",
)


def rows(n: int = 3) -> str:
    return "".join(f"<div class=card><h3><a href=/news/48{n}-a>{title}</a></h3><p>Harbour</p></div>" for n, title in enumerate(TITLES[:n]))


def below(markup: str) -> Article:
    return read(page(STORY).replace("</main>", f"</main>{markup}"))


def told(article: Article) -> list[tuple[str, str | None, list[str]]]:
    return [(w.kind, w.title, [item.title for item in w.items]) for w in article.widgets if isinstance(w, LinkListWidget)]


LISTS = [
    # markup below the story → kind, title, number of items
    (f"<div class=x1>{rows()}</div>", ("recommended", None, 3)),
    (f"<div class=x1><h2>From the quay</h2><div>{rows(2)}</div></div>", ("recommended", "From the quay", 2)),
    (f"<div class=x1><p><a href=/quay>From the quay</a></p><ul>{rows().replace('div', 'li')}</ul></div>", ("recommended", None, 3)),
    (f"<aside><div class=col-tit><a href=/quay>From the quay</a></div><ul>{rows().replace('div', 'li')}</ul></aside>", ("recommended", "From the quay", 3)),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "want"), LISTS)
def test_a_list_of_teasers_is_a_widget_and_no_navigation(markup: str, want: tuple[str, str | None, int]) -> None:
    article = below(markup)
    ((kind, title, items),) = told(article)
    assert (kind, title, len(items)) == want
    assert items == list(TITLES[: len(items)])
    coverage = article.provenance.coverage
    assert (coverage.unassigned, coverage.unknown) == (0, 0)


def test_two_lists_with_headings_of_their_own_stay_two() -> None:
    one, two = f"<div class=x1><h2>From the quay</h2>{rows()}</div>", f"<div class=x1><h2>On the water</h2>{rows()}</div>"
    assert [title for _, title, _ in told(below(f"<div>{one}{two}</div>"))] == ["From the quay", "On the water"]


NONE = [
    f"<nav>{rows()}</nav>",
    f"<div class=sitemap><div role=navigation>{rows()}</div></div>",
    f"<footer>{rows()}</footer>",
    f"<div class=x1>{rows(2)}</div>",  # two titles without a heading
    f"<div class=x1><h2>Comments</h2>{rows()}</div>",  # a heading of something else
    "<div class=x1><a href=#a>What the engineers said about the wall</a><br><a href=#b>What the fishermen said about it</a><br><a href=#c>What the council will do in spring</a></div>",
]  # fmt: skip


@pytest.mark.parametrize("markup", NONE)
def test_the_sites_own_links_are_no_list_of_teasers(markup: str) -> None:
    assert told(below(markup)) == []


def test_the_footer_of_an_article_may_hold_a_list() -> None:
    ((kind, title, items),) = told(read(page(STORY + f"<footer><h4>From the quay</h4>{rows()}</footer>")))
    assert (kind, title, len(items)) == ("recommended", "From the quay", 3)
