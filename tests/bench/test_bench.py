"""The benchmark runs, on pages with truth and without, and the work that it counts grows with the page and no faster."""

import json
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.growth import LIMIT, SHAPES, calls, exponent, growth
from bench.scoring import f1, overlap, same_text

PAGES = Path(__file__).parents[1] / "pages"
SIZES = (2, 8)
UNIT = 40


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_no_faster_than_the_page(shape: str) -> None:
    counted = growth(shape, calls, SIZES, UNIT)
    assert exponent(counted) <= LIMIT, counted


def test_every_part_is_told_of_pages_with_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = sorted(PAGES.rglob("page.html"))[0]
    (tmp_path / "page.html").write_bytes(page.read_bytes())
    truth = {"id": "one", "html_path": "page.html", "text": "Words that stand there.", "title": "A title", "published": "2026-03-10"}
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth | {"charset": None}), "utf-8")
    main([str(tmp_path), "--trials", "1", "--times", "1,2"])
    told = capsys.readouterr().out
    for part in ("QUALITY on 1 pages", "CPU on 1 pages", "p95 ÷ median", "IMPORT", "PEAK MEMORY", "GROWTH"):
        assert part in told
    for shape in SHAPES:
        assert f"\n  {shape} " in told


@pytest.mark.parametrize(
    ("truth", "found", "wanted"),
    [
        ("one two three four five", "one two three four five", (1.0, 1.0)),
        ("one two three four five", "one two three four", (1.0, 0.5)),
        ("one two three four", "", (0.0, 0.0)),
        ("", "", (1.0, 1.0)),
        ("我们在这里", "我们在这里", (1.0, 1.0)),
    ],
)
def test_bodies_are_compared_by_what_they_share(truth: str, found: str, wanted: tuple[float, float]) -> None:
    assert overlap(truth, found) == wanted


def test_f1_is_of_the_mean_precision_and_recall() -> None:
    assert f1([(1.0, 0.5), (0.5, 1.0)]) == 0.75


def test_titles_are_equal_whatever_their_quotes() -> None:
    assert same_text("“Quay” to be rebuilt", '"quay"  to be rebuilt')
