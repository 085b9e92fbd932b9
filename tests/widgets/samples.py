# ruff: noqa: E501  (a row of markup is read better in one line)
"""The smallest pages on which an entry of a widget rule can show what it is for."""

STORY = "<article><h1>A headline that nobody needs to read</h1>" + "".join(
    f"<p>Paragraph {n} of a story that is told at some length, so that the page has prose, and nobody takes what stands beside it for the story itself.</p>"
    for n in range(6)
)  # left open: what follows stands beside the story
LINKS = '<ul><li><a href="/n/1">A long enough title about the first matter</a></li><li><a href="/n/2">Another long enough title about it</a></li></ul>'
ROWS = "<ul><li><b>Qwert</b><span>12,300</span><span>+29.8%</span></li><li><b>Asdf</b><span>4,120</span><span>-18.1%</span></li></ul>"

# shape → what stands under the heading of such a widget
UNDER = {
    "links": LINKS,
    "quotes": ROWS,
    "tags": '<a href="/t/1">Rivers</a><br><a href="/t/2">Bridges</a>',
    "comments": '<form><textarea maxlength="300"></textarea></form>',
    "promo": "<form><input><button>Go on</button></form>",
    "notice": "<form><input><button>Go on</button></form>",
    "summary": "<p>The story in one sentence, told by a machine.</p>",
    "author": "<p>Jane Roe writes about rivers and about the people who live beside them.</p>",
    "texts": "<p>Nowhere 12℃</p>",
    "embed": "<form><label>Yes</label><label>No</label><button>Go on</button></form>",
    "controls": "",
    "slot": "",
    "trail": '<p><a href="/">Home</a> <a href="/rivers">Rivers</a></p>',
    "reactions": "<ul><li><button>Qwert 3</button></li><li><button>Asdf 5</button></li></ul>",
}

# shape → what a class name alone must be enough for; {} is one of the rule's own words, for shapes that ask for one
INSIDE = {
    **UNDER,
    "tags": '<a href="/t/1">Rivers</a> <a href="/t/2">Bridges</a>',
    "promo": "<p>An offer of some kind</p><form><input><button>Go on</button></form>",
    "notice": "<p>An offer of some kind</p><form><input><button>Go on</button></form>",
    "author": '<img src="p.jpg"><b>Jane Roe</b><p>Jane Roe writes about rivers and about the people who live beside them.</p>',
    "embed": "<p>Are you sure?</p><form><label>Yes</label><br><label>No</label><button>Go on</button></form>",
    "controls": '<p>{}</p><p><a href="/a">Rivers</a></p>',
    "reactions": "<button>{}</button>",
    "slot": "<span>x</span>",
}


def page(body: str, language: str = "en") -> str:
    """A page with a story and something beside it."""
    return f'<!DOCTYPE html><html lang="{language}"><head><title>A headline that nobody needs to read</title></head><body><main>{STORY}</article></main>{body}</body></html>'


def under(label: str, shape: str) -> str:
    """The label where it stands as a heading of such a widget, or as a control."""
    if shape == "controls":
        return page(f'<div><a href="/go">{label}</a><p><a href="/a">Rivers</a></p></div>')
    if shape == "slot":
        return page(f"<div><strong>{label}</strong></div>")
    return page(f"<section><h3>{label}</h3><div>{UNDER[shape]}</div></section>")


def inside(names: str, shape: str, word: str) -> str:
    """A box of these class names, without a heading."""
    return page(f'<div class="{names}">{INSIDE[shape].format(word)}</div>')
