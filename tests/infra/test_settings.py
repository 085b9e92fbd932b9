import socket
from pathlib import Path

import pytest

from infra.local.settings import PROJECT, CannotServe, Settings, read_settings, require_free_ports


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


def test_an_address_that_this_machine_has_not_is_said_so() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(CannotServe, match=r"no address 192\.0\.2\.1: BIND="):
        require_free_ports(Settings(port=port, emulator_port=port, bind="192.0.2.1", fresh=False))


def test_the_api_and_the_emulator_cannot_share_a_port() -> None:
    with pytest.raises(CannotServe, match="EMULATOR_PORT"):
        read_settings({"PORT": "9000", "EMULATOR_PORT": "9000"})


def test_the_state_stays_in_the_project_unless_a_folder_is_named(tmp_path: Path) -> None:
    assert read_settings({"PORT": "9000"}).home == PROJECT / ".copydesk" / "emulator-9001"
    assert read_settings({"STATE": str(tmp_path)}).home == tmp_path
