"""Where a command's table and buckets are: in the stack that `make serve` runs on this machine, or on AWS."""

import argparse
import json
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..store.ledger import Ledger
from .advice import Unreachable, advised

if TYPE_CHECKING:
    from botocore.session import Session

STATE = ".copydesk"  # make serve's folder in the project
SERVING = "emulator-*/serving.json"  # there while a local stack runs, one for each; a kill leaves it behind
CONNECT_SECONDS = 5
READ_SECONDS = 20
KNOCK_SECONDS = 1


@dataclass(frozen=True)
class Place:
    """A ledger, what a person calls the place it is in, and the options that name it again on a command line.

    `open_client` opens another service of the same place (`read_seconds` is how long it may keep one waiting); `outputs` are the
    stack's, none where a table alone is named.
    """

    ledger: Ledger
    name: str
    options: str
    open_client: Callable[..., Any]
    outputs: Mapping[str, str]


@dataclass(frozen=True)
class Serving:
    """A local stack, as `make serve` says where it is."""

    api: str
    endpoint: str
    region: str
    outputs: Mapping[str, str]

    def answers(self) -> bool:
        where = urlsplit(self.endpoint)
        try:
            socket.create_connection((str(where.hostname), where.port or 80), timeout=KNOCK_SECONDS).close()
        except OSError:
            return False
        return True


def add_place(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("where", "the stack that `make serve` runs on this machine, unless you name another")
    choice = group.add_mutually_exclusive_group()
    choice.add_argument("--stack", metavar="NAME", help="a stack on AWS; its output TableName is looked up")
    choice.add_argument("--table", metavar="NAME", help="a table on AWS; nothing is looked up, so DynamoDB rights are enough")
    choice.add_argument("--port", metavar="N", type=int, help="the local stack on this PORT, where several run")
    group.add_argument("--region", metavar="REGION", help="the AWS region, else AWS_REGION, AWS_DEFAULT_REGION or the profile's")
    group.add_argument("--profile", metavar="NAME", help="the AWS profile, else AWS_PROFILE or the default one")


def find_misplaced(arguments: argparse.Namespace) -> str | None:
    """What is wrong with the choice of a place, if anything is."""
    if (arguments.region or arguments.profile) and not (arguments.stack or arguments.table):
        return "--region and --profile go with --stack NAME or --table NAME; without these, the local stack is meant"
    return None


def open_place(arguments: argparse.Namespace) -> Place:
    """Raises Unreachable, with what to do about it."""
    if arguments.stack or arguments.table:
        return _open_on_aws(arguments)
    serving = find_serving(Path.cwd(), arguments.port)
    name = f"the local stack on {serving.api}"
    with advised(name):
        clients = partial(_open_local, serving)
        return Place(Ledger(clients("dynamodb"), serving.outputs["TableName"]), name, _spell_options(arguments), clients, serving.outputs)


def _open_local(serving: Serving, service: str, *, read_seconds: int = READ_SECONDS) -> Any:
    """A client that neither the shell's profile nor its proxies can lead elsewhere."""
    from botocore.config import Config
    from botocore.session import Session

    return Session(session_vars={"profile": (None, None, None, None)}).create_client(
        service,
        endpoint_url=serving.endpoint,
        region_name=serving.region,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=_patience(read_seconds).merge(Config(proxies={})),
    )


def _spell_options(arguments: argparse.Namespace) -> str:
    chosen = {name: getattr(arguments, name) for name in ("stack", "table", "port", "region", "profile")}
    return "".join(f" --{name} {value}" for name, value in chosen.items() if value is not None)


# --------------------------------------------------------- this machine


def find_serving(folder: Path, port: int | None) -> Serving:
    """The local stack that runs in this folder's project. Raises Unreachable where none runs, or several and no port is named."""
    project = next((place for place in (folder, *folder.parents) if (place / STATE).is_dir()), None)
    said = sorted((project / STATE).glob(SERVING)) if project else []
    running = [serving for serving in map(_find_serving, said) if serving and serving.answers()]
    if port is not None:
        running = [serving for serving in running if urlsplit(serving.api).port == port]
    if not running:
        which = f"no local stack runs on port {port}" if port else "no local stack runs"
        raise Unreachable(f"{which} (looked into {STATE} in {folder} and above): start `make serve`, or name a stack on AWS with --stack")
    if len(running) > 1:
        ports = ", ".join(str(urlsplit(serving.api).port) for serving in running)
        raise Unreachable(f"several local stacks run: say --port N, one of {ports}")
    return running[0]


def _find_serving(path: Path) -> Serving | None:
    """None where the stack has just stopped, or another version of ours wrote it."""
    try:
        return Serving(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


# ------------------------------------------------------------------ AWS


def _open_on_aws(arguments: argparse.Namespace) -> Place:
    with advised("AWS"):
        session = _session(arguments.profile)
        chosen = arguments.region or os.environ.get("AWS_REGION")  # which the AWS CLI reads, and botocore does not
        clients = partial(_open_client, session, chosen)
        client: Any = clients("dynamodb")
        region = client.meta.region_name
        name = f"the table {arguments.table} in {region}" if arguments.table else f"the stack {arguments.stack} in {region}"
        outputs = {} if arguments.table else _find_outputs(session, arguments.stack, region)
        table = arguments.table or outputs["TableName"]
        return Place(Ledger(client, table), name, _spell_options(arguments), clients, outputs)


def _open_client(session: "Session", region: str | None, service: str, *, read_seconds: int = READ_SECONDS) -> Any:
    return session.create_client(service, region_name=region, config=_patience(read_seconds))


def _find_outputs(session: "Session", stack: str, region: str) -> dict[str, str]:
    formation: Any = session.create_client("cloudformation", region_name=region, config=_patience())
    with _missing_stack(stack, region):
        (described,) = formation.describe_stacks(StackName=stack)["Stacks"]
    outputs: dict[str, str] = {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
    if "TableName" not in outputs:
        raise Unreachable(
            f"the stack {stack} in {region} ({described['StackStatus']}) has no output TableName: "
            "it is another template's, or its deployment is not done; --table NAME names the table itself"
        )
    return outputs


@contextmanager
def _missing_stack(stack: str, region: str) -> Iterator[None]:
    from botocore.exceptions import ClientError

    try:
        yield
    except ClientError as error:
        if "does not exist" not in str(error):
            raise
        advice = "`aws cloudformation list-stacks` names those that there are; --region chooses another region"
        raise Unreachable(f"there is no stack {stack} in {region}: {advice}") from error


def _session(profile: str | None) -> "Session":
    from botocore.session import Session

    return Session(profile=profile)


def _patience(read_seconds: int = READ_SECONDS) -> Any:
    from botocore.config import Config

    return Config(connect_timeout=CONNECT_SECONDS, read_timeout=read_seconds, retries={"mode": "standard", "total_max_attempts": 3})
