"""How near a reading is to the truth: shingles for bodies, equality for titles and days."""

import re
import unicodedata
from collections import Counter

# Letters of scripts that write no spaces are tokens each; Hangul is not among them.
DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
TOKEN = re.compile(f"[{DENSE}]|[^\\W{DENSE}]+")
SHINGLE = 4  # tokens, as in the article extraction benchmark of ScrapingHub
QUOTES = str.maketrans({**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‐‑‒–—―−", "-"), "…": "..."})


def shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = TOKEN.findall(text)
    return Counter(tuple(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1)) if tokens)


def overlap(truth: str, found: str) -> tuple[float, float]:
    """(precision, recall) of the shingles; 1.0 where neither text has any."""
    wanted, got = shingles(truth), shingles(found)
    common = (wanted & got).total()
    return (
        common / got.total() if got else float(not wanted),
        common / wanted.total() if wanted else float(not got),
    )


def f1(pairs: list[tuple[float, float]]) -> float:
    """F1 of the mean precision and the mean recall."""
    if not pairs:
        return 0.0
    precision, recall = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def plain(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", (text or "").translate(QUOTES)).casefold().split())


def same_text(truth: str, found: str | None) -> bool:
    return plain(truth) == plain(found)


def same_day(truth: str, found: str | None) -> bool:
    """Whether two dates name the same day as written."""
    return truth[:10] == (found or "")[:10]
