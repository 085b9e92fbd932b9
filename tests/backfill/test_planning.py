"""From files to a manifest, and from a manifest to an account: what stands in no line is counted, and every line is accounted for."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from copydesk.cli.advice import Unreachable
from copydesk.cli.backfilling.account import account_of
from copydesk.cli.backfilling.driving import Drive, Machine, TooManyFailed, drive, hand_over, open_lines
from copydesk.cli.backfilling.estimate import estimate, workers_for
from copydesk.cli.backfilling.planning import Plan, Wish, plan_articles, plan_pages
from copydesk.cli.backfilling.sources import list_sources
from copydesk.cli.backfilling.working import read_plan, spell_account
from copydesk.desk import Desk
from copydesk.handlers.backfill import House, settle_batch
from copydesk.store.backfills import Line, Outcome, Workbench, read_lines
from copydesk.store.sources import lay_down_parts
from tests.backfill.conftest import LONG, Settle, write_manifest
from tests.backfill.states import execute
from tests.backfill.test_machine import defined
from tests.conftest import Engine
from tests.containers.packing import DAY, Warc, write_zip
from tests.desk.pushing import A, B, C, Push
from tests.desk.test_renormalizing import newer

PAGE = A.encode()
WISH = Wish("demo", {"language": "en"})


def planned(pages: int = 0) -> Plan:
    return Plan("j", "pages", "demo", "2026-11-24T12:00:00+00:00", pages)


def say_nothing(plan: Plan) -> None:
    """Nobody waits."""


@pytest.fixture
def archive_folder(tmp_path: Path) -> Path:
    """A loose page with words, a zip, a WARC, and things that are no pages."""
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.html").write_bytes(PAGE)
    (folder / "a.html.words.json").write_text('{"url": "https://www.example.com/등대", "language": "ko"}')
    write_zip(folder / "b.zip", {"1.html": B.encode(), "pic.png": b""})
    warc = Warc().add("request", "https://www.example.com/c").add(url="https://www.example.com/c", body=C.encode())
    warc.written(folder / "c.warc.gz")
    (folder / "notes.txt").write_text("notes")
    return folder


def test_every_page_is_a_line_and_what_is_none_is_counted(archive_folder: Path, bench: Workbench, engine: Engine) -> None:
    plan = plan_pages(bench, planned(), WISH, list_sources([str(archive_folder)], lambda service: engine.s3), tell=say_nothing)
    lines = list(read_lines(bench, "j"))
    assert [(line.n, line.name, line.form) for line in lines] == [
        (1, "a.html", "file"),
        (2, "1.html", "deflated"),
        (3, "https://www.example.com/c", "record"),
    ]
    assert [line.words.get("language") for line in lines] == ["ko", "en", "en"]
    assert dict(plan.skipped) == {"not an HTML file": 1, "a record of type request": 1, "not an HTML file, zip or WARC": 1}
    assert read_plan(bench, "j") == plan


def test_what_was_planned_is_kept(archive_folder: Path, bench: Workbench, engine: Engine, settle: Settle) -> None:
    plan_pages(bench, planned(), WISH, list_sources([str(archive_folder)], lambda service: engine.s3), tell=say_nothing)
    assert settle(list(read_lines(bench, "j"))) == {"created": 3}


def test_pages_in_a_bucket_are_planned_with_the_words_beside_them(bench: Workbench, engine: Engine) -> None:
    engine.s3.put_object(Bucket="inbox", Key="daily/2019/a.html", Body=PAGE, Metadata={"external-id": "n1"})
    engine.s3.put_object(Bucket="inbox", Key="daily/2019/", Body=b"")
    engine.s3.put_object(Bucket="inbox", Key="else/b.html", Body=PAGE)
    plan_pages(bench, planned(), Wish("demo", {}), list_sources(["s3://inbox/daily/"], lambda service: engine.s3), tell=say_nothing)
    (line,) = read_lines(bench, "j")
    assert (line.name, line.words) == ("2019/a.html", {"external_id": "n1"})


def test_a_time_for_all_pages_stands_in_for_their_own(archive_folder: Path, bench: Workbench, engine: Engine) -> None:
    sources = list_sources([str(archive_folder)], lambda service: engine.s3)
    plan_pages(bench, planned(), replace(WISH, received_at=DAY), sources, tell=say_nothing)
    assert {line.at for line in read_lines(bench, "j")} == {"2019-05-01T09:30:00.000000Z"}


def test_a_place_where_nothing_is_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="No such file"):
        list(list_sources([str(tmp_path / "none")], lambda service: None))


def test_a_job_that_was_not_planned_to_its_end_is_none(bench: Workbench) -> None:
    write_manifest(bench, 1)
    with pytest.raises(Unreachable, match="no planned job 'j'"):
        read_plan(bench, "j")


def test_a_file_in_parts_is_the_file(bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.store.sources.PART_BYTES", 5 * 1024 * 1024)
    (tmp_path / "big").write_bytes(bytes(range(256)) * 4 * 11_000)
    with (tmp_path / "big").open("rb") as file:
        lay_down_parts(bench, "big", file)
    assert bench.client.get_object(Bucket=bench.bucket, Key="big")["Body"].read() == (tmp_path / "big").read_bytes()


# ----------------------------------------------------- kept articles


def test_articles_that_this_version_has_read_are_left_out(push: Push, desk: Desk, bench: Workbench, settle: Settle) -> None:
    ids = {str(push(page, url=f"https://www.example.com/{n}").receipt.article_id) for n, page in enumerate((A, B))}
    plan = plan_articles(bench, planned(), desk.ledger, version="99", tell=say_nothing)
    lines = list(read_lines(bench, "j"))
    assert ({line.article for line in lines}, plan.pages) == (ids, 2)
    settle(lines, desk=newer(desk, kicker="Harbour"))
    assert plan_articles(bench, planned(), desk.ledger, version="99", tell=say_nothing).pages == 0


# ----------------------------------------------------------- accounts


def told(*outcomes: tuple[int, str]) -> list[Outcome]:
    return [Outcome(n, outcome, type="internal" if outcome == "failed" else None) for n, outcome in outcomes]  # type: ignore[arg-type]


def test_a_manifest_is_stored_and_unchanged_and_superseded_and_rejected() -> None:
    names = ("created", "revised", "unchanged", "duplicate", "superseded", "rejected")
    account = account_of(planned(6), told(*enumerate(names, 1)))
    assert account.sums == {"stored": 2, "unchanged": 2, "superseded": 1, "rejected": 1, "failed": 0, "unreached": 0}
    assert account.is_complete


@pytest.mark.parametrize(
    ("outcomes", "failed", "unreached", "open_lines"),
    [
        ([(1, "created")], 0, 2, [2, 3]),
        ([(1, "created"), (2, "failed"), (3, "created")], 1, 0, [2]),
        ([(2, "failed"), (1, "created"), (2, "created"), (3, "rejected")], 0, 0, []),
        ([(2, "created"), (2, "failed"), (2, "created"), (1, "created")], 0, 1, [3]),
    ],
    ids=["cut off", "one failed", "failed first, then settled", "settled twice"],
)
def test_what_failed_or_was_not_reached_is_named(outcomes: Any, failed: int, unreached: int, open_lines: list[int]) -> None:
    account = account_of(planned(3), told(*outcomes))
    assert (account.outcomes["failed"], account.unreached) == (failed, unreached)
    assert [n for n in (1, 2, 3) if account.is_open(n)] == open_lines
    assert account.is_complete == (not open_lines)
    assert sum(account.sums.values()) == 3


def test_the_report_says_what_would_change_and_where() -> None:
    outcomes = [Outcome(1, "revised", "a" * 26, changes=("meta.kicker", "body")), Outcome(2, "revised", "b" * 26, changes=("body",))]
    lines = spell_account(account_of(planned(2), outcomes), dry_run=True)
    assert "manifest 2 = stored 2 + unchanged 0 + superseded 0 + rejected 0" in lines
    assert "changes: body 2, meta.kicker 1" in lines
    assert f"  body: {'a' * 26}, {'b' * 26}" in lines


# ------------------------------------------------------------- driving


class Functions:
    """The function as Lambda's client calls it: an error is told inside an answer of 200."""

    def __init__(self, call: Any) -> None:
        self.call = call

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:
        try:
            return {"Payload": io.BytesIO(json.dumps(self.call(json.loads(Payload))).encode())}
        except Exception as error:
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(json.dumps({"errorType": type(error).__name__}).encode())}


def driving(call: Any, *, tolerated: float = 0, waits: list[float] | None = None) -> Drive:
    pause = waits.append if waits is not None else lambda seconds: None
    return Drive(Functions(call), "Backfill", 1, tolerated, dry_run=False, pause=pause)


def test_a_job_that_is_started_again_does_only_what_is_open(bench: Workbench, house: House, settle: Settle, lay: Any) -> None:
    lay(A.encode(), b"just some words", B.encode())
    settle(list(read_lines(bench, "j"))[:2])
    account = account_of(planned(3), told((1, "created"), (2, "rejected")))
    seen: list[list[int]] = []

    def call(event: Any) -> Any:
        seen.append([item["n"] for item in event["Items"]])
        return settle_batch(lambda: house, event, seconds_left=lambda: LONG)

    assert drive(driving(call), "j", open_lines(bench, account), total=1, tell=lambda lines: None) == 0
    assert seen == [[3]]


class Unsettled(Exception):
    """Named as the function's own."""


def test_a_batch_is_tried_as_often_as_the_state_machine_would(bench: Workbench) -> None:
    waits: list[float] = []
    calls = iter([Unsettled(), Unsettled(), None])

    def call(event: Any) -> Any:
        error = next(calls)
        if error:
            raise error

    assert drive(driving(call, waits=waits), "j", [Line(1, "demo")], total=1, tell=lambda lines: None) == 0
    assert [wait <= most for wait, most in zip(waits, (2, 4), strict=True)] == [True, True]


def test_a_function_that_nobody_reaches_is_called_again(bench: Workbench) -> None:
    calls = iter([EndpointConnectionError(endpoint_url="https://example.com"), None])

    class Unreached(Functions):
        def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:
            if error := next(calls):
                raise error
            return super().invoke(FunctionName, Payload)

    driven = replace(driving(lambda event: {}), client=Unreached(lambda event: {}))
    assert drive(driven, "j", [Line(1, "demo")], total=1, tell=lambda lines: None) == 0


def test_a_job_stops_where_more_batches_fail_than_are_tolerated() -> None:
    def call(event: Any) -> Any:
        raise ValueError

    lines = [Line(n, "demo") for n in range(1, 1001)]
    with pytest.raises(TooManyFailed):
        drive(driving(call, tolerated=10), "j", lines, total=1000, tell=lambda lines: None)


class States:
    """Step Functions' client; it keeps what it was given."""

    def start_execution(self, stateMachineArn: str, name: str, input: str) -> dict[str, str]:
        self.given = json.loads(input)
        return {"executionArn": f"{stateMachineArn}:{name}"}


def test_step_functions_is_handed_what_the_definition_asks_for(bench: Workbench) -> None:
    write_manifest(bench, 3)
    states = States()
    account = account_of(planned(3), told((2, "created")))
    hand_over(Machine(states, "arn"), bench, account, name="j-1", workers=31, tolerated=5.0, dry_run=True)
    batches: list[Any] = []
    execute(defined(), states.given, bench.client, batches.append)
    assert batches[0]["BatchInput"] == {"job": "j", "dry_run": True}
    assert [item["n"] for item in batches[0]["Items"]] == [1, 3]


# ----------------------------------------------------------- estimates


def test_more_pages_cost_more_and_a_larger_budget_takes_less_time() -> None:
    small, large = (estimate(pages, 1, writes_per_second=2000) for pages in (1_000, 1_000_000))
    assert large.dollars > 900 * small.dollars
    assert estimate(1_000_000, 1, writes_per_second=4000).seconds < large.seconds
    assert workers_for(1) == 1
