"""The archive: content-addressed, never changed."""

import pytest

from copydesk.errors import StoreUnavailable
from copydesk.store.archive import Archive, keep_rejected, put_once, read_bytes, read_document
from tests.conftest import Engine


def test_what_is_there_is_never_changed(archive: Archive) -> None:
    put_once(archive, "raw/x", b"first", "text/plain")
    put_once(archive, "raw/x", b"second", "text/plain")
    assert read_bytes(archive, "raw/x") == b"first"


def test_a_document_that_is_gone_is_damage_and_no_answer(archive: Archive) -> None:
    with pytest.raises(StoreUnavailable, match="missing"):
        read_document(archive, "demo", "a", "f" * 64)


def test_a_bucket_that_is_gone_is_the_times_fault(archive: Archive, engine: Engine) -> None:
    engine.s3.delete_bucket(Bucket="archive")
    with pytest.raises(StoreUnavailable):
        keep_rejected(archive, "demo", "r1", b"x")
