"""Lines around the headline and before the story: which are deck, kicker, byline and times."""

from copydesk.normalize.zone.deck import deck_texts
from copydesk.normalize.zone.reading import Zone, read_zone
from copydesk.normalize.zone.telling import is_signature, label_before, spaced, times_of, told_apart, visual_lines

__all__ = ["Zone", "deck_texts", "is_signature", "label_before", "read_zone", "spaced", "times_of", "told_apart", "visual_lines"]
