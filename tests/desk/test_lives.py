"""Whatever happens to articles: one head, the greatest key, and the same again out of the archive when the table is lost."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from copydesk.article import Article
from copydesk.desk import Desk, lift, purge, withdraw
from copydesk.desk.restoring import restore
from copydesk.errors import Conflict, Gone
from copydesk.page import RawPage
from copydesk.store.ledger import find_head, read_revisions
from copydesk.store.records import Head, Revision
from tests.conftest import NOON, Clock, Engine
from tests.desk.pushing import ADDRESS, NAMES, TIMES, A, B, C, Push, open_page, pushing, scan
from tests.desk.test_restoring import lose_table

pushes = st.tuples(st.sampled_from((A, B, C)), st.sampled_from(NAMES), st.sampled_from(TIMES), st.integers(-3, 0))
removals = st.tuples(st.sampled_from((withdraw, withdraw, purge, lift)), st.integers(0, 3))
# Without shrinking: a failing life is short enough to be read, and each step costs a dozen calls.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
LIVES = settings(max_examples=12, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.function_scoped_fixture])


def remembering(desk: Desk) -> Desk:
    """Six hundred pages, and three to read."""
    read: dict[bytes, Article] = {page.encode(): desk.normalize(open_page(page)) for page in (A, B, C)}

    def recall(page: RawPage) -> Article:
        article = read[page.body]
        return article.model_copy(update={"meta": article.meta.model_copy(update={"url": page.words.url})})

    return replace(desk, normalize=recall)


def live(desk: Desk, push: Push, clock: Clock, steps: list[tuple[Any, ...]]) -> set[str]:
    """The articles that came of it. Pages arrive up to three minutes late."""
    articles: list[str] = []
    for step in steps:
        clock.pass_by(minutes=1)
        if len(step) == 4:
            page, names, times, late = step
            with suppress(Gone, Conflict):
                articles.append(str(push(page, at=clock.now + timedelta(minutes=late), **names, **times).receipt.article_id))
        elif articles:
            take, which = step
            with suppress(Conflict):
                take(desk, ["demo"], sorted(set(articles))[which % len(set(articles))], sender=None)
    return set(articles)


def state_of(desk: Desk, articles: set[str]) -> dict[str, tuple[Head, list[Revision]]]:
    """Heads and the revisions that can be read, but for when they were written."""
    found = {}
    for article_id in articles:
        head = find_head(desk.ledger, ["demo"], article_id)
        assert head
        kept = [revision for revision in read_revisions(desk.ledger, "demo", article_id) if revision.revision > head.purged_revision]
        found[article_id] = (replace(head, changed_at="", version=0), [replace(revision, kept_at="") for revision in kept])
    return found


@LIVES
@given(steps=st.lists(st.one_of(pushes, pushes, pushes, removals), min_size=2, max_size=14))
def test_a_lost_table_comes_back_whatever_happened(desk: Desk, clock: Clock, engine: Engine, steps: list[tuple[Any, ...]]) -> None:
    begin_anew(desk, engine, clock)
    desk = remembering(desk)
    articles = live(desk, pushing(desk), clock, steps)
    before, names = state_of(desk, articles), aliases(engine)
    lose_table(desk, engine)
    *_, report = restore(desk)
    assert report.failed == ()
    assert state_of(desk, articles) == before
    assert aliases(engine) == names


@LIVES
@given(steps=st.lists(st.one_of(pushes, pushes, pushes, removals), min_size=2, max_size=14))
def test_the_head_is_always_the_greatest_of_what_is_kept(desk: Desk, clock: Clock, engine: Engine, steps: list[tuple[Any, ...]]) -> None:
    begin_anew(desk, engine, clock)
    desk = remembering(desk)
    for head, kept in state_of(desk, live(desk, pushing(desk), clock, steps)).values():
        numbers = [revision.revision for revision in kept]
        assert numbers == list(range(head.purged_revision + 1, head.last_revision + 1))
        assert head.order_key >= max((revision.order_key for revision in kept), default="")
        if head.status == "live":
            (newest,) = [revision for revision in kept if revision.revision == head.revision]
            assert newest.content_hash == head.content_hash


arrivals = st.lists(st.tuples(st.sampled_from((A, B, C)), st.sampled_from(TIMES)), min_size=2, max_size=5)


@LIVES
@given(arrivals=arrivals, data=st.data())
def test_every_order_of_arrival_ends_with_the_same_head(
    desk: Desk, clock: Clock, engine: Engine, arrivals: list[tuple[str, dict[str, str]]], data: st.DataObject
) -> None:
    received = [(page, words, NOON + timedelta(minutes=i)) for i, (page, words) in enumerate(arrivals)]
    heads = set()
    for order in (received, data.draw(st.permutations(received))):
        begin_anew(desk, engine, clock)
        push = pushing(remembering(desk))
        for page, words, at in order:
            article_id = str(push(page, url=ADDRESS, at=at, **words).receipt.article_id)
        head = find_head(desk.ledger, ["demo"], article_id)
        assert head
        heads.add((head.content_hash, head.order_key))
    assert len(heads) == 1


def begin_anew(desk: Desk, engine: Engine, clock: Clock) -> None:
    clock.now = NOON
    lose_table(desk, engine)
    stored = engine.s3.list_objects_v2(Bucket="archive").get("Contents", [])
    if stored:
        engine.s3.delete_objects(Bucket="archive", Delete={"Objects": [{"Key": entry["Key"]} for entry in stored]})


def aliases(engine: Engine) -> dict[str, str]:
    return {item["name"]["S"]: item["article_id"]["S"] for item in scan(engine) if item["pk"]["S"].startswith("U#")}
