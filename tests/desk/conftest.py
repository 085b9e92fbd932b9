"""A desk to push pages at."""

import pytest

from copydesk.desk import Desk
from tests.desk.pushing import Push, pushing


@pytest.fixture
def push(desk: Desk) -> Push:
    return pushing(desk)
