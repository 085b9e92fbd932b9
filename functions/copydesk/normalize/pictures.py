"""Which picture stands nearest to a line: found without a look at all the others."""

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
