"""Every visible text has one home, and what has none is counted."""

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from copydesk.normalize.reading import read as read_page
from copydesk.page import RawPage, read_text
from tests.normalize.pages import SENTENCES, STORY, page, paragraphs, read
from tests.pages.sheet import find_pages

PARTS = ("meta", "body", "captions", "widgets", "chrome", "unknown", "unassigned")
FRAGMENTS = st.sampled_from(
    [
        f"<p>{SENTENCES[1]}</p>",
        "<p>A short line</p>",
        "<div class=related><h3>Related</h3><ul><li><a href=/a>Another tale of the sea</a><li><a href=/b>Crane stays</a></ul></div>",
        "<figure><img src=/quay.jpg width=600 height=400><figcaption>The quay at dawn. Photo: A. Hand</figcaption></figure>",
        "<div hidden>Not to be seen</div>",
        '<span style="display:none">Nor this</span>',
        "<ul><li>one<li>two<ul><li>three</ul></ul>",
        "<table><tr><td>Cell<td>Other</table>",
        "text between <b>boxes</b><br>and a break",
        "<button>Share</button>",
        "<section class=comments><h3>Comments</h3><textarea maxlength=300></textarea></section>",
        "<blockquote>It will stand.<cite>The mayor</cite></blockquote>",
        "<script>var x = 'nothing'</script>",
        "<template><p>never</p></template>",
    ]
)


def coverage_adds_up(html: str) -> bool:
    coverage = read(html).provenance.coverage
    return coverage.visible == sum(getattr(coverage, part) for part in PARTS)


@settings(max_examples=60, deadline=None)
@given(st.lists(FRAGMENTS, max_size=12))
def test_the_parts_add_up_on_generated_pages(fragments: list[str]) -> None:
    assert coverage_adds_up(page(STORY + "".join(fragments)))


@settings(max_examples=60, deadline=None)
@given(st.lists(FRAGMENTS, max_size=12))
def test_visible_is_what_an_independent_count_finds(fragments: list[str]) -> None:
    html = page(STORY + "".join(fragments))
    tree = LexborHTMLParser(html)
    for node in tree.css("script, style, template, noscript, head, [hidden], [style*='display:none']"):
        node.decompose()
    assert tree.body is not None
    counted = len("".join(tree.body.text(separator=" ").split()))
    assert abs(read(html).provenance.coverage.visible - counted) <= 0.03 * counted


def test_no_line_has_two_homes_and_none_is_forgotten_on_our_own_pages() -> None:
    for each in find_pages():
        raw = RawPage(each.html)
        reading = read_page(read_text(raw), raw)
        visible = sum(line.chars for line in reading.seen.document.lines if not line.hidden)
        coverage = reading.article.provenance.coverage
        assert coverage.visible == sum(getattr(coverage, part) for part in PARTS)
        assert coverage.visible >= visible


def test_hidden_text_is_counted_apart() -> None:
    coverage = read(page(STORY + "<div hidden>unseen</div>")).provenance.coverage
    assert coverage.hidden == len("unseen")


def test_what_stands_between_story_and_is_no_story_is_an_unknown_widget_and_keeps_its_text() -> None:
    box = '<div class="promo">Harbour Post tote bags are back</div>'
    article = read(page(STORY.replace("</p><p>", f"</p>{box}<p>", 1)))
    assert [w.items[0].text for w in article.widgets if w.kind == "unknown"] == ["Harbour Post tote bags are back"]
    assert article.provenance.coverage.unknown == len("HarbourPosttotebagsareback")


def test_what_no_reader_knows_around_the_story_is_an_unknown_widget() -> None:
    module = "<div><h4>Quay of the month</h4><p>Northern quay, forty metres, two summers of work and a crane.</p></div>"
    article = read(
        page(STORY).replace(
            "</main>",
            f"</main>{module}<div><h3>Most read</h3><ul><li><a href=/a>Another tale of the sea</a></li>"
            "<li><a href=/b>The crane may stay</a></li></ul></div>",
        )
    )
    unknown = [widget for widget in article.widgets if widget.kind == "unknown"]
    assert [item.text for widget in unknown for item in widget.items] == [
        "Quay of the month",
        "Northern quay, forty metres, two summers of work and a crane.",
    ]
    assert [widget.placement.region for widget in unknown] == ["below_body"]
    assert article.provenance.coverage.unassigned == 0


def test_an_excerpt_above_the_story_is_the_story_told_twice() -> None:
    excerpt = f"{SENTENCES[0]} {SENTENCES[1][:90]} […]"
    article = read(page(STORY).replace("<h1>", "<div><h1>").replace("</h1>", f"</h1><div><p>{excerpt}</p></div></div>"))
    assert (paragraphs(article), article.provenance.coverage.unassigned) == (list(SENTENCES), 0)


def test_buttons_in_a_figure_are_named_chrome() -> None:
    caption = "<figcaption>The quay at dawn <button>Zoom</button></figcaption>"
    article = read(page(f"{STORY}<figure><img src=/quay.jpg width=600 height=400><button>Enlarge</button>{caption}</figure>{STORY}"))
    assert [caption.text for caption in article.captions] == ["The quay at dawn"]
    assert article.provenance.coverage.unassigned == 0
