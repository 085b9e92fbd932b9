"""Objects in the inbox, and S3's messages about them."""

import json
from collections.abc import Callable
from urllib.parse import quote_plus

from copydesk.desk import Desk, find_dropped
from copydesk.store.records import Receipt
from tests.paper import print_page

PAGE = print_page().encode()
KEY = "in/demo/lighthouse.html"

type Put = Callable[..., None]
type Take = Callable[..., list[str]]


def notice(key: str = KEY, *, bucket: str = "inbox", event: str = "ObjectCreated:Put", size: int = 1) -> str:
    """S3's message as it was recorded: the key as it spells it."""
    entity = {
        "s3SchemaVersion": "1.0",
        "configurationId": "inbox",
        "bucket": {"name": bucket, "ownerIdentity": {"principalId": "A3NL1KOZZKEXAMPLE"}, "arn": f"arn:aws:s3:::{bucket}"},
        "object": {
            "key": quote_plus(key, safe="/"),
            "size": size,
            "eTag": "9612e3f889ecb06dce8a029060741122",
            "versionId": "096fKKXTRTtl3on89fVO.nfljtsv6qko",
            "sequencer": "0055AED6DCD90281E5",
        },
    }
    record = {"eventVersion": "2.1", "eventSource": "aws:s3", "eventTime": "2026-11-24T12:00:00.000Z", "eventName": event, "s3": entity}
    return json.dumps({"Records": [record]})


def receipt(desk: Desk, key: str = KEY, publisher: str = "demo") -> Receipt:
    return find_dropped(desk, publisher, key)
