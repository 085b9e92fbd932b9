"""A page's addresses may be anything: one that is none costs nothing but itself."""

import json

import pytest

from tests.normalize.pages import SENTENCES, STORY, page, paragraphs, read

BROKEN = ("http://[", "//[x", "https://[::1", "http://h:x/", "http://h:99999999/a", "https://h/%zz?u=http://[&w=3", "\\\\[", "http://]")


@pytest.mark.parametrize("told", ["https://harbour.example/news/4711-quay", None])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_page_of_broken_addresses_is_read(broken: str, told: str | None) -> None:
    linked = json.dumps({"@type": "NewsArticle", "url": broken, "image": broken, "publisher": {"name": "Harbour Post", "url": broken}})
    head = (
        f'<link rel=canonical href="{broken}"><link rel=amphtml href="{broken}"><meta property="og:url" content="{broken}">'
        f'<meta property="og:image" content="{broken}"><base href="{broken}"><script type="application/ld+json">{linked}</script>'
    )
    teasers = "".join(f'<li><a href="{broken}">The crane over the old harbour may stay, number {n}</a></li>' for n in range(4))
    body = (
        f'<figure><img src="{broken}" srcset="{broken} 2x"><figcaption>The quay. Photo: Ada Quill</figcaption></figure>{STORY}'
        f'<iframe src="{broken}"></iframe><p><a href="{broken}">The crane over the old harbour may stay for another year</a></p>'
        f"<div class=teasers><ul>{teasers}</ul></div><p>{SENTENCES[0].replace('the', 'that')}</p>"
    )
    article = read(page(f"{body}<aside><h3>Most read</h3><ol>{teasers}</ol></aside>", head=head), url=told)
    assert paragraphs(article)[: len(SENTENCES)] == list(SENTENCES)
