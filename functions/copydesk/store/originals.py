"""The pages as they were sent, handed out: never to be shown by a browser, whatever is in them."""

from .archive import OPAQUE, Archive, raw_key, reading
from .records import Revision


def read_original(archive: Archive, revision: Revision, *, limit: int) -> bytes | None:
    """The bytes; None where there are more than `limit`. Raises Missing where they are gone: the ledger vouches for them."""
    key = raw_key(revision.publisher_id, revision.article_id, revision.source_hash)
    with reading(key):
        found = archive.client.get_object(Bucket=archive.bucket, Key=key)
        with found["Body"] as body:
            return bytes(body.read()) if found["ContentLength"] <= limit else None


def link_original(archive: Archive, revision: Revision, *, name: str, seconds: int) -> str:
    """An address under which anybody can fetch the bytes for so long, as an attachment of that name."""
    asked = {
        "Bucket": archive.bucket,
        "Key": raw_key(revision.publisher_id, revision.article_id, revision.source_hash),
        "ResponseContentType": OPAQUE,
        "ResponseContentDisposition": f'attachment; filename="{name}"',
    }
    link: str = archive.client.generate_presigned_url("get_object", Params=asked, ExpiresIn=seconds)
    return link
