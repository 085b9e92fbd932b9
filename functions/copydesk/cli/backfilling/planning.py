"""From files to a manifest: what holds pages is laid into the workbench, and each page becomes a line. Kept articles become lines too."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import batched, count
from typing import IO, Any

from ...containers import Entry, Skipped, Source, read_sources
from ...containers.entries import is_html_name
from ...store.backfills import Line, Workbench, manifest_key, plan_key, put, source_key
from ...store.feed import Window, read_feed
from ...store.ledger import Ledger
from ...store.order import stamp
from ...store.sources import lay_down

AT_ONCE = 16  # loose pages laid down side by side
GROUP = 256  # of them in the hands at a time


@dataclass
class Plan:  # filled in place: it is told of while it grows
    """`skipped` counts what is no page by its reason; `bytes` are those of the pages as they are packed."""

    job: str
    kind: str
    publisher: str
    made_at: str
    pages: int = 0
    bytes: int = 0
    sources: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "skipped": dict(self.skipped)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Plan":
        return cls(**{**told, "skipped": Counter(told["skipped"])})


@dataclass(frozen=True)
class Wish:
    """What holds for all pages of a plan: whose they are, the words that their own do not say, and when they count as received."""

    publisher: str
    words: Mapping[str, object]
    received_at: datetime | None = None


type Told = Callable[[Plan], None]


def plan_pages(bench: Workbench, plan: Plan, wish: Wish, sources: Iterable[Source], *, tell: Told) -> Plan:
    """Lay the sources down, write the manifest and the plan. Raises OSError, StoreUnavailable."""
    numbers = count(1)
    with open_manifest() as manifest:
        for group in batched(sources, GROUP, strict=False):
            for source, version in lay_loose(bench, plan.job, group):
                plan.sources += 1
                for entry in read_entries(plan, source):
                    version = version or lay_source(bench, plan.job, source)
                    write_line(manifest, plan, page_line(next(numbers), plan.job, wish, entry, version))
                tell(plan)
        finish(bench, plan, manifest)
    return plan


def lay_loose(bench: Workbench, job: str, sources: Iterable[Source]) -> Iterator[tuple[Source, str]]:
    """In order, each with the version of what was laid down: a container's only when a page is found in it, so here none."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda source: (source, lay_source(bench, job, source) if is_html_name(source.name) else ""), sources)


def lay_source(bench: Workbench, job: str, source: Source) -> str:
    with source.open() as file:
        return lay_down(bench, source_key(job, source.name), file, size=source.size)


def read_entries(plan: Plan, source: Source) -> Iterator[Entry]:
    for found in read_sources([source]):
        if isinstance(found, Skipped):
            plan.skipped[found.why] += 1
        else:
            yield found


def page_line(n: int, job: str, wish: Wish, entry: Entry, version: str) -> Line:
    return Line(
        n,
        wish.publisher,
        key=source_key(job, entry.source),
        version=version,
        **asdict(entry.place),
        name=entry.name,
        at=stamp(wish.received_at or entry.at),
        content_type=entry.content_type,
        words={**wish.words, **entry.words},
    )


def plan_articles(bench: Workbench, plan: Plan, ledger: Ledger, *, version: str | None, tell: Told) -> Plan:
    """A line for each live article of the publisher, but for those that `version` of the normalizer has read."""
    with open_manifest() as manifest:
        for head in read_feed(ledger, [plan.publisher], "live", Window()):
            if version is not None and head.normalizer == version:
                plan.skipped["read by this normalizer"] += 1
                continue
            write_line(manifest, plan, Line(plan.pages + 1, plan.publisher, head.article_id))
            tell(plan)
        finish(bench, plan, manifest)
    return plan


def open_manifest() -> IO[bytes]:
    return tempfile.TemporaryFile()


def write_line(manifest: IO[bytes], plan: Plan, line: Line) -> None:
    manifest.write(line.to_json().encode() + b"\n")
    plan.pages += 1
    plan.bytes += line.length


def finish(bench: Workbench, plan: Plan, manifest: IO[bytes]) -> None:
    """The plan last: a job without one was not planned to its end."""
    size = manifest.tell()
    manifest.seek(0)
    lay_down(bench, manifest_key(plan.job), manifest, size=size)
    put(bench, plan_key(plan.job), json.dumps(plan.to_json(), ensure_ascii=False).encode(), "application/json")
