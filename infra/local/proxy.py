"""A plain loopback address for the API: the emulator knows it only by an id that changes with the stack."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

GATEWAY_BYTES = 10 * 1024 * 1024  # an HTTP API takes no larger body; ministack would
GATEWAY_SECONDS = 30
STOP_SECONDS = 0.05  # how often it looks whether to stop
PIECE_BYTES = 64 * 1024
HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}


@contextmanager
def running_proxy(port: int, emulator_url: str, api_id: str) -> Iterator[int]:
    """The port it listens on; 0 chooses one."""

    class Door(_Door):
        upstream = urlsplit(emulator_url).netloc
        prefix = f"/_aws/execute-api/{api_id}"

    server = _Server(("127.0.0.1", port), Door)
    thread = threading.Thread(target=server.serve_forever, args=(STOP_SECONDS,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # of connections that all come at once; of more than five, the rest would wait a second to try again


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    upstream: str
    prefix: str

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name.startswith("do_"):  # every method is the API's to answer, unknown ones too
            return self.forward
        raise AttributeError(name)

    def forward(self) -> None:
        try:
            body = self._read_body()
        except ValueError:
            self._refuse(400, "Bad Request")
            return
        if body is None:
            self._refuse(413, "Request Entity Too Large")
            return
        try:
            answer, content = self._ask_upstream(body)
        except (OSError, http.client.HTTPException):
            self._refuse(503, "Service Unavailable")
            return
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                self.send_header(name, value)
        self._finish(content, answer.getheader("Content-Length") if self.command == "HEAD" else None)

    def _ask_upstream(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP | {"content-length", "expect"}}
        connection = http.client.HTTPConnection(self.upstream, timeout=GATEWAY_SECONDS)
        try:
            connection.request(self.command, self.prefix + self.path, body or None, headers)
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def _read_body(self) -> bytes | None:
        """The request's body, None if it is larger than the gateway takes. Raises ValueError for lengths that are none."""
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._read_chunks()
        length = int(self.headers.get("Content-Length") or 0)
        if length < 0:
            raise ValueError(length)
        if length > GATEWAY_BYTES:
            self._read_away(length)
            return None
        return self.rfile.read(length)

    def _read_chunks(self) -> bytes | None:
        body = bytearray()
        while size := int(self.rfile.readline(100).split(b";")[0], 16):
            body += self.rfile.read(min(size, GATEWAY_BYTES + 1))
            if len(body) > GATEWAY_BYTES:
                return None
            self.rfile.readline(100)
        while self.rfile.readline(8192).strip():
            pass  # trailers
        return bytes(body)

    def _read_away(self, length: int) -> None:
        """Takes what a client insists on sending before it listens, within reason."""
        for _ in range(min(length, 10 * GATEWAY_BYTES) // PIECE_BYTES):
            if not self.rfile.read(PIECE_BYTES):
                break

    def _refuse(self, status: int, message: str) -> None:
        """Answers as the gateway would, and hangs up: what the request still holds is not read."""
        self.close_connection = True
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self._finish(json.dumps({"message": message}).encode())

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is no request, or has too many headers: the server's own refusals would be HTML pages."""
        self._refuse(code, message or HTTPStatus(code).phrase)

    def _finish(self, content: bytes, length: str | None = None) -> None:
        self.send_header("Content-Length", length or str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            with suppress(ConnectionError):  # a browser that went elsewhere listens no longer
                self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Silence: the functions' own log tells more, and serve's lines stay readable."""
