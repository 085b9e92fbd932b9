"""What a sender insists on before its page may change anything."""

from dataclasses import dataclass
from typing import Literal

from ..errors import PreconditionFailed, Purged, Unknown
from .records import Head


@dataclass(frozen=True)
class Terms:
    """`article_id` is the article that is meant, whatever names the page bears; `heads` the revisions one of which must be the head."""

    article_id: str | None = None
    heads: frozenset[int] | Literal["any"] | None = None
    only_new: bool = False

    def check(self, head: Head | None) -> None:
        """Raises Purged, Unknown or PreconditionFailed where the head, as it was read, does not fit."""
        if head and head.status == "purged":
            raise Purged(f"article {head.article_id} is purged: nothing is taken in for it until an admin lifts that")
        if self.article_id and head is None:
            raise Unknown(f"there is no article {self.article_id}")
        if self.only_new and head:
            raise PreconditionFailed(f"this is article {head.article_id}, which is there already as revision {head.revision}")
        if self.heads is not None and head is None:
            raise PreconditionFailed("there is no such article yet")
        if isinstance(self.heads, frozenset) and head and head.revision not in self.heads:
            raise PreconditionFailed(f"the head of article {head.article_id} is revision {head.revision}; read it, then decide again")


ANYHOW = Terms()
