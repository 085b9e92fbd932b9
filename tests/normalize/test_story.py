"""Which text is the story, and which is not."""

import pytest

from copydesk.errors import NoArticle
from tests.normalize.pages import SENTENCES, STORY, page, paragraphs, read


def test_the_story_is_its_paragraphs_and_nothing_else() -> None:
    assert paragraphs(read(page(STORY))) == list(SENTENCES)


@pytest.mark.parametrize(
    "names", ["overflow-hidden", "elementor-widget", "sidebar-grid", "paywall", "newsletter related", "comment-font-size"]
)
def test_a_class_word_on_the_whole_body_demotes_nothing(names: str) -> None:
    assert paragraphs(read(page(f'<div class="{names}">{STORY}</div>'))) == list(SENTENCES)


@pytest.mark.parametrize("names", ["c-newsletter", "related-box", "comments", "cookie-layer"])
def test_a_class_word_on_a_small_box_demotes_it(names: str) -> None:
    box = f'<div class="{names}"><p>Get the harbour news in your inbox every single morning, free of charge.</p></div>'
    assert paragraphs(read(page(STORY.replace("</p><p>", f"</p>{box}<p>", 1)))) == list(SENTENCES)


def test_utility_classes_on_every_paragraph_are_no_class_words() -> None:
    story = "".join(f'<p class="promo-text share">{s}</p>' for s in SENTENCES)
    assert paragraphs(read(page(story))) == list(SENTENCES)


def test_a_story_split_over_siblings_comes_out_whole() -> None:
    halves = [f"<section>{''.join(f'<p>{s}</p>' for s in part)}</section>" for part in (SENTENCES[:2], SENTENCES[2:])]
    assert paragraphs(read(page("<div class=ad>Advertisement</div>".join(halves)))) == list(SENTENCES)


def test_the_first_paragraph_outside_the_paywall_s_box_belongs_to_the_story() -> None:
    rest = "".join(f"<p>{s}</p>" for s in SENTENCES[1:])
    body = f'<div class="content"><p>{SENTENCES[0]}</p><div class="metered">{rest}{rest.replace("the", "a")}</div></div>'
    assert paragraphs(read(page(body)))[0] == SENTENCES[0]


def test_a_footer_of_long_notices_is_no_story_however_short_the_story_is() -> None:
    notices = "".join(f"<p>{s} No liability is taken for any of it by anybody.</p>" for s in SENTENCES[2:])
    notices += "<p>Copyright © 2026 Harbour Post. All rights reserved.</p>"
    html = page(f"<p>{SENTENCES[0]}</p>").replace("<footer>", f'<div class="page-footer">{notices}</div><footer>')
    assert paragraphs(read(html)) == [SENTENCES[0]]


def test_two_line_breaks_end_a_paragraph_and_one_does_not() -> None:
    body = f"<div>{SENTENCES[0]}<br>{SENTENCES[1]}<br><br>{SENTENCES[2]}<br>\n<br>{SENTENCES[3]}</div>"
    assert paragraphs(read(page(body))) == [f"{SENTENCES[0]}\n{SENTENCES[1]}", SENTENCES[2], SENTENCES[3]]


def test_single_breaks_end_paragraphs_where_the_whole_story_has_no_other() -> None:
    assert paragraphs(read(page(f"<div>{'<br>'.join(SENTENCES)}</div>"))) == list(SENTENCES)


def test_lines_that_begin_indented_are_paragraphs_whatever_they_end_in() -> None:
    body = "<br>\n".join(f"\u3000{sentence[:-1]}" for sentence in SENTENCES)
    assert paragraphs(read(page(f"<div>{body}</div>"))) == [sentence[:-1] for sentence in SENTENCES]


def test_lines_that_wrap_within_sentences_are_one_paragraph() -> None:
    halves = [half for s in SENTENCES for half in (s[: len(s) // 2], s[len(s) // 2 :])]
    assert len(paragraphs(read(page(f"<div>{'<br>'.join(halves)}</div>")))) == 1


@pytest.mark.parametrize("sign", ["◆", "◇ ", "■ ", "□"])
def test_a_short_line_under_a_heading_s_sign_is_a_sub_heading(sign: str) -> None:
    head = f"<p>{sign}The crane may stay</p>"
    blocks = read(page(STORY.replace("</p><p>", f"</p>{head}<p>", 1))).body.blocks
    assert [b.type for b in blocks[:3]] == ["paragraph", "heading", "paragraph"]


def test_the_signs_of_speakers_are_no_heading_s() -> None:
    talk = "".join(f"<p>{sign} {text}</p>" for sign, text in zip("◆◇◆◇◆", (SENTENCES[0], "And then", *SENTENCES[1:3], "Well"), strict=True))
    assert all(b.type == "paragraph" for b in read(page(f"{talk}<p>◇ {SENTENCES[3]}</p>")).body.blocks)


def test_a_paragraph_that_is_only_a_link_is_no_story() -> None:
    promo = "<p><a href=/other>Ferry fares to rise again in the coming year</a></p>"
    assert paragraphs(read(page(STORY.replace("</p><p>", f"</p>{promo}<p>", 1)))) == list(SENTENCES)


def test_nothing_is_told_twice() -> None:
    copy = "".join(f"<p>{s}</p>" for s in SENTENCES)
    assert paragraphs(read(page(f"<div>{STORY}</div><div class=print_copy>{copy}</div>"))) == list(SENTENCES)


def test_a_hidden_copy_for_mail_is_not_read() -> None:
    assert paragraphs(read(page(f"{STORY}<form><textarea>{' '.join(SENTENCES)}</textarea></form><div hidden>{STORY}</div>"))) == list(
        SENTENCES
    )


def test_a_body_that_a_script_would_reveal_is_read() -> None:
    story = STORY + "".join(STORY.replace("</p>", f" This is part {part} of the long report.</p>") for part in range(3))
    shown = f'<p>{SENTENCES[0]}</p><div class=gate style="display: none">{story.replace(f"<p>{SENTENCES[0]}</p>", "", 1)}</div>'
    assert paragraphs(read(page(shown)))[:4] == list(SENTENCES)


def test_a_heading_with_nothing_under_it_goes_and_one_with_story_stays() -> None:
    body = (
        STORY.replace("</p><p>", "</p><h2>What comes next</h2><p>", 1)
        + "<h2>More from the harbour</h2><ul><li><a href=/a>One more tale</a></ul>"
    )
    assert [b.text for b in read(page(body)).body.blocks if b.type == "heading"] == ["What comes next"]


def test_a_bold_line_between_paragraphs_is_an_inferred_heading() -> None:
    body = STORY.replace("</p><p>", "</p><p><b>A vote in spring</b></p><p>", 1)
    assert [(b.text, b.inferred) for b in read(page(body)).body.blocks if b.type == "heading"] == [("A vote in spring", True)]


def test_the_next_article_of_an_endless_page_is_another_story() -> None:
    other = "".join(f"<p>{s.replace('quay', 'lighthouse').replace('harbour', 'island')}</p>" for s in SENTENCES)
    whole = page(STORY).replace("</main>", f"<article><h1>Lighthouse keeper retires after forty years</h1>{other}</article></main>")
    assert paragraphs(read(whole)) == list(SENTENCES)


TIDES = ("Barrier stays shut", "Ferries tied up", "Council meets")


def _live(tag: str, head: str, *, names: str = "block") -> str:
    entries = "".join(
        f'<{tag} class="{names}">{head.format(hour=14 - i, title=title)}<p>{sentence}</p></{tag}>'
        for i, (title, sentence) in enumerate(zip(TIDES, SENTENCES[1:], strict=True))
    )
    return f'<p>{SENTENCES[0]}</p><div class="liveblog">{entries}</div>'


@pytest.mark.parametrize("tag", ["article", "div", "li"])
@pytest.mark.parametrize(
    "head",
    [
        '<header><time datetime="2025-02-24T{hour}:05:00Z">{hour}:05 GMT</time><h2>{title}</h2></header>',
        '<h2>{title}</h2><span><time datetime="2025-02-24T{hour}:05:00Z">{hour}.05</time></span>',
        '<div><time datetime="2025-02-24T{hour}:05:00Z">{hour}:05</time><b>Ada Quill</b></div><h3>{title}</h3>',
    ],
)
def test_the_entries_of_a_live_blog_are_groups_with_title_and_time(tag: str, head: str) -> None:
    article = read(page(_live(tag, head)))
    groups = [block for block in article.body.blocks if block.type == "group"]
    assert [(g.title, g.at.at if g.at else None) for g in groups] == [
        (title, f"2025-02-24T{14 - i}:05:00+00:00") for i, title in enumerate(TIDES)
    ]
    assert article.body.text.split("\n\n") == [SENTENCES[0], *(text for pair in zip(TIDES, SENTENCES[1:], strict=True) for text in pair)]
    assert (article.meta.deck, article.provenance.coverage.unassigned, article.body.counts.paragraphs) == ((), 0, 4)


def test_a_clock_alone_is_a_time_of_the_day_of_publication() -> None:
    head = '<meta property="article:published_time" content="2025-02-24T09:00:00+00:00">'
    article = read(page(_live("div", "<span>{hour}:05</span><h3>{title}</h3>"), head=head))
    assert next(b.at.at for b in article.body.blocks if b.type == "group" and b.at) == "2025-02-24T14:05:00+00:00"


def test_boxes_of_one_make_without_times_are_no_entries() -> None:
    assert all(block.type != "group" for block in read(page(_live("div", "<h3>{title}</h3>"))).body.blocks)


def test_readers_comments_with_their_times_are_no_entries() -> None:
    comments = "".join(f"<li class=comment><time>{i}:05</time><p>{s.upper()}</p></li>" for i, s in enumerate(SENTENCES, 1))
    article = read(page(f"{STORY}<div class='comments live'><ul>{comments}</ul></div>"))
    assert all(block.type != "group" for block in article.body.blocks)


@pytest.mark.parametrize(
    "quote",
    [
        '<figure class="wp-block-pullquote"><blockquote><p>Not one day</p><cite>Rosa Medina</cite></blockquote></figure>',
        '<blockquote class="pullquote"><p>Not one day</p><footer>Rosa Medina</footer></blockquote>',
        '<aside class="pull-quote"><p>Not one day</p><cite>Rosa Medina</cite></aside>',
    ],
)
def test_a_box_that_names_itself_a_pull_quote_is_one(quote: str) -> None:
    article = read(page(STORY.replace("</p><p>", f"</p>{quote}<p>", 1)))
    quotes = [b for b in article.body.blocks if b.type == "quote"]
    assert [(q.pull, q.citation, [getattr(b, "text", "") for b in q.blocks]) for q in quotes] == [(True, "Rosa Medina", ["Not one day"])]
    assert "Not one day" not in article.body.text
    assert article.provenance.coverage.unknown == 0


def test_a_pull_quote_stays_out_of_the_text() -> None:
    quote = "<blockquote>Engineers say the work will take two summers</blockquote>"
    article = read(page(STORY.replace("</p><p>", f"</p>{quote}<p>", 1)))
    assert [b.pull for b in article.body.blocks if b.type == "quote"] == [True]
    assert article.body.text == "\n\n".join(SENTENCES)


def test_lists_tables_and_code_are_blocks_in_order() -> None:
    table = "<table><tr><th>Year<th>Boats<tr><td>2024<td>31</table>"
    body = f"{STORY}<ul><li>one fish of a kind<ul><li>inner fish</ul></ul>{table}<pre>x = 1\ny = 2</pre>"
    blocks = read(page(body + f"<p>{SENTENCES[0].replace('Tuesday', 'Friday')}</p>")).body.blocks
    assert [b.type for b in blocks] == ["paragraph"] * 4 + ["list", "table", "code", "paragraph"]
    assert next(b for b in blocks if b.type == "list").items[0].items[0].text == "inner fish"
    assert [[c.text for c in row] for row in next(b for b in blocks if b.type == "table").rows] == [["Year", "Boats"], ["2024", "31"]]
    assert next(b for b in blocks if b.type == "code").text == "x = 1\ny = 2"


@pytest.mark.parametrize("body", ["<p>Short.</p>", "<ul><li><a href=/a>One link</a><li><a href=/b>Another link</a></ul>"])
def test_a_page_without_a_story_is_refused_and_says_how_long_the_best_was(body: str) -> None:
    with pytest.raises(NoArticle) as refused:
        read(page(body, title="Links"))
    assert refused.value.best < refused.value.limit


def test_a_body_that_only_a_script_holds_is_read_and_said_so() -> None:
    html = STORY.replace("<", "\\u003c").replace(">", "\\u003e")
    article = read(page(f'<script>window.__STATE__ = {{"contentHtml":"{html}"}}</script>'))
    assert paragraphs(article) == list(SENTENCES)
    assert "body_from_script" in [d.code for d in article.provenance.doubts]


def test_words_right_after_a_picture_that_repeat_its_alt_are_its_caption() -> None:
    alt = "The old crane at dawn, seen from the fish market"
    picture = f'<span><img src=/crane.jpg width=600 alt="{alt}"><em class=x>{alt}</em></span>'
    body = f"<div>{picture}{SENTENCES[0]}<br><br>{SENTENCES[1]}<br><br>{SENTENCES[2]}</div>"
    article = read(page(body))
    assert [c.printed for c in article.captions] == [alt]
    assert paragraphs(article) == list(SENTENCES[:3])


def test_banners_above_the_headline_are_not_the_story_however_much_they_say() -> None:
    banner = (
        "<div class=bar><p>Free tickets for every child on every ferry that sails from the harbour between May and the end of August.</p>"
    )
    html = page("".join(f"<p>{s}</p>" for s in SENTENCES[:2])).replace(
        "<main>", f"<main>{banner}{banner.replace('Free', 'Cheap')}</div></div>"
    )
    assert paragraphs(read(html)) == list(SENTENCES[:2])


def test_a_story_that_react_sends_later_is_read_from_where_it_waits() -> None:
    shell = "".join(f"<p>Ferry {i} will sail from the fish market this summer, says a box beside the story.</p>" for i in range(6))
    later = STORY + "".join(f"<p>Part {i}: {sentence}</p>" for i in range(4) for sentence in SENTENCES)
    html = page(shell).replace("</body>", f'<div hidden id="S:0"><div class=text>{later}</div></div></body>')
    assert SENTENCES[0] in read(html).body.text


def test_a_notice_of_a_few_ideographs_is_an_article() -> None:
    html = page("<p>港湾局人事（３１日）辞職　岸壁主管秋山潮樹▽定年退職　灯台部長浜野波史、管理部長磯井孝行</p>", title="港湾局人事")
    assert len(paragraphs(read(html.replace("lang=en", "lang=ja")))) == 1


def test_a_second_h1_in_the_same_story_does_not_begin_another_article() -> None:
    long = "".join(f"<p>{s} {s}</p>" for s in SENTENCES)
    html = page(f"{long}<h1 class=big>The costs</h1>{STORY}").replace("<h1>", "<h1 class=big>")
    assert len(paragraphs(read(html))) == 8


def test_an_empty_list_is_no_first_paragraph() -> None:
    told = "".join(f"<ul></ul><ul><li>{sentence.rstrip('.')}</li><li>The crane</li></ul>" for sentence in SENTENCES)
    assert [b.type for b in read(page(told)).body.blocks] == ["list"] * len(SENTENCES)


def test_a_heading_s_id_repeats_what_it_says_and_names_no_kind_of_box() -> None:
    story = STORY.replace("</p><p>", "</p><h2 id=overview-of-popular-ferries>Overview of popular ferries</h2><p>", 1)
    assert "Overview of popular ferries" in read(page(story)).body.text


def test_a_body_that_a_form_cuts_in_two_is_whole_though_its_first_half_is_a_table_of_links() -> None:
    rows = "".join(f"<tr><td><a href=/{n}>Harbour company no. {n}</a></td><td>{n} ferries, two of them new</td></tr>" for n in range(9))
    first = f'<div class="text rich"><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><table>{rows}</table></div>'
    second = f'<div class="text rich">{"".join(f"<p>{s} {s.lower()}</p>" for s in SENTENCES * 3)}</div>'
    article = read(page(f"<div>{first}<form><label>Mail <input name=mail></label></form>{second}</div>"))
    assert paragraphs(article)[:2] == list(SENTENCES[:2])
    assert any(block.type == "table" for block in article.body.blocks)


def test_ticks_before_the_items_of_a_list_make_it_no_gallery() -> None:
    ticks = "".join(f"<li><img src=/tick.svg width=20 height=20 alt=check><span>{s}</span></li>" for s in SENTENCES[:3])
    lists = [b for b in read(page(f"{STORY.replace('quay', 'pier')}<ul>{ticks}</ul>")).body.blocks if b.type == "list"]
    assert [item.text for item in lists[0].items] == list(SENTENCES[:3])


def test_readers_who_say_more_than_a_short_story_are_not_the_story() -> None:
    said = "".join(f"<div><p>{s} {s}</p></div>" for s in SENTENCES)
    told = f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1].replace('the', 'that')}</p>"
    assert len(paragraphs(read(page(f"{told}<div class=comments-container>{said}</div>")))) == 2


def test_markup_quoted_for_browsers_without_scripts_makes_no_hidden_story() -> None:
    quoted = "".join(
        f"<noscript>&lt;div&gt;&lt;img src=/{n}.gif alt=&quot;{s}&quot;&gt;&lt;/div&gt;</noscript>" for n, s in enumerate(SENTENCES * 4)
    )
    assert paragraphs(read(page(f"{STORY}{quoted}"))) == list(SENTENCES)


def test_a_flash_of_one_paragraph_among_links_is_story() -> None:
    links = "".join(f"<li><a href=/news/{n}>Another headline of the day, number {n}, about the quay</a></li>" for n in range(9))
    notes = "".join(f"<div><p>{s}</p></div>" for s in SENTENCES[1:])
    told = f"{SENTENCES[0]} It said so at noon."
    assert told in paragraphs(read(page(f"<div><div><p>{told}</p></div><ul>{links}</ul></div>{notes}")))


def test_a_desk_that_signs_alone_at_the_end_is_the_byline() -> None:
    article = read(page(f"{STORY}<p>Quay-Redaktion</p>"))
    assert (article.body.blocks[-1].role, article.body.text) == ("byline", "\n\n".join(SENTENCES))
