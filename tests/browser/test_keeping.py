"""Kept articles: pushed, found again, revised, compared, taken elsewhere; and what was refused."""

import json
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.window import API, KEY, READER, Window, ask

type Visit = Callable[..., Window]

STORY = "".join(
    f"<p>The ferry between the two banks runs again, every half hour from six in the morning, for season {n}.</p>" for n in range(4)
)
RUN = uuid4().hex[:8]  # a stack may have seen these tests before


def ferry(headline: str, story: str = STORY) -> str:
    date = '<meta property="article:published_time" content="2026-03-12T09:00:00+09:00">'
    return f"<html lang=en><head><title>{headline}</title>{date}</head><body><article><h1>{headline}</h1>{story}</article></body></html>"


def pushed(name: str, headline: str) -> str:
    """The id of a new article of the sender's id `name`."""
    told = {"html": ferry(headline), "external_id": f"{name}-{RUN}", "url": f"https://news.example.com/view/{name}-{RUN}"}
    return str(ask("POST", "/v1/articles", told)["article_id"])


@pytest.mark.sample
def test_a_page_is_kept_revised_and_compared(visit: Visit) -> None:
    window = visit()
    window.read(ferry("Ferry returns"), url=f"https://news.example.com/view/kept-{RUN}")
    first = window.keep()
    expect(window.page.locator(".told")).to_contain_text("Revision 1")
    window.page.get_by_role("link", name="New edition").click()
    expect(window.page.locator("[name=url]")).to_have_value(f"https://news.example.com/view/kept-{RUN}")
    window.read(ferry("Ferry returns at last", STORY.replace("six", "seven", 1)))
    assert window.keep() == first
    expect(window.page.locator(".told")).to_contain_text("Revision 2")
    window.open_tab("History")
    changed = window.page.locator(".diff tr.changed")
    expect(changed).to_have_count(2)
    expect(changed.first.locator("ins")).to_have_text(" at last")
    expect(changed.nth(1).locator("del")).to_have_text("six")
    expect(changed.nth(1).locator("ins")).to_have_text("seven")
    window.page.get_by_role("button", name="Revision 1").click()
    window.wait_for_panes()
    expect(window.headline).to_have_text("Ferry returns")
    expect(window.page.locator(".told")).to_contain_text("superseded")


@pytest.mark.parametrize("by", ["id", "address", "external_id"])
def test_a_kept_article_is_found_by_each_of_its_names(visit: Visit, by: str) -> None:
    name = f"found-by-{by}"
    article_id = pushed(name, f"Found by {by}")
    window = visit()
    window.find({"id": article_id, "address": f"https://news.example.com/view/{name}-{RUN}", "external_id": f"{name}-{RUN}"}[by])
    expect(window.headline).to_have_text(f"Found by {by}")
    window.headline.hover()
    window.wait_for_light()
    assert window.lit()[0] == [f"Found by {by}"]


def test_who_may_only_read_is_told_why_a_kept_article_was_read_so(visit: Visit) -> None:
    window = visit(key=READER, to=f"/article/{pushed('only-read', 'Only read')}")
    window.wait_for_panes()
    expect(window.page.locator(".note")).to_have_count(0)
    window.fact("headline").locator("summary").click()
    expect(window.fact("headline").locator(".rejected li").first).to_contain_text("Only read")
    window.headline.hover()
    window.wait_for_light()
    assert window.lit()[0] == ["Only read"]


def test_who_may_not_keep_a_page_is_told_what_to_do_in_their_language(visit: Visit) -> None:
    window = visit(key=READER, locale="ko-KR")
    window.page.locator("#page-text").fill(ferry("Not to be kept"))
    window.page.locator("form.bring button[type=submit]").click()
    told = window.page.get_by_role("alert")
    expect(told).to_contain_text("이 키로는 할 수 없습니다")
    expect(told).to_contain_text("권한이 있는 키를 쓰거나")
    expect(told.locator('[lang="en"]')).to_have_text("this key has no push right")


def test_a_name_that_nothing_has_says_so(visit: Visit) -> None:
    window = visit()
    window.find("no-such-name")
    expect(window.page.get_by_role("alert")).to_have_text("No article has this name.")


def test_the_latest_articles_are_a_list_to_open_from(visit: Visit) -> None:
    pushed("latest", f"Latest of all {RUN}")
    window = visit()
    window.page.get_by_role("link", name=f"Latest of all {RUN}").click()
    expect(window.headline).to_have_text(f"Latest of all {RUN}")


def test_a_withdrawn_article_says_that_it_is_gone(visit: Visit) -> None:
    article_id = pushed("withdrawn", "Soon withdrawn")
    request = urllib.request.Request(f"{API}/v1/articles/{article_id}", None, {"authorization": f"Bearer {KEY}"}, method="DELETE")
    urllib.request.urlopen(request, timeout=30).close()
    window = visit(to=f"/article/{article_id}")
    expect(window.page.get_by_role("alert")).to_contain_text("Withdrawn")


def test_every_rendition_of_the_api_can_be_downloaded(visit: Visit) -> None:
    article_id = pushed("renditions", "In every rendition")
    formats = ask("GET", "/openapi.json")["paths"]["/v1/articles/{article_id}"]["get"]["parameters"]
    expected = next(one["schema"]["enum"] for one in formats if one["name"] == "format")
    window = visit(to=f"/article/{article_id}")
    window.page.locator(".menu summary").click()
    buttons = window.page.locator(".menu").get_by_role("button")
    expect(buttons).to_have_count(len(expected))
    for button in buttons.all():
        with window.page.expect_download() as told:
            button.click()
        assert told.value.suggested_filename.startswith(f"{article_id}-1.")
        assert "In every rendition" in Path(told.value.path()).read_text()


def test_the_copied_call_answers_what_is_shown(visit: Visit) -> None:
    article_id = pushed("curl", "Copied as a call")
    window = visit(to=f"/article/{article_id}")
    window.page.get_by_role("button", name="Copy as curl").click()
    expect(window.page.locator("#notice")).to_have_text("Copied")
    call = window.page.evaluate("navigator.clipboard.readText()")
    assert KEY not in call
    answer = subprocess.run(["bash", "-c", call], env={"KEY": KEY, "PATH": "/usr/bin:/bin"}, capture_output=True, check=True).stdout
    assert json.loads(answer)["article"]["meta"]["headline"] == "Copied as a call"


def test_the_json_is_what_the_api_answers(visit: Visit) -> None:
    article_id = pushed("json", "As JSON")
    window = visit(to=f"/article/{article_id}")
    window.open_tab("JSON")
    assert json.loads(window.page.locator("pre.json").inner_text()) == ask("GET", f"/v1/articles/{article_id}")


def test_a_refused_page_of_the_inbox_tells_why_and_can_be_tried_again(visit: Visit) -> None:
    form = ask("POST", "/v1/uploads", {"url": f"https://news.example.com/view/refused-{RUN}", "content_type": "text/html"})
    upload(form, b"no page at all")
    window = visit(to="/refused")
    expect(window.page.get_by_role("heading", name="Refused pages")).to_be_visible()
    wait_until_settled(form["receipt"])
    window.page.reload()
    entry = window.page.locator(".refused .card").filter(has_text="Not HTML").first
    expect(entry).to_contain_text("it holds no HTML tag")
    entry.get_by_role("button", name="Try again").click()
    expect(entry.get_by_role("status")).to_contain_text("Refused again: Not HTML. Bring the page's HTML source")


def upload(form: dict[str, Any], content: bytes) -> None:
    edge = "copydesk-test-edge"
    parts = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in form["fields"].items()
    )
    body = (
        f'{parts}--{edge}\r\nContent-Disposition: form-data; name="file"; filename="page"\r\n\r\n'.encode()
        + content
        + f"\r\n--{edge}--\r\n".encode()
    )
    headers = {"content-type": f"multipart/form-data; boundary={edge}"}
    urllib.request.urlopen(urllib.request.Request(form["url"], body, headers, method="POST"), timeout=30).close()


def wait_until_settled(receipt: str) -> None:
    for _ in range(100):
        if ask("GET", receipt)["outcome"] != "pending":
            return
        time.sleep(0.2)
    raise AssertionError(f"{receipt} is pending after 20 s")
