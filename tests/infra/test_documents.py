"""The documents: what they point at is there, and what they tell people to type exists."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
DOCUMENTS = {str(path.relative_to(PROJECT)): path.read_text() for path in sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md")])}
TARGETS = set(re.findall(r"^([\w-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
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


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_of_a_document_is_there(name: str) -> None:
    told = {target for pair in re.findall(r"^make ([\w-]+)|`make ([\w-]+)", DOCUMENTS[name], re.MULTILINE) for target in pair if target}
    assert told - TARGETS == set()


@pytest.mark.parametrize("picture", sorted((PROJECT / "docs" / "images").iterdir()), ids=lambda picture: picture.name)
def test_a_picture_is_light_and_shown(picture: Path) -> None:
    assert picture.stat().st_size <= MAX_PICTURE_BYTES
    assert f"docs/images/{picture.name}" in DOCUMENTS["README.md"]
