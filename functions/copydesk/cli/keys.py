"""API keys: who may push and read, and for which publishers.

  copydesk keys add --scope push read --publisher daily
  copydesk keys add --scope read --publisher '*' --stack copydesk --region eu-central-1
  copydesk keys list
  copydesk keys rotate 3f9a01c4b2d7
  copydesk keys revoke 3f9a01c4b2d7

The secret is printed once, alone on standard output, when a key is added or rotated; the table holds its SHA-256 only.
A publisher may have any number of live keys: rotate, give the sender the new secret, then revoke the old key.
A revoked key dies within 60 seconds.

Exit status: 0 done · 1 refused, or the table cannot be reached · 2 the command line is not usable.
"""

import argparse
from datetime import UTC, datetime
from typing import Any

from ..store.keys import SCOPES, ApiKey, add_key, new_secret, read_keys, revoke_key, rotate_key
from .managing import Action, add_action, manage
from .places import Place
from .screen import print_json, print_table, tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|list|rotate|revoke")
    adding = add_action(actions, "add", ADD_HELP)
    adding.add_argument("--scope", nargs="+", action="extend", required=True, choices=sorted(SCOPES), help="what it may do")
    adding.add_argument("--publisher", nargs="+", action="extend", required=True, metavar="ID", help="for whom; '*' is all, later ones too")
    add_action(actions, "list", LIST_HELP)
    for name, told in (("rotate", ROTATE_HELP), ("revoke", REVOKE_HELP)):
        add_action(actions, name, told).add_argument("key_id", metavar="KEY_ID", help="as `copydesk keys list` shows it, or its beginning")


ADD_HELP = """Add a key and print its secret, once.

  copydesk keys add --scope push --scope read --publisher daily
  SECRET=$(copydesk keys add --scope push --publisher daily weekly --stack copydesk)

push takes pages in, withdraws them and tries refused ones again; read shows what is kept and what was refused; admin purges, and
lifts a purge. None includes another.
"""
LIST_HELP = """List the keys, revoked ones too. A new one shows up a moment after it is added.

  copydesk keys list --json | jq -r '.[] | select(.revoked_at == null) | .key_id'
"""
ROTATE_HELP = """Add a key with the same rights as another, which lives on until you revoke it; print the new secret, once.

  copydesk keys rotate 3f9a01c4b2d7
"""
REVOKE_HELP = """Revoke a key for good: it dies within 60 seconds.

  copydesk keys revoke 3f9a01c4b2d7
"""


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    return manage(ACTIONS, arguments, parser)


def _add(place: Place, arguments: argparse.Namespace) -> None:
    secret = new_secret()
    key = add_key(place.ledger, secret, arguments.scope, arguments.publisher, at=datetime.now(UTC))
    _hand_over(place, arguments, key, secret)


def _rotate(place: Place, arguments: argparse.Namespace) -> None:
    secret = new_secret()
    key = rotate_key(place.ledger, arguments.key_id, secret, at=datetime.now(UTC))
    _hand_over(place, arguments, key, secret)
    if not arguments.json:
        tell(f"the old key lives on; once the sender uses the new one: copydesk keys revoke {arguments.key_id}{place.options}")


def _hand_over(place: Place, arguments: argparse.Namespace, key: ApiKey, secret: str) -> None:
    if arguments.json:
        return print_json({"secret": secret, **_describe(key)})
    tell(f"added the key {key.key_id}, {_spell_rights(key)}, in {place.name}")
    tell("its secret follows; it is shown this once, only its SHA-256 is kept. Send it as `Authorization: Bearer …`")
    return print(secret)


def _list(place: Place, arguments: argparse.Namespace) -> None:
    keys = sorted(read_keys(place.ledger), key=lambda key: (key.added_at or "", key.hash))
    if arguments.json:
        return print_json([_describe(key) for key in keys])
    if not keys:
        return tell(f"no keys in {place.name}: copydesk keys add --scope push --publisher ID{place.options}")
    rows = [(key.key_id, _spell_day(key.added_at), _spell_day(key.revoked_at), _spell_rights(key)) for key in keys]
    return print_table(("KEY", "ADDED", "REVOKED", "MAY"), rows)


def _revoke(place: Place, arguments: argparse.Namespace) -> None:
    key = revoke_key(place.ledger, arguments.key_id, at=datetime.now(UTC))
    if arguments.json:
        return print_json(_describe(key))
    return tell(f"revoked the key {key.key_id}, {_spell_rights(key)}, in {place.name}: it dies within 60 seconds")


def _describe(key: ApiKey) -> dict[str, Any]:
    return {
        "key_id": key.key_id,
        "scopes": sorted(key.scopes),
        "publishers": sorted(key.publishers),
        "added_at": key.added_at,
        "revoked_at": key.revoked_at,
    }


def _spell_rights(key: ApiKey) -> str:
    return f"{', '.join(sorted(key.scopes))} for {', '.join(sorted(key.publishers))}"


def _spell_day(at: str | None) -> str:
    return at[:10] if at else "-"


ACTIONS: dict[str, Action] = {"add": _add, "list": _list, "rotate": _rotate, "revoke": _revoke}
