"""The lock files: what runs on Lambda is what was tested, and nothing is missing from it."""

import ast
import re
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
TOOLS = ("browser", "checkov", "fuzz", "sam")
LOCKS = ("functions/requirements.txt", "requirements-dev.txt", *(f"infra/requirements-{tool}.txt" for tool in TOOLS))
# Packages whose import has another name than the package.
PACKAGE_OF = {"aws_lambda_powertools": "aws-lambda-powertools", "charset_normalizer": "charset-normalizer"}


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (PROJECT / lock).read_text(), re.MULTILINE))


def imported_packages(room: Path) -> set[str]:
    found = set()
    for source in room.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"copydesk"}


def test_lambda_gets_the_versions_that_were_tested() -> None:
    assert pins("functions/requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("room", ["handlers", "normalize", "renditions", "rules", "store"])
def test_whatever_a_function_imports_is_in_its_lock(room: str) -> None:
    packages = {PACKAGE_OF.get(name, name) for name in imported_packages(PROJECT / "functions" / "copydesk" / room)}
    assert packages <= pins("functions/requirements.txt").keys()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash_and_no_lock_names_a_host(lock: str) -> None:
    text = (PROJECT / lock).read_text()
    packages = re.findall(r"^[a-z0-9][^\n]*", text, re.MULTILINE)
    assert len(packages) == len(re.findall(r"^[a-z0-9][^\n]* \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE))
    assert "://" not in text
    assert not re.search(r"^--(index-url|extra-index-url|find-links)", text, re.MULTILINE)


def test_boto_is_the_one_that_ministack_pins() -> None:
    assert pins("functions/requirements.txt")["botocore"] == pins("requirements-dev.txt")["botocore"] == "1.43.106"
