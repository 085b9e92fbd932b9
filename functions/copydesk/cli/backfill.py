"""Archives by the million: planned, worked off, watched, accounted for.

  copydesk backfill plan archive/ --publisher daily
  copydesk backfill plan crawl.warc.gz s3://partner/pages/ --publisher daily --job spring
  copydesk backfill start spring --dry-run
  copydesk backfill start spring
  copydesk backfill status spring --watch
  copydesk backfill report spring

`plan` lays loose pages, zips and WARC files into the stack's bucket for backfills and writes a manifest, a line for each page; what is no
page is counted with its reason. `start` works the open lines off and may be repeated: what is settled stays settled. `report` says that

  manifest = stored + unchanged + superseded + rejected

and names what failed or was not reached. Pages count as received when their archive took them in (WARC-Date, a file's own time), so what
was pushed since stays the newer.

Exit status: 0 done · 1 refused, stopped, or the stack cannot be reached · 2 the command line is not usable · 3 with report: not complete.
"""

import argparse
from datetime import UTC, datetime

from ..errors import Unknown
from ..page.words import Words
from ..store.keys import find_publisher
from ..store.order import read_stamp
from .backfilling.account import take_account
from .backfilling.planning import Plan, Wish, plan_pages
from .backfilling.sources import list_sources
from .backfilling.working import (
    add_start,
    budget_of,
    open_bench,
    read_plan,
    report_job,
    show_status,
    spell_estimate,
    start_job,
    which_pass,
)
from .managing import Action, add_action, manage
from .places import Place, open_place
from .screen import print_json, tell

INCOMPLETE = 3
TOLD_PAGES = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="plan|start|status|report")
    planning = add_action(actions, "plan", PLAN_HELP)
    planning.add_argument("source", nargs="+", metavar="SOURCE", help="a folder, page, zip or WARC file here, or s3://BUCKET/PREFIX")
    planning.add_argument("--publisher", required=True, metavar="ID", help="whose pages they are")
    planning.add_argument("--job", metavar="NAME", help="what to call it (default: the publisher and the time)")
    planning.add_argument(
        "--word", action="append", default=[], metavar="NAME=VALUE", help="a word of the sender for all pages: charset=euc-kr"
    )
    planning.add_argument("--received-at", metavar="TIME", help="when all of them count as received, instead of their own times")
    planning.add_argument("--writes", type=float, metavar="N", help="write units a second, for the estimate")
    starting = add_action(actions, "start", START_HELP)
    add_start(starting)
    starting.add_argument("--dry-run", action="store_true", help="say what would become of each page, and keep nothing")
    watching = add_action(actions, "status", STATUS_HELP)
    watching.add_argument("--watch", action="store_true", help="until all lines are reached")
    reporting = add_action(actions, "report", REPORT_HELP)
    for action in (watching, reporting):
        action.add_argument("job", metavar="JOB")
        action.add_argument("--dry-run", action="store_true", help="of the dry run")


PLAN_HELP = """Lay pages down and write their manifest; nothing is taken in yet.

  copydesk backfill plan archive/ --publisher daily --word language=ko

Words of single pages stand beside them: page.html.words.json, or an object's x-amz-meta entries.
"""
START_HELP = """Work the open lines of a manifest off; again after a stop, a failure or a mended cause.

  copydesk backfill start spring --writes 1000
  copydesk backfill start spring --local --workers 8

On AWS Step Functions does it; --local, and the local stack, call the same function from here.
"""
STATUS_HELP = """How many lines are reached, how fast, and how long the rest takes.

  copydesk backfill status spring --watch
"""
REPORT_HELP = """Account for every line of the manifest.

  copydesk backfill report spring --json | jq .complete
"""


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    status = manage(ACTIONS, arguments, parser)
    if status or arguments.action != "report":
        return status
    return 0 if is_complete(open_place(arguments), arguments) else INCOMPLETE


def is_complete(place: Place, arguments: argparse.Namespace) -> bool:
    bench = open_bench(place)
    return take_account(bench, read_plan(bench, arguments.job), which_pass(arguments.dry_run)).is_complete


def _plan(place: Place, arguments: argparse.Namespace) -> None:
    if find_publisher(place.ledger, arguments.publisher) is None:
        raise Unknown(f"there is no publisher {arguments.publisher!r} in {place.name}: copydesk publishers add")
    words = dict(word.partition("=")[::2] for word in arguments.word)
    Words.read_words(words)
    received_at = read_stamp(arguments.received_at) if arguments.received_at else None
    now = datetime.now(UTC)
    job = arguments.job or f"{arguments.publisher}-{now:%Y%m%d-%H%M%S}"
    plan = Plan(job, "pages", arguments.publisher, now.isoformat(timespec="seconds"))
    sources = list_sources(arguments.source, place.open_client)
    plan_pages(open_bench(place), plan, Wish(arguments.publisher, words, received_at), sources, tell=tell_progress)
    show_plan(place, plan, arguments)


def tell_progress(plan: Plan) -> None:
    if plan.pages and plan.pages % TOLD_PAGES == 0:
        tell(f"{plan.pages:,} pages")


def show_plan(place: Place, plan: Plan, arguments: argparse.Namespace) -> None:
    if arguments.json:
        return print_json(plan.to_json())
    tell(f"{plan.job}: {plan.pages:,} pages in {plan.sources:,} files, {plan.bytes / 1e6:,.1f} MB")
    for why, count in plan.skipped.most_common():
        tell(f"  no page: {count:,} × {why}")
    tell(spell_estimate(plan, budget_of(place, arguments)))
    return print(plan.job)


ACTIONS: dict[str, Action] = {
    "plan": _plan,
    "start": lambda place, arguments: start_job(place, arguments, dry_run=arguments.dry_run),
    "status": show_status,
    "report": lambda place, arguments: report_job(place, arguments, dry_run=arguments.dry_run),
}
