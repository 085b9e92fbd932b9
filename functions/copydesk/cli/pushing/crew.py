"""Several senders at once. However a run ends, what was answered is in the journal."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from queue import Queue, ShutDown
from threading import Condition, Thread

from copydesk.containers import Skipped
from copydesk.errors import PageRejected

from .journal import Outcome, Settled
from .pages import Page, fingerprint
from .sending import Sender, Stopped

type Told = Callable[[Outcome], None]


class Crew:
    """`tell` hears of each page once it is in the journal, from any thread; `fault` is what ended the run early."""

    def __init__(self, sender: Sender, tell: Told, size: int) -> None:
        self.sender, self.tell = sender, tell
        self.fault: BaseException | None = None
        self.queue: Queue[tuple[Page, bytes]] = Queue(maxsize=size)
        self.under_way: set[str] = set()
        self.landed = Condition()
        self.threads = [Thread(target=self._work, daemon=True) for _ in range(size)]

    def push(self, pages: Iterable[Page | Skipped]) -> None:
        """Returns when all are pushed, or the run is stopped and what was on its way is answered. Raises what `pages` raises."""
        for thread in self.threads:
            thread.start()
        try:
            self._feed(pages)
        except BaseException:
            self.sender.pace.stop.set()
            raise
        finally:
            self.queue.shutdown(immediate=self.sender.pace.stop.is_set())
            for thread in self.threads:
                thread.join()
        if self.fault is not None:
            raise self.fault

    def _feed(self, pages: Iterable[Page | Skipped]) -> None:
        for page in pages:
            if self.sender.pace.stop.is_set():
                return
            if isinstance(page, Skipped):
                self.tell(skipped(page))
                continue
            try:
                body = page.read()
            except (OSError, PageRejected) as fault:
                self._note(unreadable(page, fault))
                continue
            if (settled := self.sender.journal.find(page.name, fingerprint(page, body))) is not None:
                self.tell(before(page, settled))
                continue
            self._await_turn(page)
            try:
                self.queue.put((page, body))
            except ShutDown:
                return

    def _await_turn(self, page: Page) -> None:
        """Until no page of the same story is on its way: editions reach the desk in their order."""
        with self.landed:
            self.landed.wait_for(lambda: page.story not in self.under_way or self.sender.pace.stop.is_set())
            self.under_way.add(page.story)

    def _work(self) -> None:
        while True:
            try:
                page, body = self.queue.get()
            except ShutDown:
                return
            try:
                self._note(self.sender.push(page, body))
            except Stopped:
                return
            except BaseException as fault:  # the outermost handler of a thread: the run ends, and `push` raises it
                self.fault = self.fault or fault
                self.sender.pace.stop.set()
                self.queue.shutdown(immediate=True)  # or `_feed` would wait for a place in it
                return
            finally:
                with self.landed:
                    self.under_way.discard(page.story)
                    self.landed.notify_all()

    def _note(self, outcome: Outcome) -> None:
        self.sender.journal.note(outcome)
        self.tell(outcome)


def unreadable(page: Page, fault: OSError | PageRejected) -> Outcome:
    detail = fault.detail if isinstance(fault, PageRejected) else fault.strerror or str(fault)
    return Outcome(page.name, "", "unreadable", now(), detail=detail)


def skipped(thing: Skipped) -> Outcome:
    """What is no page: told, and neither pushed nor missed."""
    name = thing.source if thing.name == thing.source else f"{thing.source}!{thing.name}"
    return Outcome(name, "", "skipped", now(), detail=thing.why)


def before(page: Page, settled: Settled) -> Outcome:
    """Of an earlier run: refused then is refused now, anything else is at the desk."""
    outcome = "refused" if settled.outcome == "refused" else "before"
    return Outcome(page.name, settled.print, outcome, "", type=settled.type, detail=settled.detail)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
