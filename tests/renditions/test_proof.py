"""A sample of `make proof-renditions`: every rendition of our own pages, read back."""

import os
from pathlib import Path

import pytest

from bench.pages import Page, pages_of
from copydesk.normalize import normalize
from tests.renditions.proof import failures
from tests.renditions.schemas import read_schemas

PROJECT = Path(__file__).resolve().parents[2]
PAGES = [page for folder in ("tests/pages", "events/pages") for page in pages_of(PROJECT / folder)]
SCHEMAS = os.environ.get("RENDITION_SCHEMAS")  # the folder of them, where somebody has it


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_rendition_of_a_page_is_read_back(page: Page) -> None:
    assert list(failures(normalize(page.raw), read_schemas(Path(SCHEMAS)) if SCHEMAS else None)) == []
