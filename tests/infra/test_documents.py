"""The documents: what they point at is there. Their commands are followed in test_commands."""

import re
from pathlib import Path

import pytest

from tests.infra.documents import DOCUMENTS, PROJECT

LINKS = [(name, link) for name, text in DOCUMENTS.items() for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
MAX_PICTURE_BYTES = 150_000


def anchors(text: str) -> set[str]:
    """As GitHub makes them: small letters, hyphens for spaces, signs left out."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(("name", "link"), LINKS)
def test_a_link_leads_somewhere(name: str, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = (PROJECT / name).parent / path if path else PROJECT / name
    assert target.exists()
    assert not anchor or anchor in anchors(target.read_text())


@pytest.mark.parametrize("picture", sorted((PROJECT / "docs" / "images").iterdir()), ids=lambda picture: picture.name)
def test_a_picture_is_light_and_shown(picture: Path) -> None:
    assert picture.stat().st_size <= MAX_PICTURE_BYTES
    assert f"docs/images/{picture.name}" in DOCUMENTS["README.md"]
