"""Pages as no newsroom made them: the bytes of true ones cut, doubled, swapped, flipped and mixed with each other."""

import gzip
import random
from collections.abc import Callable, Sequence
from pathlib import Path

STRANGE = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b$B", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"&#x110000;", b"&#0;", b"<![CDATA[", b"]]>",
    b"<!--", b"-->", b"<script>", b"</script>", b"<style>", b"<template>", b"<svg><title>", b"<math><mi>", b"<table><td>", b"</body>",
    b"<plaintext>", b"<noscript>", b"<textarea>", b"<select><option>", b'"', b"'", b"=", b"<", b">", b"</", b"&", b";", b"{", b"}", b"[",
    b"<meta charset=utf-16>", b"<meta charset=x-user-defined>", b"<base href='//['>", b"<a href='http://['>", 
    b"<time datetime=99999999999>",
    b"<img srcset=', ,,'>",
    b"<td colspan=99999999 rowspan=0>", b"<h1>", b"<p>", b"<ruby><rt>", b"<frameset>", b'<html lang="xx-\xc3\xa9">',
    "2026년 13월 45일".encode(), "기자 = ".encode(), "ⓒ".encode(), "\u202e".encode(), b"9" * 400, b"1e999%", b"- -" * 40,
)  # fmt: skip

type Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def span(chance: random.Random, page: bytes, most: int) -> tuple[int, int]:
    start = chance.randrange(len(page) + 1)
    return start, min(len(page), start + chance.randint(1, most))


def cut(chance: random.Random, page: bytes, others: Sequence[bytes]) -> bytes:
    start, end = span(chance, page, max(1, len(page) // 4))
    return page[:start] + page[end:]


def double(chance: random.Random, page: bytes, others: Sequence[bytes]) -> bytes:
    start, end = span(chance, page, 2_000)
    return page[:end] + page[start:end] * chance.randint(1, 20) + page[end:]


def swap(chance: random.Random, page: bytes, others: Sequence[bytes]) -> bytes:
    start, end = span(chance, page, 2_000)
    moved, rest = page[start:end], page[:start] + page[end:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + moved + rest[place:]


def flip(chance: random.Random, page: bytes, others: Sequence[bytes]) -> bytes:
    changed = bytearray(page)
    for _ in range(chance.randint(1, 40)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def insert(chance: random.Random, page: bytes, others: Sequence[bytes]) -> bytes:
    place = chance.randrange(len(page) + 1)
    return page[:place] + chance.choice(STRANGE) * chance.choice((1, 1, 1, 3, 300)) + page[place:]


def truncate(chance: random.Random, page: bytes, others: Sequence[bytes]) -> bytes:
    return page[: chance.randrange(len(page) + 1)]


def mix(chance: random.Random, page: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    start, end = span(chance, other, 5_000)
    place = chance.randrange(len(page) + 1)
    return page[:place] + other[start:end] + page[place:]


MUTATIONS: tuple[Mutation, ...] = (cut, double, swap, flip, insert, insert, insert, truncate, mix)


def damage(seed: str, pages: Sequence[bytes]) -> bytes:
    """One of the pages after one to six mutations; the same seed and pages give the same bytes.

    The smallest of three drawn: a large page has its turn too, but takes many small ones' time.
    """
    chance = random.Random(seed)
    page = min((chance.choice(pages) for _ in range(3)), key=len)
    for _ in range(chance.randint(1, 6)):
        page = chance.choice(MUTATIONS)(chance, page, pages)
    return page


def read_pages(folder: Path) -> list[bytes]:
    """Every HTML page under the folder; a name in `.gz` is unpacked."""
    return [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in sorted(folder.rglob("*.htm*"))]
