"""A desk in a storm: whatever is pushed, redelivered, refused, taken away and read again, while calls fail and processes die.

Each transaction that takes effect is told to the model at that moment, and the model says what it had to be. In the end everything is
delivered once more in fair weather; then the table is the model's, and the audit finds nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from moto import mock_aws

from copydesk.article import Article, Received
from copydesk.desk import Delivery, Desk, accept, lift, purge, retry, withdraw
from copydesk.desk.auditing import audit
from copydesk.desk.renormalizing import renormalize
from copydesk.desk.taking import settle
from copydesk.errors import Conflict, Gone, NoArticle, PreconditionFailed, StoreUnavailable, Unknown
from copydesk.normalize import normalize
from copydesk.page import RawPage
from copydesk.store.archive import Archive
from copydesk.store.identity import normalize_address
from copydesk.store.inbox import Dropped
from copydesk.store.keys import add_publisher
from copydesk.store.ledger import Ledger, find_head, read_revisions
from copydesk.store.order import numbers, stamp
from copydesk.store.terms import ANYHOW, Terms
from tests.conftest import REGION, TABLE, Clock, Engine, connect
from tests.desk.pushing import NAMES, TIMES, A, B, C, open_page, scan
from tests.proof.faults import FAULTS, Died, Forecast, Stormy, Weather
from tests.proof.model import Model, Rank, Sent

UNREAD = A.replace("lighthouse", "bollard")  # no normalizer before version 2 finds an article in it
PAGES = {"A": A, "B": B, "C": C, "unread": UNREAD}
# Four calls a step on average, twelve at most; the transaction is the last, and would seldom be met by its number.
MOMENTS: tuple[int | str, ...] = (1, 2, 3, 4, 5, 6, 8, 10, "transact_write_items", "transact_write_items", "put_object")
storms = st.dictionaries(st.sampled_from(MOMENTS), st.sampled_from(FAULTS), min_size=1, max_size=2) | st.just({})


@cache
def read_once(name: str) -> Article:
    return normalize(open_page(PAGES[name]))


@dataclass
class Job:
    """A delivery, and whether its sender still waits for an answer."""

    page: str
    words: dict[str, str]
    at: Any
    receipt_id: str
    strict: int | None = None
    is_drop: bool = False
    is_open: bool = True

    @property
    def body(self) -> bytes:
        return PAGES[self.page].encode()

    def sent(self, version: int) -> Sent:
        told, accepted = self.words.get("modified_at"), stamp(self.at)
        key = f"{int(self.words.get('edition', 0)):020d}#{told or accepted}#{accepted}#{read_once(self.page).provenance.source_hash}"
        url, external_id = self.words.get("url"), self.words.get("external_id")
        names = ([f"id:{external_id}"] if external_id else []) + ([f"url:{normalize_address(url)}"] if url else [])
        return Sent(self.receipt_id, tuple(names), external_id, (key, version), content_of(self.page, version), self.strict)


def content_of(page: str, version: int) -> str:
    """B is read alike by every version; of the others each third version makes something else."""
    own = read_once(page).provenance.content_hash
    return own if page == "B" else f"{version // 3:02d}{own[2:]}"


@dataclass
class Reader:
    """A normalizer of some version, which has read every page before."""

    version: int = 1

    def __call__(self, page: RawPage) -> Article:
        name = next(name for name, html in PAGES.items() if html.encode() == page.body)
        if name == "unread" and self.version < 2:
            raise NoArticle(best=0, limit=60)
        article = read_once(name)
        told = {"normalizer": f"{self.version}.0", "content_hash": content_of(name, self.version)}
        meta = article.meta.model_copy(update={"url": page.words.url})
        return article.model_copy(update={"meta": meta, "provenance": article.provenance.model_copy(update=told)})


@dataclass
class Storm:
    engine: Engine
    clock: Clock = field(default_factory=Clock)
    weather: Weather = field(default_factory=Weather)
    reader: Reader = field(default_factory=Reader)
    model: Model = field(default_factory=Model)
    jobs: dict[str, Job] = field(default_factory=dict)
    racer: Callable[[], None] = lambda: None
    steps: int = 0

    def __post_init__(self) -> None:
        self.weather.happened, self.weather.meanwhile = self.happen, self.race
        self.restart()
        add_publisher(self.calm.ledger, "demo", "Demo Daily")

    def restart(self) -> None:
        """A new process: it remembers nothing."""
        s3, dynamodb = (Stormy(client, self.weather) for client in (self.engine.s3, self.engine.dynamodb))
        self.desk = Desk(
            Archive(s3, "archive", carries_records=True), Ledger(dynamodb, "copydesk"), self.clock, self.reader, pause=lambda seconds: None
        )

    @property
    def calm(self) -> Desk:
        """For those who only look."""
        return Desk(
            Archive(self.engine.s3, "archive", carries_records=True), Ledger(self.engine.dynamodb, "copydesk"), self.clock, self.reader
        )

    # ------------------------------------------------------- what is done

    def deliver(self, job: Job, forecast: Forecast) -> None:
        """Once, in that weather. Whoever is not answered delivers it again some time."""
        self.steps += 1
        self.racer = lambda: self.push("C", {**job.words, "edition": "0"} if "edition" in job.words else job.words, late=0)
        job.is_open = True
        with self.mortal(forecast):
            outcome = self.answer(job)
            job.is_open = False
            settled = self.model.outcomes.get(job.receipt_id)
            assert outcome in (settled, "duplicate", "refused"), f"the sender was told {outcome}, and it was {settled}"
            assert settled or outcome == "refused", "the sender was told of a page that is not there"

    def answer(self, job: Job) -> str:
        received = Received(via="inbox" if job.is_drop else "http", at=stamp(job.at), sender="test", bytes=len(job.body))
        if job.is_drop:
            told = {name.replace("_", "-"): value for name, value in job.words.items()}
            dropped = Dropped(f"in/demo/{job.receipt_id}", "v1", job.at, len(job.body), "text/html", told, job.body)
            return settle(self.desk, dropped, Delivery("demo", job.receipt_id, received, inbox_key=dropped.key)).outcome
        terms = Terms(heads=frozenset({job.strict})) if job.strict else ANYHOW
        page = open_page(PAGES[job.page], **job.words)
        try:
            return accept(self.desk, page, Delivery("demo", job.receipt_id, received, terms=terms)).outcome
        except (Gone, Conflict, PreconditionFailed, NoArticle):
            return "refused"

    def mortal(self, forecast: Forecast) -> Any:
        self.weather.turn(forecast)
        return Mortal(self)

    def push(self, page: str, words: dict[str, str], late: float, *, is_drop: bool = False, forecast: Forecast | None = None) -> Job:
        job = Job(page, words, self.clock() - timedelta(minutes=late), f"r{len(self.jobs)}", None, is_drop)
        self.jobs[job.receipt_id] = job
        self.deliver(job, forecast or {})
        return job

    def race(self) -> None:
        """While a call is under way: time passes, and somebody else pushes a page of the same name."""
        self.clock.pass_by(seconds=7)
        racer, self.racer = self.racer, lambda: None
        self.steps -= 1
        racer()

    def repeat(self, act: Callable[[Desk], Any], forecast: Forecast) -> None:
        """An editor's call: made again at once until it is answered."""
        self.steps += 1
        done = []
        for weather in (forecast, {}):
            with self.mortal(weather), suppress(Gone, Conflict, Unknown, NoArticle):
                act(self.desk)
                done.append(True)
            if not self.weather.is_dead and (done or weather is not forecast):
                return

    # -------------------------------------------- what takes effect is told

    def happen(self, writes: list[dict[str, Any]]) -> None:
        by_kind: dict[str, dict[str, Any]] = {}
        for item in writes:
            kind = item["pk"]["S"][:2]
            by_kind[kind + (item["sk"]["S"][:2] if kind == "A#" else "")] = item
        receipt, head, revision = by_kind.get("T#"), by_kind.get("A#HE"), by_kind.get("A#R#")
        if receipt:
            self.happen_to_page(receipt, head, "X#" in by_kind)
        elif head and revision:
            self.model.bury(head["article_id"]["S"], head["status"]["S"], head["order_key"]["S"])
        elif head and head["status"]["S"] == "live":
            self.model.read_again(head["article_id"]["S"], rank_of(head), head["content_hash"]["S"])
        elif head:
            self.model.lift(head["article_id"]["S"])
        if revision:
            assert "C#" in by_kind, "a revision that is told to nobody"

    def happen_to_page(self, receipt: dict[str, Any], head: dict[str, Any] | None, is_refused: bool) -> None:
        receipt_id, outcome = receipt["receipt_id"]["S"], receipt["outcome"]["S"]
        before = self.model.outcomes.get(receipt_id)
        assert before in (None, "rejected"), f"{receipt_id} was {before}, and became {outcome}"
        if is_refused:
            self.model.outcomes[receipt_id] = "rejected"
            return
        if receipt_id not in self.jobs:
            assert head
            self.model.read_again(receipt["article_id"]["S"], rank_of(head), receipt["content_hash"]["S"])
            self.model.outcomes[receipt_id] = outcome
            return
        wanted = self.model.push(self.jobs[receipt_id].sent(self.reader.version), receipt["article_id"]["S"])
        assert outcome == wanted, f"{receipt_id} became {outcome}, and was {wanted}"

    # --------------------------------------------------------- the reckoning

    def settle_all(self) -> None:
        """The storm is over: everything that was not answered comes once more, and purges are made good."""
        for job in list(self.jobs.values()):
            if job.is_open:
                self.deliver(job, {})
                assert not job.is_open
        for article_id, piece in self.model.pieces.items():
            if piece.status == "purged":
                purge(self.calm, ["demo"], article_id, sender=None)

    def compare(self) -> None:
        items = scan(self.engine)
        ledger = self.calm.ledger
        aliases = {item["name"]["S"]: item["article_id"]["S"] for item in items if item["pk"]["S"].startswith("U#")}
        assert aliases == self.model.names
        assert {item["article_id"]["S"] for item in items if item["sk"]["S"] == "HEAD"} == set(self.model.pieces)
        for article_id, piece in self.model.pieces.items():
            head = find_head(ledger, ["demo"], article_id)
            assert head
            assert (head.status, head.revision, head.last_revision) == (piece.status, piece.shown, len(piece.revisions))
            assert (rank(head.order_key, head.normalizer), head.content_hash) == (piece.rank, piece.content)
            kept = [(r.revision, rank(r.order_key, r.normalizer), r.content_hash) for r in read_revisions(ledger, "demo", article_id)]
            assert kept == [(number, *revision) for number, revision in enumerate(piece.revisions, start=1)]
        told = [item for item in items if item["pk"]["S"].startswith("C#")]
        purged = {article_id for article_id, piece in self.model.pieces.items() if piece.status == "purged"}
        assert not [item for item in told if item["article_id"]["S"] in purged and "headline" in item], "words of a purged article"
        assert len(told) == sum(len(p.revisions) for p in self.model.pieces.values())
        receipts = {item["receipt_id"]["S"]: item["outcome"]["S"] for item in items if item["pk"]["S"].startswith("T#")}
        assert receipts == self.model.outcomes
        assert audit(self.calm, young=timedelta(days=-400)).findings == []


class Mortal:
    """Survives a death by starting the process again; what is unavailable is tried again later."""

    def __init__(self, storm: Storm) -> None:
        self.storm = storm

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if kind is not None and issubclass(kind, Died):
            self.storm.restart()
            return True
        return kind is not None and issubclass(kind, StoreUnavailable)


def rank(order_key: str, normalizer: str) -> Rank:
    return order_key, numbers(normalizer)[0]


def rank_of(head: dict[str, Any]) -> Rank:
    return rank(head["order_key"]["S"], head["normalizer"]["S"])


class AnyLife(RuleBasedStateMachine):
    """hypothesis draws what happens and which calls fail."""

    def __init__(self) -> None:
        super().__init__()
        self.mock = mock_aws()
        self.mock.start()
        engine = connect()
        engine.dynamodb.create_table(**TABLE)
        engine.s3.create_bucket(Bucket="archive", CreateBucketConfiguration={"LocationConstraint": REGION})
        self.storm = Storm(engine)

    @rule(
        page=st.sampled_from(("A", "B", "C", "A", "B", "C", "unread")),
        names=st.sampled_from((*NAMES, {})),
        times=st.sampled_from(TIMES),
        late=st.integers(0, 3),
        strict=st.sampled_from((None, None, None, 1, 2)),
        is_drop=st.booleans(),
        forecast=storms,
    )
    def push(self, page: str, names: Any, times: Any, late: int, strict: int | None, is_drop: bool, forecast: Forecast) -> None:
        storm = self.storm
        storm.clock.pass_by(minutes=1)
        at = storm.clock() - timedelta(minutes=late)
        job = Job(page, {**names, **times}, at, f"r{len(storm.jobs)}", None if is_drop else strict, is_drop)
        storm.jobs[job.receipt_id] = job
        storm.deliver(job, forecast)

    @precondition(lambda self: self.storm.jobs)
    @rule(which=st.integers(0, 99), forecast=storms)
    def deliver_again(self, which: int, forecast: Forecast) -> None:
        jobs = list(self.storm.jobs.values())
        self.storm.deliver(jobs[-1 - which % len(jobs)], forecast)

    @precondition(lambda self: self.storm.model.pieces)
    @rule(act=st.sampled_from((withdraw, withdraw, purge, lift)), which=st.integers(0, 3), forecast=storms)
    def take_away(self, act: Any, which: int, forecast: Forecast) -> None:
        article_id = self.choose(which)
        self.storm.clock.pass_by(minutes=1)
        self.storm.racer = lambda: None
        self.storm.repeat(lambda desk: act(desk, ["demo"], article_id, sender=None), forecast)

    @precondition(lambda self: self.storm.model.pieces)
    @rule(which=st.integers(0, 3), forecast=storms)
    def read_again(self, which: int, forecast: Forecast) -> None:
        article_id = self.choose(which)
        self.storm.reader.version += 1
        self.storm.racer = lambda: None
        self.storm.repeat(lambda desk: renormalize(desk, "demo", article_id), forecast)

    @precondition(lambda self: "rejected" in self.storm.model.outcomes.values())
    @rule(which=st.integers(0, 9), forecast=storms)
    def try_again(self, which: int, forecast: Forecast) -> None:
        refused = [receipt_id for receipt_id, outcome in self.storm.model.outcomes.items() if outcome == "rejected"]
        self.storm.racer = lambda: None
        self.storm.repeat(lambda desk: retry(desk, ["demo"], refused[which % len(refused)]), forecast)

    def choose(self, which: int) -> str:
        articles = sorted(self.storm.model.pieces)
        return articles[which % len(articles)]

    def teardown(self) -> None:
        try:
            self.storm.settle_all()
            self.storm.compare()
        finally:
            self.mock.stop()
