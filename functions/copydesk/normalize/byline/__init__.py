"""Who signs: bylines, datelines and author fields become people and agencies.

A name is only believed where something says so: a title, a mail, a prefix, a label, or a line that holds nothing else.
Initials, houses, desks and agencies are never people.
"""

from copydesk.normalize.byline.found import Byline
from copydesk.normalize.byline.reading import clean_author, is_byline_label, is_byline_line, read_byline, read_dateline, writers

__all__ = ["Byline", "clean_author", "is_byline_label", "is_byline_line", "read_byline", "read_dateline", "writers"]
