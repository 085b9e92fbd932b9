"""Texts become times: machine forms, printed forms of the corpus's languages, and partial or relative ones.

A clock without a zone is the clock of the site or of the language; where neither is known, +00:00 stands and `zone_from` is null.
Two tests come before any real work: most lines hold no digit, and most lines with digits hold no year.
"""

from copydesk.normalize.times.found import Kind, LabelledTime
from copydesk.normalize.times.partial import resolve_partial
from copydesk.normalize.times.reading import find_times, read_time

__all__ = ["Kind", "LabelledTime", "find_times", "read_time", "resolve_partial"]
