"""Pages out of what archives are kept in: loose files, zip, WARC.

list_files      a folder, or one file, as sources
read_sources    every page in them, and every thing that is none with the reason, in order
unpack          one page again, out of the bytes of its place alone: a range of the container
"""

from .entries import Entry, Place, Skipped, Source
from .folders import list_files
from .reading import read_sources
from .unpacking import MAX_PACKED, unpack

__all__ = ["MAX_PACKED", "Entry", "Place", "Skipped", "Source", "list_files", "read_sources", "unpack"]
