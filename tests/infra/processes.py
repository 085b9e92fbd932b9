"""Ports that nobody has, and processes that are no more."""

import os
import socket
import time


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_gone(group: int, within: float = 5.0) -> bool:
    """Whether no process of the group is left; the kernel needs a moment to bury the last ones."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
