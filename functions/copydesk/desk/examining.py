"""A page is read and nothing is kept."""

import time
from typing import Any

from .. import normalize as normalizing
from ..article import Article
from ..page import RawPage
from .desk import Desk


def examine(desk: Desk, page: RawPage) -> Article:
    """What accepting the page would keep. Raises PageRejected."""
    return desk.normalize(page)


def explain(page: RawPage) -> tuple[Article, dict[str, Any]]:
    """The article, and beside it how it was read: rejected readings, unassigned texts, chrome, milliseconds by stage."""
    explained = normalizing.explain(page, clock=time.perf_counter)
    return explained.article, explained.as_json()
