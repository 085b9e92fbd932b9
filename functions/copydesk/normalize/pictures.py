"""Which picture stands nearest to a line, and which boxes with a picture are sections of text: found without a look at all the others."""

from bisect import bisect_left, bisect_right

from copydesk.normalize.document import Box, Document, Leaf, Line


class Pictures:
    """The leaves of a page that have one of the tags, in order."""

    def __init__(self, document: Document, tags: tuple[str, ...]) -> None:
        self._at = [i for i, leaf in enumerate(document.leaves) if leaf.tag in tags]
        self._leaves = [document.leaves[i] for i in self._at]
        self._positions = [leaf.position for leaf in self._leaves]

    def nearest(self, box: Box, line: Line) -> Leaf | None:
        """The last picture in the box before the line, else its first; None where the box holds none."""
        first, end = bisect_left(self._at, box.first_leaf), bisect_left(self._at, box.last_leaf)
        if first == end:
            return None
        before = bisect_right(self._positions, line.index, first, end)
        return self._leaves[max(first, before - 1)]


class Sections:
    """Boxes that stand in a row with boxes of the same make which hold text and no picture: sections, and no figures."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[tuple[int, str, str], bool] = {}

    def has(self, box: Box) -> bool:
        if box.parent is None or not box.names.strip():
            return False
        row = (box.parent.index, box.tag, box.names)
        if row not in self._known:
            self._known[row] = any(
                other.names == box.names
                and other.tag == box.tag
                and other.first_leaf == other.last_leaf
                and self._document.chars(other) >= MIN_SECTION
                and self._document.link_share(other) < 0.3
                for other in box.parent.boxes
            )
        return self._known[row]


MIN_SECTION = 120  # characters; a credit or a label in a box of its own has fewer
