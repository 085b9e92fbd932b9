"""What other formats' fields do not carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.renditions.remainder import Json, complete, find_remainder

leaves = st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.sampled_from(("", "a", "~", "/")))
values = st.recursive(
    leaves, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(("a", "b/c", "~0")), inner)), max_leaves=6
)


@given(values, values)
def test_the_remainder_completes_whatever_was_told(told: object, whole: object) -> None:
    assert complete(told, find_remainder(told, whole)) == whole


@given(values)
def test_what_was_told_in_full_leaves_nothing(told: object) -> None:
    assert find_remainder(told, told) == {}


REMAINDERS: list[tuple[Json, Json, Json]] = [
    ({"a": 1, "b": [1, 2]}, {"a": 1, "b": [1, 3]}, {"/b/1": 3}),
    ({"b": [1, 2]}, {"b": [1]}, {"/b": [1]}),
    ({"sources": {}}, {"sources": {"/meta": "x"}}, {"/sources/~1meta": "x"}),
    ({"at": {"at": "x", "printed": None}}, {"at": {"at": "x", "printed": "y"}}, {"/at/printed": "y"}),
    ({"at": {"at": "x"}}, {"at": None}, {"/at": None}),
    ({"flag": 1}, {"flag": True}, {"/flag": True}),
]


@pytest.mark.parametrize(("told", "whole", "remainder"), REMAINDERS)
def test_only_what_differs_is_told_as_deep_as_it_can_be(told: Json, whole: Json, remainder: Json) -> None:
    assert find_remainder(told, whole) == remainder
