"""Pages made to cost: each shape fills the 10 MB that a page may have with one thing that some reader somewhere chokes on.

Around it stands a true article, so that the page gets past "no article in it" and every stage of the reading meets the bomb.
"""

import json
import zlib
from collections.abc import Callable

ARTICLE = (
    "<h1>The ferry came back</h1><p>Nobody on the quay had expected the ferry before the evening, and yet it came in with the tide.</p>"
    "<p>The harbour master said that the wind had turned in the night and that the crew had wanted to be home by morning.</p>"
)
HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The ferry came back</title>'
TAIL = (
    "<p>It leaves again on Tuesday, with fewer cars and more people than at any time in the last eleven years.</p></article></body></html>"
)

type Shape = Callable[[int], bytes]


def filled(unit: str, before: str = "", after: str = "", *, head: str = "") -> Shape:
    """The unit again and again, in the story, until the page has its size."""

    def make(size: int) -> bytes:
        start = f"{HEAD}{head}</head><body><article>{ARTICLE}{before}".encode()
        end = f"{after}{TAIL}".encode()
        return start + unit.encode() * max(1, (size - len(start) - len(end)) // len(unit.encode())) + end

    return make


def numbered(unit: str) -> Shape:
    """The unit with another number each time."""

    def make(size: int) -> bytes:
        start, end = f"{HEAD}</head><body><article>{ARTICLE}".encode(), TAIL.encode()
        return start + b"".join(unit.format(n).encode() for n in range(max(1, size // len(unit)))) + end

    return make


def in_head(unit: str, before: str = "", after: str = "") -> Shape:
    def make(size: int) -> bytes:
        start = f"{HEAD}{before}".encode()
        end = f"{after}</head><body><article>{ARTICLE}{TAIL}".encode()
        return start + unit.encode() * max(1, (size - len(start) - len(end)) // len(unit.encode())) + end

    return make


def in_shell(unit: str, before: str = 'var a = "', after: str = "") -> Shape:
    """The unit again and again in the only script of a page that shows no story, so that its story is sought there."""

    def make(size: int) -> bytes:
        start, end = f'{HEAD}</head><body><div id="app"></div><script>{before}'.encode(), f"{after}</script></body></html>".encode()
        return start + unit.encode() * max(1, (size - len(start) - len(end)) // len(unit.encode())) + end

    return make


def nested_json(size: int) -> bytes:
    depth = size // 2 - 500
    script = '<script type="application/ld+json">' + "[" * depth + "]" * depth + "</script>"
    return f"{HEAD}{script}</head><body><article>{ARTICLE}{TAIL}".encode()


def nested_authors(size: int) -> bytes:
    """So deep as the reader of JSON still follows."""
    depth = min(size // 40, 4_000)
    author = '{"name": "A B", "author": [' * depth + "]}" * depth
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "x", "author": {author}}}</script>'
    return f"{HEAD}{script}</head><body><article>{ARTICLE}{TAIL}".encode()


def packed(size: int) -> bytes:
    """A megabyte that unpacks to a gigabyte."""
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(HEAD.encode()) + b"".join(packer.compress(b" " * size) for _ in range(100)) + packer.flush()


def utf_16(size: int) -> bytes:
    return filled("<p>텍스트와 text</p>")(size // 2).decode().encode("utf-16")


NUMBERED = json.dumps({"@type": "NewsArticle", "headline": "x", "author": {"name": "A B"}, "articleBody": "word " * 50})

SHAPES: dict[str, Shape] = {
    "boxes in boxes": filled("<div>"),
    "formatting that is never closed": filled("<b><i><u>"),
    "formatting reopened by paragraphs": filled("<p><b class=x>"),
    "one tag with attributes without end": filled(" a=1", "<div", ">"),
    "one attribute without end": filled("x", '<div class="', '">'),
    "classes without end on many boxes": filled(f'<div class="{"ad " * 200}">x</div>'),
    "options": filled("<option>"),
    "tables in tables": filled("<table><tr><td>"),
    "text that a table throws out": filled("<tr>x</tr>x", "<table>", "</table>"),
    "one table of many cells": filled("<td>1.25%</td>", "<table><tr>", "</tr></table>"),
    "lists in lists": filled("<ul><li>"),
    "drawings in drawings": filled("<svg><g>"),
    "paragraphs of one letter": filled("<p>x"),
    "paragraphs of one sentence": filled("<p>The council met on Monday and decided nothing at all, as it had said it would.</p>"),
    "line breaks": filled("x<br>"),
    "one line without a space": filled("x", "<p>", "</p>"),
    "one paragraph of spaces": filled(" ", "<p>x", "x</p>"),
    "no-break spaces": filled("\u00a0", "<p>x", "x</p>"),
    "named character references": filled("&CounterClockwiseContourIntegral;", "<p>", "</p>"),
    "character references without end": filled("&#", "<p>", "</p>"),
    "comments that are never closed": filled("<!--", "<p>", ""),
    "empty comments": filled("<!---->"),
    "tags that are never closed": filled("<a href='", "", ""),
    "end tags of nothing": filled("</p></x>"),
    "links": filled('<a href="/a/1">A headline of some words, as a list has them</a> '),
    "lists of links": filled('<li><a href="/a/1">A headline of some words here</a></li>', "<ul>", "</ul>"),
    "headings": filled("<h2>The ferry came back</h2>"),
    "pictures with captions": filled("<figure><img src=/a.jpg alt=x><figcaption>A ferry. Photo: A B/AP</figcaption></figure>"),
    "centred pictures over centred lines": filled(
        '<p style="text-align:center"><img src=/a.jpg></p><p style="text-align:center">A ferry at the quay</p>'
    ),
    "pictures and lines that credit them": filled("<img src=/a.jpg><p>부두의 모습. (사진=연합뉴스)</p>"),
    "captions between paragraphs": numbered(
        "<figure><img src=/{0}.jpg><figcaption>Ferry number {0} lies at the quay.</figcaption></figure>"
        "<p>The council met for the {0}th time and decided nothing at all about it.</p>"
    ),
    "quotes set apart from a long story": filled(
        "<blockquote>A quote of some words that are not there</blockquote>", f"<p>{'Wordy words stand here. ' * 40_000}</p>"
    ),
    "one box of many paragraphs": filled("<p>It rained on the quay.</p>", '<aside class="box">', "</aside>"),
    "captions of one figure": filled("<figcaption>A ferry</figcaption>", "<figure><img src=/a.jpg>", "</figure>"),
    "pictures and then captions": filled('<p class="caption">A ferry</p>', "<img src=/a.jpg>" * 6_000),
    "no-break spaces in a picture's title": filled(
        "\u00a0", '<figure><img src=/a.jpg alt=x title="x', 'x"><figcaption>A ferry</figcaption></figure>'
    ),
    "no-break spaces in the site's name": in_head("\u00a0", '<meta property="og:site_name" content="x', 'x">'),
    "pictures without": filled('<img src="/a.jpg">'),
    "frames": filled('<iframe src="https://www.youtube.com/embed/x"></iframe>'),
    "metas": in_head('<meta property="og:title" content="The ferry came back">'),
    "linked data, one after the other": in_head(f'<script type="application/ld+json">{NUMBERED}</script>'),
    "linked data in one list": in_head(NUMBERED + ",", '<script type="application/ld+json">[', "{}]</script>"),
    "linked data nested without end": nested_json,
    "linked data with authors in authors": nested_authors,
    "a page's state in a script": in_head(
        '{"a":[1,2,{"b":"<p>text</p>"}]},', '<script id="__NEXT_DATA__" type="application/json">[', "0]</script>"
    ),
    "scripts that assign": in_head("window.__STATE__={a:1};", "<script>", "</script>"),
    "a script of escaped quotes where the story should be": in_shell('\\"'),
    "a script of quotes where the story should be": in_shell('", "'),
    "a script of brackets where the story should be": in_shell("[{"),
    "a script of angle brackets where the story should be": in_shell("<", f'var a = {{"body": "{"word " * 50}', '"}'),
    "a script that names one row again and again": in_shell(
        '{\\"a\\":\\"$1\\"},', f'push([1,"1:T1f0,{"word " * 20_000}\\n2:[', '{}]\\n"])'
    ),
    "a script of backslashes": in_head("\\", '<script>var published = "', '"</script>'),
    "no-break spaces in the title": in_head("\u00a0", "<title>x", "x</title>"),
    "a picture's sizes without a space": filled("1w", '<img src="/a.jpg" srcset="', '">'),
    "a lazy picture's state of slashes": filled("/a", '<img data-state="', '">'),
    "pictures of no address": filled("<img data-state=1>"),
    "pictures in one element": filled("<img src=/a.jpg>", "<picture>", "</picture>"),
    "elements beside a picture of a long alt": filled("<b> </b>", f'<p>x<img src=/a.jpg alt="{"word " * 20_000}">', "</p>"),
    "text in elements beside a picture": filled("word ", f'<p>x<img src=/a.jpg alt="{"word " * 20}">{"<b>" * 200}', "</p>"),
    "asides in asides": filled("<aside>"),
    "lists in one item": filled("<ul><li>x</ul>", "<ul><li>", "</ul>"),
    "times": filled("입력 2026-11-24 12:00 수정 2026.11.24. 오후 3:05 ", "<p>", "</p>"),
    "digits": filled("2026-1", "<p>", "</p>"),
    "credits": filled("(서울=연합뉴스) 홍길동 기자 = [사진=AP 연합뉴스] ", "<p>", "</p>"),
    "bylines, line by line": filled("<p>홍길동 기자 hong@example.com</p>"),
    "addresses of mail": filled("a.a@a.a-", "<p>", "</p>"),
    "brackets": filled("[단독](", "<p>", "</p>"),
    "quotes of markets": filled("<li><b>비트코인</b><span>121,400,000원</span><i>▲1.25%</i></li>", "<ul>", "</ul>"),
    "reactions": filled("<button class=like>좋아요 <span>3</span></button>"),
    "rights": filled("<p>ⓒ The Daily. All rights reserved. 무단 전재 및 재배포 금지, AI 학습 이용 금지</p>"),
    "letters of other scripts": filled("\u0e01\u0301\u200d\u202e\U0001f600", "<p>", "</p>"),
    "UTF-16": utf_16,
    "gzip of a gigabyte": packed,
}
