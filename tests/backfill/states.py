"""As much of Step Functions as the backfill's definition uses: a distributed map over JSON lines in S3, its batches, retries, tolerance.

Written after the Amazon States Language and the developer guide; a state, field or path that is not known here is refused, so that the
definition cannot use more than is tested.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

MAP_FIELDS = frozenset({
    "Type", "Label", "ItemReader", "ItemBatcher", "MaxConcurrencyPath", "ToleratedFailurePercentagePath", "ItemProcessor", "ResultWriter",
    "End",
})  # fmt: skip
TASK_FIELDS = frozenset({"Type", "Resource", "TimeoutSeconds", "Retry", "End"})
RETRY_FIELDS = frozenset({"ErrorEquals", "IntervalSeconds", "BackoffRate", "MaxAttempts", "MaxDelaySeconds", "JitterStrategy"})


class Failed(Exception):
    """A state ended with this error."""

    def __init__(self, error: str, cause: str = "") -> None:
        super().__init__(f"{error}: {cause}")
        self.error = error


@dataclass
class Run:
    """What a map did: the waits before retries, in seconds, and one (input, output or error) for each child."""

    waits: list[float] = field(default_factory=list)
    succeeded: list[tuple[Any, Any]] = field(default_factory=list)
    failed: list[tuple[Any, Failed]] = field(default_factory=list)


type Function = Callable[[Mapping[str, Any]], Any]


def execute(definition: Mapping[str, Any], given: Mapping[str, Any], s3: Any, function: Function) -> Run:
    """Run the one map that the definition is. Raises Failed."""
    state = definition["States"][definition["StartAt"]]
    known(state, MAP_FIELDS)
    assert state["Type"] == "Map"
    assert state["ItemProcessor"]["ProcessorConfig"] == {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
    assert find(given, state["MaxConcurrencyPath"]) >= 1
    run = Run()
    children = list(batches(state["ItemBatcher"], read_items(state["ItemReader"], given, s3), given))
    for child in children:
        try:
            run.succeeded.append((child, execute_child(state["ItemProcessor"], child, function, run.waits)))
        except Failed as failure:
            run.failed.append((child, failure))
            if 100 * len(run.failed) / len(children) > find(given, state["ToleratedFailurePercentagePath"]):
                raise Failed("States.ExceedToleratedFailureThreshold", failure.error) from failure
    write_results(state["ResultWriter"], given, s3, run)
    return run


def known(state: Mapping[str, Any], fields: frozenset[str]) -> None:
    assert state.keys() <= fields, f"not known to this interpreter: {sorted(state.keys() - fields)}"


def find(given: Mapping[str, Any], path: str) -> Any:
    """`$.name`, and nothing else of JSONPath."""
    name = path.removeprefix("$.")
    assert path == f"$.{name}", path
    assert name.isidentifier(), path
    if name not in given:
        raise Failed("States.Runtime", f"{path} is not in the input")
    return given[name]


def filled(template: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removesuffix(".$"): find(given, value) if name.endswith(".$") else value for name, value in template.items()}


def read_items(reader: Mapping[str, Any], given: Mapping[str, Any], s3: Any) -> Iterator[Any]:
    assert reader["ReaderConfig"] == {"InputType": "JSONL"}
    where = filled(reader["Parameters"], given)
    try:
        body = s3.get_object(**where)["Body"].read()
    except s3.exceptions.NoSuchKey as error:
        raise Failed("States.ItemReaderFailed", str(error)) from error
    return (json.loads(line) for line in body.splitlines() if line.strip())


def batches(batcher: Mapping[str, Any], items: Iterator[Any], given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A batch is full by its number of items or by its bytes of JSON, whichever comes first."""
    known(batcher, frozenset({"MaxItemsPerBatch", "MaxInputBytesPerBatch", "BatchInput"}))
    head = filled(batcher["BatchInput"], given)
    batch: list[Any] = []
    size = size_of({"BatchInput": head, "Items": []})
    for item in items:
        if batch and (len(batch) == batcher["MaxItemsPerBatch"] or size + size_of(item) > batcher["MaxInputBytesPerBatch"]):
            yield {"BatchInput": head, "Items": batch}
            batch, size = [], size_of({"BatchInput": head, "Items": []})
        batch.append(item)
        size += size_of(item)
    if batch:
        yield {"BatchInput": head, "Items": batch}


def size_of(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode())


def execute_child(processor: Mapping[str, Any], given: Any, function: Function, waits: list[float]) -> Any:
    task = processor["States"][processor["StartAt"]]
    known(task, TASK_FIELDS)
    assert (task["Type"], task["End"]) == ("Task", True)
    tried: dict[int, int] = {}
    while True:
        try:
            return json.loads(json.dumps(function(json.loads(json.dumps(given)))))  # what passes between states is JSON
        except Exception as error:
            failure = Failed(type(error).__name__, str(error))
            number, rule = next(((n, rule) for n, rule in enumerate(task["Retry"]) if failure.error in rule["ErrorEquals"]), (0, None))
            if rule is None or tried.get(number, 0) >= rule["MaxAttempts"]:
                raise failure from error
            known(rule, RETRY_FIELDS)
            wait = rule["IntervalSeconds"] * rule.get("BackoffRate", 2.0) ** tried.get(number, 0)
            waits.append(min(wait, rule.get("MaxDelaySeconds", wait)))
            tried[number] = tried.get(number, 0) + 1


def write_results(writer: Mapping[str, Any], given: Mapping[str, Any], s3: Any, run: Run) -> None:
    where = filled(writer["Parameters"], given)
    results = [{"Input": json.dumps(child), "Output": json.dumps(output)} for child, output in run.succeeded]
    s3.put_object(Bucket=where["Bucket"], Key=f"{where['Prefix']}/SUCCEEDED_0.json", Body=json.dumps(results).encode())
