"""How long a backfill takes and what it costs, before it is started. Orders of magnitude, not a bill."""

from dataclasses import dataclass

SECONDS_A_PAGE = 0.25  # of a function with one processor: reading takes 0.02 to 0.16 of it (tests/pages, 2026-11), eight calls the rest
WRITE_UNITS_A_PAGE = 16  # tests/pages took 11 to 16: head, revision, change, receipt and names, twice by the transaction, and the index
OBJECTS_A_PAGE = 2  # document, and bytes with the record of their delivery
MEMORY_GB = 1769 / 1024

# US dollars, us-east-1, list prices of 2026-11.
GB_SECOND = 0.0000166667
WRITE_UNIT = 0.625 / 1_000_000
S3_PUT = 0.005 / 1_000
S3_GET = 0.0004 / 1_000
EVENT = 1.0 / 1_000_000
EXPRESS_REQUEST = 1.0 / 1_000_000


@dataclass(frozen=True)
class Estimate:
    workers: int
    seconds: float
    dollars: float


def workers_for(writes_per_second: float) -> int:
    """How many functions at a time keep to the budget of write units."""
    return max(1, int(writes_per_second * SECONDS_A_PAGE / WRITE_UNITS_A_PAGE))


def estimate(pages: int, sources: int, *, writes_per_second: float) -> Estimate:
    workers = workers_for(writes_per_second)
    each = SECONDS_A_PAGE * MEMORY_GB * GB_SECOND + WRITE_UNITS_A_PAGE * WRITE_UNIT + OBJECTS_A_PAGE * S3_PUT + S3_GET + EVENT
    batches = -(-pages // 100)
    return Estimate(workers, pages * SECONDS_A_PAGE / workers, pages * each + sources * S3_PUT + batches * (EXPRESS_REQUEST + S3_PUT))
