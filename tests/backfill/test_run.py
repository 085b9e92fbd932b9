"""A short run of `make backfill-run`: the commands of a person against a stack of its own, the driver killed in its midst."""

from infra.backfill_run import faults_of, run


def test_a_backfill_that_is_killed_twice_adds_up_and_its_audit_finds_nothing() -> None:
    told = run(200)
    assert faults_of(told) == []
    assert told["report"]["complete"]
    assert told["report"]["manifest"] == 200
    assert told["crawl"]["skipped"]["a record of type revisit"] == 1
