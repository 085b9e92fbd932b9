"""What became of a manifest, line by line: settled, failed, or not reached."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ...store.backfills import Outcome, Pass, Workbench, read_outcomes
from .planning import Plan

# What the account calls an outcome. A duplicate is a page that had come before, bytes and place alike.
CALLED = {
    "created": "stored", "revised": "stored", "unchanged": "unchanged", "duplicate": "unchanged", "superseded": "superseded",
    "rejected": "rejected", "failed": "failed",
}  # fmt: skip
EXAMPLES = 5  # of lines that failed or changed


@dataclass
class Account:  # filled in place, line by line
    """`outcomes` counts lines by their last outcome; `reasons` rejections and failures by type, `changes` the parts that change."""

    plan: Plan
    settled: bytearray = field(repr=False)  # by line: 0 not reached, 1 failed, 2 settled; one byte each
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    failed: list[Outcome] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def unreached(self) -> int:
        return self.plan.pages - sum(self.outcomes.values())

    @property
    def is_complete(self) -> bool:
        """Whether manifest = stored + unchanged + superseded + rejected."""
        return self.unreached == 0 and not self.outcomes["failed"]

    def is_open(self, n: int) -> bool:
        """Whether the line has still to be settled."""
        return self.settled[n] < 2

    @property
    def sums(self) -> dict[str, int]:
        told = dict.fromkeys(("stored", "unchanged", "superseded", "rejected", "failed"), 0)
        for outcome, lines in self.outcomes.items():
            told[CALLED[outcome]] += lines
        return {**told, "unreached": self.unreached}

    def to_json(self) -> dict[str, Any]:
        return {
            "job": self.plan.job,
            "manifest": self.plan.pages,
            **self.sums,
            "complete": self.is_complete,
            "outcomes": dict(self.outcomes),
            "reasons": dict(self.reasons),
            "changes": dict(self.changes),
            "failed_lines": [{"n": outcome.n, "type": outcome.type, "detail": outcome.detail} for outcome in self.failed],
            "changed_articles": self.changed,
            "skipped": dict(self.plan.skipped),
        }


def take_account(bench: Workbench, plan: Plan, which: Pass) -> Account:
    """Reads every outcome once; some 150 bytes a line are read, a byte a line is held."""
    return account_of(plan, read_outcomes(bench, plan.job, which))


def account_of(plan: Plan, outcomes: Iterable[Outcome]) -> Account:
    """A line that two batches had counts once: settled, if one of them settled it."""
    account = Account(plan, bytearray(plan.pages + 1))
    failed: dict[int, Outcome] = {}
    for outcome in outcomes:
        if outcome.outcome == "failed":
            if account.settled[outcome.n] == 0:
                account.settled[outcome.n] = 1
                failed[outcome.n] = outcome
            continue
        failed.pop(outcome.n, None)
        if account.settled[outcome.n] < 2:
            account.settled[outcome.n] = 2
            enter(account, outcome)
    account.outcomes["failed"] = len(failed)
    account.reasons.update(outcome.type or "?" for outcome in failed.values())
    account.failed = list(failed.values())[:EXAMPLES]
    return account


def enter(account: Account, outcome: Outcome) -> None:
    account.outcomes[outcome.outcome] += 1
    if outcome.outcome == "rejected":
        account.reasons[outcome.type or "?"] += 1
    for part in outcome.changes:
        account.changes[part] += 1
        account.changed.setdefault(part, [])
        if outcome.article and len(account.changed[part]) < EXAMPLES:
            account.changed[part].append(outcome.article)
