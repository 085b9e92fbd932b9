"""What the desk promises, told once more and in another way: a sequential keeper of editions, in memory, without a store.

It knows nothing of DynamoDB: it is told of deliveries one after the other and says what each becomes.
"""

from dataclasses import dataclass, field
from typing import Literal

type Rank = tuple[str, int]
"""An edition's order key, and the version of the normalizer that read it."""


@dataclass(frozen=True)
class Sent:
    """One delivery as the model sees it. `names` strongest first; `strict` is the revision that If-Match names."""

    receipt_id: str
    names: tuple[str, ...]
    external_id: str | None
    rank: Rank
    content: str
    strict: int | None = None


@dataclass
class Piece:
    """An article: every revision (rank, content) from 1, and which of them is shown."""

    external_id: str | None
    revisions: list[tuple[Rank, str]] = field(default_factory=list)
    shown: int = 0
    rank: Rank = ("", 0)
    content: str = ""
    status: Literal["live", "withdrawn", "purged"] = "live"
    purged_up_to: int = 0


@dataclass
class Model:
    pieces: dict[str, Piece] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # name → article
    outcomes: dict[str, str] = field(default_factory=dict)  # receipt → what became of it

    def find(self, sent: Sent) -> str | None:
        """The article that the delivery belongs to; None for a new one. Raises LookupError where two works would share an address."""
        foreign = {
            name for name in sent.names
            if sent.external_id and name in self.names and self.pieces[self.names[name]].external_id not in (None, sent.external_id)
        }  # fmt: skip
        if foreign & {name for name in sent.names if name.startswith("url:")}:
            raise LookupError("conflict")
        return next((self.names[name] for name in sent.names if name in self.names and name not in foreign), None)

    def push(self, sent: Sent, article_id: str) -> str:
        """What it becomes; `article_id` is the one that it got in the ledger."""
        known = self.find(sent)
        assert known in (None, article_id), "the page went to another article than its names say"
        piece = self.pieces.setdefault(article_id, Piece(sent.external_id))
        assert piece.status != "purged", "a page came into a purged article"
        assert sent.strict in (None, piece.shown), "a page came in although the head had moved"
        for name in sent.names:
            self.names.setdefault(name, article_id)
        piece.external_id = piece.external_id or sent.external_id
        outcome = self.judge(piece, sent)
        if outcome in ("created", "revised", "superseded"):
            piece.revisions.append((sent.rank, sent.content))
        if outcome in ("created", "revised"):
            piece.shown, piece.content, piece.status = len(piece.revisions), sent.content, "live"
        if outcome != "superseded":
            piece.rank = max(piece.rank, sent.rank)
        self.outcomes[sent.receipt_id] = outcome
        return outcome

    @staticmethod
    def judge(piece: Piece, sent: Sent) -> str:
        if not piece.revisions:
            return "created"
        if sent.content == piece.content:
            return "duplicate" if sent.rank[0] == piece.rank[0] else "unchanged"
        if sent.rank > piece.rank:
            return "revised"
        kept = [(rank[0], content) for rank, content in piece.revisions[piece.purged_up_to :]]
        return "duplicate" if (sent.rank[0], sent.content) in kept else "superseded"

    def bury(self, article_id: str, status: Literal["withdrawn", "purged"], order_key: str) -> None:
        piece = self.pieces[article_id]
        assert piece.status != "purged"
        assert piece.status != status
        assert (order_key, 0) > (piece.rank[0], 0), "a tombstone that its own edition comes after"
        rank = (order_key, 0 if status == "purged" else piece.rank[1])
        piece.revisions.append((rank, ""))
        piece.shown, piece.rank, piece.content, piece.status = len(piece.revisions), rank, "", status
        if status == "purged":
            piece.purged_up_to = piece.shown

    def read_again(self, article_id: str, rank: Rank, content: str) -> None:
        """The head's page, read by a newer normalizer."""
        piece = self.pieces[article_id]
        assert piece.status == "live"
        assert rank > piece.rank
        assert rank[0] == piece.rank[0], "a reading that is no reading of the head's page"
        piece.rank = rank
        if content != piece.content:
            piece.revisions.append((rank, content))
            piece.shown, piece.content = len(piece.revisions), content

    def lift(self, article_id: str) -> None:
        assert self.pieces[article_id].status == "purged"
        self.pieces[article_id].status = "withdrawn"
