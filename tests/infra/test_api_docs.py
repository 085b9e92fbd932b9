"""docs/api.md tells the truth: each of its calls is run against the local stack, and answers what stands under it."""

from collections.abc import Iterator

import pytest

from docs.api import DOCUMENT, masked, read_exchanges, run_calls
from infra.local.demo import SECRET
from infra.local.trial import running_trial

EXCHANGES = list(read_exchanges(DOCUMENT.read_text()))


@pytest.fixture(scope="module")
def answers() -> Iterator[list[str]]:
    with running_trial() as api:
        yield run_calls([exchange.call for exchange in EXCHANGES], api=api, key=SECRET)


@pytest.mark.parametrize("number", range(len(EXCHANGES)), ids=[exchange.call.split("\n")[-2][:70] for exchange in EXCHANGES])
def test_a_call_answers_what_the_document_says(answers: list[str], number: int) -> None:
    assert masked(answers[number]) == masked(EXCHANGES[number].answer), "run make docs, and look at what it changed"


def test_the_document_has_its_calls() -> None:
    assert len(EXCHANGES) > 20
    assert all(exchange.answer.startswith("HTTP/") for exchange in EXCHANGES)
