"""One article's life in docs/events.md, as a consumer's queue received it: `python -m docs.events` lives it again and writes it.

The consumer is infra/consumer.yaml, deployed beside a local stack of its own.
"""

import json
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PAGE = Path(__file__).parent / "events.md"
CONSUMER = PAGE.parents[1] / "infra" / "consumer.yaml"
START, END = "<!-- life: made by `python -m docs.events` -->\n", "<!-- /life -->"
URL = "https://news.example.com/view/lighthouse"
LIFE = ("created", "revised", "superseded", "withdrawn", "purged")
WAIT_SECONDS = 90
PROSE = (
    "The harbour council voted on Monday to keep the old lighthouse lit, after a winter in which two boats lost their way in fog.",
    "Keepers had argued for years that the lamp is more than a memory: fishermen still steer by it when their radar fails them.",
)


def deploy_consumer(formation: Any, bus: str) -> str:
    """The address of its queue. `formation` is CloudFormation's client."""
    given = [{"ParameterKey": "EventBusName", "ParameterValue": bus}]
    formation.create_stack(StackName="consumer", TemplateBody=CONSUMER.read_text(), Parameters=given)
    formation.get_waiter("stack_create_complete").wait(StackName="consumer", WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    (stack,) = formation.describe_stacks(StackName="consumer")["Stacks"]
    return next(str(output["OutputValue"]) for output in stack["Outputs"] if output["OutputKey"] == "QueueUrl")


def live(api: str, secret: str) -> str:
    """A first edition, a third, the second late, a withdrawal and a purge, through HTTP; the article's id."""
    article_id = push(api, secret, edition=1)
    push(api, secret, edition=3)
    push(api, secret, edition=2)
    for query in ("", "?purge=true"):
        ask(f"{api}/v1/articles/{article_id}{query}", secret, method="DELETE")
    return article_id


def push(api: str, secret: str, *, edition: int) -> str:
    prose = "".join(
        f"<p>{line}</p>" for line in (*PROSE, f"This is edition {edition} of the story, and the council meets again in a month.")
    )
    page = f"<!doctype html><html lang=en><title>Lighthouse stays lit</title><article><h1>Lighthouse stays lit</h1>{prose}</article></html>"
    answer = ask(f"{api}/v1/articles?{urlencode({'url': URL, 'edition': edition})}", secret, method="POST", body=page.encode())
    return str(json.loads(answer)["article_id"])


def ask(url: str, secret: str, *, method: str, body: bytes | None = None) -> bytes:
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "text/html"}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method), timeout=60) as answer:
        told: bytes = answer.read()
        return told


def receive(sqs: Any, queue: str, article_id: str) -> list[dict[str, Any]]:
    """The article's events, each once, in the order of their revisions: what a consumer has to make of its queue."""
    found: dict[str, dict[str, Any]] = {}
    deadline = time.monotonic() + WAIT_SECONDS
    while len(found) < len(LIFE) and time.monotonic() < deadline:
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", []):
            event = json.loads(message["Body"])
            if event["subject"] == article_id:
                found[event["id"]] = event
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return sorted(found.values(), key=lambda event: int(event["data"]["revision"]))


def with_life(page: str, events: list[Mapping[str, Any]]) -> str:
    before, _, rest = page.partition(START)
    shown = "".join(f"```json\n{json.dumps(event, ensure_ascii=False, indent=2)}\n```\n" for event in events)
    return f"{before}{START}{shown}{END}{rest.partition(END)[2]}"


def main() -> None:
    from infra.local.bundle import zip_functions  # the emulator: only who lives it needs it
    from infra.local.demo import SECRET, seed
    from infra.local.emulator import running_emulator
    from infra.local.proxy import running_proxy
    from infra.local.settings import Settings
    from infra.local.stack import deploy
    from infra.local.trial import free_port

    settings = Settings(port=free_port(), emulator_port=free_port(), bind="127.0.0.1", fresh=False)
    with ExitStack() as running:
        home = Path(running.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        emulator = running.enter_context(running_emulator(settings, home))
        stack = deploy(emulator, zip_functions())
        running.enter_context(running_proxy(settings.port, emulator.url, stack.outputs["HttpApiId"]))
        seed(emulator, stack)
        queue = deploy_consumer(emulator.client("cloudformation"), stack.outputs["EventBusName"])
        events = receive(emulator.client("sqs"), queue, live(settings.api_url, SECRET))
    PAGE.write_text(with_life(PAGE.read_text(), list(events)))


if __name__ == "__main__":
    main()
