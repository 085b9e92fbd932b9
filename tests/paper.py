"""A small honest article page for tests that are not about reading pages."""

PARAGRAPHS = (
    "The harbour council voted on Monday to keep the old lighthouse lit, after a winter in which two boats lost their way in fog.",
    "Keepers had argued for years that the lamp, first lit in 1884, is more than a memory: fishermen still steer by it when radar fails.",
    "The vote was closer than expected, and the mayor, who had called the lamp a luxury, promised to pay for the new wiring by spring.",
)


def print_page(
    *,
    headline: str = "Lighthouse stays lit",
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    canonical: str | None = None,
    amp: str | None = None,
    charset: str = "utf-8",
) -> str:
    links = [("canonical", canonical), ("amphtml", amp)]
    head = "".join(f'<link rel="{rel}" href="{href}">' for rel, href in links if href)
    prose = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="{charset}"><title>{headline}</title>{head}</head>'
        f"<body><article><h1>{headline}</h1>{prose}</article></body></html>"
    )


def rewritten(line: str) -> tuple[str, ...]:
    """The same story with another last paragraph: another content."""
    return (*PARAGRAPHS[:2], f"{line} The council meets again in a month, and the keepers say that they will be in the front row, as ever.")
