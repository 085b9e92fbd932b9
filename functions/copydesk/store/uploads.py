"""Objects that come into the inbox through the API: with a form that lets its holder put one, or handed over by ourselves."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .faults import translated
from .inbox import Inbox


@dataclass(frozen=True)
class Form:
    """A presigned POST: `fields` are sent as they stand, `file` last."""

    address: str
    fields: Mapping[str, str]


def upload_key(publisher_id: str, receipt_id: str) -> str:
    return f"up/{publisher_id}/{receipt_id}"


def sign_form(
    inbox: Inbox, key: str, *, content_type: str, metadata: Mapping[str, str], sha256: str | None, most: int, seconds: int
) -> Form:
    """Lets its holder put one object of 1 to `most` bytes under the key, with these words and no others; S3 refuses all else.

    It can be used again until it expires, or until the credentials that signed it do. `sha256` is in hex.
    """
    fields = {"Content-Type": content_type, **{f"x-amz-meta-{name}": value for name, value in metadata.items()}}
    if sha256:
        fields |= {"x-amz-checksum-algorithm": "SHA256", "x-amz-checksum-sha256": b64encode(bytes.fromhex(sha256)).decode()}
    conditions: list[Any] = [{name: value} for name, value in fields.items()]
    signed = inbox.client.generate_presigned_post(
        inbox.bucket, key, Fields=dict(fields), Conditions=[*conditions, ["content-length-range", 1, most]], ExpiresIn=seconds
    )
    return Form(signed["url"], signed["fields"])


def put_object(inbox: Inbox, key: str, body: bytes, *, content_type: str, metadata: Mapping[str, str]) -> None:
    with translated("write to the inbox"):
        inbox.client.put_object(Bucket=inbox.bucket, Key=key, Body=body, ContentType=content_type, Metadata=dict(metadata))
