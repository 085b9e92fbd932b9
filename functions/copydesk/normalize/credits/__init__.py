"""Caption lines come apart: marker, text, credit, place, date, rights.

The tail is peeled from the end, the surest sign first; what cannot be told from a sentence stays in the text.
"""

from copydesk.normalize.credits.caption_lines import is_caption_line
from copydesk.normalize.credits.splitting import CaptionParts, split_caption
from copydesk.normalize.credits.trimming import without_legend

__all__ = ["CaptionParts", "is_caption_line", "split_caption", "without_legend"]
