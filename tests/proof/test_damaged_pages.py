"""Damaged pages and bombs are read or refused: a short sample in CI, 100,000 in `make proof` (PAGES names a folder of other pages)."""

import os
from pathlib import Path

import pytest

from bench.bombs import SHAPES
from copydesk.errors import InvalidWords, PageRejected
from copydesk.normalize import content_hash_of, normalize
from copydesk.page import Words, receive
from tests.proof.damage import damage, read_pages

OURS = Path(__file__).parents[1] / "pages"
SHARDS = 10
COUNT = int(os.environ.get("PROOF_PAGES", "40")) // SHARDS
BOMB_BYTES = 20_000
WORDS = Words(url="https://www.example.com/news/2026/ferry")


@pytest.fixture(scope="module")
def pages() -> list[bytes]:
    found = read_pages(Path(os.environ.get("PAGES") or OURS))
    assert found
    return found


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_damaged_page_is_read_or_refused(pages: list[bytes], shard: int) -> None:
    for number in range(COUNT):
        seed = f"{shard}/{number}"
        try:
            article = normalize(receive(damage(seed, pages), words=WORDS))
            assert article.provenance.content_hash == content_hash_of(article)
            article.model_validate_json(article.model_dump_json())
        except (PageRejected, InvalidWords):
            continue
        except Exception as fault:
            raise AssertionError(f"damage({seed!r}) is neither read nor refused") from fault


@pytest.mark.parametrize("shape", SHAPES)
def test_a_bomb_is_read_or_refused(shape: str) -> None:
    try:
        article = normalize(receive(SHAPES[shape](BOMB_BYTES), words=WORDS))
    except PageRejected:
        return
    assert article.meta.headline == "The ferry came back"
