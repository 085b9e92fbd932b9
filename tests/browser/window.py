"""What a person does in the inspector."""

import json
import os
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Locator, Page, expect

API = os.environ["API"]
KEY = os.environ["KEY"]
READER = os.environ["READER"]


@dataclass(frozen=True)
class Window:
    page: Page

    # -------------------------------------------------------------- doing

    def read(self, html: str, **words: str) -> None:
        self.page.locator("#page-text").fill(html)
        if words.keys() - {"url"}:
            self.page.locator(".words details").evaluate("details => details.open = true")
        for name, value in words.items():
            self.page.locator(f".words [name={name}]").fill(value)
        self.page.get_by_role("button", name="Read it").click()

    def choose_file(self, path: Path) -> None:
        self.page.locator("#page-file").set_input_files(path)

    def drop_file(self, content: bytes, name: str = "page.html") -> None:
        """As the file manager does it: the browser hands over bytes."""
        self.page.evaluate(
            """([bytes, name]) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "text/html" }));
                const form = document.querySelector("form.bring");
                for (const kind of ["dragover", "drop"]) {
                    form.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
                }
            }""",
            [list(content), name],
        )

    def keep(self) -> str:
        """The article's id."""
        self.page.get_by_role("button", name="Keep it").click()
        self.page.wait_for_url("**/#/article/*")
        self.wait_for_panes()
        return self.page.url.rpartition("/")[2]

    def find(self, name: str) -> None:
        self.page.get_by_role("searchbox").fill(name)
        self.page.locator(".find").get_by_role("button", name="Open", exact=True).click()

    def open_tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    # ------------------------------------------------------------- seeing

    def wait_for_panes(self) -> None:
        expect(self.page.locator("iframe[data-ready]")).to_be_attached()

    @property
    def sheet(self) -> FrameLocator:
        """The page as it was sent, left."""
        return self.page.frame_locator("iframe")

    @property
    def article(self) -> Locator:
        return self.page.locator(".reading")

    @property
    def headline(self) -> Locator:
        return self.article.locator("h1")

    def fact(self, name: str) -> Locator:
        return self.page.locator(f"#fact-{name}")

    def widget(self, kind: str) -> Locator:
        return self.page.locator(f'.card[data-kind="{kind}"]')

    def lit(self) -> tuple[list[str], list[str]]:
        """The texts that are lit up, left and right."""
        return self.in_sheet("[data-lit]", "innerText"), self.article.locator("[data-lit]").all_inner_texts()

    def in_sheet(self, selector: str, name: str) -> list[str]:
        """A property of elements of the page as it was sent, asked from outside: in there nothing may run, our own questions neither."""
        found: list[str] = self.page.locator("iframe").evaluate(
            "(frame, [selector, name]) => [...frame.contentDocument.querySelectorAll(selector)].map((one) => one[name])", [selector, name]
        )
        return found

    def wait_for_light(self) -> None:
        expect(self.article.locator("[data-lit]").first).to_be_visible()

    def complaints(self) -> list[str]:
        """What axe-core has against the view, with the elements."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}" for one in found for node in one["nodes"]]


def ask(method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    """The API asked by another than the browser."""
    sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    told = {"authorization": f"Bearer {KEY}", **({"content-type": "application/json"} if sent else {}), **(headers or {})}
    with urllib.request.urlopen(urllib.request.Request(f"{API}{path}", sent, told, method=method), timeout=60) as answer:
        return json.load(answer)
