"""`make load`: distinct pages by the thousand over 16 connections, each pushed twice, while the inbox takes others; then an audit.

  make load LOAD="--pages 500 --drops 200"
  make load LOAD="--pages 500 --kill"

With --kill all of `make serve` is killed with SIGKILL in the middle of it and started again: whoever was not answered sends again, and
all that was acknowledged has to be there.
"""

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from infra.load.crowd import Crowd, Pushed, drop_all
from infra.load.reckoning import Run, count_missing, look_over, tell
from infra.load.serving import Serving, serving
from infra.load.vitals import watched
from infra.local.settings import Settings
from infra.local.trial import free_port

CONNECTIONS = 16
DRAIN_SECONDS = 3_600
LOOK_SECONDS = 1.0
KILL_AFTER = 1 / 3  # of all pushes


@dataclass
class Stage:
    """A stack of its own, and whoever serves it now."""

    settings: Settings
    running: ExitStack
    served: Serving = field(init=False)

    def start(self) -> None:
        self.served = self.running.enter_context(serving(self.settings))

    def find_emulator(self) -> int | None:
        with suppress(FileNotFoundError, ValueError):
            return self.served.emulator
        return None


@contextmanager
def staged() -> Iterator[Stage]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, ExitStack() as running:
        settings = Settings(free_port(), free_port(), "127.0.0.1", fresh=False, state=Path(folder) / "stack")
        running.callback(shutil.rmtree, settings.usual_home, ignore_errors=True)  # where a kill leaves word of the running stack
        stage = Stage(settings, running)
        stage.start()
        yield stage


def run(pages: int, drops: int, *, kill: bool) -> int:
    numbers = [*range(pages), *range(pages)]
    random.Random(7).shuffle(numbers)
    with staged() as stage, closing(Crowd(stage.settings.port)) as crowd:
        before = look_over(stage.served)
        print(f"{pages:,} pages and as many repeats over {CONNECTIONS} connections, {drops:,} drops beside them", flush=True)
        began = time.perf_counter()
        with watched(stage.find_emulator) as lives, ThreadPoolExecutor(CONNECTIONS) as pool, ThreadPoolExecutor(1) as dropper:
            dropping = dropper.submit(drop_all, stage.served.client("s3"), stage.served.outputs["InboxBucketName"], drops)
            pushes = [pool.submit(crowd.push, number) for number in numbers]
            killed_after = kill_once(stage, pushes) if kill else None
            pushed = [push.result() for push in pushes]
            seconds = time.perf_counter() - began
            dropping.result()
            wait_for_inbox(stage.served)
            drained = time.perf_counter() - began
        missing, after = count_missing(stage.served, pushed), look_over(stage.served)
        said = tuple(stage.served.said) if kill else ()
    return tell(Run(pages, drops, pushed, seconds, drained, before, after, missing, lives, killed_after, said))


def kill_once(stage: Stage, pushes: list[Future[Pushed]]) -> int:
    """How many had been answered."""
    while (answered := sum(push.done() for push in pushes)) < len(pushes) * KILL_AFTER:
        time.sleep(LOOK_SECONDS / 10)
    stage.served.kill_all()
    stage.start()
    return answered


def wait_for_inbox(served: Serving) -> None:
    """Until the queue is empty and nothing of it is at work."""
    queue, deadline = served.client("sqs"), time.monotonic() + DRAIN_SECONDS
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    while time.monotonic() < deadline:
        told = queue.get_queue_attributes(QueueUrl=served.outputs["InboxQueueUrl"], AttributeNames=names)["Attributes"]
        if not any(int(told[name]) for name in names):
            return
        time.sleep(LOOK_SECONDS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--drops", type=int, default=2_000)
    parser.add_argument("--kill", action="store_true", help="SIGKILL in the middle, and start again")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # and with it the stack
    return run(arguments.pages, arguments.drops, kill=arguments.kill)


if __name__ == "__main__":
    sys.exit(main())
