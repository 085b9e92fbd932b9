"""How many pages a publisher has pushed today: one counter per publisher and UTC day, which forgets itself."""

from datetime import UTC, datetime, time, timedelta

from ..errors import QuotaExceeded
from .faults import Outrun, translated
from .items import pack_value
from .ledger import Ledger
from .records import Key

COUNTER_LIFE = timedelta(days=2)


def counter_key(publisher_id: str, at: datetime) -> Key:
    return Key(f"Q#{publisher_id}", at.astimezone(UTC).date().isoformat())


def charge(ledger: Ledger, publisher_id: str, *, limit: int, at: datetime) -> None:
    """Count one page. Raises QuotaExceeded, and counts nothing, where `limit` pages of the UTC day are counted already."""
    key = counter_key(publisher_id, at)
    try:
        with translated("count the page"):
            ledger.client.update_item(
                TableName=ledger.table,
                Key={"pk": pack_value(key.pk), "sk": pack_value(key.sk)},
                UpdateExpression="ADD pages :one SET expires_at = :end",
                ConditionExpression="attribute_not_exists(pages) OR pages < :limit",
                ExpressionAttributeValues={
                    ":one": pack_value(1),
                    ":limit": pack_value(limit),
                    ":end": pack_value(int((at + COUNTER_LIFE).timestamp())),
                },
            )
    except Outrun as error:
        raise QuotaExceeded(publisher_id, limit=limit, seconds=seconds_left(at)) from error


def seconds_left(at: datetime) -> int:
    """Until the next UTC day, rounded up."""
    moment = at.astimezone(UTC)
    midnight = datetime.combine(moment.date() + timedelta(days=1), time(), UTC)
    return -(-(midnight - moment) // timedelta(seconds=1))
