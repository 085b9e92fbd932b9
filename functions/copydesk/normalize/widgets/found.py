"""A recognised piece of furniture, before it is read."""

from dataclasses import dataclass

from copydesk.normalize.document import Box, Leaf


@dataclass(frozen=True, slots=True)
class Found:
    """`lines` are the visible lines that it is the home of, heading and notes included.

    `hidden` are lines that the page hides but that belong to it: the entries of a closed share layer.
    `words` are the texts that are its own where line `at` holds controls of several kinds; the first of them has the line.
    `box` is the whole box, or None where the lines alone are meant (a heading and what follows it among other things).
    `leaf` is the frame or player of an embed. `provider` names the embed's host and `address` its address as written.
    """

    box: Box | None
    kind: str
    rule: str
    title: str | None = None
    lines: tuple[int, ...] = ()
    leaf: Leaf | None = None
    title_lines: tuple[int, ...] = ()
    provider: str | None = None
    address: str | None = None
    provider_id: str | None = None
    hidden: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    at: int | None = None

    @property
    def start(self) -> int:
        """Index for document order: that of the first line, or of where the box stands."""
        if self.at is not None:
            return self.at
        if self.lines:
            return self.lines[0]
        if self.leaf is not None:
            return self.leaf.position
        return self.box.first if self.box is not None else 0
