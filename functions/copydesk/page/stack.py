"""How deep a parser would nest, by the rules of HTML's tree construction as far as these bear on depth.

https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody: the stack of open elements, the list of active formatting elements
with its markers, and what every start and end tag closes. Where the rules would ignore a tag, it is ignored or counted as open.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .nesting import BREAKOUT, FOREIGN, FORMATTING, ROOTS, VOID, Nested
from .tags import RAW_END, TAG, count_attributes, script_end

MARKED = frozenset("td th caption applet marquee object template".split())
BARRIERS = MARKED | {"table"}
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# Their start tag closes an open <p>; their end tag closes all that stands in them.
BLOCKS = HEADINGS | frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup listing main menu "
    "nav ol p pre search section summary ul dd dt li form table xmp plaintext".split()
)
TABLE_PARTS = frozenset("table tbody thead tfoot tr td th caption colgroup".split())
SPECIAL = BLOCKS | BARRIERS | TABLE_PARTS | frozenset("button select frameset noscript".split())
TABLE_ENDS = frozenset({"table", "template"})
CELL_ENDS = frozenset({"td", "th", "caption", "template"})
EXEMPT = frozenset({"address", "div", "p"})  # an <li> looks through these for the one before it

# What a start tag closes first: (the names it closes, the names that stop its search upwards). A button or select would close the one
# before it; parsers differ there, and counting it as open is the safe side.
CLOSES = {
    "li": (frozenset({"li"}), SPECIAL - EXEMPT),
    "dd": (frozenset({"dd", "dt"}), SPECIAL - EXEMPT),
    "dt": (frozenset({"dd", "dt"}), SPECIAL - EXEMPT),
    "table": (frozenset({"table"}), CELL_ENDS),
    "tr": (frozenset({"tr"}), TABLE_ENDS),
    "td": (frozenset({"td", "th"}), TABLE_ENDS),
    "th": (frozenset({"td", "th"}), TABLE_ENDS),
    **dict.fromkeys(("tbody", "thead", "tfoot", "caption"), (frozenset({"tbody", "thead", "tfoot", "caption"}), TABLE_ENDS)),
}
WRAPPERS = {"tr": ("tbody",), "td": ("tbody", "tr"), "th": ("tbody", "tr")}  # opened unasked around a bare row or cell
# What stops the search of an end tag; for a name that is in none of these, SPECIAL.
STOPS = {
    **dict.fromkeys(SPECIAL - {"noscript"}, BARRIERS),
    **dict.fromkeys(TABLE_PARTS, TABLE_ENDS),
    "li": BARRIERS | {"ol", "ul"},
    "p": BARRIERS | {"button"},
    "template": frozenset[str](),
}
HTML_IN_FOREIGN = frozenset("foreignobject desc title mi mo mn ms mtext annotation-xml".split())
RAW_NOT_IN = FOREIGN | {"select", "frameset"}  # a raw element in these may be read as markup
SAME_ALLOWED = 3  # equal formatting elements that are opened again; the rules forget the oldest of more


class Open:
    """An element on the stack; `foreign`: inside <svg> or <math>; `attributes` tell formatting elements apart."""

    __slots__ = ("attributes", "foreign", "name")

    def __init__(self, name: str, attributes: str = "", *, foreign: bool = False) -> None:
        self.name, self.attributes, self.foreign = name, attributes, foreign


@dataclass(slots=True)
class Stack:
    """`active` holds formatting elements and, as None, markers."""

    elements: list[Open] = field(default_factory=list)
    active: list[Open | None] = field(default_factory=list)
    rebuilt: int = 0
    form: bool = False

    def open(self, name: str, attributes: str, closed: bool) -> None:
        """A start tag; `closed` where it ends in a slash."""
        if self.in_foreign():
            if name not in BREAKOUT:
                if not closed:
                    self.elements.append(Open(name, foreign=True))
                return
            self._leave_foreign()
        if name in FOREIGN:
            self.rebuild()
            if not closed:
                self.elements.append(Open(name, foreign=True))
        elif name in FORMATTING:
            self._open_formatting(name, attributes)
        elif name not in ROOTS and name not in VOID and not (name == "form" and self.form):
            self._open_html(name)

    def _leave_foreign(self) -> None:
        self.cut_to(next((i for i, e in enumerate(self.elements) if e.foreign and not self._is_html_island(i)), len(self.elements)))

    def _is_html_island(self, index: int) -> bool:
        return any(e.foreign and e.name in HTML_IN_FOREIGN for e in self.elements[index:])

    def in_foreign(self) -> bool:
        return bool(self.elements) and self.elements[-1].foreign and self.elements[-1].name not in HTML_IN_FOREIGN

    def _open_html(self, name: str) -> None:
        if name in TABLE_PARTS and name != "table" and self.find({"table"}, frozenset({"template"})) is None:
            return
        if name in BLOCKS:
            self.close("p")
        if name in CLOSES:
            self.cut_to(self.find(*CLOSES[name]))
        top = self.elements[-1].name if self.elements else ""
        if (name in HEADINGS and top in HEADINGS) or (name in ("option", "optgroup") and top == "option"):
            self.elements.pop()
        if name in WRAPPERS:
            self._wrap(name)
        if name not in SPECIAL:
            self.rebuild()
        self.form = self.form or name == "form"
        if name in MARKED:
            self.active.append(None)
        self.elements.append(Open(name))

    def _wrap(self, name: str) -> None:
        table = self.find({"table"}, frozenset({"template"})) or 0
        have = {e.name for e in self.elements[table:]}
        if not have & {"tbody", "thead", "tfoot"}:
            self.elements.append(Open("tbody"))
        if name != "tr" and "tr" not in have:
            self.elements.append(Open("tr"))

    def _open_formatting(self, name: str, attributes: str) -> None:
        if name in ("a", "nobr"):
            self._adopt(name)
        self.rebuild()
        element = Open(name, attributes)
        self.elements.append(element)
        same = [i for i in self._since_marker() if (e := self.active[i]) and e.name == name and e.attributes == attributes]
        if len(same) >= SAME_ALLOWED:
            del self.active[same[-1]]
        self.active.append(element)

    def _since_marker(self) -> Iterator[int]:
        """Indices of the active formatting elements, last one first, to the last marker."""
        for i in range(len(self.active) - 1, -1, -1):
            if self.active[i] is None:
                return
            yield i

    def rebuild(self) -> None:
        """Opens again what was closed unasked: text or a phrase stands here."""
        if not self.active or self.active[-1] is None or self.active[-1] in self.elements:
            return
        missing: list[int] = []
        for i in self._since_marker():
            if self.active[i] in self.elements:
                break
            missing.append(i)
        for i in reversed(missing):
            element = self.active[i]
            assert element
            again = self.active[i] = Open(element.name, element.attributes)
            self.elements.append(again)
        self.rebuilt += len(missing)

    def close(self, name: str) -> None:
        """An end tag."""
        if self.in_foreign():
            for i in range(len(self.elements) - 1, -1, -1):
                if not self.elements[i].foreign:
                    break
                if self.elements[i].name == name:
                    return self.cut_to(i)
            if name in ("p", "br"):  # as start tags do
                self._leave_foreign()
        if name in FORMATTING:
            return self._adopt(name)
        if name == "form":
            self.form = False
            for element in self.elements:
                if element.name == "form":
                    element.name = ""  # off the stack, but what it holds stays inside it
        elif name not in ROOTS:
            self.cut_to(self.find(HEADINGS if name in HEADINGS else {name}, STOPS.get(name, SPECIAL)))
        return None

    def _adopt(self, name: str) -> None:
        """The adoption agency, for depth: the element goes, blocks inside it stay."""
        at = next((i for i in self._since_marker() if (e := self.active[i]) and e.name == name), None)
        if at is None:
            return
        element = self.active[at]
        index = self.elements.index(element) if element in self.elements else len(self.elements)
        inside = {e.name for e in self.elements[index + 1 :]}
        if inside & BARRIERS:
            return
        del self.active[at]
        if inside & SPECIAL:
            del self.elements[index]
        else:
            del self.elements[index:]

    def find(self, names: set[str] | frozenset[str], stops: frozenset[str]) -> int | None:
        """Index of the innermost open element of these names, None where one of `stops` (or an HTML island in <svg>) stands before it."""
        for i in range(len(self.elements) - 1, -1, -1):
            name = self.elements[i].name
            if name in names:
                return i
            if name in stops or (self.elements[i].foreign and name in HTML_IN_FOREIGN):
                return None
        return None

    def cut_to(self, index: int | None) -> None:
        """Closes the element of that index with all inside it; None closes nothing."""
        if index is None:
            return
        for element in self.elements[index:]:
            if element.name in MARKED and not element.foreign and None in self.active:
                while self.active.pop() is not None:
                    pass
        del self.elements[index:]


def measure(text: str, *, depth: int, rebuilt: int, tags: int) -> Nested:
    """Reads on until one of the three limits is passed, or to the end."""
    stack = Stack()
    deepest = position = options = most_attributes = count = 0
    while found := TAG.search(text, position):
        position = found.end()
        slash, name, attributes, closed = found.group(1, 2, 3, 4)
        if name is None:
            if stack.in_foreign() and text.startswith("<![CDATA[", found.start()):
                end = text.find("]]>", position - 1)
                position = end + 3 if end >= 0 else len(text)
            continue
        name = name.lower()
        count += 1
        if slash:
            stack.close(name)
        elif name in RAW_END and not any(e.name in RAW_NOT_IN for e in stack.elements):
            if name == "script":
                position = script_end(text, position)
            else:
                ends = RAW_END[name].search(text, position)
                position = ends.start() if ends else len(text)
            continue
        else:
            options += name == "option"
            most_attributes = max(most_attributes, count_attributes(attributes))
            stack.open(name, attributes, closed is not None)
        if stack.active and text[position : position + 1] not in ("<", ""):
            stack.rebuild()
        deepest = max(deepest, len(stack.elements))
        if deepest + 2 > depth or stack.rebuilt > rebuilt or count > tags:
            break
    return Nested(deepest + 2, stack.rebuilt, options=options, attributes=most_attributes)
