"""Every refusal and fault of copydesk, and who must act on it.

CopydeskError
├── PageRejected                 the sender's: the page will never be accepted as it is; a queue drops it
│   ├── EmptyPage                nothing was sent
│   ├── NotHtml                  plain text, a JPEG, JSON …
│   ├── TooLarge                 a limit in bytes or in a count of things; names limit and size
│   ├── TooDeep                  elements open at once
│   ├── BadTransfer              gzip that does not unpack
│   ├── Undecodable              no charset fits; names those that were tried
│   ├── DamagedInTransit         bytes that a text channel destroyed
│   └── NoArticle                a page without a story; names the best candidate's length
├── InvalidWords                 the sender's words do not have their form; names each word
├── Unauthorized · Forbidden     no key or a dead one · a key without this right
├── Unknown                      nothing of that name, or nothing that this key may see
├── Gone                         it was here
│   ├── Withdrawn                a newer edition brings it back
│   └── Purged                   nothing does until an admin lifts it
├── Conflict                     the state does not allow it; a new attempt needs new knowledge
│   └── KeyInUse                 the first request with this Idempotency-Key is still under way
├── PreconditionFailed           the head is not what If-Match or If-None-Match says
├── KeyReused                    an Idempotency-Key that came with another payload before
├── QuotaExceeded                the publisher's pages of the day are used up; names the seconds until the next
├── RuleBroken                   ours: a rule file that breaks its schema; the suite catches it before a deploy does
└── StoreUnavailable             time's: retried with backoff
"""

from typing import ClassVar


class CopydeskError(Exception):
    """`type` is the stable slug of the error, `detail` what happened and what to do about it."""

    type: ClassVar[str] = "error"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class PageRejected(CopydeskError):
    """A permanent fault of the page; sending the same bytes again gives the same answer."""

    type = "page_rejected"


class EmptyPage(PageRejected):
    type = "empty_page"

    def __init__(self) -> None:
        super().__init__("the body is empty: send the page's HTML")


class NotHtml(PageRejected):
    type = "not_html"


class TooLarge(PageRejected):
    """`size` things were found where `limit` are allowed; where counting stopped early, `size` is a lower bound."""

    type = "too_large"

    def __init__(self, what: str, *, size: int, limit: int, advice: str = "") -> None:
        super().__init__(f"{what}: {size:,} is over the limit of {limit:,}" + (f"; {advice}" if advice else ""))
        self.what, self.size, self.limit = what, size, limit


class TooDeep(PageRejected):
    type = "too_deep"

    def __init__(self, *, size: int, limit: int) -> None:
        super().__init__(f"elements nested {size:,} deep are over the limit of {limit:,}")
        self.size, self.limit = size, limit


class BadTransfer(PageRejected):
    type = "bad_transfer"


class Undecodable(PageRejected):
    type = "undecodable"

    def __init__(self, tried: tuple[str, ...]) -> None:
        super().__init__(f"the bytes are not text in any charset tried ({', '.join(tried)}); name it with charset=")
        self.tried = tried


class DamagedInTransit(PageRejected):
    type = "damaged_in_transit"


class NoArticle(PageRejected):
    """`best` is the length in characters of the longest candidate for a story, `limit` what a story needs."""

    type = "no_article"

    def __init__(self, *, best: int, limit: int) -> None:
        super().__init__(f"no article found: the best candidate has {best:,} characters of prose, a story needs {limit:,}")
        self.best, self.limit = best, limit


class InvalidWords(CopydeskError):
    """`errors` holds one (JSON pointer, message) for each word that does not have its form."""

    type = "invalid_words"

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{pointer}: {message}" for pointer, message in errors))
        self.errors = errors


class Unauthorized(CopydeskError):
    type = "unauthorized"


class Forbidden(CopydeskError):
    type = "forbidden"


class Unknown(CopydeskError):
    type = "unknown"


class Gone(CopydeskError):
    type = "gone"


class Withdrawn(Gone):
    type = "withdrawn"


class Purged(Gone):
    type = "purged"


class Conflict(CopydeskError):
    type = "conflict"


class KeyInUse(Conflict):
    type = "idempotency_key_in_use"

    def __init__(self) -> None:
        super().__init__("the first request with this Idempotency-Key is still under way; ask again in a moment")


class PreconditionFailed(CopydeskError):
    type = "precondition_failed"


class KeyReused(CopydeskError):
    type = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__("this Idempotency-Key came with another payload before; a new request needs a new key")


class QuotaExceeded(CopydeskError):
    """`limit` pages of the day are used up; the next day begins in `seconds`."""

    type = "quota_exceeded"

    def __init__(self, publisher_id: str, *, limit: int, seconds: int) -> None:
        super().__init__(f"publisher {publisher_id!r} has pushed its {limit:,} pages of this UTC day")
        self.limit, self.seconds = limit, seconds


class RuleBroken(CopydeskError):
    type = "rule_broken"


class StoreUnavailable(CopydeskError):
    type = "store_unavailable"
