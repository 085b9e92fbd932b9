"""What the person at the keyboard may choose."""

import errno
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
NO_SUCH_ADDRESS = (errno.EADDRNOTAVAIL, socket.EAI_NONAME)


class CannotServe(Exception):
    """Told to the person as it stands: what is in the way, and what to do about it."""


@dataclass(frozen=True)
class Settings:
    """`bind` is the address the emulator listens on; the API itself never leaves 127.0.0.1. `state` is a folder of one's own choice."""

    port: int
    emulator_port: int
    bind: str
    fresh: bool
    state: Path | None = None

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def emulator_url(self) -> str:
        return f"http://{'127.0.0.1' if self.bind == '0.0.0.0' else self.bind}:{self.emulator_port}"

    @property
    def home(self) -> Path:
        """State and logs."""
        return self.state or self.usual_home

    @property
    def usual_home(self) -> Path:
        """One folder for each port of the emulator: it writes its port into the names of its queues."""
        return PROJECT / ".copydesk" / f"emulator-{self.emulator_port}"


def read_settings(environ: Mapping[str, str]) -> Settings:
    port = _read_port(environ.get("PORT") or "8787", "PORT")
    emulator_port = _read_port(environ.get("EMULATOR_PORT") or str(port + 1), "EMULATOR_PORT")
    if port == emulator_port:
        raise CannotServe(f"PORT and EMULATOR_PORT are both {port}; leave EMULATOR_PORT out, and it is the next one")
    state = environ.get("STATE")
    return Settings(
        port,
        emulator_port,
        bind=environ.get("BIND") or "127.0.0.1",
        fresh=environ.get("FRESH") == "1",
        state=Path(state).absolute() if state else None,
    )


def _read_port(text: str, name: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:
        raise CannotServe(f"{name}={text} is no port; a number like {name}=8787 is")
    return int(text)


def require_free_ports(settings: Settings) -> None:
    for host, port, name in (("127.0.0.1", settings.port, "PORT"), (settings.bind, settings.emulator_port, "EMULATOR_PORT")):
        with socket.socket() as probe:
            # Without it a port that was served from a moment ago counts as busy for a minute.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno in NO_SUCH_ADDRESS:
                    raise CannotServe(f"this machine has no address {host}: BIND=… names one of its own") from error
                raise CannotServe(f"cannot listen on {host}:{port} ({error.strerror}): stop what is there, or say {name}=…") from error
