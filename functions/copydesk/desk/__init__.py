"""What the house does for whoever stands at a door: accept a page, tell what became of it, hand out what is kept."""

from ..store.editions import Delivery
from .accepting import accept, reject
from .desk import Desk, Found, Kept
from .examining import examine, explain
from .finding import find, find_dropped, find_edition, find_receipt, link_article, read_edition, read_kept

__all__ = [
    "Delivery", "Desk", "Found", "Kept", "accept", "examine", "explain", "find", "find_dropped", "find_edition", "find_receipt",
    "link_article", "read_edition", "read_kept", "reject",
]  # fmt: skip
