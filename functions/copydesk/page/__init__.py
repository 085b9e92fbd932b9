"""Bytes to text: the page as it was pushed, the sender's words, and the gates before any parser.

receive       transfer decoding, size, ratio, what is plainly no HTML
read_text     bytes become text, the first witness in a fixed order wins
check_gates   linear: depth, attributes, tags, entities; no parser sees a page that has not passed
"""

from .charset import Decoded, check_transit, read_text
from .gates import MAX_DEPTH, check_gates, looks_like_html
from .raw import MAX_BYTES, RawPage, receive
from .words import Words

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "Decoded",
    "RawPage",
    "Words",
    "check_gates",
    "check_transit",
    "looks_like_html",
    "read_text",
    "receive",
]
