"""Look over all that is kept, and tell what is gone or damaged. Nothing is changed.

  copydesk audit
  copydesk audit --stack copydesk --region eu-central-1 --json
  copydesk audit --table TABLE --archive BUCKET --inbox BUCKET

Three questions: whether all that was taken in is accounted for (stored, superseded, unchanged, duplicate, rejected or in flight);
whether every head's page and document is there and has the hash that its name says; whether every alias, receipt and change leads
to what it names. What is younger than --young minutes and not settled counts as in flight.

With --json, one document: {"articles", "account", "findings": [{"kind", "place", "publisher_id", "article_id", "detail"}]}.

Exit status: 0 nothing is wrong · 1 something is · 2 the command line is not usable · 3 the stack cannot be reached.
"""

import argparse
import sys
from collections import Counter
from dataclasses import asdict
from datetime import timedelta

from ..desk.auditing import Audit, audit
from ..desk.damage import Finding
from ..store.inbox import Inbox
from .advice import Unreachable, advised
from .desks import add_desk, find_unusable, open_desk
from .places import Place, open_place
from .screen import print_json, tell

DAMAGED, UNREACHABLE = 1, 3
NAMED = 20  # findings of one kind that are told one by one
PROGRESS_ARTICLES = 1_000
YOUNG_MINUTES = 30.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document, for machines")
    parser.add_argument("--young", type=float, default=YOUNG_MINUTES, metavar="MINUTES", help="how long a page can be at work (default 30)")
    parser.add_argument("--inbox", metavar="BUCKET", help="with --table: the bucket that pages are dropped into")
    add_desk(parser)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if fault := find_unusable(arguments) or find_homeless(arguments):
        parser.error(fault)
    try:
        place = open_place(arguments)
        with advised(place.name):
            found = look_over(place, arguments)
    except Unreachable as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return UNREACHABLE
    if arguments.json:
        print_json(describe(found))
    else:
        show(found, place)
    return DAMAGED if found.findings else 0


def find_homeless(arguments: argparse.Namespace) -> str | None:
    return "--inbox goes with --table; a stack names its buckets itself" if arguments.inbox and not arguments.table else None


def look_over(place: Place, arguments: argparse.Namespace) -> Audit:
    inbox = arguments.inbox or place.outputs.get("InboxBucketName")
    dropped = Inbox(place.open_client("s3"), inbox) if inbox else None
    progress = tell_progress if sys.stderr.isatty() else say_nothing
    return audit(open_desk(place, arguments), dropped, young=timedelta(minutes=arguments.young), tell=progress)


def tell_progress(found: Audit) -> None:
    if found.articles % PROGRESS_ARTICLES == 0:
        tell(f"{found.articles:,} articles looked over, {len(found.findings):,} findings")


def say_nothing(found: Audit) -> None:
    """Nobody waits at a terminal."""


def describe(found: Audit) -> dict[str, object]:
    return {"articles": found.articles, "account": found.account, "findings": [asdict(finding) for finding in found.findings]}


def show(found: Audit, place: Place) -> None:
    account = found.account
    print(f"{found.articles:,} articles in {place.name}")
    print(f"accepted {account.pop('accepted'):,} = " + " + ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in account.items()))
    for kind, count in Counter(finding.kind for finding in found.findings).most_common():
        print(f"\n{kind}: {count:,}")
        show_some([finding for finding in found.findings if finding.kind == kind])
    print("\nnothing is wrong" if not found.findings else f"\n{len(found.findings):,} findings; nothing was changed")


def show_some(findings: list[Finding]) -> None:
    for finding in findings[:NAMED]:
        print(f"  {finding.place}  {finding.detail}")
    if len(findings) > NAMED:
        print(f"  … and {len(findings) - NAMED:,} more; --json lists all")
