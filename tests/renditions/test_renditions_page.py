"""docs/renditions.md shows what is written."""

from copydesk.renditions.formats import FORMATS
from docs.renditions import BLOCK, DOCUMENT, read_page, with_renditions


def test_the_document_shows_every_form_as_it_is_written() -> None:
    document = DOCUMENT.read_text("utf-8")
    assert [found["name"] for found in BLOCK.finditer(document)] == [form.name for form in FORMATS]
    assert with_renditions(document, read_page()) == document, "run python -m docs.renditions, and look at what it changed"
