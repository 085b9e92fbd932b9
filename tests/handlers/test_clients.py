"""The clients of a function."""

import pytest

from copydesk.handlers.clients import open_client
from copydesk.store.archive import Archive, link_document
from copydesk.store.inbox import Inbox
from copydesk.store.uploads import sign_form


@pytest.fixture(autouse=True)
def on_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


HOSTS = [
    ("eu-central-1", "s3.eu-central-1.amazonaws.com"),
    ("us-east-1", "s3.amazonaws.com"),
    ("ap-northeast-2", "s3.ap-northeast-2.amazonaws.com"),
]


@pytest.mark.parametrize(("region", "host"), HOSTS)
def test_what_is_signed_names_the_host_of_the_buckets_region(monkeypatch: pytest.MonkeyPatch, region: str, host: str) -> None:
    """Another host redirects, and a form does not survive that."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    client = open_client("s3", read_seconds=1)
    link = link_document(Archive(client, "archive"), "demo", "a", "0", seconds=60)
    form = sign_form(Inbox(client, "inbox"), "up/demo/a", content_type="text/html", metadata={}, sha256=None, most=1, seconds=60)
    assert link.startswith(f"https://archive.{host}/")
    assert form.address == f"https://inbox.{host}/"
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in link


def test_at_an_emulator_buckets_stand_in_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:8788")
    client = open_client("s3", read_seconds=1)
    assert link_document(Archive(client, "archive"), "demo", "a", "0", seconds=60).startswith("http://127.0.0.1:8788/archive/")
