"""Whether what several writers and readers were told can have happened one after the other, each between its call and its answer.

Wing and Gong's search, as Jepsen's checkers do it: of all calls that no other had answered before, one after the other is taken as the
next, and the sequential model has to say of it what its caller was told. Visited sets of calls are remembered.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from tests.proof.model import Model, Sent


@dataclass(frozen=True)
class Call:
    """One call and its answer. A push is told (article, outcome, revision), or `refused`; a reader is told (article, revision)."""

    began: float
    ended: float
    sent: Sent | None  # None for a reader
    article_id: str | None
    revision: int | None
    outcome: str


def find_order(calls: Sequence[Call]) -> list[Call] | None:
    """An order in which a single desk would have given the same answers; None where there is none."""
    seen: set[frozenset[int]] = set()

    def search(left: frozenset[int], model: Model) -> list[Call] | None:
        if not left:
            return []
        if left in seen:
            return None
        seen.add(left)
        first_end = min(calls[number].ended for number in left)
        for number in sorted(left, key=lambda number: calls[number].began):
            call = calls[number]
            if call.began > first_end:
                break
            after = follow(model, call)
            rest = search(left - {number}, after) if after else None
            if rest is not None:
                return [call, *rest]
        return None

    return search(frozenset(range(len(calls))), Model())


def follow(model: Model, call: Call) -> Model | None:
    """The model after the call; None where it would have answered otherwise."""
    after = deepcopy(model)
    if call.sent is None:
        piece = after.pieces.get(call.article_id or "")
        return after if (piece.shown if piece else None) == call.revision else None
    try:
        if call.outcome == "refused":
            after.find(call.sent)
            return None
        outcome = after.push(call.sent, str(call.article_id))
    except AssertionError:
        return None
    except LookupError:
        return model if call.outcome == "refused" else None
    piece = after.pieces[str(call.article_id)]
    revision = len(piece.revisions) if outcome in ("created", "revised", "superseded") else piece.shown
    return after if (outcome, revision) == (call.outcome, call.revision) else None
