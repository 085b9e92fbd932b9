"""Small pages for the normalizer's tests."""

from copydesk.article import Article
from copydesk.normalize import normalize
from copydesk.page import RawPage, Words

SENTENCES = (
    "The harbour council voted on Tuesday to rebuild the northern quay after the winter storms tore away forty metres of its wall.",
    "Engineers say the work will take two summers, and that ferries to the outer islands will sail from the fish market until then.",
    "Fishermen had asked for a longer breakwater, but the money that the region promised last year covers only the quay itself.",
    "A second vote in spring will decide whether the old crane, which dates from before the first railway, can stay where it is.",
)
STORY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def page(body: str, *, head: str = "", title: str = "Council votes to rebuild the northern quay") -> str:
    """A whole page with a headline, `body` inside its article element."""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>"
        f'<meta property="og:title" content="{title}">{head}</head>'
        f"<body><header><a href=/>Harbour Post</a></header><main><article><h1>{title}</h1>{body}</article></main>"
        "<footer><p>Harbour Post, 1 Quay Street</p></footer></body></html>"
    )


def read(html: str, *, url: str | None = "https://harbour.example/news/4711-quay") -> Article:
    return normalize(RawPage(html.encode(), Words(url=url), "text/html; charset=utf-8"))


def paragraphs(article: Article) -> list[str]:
    """Texts of the story's paragraphs, blocks with a role apart."""
    return [block.text for block in article.body.blocks if block.type == "paragraph" and block.role is None]
