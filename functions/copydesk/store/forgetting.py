"""What the ledger forgets of a purged article."""

from contextlib import suppress

from .faults import Outrun, translated
from .items import pack_value
from .ledger import Ledger, read_revisions
from .records import change_key, event_id_of


def forget_words(ledger: Ledger, publisher_id: str, article_id: str) -> None:
    """Take headline and address out of all that was told of the article; that it was told stays. Again, the same."""
    for revision in read_revisions(ledger, publisher_id, article_id):
        told = event_id_of(publisher_id, article_id, revision.revision)
        key = change_key(publisher_id, article_id, revision.kept_at, told)
        with suppress(Outrun), translated("forget what was told"):  # outrun by none: there is no such change
            ledger.client.update_item(
                TableName=ledger.table,
                Key={"pk": pack_value(key.pk), "sk": pack_value(key.sk)},
                UpdateExpression="REMOVE headline, #url",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeNames={"#url": "url"},
            )
