"""docs/cost.md says what a page really takes."""

import pickle
import re
import subprocess
import sys

import pytest

from docs import cost
from infra.local.settings import PROJECT

VARIES = re.compile(r"^\| (Logs|bytes|[*]*together).*$", re.MULTILINE)  # by the digits of milliseconds in a log line


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, cost.Taken]:
    """Counted in a process of its own: an emulated account and its region hold for a whole process."""
    told = tmp_path_factory.mktemp("cost") / "counted"
    code = f"import pickle, pathlib; from docs import cost; pathlib.Path({str(told)!r}).write_bytes(pickle.dumps(cost.count_calls()))"
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True, capture_output=True)
    counts: dict[str, cost.Taken] = pickle.loads(told.read_bytes())
    return counts


def test_the_page_says_what_is_counted(counted: dict[str, cost.Taken]) -> None:
    page = cost.PAGE.read_text()
    assert VARIES.sub("", cost.renewed(page, counted)) == VARIES.sub("", page), "run python -m docs.cost, and look at what it changed"


def test_the_archive_is_written_twice_and_not_read(counted: dict[str, cost.Taken]) -> None:
    assert counted["HTTP"].units["S3 PUT, LIST"] == 2
    assert counted["HTTP"].units["S3 GET"] == 0


def test_one_write_more_is_seen(counted: dict[str, cost.Taken]) -> None:
    taken = counted["HTTP"]
    more = cost.Taken({**taken.units, "S3 PUT, LIST": taken.units["S3 PUT, LIST"] + 1}, taken.waited, taken.logged)
    dearer = sum(cost.lines_of("HTTP", more).values()) - sum(cost.lines_of("HTTP", taken).values())
    assert round(dearer, 2) == 5.00


def test_a_request_without_a_price_is_refused() -> None:
    with pytest.raises(ValueError, match="no price"):
        cost.units_of("DeleteTable", {})


@pytest.mark.parametrize(
    ("item", "units"),
    [
        ({"pk": {"S": "a"}}, 1),
        ({"pk": {"S": "a" * 1025}}, 2),
        ({"pk": {"S": "a"}, "list_name": {"S": "b"}}, 2),
    ],
)
def test_an_item_counts_by_the_kilobyte_and_again_in_the_index(item: dict[str, dict[str, str]], units: int) -> None:
    assert cost.units_of("PutItem", {"Item": item})["DynamoDB write unit"] == units
    transaction = {"TransactItems": [{"Put": {"Item": item}}]}
    assert cost.units_of("TransactWriteItems", transaction)["DynamoDB write unit"] == units + cost.kilobytes(item)
