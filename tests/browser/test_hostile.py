"""Pages and words that want to run: they are shown, and nothing of them runs or asks the network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.window import API, Window, ask

type Visit = Callable[..., Window]

SENTENCE = "The ferry between the two banks runs again, every half hour from six in the morning, and the town pays for the first season."
STRANGER = "https://stranger.invalid"  # whoever asks it has left the origin
PAYLOADS = (
    "<script>top.ran = 1; alert(1)</script>",
    f"<script src={STRANGER}/a.js></script>",
    "<img src=x onerror=alert(1)>",
    f'<img src="{STRANGER}/a.png" srcset="{STRANGER}/b.png 2x">',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    f"<svg><image href={STRANGER}/a.svg /><use href={STRANGER}/b.svg#c /></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<iframe src=javascript:alert(1)></iframe><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    f"<iframe src={STRANGER}></iframe><object data={STRANGER}></object><embed src={STRANGER}>",
    f"<video src={STRANGER}/v.mp4 poster={STRANGER}/p.png autoplay></video><audio src={STRANGER}/a.mp3 autoplay></audio>",
    "<a href='javascript:alert(1)' id=hit>hit me</a>",
    f"<a href='{STRANGER}' target=_top ping='{STRANGER}/ping' id=hit>hit me</a>",
    f"<form action={STRANGER} id=f><input name=body autofocus onfocus=alert(1)></form>",
    "<form id=f></form><button form=f formaction=javascript:alert(1) id=hit>hit me</button>",
    "<details open ontoggle=alert(1)><summary>more</summary></details><marquee onstart=alert(1)>x</marquee>",
    "<p style='background:url(https://stranger.invalid/s.png);position:fixed;inset:0' onmouseover=alert(1)>styled</p>",
    f"<style>@import '{STRANGER}/a.css'; @media all {{ p {{ background: url({STRANGER}/b.png) }} }}</style>",
    f"<style>@font-face {{ font-family: f; src: url({STRANGER}/f.woff) }} p {{ font-family: f }}</style>",
    f"<style>p {{ background: u\\72l({STRANGER}/c.png); --x: url({STRANGER}/d.png); content: image-set('{STRANGER}/e.png' 1x) }}</style>",
    f"<link rel=stylesheet href={STRANGER}/a.css><link rel=prefetch href={STRANGER}><link rel=preload as=image href={STRANGER}/a.png>",
    f"<meta http-equiv=refresh content='0;url={STRANGER}'><base href={STRANGER}>",
    "<p id=body name=contentDocument>clobbered</p><img name=body id=documentElement>",
    f"<table background={STRANGER}/t.png><tr><td background={STRANGER}/u.png>cell</table>",
    f"<frameset onload=alert(1)><frame src={STRANGER}></frameset>",
    "<textarea><script>alert(1)</script></textarea><xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>",
)
LEFT_OVER = (
    "script, iframe, object, embed, form, link, meta:not([http-equiv='Content-Security-Policy']), base, [href], [src], [srcset], [action]"
)


def a_page(payload: str, headline: str = "Ferry returns to the harbour") -> str:
    story = "".join(f"<p>{SENTENCE} {n}</p>" for n in range(4))
    head = "<html lang=en><head><title>Ferry</title></head>"
    return f"{head}<body><article><h1>{headline}</h1>{story}{payload}</article>{payload}</body></html>"


def show(window: Window, payload: str) -> None:
    window.page.goto(f"{API}/#/")
    expect(window.page.locator("#page-text")).to_be_visible()
    window.read(a_page(payload))
    window.wait_for_panes()
    expect(window.headline).to_have_text("Ferry returns to the harbour")


def check(window: Window, payload: str) -> None:
    """The fixture listens to what is said and asked; here is what can be seen."""
    assert window.in_sheet(LEFT_OVER, "outerHTML") == [], payload
    for hit in window.sheet.locator("#hit").all():
        hit.click()
    assert window.page.url == f"{API}/#/draft", payload
    assert window.page.evaluate("globalThis.ran") is None, payload


@pytest.mark.sample
def test_no_page_runs_or_asks_anything(visit: Visit) -> None:
    window = visit()
    show(window, "".join(PAYLOADS))
    check(window, "all at once")


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 7))
def test_no_page_runs_or_asks_anything_by_itself(visit: Visit, first: int) -> None:
    window = visit()
    for payload in PAYLOADS[first : first + 7]:
        show(window, payload)
        check(window, payload)


WORDS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)}",
    "</textarea></title></style></script><img src=x onerror=alert(1)>",
    "\u202etxet desrever\u202c \ufffe",
)


def article_of(word: str) -> str:
    """The id of an article that says `word` wherever a sender may say something."""
    person = {"name": word, "role": word, "email": word, "url": "javascript:alert(1)", "printed": word}
    media = {"id": "m1", "kind": "image", "url": "javascript:alert(1)", "alt": word}
    return str(
        ask(
            "POST",
            "/v1/articles",
            {
                "html": a_page("", headline="Words").replace("<p>", f"<p>{word.replace('<', '&lt;')} "),
                "external_id": word,
                "headline": word,
                "kicker": word,
                "deck": [word, word],
                "description": word,
                "authors": [person],
                "byline": word,
                "publisher_name": None,
                "sections": [word],
                "tags": [{"text": word, "url": "javascript:alert(1)"}],
                "media": [media],
                "labels": [{"text": word, "kind": "other"}],
                "rights": {"notice": word, "holder": word},
            },
        )["article_id"]
    )


@pytest.mark.parametrize("word", WORDS)
def test_no_word_of_a_sender_becomes_markup(visit: Visit, word: str) -> None:
    article_id = article_of(word)
    window = visit(to=f"/article/{article_id}")
    window.wait_for_panes()
    for tab in ("History", "JSON", "Article"):
        window.open_tab(tab)
    assert window.page.locator("main :is(script, svg, img, iframe:not([sandbox]), [href^='javascript'], [onerror], [onload])").count() == 0
    window.page.get_by_role("link", name="Open", exact=True).click()
    expect(window.page.locator(".latest li").first).to_be_visible()
    assert window.page.locator("main :is(script, svg, img, iframe, [onerror], [onload])").count() == 0
