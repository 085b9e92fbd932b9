"""The plain address that `make serve` gives to the API: it changes nothing, and refuses what the gateway refuses."""

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from infra.local.proxy import GATEWAY_BYTES, running_proxy


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = json.dumps({"method": self.command, "path": self.path, "body": body.decode(), "type": self.headers.get("Content-Type")})
        self.send_response(207)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(told.encode())

    do_GET = do_POST = do_HEAD = do_BREW = do_any

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def door() -> Iterator[HTTPConnection]:
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    upstream.daemon_threads = True
    thread = threading.Thread(target=upstream.serve_forever, args=(0.01,))
    thread.start()
    with running_proxy(0, f"http://127.0.0.1:{upstream.server_port}", "abc") as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        yield connection
        connection.close()
    upstream.shutdown()
    upstream.server_close()
    thread.join()


def ask(door: HTTPConnection, *request: object, **options: object) -> tuple[HTTPResponse, dict[str, str]]:
    door.request(*request, **options)  # type: ignore[arg-type]
    answer = door.getresponse()
    return answer, json.loads(answer.read() or b"{}")


def test_path_query_body_and_type_arrive_as_they_were_sent(door: HTTPConnection) -> None:
    path = "/v1/articles?url=%EA%B0%80&x=1%2B2"
    answer, told = ask(door, "POST", path, "<p>가".encode(), {"Content-Type": "text/html"})
    assert answer.status == 207
    assert told == {
        "method": "POST",
        "path": f"/_aws/execute-api/abc{path}",
        "body": "<p>가",
        "type": "text/html",
    }


def test_a_method_that_nobody_knows_is_the_apis_to_answer(door: HTTPConnection) -> None:
    assert ask(door, "BREW", "/")[1]["method"] == "BREW"


def test_head_keeps_its_length_and_has_no_body(door: HTTPConnection) -> None:
    answer, told = ask(door, "HEAD", "/")
    assert int(answer.headers["Content-Length"]) > 0
    assert told == {}


def test_a_chunked_body_arrives_whole_and_the_connection_goes_on(door: HTTPConnection) -> None:
    told = ask(door, "POST", "/", iter([b"ab", b"c"]), {"Transfer-Encoding": "chunked"}, encode_chunked=True)[1]
    assert told["body"] == "abc"
    assert ask(door, "POST", "/", b"next")[1]["body"] == "next"


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b" " * (GATEWAY_BYTES + 1), 413),
        ({"Content-Length": "many"}, b"", 400),
        ({"Content-Length": "-1"}, b"", 400),
        ({f"X-{number}": "1" for number in range(200)}, b"", 431),
    ],
)
def test_what_the_gateway_refuses_is_refused_here(door: HTTPConnection, headers: dict[str, str], body: bytes, status: int) -> None:
    assert ask(door, "POST", "/", body, headers)[0].status == status


def test_an_upstream_that_is_gone_is_503() -> None:
    with running_proxy(0, "http://127.0.0.1:1", "abc") as port:
        door = HTTPConnection("127.0.0.1", port, timeout=10)
        answer, told = ask(door, "GET", "/")
        door.close()
    assert (answer.status, told) == (503, {"message": "Service Unavailable"})
