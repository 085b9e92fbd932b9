"""Every rule file says why, refuses what it does not know, reads its own examples, and holds nothing that no example needs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from copydesk.cli.ruling.reading import SITES
from copydesk.cli.vouching import Kind, Read, failures, idle
from copydesk.errors import RuleBroken
from copydesk.normalize import classes, coverage
from copydesk.normalize.credits import split_caption
from copydesk.normalize.credits.trimming import button_patterns
from copydesk.normalize.times.zones import zone_of
from copydesk.normalize.widgets.vocabulary import Vocabulary, vocabulary, vocabulary_of
from copydesk.rules import Language, load_rules
from copydesk.rules.generic import GENERIC, generic_of
from copydesk.rules.languages import language_of
from copydesk.rules.sites import load_site, site_of
from copydesk.rules.tables import HOME, Table, place_of, read_examples, read_table
from copydesk.rules.widgets import widget_of
from tests.text import reading as texts
from tests.widgets import examples as widgets

# ------------------------------------------------------------ how each kind of file is read


def language_reader(language: Language) -> Read:
    return lambda reader, text: texts.READERS[reader](text, language)


@contextmanager
def language_at_work(path: Path) -> Iterator[Read]:
    """With English beside it."""
    yield language_reader(load_rules().language(path.stem))


@contextmanager
def changed_language(table: Table, path: Path) -> Iterator[Read]:
    yield language_reader(language_of(table, path))


# Nobody else stands at -03:00: a Korean page would read KST without being told.
LANGUAGE_OF = {"zones": "pt-BR"}
# What the rooms remember of a generic file.
REMEMBERED = (zone_of, button_patterns, split_caption, classes.groups_of, coverage.chrome_of_names)


@contextmanager
def generic_at_work(path: Path) -> Iterator[Read]:
    yield language_reader(load_rules().language(LANGUAGE_OF.get(path.stem, "ko")))


@contextmanager
def changed_generic(table: Table, path: Path) -> Iterator[Read]:
    """With the file replaced, and nothing remembered of the real one."""
    kept = load_rules().kept
    before = kept.pop(path.stem, None)
    try:
        kept[path.stem] = generic_of(table, path)
        forget()
        with generic_at_work(path) as read:
            yield read
    finally:
        kept.pop(path.stem)
        if before is not None:
            kept[path.stem] = before
        forget()


def forget() -> None:
    for memory in REMEMBERED:
        memory.cache_clear()


def widget_reader(kind: str, known: Vocabulary) -> Read:
    return lambda reader, text: widgets.READERS[reader](text, kind, known)


@contextmanager
def widget_at_work(path: Path) -> Iterator[Read]:
    yield widget_reader(path.stem, vocabulary())


@contextmanager
def changed_widget(table: Table, path: Path) -> Iterator[Read]:
    yield widget_reader(path.stem, vocabulary_of({path.stem: widget_of(table, path)}))


TEXTS = frozenset(texts.READERS)
KINDS = {
    "languages": Kind(TEXTS, language_at_work, changed_language),
    "generic": Kind(TEXTS, generic_at_work, changed_generic),
    "widgets": Kind(frozenset(widgets.READERS), widget_at_work, changed_widget),
    "sites": SITES,
}
FILES = sorted(HOME.rglob("*.toml"))  # of a kind that is not above, too: it fails until it is
# Kinds that no name betrays: what else stands in the story.
NAMELESS = ("unknown",)
SPEAKING = [path for path in FILES if path.stem not in NAMELESS]


@pytest.mark.parametrize("path", SPEAKING, ids=place_of)
def test_a_rule_file_reads_its_own_examples(path: Path) -> None:
    assert failures(path, KINDS[path.parent.name]) == []


@pytest.mark.parametrize("path", SPEAKING, ids=place_of)
def test_every_entry_of_a_rule_file_is_vouched_for(path: Path) -> None:
    assert idle(path, KINDS[path.parent.name]) == []


@pytest.mark.parametrize("name", NAMELESS)
def test_a_nameless_kind_has_nothing_to_vouch_for(name: str) -> None:
    assert set(read_table(HOME / "widgets" / f"{name}.toml")) == {"kind", "role", "shape", "reason"}


def test_every_function_word_stands_in_a_sentence_of_its_language() -> None:
    path = HOME / "generic" / "function_words.toml"
    said: dict[str, set[str]] = {}
    for text, code in read_examples(path)["language"].items():
        said.setdefault(code, set()).update(re.findall(r"\w+", text.lower()))
    unsaid = {code: sorted(set(words) - said[code]) for code, words in read_table(path)["words"].items()}
    assert {code: words for code, words in unsaid.items() if words} == {}


# ------------------------------------------------------------------- schema


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"reason": "r", "times": {"mouths": []}}, "languages/xx.toml: times: unknown key 'mouths'; known are order, "),
        ({"reason": "r", "byline": {"titles": "기자"}}, "languages/xx.toml: byline: titles: a list of texts is expected"),
        ({"reason": "r", "byline": {"titles": ["기자", "기자"]}}, "languages/xx.toml: byline: titles: said twice: ['기자']; say it once"),
        ({"reason": "r", "times": {"months": ["Mai"]}}, "languages/xx.toml: times: months[0]: a list of texts is expected"),
        ({"reason": "r", "zones": {"CH": 1}}, "languages/xx.toml: zones.CH: a text is expected"),
        ({"reason": "r", "times": []}, "languages/xx.toml: times: a table is expected"),
        ({"reason": " "}, "languages/xx.toml: the reason is empty; say what the file is for"),
        ({}, "languages/xx.toml: 'reason' is missing; add it"),
    ],
)
def test_a_broken_rule_is_refused_by_file_and_key(table: Table, complaint: str) -> None:
    with pytest.raises(RuleBroken, match=f"^{re.escape(complaint)}"):
        language_of(table, HOME / "languages" / "xx.toml")


WIDGET = {"kind": "poll", "role": "content", "shape": "embed", "reason": "r"}
PROVIDER = {"name": "civey", "id": r"poll=(\d+)"}


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        (WIDGET | {"kind": "pole"}, "kind is 'pole'; it must be the file's name"),
        (WIDGET | {"shape": "round"}, "shape is 'round'; known are author, "),
        (WIDGET | {"role": "king"}, "role is 'king'; known are commercial, "),
        (WIDGET | {"reason": ""}, "the reason is empty"),
        (WIDGET | {"labels": {"en": "poll"}}, "labels.en: a list of texts is expected"),
        (WIDGET | {"class_words": [["a", "b"], ["b", "a"]]}, "class_words: said twice: [['a', 'b']]"),
        (WIDGET | {"providers": [{"name": "civey"}]}, "providers[0]: 'id' is missing"),
        (WIDGET | {"providers": [PROVIDER | {"id": "("}]}, "providers[0]: id: no regular expression"),
        (WIDGET | {"providers": [PROVIDER | {"id": "poll"}]}, "providers: civey: id has 0 groups"),
    ],
)
def test_a_broken_widget_rule_is_refused_by_file_and_key(table: Table, complaint: str) -> None:
    with pytest.raises(RuleBroken, match=f"^{re.escape(f'widgets/poll.toml: {complaint}')}"):
        widget_of(table, HOME / "widgets" / "poll.toml")


UNKNOWN: list[tuple[str, Any, Table, str]] = [
    ("languages/ko.toml", language_of, {"reason": "r", "colour": "red"}, "unknown key 'colour'"),
    ("sites/news.example.toml", site_of, {"reason": "r", "colour": "red"}, "unknown key 'colour'"),
    ("sites/news.example.toml", site_of, {"reason": "r", "selectors": {"headlines": ["h1"]}}, "selectors: unknown key 'headlines'"),
    ("widgets/poll.toml", widget_of, WIDGET | {"colour": "red"}, "unknown key 'colour'"),
    ("widgets/poll.toml", widget_of, WIDGET | {"providers": [PROVIDER | {"colour": "red"}]}, "providers[0]: unknown key 'colour'"),
    (
        "generic/tails.toml",
        generic_of,
        {"reason": "r", "rules": [{"kind": "promo", "pattern": "x", "colour": "red"}]},
        "rules[0]: unknown key 'colour'",
    ),
    ("generic/metas.toml", generic_of, {"reason": "r", "headline": ["og:title"]}, "unknown key 'headline'"),
    *[(f"generic/{name}.toml", generic_of, {"reason": "r", "colour": "red"}, "unknown key 'colour'") for name in GENERIC],
]


@pytest.mark.parametrize(("place", "made", "table", "complaint"), UNKNOWN, ids=[f"{row[0]} {row[3]}" for row in UNKNOWN])
def test_an_unknown_key_is_refused_in_any_kind_of_file(place: str, made: Any, table: Table, complaint: str) -> None:
    with pytest.raises(RuleBroken, match=f"^{re.escape(f'{place}: {complaint}; known are ')}"):
        made(table, HOME / place)


def test_a_generic_file_that_nobody_reads_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"generic/colours\.toml: nobody reads this file"):
        generic_of({"reason": "r"}, HOME / "generic" / "colours.toml")


def test_every_generic_file_has_a_shape_and_every_shape_a_file() -> None:
    assert set(GENERIC) == {path.stem for path in (HOME / "generic").glob("*.toml")}


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "xx.toml"
    file.write_text("reason = ")
    with pytest.raises(RuleBroken, match=r"xx\.toml"):
        read_table(file)


def test_a_file_without_examples_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "xx.toml"
    file.write_text('reason = "r"\n')
    with pytest.raises(RuleBroken, match=r"xx\.toml: no examples; add \[examples\.<reader>\]"):
        read_examples(file)


def test_examples_that_are_no_table_by_reader_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "xx.toml"
    file.write_text('reason = "r"\n\n[[examples]]\nhtml = "<p>"\n')
    with pytest.raises(RuleBroken, match=r"xx\.toml: examples: a table is expected"):
        read_examples(file)


def test_a_list_of_examples_says_that_each_holds(tmp_path: Path) -> None:
    file = tmp_path / "xx.toml"
    file.write_text('reason = "r"\n\n[examples]\nrow = ["Like | Love"]\n')
    assert read_examples(file) == {"row": {"Like | Love": True}}
    assert read_table(file) == {"reason": "r"}


def test_a_site_rule_is_named_after_its_host(tmp_path: Path) -> None:
    file = tmp_path / "news.example.toml"
    file.write_text('reason = "r"\n[selectors]\nheadline = ["h1.t"]\n')
    assert (load_site(file).host, load_site(file).selectors.headline) == ("news.example", ("h1.t",))


def test_examples_are_not_read_at_work() -> None:
    path = HOME / "languages" / "ko.toml"
    assert "examples" not in read_table(path)


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
