"""A transaction that gives way to another has settled nothing: whichever call it is, what the sender is told is what is kept."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from copydesk.desk import purge
from tests.conftest import REGION, TABLE, connect
from tests.desk.pushing import ADDRESS
from tests.proof.storm import Storm

CALLS = 14  # of one delivery; what comes later is seldom reached


@pytest.fixture
def storm() -> Iterator[Storm]:
    with mock_aws():
        engine = connect()
        engine.dynamodb.create_table(**TABLE)
        engine.s3.create_bucket(Bucket="archive", CreateBucketConfiguration={"LocationConstraint": REGION})
        yield Storm(engine)


def test_whichever_call_meets_another_writer_a_drop_that_is_refused_for_good_is_in_the_list_of_refusals(storm: Storm) -> None:
    for call in range(1, CALLS + 1):
        words, known = {"url": f"{ADDRESS}-{call}"}, set(storm.model.pieces)
        storm.push("A", words, late=3)
        (article_id,) = set(storm.model.pieces) - known
        storm.repeat(lambda desk, article_id=article_id: purge(desk, ["demo"], article_id, sender=None), {call: "conflict"})
        drop = storm.push("B", words, late=0, is_drop=True, forecast={call: "conflict"})
        assert storm.model.outcomes.get(drop.receipt_id, "open") == ("open" if drop.is_open else "rejected")
    storm.settle_all()
    storm.compare()
    assert list(storm.model.outcomes.values()).count("rejected") == CALLS
