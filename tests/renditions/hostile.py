"""Articles that no page should make: every kind of block, with words that Markdown, HTML and JSON take for their own."""

from hypothesis import strategies as st

from copydesk.article import (
    Article,
    Block,
    Body,
    BoxBlock,
    Caption,
    Cell,
    Charset,
    Code,
    Credit,
    Divider,
    EmbedItem,
    EmbedWidget,
    Gallery,
    GalleryItem,
    Group,
    Heading,
    ListBlock,
    ListItem,
    Media,
    MediaBlock,
    Meta,
    Paragraph,
    Person,
    Placement,
    Provenance,
    Quote,
    Span,
    Table,
    Time,
    WidgetBlock,
)

PROVENANCE = Provenance(normalizer="1", source_hash="0", content_hash="0", charset=Charset(used="UTF-8", how="default"))

SCRAPS = (
    "* ** *** _ __ ` `` ``` | || # ## ### 1. 1) 12. - -- --- + = === > >> : :-: ~ ~~ ! !! [ ] ( ) [a] [a]: ](javascript:x) ![x](y) "
    "<script> </script> <!-- --> <b> </p> <br> <![CDATA[ &amp; &lt; &#x3c; & ; \\ \\\\ \\* "
    "http://e.example www.e.example a b1 말 이라고 ” “ ’ é "
    "<small> </small> <aside> <cite> — 📰 ' \" { } {{x}} $x$ @x #tag ^ ^^"
).split(" ")
BLANKS = (
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\u202e",
    "\u2066",
    "\u2028",
    "\x00",
    "\x0b",
    "\x1b",
    "\x85",
    "\ufeff",
)
URLS = (
    "https://e.example/a_(b)*c*?x=1&copy=2#f", "http://e.example/", "mailto:a@e.example", "https://e.example/ü \"'<>|\\`[x]%zz", "HTTPS://E.example",
    "javascript:alert(1)", " javascript:alert(1)", "java\nscript:x", "data:text/html,x", "vbscript:x", "//e.example", "", None,
)  # fmt: skip
MARKS = ("strong", "em", "underline", "strike", "sub", "sup", "code", "mark", "ruby", "quote")

texts = st.lists(st.sampled_from((*SCRAPS, *BLANKS, " ", " ", "a")), max_size=9).map("".join)
said = st.one_of(st.none(), texts)
urls = st.sampled_from(URLS)


@st.composite
def lines(draw: st.DrawFn) -> dict[str, object]:
    """A text with spans: nested, overlapping, touching."""
    text = draw(texts)
    spans = []
    for _ in range(draw(st.integers(0, 3)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        kind = draw(st.sampled_from((*MARKS, "link", "link")))
        spans.append(Span(start=start, end=end, kind=kind, href=draw(urls) if kind == "link" else None))  # type: ignore[arg-type]
    return {"text": text, "spans": tuple(sorted(spans, key=lambda span: (span.start, -span.end)))}


items: st.SearchStrategy[ListItem] = st.recursive(
    lines().map(lambda line: ListItem.model_validate(line)),
    lambda inner: st.builds(
        lambda line, inside: ListItem.model_validate({**line, "items": tuple(inside)}), lines(), st.lists(inner, min_size=1, max_size=2)
    ),
    max_leaves=3,
)
cells = st.builds(
    lambda line, header, wide: Cell.model_validate({**line, "header": header, "colspan": wide}), lines(), st.booleans(), st.integers(1, 2)
)
times = st.builds(Time, at=st.just("2026-03-10T14:27:00+09:00"), printed=said, precision=st.just("minute"))
places = st.sampled_from(("1", "2", "3", None))
roles = st.sampled_from((None, None, "byline", "contact"))


def _flat(name: str) -> st.SearchStrategy[Block]:
    given = {"id": st.just(name), "role": roles}
    media = {"media_id": places.map(lambda n: n and f"m{n}"), "caption_id": places.map(lambda n: n and f"c{n}")}
    return st.one_of(
        lines().map(lambda line: Paragraph.model_validate({"id": name, **line})),
        st.builds(lambda line, level: Heading.model_validate({"id": name, "level": level, **line}), lines(), st.integers(1, 6)),
        st.builds(ListBlock, ordered=st.booleans(), items=st.lists(items, max_size=3).map(tuple), **given),
        st.builds(Table, rows=st.lists(st.lists(cells, max_size=3).map(tuple), max_size=3).map(tuple), **given),
        st.builds(Code, text=texts, language=st.sampled_from((None, "python", "c++")), **given),
        st.builds(Divider, **given),
        st.builds(MediaBlock, **media, **given),
        st.builds(Gallery, items=st.lists(st.builds(GalleryItem, **media), max_size=3).map(tuple), **given),
        st.builds(WidgetBlock, widget_id=st.sampled_from(("w1", "w2", "w3")), **given),
    )  # type: ignore[return-value]


def _boxed(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    inside = {"id": st.just("x"), "blocks": st.lists(inner, max_size=3).map(tuple)}
    return st.one_of(
        st.builds(Quote, citation=said, pull=st.booleans(), **inside),
        st.builds(BoxBlock, title=said, **inside),
        st.builds(Group, title=said, at=st.one_of(st.none(), times), **inside),
        texts.map(lambda words: BoxBlock(id="x", title=words, blocks=(Heading(id="y", level=3, text=words),))),
    )  # type: ignore[return-value]


blocks: st.SearchStrategy[Block] = st.recursive(_flat("b"), _boxed, max_leaves=4)
pictures = st.builds(
    Media,
    id=st.just(""),
    kind=st.sampled_from(("image", "graphic", "video", "audio")),
    url=urls,
    alt=said,
    width=st.none(),
)
captions = st.builds(
    Caption, id=st.just(""), media_id=places.map(lambda n: n and f"m{n}"), text=texts, printed=said,
    credit=st.one_of(st.none(), st.builds(Credit, printed=texts)),
)  # fmt: skip
embeds = st.builds(
    EmbedWidget, id=st.just(""), kind=st.sampled_from(("video", "social_post")), title=said, rule=st.just("video"),
    placement=st.just(Placement(region="in_body")),
    items=st.lists(st.builds(EmbedItem, url=urls, title=said, text=said), max_size=2).map(tuple),
)  # fmt: skip


def _numbered[T: (Media, Caption, EmbedWidget)](letter: str, told: list[T]) -> tuple[T, ...]:
    return tuple(one.model_copy(update={"id": f"{letter}{number}"}) for number, one in enumerate(told, 1))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    said = st.one_of(st.none(), texts)
    meta = Meta(
        headline=draw(said),
        kicker=draw(said),
        deck=tuple(draw(st.lists(texts, max_size=2))),
        byline=draw(said),
        authors=(Person(name=draw(texts), url=draw(urls)),),
        url=draw(urls),
        published_at=draw(st.one_of(st.none(), times)),
        media=_numbered("m", draw(st.lists(pictures, max_size=2))),
    )
    return Article(
        meta=meta,
        body=Body(blocks=tuple(draw(st.lists(blocks, min_size=1, max_size=4)))),
        captions=_numbered("c", draw(st.lists(captions, max_size=2))),
        widgets=_numbered("w", draw(st.lists(embeds, max_size=2))),
        provenance=PROVENANCE,
    )
