"""What class and id names say; their rows stand in rules/generic/class_words.toml."""

import pytest

from copydesk.normalize.classes import is_any_named, is_named


@pytest.mark.parametrize("names", [["liveblog"], ["page", "box liveBlog-entries "], ["LIVE-blog", "a"]])
def test_one_name_of_many_is_enough_for_a_group(names: list[str]) -> None:
    assert is_any_named(names, "live")
    assert any(is_named(own, "live") for own in names)


@pytest.mark.parametrize("names", [[], [" "], ["delivery", "alive"], ["story", "box_12"]])
def test_a_word_inside_another_puts_names_into_no_group(names: list[str]) -> None:
    assert not is_any_named(names, "live")
