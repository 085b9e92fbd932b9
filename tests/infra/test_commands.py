"""Every command of every document is given to a shell, against the local stack, as a person would who follows the document.

`aws`, `sam` and `make` stand in for themselves: they would need an account, Docker, or minutes. What they were told is held against
what they take (programs.py), and so is every command that a document names in passing.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from copydesk.cli.main import COMMANDS, open_command
from docs.api import read_exchanges
from infra.local.demo import PAGES, PUBLISHER
from infra.local.emulator import REGION
from infra.local.presence import told_where
from infra.local.settings import PROJECT
from tests.containers.packing import Warc
from tests.infra.documents import DOCUMENTS, PROGRAMS, is_command, read_blocks, read_mentions
from tests.infra.local import OCTETS, PAGE, Local
from tests.infra.programs import SAM, find_fault

RUN_ELSEWHERE = "docs/api.md"  # test_api_docs: its answers are compared, too
FOLLOWED = [name for name in DOCUMENTS if name != RUN_ELSEWHERE and any(block.info == "sh" for block in read_blocks(name))]
KINDS = {"", "http", "json", "html", "markdown", "mermaid", "sh", "text", "toml"}
PARTED, ENDED = "\x1f", "\x1e"
SECONDS = 540  # a document takes 5 to 20 alone on a machine, and ten times that where many share it

STAND_INS = r"""
trap 'echo "failed in $at" >&2' ERR
note() { local IFS=$'\x1f'; printf '%s\x1e' "$*" >>"$NOTES"; }
make() { note make "$@"; }
sam() { note sam "$@"; }
aws() {
  note aws "$@"
  case "$1 $2 ${*: -1}" in
    "cloudformation describe-stacks "*OutputKey==*) local name=${*: -1}; name=${name#*\'}; name=OUTPUT_${name%%\'*}; echo "${!name}" ;;
    "cloudformation describe-stacks "*) cat "$STACK" ;;
    "s3 cp "*) curl -T "$3" -H "Content-Type: $6" -H "x-amz-meta-${8/=/: }" "$AWS_ENDPOINT_URL/${4#s3://}" ;;
  esac
}
"""


@dataclass(frozen=True)
class Desk:
    """A checkout of one's own, with a stack that its commands find."""

    folder: Path
    environment: Mapping[str, str]

    @property
    def notes(self) -> list[tuple[str, ...]]:
        """What the stand-ins were told."""
        told = Path(self.environment["NOTES"]).read_text() if Path(self.environment["NOTES"]).exists() else ""
        return [tuple(line.split(PARTED)) for line in told.split(ENDED) if line]


@pytest.fixture
def desk(local: Local, tmp_path: Path) -> Desk:
    folder, home = tmp_path / "checkout", tmp_path / "home"
    lay_checkout(tmp_path / "origin", folder)
    (home / ".aws").mkdir(parents=True)
    (home / ".aws" / "config").write_text("[profile desk]\n")
    secret = "aws_access_key_id = local\naws_secret_access_key = local\n"
    (home / ".aws" / "credentials").write_text(f"[default]\n{secret}[desk]\n{secret}")
    (home / ".curlrc").write_text("fail\nsilent\nshow-error\n")
    stack = local.emulator.client("cloudformation").describe_stacks(StackName="copydesk")["Stacks"][0]
    (home / "stack.json").write_text(json.dumps({"Stacks": [stack]}, default=str))
    outputs = local.stack.outputs | {"ApiUrl": local.settings.api_url}
    return Desk(
        folder,
        {
            "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "PYTHONPATH": str(folder / "functions"),  # the checkout's own, into which `rules new --write` writes
            "BROWSER": "true",
            "NOTES": str(home / "notes"),
            "STACK": str(home / "stack.json"),
            "AWS_ENDPOINT_URL": local.emulator.url,
            "AWS_REGION": REGION,
            **{f"OUTPUT_{name}": value for name, value in outputs.items()},
        },
    )


def lay_checkout(origin: Path, folder: Path) -> None:
    """What is in the repository, cloned from a repository in which the commit before is the good one."""
    shutil.copytree(PROJECT / "functions", origin / "functions", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("Makefile", "template.yaml", "samconfig.toml", "events", "infra", "tests"):
        (origin / name).symlink_to(PROJECT / name)
    author = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.com")
    for words in (["init", "--quiet"], ["add", "."], [*author, "commit", "--quiet", "--message", "it"], ["tag", "GOOD"]):
        subprocess.run(["git", *words], cwd=origin, check=True)
    subprocess.run(["git", "clone", "--quiet", str(origin), str(folder)], check=True)
    (folder / ".venv").symlink_to(Path(sys.prefix))


# ------------------------------------------------------------ followed


def nothing(local: Local, desk: Desk) -> dict[str, str]:
    """The document's words are the commands' own."""
    return {}


def addresses(local: Local, desk: Desk) -> dict[str, str]:
    return {"http://127.0.0.1:8787": local.settings.api_url, "http://127.0.0.1:8788": local.settings.emulator_url}


def an_archive(local: Local, desk: Desk) -> dict[str, str]:
    archive = desk.folder / "archive"
    archive.mkdir()
    shutil.copy(PAGES / "harbor-wind.html", archive)
    Warc().add(url="https://news.example.com/night", body=(PAGES / "night-market.html").read_bytes()).written(archive / "2019.warc.gz")
    return {}


def names_of_the_stack(local: Local, desk: Desk) -> dict[str, str]:
    outputs = local.stack.outputs
    names = {name: outputs[f"{name.title()}{kind}Name"] for name, kind in (("TABLE", ""), ("ARCHIVE", "Bucket"), ("INBOX", "Bucket"))}
    return {**names, "eu-central-1": REGION, "3f9a01c4b2d7": add_key(desk)}


def a_table_set_back(local: Local, desk: Desk) -> dict[str, str]:
    """An empty one beside the stack's, as RESTORED."""
    local.push(PAGE, OCTETS, "https://news.example.com/view/900100")
    table = local.emulator.client("dynamodb")
    described = table.describe_table(TableName=local.stack.outputs["TableName"])["Table"]
    layout = {name: described[name] for name in ("AttributeDefinitions", "KeySchema")}
    (index,) = ({name: index[name] for name in ("IndexName", "KeySchema", "Projection")} for index in described["GlobalSecondaryIndexes"])
    table.create_table(TableName="RESTORED", BillingMode="PAY_PER_REQUEST", GlobalSecondaryIndexes=[index], **layout)
    return {"KEY_ID": add_key(desk)}


def add_key(desk: Desk) -> str:
    """The id of a new key."""
    words = ["copydesk", "keys", "add", "--scope", "read", "--publisher", PUBLISHER, "--table", desk.environment["OUTPUT_TableName"]]
    told = subprocess.run(words, cwd=desk.folder, env=desk.environment, capture_output=True, text=True, check=True)
    (found,) = re.findall(r"\b[0-9a-f]{12}\b", told.stderr)
    return found


# What has to be there before a document can be followed, and what its placeholders are on this machine.
PREPARED: dict[str, Callable[[Local, Desk], dict[str, str]]] = {
    "README.md": addresses,
    "docs/backfill.md": an_archive,
    "docs/deploy.md": names_of_the_stack,
    "docs/runbook.md": a_table_set_back,
}
BEFORE = {"docs/runbook.md": "docs/deploy.md"}  # where the shell function `output` is


def write_script(name: str, said: Mapping[str, str]) -> str:
    blocks = [block for block in read_blocks(name) if block.info == "sh"]
    if name in BEFORE:
        blocks = [block for block in read_blocks(BEFORE[name]) if block.text.startswith("output()")] + blocks
    script = STAND_INS + "\n".join(f"at={block.document}:{block.line}\n{block.text}" for block in blocks)
    for placeholder, value in said.items():
        script = re.sub(rf"(?<!\w){re.escape(placeholder)}(?!\w)", value, script)
    return script


@pytest.mark.parametrize("name", FOLLOWED)
def test_a_documents_commands_can_be_followed(local: Local, desk: Desk, name: str) -> None:
    script = write_script(name, PREPARED.get(name, nothing)(local, desk))
    with told_where(local.settings, local.stack, desk.folder / ".copydesk" / "emulator-1"):
        ran = subprocess.run(
            ["bash", "-eEu", "-o", "pipefail", "-c", script],
            cwd=desk.folder,
            env=desk.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    assert ran.returncode == 0, ran.stderr
    held = [command for command in desk.notes if command[0] != "sam" or SAM.exists()]
    assert {command: fault for command in held if (fault := find_fault(command))} == {}


# -------------------------------------------------------------- mentioned


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_command_that_a_document_mentions_is_there(name: str) -> None:
    told = [command for command in read_mentions(DOCUMENTS[name]) if Path(command[0]).name != "sam" or SAM.exists()]
    assert {command: fault for command in told if (fault := find_fault(command))} == {}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_a_help_shows_is_there(name: str) -> None:
    helps = [told for attribute, told in vars(open_command(name)[0]).items() if attribute == "__doc__" or attribute.endswith("_HELP")]
    shown = [command for told in helps for command in read_mentions(told)]
    assert shown
    assert {command: fault for command in shown if (fault := find_fault(command))} == {}


# ------------------------------------------------------- nothing slips by


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_command_hides_in_a_fence_of_another_kind(name: str) -> None:
    others = [block for block in read_blocks(name) if block.info != "sh"]
    assert {block.info for block in others} <= KINDS
    lines = [line for block in others if not block.info for line in block.text.splitlines()]
    assert [line for line in lines if is_command(tuple(line.split()))] == []


def test_the_calls_of_the_api_are_all_run_where_their_answers_are_compared() -> None:
    blocks = [block for block in read_blocks(RUN_ELSEWHERE) if block.info == "sh"]
    assert len(blocks) == len(list(read_exchanges(DOCUMENTS[RUN_ELSEWHERE])))


@pytest.mark.parametrize(
    "line",
    [
        "copydesk nothing",
        "copydesk audit --nothing",
        "make nothing",
        "make serve NOTHING=1",
        "aws sqs get-nothing --queue-url X",
        "aws sqs get-queue-attributes --nothing X --queue-url X",
        "aws sqs get-queue-attributes --attribute-names All",
        "aws cloudformation wait stack-import-complete --nothing X",
        "python -m infra.nothing",
        "pytest tests/nothing.py",
    ],
)
def test_a_command_that_is_not_there_is_noticed(line: str) -> None:
    assert find_fault(tuple(line.split()))


@pytest.mark.skipif(not SAM.exists(), reason="the SAM CLI has an environment of its own, which .ci/run makes")
@pytest.mark.parametrize("line", ["sam nothing", "sam local nothing", "sam deploy --nothing", "sam deploy --parameter-overrides Nothing=1"])
def test_a_command_that_the_sam_cli_has_not_is_noticed(line: str) -> None:
    assert find_fault(tuple(line.split()))


def test_every_program_that_is_mentioned_has_somebody_who_knows_it() -> None:
    assert {Path(command[0]).name for text in DOCUMENTS.values() for command in read_mentions(text)} <= set(PROGRAMS)
