"""What a run must have left: each page once, each answer true, all of it accounted for, and no function that grew."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import batched
from statistics import quantiles

from copydesk.desk import Desk
from copydesk.desk.auditing import Audit, audit
from copydesk.store.archive import Archive
from copydesk.store.inbox import Inbox
from copydesk.store.ledger import Ledger, find_items
from copydesk.store.records import head_key
from infra.load.crowd import Pushed
from infra.load.serving import Serving
from infra.load.vitals import Life
from infra.local.demo import PUBLISHER

TOLD = ("created", "unchanged", "duplicate")  # of a page and its repeat
AT_ONCE = 100
PARTS = 5  # of a run, for whether it slows down


@dataclass(frozen=True)
class Sum:
    """What the stack holds."""

    articles: int
    account: Mapping[str, int]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """`killed_after` are the answers that had been given when everything was killed, `after_kill` what the next start said of it."""

    pages: int
    drops: int
    pushed: list[Pushed]
    seconds: float
    drained: float
    before: Sum
    after: Sum
    missing: int
    lives: Mapping[int, Life]
    killed_after: int | None = None
    after_kill: tuple[str, ...] = ()


def look_over(served: Serving) -> Sum:
    desk, inbox = open_desk(served)
    found: Audit = audit(desk, inbox, young=timedelta())
    return Sum(found.articles, found.account, tuple(f"{finding.kind} {finding.place}" for finding in found.findings))


def open_desk(served: Serving) -> tuple[Desk, Inbox]:
    outputs, s3 = served.outputs, served.client("s3")
    ledger = Ledger(served.client("dynamodb"), outputs["TableName"])
    return Desk(Archive(s3, outputs["ArchiveBucketName"]), ledger, lambda: datetime.now(UTC)), Inbox(s3, outputs["InboxBucketName"])


def count_missing(served: Serving, pushed: Iterable[Pushed]) -> int:
    """Articles that a sender was told of and the table has not."""
    ledger = open_desk(served)[0].ledger
    told = {push.article_id for push in pushed if push.article_id}
    return sum(
        len(keys) - len(find_items(ledger, keys))
        for keys in ([head_key(PUBLISHER, article_id) for article_id in some] for some in batched(sorted(told), AT_ONCE, strict=False))
    )


def find_faults(run: Run) -> Iterator[str]:
    told, account = Counter(push.told for push in run.pushed), run.after.account
    yield from run.after.faults
    if refused := sum(told.values()) - sum(told[name] for name in TOLD):
        yield f"{refused:,} pushes were refused or never answered"
    if run.missing:
        yield f"{run.missing:,} articles were acknowledged, and are not there"
    if (articles := run.after.articles - run.before.articles) != run.pages + run.drops:
        yield f"{run.pages + run.drops:,} articles were sent, and {articles:,} are there"
    if account["in_flight"] or account["unaccounted"]:
        yield f"{account['in_flight']:,} are in flight and {account['unaccounted']:,} unaccounted for, in the end"
    if not any(push.repeats for push in run.pushed):  # what is sent again may have been taken in before: the account tells more
        yield from find_miscounts(run, told)
    yield from (f"{life.function}, process {pid}, grew" for pid, life in run.lives.items() if life.has_grown)


def find_miscounts(run: Run, told: Mapping[str, int]) -> Iterator[str]:
    if told["created"] != run.pages:
        yield f"{told['created']:,} of {run.pages:,} pages were told to be new"
    wanted = {"accepted": len(run.pushed) + run.drops, "stored": run.pages + run.drops}
    for name, count in wanted.items():
        if (counted := run.after.account[name] - run.before.account[name]) != count:
            yield f"{count:,} {name}, and the account says {counted:,}"


def tell(run: Run) -> int:
    """Print what was seen; 1 where anything was lost, wrong or growing."""
    pushed = sorted(run.pushed, key=lambda push: push.began)
    pace = len(pushed) / run.seconds
    print(f"pushes      {len(pushed):,} in {run.seconds:.0f} s, {pace:.1f} a second; all taken in after {run.drained:.0f} s")
    print(f"latency     {spell_latency(pushed)}; sent again {sum(push.repeats for push in pushed):,} times")
    for number, part in enumerate(batched(pushed, max(1, -(-len(pushed) // PARTS)), strict=False), start=1):
        print(f"  part {number}    {len(part) / (part[-1].began - part[0].began + 1e-9):.1f} a second, {spell_latency(part)}")
    print(f"told        {dict(Counter(push.told for push in pushed))}")
    print(f"audit       {dict(run.after.account)}, {run.after.articles:,} articles, {len(run.after.faults)} findings")
    for pid, life in sorted(run.lives.items()):
        if life.is_long:
            print(f"memory      {life.function} ({pid}): {life.warm:.0f} MB when warm, {life.megabytes[-1]:.0f} MB at the end")
    if run.killed_after is not None:
        print(f"killed      with SIGKILL after {run.killed_after:,} answers; the next start said:")
        print("".join(f"  {line}" for line in run.after_kill), end="")
    faults = list(find_faults(run))
    print("nothing lost, nothing twice" if not faults else f"WRONG ({len(faults)}): " + "; ".join(faults[:20]))
    return 1 if faults else 0


def spell_latency(pushed: Iterable[Pushed]) -> str:
    times = [push.seconds for push in pushed]
    cuts = quantiles(times * 2 if len(times) < 2 else times, n=100)
    return f"p50 {cuts[49]:.2f} s, p95 {cuts[94]:.2f} s, p99 {cuts[98]:.2f} s"
