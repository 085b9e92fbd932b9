"""docs/deploy.md's drill, on the emulator: the stack is removed, nothing is lost, and a new stack takes in what was kept."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from infra.kept import cut_template, name_resources
from infra.local import demo
from infra.local.bundle import zip_functions
from infra.local.emulator import Emulator, running_emulator
from infra.local.proxy import running_proxy
from infra.local.settings import PROJECT, Settings
from infra.local.stack import NAME, Stack, deploy, translate

WAIT_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(port=free_port(), emulator_port=free_port(), bind="127.0.0.1", fresh=False)


@pytest.fixture(scope="module")
def emulator(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with running_emulator(settings, tmp_path_factory.mktemp("account")) as emulator:
        yield emulator


def wait_for(emulator: Emulator, status: str) -> None:
    formation = emulator.client("cloudformation")
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        stacks = [stack for stack in formation.describe_stacks()["Stacks"] if stack["StackName"] == NAME]
        if (stacks[0]["StackStatus"] if stacks else "DELETE_COMPLETE") == status:
            return
        time.sleep(0.1)
    raise AssertionError(f"the stack is not {status} after {WAIT_SECONDS} s: {stacks}")


def adopt(emulator: Emulator, outputs: dict[str, str]) -> None:
    formation = emulator.client("cloudformation")
    # Translated: the emulator takes parameters of type Number for text, so they stand in it as numbers.
    cut = cut_template(translate((PROJECT / "template.yaml").read_text(), {"Bucket": "code", "Key": "code.zip"}, ""))
    formation.create_change_set(
        StackName=NAME,
        ChangeSetName="adopt",
        ChangeSetType="IMPORT",
        TemplateBody=json.dumps(cut),
        ResourcesToImport=name_resources(cut, outputs),
    )
    formation.get_waiter("change_set_create_complete").wait(StackName=NAME, ChangeSetName="adopt", WaiterConfig={"Delay": 1})
    formation.execute_change_set(StackName=NAME, ChangeSetName="adopt")
    wait_for(emulator, "IMPORT_COMPLETE")


def read(settings: Settings, emulator: Emulator, stack: Stack, address: str) -> demo.Answer:
    with running_proxy(settings.port, emulator.url, stack.outputs["HttpApiId"]):
        return demo.ask("GET", f"{settings.api_url}{address}")


def kept_objects(emulator: Emulator, bucket: str) -> list[str]:
    listed: dict[str, Any] = emulator.client("s3").list_objects_v2(Bucket=bucket)
    return sorted(entry["Key"] for entry in listed["Contents"])


def test_a_stack_is_removed_without_losing_an_article_and_a_new_one_goes_on_from_there(settings: Settings, emulator: Emulator) -> None:
    bundle = zip_functions()
    first = deploy(emulator, bundle)
    demo.seed(emulator, first)
    with ExitStack() as running:
        running.enter_context(running_proxy(settings.port, emulator.url, first.outputs["HttpApiId"]))
        pushed = demo.push_page(settings).body
    archived = kept_objects(emulator, first.outputs["ArchiveBucketName"])

    emulator.client("cloudformation").delete_stack(StackName=NAME)
    wait_for(emulator, "DELETE_COMPLETE")
    assert emulator.client("lambda").list_functions()["Functions"] == []
    assert kept_objects(emulator, first.outputs["ArchiveBucketName"]) == archived
    assert emulator.client("dynamodb").scan(TableName=first.outputs["TableName"])["Count"] > 0

    adopt(emulator, first.outputs)
    second = deploy(emulator, bundle)
    for output in ("TableName", "ArchiveBucketName", "InboxBucketName", "InboxDeadLettersUrl"):
        assert second.outputs[output] == first.outputs[output]
    found = read(settings, emulator, second, f"/v1/articles/{pushed['article_id']}")
    assert (found.status, found.body["article"]) == (200, pushed["article"])

    with running_proxy(settings.port, emulator.url, second.outputs["HttpApiId"]):
        receipt = demo.wait_for_receipt(settings, demo.drop_page(emulator, second))
    assert receipt["outcome"] == "created"
