"""`make serve`: the real template on this machine, with a page pushed and a page dropped, until Ctrl-C."""

import json
import os
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from infra.local.bundle import zip_functions
from infra.local.demo import PUBLISHER, SECRET, drop_page, push_page, seed, wait_for_receipt
from infra.local.emulator import Emulator, describe_state, running_emulator
from infra.local.logs import copied_logs
from infra.local.proxy import running_proxy
from infra.local.settings import PROJECT, CannotServe, Settings, open_home, read_settings, require_free_ports
from infra.local.stack import Stack, deploy, read_environment, replace_code

ENVIRONMENT_FILE = PROJECT / "env.local.json"
WATCH_SECONDS = 1.0


def main() -> int:
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # SIGINT too: a shell's background jobs start with it ignored
        signal.signal(signum, interrupt)
    forget_aws_settings()
    try:
        serve(read_settings(os.environ))
    except KeyboardInterrupt:
        say("stopped")
    except CannotServe as error:
        print(f"make serve: {error}", file=sys.stderr)
        return 1
    return 0


def serve(settings: Settings) -> None:
    """Returns never but by an exception; whatever was started is stopped then, last first."""
    require_free_ports(settings)
    home = open_home(settings)
    with ExitStack() as running:
        say(f"starting the emulator on {settings.emulator_url}, {describe_state(home)}")
        emulator = running.enter_context(running_emulator(settings, home))
        running.callback(say, "stopping, and saving the state …")
        say("deploying template.yaml")
        bundle = zip_functions()
        stack = deploy(emulator, bundle)
        running.enter_context(running_proxy(settings.port, emulator.url, stack.outputs["HttpApiId"]))
        running.enter_context(copied_logs(emulator, stack, functions_log(home)))
        write_environment(settings, emulator, stack)
        seed(emulator, stack)
        try:
            show_pages(settings, emulator, stack)
        except CannotServe as error:
            raise CannotServe(f"{error}; the functions' own words are in {functions_log(home).relative_to(PROJECT)}") from error
        watch(emulator, stack, bundle)


def functions_log(home: Path) -> Path:
    return home / "functions.log"


def show_pages(settings: Settings, emulator: Emulator, stack: Stack) -> None:
    say("dropping a page into the inbox, pushing another through HTTP")
    drop = drop_page(emulator, stack)
    pushed = push_page(settings)
    edition = pushed.body
    receipt = wait_for_receipt(settings, drop)
    article = f"{settings.api_url}/v1/articles/{edition['article_id']}"
    print(f"""
  pushed     {edition["article"]["meta"]["headline"]}
             {article}  ({"new" if pushed.status == 201 else "kept already"})
  dropped    s3://{drop.bucket}/{drop.key}
             {settings.api_url}/v1/receipts/{receipt["receipt_id"]}  ({receipt["outcome"]})
  key        {SECRET}  (push, read and admin for the publisher {PUBLISHER!r})
  emulator   {emulator.url}, with its state and the logs in {settings.home.relative_to(PROJECT)} (FRESH=1 forgets it)

  Paste this:

    curl -s -H 'Authorization: Bearer {SECRET}' {article}

  Ready on {settings.api_url}. Code under functions/ is picked up as it changes; Ctrl-C stops everything.
""", flush=True)  # fmt: skip


def write_environment(settings: Settings, emulator: Emulator, stack: Stack) -> None:
    """env.local.json for `sam local`, in whose containers this machine is host.docker.internal."""
    variables = read_environment(emulator, stack)
    for environment in variables.values():
        environment["AWS_ENDPOINT_URL"] = f"http://host.docker.internal:{settings.emulator_port}"
    ENVIRONMENT_FILE.write_text(json.dumps(variables, indent=2) + "\n")


def watch(emulator: Emulator, stack: Stack, bundle: bytes) -> None:
    """Gives the functions their new code whenever it changes. Raises CannotServe if the emulator is gone."""
    while True:
        time.sleep(WATCH_SECONDS)
        if not emulator.is_running:
            raise CannotServe(f"the emulator stopped; its last words are in {emulator.log}")
        try:
            current = zip_functions()
        except FileNotFoundError:  # an editor is just putting a new file in the place of the old one
            continue
        if current != bundle:
            replace_code(emulator, stack, current)
            bundle = current
            say("the code changed: the functions run the new one")


def forget_aws_settings() -> None:
    """The shell's profile, keys and endpoints: none is wanted here, and boto fails on a profile that does not exist."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]


def interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def say(line: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
