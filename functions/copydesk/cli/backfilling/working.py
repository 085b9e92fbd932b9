"""What planned jobs of both kinds have in common: started, watched, accounted for."""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from ...store.backfills import Pass, Workbench, list_stamped_outcomes, plan_key, read_json
from ..advice import Unreachable
from ..places import Place
from ..screen import print_json, tell
from .account import Account, take_account
from .driving import Drive, Machine, TooManyFailed, drive, hand_over, open_lines
from .estimate import estimate, workers_for
from .planning import Plan

LOCAL_WORKERS = 4
INVOKE_SECONDS = 110  # the function's 90, and its start
SHOW_SECONDS = 1.0
RATE_WINDOW = timedelta(minutes=5)
LOCAL_ENDPOINTS = "http://"


def add_start(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", metavar="JOB", help="as `plan` named it")
    parser.add_argument(
        "--local", action="store_true", help="call the function from here, without Step Functions; in the local stack always so"
    )
    parser.add_argument("--writes", type=float, metavar="N", help="write units a second that it may take (default: the stack's budget)")
    parser.add_argument("--workers", type=int, metavar="N", help="functions at a time, instead of what the budget allows")
    parser.add_argument(
        "--tolerate", type=float, default=5.0, metavar="PERCENT", help="of the batches may fail before it stops (default 5)"
    )


def open_bench(place: Place) -> Workbench:
    """Raises Unreachable where the stack has no bucket for backfills."""
    if "BackfillBucketName" not in place.outputs:
        raise Unreachable(
            f"{place.name} names no bucket for backfills: name the stack (--stack), deployed with this version or a newer one"
        )
    return Workbench(place.open_client("s3"), place.outputs["BackfillBucketName"])


def read_plan(bench: Workbench, job: str) -> Plan:
    told = read_json(bench, plan_key(job))
    if told is None:
        raise Unreachable(f"there is no planned job {job!r}: `copydesk backfill plan` makes one, and a plan that was cut off is made again")
    return Plan.from_json(told)


def which_pass(is_dry: bool) -> Pass:
    return "foreseen" if is_dry else "outcomes"


def budget_of(place: Place, arguments: argparse.Namespace) -> float:
    return float(arguments.writes or place.outputs.get("BackfillWritesPerSecond") or 2000)


# ---------------------------------------------------------------- start


def start_job(place: Place, arguments: argparse.Namespace, *, dry_run: bool) -> None:
    """Raises Unreachable where more fails than is tolerated."""
    bench = open_bench(place)
    plan = read_plan(bench, arguments.job)
    account = take_account(bench, plan, which_pass(dry_run))
    left = account.unreached + account.outcomes["failed"]
    if not left:
        tell(f"{plan.job}: all {plan.pages:,} lines are settled")
        return report_job(place, arguments, dry_run=dry_run)
    workers = arguments.workers or workers_for(budget_of(place, arguments))
    if arguments.local or is_local(place):
        drive_from_here(place, bench, account, arguments, left=left, dry_run=dry_run)
        return report_job(place, arguments, dry_run=dry_run)
    name = f"{plan.job}-{'dry-' if dry_run else ''}{datetime.now(UTC):%Y%m%dT%H%M%S}"
    machine = Machine(place.open_client("stepfunctions"), place.outputs["BackfillMachineArn"])
    execution = hand_over(machine, bench, account, name=name, workers=workers, tolerated=arguments.tolerate, dry_run=dry_run)
    tell(f"{plan.job}: {left:,} lines, {workers} functions at a time, as {execution}")
    return tell(f"copydesk backfill status {plan.job} --watch{place.options}")


def is_local(place: Place) -> bool:
    return str(place.ledger.client.meta.endpoint_url).startswith(LOCAL_ENDPOINTS)


def drive_from_here(place: Place, bench: Workbench, account: Account, arguments: argparse.Namespace, *, left: int, dry_run: bool) -> None:
    workers = arguments.workers or LOCAL_WORKERS
    client = place.open_client("lambda", read_seconds=INVOKE_SECONDS)
    driven = Drive(client, place.outputs["BackfillFunctionName"], workers, arguments.tolerate, dry_run)
    try:
        drive(driven, account.plan.job, open_lines(bench, account), total=left, tell=progress(account.plan, done=account.plan.pages - left))
    except TooManyFailed as error:
        raise Unreachable(f"{account.plan.job}: {error}") from error


def progress(plan: Plan, *, done: int) -> Callable[[int], None]:
    """A line on the terminal, at most one a second; elsewhere one for each tenth of the job."""
    began, before, shown, tenth = time.monotonic(), done, 0.0, 10 * done // max(1, plan.pages)

    def told(lines: int) -> None:
        nonlocal done, shown, tenth
        done += lines
        now = time.monotonic()
        seconds = now - began
        rate = (done - before) / max(seconds, 1e-3)
        left = spell_seconds((plan.pages - done) / max(rate, 1e-3))
        line = f"{plan.job}: {done:,} of {plan.pages:,} lines, {rate:,.1f} a second, {left} left"
        if sys.stderr.isatty() and (now - shown >= SHOW_SECONDS or done == plan.pages):
            shown = now
            print(f"\r\x1b[K{line}", end="\n" if done == plan.pages else "", file=sys.stderr, flush=True)
        elif not sys.stderr.isatty() and 10 * done // plan.pages > tenth:
            tenth = 10 * done // plan.pages
            tell(line)

    return told


# --------------------------------------------------------------- status


def show_status(place: Place, arguments: argparse.Namespace) -> None:
    bench = open_bench(place)
    plan = read_plan(bench, arguments.job)
    while True:
        told = status_of(place, bench, plan, which_pass(arguments.dry_run))
        if arguments.json:
            print_json(told)
        else:
            rate = f", {told['per_second']:,.1f} a second, {spell_seconds(told['seconds_left'])} left" if told["per_second"] else ""
            state = f" ({told['execution']})" if told["execution"] else ""
            tell(f"{plan.job}: {told['reached']:,} of {plan.pages:,} lines reached{rate}{state}")
        if not arguments.watch or told["reached"] >= plan.pages or told["execution"] in ("FAILED", "TIMED_OUT", "ABORTED"):
            return
        time.sleep(5)


def status_of(place: Place, bench: Workbench, plan: Plan, which: Pass) -> dict[str, Any]:
    """By the outcomes' names alone: a line that two batches had may count twice until the report."""
    reached, recent, first = 0, 0, None
    now = datetime.now(UTC)
    for _, lines, at in list_stamped_outcomes(bench, plan.job, which):
        reached += lines
        if at > now - RATE_WINDOW:
            recent += lines
            first = min(first or at, at)
    rate = recent / max((now - first).total_seconds(), 1.0) if first else 0.0
    left = max(0, plan.pages - reached)
    return {
        "job": plan.job,
        "manifest": plan.pages,
        "reached": min(reached, plan.pages),
        "per_second": round(rate, 1),
        "seconds_left": round(left / rate) if rate else None,
        "execution": find_execution(place, plan.job),
    }


def find_execution(place: Place, job: str) -> str | None:
    """What Step Functions says of the job's last execution; None where it has none."""
    if is_local(place):
        return None
    states = place.open_client("stepfunctions")
    for page in states.get_paginator("list_executions").paginate(stateMachineArn=place.outputs["BackfillMachineArn"]):
        for execution in page["executions"]:  # newest first
            if execution["name"].rpartition("-")[0].removesuffix("-dry") == job:
                status: str = execution["status"]
                return status
    return None


# --------------------------------------------------------------- report


def report_job(place: Place, arguments: argparse.Namespace, *, dry_run: bool) -> None:
    bench = open_bench(place)
    account = take_account(bench, read_plan(bench, arguments.job), which_pass(dry_run))
    if arguments.json:
        return print_json({**account.to_json(), "dry_run": dry_run})
    return print("\n".join(spell_account(account, dry_run=dry_run)))


def spell_account(account: Account, *, dry_run: bool) -> list[str]:
    sums, plan = account.sums, account.plan
    lines = [f"{plan.job}, {'what would be' if dry_run else 'what became of it'}:"]
    whole = " + ".join(f"{name} {sums[name]:,}" for name in ("stored", "unchanged", "superseded", "rejected"))
    rest = "".join(f" + {name} {sums[name]:,}" for name in ("failed", "unreached") if sums[name])
    lines.append(f"manifest {plan.pages:,} = {whole}{rest}")
    if account.reasons:
        lines.append("refused or failed: " + ", ".join(f"{reason} {count:,}" for reason, count in account.reasons.most_common()))
    lines += [f"  line {outcome.n}: {outcome.type} {outcome.detail or ''}".rstrip() for outcome in account.failed]
    if account.changes:
        lines.append("changes: " + ", ".join(f"{part} {count:,}" for part, count in account.changes.most_common()))
        lines += [f"  {part}: {', '.join(articles)}" for part, articles in account.changed.items()]
    if plan.skipped:
        lines.append("no page, and in no line: " + ", ".join(f"{why} {count:,}" for why, count in plan.skipped.most_common()))
    if not account.is_complete:
        lines.append("not complete: start it again, and what is settled stays settled")
    return lines


def spell_estimate(plan: Plan, writes: float) -> str:
    told = estimate(plan.pages, plan.sources, writes_per_second=writes)
    budget = f"{told.workers} functions at a time ({writes:,.0f} write units a second)"
    return f"about {spell_seconds(told.seconds)} with {budget}, about ${told.dollars:,.2f}"


def spell_seconds(seconds: float | None) -> str:
    if seconds is None:
        return "?"
    hours, minutes = int(seconds) // 3600, int(seconds) % 3600 // 60
    return f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes else f"{seconds:.0f} s"
