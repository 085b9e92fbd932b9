"""The real template in the emulator, as `make serve` deploys it: the doors, and that nothing stays behind."""

import gzip
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.local import demo
from infra.local.bundle import zip_functions
from infra.local.emulator import Emulator, running_emulator
from infra.local.logs import LOOK_SECONDS, copied_logs
from infra.local.proxy import running_proxy
from infra.local.settings import Settings
from infra.local.stack import Stack, deploy, read_environment

PAGE = (demo.PAGES / demo.PUSHED[0]).read_bytes()
URL = demo.PUSHED[1]
OCTETS = {"Content-Type": "application/octet-stream"}


@dataclass(frozen=True)
class Local:
    settings: Settings
    emulator: Emulator
    stack: Stack

    def push(self, body: bytes, headers: dict[str, str], url: str = URL) -> demo.Answer:
        return demo.ask("POST", f"{self.settings.api_url}/v1/articles?url={url}", body, headers)

    def count_dead_letters(self) -> int:
        queue = self.emulator.client("sqs")
        attributes = queue.get_queue_attributes(QueueUrl=self.stack.outputs["InboxDeadLettersUrl"], AttributeNames=["All"])
        return int(attributes["Attributes"]["ApproximateNumberOfMessages"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    settings = Settings(port=free_port(), emulator_port=free_port(), bind="127.0.0.1", fresh=False)
    with ExitStack() as running:
        emulator = running.enter_context(running_emulator(settings, tmp_path_factory.mktemp("stack")))
        stack = deploy(emulator, zip_functions())
        running.enter_context(running_proxy(settings.port, emulator.url, stack.outputs["HttpApiId"]))
        demo.seed(emulator, stack)
        yield Local(settings, emulator, stack)


def facts(answer: demo.Answer) -> tuple[str, str]:
    return answer.body["article_id"], answer.body["article"]["provenance"]["content_hash"]


def test_a_page_is_one_article_whichever_way_its_bytes_come(local: Local) -> None:
    korean = PAGE.decode().replace('charset="utf-8"', 'charset="euc-kr"').encode("cp949", "xmlcharrefreplace")
    answers = [
        local.push(PAGE, {"Content-Type": "text/html; charset=utf-8"}),
        local.push(gzip.compress(PAGE), OCTETS),
        local.push(korean, OCTETS),
    ]
    assert {answer.status for answer in answers} <= {200, 201}
    assert len({facts(answer) for answer in answers}) == 1
    assert answers[1].headers["copydesk-outcome"] == "unchanged"


def test_a_kept_article_is_read_back_as_it_was_answered(local: Local) -> None:
    pushed = local.push(PAGE, OCTETS)
    read = demo.ask("GET", f"{local.settings.api_url}/v1/articles/{pushed.body['article_id']}")
    assert read.status == 200
    assert read.body["article"] == pushed.body["article"]


def test_a_dropped_page_is_found_under_its_receipt(local: Local) -> None:
    receipt = demo.wait_for_receipt(local.settings, demo.drop_page(local.emulator, local.stack))
    assert receipt["via"] == "inbox"
    assert receipt["outcome"] in ("created", "unchanged")
    assert local.count_dead_letters() == 0


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(200), 415, "not_html"),
        (b"just some words", 415, "not_html"),
        (b"", 422, "empty_page"),
        (b" " * 4_000_000, 422, "empty_page"),
        (b"<html>" + b"<div>" * 200_000, 422, "too_deep"),
        (b"<p " + b"".join(b"a%d=1 " % n for n in range(100_000)) + b">", 413, "too_large"),
        (b"<select>" + b"<option>" * 200_000, 413, "too_large"),
        (gzip.compress(bytes(100_000_000)), 413, "too_large"),
    ],
    ids=["jpeg", "plain text", "nothing", "spaces", "nested divs", "attributes", "options", "gzip bomb"],
)
def test_garbage_is_refused_and_the_service_goes_on(local: Local, body: bytes, status: int, kind: str) -> None:
    answer = local.push(body, OCTETS)
    assert (answer.status, answer.body["type"]) == (status, f"/problems/{kind}")
    assert demo.ask("GET", f"{local.settings.api_url}/healthz").status == 200


@pytest.mark.parametrize("secret", ["cd_wrong", ""])
def test_nobody_gets_in_without_a_key(local: Local, secret: str) -> None:
    assert local.push(PAGE, OCTETS | {"Authorization": f"Bearer {secret}"}).status == 401


def test_sam_local_gets_the_names_that_the_stack_gave(local: Local) -> None:
    variables = read_environment(local.emulator, local.stack)
    assert {environment["TABLE_NAME"] for environment in variables.values()} == {local.stack.outputs["TableName"]}


def test_what_the_functions_say_is_copied_once_into_a_file(local: Local, tmp_path: Path) -> None:
    with copied_logs(local.emulator, local.stack, tmp_path / "functions.log"):
        local.push(b"just some words", OCTETS)
        time.sleep(3 * LOOK_SECONDS)
    lines = (tmp_path / "functions.log").read_text().splitlines()
    assert len([line for line in lines if line.startswith("ApiFunction ") and '"message":"refused"' in line]) == 1


def listeners(port: int) -> set[str]:
    """The addresses that somebody listens on at this port, as the kernel writes them."""
    rows = [row.split() for table in ("/proc/net/tcp", "/proc/net/tcp6") for row in Path(table).read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port}


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="asks the Linux kernel")
def test_nothing_listens_beyond_this_machine(local: Local) -> None:
    loopback = "0100007F"
    assert listeners(local.settings.port) | listeners(local.settings.emulator_port) == {loopback}


def is_gone(group: int, within: float = 5.0) -> bool:
    """Whether no process of the group is left; the kernel needs a moment to bury the last ones."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_nothing_is_left_running_and_the_next_start_finds_what_was_kept(tmp_path: Path) -> None:
    settings = Settings(port=free_port(), emulator_port=free_port(), bind="127.0.0.1", fresh=False)
    item: dict[str, Any] = {"pk": {"S": "P#demo"}, "sk": {"S": "PUBLISHER"}}
    with running_emulator(settings, tmp_path) as first:
        table = deploy(first, zip_functions()).outputs["TableName"]
        demo.seed(first, Stack({"TableName": table}, {}))
    assert is_gone(first.process.pid)
    with running_emulator(settings, tmp_path) as second:
        assert deploy(second, zip_functions()).outputs["TableName"] == table
        assert second.client("dynamodb").get_item(TableName=table, Key=item)["Item"]["name"] == {"S": "Demo"}
