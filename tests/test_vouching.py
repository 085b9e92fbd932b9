"""The check of rule files itself: it names what no example needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from copydesk.cli.vouching import Kind, Read, choices, entries, failures, idle
from copydesk.rules.tables import Table


@contextmanager
def words_in(table: Table, path: Path) -> Iterator[Read]:
    yield lambda reader, text: any(word in text for word in table["words"])


@contextmanager
def nothing_else(path: Path) -> Iterator[Read]:
    yield lambda reader, text: True


HOLDS = Kind(frozenset(["holds"]), nothing_else, words_in)


@pytest.mark.parametrize(
    ("examples", "named"),
    [
        ('["a tide", "a ferry"]', []),
        ('["a tide"]', ["ferry"]),
        ('["a tide by the ferry"]', ["tide", "ferry"]),
    ],
)
def test_an_entry_that_no_example_needs_is_named(tmp_path: Path, examples: str, named: list[str]) -> None:
    file = tmp_path / "x.toml"
    file.write_text(f'reason = "r"\nwords = ["tide", "ferry"]\n\n[examples]\nholds = {examples}\n')
    assert idle(file, HOLDS) == [
        f"x.toml: words.{word!r}: no example fails without it; add one under [examples.…], or delete it" for word in named
    ]


def test_an_example_that_is_read_otherwise_is_named(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('reason = "r"\nwords = ["tide"]\n\n[examples]\nholds = ["a ferry"]\n')
    assert failures(file, HOLDS) == ["examples.holds: 'a ferry': wanted True, read False"]


def test_examples_that_nobody_reads_are_named(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('reason = "r"\nwords = ["tide"]\n\n[examples]\nsays = ["a tide"]\n')
    assert failures(file, HOLDS) == ["examples.says: nobody reads these; known are holds"]


@pytest.mark.parametrize(
    ("table", "left"),
    [
        ({"reason": "r", "starts": ["a", "b"]}, [{"starts": ["b"]}, {"starts": ["a"]}]),
        ({"reason": "r", "zones": {"CH": "z", "AT": "y"}}, [{"zones": {"AT": "y"}}, {"zones": {"CH": "z"}}]),
        (
            {"months": [["Mai", "May"], ["Juni"]]},
            [{"months": [["May"], ["Juni"]]}, {"months": [["Mai"], ["Juni"]]}, {"months": [["Mai", "May"], []]}],
        ),
        ({"class_words": [["a", "b"], ["c"]]}, [{"class_words": [["c"]]}, {"class_words": [["a", "b"]]}]),
        ({"markers": "▲▼"}, [{"markers": "▼"}, {"markers": "▲"}]),
        ({"words": {"de": ["der", "die"], "en": ["the"]}}, [{"words": {"en": ["the"]}}, {"words": {"de": ["der", "die"]}}]),
        ({"providers": [{"name": "x", "id": "i", "tags": ["t"]}]}, [{"providers": [{"name": "x", "id": "i", "tags": []}]}]),
        (
            {"rules": [{"kind": "k", "pattern": "a|b"}]},
            [{"rules": []}, {"rules": [{"kind": "k", "pattern": "b"}]}, {"rules": [{"kind": "k", "pattern": "a"}]}],
        ),
    ],
)
def test_what_an_entry_is(table: Table, left: list[Table]) -> None:
    assert [{key: value for key, value in each.left.items() if key != "reason"} for each in entries(table)] == left


@pytest.mark.parametrize(
    ("pattern", "taken"),
    [
        ("abc", []),
        ("a|b", [("a", "b"), ("b", "a")]),
        ("x(?:a|b)y", [("a", "x(?:b)y"), ("b", "x(?:a)y")]),
        ("(?i)a|b", [("a", "(?i)b"), ("b", "(?i)a")]),
        (r"[|(]\|(a|b|c)", [("a", r"[|(]\|(b|c)"), ("b", r"[|(]\|(a|c)"), ("c", r"[|(]\|(a|b)")]),
    ],
)
def test_the_alternatives_of_a_regular_expression_are_taken_one_by_one(pattern: str, taken: list[tuple[str, str]]) -> None:
    assert list(choices(pattern)) == taken
