"""The inspector in Chromium, against the stack that `make browser` starts; whatever a test does, the browser must stay quiet."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.window import Window

API = os.environ["API"]
KEY = os.environ["KEY"]
NAMES = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 30
expect.set_options(timeout=SECONDS * 1000)
OURS = (API, "data:", "blob:", "about:")


def find_chromium() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.exit("no Chromium: apt-get install chromium", returncode=1)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # No sandbox of its own: as root, as in most containers, Chromium does not start with one.
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Opens a window of its own. Errors on the console, requests that leave the origin and dialogs fail the test, however it ends."""
    heard: list[str] = []
    contexts = []

    def visit(*, key: str | None = KEY, to: str = "/", **taste: Any) -> Window:
        context = browser.new_context(
            **{"viewport": {"width": 1360, "height": 860}, "locale": "en-GB", "timezone_id": "Asia/Seoul"} | taste
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        listen(page, heard)
        page.goto(f"{API}/#key={key}&to={to}" if key else f"{API}/#{to}")
        return Window(page)

    yield visit
    for context in contexts:
        context.close()
    assert heard == []


def listen(page: Page, heard: list[str]) -> None:
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: heard.append(f"popup: {popup.url}"))
    page.on("console", lambda said: heard.append(f"console: {said.text}") if is_fault(said) else None)
    page.on("request", lambda request: None if request.url.startswith(OURS) else heard.append(f"request: {request.url}"))


def is_fault(said: Any) -> bool:
    """The browser itself writes a line for every answer from 400 on: refusals that a test asks for."""
    return said.type in ("error", "warning") and "Failed to load resource: the server responded with a status of 4" not in said.text


@pytest.fixture
def sample_page() -> str:
    return (Path(__file__).parents[2] / "events" / "pages" / "harbor-wind.html").read_text()
