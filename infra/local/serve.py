"""`make serve`: the real template on this machine, with a page pushed and a page dropped, until Ctrl-C."""

import os
import signal
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType

from infra.local.bundle import zip_functions
from infra.local.demo import PUBLISHER, SECRET, drop_page, lay_source, push_page, seed, wait_for_receipt
from infra.local.emulator import Emulator, running_emulator
from infra.local.home import find_out, held_home, keep_spare, short
from infra.local.logs import copied_logs
from infra.local.mending import mend
from infra.local.presence import told_where
from infra.local.proxy import running_proxy
from infra.local.sam import written_environment
from infra.local.settings import PROJECT, CannotServe, Settings, read_settings, require_free_ports
from infra.local.stack import Stack, deploy
from infra.local.watching import look, watch

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # SIGINT too: a shell's background jobs start with it ignored


def main() -> int:
    for signum in SIGNALS:
        signal.signal(signum, interrupt)
    forget_aws_settings()
    try:
        serve(read_settings(os.environ))
    except KeyboardInterrupt:
        say("stopped")
    except CannotServe as error:
        tell(f"make serve: {error}")
        return 1
    return 0


def serve(settings: Settings) -> None:
    """Returns never but by an exception; whatever was started is stopped then, last first."""
    began = time.monotonic()
    with ExitStack() as running:
        home = running.enter_context(held_home(settings))
        require_free_ports(settings)
        found = find_out(home)
        say(f"starting the emulator on {settings.emulator_url}, {found.words}")
        emulator = running.enter_context(running_emulator(settings, home))
        running.callback(say, "stopping, and saving the state …")
        say("deploying template.yaml")
        seen = look()
        stack = deploy(emulator, zip_functions())
        running.enter_context(running_proxy(settings.port, emulator.url, stack.outputs["HttpApiId"]))
        running.enter_context(copied_logs(emulator, stack, functions_log(home)))
        running.enter_context(told_where(settings, stack, settings.usual_home))
        environment = running.enter_context(written_environment(settings, emulator, stack, PROJECT, home))
        seed(emulator, stack)
        lay_source(emulator, stack)
        if found.to_mend:
            mend(emulator, stack, home, say)
        try:
            show_pages(settings, emulator, stack)
        except CannotServe as error:
            raise CannotServe(f"{error}; the functions' own words are in {short(functions_log(home))}") from error
        tell_ready(settings, environment, seconds=time.monotonic() - began)
        keep_spare(home)
        watch(emulator, stack, seen, say)


def functions_log(home: Path) -> Path:
    return home / "functions.log"


def show_pages(settings: Settings, emulator: Emulator, stack: Stack) -> None:
    say("dropping a page into the inbox, pushing another through HTTP")
    drop = drop_page(emulator, stack)
    pushed = push_page(settings)
    edition = pushed.body
    receipt = wait_for_receipt(settings, drop)
    article = f"{settings.api_url}/v1/articles/{edition['article_id']}"
    tell(f"""
  pushed     {edition["article"]["meta"]["headline"]}
             {article}  ({"new" if pushed.status == 201 else "kept already"})
  dropped    s3://{drop.bucket}/{drop.key}
             {settings.api_url}/v1/receipts/{receipt["receipt_id"]}  ({receipt["outcome"]})
  key        {SECRET}  (push, read and admin for the publisher {PUBLISHER!r})

  Look at them in a browser:

    {settings.api_url}/#key={SECRET}

  Paste this:

    curl -s -H 'Authorization: Bearer {SECRET}' {article}
""")  # fmt: skip


def tell_ready(settings: Settings, environment: Path, *, seconds: float) -> None:
    tell(f"""\
  emulator   {settings.emulator_url}, its state and the logs in {short(settings.home)} (FRESH=1 forgets them)
  sam local  reads {short(environment)}

  Ready on {settings.api_url} after {seconds:.0f} s. Code under functions/ is picked up as it changes; Ctrl-C stops everything.
""")


def forget_aws_settings() -> None:
    """The shell's profile, keys and endpoints: none is wanted here, and boto fails on a profile that does not exist."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]


def interrupt(signum: int, frame: FrameType | None) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)  # a second Ctrl-C would only cut short what stops by itself, within seconds
    raise KeyboardInterrupt


def say(line: str) -> None:
    tell(f"[{time.strftime('%H:%M:%S')}] {line}")


def tell(text: str) -> None:
    with suppress(OSError):  # the terminal is gone: what was started is stopped all the same
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
