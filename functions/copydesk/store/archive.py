"""The bytes: raw pages and documents in one S3 bucket, under names made of their content, which nothing ever changes."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import batched
from typing import Any

from botocore.exceptions import ClientError

from ..article import Article
from ..errors import StoreUnavailable
from .faults import code_of, translated

MISSING = frozenset({"NoSuchKey", "404"})  # the second where only the head was asked for
RACES = 3  # S3 answers 409 while another conditional put of the same key is under way
ERASED_AT_ONCE = 1_000  # DeleteObjects' limit
OPAQUE = "application/octet-stream"
OF_AN_ARTICLE = ("raw", "articles", "deliveries")  # what a purge erases


class Missing(StoreUnavailable):
    """Damage: the ledger, or a record of the archive itself, vouches for an object that is not there."""


@dataclass(frozen=True)
class Archive:
    """A bucket and the client that reaches it (botocore's of `s3`); in it, new pages carry the records of their deliveries or do not."""

    client: Any
    bucket: str
    carries_records: bool = False


def raw_key(publisher_id: str, article_id: str, source_hash: str) -> str:
    return f"raw/{publisher_id}/{article_id}/{source_hash}"


def document_key(publisher_id: str, article_id: str, content_hash: str) -> str:
    return f"articles/{publisher_id}/{article_id}/{content_hash}"


def delivery_key(publisher_id: str, article_id: str, receipt_id: str) -> str:
    return f"deliveries/{publisher_id}/{article_id}/{receipt_id}"


def keep_raw(archive: Archive, publisher_id: str, article_id: str, body: bytes, *, metadata: Mapping[str, str] | None = None) -> bool:
    """Whether it was not there before."""
    return put_once(archive, raw_key(publisher_id, article_id, sha256(body).hexdigest()), body, OPAQUE, metadata=metadata)


def keep_document(archive: Archive, publisher_id: str, article_id: str, article: Article) -> None:
    body = article.model_dump_json().encode()
    put_once(archive, document_key(publisher_id, article_id, article.provenance.content_hash), body, "application/json")


def keep_rejected(archive: Archive, publisher_id: str, rejection_id: str, body: bytes) -> str:
    """The key of the copy."""
    key = f"rejected/{publisher_id}/{rejection_id}"
    put_once(archive, key, body, OPAQUE)
    return key


def read_document(archive: Archive, publisher_id: str, article_id: str, content_hash: str) -> Article:
    """Raises StoreUnavailable where the document is gone: the ledger vouches for it, so that is damage and never an answer."""
    return Article.model_validate_json(read_bytes(archive, document_key(publisher_id, article_id, content_hash)))


def link_document(archive: Archive, publisher_id: str, article_id: str, content_hash: str, *, seconds: int) -> str:
    """An address under which anybody can fetch the document for so long."""
    asked = {"Bucket": archive.bucket, "Key": document_key(publisher_id, article_id, content_hash)}
    link: str = archive.client.generate_presigned_url("get_object", Params=asked, ExpiresIn=seconds)
    return link


def read_bytes(archive: Archive, key: str) -> bytes:
    with reading(key):
        body: bytes = archive.client.get_object(Bucket=archive.bucket, Key=key)["Body"].read()
        return body


@contextmanager
def reading(key: str) -> Iterator[None]:
    """Raise Missing where there is no such object, and what `translated` does."""
    try:
        with translated("read from the archive"):
            yield
    except ClientError as error:
        if code_of(error) in MISSING:
            raise Missing(f"{key} is missing from the archive") from error
        raise


def put_once(archive: Archive, key: str, body: bytes, content_type: str, *, metadata: Mapping[str, str] | None = None) -> bool:
    """Write it unless it is there; whether it was written. The key tells the content, so what is there is the same."""
    asked = {"Bucket": archive.bucket, "Key": key, "Body": body, "ContentType": content_type, "Metadata": metadata or {}}
    for _ in range(RACES):
        try:
            with translated("write to the archive"):
                archive.client.put_object(**asked, IfNoneMatch="*")
            return True
        except ClientError as error:
            if code_of(error) == "PreconditionFailed":
                return False
            if code_of(error) != "ConditionalRequestConflict":
                raise
    raise StoreUnavailable("write to the archive: another writer is at the same page")


def list_keys(archive: Archive, prefix: str) -> Iterator[str]:
    return (key for key, _ in list_stamped(archive.client, archive.bucket, prefix))


def list_stamped(client: Any, bucket: str, prefix: str) -> Iterator[tuple[str, datetime]]:
    """The keys in a bucket, and when each object was written."""
    start: dict[str, Any] = {}
    while True:
        with translated("list the bucket"):
            page = client.list_objects_v2(Bucket=bucket, Prefix=prefix, **start)
        yield from ((entry["Key"], entry["LastModified"]) for entry in page.get("Contents", []))
        if not page.get("IsTruncated"):
            return
        start = {"ContinuationToken": page["NextContinuationToken"]}


def take_back(archive: Archive, key: str) -> None:
    """What was written for nothing. Where the right to remove is not held it stays, which only an audit sees."""
    with suppress(StoreUnavailable), translated("take back from the archive"):
        archive.client.delete_object(Bucket=archive.bucket, Key=key)


def erase(archive: Archive, publisher_id: str, article_id: str, *, keep: Collection[str] = ()) -> int:
    """Remove every version of the article's pages, documents and deliveries but of the keys in `keep`; how many there were.

    Again after a crash, it goes on where it stopped. Raises StoreUnavailable where S3 leaves some undone.
    """
    prefixes = [f"{kind}/{publisher_id}/{article_id}/" for kind in OF_AN_ARTICLE]
    doomed = [version for prefix in prefixes for version in list_versions(archive, prefix) if version["Key"] not in keep]
    for batch in batched(doomed, ERASED_AT_ONCE, strict=False):
        with translated("erase from the archive"):
            answer = archive.client.delete_objects(Bucket=archive.bucket, Delete={"Objects": list(batch), "Quiet": True})
        if answer.get("Errors"):
            raise StoreUnavailable(f"erase from the archive: {len(answer['Errors'])} objects are still there; do it again")
    return len(doomed)


def list_versions(archive: Archive, prefix: str) -> Iterator[dict[str, str]]:
    """Key and VersionId of whatever is or was there, delete markers too."""
    start: dict[str, Any] = {}
    while True:
        with translated("list the archive's versions"):
            page = archive.client.list_object_versions(Bucket=archive.bucket, Prefix=prefix, **start)
        for entry in (*page.get("Versions", []), *page.get("DeleteMarkers", [])):
            yield {"Key": entry["Key"], "VersionId": entry["VersionId"]}
        if not page.get("IsTruncated"):
            return
        start = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}
