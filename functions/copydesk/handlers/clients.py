"""The AWS clients of a function: made once, with time limits that leave it time to answer."""

import os
from functools import cache
from typing import Any, Literal

from botocore.config import Config
from botocore.session import Session

ATTEMPTS = 3
CONNECT_SECONDS = 2


def open_client(service: str, *, read_seconds: int) -> Any:
    """`read_seconds` is the longest wait for one of three attempts.

    At an endpoint of one's own (an emulator) buckets stand in the path: `archive.host.docker.internal` is no host. On AWS they are
    hosts of their region: a presigned link to the global host is redirected for a new bucket, and a presigned form does not survive that.
    """
    style: Literal["path", "virtual"] = "path" if os.environ.get("AWS_ENDPOINT_URL") else "virtual"
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        s3={"addressing_style": style},
        signature_version="s3v4" if service == "s3" else None,  # us-east-1 would sign links the old way
    )
    return open_session().create_client(service, config=config)


@cache
def open_session() -> Session:
    """One for all clients: each new one reads the endpoints and partitions again. botocore's, since boto3 costs a start-up more."""
    return Session()
