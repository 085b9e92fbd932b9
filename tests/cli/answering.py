"""The real API over HTTP on a free port, and the faults that lie between it and a sender."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from copydesk.handlers import api
from tests.handlers.asking import Answer, envelope


@dataclass(frozen=True)
class Fault:
    """What a sender gets instead of the desk's answer; a status of 0 is a connection that breaks off. `kept`: the desk had taken it in."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    kept: bool = False


@dataclass
class Answering:
    """`faults` come first, one for each push; `pushes` are the (path, headers) of all pushes, `most` of them were there at once."""

    address: str = ""
    faults: list[Fault] = field(default_factory=list)
    pushes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    slow: float = 0.0  # seconds that a push takes
    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def keys(self) -> list[str]:
        return [headers["idempotency-key"] for _, headers in self.pushes]


@contextmanager
def answering(house: api.House) -> Iterator[Answering]:
    told, numbers, one_at_a_time = Answering(), itertools.count(), threading.Lock()

    def converse(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        parts = urlsplit(target)
        query = parse_qsl(parts.query, keep_blank_values=True)
        asked = envelope(method, parts.path, query=query, headers=headers, body=body or None, number=next(numbers))
        with one_at_a_time:  # moto minds
            return Answer(api.converse(lambda: house, asked))

    class Door(_Door):
        answers, ask = told, staticmethod(converse)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    told.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers: Answering
    ask: Callable[..., Answer]

    def do_GET(self) -> None:
        self._respond(self.ask("GET", self.path, self._headers(), b""))

    def do_POST(self) -> None:
        body, headers = self.rfile.read(int(self.headers["content-length"])), self._headers()
        with self.answers.lock:
            self.answers.pushes.append((self.path, headers))
            fault = self.answers.faults.pop(0) if self.answers.faults else None
            self.answers.now += 1
            self.answers.most = max(self.answers.most, self.answers.now)
        time.sleep(self.answers.slow)
        answer = self.ask("POST", self.path, headers, body) if fault is None or fault.kept else None
        with self.answers.lock:
            self.answers.now -= 1
        if fault is not None and not fault.status:
            self.close_connection = True
        elif fault is not None:
            self._finish(fault.status, fault.headers, b'{"message": "not now"}')
        elif answer is not None:
            self._respond(answer)

    def _headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def _respond(self, answer: Answer) -> None:
        self._finish(answer.status, answer.headers, answer.body)

    def _finish(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass
