"""A batch of a backfill: what becomes of each line, and that it can be done again."""

import gzip
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from copydesk.containers import Entry, list_files, read_sources
from copydesk.desk import Desk, find_edition, list_rejections, retry
from copydesk.handlers.backfill import MARGIN_SECONDS, Broken, House, Unsettled
from copydesk.page import RawPage
from copydesk.store.backfills import Line, Outcome, Workbench, read_outcomes, source_key
from copydesk.store.feed import Window
from copydesk.store.ledger import find_head
from copydesk.store.order import stamp
from tests.backfill.conftest import LONG, Lay, Settle
from tests.conftest import NOON, Engine
from tests.containers.packing import Warc, write_zip
from tests.desk.pushing import A, B, C, Push, count_items, failing, minutes, pushing, scan
from tests.desk.test_renormalizing import newer

PAGES = tuple(page.encode() for page in (A, B, C))
URL = "https://www.example.com/news/1"


def outcomes(bench: Workbench, which: Any = "outcomes") -> list[Outcome]:
    return list(read_outcomes(bench, "j", which))


def test_a_page_is_kept_as_it_would_be_through_any_other_door(lay: Lay, settle: Settle, bench: Workbench, desk: Desk, push: Push) -> None:
    assert settle(lay(PAGES[0])) == {"created": 1}
    (outcome,) = outcomes(bench)
    backfilled = find_edition(desk, ["demo"], str(outcome.article))
    pushed = pushing(desk)(A, url=URL, publisher="other")
    assert pushed.edition
    assert backfilled.article.model_dump_json() == pushed.edition.article.model_dump_json()
    assert (backfilled.received.via, backfilled.received.bytes) == ("backfill", len(PAGES[0]))


def test_a_page_was_received_when_its_archive_took_it_in(lay: Lay, settle: Settle, bench: Workbench, desk: Desk, push: Push) -> None:
    article_id = str(push(B, url=URL, at=minutes(5)).receipt.article_id)
    assert settle(lay(PAGES[0])) == {"superseded": 1}
    assert find_edition(desk, ["demo"], article_id).revision == 1


def test_a_batch_that_is_tried_again_does_nothing_twice_and_says_the_same(
    lay: Lay, settle: Settle, bench: Workbench, engine: Engine
) -> None:
    lines = lay(*PAGES, b"just some words")
    first = settle(lines), outcomes(bench)
    kept = scan(engine)
    assert (settle(lines), outcomes(bench)) == first
    assert first[0] == {"created": 3, "rejected": 1}
    assert [item for item in scan(engine) if item["pk"]["S"][:2] != "X#"] == [item for item in kept if item["pk"]["S"][:2] != "X#"]


def test_lines_that_were_settled_are_not_even_read_again(lay: Lay, settle: Settle, engine: Engine) -> None:
    lines = lay(*PAGES)
    settle(lines)
    for line in lines:
        engine.s3.delete_object(Bucket="backfill", Key=line.key)
    assert settle(lines) == {"created": 3}


def test_every_outcome_of_a_page_is_told(lay: Lay, settle: Settle, bench: Workbench) -> None:
    words = {"url": URL}
    lines = [replace(line, words=words) for line in lay(PAGES[0], PAGES[0], PAGES[1], PAGES[0])]
    lines[1] = replace(lines[1], at=stamp(minutes(1)))
    lines[2] = replace(lines[2], at=stamp(minutes(2)))
    lines[3] = replace(lines[3], at=stamp(minutes(-9)))
    settle(lines)
    assert [outcome.outcome for outcome in outcomes(bench)] == ["created", "unchanged", "revised", "superseded"]
    assert {outcome.article for outcome in outcomes(bench)} == {outcomes(bench)[0].article}


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("not_html", {}),
    ("invalid_words", {"words": {"url": "ftp://x", "mood": 1}}),
    ("unknown", {"publisher": "nobody"}),
]


@pytest.mark.parametrize(("reason", "told"), REFUSED)
def test_what_can_never_be_kept_is_a_rejection_with_its_reason(lay: Lay, settle: Settle, bench: Workbench, reason: str, told: Any) -> None:
    body = b"just some words" if reason == "not_html" else PAGES[0]
    assert settle(lay(body, **told)) == {"rejected": 1}
    (outcome,) = outcomes(bench)
    assert (outcome.type, outcome.article) == (reason, None)


def test_a_refused_page_of_a_backfill_can_be_tried_again_with_its_words(lay: Lay, settle: Settle, desk: Desk) -> None:
    def refuse(page: RawPage) -> Any:
        from copydesk.errors import NoArticle

        raise NoArticle(best=0, limit=1)

    settle(lay(PAGES[0]), desk=replace(desk, normalize=refuse))
    (rejection,) = list_rejections(desk, ["demo"], Window(), is_accepted=False, limit=5).entries
    receipt = retry(desk, ["demo"], rejection.rejection_id)
    assert receipt.article_id
    head = find_head(desk.ledger, ["demo"], receipt.article_id)
    assert head
    assert head.url == URL


def test_what_is_not_there_is_named_and_stops_nothing(lay: Lay, settle: Settle, bench: Workbench, engine: Engine) -> None:
    lines = lay(*PAGES)
    engine.s3.delete_object(Bucket="backfill", Key=lines[1].key)
    assert settle(lines) == {"created": 2, "failed": 1}
    assert outcomes(bench)[1].type == "missing"


def test_the_metadata_of_a_loose_page_are_its_senders_words_and_the_manifests_win(lay: Lay, settle: Settle, desk: Desk) -> None:
    said = {"external-id": "n%2017", "url": "https://www.example.com/other", "meta": "%7B%22kicker%22%3A%22Harbour%22%7D"}
    settle(lay(PAGES[0], metadata=said))
    (head,) = scan_heads(desk)
    assert (head["external_id"]["S"], head["url"]["S"]) == ("n 17", URL)


def scan_heads(desk: Desk) -> list[dict[str, Any]]:
    items = desk.ledger.client.scan(TableName="copydesk")["Items"]
    return [item for item in items if item["sk"]["S"] == "HEAD"]


# ----------------------------------------------------------- containers


def test_pages_in_a_zip_and_a_warc_are_read_by_their_places(tmp_path: Path, settle: Settle, bench: Workbench, desk: Desk) -> None:
    write_zip(tmp_path / "a.zip", {"1.html": PAGES[0], "2.html.gz": gzip.compress(PAGES[1])})
    Warc().add(url="https://www.example.com/3", body=PAGES[2]).written(tmp_path / "b.warc.gz")
    versions = {name: lay_version(bench, tmp_path / name) for name in ("a.zip", "b.warc.gz")}
    entries = [entry for entry in read_sources(list_files(tmp_path)) if isinstance(entry, Entry)]
    lines = [replace(line_of(n, entry), version=versions[entry.source]) for n, entry in enumerate(entries, 1)]
    assert settle(lines) == {"created": 3}
    editions = [find_edition(desk, ["demo"], str(outcome.article)) for outcome in outcomes(bench)]
    assert [edition.received.bytes for edition in editions] == [len(page) for page in PAGES]
    assert [edition.article.meta.url for edition in editions] == [None, None, "https://www.example.com/3"]


def lay_version(bench: Workbench, path: Path) -> str:
    """The version of it that a later one hides."""
    first = bench.client.put_object(Bucket=bench.bucket, Key=source_key("j", path.name), Body=path.read_bytes())
    bench.client.put_object(Bucket=bench.bucket, Key=source_key("j", path.name), Body=b"something else")
    return str(first["VersionId"])


def line_of(n: int, entry: Entry) -> Line:
    at, key, place = stamp(entry.at), source_key("j", entry.source), asdict(entry.place)
    return Line(n, "demo", key=key, **place, name=entry.name, at=at, content_type=entry.content_type, words=entry.words)


# -------------------------------------------------------------- faults


def test_a_store_that_does_not_answer_leaves_its_lines_for_the_next_attempt(
    lay: Lay, settle: Settle, bench: Workbench, engine: Engine
) -> None:
    lines = lay(*PAGES)
    with failing(engine.dynamodb, "before-call.dynamodb.TransactWriteItems"), pytest.raises(Unsettled):
        settle(lines)
    assert {(outcome.outcome, outcome.type) for outcome in outcomes(bench)} == {("failed", "store_unavailable")}
    assert settle(lines) == {"created": 3}
    assert {outcome.outcome for outcome in outcomes(bench)} == {"created"}


@pytest.mark.parametrize("moment", ["before-call.dynamodb.BatchGetItem", "before-call.s3.PutObject"], ids=["receipts", "outcomes"])
def test_a_batch_whose_receipts_or_outcomes_are_out_of_reach_has_another_attempt(
    lay: Lay, settle: Settle, engine: Engine, moment: str
) -> None:
    lines = lay(*PAGES)
    settle(lines)
    client = engine.dynamodb if "dynamodb" in moment else engine.s3
    with failing(client, moment), pytest.raises(Unsettled):
        settle(lines)
    assert settle(lines) == {"created": 3}


def test_a_batch_that_runs_out_of_time_goes_on_in_the_next_run(lay: Lay, settle: Settle, bench: Workbench) -> None:
    lines, left = lay(*PAGES), iter([LONG, LONG, MARGIN_SECONDS - 1])
    with pytest.raises(Unsettled, match="out_of_time"):
        settle(lines, seconds=lambda: next(left, 0.0))
    assert [outcome.outcome for outcome in outcomes(bench)] == ["created", "created", "failed"]
    assert settle(lines) == {"created": 3}


def test_one_page_that_breaks_the_reader_is_named_and_many_stop_the_batch(lay: Lay, settle: Settle, bench: Workbench, desk: Desk) -> None:
    lines = lay(*PAGES)

    def broken_for(*pages: bytes) -> Desk:
        def read(page: RawPage) -> Any:
            if page.body in pages:
                raise ZeroDivisionError
            return desk.normalize(page)

        return replace(desk, normalize=read)

    assert settle(lines, desk=broken_for(PAGES[0])) == {"created": 2, "failed": 1}
    assert (outcomes(bench)[0].type, outcomes(bench)[0].detail) == ("internal", "ZeroDivisionError")
    fresh = lay(*PAGES, at=stamp(minutes(1)))
    with pytest.raises(Broken):
        settle([replace(line, n=line.n + 9, length=7) for line in fresh], desk=broken_for(*PAGES))


# ------------------------------------------------------------- dry runs


def test_a_dry_run_says_what_would_be_and_keeps_nothing(lay: Lay, settle: Settle, bench: Workbench, engine: Engine, push: Push) -> None:
    push(A, url="https://www.example.com/news/1", at=NOON)
    push(B, url="https://www.example.com/news/2", at=minutes(5))
    before, listed = scan(engine), engine.s3.list_objects_v2(Bucket="archive")["KeyCount"]
    lines = lay(PAGES[0], PAGES[0], PAGES[2], b"just some words")
    assert settle(lines, dry_run=True) == {"created": 1, "duplicate": 1, "rejected": 1, "superseded": 1}
    assert (scan(engine), engine.s3.list_objects_v2(Bucket="archive")["KeyCount"]) == (before, listed)
    foreseen = outcomes(bench, "foreseen")
    assert outcomes(bench) == []
    settle(lines)
    assert [outcome.outcome for outcome in outcomes(bench)] == [outcome.outcome for outcome in foreseen]


# ----------------------------------------------------- another reading


@pytest.fixture
def kept(push: Push) -> list[Line]:
    """Two kept articles, as lines of a manifest."""
    ids = [str(push(page, url=f"https://www.example.com/news/{n}").receipt.article_id) for n, page in enumerate((A, B), 1)]
    return [Line(n, "demo", article_id) for n, article_id in enumerate(ids, 1)]


def test_what_a_newer_reading_would_change_is_told_before_anything_is_kept(
    kept: list[Line], settle: Settle, bench: Workbench, desk: Desk, engine: Engine
) -> None:
    before = scan(engine)
    again = newer(desk, kicker="Harbour")
    assert settle(kept, dry_run=True, desk=again) == {"revised": 2}
    assert {outcome.changes for outcome in outcomes(bench, "foreseen")} == {("meta.kicker",)}
    assert scan(engine) == before


def test_a_newer_reading_is_kept_where_it_changes_something_and_again_it_changes_nothing(
    kept: list[Line], settle: Settle, desk: Desk, engine: Engine
) -> None:
    again = newer(desk, kicker="Harbour")
    assert [settle(kept, desk=again) for _ in range(2)] == [{"revised": 2}, {"unchanged": 2}]
    assert find_edition(desk, ["demo"], str(kept[0].article)).article.meta.kicker == "Harbour"


def test_the_same_reading_changes_nothing(kept: list[Line], settle: Settle, desk: Desk, engine: Engine) -> None:
    assert settle(kept, dry_run=True) == {"unchanged": 2}
    assert settle(kept) == {"unchanged": 2}
    assert count_items(engine, "R#") == 2


def test_an_article_that_is_gone_is_told_and_stays_as_it_is(kept: list[Line], settle: Settle, desk: Desk, house: House) -> None:
    lines = [replace(kept[0], article="a" * 26), kept[1]]
    assert settle(lines, desk=newer(desk, kicker="Harbour")) == {"rejected": 1, "revised": 1}
