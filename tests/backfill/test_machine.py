"""The state machine's definition, run by an interpreter of our own: neither local engine batches, tolerates or retries as AWS does."""

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

import pytest

from copydesk.handlers.backfill import Broken, House, Unsettled, settle_batch
from copydesk.store.backfills import Workbench, read_outcomes
from tests.backfill.conftest import LONG, Lay, write_manifest
from tests.backfill.states import Failed, execute
from tests.infra.test_template import RESOURCES
from tests.paper import print_page, rewritten

BUCKET, FUNCTION = "backfill", "arn:aws:lambda:eu-central-1:000000000000:function:Backfill"
GIVEN = {"job": "j", "dry_run": False, "manifest": "jobs/j/manifest.jsonl", "results": "jobs/j/results", "max_concurrency": 3}


def defined() -> dict[str, Any]:
    """The definition of the template, its substitutions made."""

    def replaced(node: Any) -> Any:
        match node:
            case str():
                return node.replace("${Bucket}", BUCKET).replace("${FunctionArn}", FUNCTION)
            case dict():
                return {name: replaced(value) for name, value in node.items()}
            case list():
                return [replaced(value) for value in node]
        return node

    definition: dict[str, Any] = replaced(RESOURCES["BackfillMachine"]["Properties"]["Definition"])
    return definition


type Start = Callable[..., Any]


@pytest.fixture
def start(bench: Workbench) -> Start:
    def start(function: Callable[[Mapping[str, Any]], Any], *, tolerated: float = 0) -> Any:
        return execute(defined(), {**GIVEN, "tolerated_percentage": tolerated}, bench.client, function)

    return start


@pytest.mark.parametrize(("pages", "sizes"), [(1, [1]), (100, [100]), (101, [100, 1]), (250, [100, 100, 50])])
def test_a_manifest_is_worked_off_by_the_hundred(bench: Workbench, start: Start, pages: int, sizes: list[int]) -> None:
    write_manifest(bench, pages)
    batches: list[list[int]] = []

    def take(event: Mapping[str, Any]) -> dict[str, int]:
        assert event["BatchInput"] == {"job": "j", "dry_run": False}
        batches.append([item["n"] for item in event["Items"]])
        return {}

    start(take)
    assert [len(batch) for batch in batches] == sizes
    assert list(chain(*batches)) == list(range(1, pages + 1))


def test_lines_with_many_words_make_smaller_batches_that_fit_a_state(bench: Workbench, start: Start) -> None:
    write_manifest(bench, 100, words={"headline": "등대" * 500})
    sizes: list[int] = []
    start(lambda event: sizes.append(len(event["Items"])))
    assert len(sizes) == 2
    assert sum(sizes) == 100


def test_the_real_function_settles_every_line_of_the_real_definition(lay: Lay, start: Start, house: House, bench: Workbench) -> None:
    lay(*(print_page(paragraphs=rewritten(f"Story {n}.")).encode() for n in range(3)), *[b"just some words"] * 98)
    run = start(lambda event: settle_batch(lambda: house, event, seconds_left=lambda: LONG))
    assert [output for _, output in run.succeeded] == [{"created": 3, "rejected": 97}, {"rejected": 1}]
    assert [outcome.n for outcome in read_outcomes(bench, "j", "outcomes")] == list(range(1, 102))
    assert bench.client.list_objects_v2(Bucket=BUCKET, Prefix="jobs/j/results/")["KeyCount"] == 1


def failing_times(times: int, error: Exception) -> Callable[[Mapping[str, Any]], dict[str, int]]:
    left = iter(range(times))

    def take(event: Mapping[str, Any]) -> dict[str, int]:
        if next(left, None) is not None:
            raise error
        return {}

    return take


class Timedout(Exception):
    """Lambda's own: the run took longer than its function may."""


Timedout.__name__ = "Sandbox.Timedout"


@pytest.mark.parametrize(
    ("error", "times", "waits"),
    [(Unsettled(), 1, [2]), (Unsettled(), 5, [2, 4, 8, 16, 30]), (Timedout(), 1, [1])],
    ids=["once", "as often as is allowed", "a run that took too long"],
)
def test_what_time_heals_is_tried_again_after_longer_and_longer_waits(
    bench: Workbench, start: Start, error: Exception, times: int, waits: list[float]
) -> None:
    write_manifest(bench, 1)
    run = start(failing_times(times, error))
    assert (run.waits, len(run.succeeded)) == (waits, 1)


@pytest.mark.parametrize(("error", "tries"), [(Unsettled(), 6), (Timedout(), 2), (Broken(), 1), (ValueError(), 1)])
def test_a_batch_that_goes_on_failing_fails(bench: Workbench, start: Start, error: Exception, tries: int) -> None:
    write_manifest(bench, 1)
    with pytest.raises(Failed) as failed:
        start(failing_times(tries, error))
    assert failed.value.error == "States.ExceedToleratedFailureThreshold"


@pytest.mark.parametrize(("broken", "goes_on"), [(1, True), (2, False)])
def test_as_many_batches_may_fail_as_are_tolerated_and_no_more(bench: Workbench, start: Start, broken: int, goes_on: bool) -> None:
    write_manifest(bench, 1000)
    if goes_on:
        run = start(failing_times(broken, Broken()), tolerated=10)
        assert (len(run.failed), len(run.succeeded)) == (1, 9)
        return
    with pytest.raises(Failed):
        start(failing_times(broken, Broken()), tolerated=10)


def test_a_manifest_that_is_not_there_fails_at_once(start: Start) -> None:
    with pytest.raises(Failed, match="ItemReaderFailed"):
        start(lambda event: {})
