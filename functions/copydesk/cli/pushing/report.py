"""What became of a run: counted as it goes, told at its end."""

import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from .journal import Outcome

SHOWN = 10  # refusals of one type that are named; the journal has all of them
# In the order of the report; a desk's own words, then ours.
WORDS = {
    "created": "new at the desk",
    "revised": "new revisions",
    "superseded": "kept as older revisions",
    "unchanged": "had the same content as what was there",
    "duplicate": "had been pushed before",
    "before": "were settled by an earlier run",
    "skipped": "are no pages",
    "refused": "refused for good",
    "failed": "not pushed: the desk failed at them",
    "unreadable": "not pushed: they could not be read",
}


@dataclass
class Tally:
    """How a run stands. Told from several threads."""

    began: float = field(default_factory=time.monotonic)
    outcomes: Counter[str] = field(default_factory=Counter)
    refusals: dict[str, list[Outcome]] = field(default_factory=dict)
    skips: Counter[str] = field(default_factory=Counter)  # by why
    lock: Lock = field(default_factory=Lock)

    def count(self, outcome: Outcome) -> None:
        with self.lock:
            self.outcomes[outcome.outcome] += 1
            if outcome.outcome == "skipped":
                self.skips[outcome.detail or ""] += 1
            if outcome.outcome in ("refused", "failed", "unreadable"):
                self.refusals.setdefault(outcome.type or outcome.outcome, []).append(outcome)

    @property
    def pages(self) -> int:
        return self.outcomes.total() - self.outcomes["skipped"]

    @property
    def pushed(self) -> int:
        """Pages that this run sent and got an answer for."""
        return self.pages - self.outcomes["before"] - self.outcomes["unreadable"]

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pushed / max(self.seconds, 1e-3)

    @property
    def is_whole(self) -> bool:
        """Whether every page of the run is at the desk."""
        return not self.refusals

    @property
    def can_go_on(self) -> bool:
        """Whether the same command again may do better."""
        return bool(self.outcomes["failed"] or self.outcomes["unreadable"])

    def spell(self) -> str:
        """`1,200 created · 3 refused`."""
        known = [word for word in WORDS if self.outcomes[word]]
        others = [word for word in self.outcomes if word not in WORDS]
        return " · ".join(f"{self.outcomes[word]:,} {word}" for word in (*known, *others)) or "nothing yet"


def lines_of(tally: Tally) -> list[str]:
    """The report for a person."""
    lines = [f"{tally.pages:,} pages in {tally.seconds:,.1f} s, {tally.rate:,.1f} pushed a second"]
    for word in (*WORDS, *(word for word in tally.outcomes if word not in WORDS)):
        if count := tally.outcomes[word]:
            lines.append(f"{count:>9,}  {word:<11}{WORDS.get(word, '')}")
    lines += [f"    {why}: {count:,}" for why, count in tally.skips.most_common(SHOWN)]
    for kind, found in sorted(tally.refusals.items(), key=lambda row: -len(row[1])):
        lines.append(f"{kind}: {len(found):,}")
        lines += [f"    {outcome.page}: {outcome.detail or outcome.outcome}" for outcome in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"    … and {len(found) - SHOWN:,} more")
    return lines


def document_of(tally: Tally, *, journal: str, stopped_by: str | None) -> dict[str, Any]:
    """The report for a machine; every refusal in it."""
    return {
        "pages": tally.pages,
        "seconds": round(tally.seconds, 3),
        "pushed_per_second": round(tally.rate, 2),
        "outcomes": dict(tally.outcomes),
        "refused": [
            {"page": outcome.page, "outcome": outcome.outcome, "type": outcome.type, "detail": outcome.detail}
            for found in tally.refusals.values()
            for outcome in found
        ],
        "skipped": dict(tally.skips),
        "journal": journal,
        "stopped_by": stopped_by,
    }
