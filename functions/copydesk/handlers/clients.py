"""The AWS clients of a function: made once, with time limits that leave it time to answer."""

import os
from typing import Any, Literal

import boto3
from botocore.config import Config

ATTEMPTS = 3
CONNECT_SECONDS = 2


def open_client(service: str, *, read_seconds: int) -> Any:
    """`read_seconds` is the longest wait for one of three attempts.

    At an endpoint of one's own (an emulator) buckets stand in the path: `archive.host.docker.internal` is no host.
    """
    style: Literal["path", "auto"] = "path" if os.environ.get("AWS_ENDPOINT_URL") else "auto"
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        s3={"addressing_style": style},
    )
    return boto3.session.Session().client(service, config=config)  # type: ignore[call-overload]
