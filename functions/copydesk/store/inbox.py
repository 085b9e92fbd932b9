"""The inbox: a bucket that foreign hands write to. Objects are read as they are now, whatever a notification said."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

from botocore.exceptions import ClientError

from ..errors import InvalidWords
from ..page import Words
from ..page.words import FORMS
from .archive import list_stamped
from .faults import code_of, translated

MAX_METADATA_BYTES = 2_000  # S3 keeps 2 KB of names and values
PLAIN = ":/?=&,;@+"  # need no percent in a header's value
DOORS = ("in/", "up/")
GONE = frozenset({"NoSuchKey", "NoSuchVersion", "404"})


@dataclass(frozen=True)
class Inbox:
    """A bucket and the client that reaches it (botocore's of `s3`)."""

    client: Any
    bucket: str


@dataclass(frozen=True)
class Dropped:
    """`version` differs between two puts of one key. `body` is None where the object has more bytes than were asked for."""

    key: str
    version: str
    at: datetime
    size: int
    content_type: str | None
    metadata: dict[str, str]
    body: bytes | None


def find_drop(inbox: Inbox, key: str, *, limit: int) -> Dropped | None:
    """The object under the key, read where it has at most `limit` bytes; None where it was removed."""
    try:
        with translated("read from the inbox"):
            found = inbox.client.get_object(Bucket=inbox.bucket, Key=key)
            size = int(found["ContentLength"])
            body = found["Body"].read() if size <= limit else None
            found["Body"].close()
    except ClientError as error:
        if code_of(error) in GONE:
            return None
        raise
    return Dropped(key, version_of(found), found["LastModified"], size, found.get("ContentType"), found.get("Metadata", {}), body)


def list_drops(inbox: Inbox) -> Iterator[tuple[str, datetime]]:
    """The key of every object behind a door, and when it was put."""
    return (drop for prefix in DOORS for drop in list_stamped(inbox.client, inbox.bucket, prefix))


def version_of(found: dict[str, Any]) -> str:
    version = found.get("VersionId", "null")
    return version if version != "null" else f"{found['ETag']}@{found['LastModified'].isoformat()}"


def read_metadata(metadata: Mapping[str, str]) -> dict[str, object]:
    """The entries `x-amz-meta-*` as their sender meant them: percent-encoded ASCII, `external-id` as well as `external_id`.

    `meta` holds the other fields of the article's `meta` as one JSON object. Raises InvalidWords for what does not decode.
    """
    words: dict[str, object] = {}
    errors: list[tuple[str, str]] = []
    for name, value in metadata.items():
        word = name.lower().replace("-", "_")
        try:
            text = unquote(value, errors="strict")
            words[word] = json.loads(text) if word == "meta" else text
        except UnicodeDecodeError:
            errors.append((f"/{word}", "not percent-encoded UTF-8"))
        except (ValueError, RecursionError):
            errors.append((f"/{word}", "not JSON"))
    if errors:
        raise InvalidWords(errors)
    return words


def spell_metadata(words: Words) -> dict[str, str]:
    """The words as `x-amz-meta-*` entries, which `read_metadata` reads back.

    Raises InvalidWords where there are more of them than S3 keeps beside an object.
    """
    entries = spell_entries(words)
    size = size_of(entries)
    if size > MAX_METADATA_BYTES:
        raise InvalidWords([("", f"the words take {size:,} bytes as metadata of an object, over the limit of {MAX_METADATA_BYTES:,}")])
    return entries


def fits_metadata(words: Words) -> bool:
    return size_of(spell_entries(words)) <= MAX_METADATA_BYTES


def spell_entries(words: Words) -> dict[str, str]:
    told = {name: str(getattr(words, name)) for name in FORMS if getattr(words, name) is not None}
    if words.meta:
        # ASCII: a lone surrogate, which UTF-8 has no bytes for, is for the reader of the page to refuse
        told["meta"] = json.dumps(dict(words.meta), separators=(",", ":"))
    return {name.replace("_", "-"): quote(value, safe=PLAIN) for name, value in told.items()}


def size_of(entries: Mapping[str, str]) -> int:
    """As S3 counts: the bytes of names and values."""
    return sum(len(name) + len(value) for name, value in entries.items())
