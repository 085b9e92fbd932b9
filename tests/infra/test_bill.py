"""What goes to Lambda is listed with its licence, and brings none that asks for more than its notice."""

from email.message import Message
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

import pytest

from infra.bill import FILE, LICENCES, Unlicensed, describe, find_licence, write_bill
from tests.infra.test_pack import LOCKED


class Made(Distribution):
    """A package that says of itself what a test wants."""

    def __init__(self, **told: str) -> None:
        self.told = {"Name": "made", "Version": "1", **{name.replace("_", "-"): value for name, value in told.items()}}

    def read_text(self, filename: str) -> str | None:
        message = Message()
        for name, value in self.told.items():
            message[name] = value
        return str(message) if filename == "METADATA" else None

    def locate_file(self, path: Any) -> Any:
        raise NotImplementedError


@pytest.mark.parametrize("package", LOCKED)
def test_a_package_of_the_bundle_has_a_licence_that_it_may_have(package: str) -> None:
    assert find_licence(distribution(package)) in LICENCES.values()


AFFERO = "License :: OSI Approved :: GNU Affero General Public License v3"


@pytest.mark.parametrize("told", [{}, {"License": "GPL-3.0"}, {"Classifier": AFFERO}])
def test_another_licence_or_none_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(Unlicensed, match="made 1"):
        describe([Made(**told)])


def test_the_bill_lists_each_package_with_version_and_licence(tmp_path: Path) -> None:
    folder = tmp_path / "made-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.4\nName: Made_Up\nVersion: 1.2\nLicense-Expression: MIT\n")
    assert write_bill(tmp_path) == 1
    (component,) = describe([Made(Name="Made_Up", Version="1.2", License="MIT")])["components"]
    assert (component["purl"], component["licenses"]) == ("pkg:pypi/made-up@1.2", [{"license": {"id": "MIT"}}])
    assert '"specVersion": "1.6"' in (tmp_path / FILE).read_text()
