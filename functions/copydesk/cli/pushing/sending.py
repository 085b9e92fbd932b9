"""One page to the desk, sent again while it is time's fault that there is no answer."""

import gzip
import json
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock
from typing import Any

from copydesk.page import MAX_BYTES

from ..advice import Unreachable
from ..door import KEY_ADVICE, Answer, Door, NotOpened
from .journal import Journal, Outcome
from .pages import Page, fingerprint

MAX_BODY_BYTES = 4 * 1024 * 1024  # of a request, as docs/api.md says; a larger page goes the way of an upload
PACK_BYTES = 64 * 1024  # a page is packed from here on; a quarter of it is left
MAX_RATIO = 100  # packed better than this it goes as it is: the desk takes what unpacks to 200 times its size for a bomb
THROTTLED = frozenset({429, 503})  # the desk is busy: everybody waits
FLEETING = frozenset({408, 425, 500, 502, 504})  # it may be the page's fault: MAX_TRIES, then the next page has its turn
MAX_TRIES = 5
FIRST_SECONDS, MOST_SECONDS = 0.5, 30.0  # of a wait that doubles from one try to the next, each anywhere between half and all of it
RECEIPT_SECONDS = 1.0  # between two looks at what became of an upload


class GaveUp(Unreachable):
    """The desk did not answer for as long as the person has patience."""


class Stopped(Exception):
    """The run ends; the page was not pushed."""


@dataclass
class Pace:
    """What all senders of a run keep to: nobody asks before `until`. Waits end at once when the run is stopped."""

    stop: Event
    patience: float
    until: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def hold(self, seconds: float) -> None:
        with self.lock:
            self.until = max(self.until, time.monotonic() + seconds)

    def keep(self) -> None:
        """Raises Stopped."""
        while (left := self.until - time.monotonic()) > 0:
            self.pause(left)
        self.pause(0)

    def pause(self, seconds: float) -> None:
        if self.stop.wait(seconds) if seconds else self.stop.is_set():
            raise Stopped


def backoff(tries: int) -> float:
    """Seconds to wait after that many tries."""
    most: float = min(MOST_SECONDS, FIRST_SECONDS * 2 ** min(tries - 1, 16))
    return random.uniform(most / 2, most)


@dataclass(frozen=True)
class Sender:
    """How pages of one run are sent. Safe in several threads."""

    door: Door
    journal: Journal
    pace: Pace

    def push(self, page: Page, body: bytes) -> Outcome:
        """What became of the page, not noted yet. Raises NotOpened, GaveUp or Stopped: the run is over."""
        mark = fingerprint(page, body)
        if len(body) > MAX_BYTES:
            return _outcome(page, mark, "refused", type="too_large", detail=f"over {MAX_BYTES:,} bytes")
        packed = pack(body)
        if len(packed) > MAX_BODY_BYTES or any(isinstance(value, list | dict) for value in page.words.values()):
            return self._upload(page, mark, body)
        answer = self._insist(
            "POST", "/v1/articles", query_of(page.words), headers_of(page, self.journal.idempotency_key(page.name, mark)), packed
        )
        return outcome_of(page, mark, answer)

    def _insist(
        self, method: str, path: str, query: Mapping[str, str] | None, headers: Mapping[str, str] | None, body: bytes | None = None
    ) -> Answer:
        """The answer that is not time's fault, or the last one of MAX_TRIES that may be the page's."""
        began, tries, fleeting = time.monotonic(), 0, 0
        while True:
            self.pace.keep()
            tries += 1
            answer, fault = self._try(method, path, query, headers, body)
            if answer is not None and answer.status not in THROTTLED | FLEETING and not _is_under_way(answer):
                return _check(answer, self.door.api)
            fleeting += answer is not None and answer.status in FLEETING
            if answer is not None and fleeting >= MAX_TRIES:
                return answer
            wait = max(backoff(tries), _retry_after(answer))
            if time.monotonic() - began + wait > self.pace.patience:
                raise GaveUp(_tell_patience(answer, fault, self.pace.patience, wait))
            if answer is None or answer.status in THROTTLED:
                self.pace.hold(wait)
            else:
                self.pace.pause(wait)

    def _try(
        self, method: str, path: str, query: Mapping[str, str] | None, headers: Mapping[str, str] | None, body: bytes | None
    ) -> tuple[Answer | None, Unreachable | None]:
        try:
            return self.door.ask(method, path, query, headers, body), None
        except Unreachable as fault:
            return None, fault

    def _upload(self, page: Page, mark: str, body: bytes) -> Outcome:
        """A page that no request holds, or with words that no query does: a form, the page to the store behind it, then the receipt."""
        told = {name: value for name, value in page.words.items() if value is not None}
        if page.content_type and page.content_type.lower().startswith("text/html"):
            told["content_type"] = page.content_type
        form = self._insist("POST", "/v1/uploads", None, {"content-type": "application/json"}, json.dumps(told).encode())
        if form.status != 201:
            return outcome_of(page, mark, form)
        sent = self.door.send_form(form.document["url"], form.document["fields"], body)
        if sent.status >= 300:
            return _outcome(
                page, mark, "failed", status=sent.status, type="upload_failed", detail=sent.body[:300].decode("utf-8", "replace")
            )
        while True:
            self.pace.pause(RECEIPT_SECONDS)
            answer = self._insist("GET", form.document["receipt"], None, None)
            if answer.status != 200 or answer.document.get("outcome") != "pending":
                return outcome_of(page, mark, answer)


def pack(body: bytes) -> bytes:
    """The page as it travels: gzip where that is worth it, the same bytes for the same page."""
    if len(body) < PACK_BYTES or body[:2] == b"\x1f\x8b":
        return body
    packed = gzip.compress(body, compresslevel=6, mtime=0)
    return packed if len(packed) * MAX_RATIO > len(body) else body


def query_of(words: Mapping[str, Any]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in words.items() if value is not None}


def headers_of(page: Page, idempotency_key: str) -> dict[str, str]:
    """Always opaque bytes: as text the gateway would damage what is no UTF-8. The charset of the page's own transport stays said."""
    _, _, parameters = (page.content_type or "").partition(";")
    content_type = f"application/octet-stream;{parameters}" if "charset" in parameters.lower() else "application/octet-stream"
    return {"content-type": content_type, "idempotency-key": idempotency_key, "prefer": "return=minimal"}


def outcome_of(page: Page, mark: str, answer: Answer) -> Outcome:
    """A success, a refusal for good, or a failure that may not be the page's."""
    if answer.status in FLEETING:
        kind, detail = answer.problem
        return _outcome(page, mark, "failed", status=answer.status, type=kind, detail=detail)
    told = answer.document if isinstance(answer.document, dict) else {}
    if answer.status >= 300 or told.get("error"):
        kind, detail = Answer(answer.status, {}, json.dumps(told["error"]).encode()).problem if told.get("error") else answer.problem
        return _outcome(page, mark, "refused", status=answer.status, type=kind, detail=detail)
    return _outcome(
        page,
        mark,
        str(answer.headers.get("copydesk-outcome") or told.get("outcome")),
        status=answer.status,
        article_id=told.get("article_id"),
        revision=told.get("revision"),
        receipt_id=answer.headers.get("copydesk-receipt") or told.get("receipt_id"),
    )


def _outcome(page: Page, mark: str, outcome: str, **more: Any) -> Outcome:
    return Outcome(page.name, mark, outcome, datetime.now(UTC).isoformat(timespec="milliseconds"), **more)


def _check(answer: Answer, api: str) -> Answer:
    """Raises NotOpened for what every page of the run would be answered."""
    if answer.status in (401, 403) and answer.is_ours:
        raise NotOpened(f"{api} refuses this key: {answer.problem[1]}; {KEY_ADVICE}")
    if not answer.is_ours and answer.status != 413:  # the gateway's own 413 is the page's
        raise NotOpened(f"{api} answered with {answer.status}, which no desk does: is this the API's address, without a path?")
    if answer.problem[0] == "unknown" and answer.status == 404:
        raise NotOpened(f"{api}: {answer.problem[1]}; `copydesk publishers list` shows those that there are, --word publisher=ID chooses")
    return answer


def _is_under_way(answer: Answer) -> bool:
    """The same page is just being taken in: a run that was killed had sent it."""
    return answer.status == 409 and answer.problem[0] == "idempotency_key_in_use"


def _retry_after(answer: Answer | None) -> float:
    told = answer.headers.get("retry-after", "") if answer else ""
    return float(told) if told.isascii() and told.isdigit() else 0.0


def _tell_patience(answer: Answer | None, fault: Unreachable | None, patience: float, wait: float) -> str:
    if answer is None:
        return f"{fault} Nothing was heard for {patience:,.0f} seconds"
    if wait > patience:
        return f"the desk asks to wait {wait:,.0f} seconds ({answer.problem[1]}); --patience is {patience:,.0f}"
    return f"the desk was busy for {patience:,.0f} seconds ({answer.problem[1]})"
