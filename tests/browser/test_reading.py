"""A page is brought, and both panes tell what was read from it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.window import Window

type Visit = Callable[..., Window]

URL = "https://news.example.com/view/3100412"
HEADLINE = "한빛조선, 해상풍력 전용 부두에 2조원 투자…동해안 첫 조립단지"
EUC_KR = Path(__file__).parents[1] / "pages" / "www.seohaeeco.example" / "90127" / "page.html"


@pytest.fixture
def window(visit: Visit, sample_page: str) -> Window:
    """The sample page is open."""
    window = visit()
    window.read(sample_page, url=URL)
    window.wait_for_panes()
    return window


@pytest.mark.sample
def test_a_pasted_page_is_shown_beside_its_article(window: Window) -> None:
    expect(window.headline).to_have_text(HEADLINE)
    expect(window.sheet.locator("h1")).to_have_text(HEADLINE)
    expect(window.article.locator(".deck p")).to_have_text(["한 해 60기 조립해 먼바다로", "주민 몫 수익 배분도 처음 담아"])
    expect(window.article.locator(".story > p")).to_have_count(6)
    expect(window.page.locator(".told")).to_have_text("not kept")


def test_a_caption_stands_under_its_picture_with_what_was_read_from_it(window: Window) -> None:
    caption = window.article.locator("figure:has(.file) figcaption")
    expect(caption.locator("p")).to_have_text("▲ 10일 강원 동해시 새빛항에서 해상풍력 발전기의 날개가 배에 실리고 있다.")
    expect(caption.locator("dl div")).to_have_text(["Credit사진제공=한빛조선", "Relationprovided by", "Seen infigcaption, alt"])


def test_widgets_are_shown_as_what_they_are(window: Window) -> None:
    coins = window.widget("crypto_quotes").locator("tbody tr")
    expect(coins).to_have_count(4)
    expect(coins.first).to_have_text("비트코인121,400,000 KRW▲ +0.82 %")
    expect(coins.nth(1).locator("td").last).to_have_text("▼ -1.07 %")
    expect(window.widget("crypto_quotes").locator(".notes li")).to_have_text("* 24시간 변동률 기준")
    expect(window.widget("top_news").locator("li").first).to_have_text("단독항만 배후단지 규제, 12년 만에 손본다")
    expect(window.widget("reactions").locator("li")).to_have_text(["3좋아요", "0화나요", "0슬퍼요", "1추가취재 원해요"])
    expect(window.widget("stock_quotes").locator("header")).to_contain_text("empty")
    expect(window.page.locator('[data-role="utility"] .card')).to_have_count(2)


def test_the_coverage_adds_up_and_names_what_is_left_over(window: Window) -> None:
    shares = window.page.locator(".key b").all_inner_texts()
    assert sum(float(share.removesuffix(" %")) for share in shares) == pytest.approx(100, abs=2)
    expect(window.page.locator('.key [data-part="unassigned"]')).to_contain_text("0 %")
    furniture = window.page.locator('[data-list="coverage.chrome"]')
    furniture.locator("summary").click()
    expect(furniture).to_contain_text("회원가입")


def test_a_fact_tells_the_reader_that_won_and_what_was_rejected(window: Window) -> None:
    expect(window.fact("headline").locator(".reader")).to_have_text("h1")
    expect(window.fact("published_at").locator(".reader")).to_have_text("jsonld:datePublished+line")
    window.fact("headline").locator("summary").click()
    expect(window.fact("headline").locator(".rejected li").first).to_have_text(f"jsonld:headline {HEADLINE}")


@pytest.mark.sample
def test_pointing_at_either_side_lights_the_other(window: Window) -> None:
    paragraph = window.article.locator(".story > p").nth(1)
    text = paragraph.inner_text()
    paragraph.hover()
    window.wait_for_light()
    assert window.lit() == ([text], [text])
    window.sheet.locator("figcaption").hover()
    expect(window.article.locator("figcaption[data-lit]")).to_be_visible()
    assert window.lit()[0] == ["▲10일 강원 동해시 새빛항에서 해상풍력 발전기의 날개가 배에 실리고 있다. 사진제공=한빛조선"]


def test_the_keyboard_lights_the_other_side_and_brings_it_into_view(window: Window) -> None:
    window.widget("crypto_quotes").focus()
    expect(window.sheet.locator(".coin[data-lit]")).to_be_in_viewport()
    window.page.locator(".menu summary").focus()
    while window.headline.get_attribute("data-lit") != "":
        window.page.keyboard.press("Tab")  # through what stands in the page before its headline
    assert window.page.evaluate("document.activeElement.localName") == "iframe"
    expect(window.headline).to_be_in_viewport()


def test_each_part_has_its_colour_on_both_sides(window: Window) -> None:
    left = window.page.locator("iframe").evaluate(
        "frame => [...frame.contentDocument.querySelectorAll('[data-at]')].map((one) => one.dataset.part)"
    )
    right = window.article.locator("[data-at]").evaluate_all("all => all.map((one) => one.dataset.part)")
    assert set(left) == set(right) == {"meta", "body", "captions", "widgets"}


def test_a_dropped_file_is_read(visit: Visit, sample_page: str) -> None:
    window = visit()
    window.drop_file(sample_page.encode())
    expect(window.headline).to_have_text(HEADLINE)


def test_an_uploaded_file_is_read_in_its_own_charset(visit: Visit) -> None:
    window = visit()
    window.choose_file(EUC_KR)
    window.wait_for_panes()
    text = EUC_KR.read_bytes().decode("cp949")
    headline = window.headline.inner_text()
    assert headline in re.sub(r"\s+", " ", text)
    expect(window.sheet.locator("body")).to_contain_text(headline)


def test_a_page_in_doubt_tells_why_and_leads_to_the_fact(visit: Visit) -> None:
    window = visit()
    story = "".join(
        f"<p>The ferry runs again, every half hour from six in the morning, and the town pays for season {n}.</p>" for n in range(4)
    )
    window.read(f"<html lang=en><title>Ferry</title><article><h1>Ferry returns</h1>{story}</article></html>")
    doubt = window.page.locator(".doubts li").filter(has_text="No time of publication")
    expect(doubt).to_contain_text("the page tells no time of publication")
    doubt.get_by_role("button").click()
    expect(window.fact("published_at")).to_be_focused()


def test_a_tried_page_can_be_taken_as_a_call_and_as_a_file(window: Window) -> None:
    window.page.get_by_role("button", name="Copy as curl").click()
    expect(window.page.locator("#notice")).to_have_text("Copied")
    call = window.page.evaluate("navigator.clipboard.readText()")
    assert re.match(r"curl -s 'http://[^' ]+/v1/normalize\?url=[^' ]+&explain=true' ", call)
    assert '-H "Authorization: Bearer $KEY"' in call
    window.page.locator(".menu summary").click()
    with window.page.expect_download() as told:
        window.page.locator(".menu").get_by_role("button").click()
    assert HEADLINE in Path(told.value.path()).read_text()


def test_what_is_no_page_is_refused_with_its_reason(visit: Visit) -> None:
    window = visit()
    window.read("just a line of text")
    expect(window.page.get_by_role("alert")).to_contain_text("Not HTML")
    expect(window.page.get_by_role("alert")).to_contain_text("this is plain text: it holds no HTML tag")
    expect(window.page.locator("#page-text")).to_have_value("just a line of text")
