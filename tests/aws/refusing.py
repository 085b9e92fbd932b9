"""A refusal as botocore would raise it, had AWS answered."""

from typing import NoReturn

from botocore.exceptions import ClientError


def refuse(why: str, code: str = "ValidationException") -> NoReturn:
    raise ClientError({"Error": {"Code": code, "Message": why}, "ResponseMetadata": {"HTTPStatusCode": 400}}, "guarded")
