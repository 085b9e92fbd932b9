"""A page beside its article, as one HTML file that runs nothing and asks nobody.

Every text is escaped; the page is a document of its own in a frame without any right, and the file's policy, which the frame inherits,
lets nothing load. Colours tell where each part of the article stands on the page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from copydesk.article import Article

from .comparing import spell

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'"
COLOURS = {"meta": "#7a4fb5", "body": "#1f7a4d", "captions": "#b5651d", "widgets": "#2868b0"}
OTHER_COLOURS = {"chrome": "#9a9a9a", "unknown": "#c9a400", "unassigned": "#c0392b"}
PATH = re.compile(r"[\w\-: >().#]+")  # of a locator: names of a page's own elements could say anything
HEAD = re.compile(r"<head\b[^>]*>", re.I)
DOCTYPE = re.compile(r"\s*<!doctype\b[^>]*>", re.I)

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881 }
* { box-sizing: border-box } body { margin: 0; font: 15px/1.5 system-ui, sans-serif }
main { display: grid; grid-template-columns: 1fr 1fr; height: 100vh }
iframe { width: 100%; height: 100vh; border: 0; border-right: 1px solid var(--line); background: #fff }
section { height: 100vh; overflow: auto; padding: 1rem 1.5rem 4rem }
h1 { font-size: 1.3rem; margin: 0 0 .5rem } h2 { font-size: 1rem; margin: 1.6rem 0 .4rem; border-bottom: 1px solid var(--line) }
table { border-collapse: collapse; width: 100% }
td, th { text-align: left; vertical-align: top; padding: .15rem .6rem .15rem 0; font-weight: normal }
th, small { opacity: .65 } p { margin: .4rem 0 }
.bar { display: flex; height: .6rem; border-radius: .3rem; overflow: hidden; background: var(--soft) }
.block { border-left: 3px solid; padding-left: .7rem; margin: .5rem 0 } .block small { display: block }
.doubt { color: #c0392b } pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; background: var(--soft); padding: .6rem }
.key { display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin: 0 .3em 0 .8em }
@media (max-width: 900px) { main { display: block } iframe { height: 60vh } section { height: auto } }
"""


def write_report(title: str, page: str, article: Article | None, how: Mapping[str, Any], *, refusal: str | None = None) -> str:
    """`page` is its decoded text, `how` what `Explained.as_json` tells; without an article, `refusal` says why there is none."""
    parts = [f"<h1>{escape(title)}</h1>"]
    if article is None:
        parts.append(f'<p class="doubt">{escape(refusal or "")}</p>')
    else:
        parts += [
            *_coverage(article),
            *_doubts(article),
            *_facts(article),
            *_body(article),
            *_captions(article),
            *_widgets(article),
            *_left(how),
        ]
        document = article.model_dump_json(indent=2)
        parts.append(f"<h2>The whole document</h2><details><summary>JSON</summary><pre>{escape(document)}</pre></details>")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><main>"
        f'<iframe sandbox="" title="the page" srcdoc="{escape(_lit(page, how.get("locators", {})), quote=True)}"></iframe>'
        f"<section>{''.join(parts)}</section></main></body></html>\n"
    )


def _lit(page: str, locators: Mapping[str, str]) -> str:
    """The page with its policy, and an outline around each element that a part of the article was read from."""
    rules = [
        f"{path} {{ outline: 2px solid {COLOURS[part]}; outline-offset: 1px }}"
        for pointer, path in locators.items()
        if PATH.fullmatch(path) and (part := pointer.split("/")[1]) in COLOURS
    ]
    ours = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><style>{" ".join(rules)}</style>'
    place = HEAD.search(page) or DOCTYPE.match(page)
    at = place.end() if place else 0
    return page[:at] + ours + page[at:]


def _coverage(article: Article) -> Iterator[str]:
    counts = article.provenance.coverage.model_dump()
    visible = max(counts["visible"], 1)
    shares = {**COLOURS, **OTHER_COLOURS}
    bars = "".join(
        f'<span style="width:{100 * counts[name] / visible:.2f}%;background:{colour}"></span>' for name, colour in shares.items()
    )
    keys = "".join(f'<span class="key" style="background:{colour}"></span>{name} {counts[name]:,}' for name, colour in shares.items())
    yield f'<div class="bar">{bars}</div><p><small>{visible:,} visible characters:{keys}</small></p>'
    charset, rules = article.provenance.charset, article.provenance.rules
    told = [
        f"normalizer {article.provenance.normalizer}",
        f"charset {charset.used} ({charset.how})",
        f"rules: {', '.join(rules) or 'none'}",
    ]
    yield f"<p><small>{escape(' · '.join(told))}</small></p>"


def _doubts(article: Article) -> Iterator[str]:
    for doubt in article.provenance.doubts:
        yield f'<p class="doubt">{escape(doubt.code)} <small>{escape(doubt.path)}</small> {escape(doubt.message)}</p>'


def _facts(article: Article) -> Iterator[str]:
    sources = article.provenance.sources
    facts = article.meta.model_dump(mode="json", exclude={"media"})
    rows = [(name, spell(value), sources.get(f"/meta/{name}", "")) for name, value in facts.items() if value not in (None, [], {})]
    yield _heading("Facts", "meta") + _table(row for row in rows if row[1])


def _heading(text: str, part: str) -> str:
    return f'<h2><span class="key" style="margin-left:0;background:{COLOURS[part]}"></span>{text}</h2>'


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    return "<table>" + "".join(_row(row) for row in rows) + "</table>"


def _row(row: tuple[str, ...]) -> str:
    head, *cells = row
    return f"<tr><th>{escape(head)}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _body(article: Article) -> Iterator[str]:
    captions = {caption.id: caption.printed or caption.text for caption in article.captions}
    widgets = {widget.id: f"{widget.kind} {widget.title or ''}" for widget in article.widgets}
    counts = article.body.counts
    yield _heading(f"Story <small>{counts.paragraphs} paragraphs, {counts.chars:,} characters</small>", "body")
    yield from (_block(block, captions, widgets) for block in (block.model_dump(mode="json") for block in article.body.blocks))


def _block(block: dict[str, Any], captions: Mapping[str, str | None], widgets: Mapping[str, str]) -> str:
    kind, part = block["type"], {"media": "captions", "widget": "widgets"}.get(block["type"], "body")
    label = " · ".join(filter(None, [block["id"], kind, block.get("role"), block.get("title"), block.get("citation")]))
    inner = "".join(_block(each, captions, widgets) for each in block.get("blocks") or [])
    if kind == "table":
        inner += _table([tuple(cell["text"] for cell in row) for row in block["rows"] if row])
    elif kind == "list":
        inner += f"<ul>{''.join(_item(item) for item in block['items'])}</ul>"
    elif kind == "gallery":
        inner += "".join(f"<p>{escape(captions.get(item.get('caption_id') or '') or '')}</p>" for item in block["items"])
    else:
        told = block.get("text") or captions.get(block.get("caption_id") or "") or widgets.get(block.get("widget_id") or "") or ""
        inner += f"<p>{escape(told)}</p>" if told else ""
    return f'<div class="block" style="border-color:{COLOURS[part]}"><small>{escape(label)}</small>{inner}</div>'


def _item(item: dict[str, Any]) -> str:
    nested = f"<ul>{''.join(_item(each) for each in item['items'])}</ul>" if item.get("items") else ""
    return f"<li>{escape(item['text'])}{nested}</li>"


def _captions(article: Article) -> Iterator[str]:
    if article.captions:
        yield _heading("Captions", "captions")
    for caption in article.captions:
        facts = caption.model_dump(mode="json", exclude={"block_id"})
        yield _table((name, spell(value)) for name, value in facts.items() if value not in (None, [], ""))


def _widgets(article: Article) -> Iterator[str]:
    if article.widgets:
        yield _heading("Widgets", "widgets")
    for widget in article.widgets:
        items = "".join(f"<li>{escape(spell(item))}</li>" for item in widget.model_dump(mode="json")["items"])
        title = " · ".join(filter(None, [widget.kind, widget.title, widget.state, widget.rule]))
        yield f"<details><summary>{escape(title)} ({len(widget.items)})</summary><ol>{items}</ol></details>"


def _left(how: Mapping[str, Any]) -> Iterator[str]:
    """What was not believed, and what is not in the article."""
    lists = (
        ("Dropped from the story", [(row["rule"], row["text"]) for row in how["dropped"]]),
        ("Without a home", [("", text) for text in how["unassigned"]]),
        ("Site furniture", [(row["kind"], row["text"]) for row in how["chrome"]]),
        ("Read and not believed", [(row["path"], f"{row['reader']}: {row['value']}") for row in how["rejected"]]),
    )
    for title, rows in lists:
        if rows:
            yield f"<h2>{title}</h2><details><summary>{len(rows)}</summary>{_table(rows)}</details>"
    times = ", ".join(f"{stage} {value:.0f} ms" for stage, value in how["milliseconds"].items())
    yield f"<p><small>{escape(times)}</small></p>"
