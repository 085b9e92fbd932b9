"""Statements about a page as a rule of its site: the selectors are tried, the one that does it and changes the least is kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk.article import Article
from copydesk.errors import PageRejected, RuleBroken
from copydesk.rules import SiteRule
from copydesk.rules.sites import site_of
from copydesk.rules.tables import Table

from ..comparing import Change, compare
from ..vouching import entries
from .pointing_at import CRYPTIC, elements_in, find_saying, selectors_for, squeeze
from .reading import facts_of, read_by

MAX_TRIED = 40  # selectors of one statement
CSS = "css:"  # before a statement that is a selector itself
BETWEEN = " … "  # in a statement: the smallest element that says both


class Unfounded(Exception):
    """A statement that no rule makes true: told to the person as it stands."""


@dataclass(frozen=True)
class Statement:
    """What a person says of the page: that `texts` are its `fact`, or `drop`: that they are none of the story."""

    fact: str
    texts: tuple[str, ...]

    @classmethod
    def of(cls, fact: str, *said: str) -> "Statement":
        return cls(fact, tuple(text.strip() for words in said for text in words.split(BETWEEN) if text.strip()))

    def holds(self, article: Article) -> bool:
        """Whether the article says so."""
        said = squeeze(SAID[self.fact](article))
        found = [squeeze(text) in said for text in self.texts if not text.startswith(CSS)]
        return not any(found) if self.fact == "drop" else all(found)


def _captions(article: Article) -> str:
    return "\n".join(caption.printed or "" for caption in article.captions)


def _story(article: Article) -> str:
    return f"{article.body.text}\n{_captions(article)}"


SAID: Mapping[str, Callable[[Article], str]] = {
    "headline": lambda article: article.meta.headline or "",
    "kicker": lambda article: article.meta.kicker or "",
    "deck": lambda article: "\n".join(article.meta.deck),
    "byline": lambda article: article.meta.byline or "",
    "published": lambda article: (article.meta.published_at and article.meta.published_at.printed) or "",
    "modified": lambda article: (article.meta.modified_at and article.meta.modified_at.printed) or "",
    "body": lambda article: article.body.text,
    "captions": _captions,
    "drop": _story,
}


@dataclass(frozen=True)
class Proposal:
    """`table` is the rule's, `changes` what it makes of the page, `idle` are statements that hold without it."""

    table: Table
    before: Article | None
    after: Article
    changes: list[Change]
    idle: list[Statement]


@dataclass(frozen=True)
class Site:
    """A page and where it is from; `known` is the rule that its site has already."""

    html: str
    address: str
    host: str
    known: Table

    def rule(self, table: Table) -> SiteRule:
        return site_of(table, Path(f"{self.host}.toml"))

    def read(self, table: Table | None) -> Article:
        return read_by(self.rule(table) if table else None, self.html, self.address)


def propose(site: Site, statements: list[Statement], facts: Table) -> Proposal:
    """`facts` are a zone or a language. Raises Unfounded for a statement that cannot be made true, RuleBroken for a wrong selector."""
    before = read_or_none(site, site.known or None)
    table = {"reason": "r", **site.known, **facts}
    idle = []
    for statement in statements:
        node = None if statement.texts[0].startswith(CSS) else _find(site, statement)
        if node is not None and before is not None and statement.holds(before):
            idle.append(statement)
            continue
        if node is not None and (so_far := read_or_none(site, table)) is not None and statement.holds(so_far):
            continue  # what an earlier statement asked for does it, too
        table = _with(table, statement, statement.texts[0].removeprefix(CSS) if node is None else _choose(site, table, statement, node))
    after = site.read(table)
    return Proposal(table, before, after, compare(before, after) if before else [], idle)


def read_or_none(site: Site, table: Table | None) -> Article | None:
    """None for a page that is refused: a rule may find the story that nothing generic finds."""
    try:
        return site.read(table)
    except PageRejected:
        return None


def _with(table: Table, statement: Statement, selector: str) -> Table:
    """Behind the selectors that the rule has; of a fact the first that names something wins, so the new one goes before them."""
    if statement.fact == "drop":
        return {**table, "drop": [*table.get("drop", []), selector]}
    selectors = table.get("selectors", {})
    told = [selector, *selectors.get(statement.fact, [])]
    return {**table, "selectors": {**selectors, statement.fact: list(dict.fromkeys(told))}}


def _find(site: Site, statement: Statement) -> LexborNode:
    node = find_saying(LexborHTMLParser(site.html), list(statement.texts))
    if node is None:
        raise Unfounded(f"the page does not say {' … '.join(statement.texts)!r} in one place; copy a few words of one line of it")
    return node


def _choose(site: Site, table: Table, statement: Statement, node: LexborNode) -> str:
    ground = read_or_none(site, table)
    tried = selectors_for(node)[:MAX_TRIED]
    costs = [(_cost(site, table, statement, selector, ground), selector) for selector in tried]
    found = [(cost, bool(CRYPTIC.search(selector)), len(selector), selector) for cost, selector in costs if cost is not None]
    if not found:
        raise Unfounded(f"no selector makes {statement.texts[0]!r} {TOLD[statement.fact]}; name one yourself: {CSS}SELECTOR")
    return min(found)[3]


TOLD = {"drop": "leave the story", "body": "a part of the story", "captions": "a caption"} | {
    fact: f"the page's {fact}" for fact in ("headline", "kicker", "deck", "byline", "published", "modified")
}


def _cost(site: Site, table: Table, statement: Statement, selector: str, ground: Article | None) -> int | None:
    """Characters that the selector changes on the page; None where it does not do what is wanted."""
    try:
        article = site.read(_with(table, statement, selector))
    except (PageRejected, RuleBroken):
        return None
    if not statement.holds(article):
        return None
    return sum(len(change.before or "") + len(change.after or "") for change in compare(ground, article)) if ground else 0


# ------------------------------------------------------- the page as an example


def example_of(site: Site, proposal: Proposal, statements: list[Statement]) -> tuple[str, dict[str, Any]]:
    """The smallest page, made of this one, on which every entry of the rule is needed; and the facts to be read from it.

    Raises Unfounded where an entry changes nothing even on the whole page.
    """
    told = [statement for statement in statements if not statement.texts[0].startswith(CSS)]
    facts = facts_stated(proposal.table, statements)

    def reads(table: Table, html: str) -> dict[str, Any] | None:
        try:
            article = read_by(site.rule(table), html, f"https://{site.host}/")
        except PageRejected:
            return None
        return {name: value for name, value in facts_of(article).items() if name in facts}

    def vouches(html: str) -> bool:
        try:
            article = read_by(site.rule(proposal.table), html, f"https://{site.host}/")
        except PageRejected:
            return False
        if not article.body.text or not all(statement.holds(article) for statement in told):
            return False
        whole = reads(proposal.table, html)
        return all(reads(entry.left, html) != whole for entry in entries(proposal.table))

    if not vouches(site.html):
        idle = [entry.said for entry in entries(proposal.table) if reads(entry.left, site.html) == reads(proposal.table, site.html)]
        raise Unfounded(f"on this page nothing changes without {', '.join(idle) or 'the rule'}: leave it out, or take a page that needs it")
    html = shrink(site.html, vouches)
    return html, reads(proposal.table, html) or {}


def facts_stated(table: Table, statements: list[Statement]) -> list[str]:
    """The facts that an example has to state for the rule's entries to be needed."""
    named = {"body": "story", "drop": "story"}
    facts = [*table.get("selectors", {}), *(["drop"] if table.get("drop") else [])]
    out = [named.get(fact, fact) for fact in facts]
    out += ["captions", "pictures"] if "drop" in facts else []
    out += ["published", "modified"] if table.get("zone") else []
    out += ["language"] if table.get("language") else []
    return list(dict.fromkeys(out))


def shrink(html: str, vouches: Callable[[str], bool]) -> str:
    """The page without the elements and attributes that it can do without, the outermost first, in one line."""
    tree = LexborHTMLParser(html)
    for node in tree.css("script, style, noscript, svg, iframe, link"):
        node.decompose()
    if not vouches(tree.html or ""):
        tree = LexborHTMLParser(html)
    kept = [node for node in (tree.head, tree.body) if node is not None]
    for parent in kept:  # grows while it is walked
        for child in list(elements_in(parent)):
            if _holds_without(tree, child, LexborNode.decompose, vouches):
                child.decompose()
            else:
                kept.append(child)
    for node in kept:
        _bare(tree, node, vouches)
    for node in kept[2:]:
        if node.tag in WRAPPERS and not node.attributes and _holds_without(tree, node, LexborNode.unwrap, vouches):
            node.unwrap()
    return _in_one_line(tree.html or "", vouches)


GOING = "data-going"
WRAPPERS = ("div", "section", "span", "main", "article")


def _holds_without(tree: LexborHTMLParser, node: LexborNode, take: Callable[[LexborNode], None], vouches: Callable[[str], bool]) -> bool:
    """Whether the page still vouches once the element is taken away."""
    node.attrs[GOING] = ""
    copy = LexborHTMLParser(tree.html or "")
    del node.attrs[GOING]
    for twin in copy.css(f"[{GOING}]"):
        take(twin)
    return vouches(copy.html or "")


def _bare(tree: LexborHTMLParser, node: LexborNode, vouches: Callable[[str], bool]) -> None:
    """Takes attributes away that nothing needs: all of them where that will do, else one by one."""
    told = dict(node.attributes)
    if not told:
        return
    for name in told:
        del node.attrs[name]
    if vouches(tree.html or ""):
        return
    for name, value in told.items():
        node.attrs[name] = value or ""
    for name, value in told.items() if len(told) > 1 else ():
        del node.attrs[name]
        if not vouches(tree.html or ""):
            node.attrs[name] = value or ""


def _in_one_line(html: str, vouches: Callable[[str], bool]) -> str:
    """Without comments and without what a line end says to nobody; as it is where that matters."""
    short = " ".join(re.sub(r"(?s)<!--.*?-->", "", html).split())
    return short if vouches(short) else html
