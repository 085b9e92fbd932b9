"""A desk's HTTP API from outside: where it is, the key that opens it, one call."""

import argparse
import ipaddress
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from .advice import Unreachable

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

KEY = "COPYDESK_KEY"
API = "COPYDESK_API"
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 35.0  # the gateway gives up at 30 and says so
KEY_ADVICE = f"put it into {KEY}, or into a file for --key-file; `copydesk keys add --help` tells how one is made"
HOUSE_NAMES = (".local", ".internal", ".localhost", ".test")  # hosts that only a network of one's own resolves


class NotOpened(Unreachable):
    """With this address or this key nobody gets in: no request of the same run will fare better."""


class Refused(Unreachable):
    """The desk's own no to one request: nothing of that name, withdrawn, a form that it has not."""


@dataclass(frozen=True)
class Answer:
    """`body` as it came; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @cached_property
    def document(self) -> Any:
        """The JSON of the body; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def problem(self) -> tuple[str, str]:
        """(type, what happened and what to do), also of an answer that is not the desk's own."""
        told = self.document if isinstance(self.document, dict) else {}
        kind = str(told.get("type") or "").removeprefix("/problems/")
        return kind or f"http_{self.status}", str(told.get("detail") or told.get("message") or f"answered with {self.status}")

    @property
    def is_ours(self) -> bool:
        """Whether a desk says it: a problem document, or what a success looks like."""
        return self.status < 300 or self.headers.get("content-type", "").startswith("application/problem+json")


@dataclass(frozen=True)
class Door:
    """`api` without a slash at its end. Safe in several threads; `calls` is how many at once keep their connections."""

    api: str
    key: str
    calls: int = 1

    @cached_property
    def _pool(self) -> "PoolManager":
        from urllib3 import PoolManager, Timeout

        return PoolManager(maxsize=self.calls, block=True, retries=False, timeout=Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS))

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """One request, one answer, whatever its status. Raises Unreachable where none comes."""
        from urllib3.exceptions import HTTPError

        address = self.api + path + (f"?{urlencode(query)}" if query else "")
        told = {"authorization": f"Bearer {self.key}", "user-agent": f"copydesk/{version('copydesk')}", **(headers or {})}
        try:
            answer = self._pool.request(method, address, body=body, headers=told, redirect=False)
        except HTTPError as fault:
            raise Unreachable(f"{self.api} does not answer ({_spell(fault)}); is it the right address, and does the desk run?") from fault
        return _answer(answer)

    def knock(self) -> None:
        """Raises Unreachable where nothing answers, NotOpened where something else than a desk does: found out before any waiting."""
        answer = self.ask("GET", "/healthz")
        if answer.status == 200 and answer.document != {"status": "ok"}:
            raise NotOpened(
                f"{self.api} answers, and is no desk: the API's address is what `make serve` prints or the stack's output ApiUrl"
            )

    def read(self, path: str, query: Mapping[str, str] | None = None, *, accept: str = "application/json") -> Answer:
        """A successful answer, one redirect (to a presigned link, without the key) followed. Raises Unreachable with the refusal else."""
        answer = self.ask("GET", path, query, {"accept": accept})
        if answer.status == 303:
            answer = self._fetch(answer.headers["location"])
        if answer.status in (401, 403):
            raise NotOpened(f"{self.api} refuses this key: {answer.problem[1]}; {KEY_ADVICE}")
        if answer.status != 200:
            kind, detail = answer.problem
            raise (Refused if answer.is_ours and answer.status < 500 else Unreachable)(f"{kind}: {detail}")
        return answer

    def send_form(self, address: str, fields: Mapping[str, str], page: bytes) -> Answer:
        """A presigned POST: the key stays here. Raises Unreachable."""
        from urllib3.exceptions import HTTPError

        parts: list[tuple[str, Any]] = [*fields.items(), ("file", ("page", page, "application/octet-stream"))]  # S3 wants the file last
        try:
            answer = self._pool.request("POST", address, fields=parts)
        except HTTPError as fault:
            raise Unreachable(f"{urlsplit(address).netloc}, which takes uploads, does not answer ({_spell(fault)})") from fault
        return _answer(answer)

    def _fetch(self, link: str) -> Answer:
        from urllib3.exceptions import HTTPError

        try:
            answer = self._pool.request("GET", link)
        except HTTPError as fault:
            raise Unreachable(
                f"{urlsplit(link).netloc}, which holds what is too large for an answer, does not answer ({_spell(fault)})"
            ) from fault
        return _answer(answer)


def _answer(told: "BaseHTTPResponse") -> Answer:
    return Answer(told.status, {name.lower(): value for name, value in told.headers.items()}, told.data)


def _spell(fault: Exception) -> str:
    """The fault without the objects that urllib3 names in it."""
    text = str(fault)
    return text.partition("): ")[2] or text if text.startswith("<") or "HTTPConnection" in text or "HTTPSConnection" in text else text


def add_door(parser: argparse.ArgumentParser, option: str) -> None:
    """`option` is --to or --from: it reads as a sentence."""
    group = parser.add_argument_group(
        "which desk", f"the stack that `make serve` runs on this machine, unless {option} or {API} names another"
    )
    group.add_argument(option, dest="api", metavar="URL", help="the API's address, as `make serve` prints it or the stack's output ApiUrl")
    group.add_argument("--key-file", metavar="FILE", help=f"a file that holds the key's secret alone, else {KEY}")


def open_door(arguments: argparse.Namespace, *, calls: int = 1) -> Door:
    """Raises NotOpened, or Unreachable where no local stack runs, with what to do about it."""
    api = (arguments.api or os.environ.get(API) or _find_local()).rstrip("/")
    return Door(_check(api), _read_key(arguments.key_file), calls)


def _find_local() -> str:
    from .places import find_serving

    return find_serving(Path.cwd(), None).api


def _check(api: str) -> str:
    parts = urlsplit(api)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotOpened(f"{api!r} is no address of an API: it begins with https:// and names a host")
    if parts.scheme == "http" and not _is_near(parts.hostname):
        raise NotOpened(f"{api}: over http:// everybody on the way could read the key; say https://")
    return api


def _is_near(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(HOUSE_NAMES)


def _read_key(file: str | None) -> str:
    try:
        key = Path(file).read_text("utf-8").strip() if file else os.environ.get(KEY, "").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise NotOpened(f"the key file cannot be read ({fault}): {KEY_ADVICE}") from fault
    if not key:
        raise NotOpened(f"{f'{file} is empty' if file else 'no key'}: {KEY_ADVICE}")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise NotOpened(f"the key is no key: it holds more than one word of letters, digits and signs; {KEY_ADVICE}")
    return key
