"""Plain values in the table's typed attributes."""

from dataclasses import replace

import pytest

from copydesk.store.items import pack, unpack
from copydesk.store.records import Receipt, Record, Rejection, drop_list

RECEIPT = Receipt(
    publisher_id="demo",
    receipt_id="r1",
    outcome="created",
    received_at="2026-11-24T12:00:00.000000Z",
    settled_at="2026-11-24T12:00:01.000000Z",
    via="http",
    expires_at=1_800_000_000,
    doubts=({"code": "no_identity", "path": "", "message": "x"},),
)
REJECTION = Rejection("demo", "r1", "2026-11-24T12:00:00.000000Z", "no_article", "none")


def test_every_kind_of_value_comes_back() -> None:
    record = {"text": "등대", "count": 10**18, "yes": True, "names": frozenset({"a", "b"}), "list": ("x", 1), "map": {"k": "v"}}
    assert unpack(pack(record)) == record


def test_absence_costs_nothing() -> None:
    assert pack({"none": None, "empty": (), "nobody": frozenset()}) == {}


def test_a_float_has_no_place_in_the_table() -> None:
    with pytest.raises(TypeError):
        pack({"x": 0.5})


@pytest.mark.parametrize("record", [RECEIPT, replace(RECEIPT, error={"type": "x", "detail": "y"}, inbox_key="in/demo/x"), REJECTION])
def test_a_record_comes_back_from_its_item(record: Record) -> None:
    assert type(record).from_item(record.to_item()) == record


def test_only_a_dropped_pages_receipt_stands_in_a_list() -> None:
    assert "list_name" not in RECEIPT.to_item()
    assert replace(RECEIPT, inbox_key="in/demo/x").to_item()["list_name"]["S"] == drop_list("demo", "in/demo/x")
