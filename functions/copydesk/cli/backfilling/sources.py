"""Where pages are: files on this machine, or objects in S3."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from ...containers import Source, list_files
from ...store.faults import translated
from ...store.inbox import read_metadata
from ..advice import Unreachable

IN_MEMORY = 64 * 1024 * 1024  # of an object; a larger one is copied to the disk while it is read


def list_sources(places: Iterable[str], open_client: Callable[..., Any]) -> Iterator[Source]:
    """Raises Unreachable for a place where nothing is."""
    for place in places:
        if place.startswith("s3://"):
            yield from list_objects(open_client("s3"), place)
            continue
        try:
            yield from list_files(Path(place))
        except OSError as error:
            raise Unreachable(f"{place}: {error.strerror}") from error


def list_objects(client: Any, uri: str) -> Iterator[Source]:
    """Every object under `s3://bucket/prefix`, in the order of keys; names are what follows the prefix's last slash."""
    bucket, _, prefix = uri.removeprefix("s3://").partition("/")
    with translated("list the source"):
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for found in page.get("Contents", ()):
                if not found["Key"].endswith("/"):
                    yield object_source(client, bucket, found, name=found["Key"][prefix.rfind("/") + 1 :])


def object_source(client: Any, bucket: str, found: dict[str, Any], *, name: str) -> Source:
    key = found["Key"]
    return Source(
        name,
        at=found["LastModified"],
        size=found["Size"],
        open=partial(fetch, client, bucket, key),
        words=lambda: read_metadata(client.head_object(Bucket=bucket, Key=key).get("Metadata", {})),
    )


def fetch(client: Any, bucket: str, key: str) -> BinaryIO:
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever asked for it closes it
    with translated("read the source"):
        for part in client.get_object(Bucket=bucket, Key=key)["Body"].iter_chunks(1024 * 1024):
            file.write(part)
    file.seek(0)
    return cast(BinaryIO, file)
