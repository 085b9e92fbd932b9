import socket

import pytest

from infra.local.settings import CannotServe, Settings, read_settings, require_free_ports


def test_the_emulator_stands_beside_the_api_unless_told_otherwise() -> None:
    assert read_settings({"PORT": "9000"}) == Settings(port=9000, emulator_port=9001, bind="127.0.0.1", fresh=False)
    assert read_settings({}).api_url == "http://127.0.0.1:8787"


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1", "٨٠"])
def test_what_is_no_port_is_said_so(text: str) -> None:
    with pytest.raises(CannotServe, match="PORT="):
        read_settings({"PORT": text})


def test_a_busy_port_is_named_together_with_the_way_out() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(CannotServe, match=rf"127\.0\.0\.1:{port} .*PORT="):
            require_free_ports(Settings(port=port, emulator_port=port, bind="127.0.0.1", fresh=False))
