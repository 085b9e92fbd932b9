"""The whole ledger, and what stands in the archive beside an article: for those who look everything over, and change nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from .archive import OF_AN_ARTICLE, Archive, list_keys
from .faults import code_of, translated
from .items import Item
from .ledger import Ledger
from .records import Alias, Change, Head, Key, Receipt, Record, Rejection, Revision

# What a page can have made; publishers, keys, calendars and counters are nobody's page.
KINDS: dict[str, type[Record]] = {"U#": Alias, "T#": Receipt, "C#": Change, "X#": Rejection}


@dataclass(frozen=True)
class Broken:
    """An item that is none of ours any more."""

    key: Key
    publisher_id: str
    reason: str


def sweep(ledger: Ledger) -> Iterator[Record | Broken]:
    """Every head, revision, alias, receipt, change and rejection, in no order. A whole scan: half a read unit for each 4 KB."""
    start: dict[str, Any] = {}
    while True:
        with translated("look the table over"):
            page = ledger.client.scan(TableName=ledger.table, ConsistentRead=True, **start)
        for item in page["Items"]:
            if kind := kind_of(item):
                yield read_item(kind, item)
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def kind_of(item: Item) -> type[Record] | None:
    pk, sk = item["pk"]["S"], item["sk"]["S"]
    if pk.startswith("A#"):
        return Head if sk == "HEAD" else Revision
    return KINDS.get(pk[:2])


def read_item(kind: type[Record], item: Item) -> Record | Broken:
    """An item that stands elsewhere than it says itself is broken too."""
    key = Key(item["pk"]["S"], item["sk"]["S"])
    publisher_id = key.pk.split("#")[1]
    try:
        record = kind.from_item(item)
        if record.key != key:
            return Broken(key, publisher_id, f"it says of itself that it is {record.key.pk} {record.key.sk}")
    except (TypeError, ValueError, AttributeError) as error:
        return Broken(key, publisher_id, f"{type(error).__name__}: {error}")
    return record


def list_kept(archive: Archive, publisher_id: str, article_id: str) -> set[str]:
    """The keys of an article's pages, documents and deliveries, as they can be read now."""
    return {key for kind in OF_AN_ARTICLE for key in list_keys(archive, f"{kind}/{publisher_id}/{article_id}/")}


def read_lives(archive: Archive) -> dict[str, int]:
    """Prefix → the days after which its objects leave by a rule of the bucket; absent is for ever."""
    try:
        with translated("read the archive's rules"):
            rules = archive.client.get_bucket_lifecycle_configuration(Bucket=archive.bucket)["Rules"]
    except ClientError as error:
        if code_of(error) != "NoSuchLifecycleConfiguration":
            raise
        return {}
    return {
        str(rule.get("Filter", rule).get("Prefix", "")): rule["Expiration"]["Days"]
        for rule in rules
        if rule["Status"] == "Enabled" and "Days" in rule.get("Expiration", {})
    }
