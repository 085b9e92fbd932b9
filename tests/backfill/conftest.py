"""A workbench beside the desk, and jobs whose manifests are made for a test."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from copydesk.desk import Desk
from copydesk.handlers.backfill import House, settle_batch
from copydesk.store.backfills import Line, Workbench, manifest_key, put, source_key
from copydesk.store.order import stamp
from tests.conftest import NOON, REGION, Engine
from tests.desk.pushing import Push, pushing

type Lay = Callable[..., list[Line]]
type Settle = Callable[..., dict[str, Any]]

LONG = 80.0  # seconds that a function has left


@pytest.fixture
def bench(engine: Engine) -> Workbench:
    engine.s3.create_bucket(Bucket="backfill", CreateBucketConfiguration={"LocationConstraint": REGION})
    engine.s3.put_bucket_versioning(Bucket="backfill", VersioningConfiguration={"Status": "Enabled"})
    return Workbench(engine.s3, "backfill")


def write_manifest(bench: Workbench, pages: int, **told: Any) -> list[Line]:
    """Of the job `j`; the pages themselves need not be there."""
    lines = [replace(loose_line(n), **told) for n in range(1, pages + 1)]
    put(bench, manifest_key("j"), "".join(line.to_json() + "\n" for line in lines).encode(), "application/x-ndjson")
    return lines


def loose_line(n: int) -> Line:
    words = {"url": f"https://www.example.com/news/{n}"}
    return Line(n, "demo", key=source_key("j", f"{n}.html"), name=f"{n}.html", at=stamp(NOON), words=words)


@pytest.fixture
def lay(bench: Workbench) -> Lay:
    """Lay loose pages down as sources of the job `j`, and write its manifest; the page's number is in its address."""

    def lay(*pages: bytes, metadata: dict[str, str] | None = None, **told: Any) -> list[Line]:
        for n, page in enumerate(pages, 1):
            key = source_key("j", f"{n}.html")
            bench.client.put_object(Bucket=bench.bucket, Key=key, Body=page, Metadata=metadata or {}, ContentType="text/html")
        return write_manifest(bench, len(pages), **told)

    return lay


@pytest.fixture
def push(desk: Desk) -> Push:
    return pushing(desk)


@pytest.fixture
def house(desk: Desk, bench: Workbench) -> House:
    return House(desk, bench)


@pytest.fixture
def settle(house: House) -> Settle:
    """Hand lines to the function, as a batch of the job `j`."""

    def settle(lines: list[Line], *, dry_run: bool = False, seconds: Any = lambda: LONG, desk: Desk | None = None) -> dict[str, Any]:
        event = {"BatchInput": {"job": "j", "dry_run": dry_run}, "Items": [json.loads(line.to_json()) for line in lines]}
        return settle_batch(lambda: House(desk, house.bench) if desk else house, event, seconds_left=seconds)

    return settle
