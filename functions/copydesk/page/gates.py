"""The gates before any parser: linear in the page's length, each refusal names its limit and the size found."""

import re

from ..errors import EmptyPage, NotHtml, TooLarge, TooDeep
from .raw import MAX_BYTES
from .tags import MAX_ATTRIBUTES, TOKEN

MAX_DEPTH = 256

def check_gates(t): ...
def looks_like_html(t): ...
