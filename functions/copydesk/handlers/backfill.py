"""A hundred lines of a backfill's manifest → desk. What became of each is written down, whatever becomes of the batch.

Step Functions starts a failed batch again: lines that were settled are known by their receipts, so that only the others are done.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..desk import Desk
from ..desk.backfilling import OUT_OF_TIME, foresee_lines, settle_lines
from ..errors import StoreUnavailable
from ..store.backfills import Line, Outcome, Workbench, keep_outcomes
from .desks import open_desk
from .telemetry import count, log

READ_SECONDS = 10
MARGIN_SECONDS = 12  # the last page begun takes its time, and the outcomes have to be written
PASSING = frozenset({StoreUnavailable.type, OUT_OF_TIME})


class Unsettled(Exception):
    """Time heals it: throttling, a store that does not answer, a batch that was too long for one run. The state machine tries again."""


class Broken(Exception):
    """More than half of the pages failed for reasons that nobody knows: no retry helps, and too many such batches end the job."""


@dataclass(frozen=True)
class House:
    desk: Desk
    bench: Workbench


@cache
def open_house() -> House:
    """Built once per process, from its environment."""
    desk = open_desk(read_seconds=READ_SECONDS)
    return House(desk, Workbench(desk.archive.client, os.environ["BACKFILL_BUCKET"]))


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    return settle_batch(open_house, event, seconds_left=lambda: context.get_remaining_time_in_millis() / 1000)


def settle_batch(house: Callable[[], House], event: Mapping[str, Any], *, seconds_left: Callable[[], float]) -> dict[str, Any]:
    """`{BatchInput: {job, dry_run}, Items: [line, …]}` → how many lines had which outcome. Raises Unsettled, Broken."""
    job, is_dry = str(event["BatchInput"]["job"]), bool(event["BatchInput"].get("dry_run"))
    lines = [Line.from_json(item) for item in event["Items"]]
    desk, bench = house().desk, house().bench
    settle = foresee_lines if is_dry else settle_lines
    try:
        outcomes = settle(desk, bench, lines, is_over=lambda: seconds_left() < MARGIN_SECONDS)
        keep_outcomes(bench, job, "foreseen" if is_dry else "outcomes", outcomes)
    except StoreUnavailable as error:  # what was settled is known by its receipts
        raise Unsettled(error.detail) from error
    counts = count_outcomes(outcomes)
    log.info("batch settled", extra={"job": job, "first": lines[0].n, "dry_run": is_dry, "outcomes": counts})
    if not is_dry:
        for outcome, pages in counts.items():
            count("Pages", pages, outcome=outcome)
    require_settled(outcomes)
    return counts


def count_outcomes(outcomes: list[Outcome]) -> dict[str, int]:
    names = [outcome.outcome for outcome in outcomes]
    return {name: names.count(name) for name in sorted(set(names))}


def require_settled(outcomes: list[Outcome]) -> None:
    failed = [outcome for outcome in outcomes if outcome.outcome == "failed"]
    passing = [outcome for outcome in failed if outcome.type in PASSING]
    if passing:
        raise Unsettled(f"{len(passing)} of {len(outcomes)} lines, the first is {passing[0].n}: {passing[0].type}")
    unexplained = [outcome for outcome in failed if outcome.type == "internal"]
    if 2 * len(unexplained) > len(outcomes):
        raise Broken(f"{len(unexplained)} of {len(outcomes)} lines, the first is {unexplained[0].n}: {unexplained[0].detail}")
