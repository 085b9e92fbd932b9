"""After a kill: the store is made whole from the archive and the inbox, and what is gone is named."""

from pathlib import Path

from infra.local import demo
from infra.local.home import UNMENDED
from infra.local.mending import mend
from tests.infra.local import OCTETS, PAGE, Local


def drop_silently(local: Local, key: str) -> demo.Drop:
    """As if the queue had been killed before its state was saved."""
    s3, bucket = local.emulator.client("s3"), local.stack.outputs["InboxBucketName"]
    told = s3.get_bucket_notification_configuration(Bucket=bucket)
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    s3.put_object(Bucket=bucket, Key=key, Body=PAGE, ContentType="text/html")
    wanted = {"QueueConfigurations": told["QueueConfigurations"]}
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=wanted)
    return demo.Drop(bucket, key, s3.head_object(Bucket=bucket, Key=key)["LastModified"])


def empty_table(local: Local) -> None:
    table, dynamodb = local.stack.outputs["TableName"], local.emulator.client("dynamodb")
    for page in dynamodb.get_paginator("scan").paginate(TableName=table):
        for item in page["Items"]:
            dynamodb.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})


def test_a_lost_table_is_made_whole_from_the_archive_and_what_was_only_there_is_named(local: Local, tmp_path: Path) -> None:
    pushed = local.push(PAGE, OCTETS)
    demo.wait_for_receipt(local.settings, demo.drop_page(local.emulator, local.stack))
    waiting = drop_silently(local, "in/daily/a.html")
    (tmp_path / UNMENDED).touch()
    empty_table(local)
    said: list[str] = []

    mend(local.emulator, local.stack, tmp_path, said.append)
    assert any("'demo' is gone, and so are its keys" in line for line in said)
    assert any("'daily' is gone, and so are its keys" in line and "wait until the start after that: 1" in line for line in said)
    assert (tmp_path / UNMENDED).exists()

    demo.seed(local.emulator, local.stack)
    read = demo.ask("GET", f"{local.settings.api_url}/v1/articles/{pushed.body['article_id']}")
    assert (read.status, read.body["article"]) == (200, pushed.body["article"])
    local.emulator.client("s3").delete_object(Bucket=waiting.bucket, Key=waiting.key)
    mend(local.emulator, local.stack, tmp_path, said.append)
    assert not (tmp_path / UNMENDED).exists()


def test_a_drop_that_was_on_its_way_is_taken_in_again(local: Local, tmp_path: Path) -> None:
    drop = drop_silently(local, f"in/{demo.PUBLISHER}/밤 시장+100%.html")
    said: list[str] = []
    mend(local.emulator, local.stack, tmp_path, said.append)
    assert any(line.startswith("dropped pages without a receipt, sent to the intake again: ") for line in said)
    assert demo.wait_for_receipt(local.settings, drop)["outcome"] in ("created", "unchanged")
