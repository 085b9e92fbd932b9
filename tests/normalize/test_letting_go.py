"""What a page leaves behind when it has been read."""

import gc

from copydesk.normalize import normalize
from copydesk.normalize.document import Box, Inline, Line
from copydesk.page import receive

STORY = "<p>The council voted on Tuesday to rebuild the quay after the storms, and the work begins in March.</p>" * 4
LINKS = (
    '<a href="/1"><img src="/quay.jpg" width=600 height=400></a><a href="/2"></a>'
    '<a href="/3"><div>Boxed</div></a><p><a href="/4">Told</a></p>'
)
PAGE = f"<!DOCTYPE html><html lang=en><title>Quay to be rebuilt</title><body><article><h1>Quay to be rebuilt</h1>{LINKS}{STORY}</article>"


def parts_alive() -> int:
    return sum(isinstance(thing, Box | Inline | Line) for thing in gc.get_objects())


def test_a_page_that_was_read_is_freed_without_the_garbage_collection() -> None:
    normalize(receive(PAGE.encode()))
    gc.collect()
    before = parts_alive()
    gc.disable()
    try:
        normalize(receive(PAGE.encode()))
        assert parts_alive() == before
    finally:
        gc.enable()
