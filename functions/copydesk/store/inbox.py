"""The inbox: a bucket that foreign hands write to. Objects are read as they are now, whatever a notification said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from botocore.exceptions import ClientError

from ..errors import InvalidWords
from .faults import code_of, translated

GONE = frozenset({"NoSuchKey", "NoSuchVersion", "404"})


@dataclass(frozen=True)
class Inbox:
    """A bucket and the client that reaches it (`boto3.client("s3")`)."""

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


def version_of(found: dict[str, Any]) -> str:
    version = found.get("VersionId", "null")
    return version if version != "null" else f"{found['ETag']}@{found['LastModified'].isoformat()}"


def read_metadata(metadata: dict[str, str]) -> dict[str, str]:
    """The sender's words among `x-amz-meta-*`: percent-encoded ASCII, `external-id` as well as `external_id`.

    Raises InvalidWords for what does not decode.
    """
    words, errors = {}, []
    for name, value in metadata.items():
        word = name.lower().replace("-", "_")
        try:
            words[word] = unquote(value, errors="strict")
        except UnicodeDecodeError:
            errors.append((f"/{word}", "not percent-encoded UTF-8"))
    if errors:
        raise InvalidWords(errors)
    return words
