"""The pictures of README, taken anew in Chromium: `make pictures` starts a stack and tells its address in $API and $KEY."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

API, KEY = os.environ["API"], os.environ["KEY"]
FOLDER = Path(__file__).parent / "images"
PAGE = (Path(__file__).parents[1] / "events" / "pages" / "harbor-wind.html").read_text()
URL = "https://news.example.com/view/3100412"
REVISED = PAGE.replace("2028년 상반기에", "2029년에").replace("60기", "72기")
MAX_BYTES = 150_000
CHROMIUM = shutil.which("chromium") or "chromium"


def main() -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        take_reading(browser)
        take_history(browser)
        take_widgets(browser)
        browser.close()
    heavy = [path.name for path in FOLDER.iterdir() if path.stat().st_size > MAX_BYTES]
    print(f"over {MAX_BYTES} bytes: {heavy}" if heavy else f"wrote {FOLDER}")
    return 1 if heavy else 0


def take_reading(browser: Browser) -> None:
    page = front(browser)
    read(page, PAGE)
    page.locator(".reading h1").hover()
    shoot(page, "inspector")


def take_history(browser: Browser) -> None:
    page = front(browser)
    for html in (PAGE, REVISED):
        page.goto(f"{API}/#/")
        page.locator("#page-text").wait_for()
        read(page, html)
        page.locator(".toolbar .strong").click()
        page.wait_for_url("**/#/article/*")
        page.locator("iframe[data-ready]").wait_for()
    page.locator('[role=tab][data-tab="history"]').click()
    page.locator(".diff tr.changed").first.wait_for()
    shoot(page, "revisions")


def take_widgets(browser: Browser) -> None:
    page = front(browser, locale="ko-KR", color_scheme="dark")
    read(page, PAGE)
    page.locator('.card[data-kind="crypto_quotes"]').hover()
    shoot(page, "widgets-dark")


def front(browser: Browser, **taste: str) -> Page:
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", "timezone_id": "Asia/Seoul"} | taste)
    page = context.new_page()
    page.goto(f"{API}/#key={KEY}")
    page.locator("#page-text").wait_for()
    return page


def read(page: Page, html: str) -> None:
    page.locator("#page-text").fill(html)
    page.locator(".words [name=url]").fill(URL)
    page.locator("form.bring button[type=submit]").click()
    page.locator("iframe[data-ready]").wait_for()


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(1000)  # what scrolls into view comes to rest
    page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=80)


if __name__ == "__main__":
    sys.exit(main())
