"""The window itself: its key, its languages, its shades, its widths, and what axe-core says of each view."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.window import API, KEY, Window, ask

type Visit = Callable[..., Window]

DOUBTFUL = "<html lang=en><title>Ferry</title><article><h1>Ferry returns</h1>" + "".join(
    f"<p>The ferry between the banks runs again, every half hour from six, for season {n}.</p>" for n in range(4)
)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
TASTES = {"light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"}, "korean": {"locale": "ko-KR"}, "phone": PHONE}


def open_view(window: Window, name: str, page: str) -> None:
    """One of the views, wholly there."""
    if name == "refused":
        window.page.goto(f"{API}/#/refused")
        window.page.locator(".refused li").first.wait_for()
    elif name == "front":
        window.page.locator(".latest li").first.wait_for()
    else:
        window.page.locator("#page-text").fill(page if name == "article" else DOUBTFUL)
        window.page.locator("form.bring button[type=submit]").click()
        window.wait_for_panes()
        window.page.locator("details").evaluate_all("all => all.filter((one) => !one.matches('.menu')).forEach((one) => (one.open = true))")


@pytest.mark.parametrize("view", ["front", "refused", "article", "doubts"])
@pytest.mark.parametrize("taste", TASTES)
def test_a_view_is_accessible(visit: Visit, sample_page: str, view: str, taste: str) -> None:
    window = visit(**TASTES[taste])
    open_view(window, view, sample_page)
    assert window.complaints() == []


@pytest.mark.sample
def test_the_history_and_the_json_are_accessible(visit: Visit, sample_page: str) -> None:
    for edition in ("six", "seven"):
        told = {"html": sample_page.replace("60기", f"{edition} 기"), "external_id": "looks"}
        article_id = ask("POST", "/v1/articles", told)["article_id"]
    window = visit(to=f"/article/{article_id}")
    window.wait_for_panes()
    window.open_tab("History")
    window.page.locator(".diff tr.changed").first.wait_for()
    assert window.complaints() == []
    window.open_tab("JSON")
    assert window.complaints() == []


@pytest.mark.parametrize("view", ["front", "refused", "article", "doubts"])
def test_a_phone_needs_no_scrolling_sideways(visit: Visit, sample_page: str, view: str) -> None:
    window = visit(**PHONE)
    open_view(window, view, sample_page)
    assert window.page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_phone_shows_one_pane_at_a_time(visit: Visit, sample_page: str) -> None:
    window = visit(**PHONE)
    open_view(window, "article", sample_page)
    expect(window.headline).to_be_visible()
    expect(window.page.locator("iframe")).to_be_hidden()
    window.open_tab("Page")
    expect(window.page.locator("iframe")).to_be_visible()
    expect(window.headline).to_be_hidden()


@pytest.mark.sample
def test_the_language_changes_where_one_is(visit: Visit, sample_page: str) -> None:
    window = visit()
    open_view(window, "article", sample_page)
    window.page.get_by_role("button", name="한국어").click()
    expect(window.page.get_by_role("tab", name="기사")).to_be_visible()
    expect(window.page.locator(".key li").first).to_contain_text("기사 정보")
    assert window.page.evaluate("document.documentElement.lang") == "ko"
    window.page.reload()
    expect(window.page.get_by_role("button", name="English")).to_be_visible()


def test_the_shade_can_be_chosen_against_the_system(visit: Visit) -> None:
    window = visit(color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = window.page.evaluate(paper)
    window.page.get_by_role("button", name="Colours").click()
    window.page.get_by_role("button", name="Colours").click()
    assert window.page.evaluate(paper) != light


def test_the_key_is_in_the_tab_alone(visit: Visit) -> None:
    window = visit()
    window.page.locator(".latest li").first.wait_for()
    assert KEY not in window.page.url
    told = window.page.evaluate("[{ ...sessionStorage }, { ...localStorage }, document.cookie, history.state]")
    assert told == [{"copydesk-key": KEY}, {}, "", None]
    window.page.go_back()
    assert KEY not in window.page.url


def test_without_a_key_one_is_asked_for(visit: Visit) -> None:
    window = visit(key=None)
    window.page.get_by_label("Key", exact=True).fill(KEY)
    window.page.get_by_role("button", name="Use it").click()
    expect(window.page.locator(".latest li").first).to_be_visible()
    window.page.get_by_role("button", name="Key").click()
    window.page.get_by_role("button", name="Forget it").click()
    expect(window.page.get_by_role("dialog")).to_be_visible()
    assert window.page.evaluate("sessionStorage.length") == 0


def test_a_wrong_key_is_said_to_be_wrong(visit: Visit) -> None:
    window = visit(key="cd_nobody")
    expect(window.page.get_by_role("alert").first).to_contain_text("No valid key")
