"""One stack for all who only use its doors; whoever changes it puts it right again."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from infra.local import demo
from infra.local.bundle import zip_functions
from infra.local.emulator import running_emulator
from infra.local.proxy import running_proxy
from infra.local.settings import Settings
from infra.local.stack import deploy
from infra.local.trial import free_port
from tests.infra.local import Local


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    settings = Settings(port=free_port(), emulator_port=free_port(), bind="127.0.0.1", fresh=False)
    with ExitStack() as running:
        emulator = running.enter_context(running_emulator(settings, tmp_path_factory.mktemp("stack")))
        stack = deploy(emulator, zip_functions())
        running.enter_context(running_proxy(settings.port, emulator.url, stack.outputs["HttpApiId"]))
        demo.seed(emulator, stack)
        yield Local(settings, emulator, stack)
