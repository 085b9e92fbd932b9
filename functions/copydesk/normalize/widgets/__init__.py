"""Furniture of the page as data: found in the untouched document, then read kind by kind."""

from copydesk.normalize.widgets.finding import find_widgets
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.reading import read_widget

__all__ = ["Found", "find_widgets", "read_widget"]
