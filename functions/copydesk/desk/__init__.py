"""What the house does for whoever stands at a door: accept a page, tell what became of it, hand out what is kept."""

from ..store.editions import Delivery
from .accepting import accept, reject
from .auditing import Audit, audit
from .backfilling import OUT_OF_TIME, foresee_lines, settle_lines
from .claiming import claimed
from .damage import Finding
from .desk import Desk, Found, Kept
from .examining import examine, explain
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
from .renormalizing import renormalize
from .restoring import Restored, restore
from .retrying import list_rejections, retry
from .taking import NOBODY, Taken, is_door, publisher_of, take
from .uploading import hand_over, offer_upload
from .watching import Drift, Watched, remember, watch
from .withdrawing import lift, purge, withdraw

__all__ = [
    "NOBODY",
    "OUT_OF_TIME",
    "Audit",
    "Delivery",
    "Desk",
    "Drift",
    "Finding",
    "Found",
    "Kept",
    "Listed",
    "Restored",
    "Taken",
    "Wanted",
    "Watched",
    "accept",
    "audit",
    "claimed",
    "examine",
    "explain",
    "find",
    "find_dropped",
    "find_edition",
    "find_readable",
    "find_receipt",
    "foresee_lines",
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
    "remember",
    "renormalize",
    "restore",
    "retry",
    "settle_lines",
    "take",
    "watch",
    "withdraw",
]  # fmt: skip
