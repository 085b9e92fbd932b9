"""Pages of an archive are taken in by the hundred, and kept articles are read again: each line settles by itself.

What a line does can be done again: its receipt is derived from the place that it names, so that a batch that was cut off, retried or
started anew finds what it has done already. The page is received when the archive took it in, not when it is backfilled: what was
pushed since is newer.
"""

from base64 import b32encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from ..article import Received
from ..containers import unpack
from ..errors import CopydeskError, Gone, InvalidWords, PageRejected, Unknown
from ..page import RawPage, Words, receive
from ..store import ledger as ledgers
from ..store.backfills import Line, MissingSource, Outcome, Workbench, read_source
from ..store.editions import Delivery
from ..store.inbox import fits_metadata, read_metadata, spell_metadata
from ..store.keys import find_publisher
from ..store.order import Outcome as Accepted
from ..store.records import Receipt
from .accepting import accept, foresee, reject
from .desk import Desk
from .renormalizing import compare_readings, renormalize
from .taking import PERMANENT, RECEIPT_ID_CHARS

OUT_OF_TIME = "out_of_time"


@dataclass(frozen=True)
class Opened:
    """A line's page with all that accepting it takes."""

    page: RawPage
    delivery: Delivery


def settle_lines(desk: Desk, bench: Workbench, lines: Sequence[Line], *, is_over: Callable[[], bool]) -> list[Outcome]:
    """Keep the page of each line, or record that it cannot be kept; lines that time did not reach are `failed`.

    Raises StoreUnavailable where not even the receipts can be read.
    """
    known = find_settled_lines(desk, bench, lines)
    return [known[line.n] if line.n in known else guarded(line, is_over, lambda line: settle_line(desk, bench, line)) for line in lines]


def foresee_lines(desk: Desk, bench: Workbench, lines: Sequence[Line], *, is_over: Callable[[], bool]) -> list[Outcome]:
    """What `settle_lines` would do, and nothing is kept: two new pages of one article would both create it."""
    return [guarded(line, is_over, lambda line: foresee_line(desk, bench, line)) for line in lines]


def guarded(line: Line, is_over: Callable[[], bool], settle: Callable[[Line], Outcome]) -> Outcome:
    """No line stops another."""
    if is_over():
        return Outcome(line.n, "failed", type=OUT_OF_TIME)
    try:
        return settle(line)
    except MissingSource as error:
        return Outcome(line.n, "failed", type="missing", detail=error.detail)
    except CopydeskError as error:
        return Outcome(line.n, "failed", type=error.type, detail=error.detail)
    except Exception as error:  # the outermost handler of a line: the next one has its turn
        return Outcome(line.n, "failed", type="internal", detail=type(error).__name__)


# ------------------------------------------------------------------ pages


def settle_line(desk: Desk, bench: Workbench, line: Line) -> Outcome:
    if line.article:
        return settle_article(desk, line, line.article)
    packed, metadata, content_type = read_source(bench, line)
    delivery = delivery_of(bench, line, size=len(packed))
    try:
        opened = open_line(desk, line, delivery, packed, metadata, content_type)
        kept = accept(desk, opened.page, opened.delivery)
    except PERMANENT as fault:
        said = told_words(line)
        body = unpacked(line, packed)
        receipt = reject(desk, delivery, fault, body=body, content_type=line.content_type or content_type, metadata=said)
        return outcome_of(line, receipt)
    return outcome_of(line, kept.receipt)


def foresee_line(desk: Desk, bench: Workbench, line: Line) -> Outcome:
    if line.article:
        return foresee_article(desk, line, line.article)
    packed, metadata, content_type = read_source(bench, line)
    try:
        opened = open_line(desk, line, delivery_of(bench, line, size=len(packed)), packed, metadata, content_type)
        outcome, article_id = foresee(desk, opened.page, opened.delivery)
    except PERMANENT as fault:
        return Outcome(line.n, "rejected", type=fault.type, detail=fault.detail)
    return Outcome(line.n, outcome, article=article_id)


def open_line(desk: Desk, line: Line, delivery: Delivery, packed: bytes, metadata: Mapping[str, str], content_type: str | None) -> Opened:
    """Raises PageRejected, InvalidWords, Unknown."""
    if find_publisher(desk.ledger, line.publisher) is None:
        raise Unknown(f"there is no publisher {line.publisher!r}")
    said = {**(read_metadata(metadata) if line.form == "file" else {}), **line.words}
    meta = said.pop("meta", {})
    if not isinstance(meta, Mapping):
        raise InvalidWords([("/meta", "a JSON object")])
    words = Words.read_words({**meta, **said, "publisher": line.publisher})
    page = receive(
        unpack(line.form, packed), words=words, content_type=line.content_type or (content_type if line.form == "file" else None)
    )
    received = delivery.received.model_copy(update={"bytes": len(page.body)})
    return Opened(page, replace(delivery, received=received))


def delivery_of(bench: Workbench, line: Line, *, size: int) -> Delivery:
    received = Received(via="backfill", at=line.at, sender=f"{line.key}#{line.name}" if line.form != "file" else line.key, bytes=size)
    return Delivery(line.publisher, receipt_id_of(bench, line), received)


def receipt_id_of(bench: Workbench, line: Line) -> str:
    """Of the place: the same however often the line is tried, another for a page that was laid down again."""
    place = (bench.bucket, str(line.key), line.version or "", str(line.offset), str(line.length))
    return b32encode(sha256("\0".join(place).encode()).digest()).decode().lower()[:RECEIPT_ID_CHARS]


def unpacked(line: Line, packed: bytes) -> bytes | None:
    """The page for a second attempt; None where it does not unpack."""
    try:
        return unpack(line.form, packed)
    except PageRejected:
        return None


def told_words(line: Line) -> dict[str, str] | None:
    """As an object's metadata, from which a second attempt reads them; None where they have no form that can be kept."""
    try:
        words = Words.read_words(dict(line.words))
    except InvalidWords:
        return None
    return spell_metadata(words) if fits_metadata(words) else None


# --------------------------------------------------------------- receipts


def find_settled_lines(desk: Desk, bench: Workbench, lines: Iterable[Line]) -> dict[int, Outcome]:
    """Lines whose page was accepted before, by their receipts."""
    known: dict[int, Outcome] = {}
    pages = [line for line in lines if not line.article]
    for publisher_id in {line.publisher for line in pages}:
        ids = {receipt_id_of(bench, line): line for line in pages if line.publisher == publisher_id}
        receipts = ledgers.find_receipts(desk.ledger, publisher_id, ids, at=desk.clock())
        known |= {ids[receipt_id].n: outcome_of(ids[receipt_id], receipt) for receipt_id, receipt in receipts.items() if receipt.is_settled}
    return known


def outcome_of(line: Line, receipt: Receipt) -> Outcome:
    """What the page became when it came first."""
    if receipt.accepted_as is None:
        error = receipt.error or {}
        return Outcome(line.n, "rejected", receipt=receipt.receipt_id, type=error.get("type"), detail=error.get("detail"))
    accepted: Accepted = receipt.accepted_as
    return Outcome(line.n, accepted, receipt.article_id, receipt.revision, receipt.receipt_id)


# --------------------------------------------------------- kept articles


def settle_article(desk: Desk, line: Line, article_id: str) -> Outcome:
    """What its newer reading changes is kept as a revision; an article that is not live, or in which nothing is found, stays as it is."""
    try:
        return Outcome(line.n, renormalize(desk, line.publisher, article_id), article_id)
    except (PageRejected, Gone, Unknown) as fault:
        return Outcome(line.n, "rejected", article_id, type=fault.type, detail=fault.detail)


def foresee_article(desk: Desk, line: Line, article_id: str) -> Outcome:
    try:
        changes = compare_readings(desk, line.publisher, article_id)
    except (PageRejected, Gone, Unknown) as fault:
        return Outcome(line.n, "rejected", article_id, type=fault.type, detail=fault.detail)
    return Outcome(line.n, "revised" if changes else "unchanged", article_id, changes=changes)
