"""Where in the page each part of the article stands, for whoever asks to see it."""

from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from copydesk.normalize.document import Box, Line


class Places:
    """JSON pointer → the box that it was read from."""

    def __init__(self) -> None:
        self.boxes: dict[str, Box] = {}

    def note(self, pointer: str, box: Box | None) -> None:
        if box is not None:
            self.boxes[pointer] = box

    def note_printed(self, pointer: str, printed: str | None, lines: Iterable[Line]) -> None:
        """The box of the first of the lines that has these words."""
        if printed:
            self.note(pointer, next((line.box for line in lines if printed in line.text), None))

    def locators(self) -> dict[str, str]:
        """JSON pointer → CSS path."""
        return {pointer: css_path(box) for pointer, box in self.boxes.items()}


def css_path(box: Box) -> str:
    """`html > body > div:nth-of-type(2) > p`: a selector that only this element of the untouched page answers to."""
    steps: list[str] = []
    node: LexborNode | None = box.node
    while node is not None and node.tag and node.tag != "-undef":
        nth, twins, before = 1, False, node.prev
        while before is not None:
            nth += before.tag == node.tag
            before = before.prev
        after = node.next
        while after is not None and not twins:
            twins = after.tag == node.tag
            after = after.next
        steps.append(node.tag if nth == 1 and not twins else f"{node.tag}:nth-of-type({nth})")
        node = node.parent
    return " > ".join(reversed([step for step in steps if not step.startswith("-")]))
