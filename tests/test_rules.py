"""Every rule file says why, refuses what it does not know, reads its own examples, and holds nothing that no example needs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from copydesk import rules
from copydesk.errors import RuleBroken
from copydesk.normalize import byline, credits, labels, names, times
from copydesk.normalize import rights as notices
from copydesk.normalize.times import read_time
from copydesk.rules import GENERIC, HOME, Language, load_rules, load_site, read_table, shaped
from tests.text.vouching import PUBLISHED, at, entries, failures, naming, regional_failures, without

LANGUAGES = sorted(path.stem for path in (HOME / "languages").glob("*.toml"))

# Values that stand for themselves: a reason is for people, a region's row is its own example.
NOT_ENTRIES = ("reason",)


def language_table(code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    table = read_table(HOME / "languages" / f"{code}.toml", examples=True)
    examples = table.pop("examples", {})
    return table, examples


def made(code: str, table: dict[str, Any]) -> Language:
    return shaped(Language, {"code": code} | table, code)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_reads_its_own_examples(code: str) -> None:
    table, examples = language_table(code)
    assert failures(examples, made(code, table)) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_reads_its_own_examples_with_english_beside_it(code: str) -> None:
    _, examples = language_table(code)
    assert failures(examples, load_rules().language(code)) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_region_has_its_own_zone_and_order(code: str) -> None:
    _, examples = language_table(code)
    assert regional_failures(examples, lambda region: load_rules().language(f"{code}-{region}")) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_entry_of_a_language_is_vouched_for(code: str) -> None:
    table, examples = language_table(code)
    assert [path for path in entries(table) if not is_vouched_for(path, table, examples, code)] == []


def is_vouched_for(path: tuple[Any, ...], table: dict[str, Any], examples: dict[str, Any], code: str) -> bool:
    if path[0] in NOT_ENTRIES:
        return True
    if path[0] == "zones" or path[:2] == ("times", "orders"):
        return path[-1] in examples.get(path[0] if path[0] == "zones" else "orders", {})
    changed = made(code, without(table, path))
    if path == ("zone",):
        return read_time(PUBLISHED, language=changed) != read_time(PUBLISHED, language=made(code, table))
    whole = path[-1] in ("order", "surnames")
    return bool(failures(examples if whole else naming(examples, at(table, path)), changed))


# ------------------------------------------------------------ generic files


# Nobody else stands at -03:00: a Korean page would read KST without being told.
LANGUAGE_OF = {"zones": "pt-BR"}


@contextmanager
def using(name: str, changed: Any) -> Iterator[None]:
    """Rules with one generic file replaced, and nothing remembered of the others."""
    real = load_rules()._generic
    replaced = type("Changed", (rules.Rules,), {"_generic": lambda self, wanted: changed if wanted == name else real(wanted)})()
    modules = (rules, byline, credits, labels, names, times, notices)
    before = {module: module.load_rules for module in modules if hasattr(module, "load_rules")}
    remembered = (times._zone, credits._buttons)
    try:
        for module in before:
            module.load_rules = lambda: replaced  # type: ignore[attr-defined]
        for memory in remembered:
            memory.cache_clear()
        yield
    finally:
        for module, load in before.items():
            module.load_rules = load  # type: ignore[attr-defined]
        for memory in remembered:
            memory.cache_clear()


@pytest.mark.parametrize("name", GENERIC)
def test_a_generic_file_reads_its_own_examples(name: str) -> None:
    examples = read_table(HOME / "generic" / f"{name}.toml", examples=True)["examples"]
    assert failures(examples, load_rules().language(LANGUAGE_OF.get(name, "ko"))) == []


@pytest.mark.parametrize("name", GENERIC)
def test_every_entry_of_a_generic_file_is_vouched_for(name: str) -> None:
    table = read_table(HOME / "generic" / f"{name}.toml", examples=True)
    examples = table.pop("examples")
    language = load_rules().language(LANGUAGE_OF.get(name, "ko"))
    idle = []
    for path in entries(table):
        if path[0] in NOT_ENTRIES or path == ("markers",):
            continue
        with using(name, shaped(GENERIC[name], without(table, path), name)):
            if not failures(examples if name == "rights" else naming(examples, word_of(path, table)), language):
                idle.append((path, at(table, path)))
    assert idle == [], idle


def word_of(path: tuple[Any, ...], table: dict[str, Any]) -> str:
    """Zones are named by their key, everything else by its value."""
    return str(path[-1]) if path[0] == "zones" else str(at(table, path))


def test_every_marker_is_vouched_for() -> None:
    table = read_table(HOME / "generic" / "captions.toml", examples=True)
    assert {row["marker"] for row in table["examples"]["caption"].values() if "marker" in row} == set(table["markers"])


# ------------------------------------------------------------------- schema


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"reason": "r", "colour": "red"}, "test.toml: unknown key 'colour'"),
        ({"reason": "r", "times": {"mouths": []}}, "test.toml: times: unknown key 'mouths'"),
        ({"reason": "r", "byline": {"titles": "기자"}}, "test.toml: byline: titles: a list of texts is expected"),
        ({"reason": "r", "times": {"months": ["Mai"]}}, "test.toml: times: months[0]: a list of texts is expected"),
        ({"reason": "r", "zones": {"CH": 1}}, "test.toml: zones.CH: a text is expected"),
        ({"reason": "r", "times": []}, "test.toml: times: a table is expected"),
        ({"reason": ""}, "test.toml: the reason is empty"),
        ({}, "test.toml: 'reason' is missing"),
    ],
)
def test_a_broken_rule_is_refused_by_file_and_key(table: dict[str, Any], complaint: str) -> None:
    with pytest.raises(RuleBroken, match=f"^{re.escape(complaint)}"):
        shaped(Language, {"code": "xx"} | table, "test.toml")


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "xx.toml"
    file.write_text("reason = ")
    with pytest.raises(RuleBroken, match=r"xx\.toml"):
        read_table(file)


def test_a_site_rule_names_only_known_places(tmp_path: Path) -> None:
    file = tmp_path / "news.example.toml"
    file.write_text('reason = "r"\n[selectors]\nheadline = ["h1.t"]\n')
    assert load_site(file).host == "news.example"
    file.write_text('reason = "r"\n[selectors]\nheadlines = ["h1.t"]\n')
    with pytest.raises(RuleBroken, match=r"unknown key 'selectors\.headlines'"):
        load_site(file)


def test_examples_are_not_read_at_work() -> None:
    path = HOME / "languages" / "ko.toml"
    assert "examples" not in read_table(path)
    assert "examples" in read_table(path, examples=True)


def test_every_generic_file_that_has_a_shape_exists() -> None:
    assert set(GENERIC) <= {path.stem for path in (HOME / "generic").glob("*.toml")}


@pytest.mark.parametrize(
    ("tag", "code", "zone"),
    [
        ("ko", "ko", "Asia/Seoul"),
        ("ko-KR", "ko", "Asia/Seoul"),
        ("KO_kr", "ko", "Asia/Seoul"),
        ("nb-NO", "no", "Europe/Oslo"),
        ("zh-Hant-TW", "zh", "Asia/Taipei"),
        ("es-MX", "es", "America/Mexico_City"),
        ("en-US", "en", None),
        ("xx", "und", None),
        (None, "und", None),
        ("../ko", "und", None),
    ],
)
def test_a_language_tag_finds_its_file_and_zone(tag: str | None, code: str, zone: str | None) -> None:
    language = load_rules().language(tag)
    assert (language.code, language.zone) == (code, zone)


def test_a_host_without_a_rule_has_none() -> None:
    assert load_rules().site("www.news.example") is None
    assert load_rules().site("../../etc") is None
