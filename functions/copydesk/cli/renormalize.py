"""Kept articles are read again by this version of the normalizer: seen first, then promoted.

  copydesk renormalize plan --publisher daily
  copydesk renormalize preview daily-again-20261124
  copydesk renormalize report daily-again-20261124 --dry-run
  copydesk renormalize promote daily-again-20261124
  copydesk renormalize report daily-again-20261124

`plan` lists the publisher's live articles whose head another version has read. `preview` reads each page again and says what would
change, by part of the article, and keeps nothing; `promote` keeps a revision where something does. An article keeps its place among its
editions, and a page that comes from its sender is always newer.

Exit status: 0 done · 1 refused, stopped, or the stack cannot be reached · 2 the command line is not usable.
"""

import argparse
from datetime import UTC, datetime

from ..errors import Unknown
from ..store.keys import find_publisher
from .backfill import show_plan, tell_progress
from .backfilling.planning import Plan, plan_articles
from .backfilling.working import add_start, open_bench, report_job, show_status, start_job
from .managing import Action, add_action, manage
from .places import Place


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="plan|preview|promote|status|report")
    planning = add_action(actions, "plan", PLAN_HELP)
    planning.add_argument("--publisher", required=True, metavar="ID", help="whose articles")
    planning.add_argument("--job", metavar="NAME", help="what to call it (default: the publisher and the time)")
    planning.add_argument("--all", action="store_true", help="also those that this version has read already")
    planning.add_argument("--writes", type=float, metavar="N", help="write units a second, for the estimate")
    for name, told in (("preview", PREVIEW_HELP), ("promote", PROMOTE_HELP)):
        add_start(add_action(actions, name, told))
    watching = add_action(actions, "status", "How many articles are read, how fast, and how long the rest takes.\n")
    watching.add_argument("--watch", action="store_true", help="until all are reached")
    reporting = add_action(actions, "report", "What has changed, or with --dry-run what would.\n")
    for action in (watching, reporting):
        action.add_argument("job", metavar="JOB")
        action.add_argument("--dry-run", action="store_true", help="of the preview")


PLAN_HELP = """List the articles to read again; nothing is read yet.

  copydesk renormalize plan --publisher daily
"""
PREVIEW_HELP = """Read every page again and say what would change; nothing is kept.

  copydesk renormalize preview daily-again-20261124
"""
PROMOTE_HELP = """Read every page again and keep a revision where something changes. May be repeated.

  copydesk renormalize promote daily-again-20261124
"""


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    return manage(ACTIONS, arguments, parser)


def _plan(place: Place, arguments: argparse.Namespace) -> None:
    from ..normalize import VERSION

    if find_publisher(place.ledger, arguments.publisher) is None:
        raise Unknown(f"there is no publisher {arguments.publisher!r} in {place.name}")
    now = datetime.now(UTC)
    job = arguments.job or f"{arguments.publisher}-again-{now:%Y%m%d-%H%M%S}"
    plan = Plan(job, "articles", arguments.publisher, now.isoformat(timespec="seconds"))
    plan_articles(open_bench(place), plan, place.ledger, version=None if arguments.all else VERSION, tell=tell_progress)
    show_plan(place, plan, arguments)


ACTIONS: dict[str, Action] = {
    "plan": _plan,
    "preview": lambda place, arguments: start_job(place, arguments, dry_run=True),
    "promote": lambda place, arguments: start_job(place, arguments, dry_run=False),
    "status": show_status,
    "report": lambda place, arguments: report_job(place, arguments, dry_run=arguments.dry_run),
}
