"""Counts and what they count: `좋아요 3`, `3 likes`, `(12)`, `1.2만`."""

from copydesk.page.patterns import pattern_of

COUNT = pattern_of(r"^[(\[]?\s*(\d[\d,.]*)\s*([천만kKmM])?\s*[)\]]?$")
COUNTS = pattern_of(r"[(\[]?\s*(?<![\d.,])(\d[\d,]*(?:\.\d+)?\s?[천만kKmM]?)(?:\s?(?:개|건|件|条|條|명|人))?(?![\w.%])\s*[)\]]?")
UNIT = {"천": 1000, "만": 10000, "k": 1000, "K": 1000, "m": 1_000_000, "M": 1_000_000}
BETWEEN = pattern_of(r"^[^\w(]+|[^\w)]+$")  # bars, points, and the emoji that stands before a word
MAX_COUNTED = 14  # characters of a word that is counted


def count_of(text: str) -> int | None:
    """`1,234`, `(3)`, `1.2만` as a number; None for anything else."""
    match = COUNT.match(text.strip())
    if match is None:
        return None
    digits, unit = match.group(1), match.group(2)
    if unit:
        return int(float(digits.replace(",", "")) * UNIT[unit])
    bare = digits.replace(",", "").replace(".", "")
    return int(bare) if bare.isdecimal() else None


def counted(text: str) -> tuple[tuple[str, int], ...]:
    """The words of a text with their counts, all before or all behind them; empty where anything else is said."""
    parts = COUNTS.split(text)
    words = [BETWEEN.sub("", word) for word in parts[::2]]
    counts = [count_of(part) for part in parts[1::2]]
    words = words[:-1] if not words[-1] else words[1:] if not words[0] else []
    if len(words) != len(counts) or not all(0 < len(word) <= MAX_COUNTED for word in words):
        return ()
    return tuple((word, count) for word, count in zip(words, counts, strict=True) if count is not None)
