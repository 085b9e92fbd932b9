"""A page is read and nothing is kept: one that is brought, or one that is kept already."""

import time
from typing import Any

from .. import normalize as normalizing
from ..article import Article
from ..page import RawPage, Words
from ..store import archive as archives
from ..store.deliveries import SentPage
from ..store.recording import find_carried_by, read_record
from ..store.records import Head, Revision
from .desk import Desk, Found


def examine(desk: Desk, page: RawPage) -> Article:
    """What accepting the page would keep. Raises PageRejected."""
    return desk.normalize(page)


def explain(page: RawPage) -> tuple[Article, dict[str, Any]]:
    """The article, and beside it how it was read: rejected readings, unassigned texts, chrome, milliseconds by stage."""
    explained = normalizing.explain(page, clock=time.perf_counter)
    return explained.article, explained.as_json()


def explain_kept(desk: Desk, found: Found) -> tuple[Article, dict[str, Any]]:
    """How the page of a kept edition is read by this version, with the sender's words of then.

    Raises PageRejected where no article is found in it any more, Missing where the page or its delivery is not in the archive.
    """
    return explain(reopen(desk, read_sent(desk, found.revision)))


def read_sent(desk: Desk, kept: Head | Revision) -> SentPage:
    """The delivery that brought it; of a head, the one that has its place. Raises Missing."""
    page = archives.raw_key(kept.publisher_id, kept.article_id, kept.source_hash)
    if carried := find_carried_by(desk.archive, page, str(kept.receipt_id)):
        return carried
    key = archives.delivery_key(kept.publisher_id, kept.article_id, str(kept.receipt_id))
    record = read_record(desk.archive, key)
    if not isinstance(record, SentPage):
        raise archives.Missing(f"{key} is no page's")
    return record


def reopen(desk: Desk, sent: SentPage) -> RawPage:
    """The page as it was when it arrived. Raises Missing."""
    body = archives.read_bytes(desk.archive, archives.raw_key(sent.publisher_id, sent.article_id, sent.source_hash))
    return RawPage(body, Words.read_words(sent.words), sent.content_type)
