"""What is known about articles, in one DynamoDB table. A commit is one transaction: it happens whole or not at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..errors import StoreUnavailable
from .faults import translated
from .items import Item, pack_value
from .order import read_stamp
from .records import (
    Alias,
    Calendar,
    Change,
    Head,
    Key,
    Receipt,
    Record,
    Rejection,
    Revision,
    Span,
    alias_key,
    calendar_key,
    drop_list,
    head_key,
    receipt_key,
    revision_key,
)

BATCH_KEYS = 100  # BatchGetItem's limit
OPENED_SPANS = 10_000  # remembered; a backfill of thirty years for a hundred publishers sees more
BATCH_ROUNDS = 5  # each round returns what was left unread by throttling


@dataclass(frozen=True)
class Ledger:
    """A table and the client that reaches it (botocore's of `dynamodb`)."""

    client: Any
    table: str
    opened: set[Key] = field(default_factory=set, compare=False, repr=False)  # spans known to be in the calendars


@dataclass(frozen=True)
class Commit:
    """All that one accepted page, or one withdrawal, changes. `read` is the head that the decision was made on; None where there was none.

    `receipt` is None where no page was sent, `head` where nothing changes but the receipt; `revision` and `change` are None where
    no edition is added.
    """

    receipt: Receipt | None
    read: Head | None
    head: Head | None = None
    revision: Revision | None = None
    change: Change | None = None
    aliases: tuple[Alias, ...] = ()


# --------------------------------------------------------------- writing


def commit(ledger: Ledger, work: Commit) -> None:
    """Write it in one transaction. Raises Outrun where the head, an alias or the receipt is not what was read."""
    open_spans(ledger, spans_of(work))
    writes = [put(ledger, alias, only_new()) for alias in work.aliases]
    if work.head:
        writes.append(put(ledger, work.head, only_version(work.read.version) if work.read else only_new()))
    writes += [put(ledger, record, only_new()) for record in (work.revision, work.change) if record]
    if work.receipt:
        writes.append(put(ledger, work.receipt, unsettled(work.receipt)))
    if writes:
        transact(ledger, writes, doing="commit")


def record_rejection(ledger: Ledger, rejection: Rejection, receipt: Receipt) -> None:
    """Both at once; again with the same page, the same items. Raises Outrun where the page was accepted meanwhile."""
    open_spans(ledger, [Span(rejection.publisher_id, "rejections", rejection.received_at[:10])])
    transact(ledger, [put(ledger, rejection), put(ledger, receipt, unsettled(receipt))], doing="record the rejection")


def spans_of(work: Commit) -> list[Span]:
    head, change = work.head, work.change
    month = [Span(head.publisher_id, "feed", head.published_at[:7])] if head else []
    return month + ([Span(change.publisher_id, "changes", change.at[:10])] if change else [])


def open_spans(ledger: Ledger, spans: Iterable[Span]) -> None:
    """Enter months and days into their calendars before anything is kept in them, so that lists know where to look without scanning.

    Outside of the commit's transaction: all commits of a day would wait for one item. A span in which then nothing is kept does no harm.
    Costs a read where this process sees a span for the first time, a write where nobody has.
    """
    fresh = [span for span in spans if span.key not in ledger.opened]
    known = find_items(ledger, [span.key for span in fresh]) if fresh else {}
    for span in fresh:
        if span.key not in known:
            with translated("open the calendar"):
                ledger.client.put_item(TableName=ledger.table, Item=span.to_item())
    if len(ledger.opened) > OPENED_SPANS:
        ledger.opened.clear()
    ledger.opened.update(span.key for span in fresh)


def put(ledger: Ledger, record: Record, condition: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"Put": {"TableName": ledger.table, "Item": record.to_item(), **(condition or {})}}


def only_new() -> dict[str, Any]:
    return {"ConditionExpression": "attribute_not_exists(pk)"}


def only_version(version: int) -> dict[str, Any]:
    return {"ConditionExpression": "version = :version", "ExpressionAttributeValues": {":version": pack_value(version)}}


def unsettled(receipt: Receipt) -> dict[str, Any]:
    """A rejection may become an acceptance (a retry under a better normalizer); an acceptance stays as long as a receipt lives."""
    now = int(read_stamp(receipt.settled_at).timestamp())
    return {
        "ConditionExpression": "attribute_not_exists(pk) OR outcome IN (:rejected, :pending) OR expires_at <= :now",
        "ExpressionAttributeValues": {
            ":rejected": pack_value("rejected"),
            ":pending": pack_value("pending"),
            ":now": pack_value(now),
        },
    }


def transact(ledger: Ledger, writes: list[dict[str, Any]], *, doing: str) -> None:
    with translated(doing):
        ledger.client.transact_write_items(TransactItems=writes)


# --------------------------------------------------------------- reading


def find_aliases(ledger: Ledger, publisher_id: str, names: Iterable[str]) -> dict[str, str]:
    """Name → article id, for the names that are known."""
    items = find_items(ledger, [alias_key(publisher_id, name) for name in names])
    return {alias.name: alias.article_id for alias in map(Alias.from_item, items.values())}


def find_heads(ledger: Ledger, publisher_id: str, article_ids: Iterable[str]) -> dict[str, Head]:
    keys = [head_key(publisher_id, article_id) for article_id in dict.fromkeys(article_ids)]
    return {head.article_id: head for head in map(Head.from_item, find_items(ledger, keys).values())}


def find_owners(
    ledger: Ledger, publisher_id: str, names: Iterable[str], *, article_ids: Iterable[str]
) -> tuple[dict[str, str], dict[str, Head]]:
    """`find_aliases`, and the heads of these articles and of those that the names belong to: one request where these are the same."""
    asked = [head_key(publisher_id, article_id) for article_id in article_ids]
    items = find_items(ledger, [*(alias_key(publisher_id, name) for name in names), *asked])
    found = {key: items.pop(key) for key in asked if key in items}
    known = {alias.name: alias.article_id for alias in map(Alias.from_item, items.values())}
    # Looked for once more where it was not there: who wrote the name meanwhile wrote the head with it.
    heads = {head.article_id: head for head in map(Head.from_item, found.values())}
    return known, heads | find_heads(ledger, publisher_id, set(known.values()) - heads.keys())


def find_head(ledger: Ledger, publisher_ids: Iterable[str], article_id: str) -> Head | None:
    """The head under the one of the publishers that has it; ids are minted from the publisher's, so one has it at most."""
    items = find_items(ledger, [head_key(publisher_id, article_id) for publisher_id in publisher_ids])
    return next((Head.from_item(item) for item in items.values()), None)


def find_revision(ledger: Ledger, publisher_id: str, article_id: str, revision: int) -> Revision | None:
    items = find_items(ledger, [revision_key(publisher_id, article_id, revision)])
    return next((Revision.from_item(item) for item in items.values()), None)


def read_revisions(ledger: Ledger, publisher_id: str, article_id: str) -> Iterator[Revision]:
    """Every kept edition, first to last."""
    query = {
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :revision)",
        "ExpressionAttributeValues": {":pk": pack_value(head_key(publisher_id, article_id).pk), ":revision": pack_value("R#")},
        "ConsistentRead": True,
    }
    return map(Revision.from_item, read_query(ledger, query, doing="read the revisions"))


def read_spans(ledger: Ledger, publisher_id: str, calendar: Calendar, *, first: str, last: str) -> list[str]:
    """The calendar's months or days from `first` to `last` inclusive, oldest first."""
    query = {
        "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
        "ExpressionAttributeValues": {
            ":pk": pack_value(calendar_key(publisher_id, calendar, first).pk),
            ":first": pack_value(first),
            ":last": pack_value(last),
        },
        "ConsistentRead": True,
    }
    return [Span.from_item(item).span for item in read_query(ledger, query, doing="read the calendar")] if first <= last else []


def find_receipt(ledger: Ledger, publisher_ids: Iterable[str], receipt_id: str, *, at: datetime) -> Receipt | None:
    items = find_items(ledger, [receipt_key(publisher_id, receipt_id) for publisher_id in publisher_ids])
    return next((receipt for receipt in map(Receipt.from_item, items.values()) if receipt.expires_at > at.timestamp()), None)


def find_receipts(ledger: Ledger, publisher_id: str, receipt_ids: Iterable[str], *, at: datetime) -> dict[str, Receipt]:
    """Those of the receipts that there are, by id."""
    items = find_items(ledger, [receipt_key(publisher_id, receipt_id) for receipt_id in receipt_ids])
    receipts = map(Receipt.from_item, items.values())
    return {receipt.receipt_id: receipt for receipt in receipts if receipt.expires_at > at.timestamp()}


def find_dropped(ledger: Ledger, publisher_id: str, inbox_key: str, *, at: datetime) -> Receipt | None:
    """The newest receipt of an inbox key. Read from an index: a receipt shows up a moment after it is written."""
    query = list_query(drop_list(publisher_id, inbox_key)) | {"ScanIndexForward": False, "Limit": 1}
    newest = next(map(Receipt.from_item, read_query(ledger, query, doing="find the receipt")), None)
    return newest if newest and newest.expires_at > at.timestamp() else None


def list_query(name: str) -> dict[str, Any]:
    return {
        "IndexName": "lists",
        "KeyConditionExpression": "list_name = :name",
        "ExpressionAttributeValues": {":name": pack_value(name)},
    }


def read_query(ledger: Ledger, query: dict[str, Any], *, doing: str) -> Iterator[Item]:
    start: dict[str, Any] = {}
    while True:
        with translated(doing):
            page = ledger.client.query(TableName=ledger.table, **query, **start)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def find_items(ledger: Ledger, keys: list[Key]) -> dict[Key, Item]:
    """The items under these keys, as last written. Raises StoreUnavailable where throttling leaves some unread."""
    found: dict[Key, Item] = {}
    for start in range(0, len(keys), BATCH_KEYS):
        found |= find_batch(ledger, keys[start : start + BATCH_KEYS])
    return found


def find_batch(ledger: Ledger, keys: list[Key]) -> dict[Key, Item]:
    asked: list[Item] = [{"pk": {"S": key.pk}, "sk": {"S": key.sk}} for key in keys]
    found: dict[Key, Item] = {}
    for _ in range(BATCH_ROUNDS):
        with translated("read"):
            answer = ledger.client.batch_get_item(RequestItems={ledger.table: {"Keys": asked, "ConsistentRead": True}})
        found |= {Key(item["pk"]["S"], item["sk"]["S"]): item for item in answer["Responses"].get(ledger.table, [])}
        asked = answer.get("UnprocessedKeys", {}).get(ledger.table, {}).get("Keys", [])
        if not asked:
            return found
    raise StoreUnavailable("read: the table is throttled")
