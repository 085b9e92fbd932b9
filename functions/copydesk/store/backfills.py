"""A backfill's papers, in a bucket of their own: what it reads, the manifest, and what became of each line.

jobs/<job>/sources/…                       pages and containers, as they were handed over
jobs/<job>/manifest.jsonl                  a line for each page, or for each kept article that is read again
jobs/<job>/plan.json                       what the manifest was made of
jobs/<job>/<outcomes|foreseen>/<first>+<n> a line for each of n lines of the manifest, from `first` on; written again by a retry
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, Literal, Self

from botocore.exceptions import ClientError

from ..errors import StoreUnavailable
from .archive import list_stamped
from .faults import code_of, translated

PARTIAL = 206  # HTTP's status where the range that was asked for was given

type Pass = Literal["outcomes", "foreseen"]
"""What was done, or what a dry run said would be."""


class MissingSource(StoreUnavailable):
    """The bytes that a line names are not there (any more); no retry brings them back."""


@dataclass(frozen=True)
class Workbench:
    """A bucket and the client that reaches it (botocore's of `s3`)."""

    client: Any
    bucket: str


@dataclass(frozen=True)
class Line:
    """A line of a manifest, numbered from 1: a page in a place, or (`article`) a kept article that is to be read again.

    The place is `length` bytes from `offset` on of this version of the object, in the form of `containers.Place`; `at` is when the
    page was taken in, `words` are what its sender says of it.
    """

    n: int
    publisher: str
    article: str | None = None
    key: str | None = None
    version: str | None = None
    form: Literal["file", "stored", "deflated", "record"] = "file"
    offset: int = 0
    length: int = 0
    name: str = ""
    at: str = ""
    content_type: str | None = None
    words: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        return cls(**told)

    def to_json(self) -> str:
        """What says nothing is left out."""
        return json.dumps({name: value for name, value in asdict(self).items() if value not in (None, "", {})}, ensure_ascii=False)


@dataclass(frozen=True)
class Outcome:
    """What became of a line. `failed` is not settled: the line has its turn again when the job is started again.

    `changes` are the parts of a kept article that another reading changes.
    """

    n: int
    outcome: Literal["created", "revised", "unchanged", "duplicate", "superseded", "rejected", "failed"]
    article: str | None = None
    revision: int | None = None
    receipt: str | None = None
    type: str | None = None
    detail: str | None = None
    changes: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        return cls(**{**told, "changes": tuple(told.get("changes", ()))})

    def to_json(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value not in (None, ())}, ensure_ascii=False)


def source_key(job: str, name: str) -> str:
    return f"jobs/{job}/sources/{name}"


def manifest_key(job: str) -> str:
    return f"jobs/{job}/manifest.jsonl"


def plan_key(job: str) -> str:
    return f"jobs/{job}/plan.json"


def outcomes_prefix(job: str, which: Pass) -> str:
    return f"jobs/{job}/{which}/"


# --------------------------------------------------------------- reading


def read_source(bench: Workbench, line: Line) -> tuple[bytes, Mapping[str, str], str | None]:
    """The bytes of the line's place, and the metadata and content type of the object. Raises MissingSource."""
    asked: dict[str, Any] = {"Bucket": bench.bucket, "Key": line.key}
    if line.version:
        asked["VersionId"] = line.version
    if line.form != "file":
        if not line.length:  # no range can name nothing
            return b"", {}, None
        asked["Range"] = f"bytes={line.offset}-{line.offset + line.length - 1}"
    try:
        with translated("read the source"):
            found = bench.client.get_object(**asked)
            body = found["Body"].read()
    except ClientError as error:
        if code_of(error) in ("NoSuchKey", "NoSuchVersion", "InvalidRange", "404"):
            raise MissingSource(f"{line.key} is not there as the manifest names it") from error
        raise
    if "Range" in asked and found["ResponseMetadata"]["HTTPStatusCode"] != PARTIAL:  # ministack gives all of a version, and says so
        body = body[line.offset : line.offset + line.length]
    return body, found.get("Metadata", {}), found.get("ContentType")


def read_json(bench: Workbench, key: str) -> dict[str, Any] | None:
    """None where there is no such object."""
    try:
        with translated("read a paper of the backfill"):
            told: dict[str, Any] = json.loads(bench.client.get_object(Bucket=bench.bucket, Key=key)["Body"].read())
            return told
    except ClientError as error:
        if code_of(error) == "NoSuchKey":
            return None
        raise


def read_lines(bench: Workbench, job: str) -> Iterator[Line]:
    """The manifest, as it is read."""
    with translated("read the manifest"):
        body = bench.client.get_object(Bucket=bench.bucket, Key=manifest_key(job))["Body"]
        for text in body.iter_lines():
            if text.strip():
                yield Line.from_json(json.loads(text))


def list_stamped_outcomes(bench: Workbench, job: str, which: Pass) -> Iterator[tuple[str, int, datetime]]:
    """The key of each file of outcomes, how many lines it tells of, and when it was written; in the order of the manifest."""
    for key, at in list_stamped(bench.client, bench.bucket, outcomes_prefix(job, which)):
        yield key, int(key.rpartition("+")[2]), at


def read_outcomes(bench: Workbench, job: str, which: Pass) -> Iterator[Outcome]:
    """Of every line that was reached; one that two batches had is told twice."""
    for key, _, _ in list_stamped_outcomes(bench, job, which):
        with translated("read the outcomes"):
            text = bench.client.get_object(Bucket=bench.bucket, Key=key)["Body"].read()
        yield from (Outcome.from_json(json.loads(line)) for line in text.splitlines() if line.strip())


# --------------------------------------------------------------- writing


def keep_outcomes(bench: Workbench, job: str, which: Pass, outcomes: Iterable[Outcome]) -> str:
    """The key of the file; one batch has one, however often it is tried."""
    first, *others = outcomes
    key = f"{outcomes_prefix(job, which)}{first.n:010d}+{len(others) + 1}"
    body = "".join(outcome.to_json() + "\n" for outcome in chain((first,), others))
    put(bench, key, body.encode(), "application/x-ndjson")
    return key


def put(bench: Workbench, key: str, body: bytes, content_type: str) -> None:
    with translated("write a paper of the backfill"):
        bench.client.put_object(Bucket=bench.bucket, Key=key, Body=body, ContentType=content_type)
