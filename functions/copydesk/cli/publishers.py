"""Publishers: whose pages the desk takes in.

  copydesk publishers add daily --name 'The Daily' --quota 20000
  copydesk publishers add daily --no-quota
  copydesk publishers list
  copydesk publishers list --stack copydesk --region eu-central-1 --json

A page is taken in only for a publisher that is listed here. Next: `copydesk keys add`.

Exit status: 0 done · 1 refused, or the table cannot be reached · 2 the command line is not usable.
"""

import argparse
from dataclasses import asdict

from ..store.keys import Publisher, add_publisher, find_publisher, read_publishers
from .managing import Action, add_action, manage
from .places import Place
from .screen import print_json, print_table, tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|list")
    adding = add_action(actions, "add", ADD_HELP)
    adding.add_argument("publisher", metavar="ID", help="letters, digits, dots, dashes, underscores; it never changes")
    adding.add_argument("--name", help="what people call it; needed for a new one")
    quota = adding.add_mutually_exclusive_group()
    quota.add_argument("--quota", metavar="N", type=int, help="how many pages it may push through the API in one UTC day")
    quota.add_argument("--no-quota", action="store_true", help="as many as it likes, as is a new one's right")
    add_action(actions, "list", LIST_HELP)


ADD_HELP = """Add a publisher, or change its name or quota; what is not named stays as it was.

  copydesk publishers add daily --name 'The Daily'
  copydesk publishers add daily --quota 20000 --stack copydesk
"""
LIST_HELP = """List the publishers by id. A new one shows up a moment after it is added.

  copydesk publishers list --json | jq -r '.[].publisher_id'
"""


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    return manage(ACTIONS, arguments, parser)


def _add(place: Place, arguments: argparse.Namespace) -> None:
    known = find_publisher(place.ledger, arguments.publisher)
    before = known or Publisher(arguments.publisher, name="")
    name = before.name if arguments.name is None else arguments.name
    quota = before.daily_pages if arguments.quota is None else arguments.quota
    publisher = add_publisher(place.ledger, arguments.publisher, name, daily_pages=None if arguments.no_quota else quota)
    if arguments.json:
        return print_json(asdict(publisher))
    done = "changed" if known else "added"
    return tell(f"{done} {publisher.publisher_id} ({publisher.name}), {_spell_quota(publisher)}, in {place.name}")


def _list(place: Place, arguments: argparse.Namespace) -> None:
    publishers = read_publishers(place.ledger)
    if arguments.json:
        return print_json([asdict(publisher) for publisher in publishers])
    if not publishers:
        return tell(f"no publishers in {place.name}: copydesk publishers add ID --name NAME{place.options}")
    rows = [(publisher.publisher_id, _spell_quota(publisher), publisher.name) for publisher in publishers]
    return print_table(("PUBLISHER", "QUOTA", "NAME"), rows)


def _spell_quota(publisher: Publisher) -> str:
    return "no quota" if publisher.daily_pages is None else f"{publisher.daily_pages:,} pages a day"


ACTIONS: dict[str, Action] = {"add": _add, "list": _list}
