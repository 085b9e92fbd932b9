"""Patterns that wait for their first use."""

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import copydesk.normalize
import copydesk.page
from copydesk.page.patterns import METHODS, pattern_of

LATE = type(pattern_of(""))


def test_a_late_pattern_answers_as_a_compiled_one_does() -> None:
    late, compiled = pattern_of(r"(\d+)\s?pages?", re.I), re.compile(r"(\d+)\s?pages?", re.I)
    text = "3 Pages, then 12 pages and 1page"
    assert late.findall(text) == compiled.findall(text)
    assert late.sub("#", text) == compiled.sub("#", text)
    assert late.split(text) == compiled.split(text)
    assert (late.pattern, late.flags, late.groups) == (compiled.pattern, compiled.flags, compiled.groups)
    assert (found := late.search(text))
    assert found[1] == "3"
    assert late.fullmatch("12 PAGES")
    assert not late.fullmatch("pages")


def test_a_wrong_source_is_told_at_the_first_use() -> None:
    late = pattern_of("(")
    with pytest.raises(re.error):
        late.search("x")


@pytest.mark.parametrize("room", [copydesk.normalize, copydesk.page], ids=lambda room: room.__name__)
def test_every_late_pattern_of_the_package_can_be_compiled(room: object) -> None:
    modules = [import_module(found.name) for found in walk_packages(room.__path__, f"{room.__name__}.")]  # type: ignore[attr-defined]
    late = [value for module in modules for value in vars(module).values() if isinstance(value, LATE)]
    assert len(late) > 10
    assert all(getattr(value, method) is not None for value in late for method in METHODS)
