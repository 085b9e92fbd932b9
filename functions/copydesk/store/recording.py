"""Where the records of deliveries are: with the page that a delivery brought, in its object's metadata, or beside it as objects.

A page carries the record of whoever brought its bytes first: one write to S3 instead of two. A record of its own is written where the
page is there already, is handed out by a link (whoever follows it is shown the metadata) or the record is too long. Pages carry none in
an archive whose pages are kept for another time than records, or under a key of one's own, which S3 uses for no metadata.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from ..model import Misfit, read_json
from .archive import (
    OPAQUE,
    Archive,
    Missing,
    delivery_key,
    keep_raw,
    list_keys,
    list_stamped,
    put_once,
    raw_key,
    read_bytes,
    reading,
    take_back,
)
from .deliveries import RECORDED, Recorded, SentPage

READERS = 16  # an article that is pushed every five minutes has 100,000 deliveries a year, and a purge wants the names in all of them
READ_AHEAD = 1_000
CARRIED = "delivery"  # the metadata's name
MAX_CARRIED = 2_048 - len(CARRIED)  # S3's limit of an object's metadata, names and values together
MAX_CARRIER_BYTES = 1_000_000  # of a page: no link is made to one that fits into an answer


@dataclass(frozen=True)
class Recording:
    """A record as a listing tells of it: `place` is the key of the object that is it, or carries it."""

    place: str
    at: datetime
    publisher_id: str
    article_id: str
    receipt_id: str

    @property
    def names(self) -> tuple[str, str, str]:
        return self.publisher_id, self.article_id, self.receipt_id


# --------------------------------------------------------------- keeping


def keep_brought(archive: Archive, sent: SentPage, body: bytes) -> None:
    """The page and the record of the delivery that brought it. Its document has to be there: the record vouches for both."""
    carried = pack_record(sent) if archive.carries_records and len(body) <= MAX_CARRIER_BYTES else {}
    is_new = keep_raw(archive, sent.publisher_id, sent.article_id, body, metadata=carried)
    if is_new and carried:
        return
    if is_new or not find_carried(archive, sent):
        keep_record(archive, sent)


def keep_record(archive: Archive, record: Recorded) -> None:
    """An object of its own. The first attempt's stays: a second says the same, at another time."""
    key = delivery_key(record.publisher_id, record.article_id, record.receipt_id)
    put_once(archive, key, record.model_dump_json().encode(), "application/json")


def pack_record(sent: SentPage) -> dict[str, str]:
    """The metadata that carry it; nothing where it is too long."""
    packed = b64encode(zlib.compress(sent.model_dump_json().encode(), level=9)).decode()
    return {CARRIED: packed} if len(packed) <= MAX_CARRIED else {}


def take_back_record(archive: Archive, sent: SentPage) -> bool:
    """Whether there was one. The page that carried it stays, and carries nothing."""
    key = delivery_key(sent.publisher_id, sent.article_id, sent.receipt_id)
    is_beside = key in list_keys(archive, key)
    if is_beside:
        take_back(archive, key)
    is_carried = find_carried(archive, sent) is not None
    if is_carried:
        unburden(archive, raw_key(sent.publisher_id, sent.article_id, sent.source_hash))
    return is_beside or is_carried


def unburden(archive: Archive, key: str) -> None:
    """Copied onto itself without its metadata. A page that a purge has erased meanwhile is not brought back: there is nothing to copy."""
    source = {"Bucket": archive.bucket, "Key": key}
    told = {"ContentType": OPAQUE, "MetadataDirective": "REPLACE"}
    with suppress(Missing), reading(key):
        archive.client.copy_object(Bucket=archive.bucket, Key=key, CopySource=source, **told)


# --------------------------------------------------------------- reading


def find_carried(archive: Archive, sent: SentPage) -> SentPage | None:
    """This delivery's record, where the page that it brought carries it."""
    return find_carried_by(archive, raw_key(sent.publisher_id, sent.article_id, sent.source_hash), sent.receipt_id)


def find_carried_by(archive: Archive, page_key: str, receipt_id: str) -> SentPage | None:
    with suppress(Misfit):
        carried = read_carried(archive, page_key)
        return carried if carried and carried.receipt_id == receipt_id else None
    return None


def read_carried(archive: Archive, page_key: str) -> SentPage | None:
    """What the page carries; None where it carries nothing, or is not there. Raises Misfit for what is no record of it."""
    try:
        with reading(page_key):
            metadata = archive.client.head_object(Bucket=archive.bucket, Key=page_key)["Metadata"]
    except Missing:
        return None
    if CARRIED not in metadata:
        return None
    try:
        told = zlib.decompress(b64decode(metadata[CARRIED], validate=True))
    except (ValueError, zlib.error) as error:
        raise Misfit([("", "no packed record")]) from error
    sent = read_json(SentPage, told)
    if raw_key(sent.publisher_id, sent.article_id, sent.source_hash) != page_key:
        raise Misfit([("", "the record of another page")])
    return sent


def read_record(archive: Archive, place: str) -> Recorded | None:
    """None for a page that carries none. Raises Misfit for what is no record of ours."""
    if place.startswith("raw/"):
        return read_carried(archive, place)
    recorded: Recorded = read_json(RECORDED, read_bytes(archive, place))
    return recorded


def read_records(archive: Archive, places: Iterable[str]) -> Iterator[tuple[str, Recorded | None]]:
    """Several at a time, in the order of `places`, without pages that carry none; None for what is no record of ours."""

    def read(place: str) -> tuple[str, Recorded | None] | None:
        try:
            record = read_record(archive, place)
        except Misfit:
            return place, None
        return (place, record) if record else None

    with ThreadPoolExecutor(READERS) as pool:
        for batch in batched(places, READ_AHEAD, strict=False):
            yield from filter(None, pool.map(read, batch))


def list_places(archive: Archive, publisher_id: str = "", article_id: str = "") -> Iterator[str]:
    """Wherever a record may be, all or one article's: pages first, so that of two records of a delivery its own object's comes last."""
    for kind in ("raw", "deliveries"):
        yield from list_keys(archive, f"{kind}/{publisher_id}/{article_id}/" if article_id else f"{kind}/")


def list_carried(archive: Archive, keys: Collection[str]) -> dict[str, str]:
    """The key that each carried record would have as an object, and the page that carries it, for the pages among `keys`."""
    pages = (key for key in keys if key.startswith("raw/"))
    found = ((page, sent) for page, sent in read_records(archive, pages) if sent)
    return {key: page for page, sent in found if (key := delivery_key(sent.publisher_id, sent.article_id, sent.receipt_id)) not in keys}


def list_recordings(archive: Archive, *, since: datetime) -> Iterator[Recording]:
    """Every record that was written since then. A damaged one that a page carries is left out: nobody knows whose it is."""
    for place, at in list_stamped(archive.client, archive.bucket, "deliveries/"):
        if place.count("/") == 3 and at > since:
            yield Recording(place, at, *place.split("/")[1:])
    fresh = ((key, at) for key, at in list_stamped(archive.client, archive.bucket, "raw/") if at > since)
    for batch in batched(fresh, READ_AHEAD, strict=False):
        stamps = dict(batch)
        for place, sent in read_records(archive, stamps):
            if sent:
                yield Recording(place, stamps[place], sent.publisher_id, sent.article_id, sent.receipt_id)
