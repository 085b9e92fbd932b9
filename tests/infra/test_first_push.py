"""The sample page that make serve pushes, to a gateway that is not ready at once."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from infra.local.demo import PUSH_TRIES, push_page
from infra.local.settings import CannotServe, Settings


@pytest.fixture
def busy() -> Iterator[HTTPServer]:
    """A gateway with a list of the statuses that it will answer."""

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(server.answers.pop(0))
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def settings_of(server: HTTPServer) -> Settings:
    return Settings(port=server.server_port, emulator_port=1, bind="127.0.0.1", fresh=False)


def test_a_first_start_that_outlasts_the_gateway_is_waited_for(busy: HTTPServer) -> None:
    busy.answers = [503, 201]
    assert push_page(settings_of(busy)).status == 201


def test_a_gateway_that_never_answers_is_told(busy: HTTPServer) -> None:
    busy.answers = [503] * PUSH_TRIES
    with pytest.raises(CannotServe, match="answered with 503"):
        push_page(settings_of(busy))
