"""What the house does for whoever stands at a door: accept a page, tell what became of it, hand out what is kept.

What is done at no door (auditing, backfilling, renormalizing, restoring, watching) is imported from its own module: a door that starts
waits for none of it.
"""

from ..store.editions import Delivery
from .accepting import accept, reject
from .claiming import claimed
from .desk import Desk, Found, Kept
from .examining import examine, explain, explain_kept
from .finding import (
    find,
    find_dropped,
    find_edition,
    find_readable,
    find_receipt,
    link_article,
    link_original,
    read_edition,
    read_kept,
    read_original,
)
from .listing import Listed, Wanted, list_changes, list_heads, list_revisions
from .retrying import list_rejections, retry
from .taking import NOBODY, Taken, is_door, publisher_of, take
from .uploading import hand_over, offer_upload
from .withdrawing import lift, purge, withdraw

__all__ = [
    "NOBODY",
    "Delivery",
    "Desk",
    "Found",
    "Kept",
    "Listed",
    "Taken",
    "Wanted",
    "accept",
    "claimed",
    "examine",
    "explain",
    "explain_kept",
    "find",
    "find_dropped",
    "find_edition",
    "find_readable",
    "find_receipt",
    "hand_over",
    "is_door",
    "lift",
    "link_article",
    "link_original",
    "list_changes",
    "list_heads",
    "list_rejections",
    "list_revisions",
    "offer_upload",
    "publisher_of",
    "purge",
    "read_edition",
    "read_kept",
    "read_original",
    "reject",
    "retry",
    "take",
    "withdraw",
]  # fmt: skip
