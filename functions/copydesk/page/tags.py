"""Tags as a browser's tokenizer sees them, found at the speed of one regular expression.

Exactness matters: an end tag that only stands in a comment, a script or a quoted attribute must not seem to close anything,
or a bomb walks through the gate. Every repetition is possessive, so the scan is linear.
"""

import re

from .patterns import pattern_of

# Of one tag; real pages reach 63, parsers are quadratic here (4,000: 40 ms, 100,000: 8 s). Up to twice as many may pass: the scan
# counts plain and odd ones apart.
MAX_ATTRIBUTES = 256

_W = r" \t\n\f\r"  # HTML's white space; \s would take nbsp too
_NAME = rf"[a-zA-Z][^{_W}/>]*+"
_QUICK = rf"""(?: [^{_W}/>="']++="[^"]*+")"""  # what nearly all attributes look like; twice as fast as the whole grammar
_ATTRIBUTE = rf"""(?:[{_W}/]*+[^{_W}/>][^{_W}/>=]*+[{_W}]*+(?:=[{_W}]*+(?:"[^"]*+"|'[^']*+'|[^{_W}>"'][^{_W}>]*+)?+)?+)"""
_REST = rf"(?:>|{_QUICK}{{0,{MAX_ATTRIBUTES}}}+(?:>|{_ATTRIBUTE}{{0,{MAX_ATTRIBUTES}}}+[{_W}/]*+(?:>|\Z)))"
_COMMENT = r"!--(?:-?(?=>)|[^-]*+(?:-(?!-!?>)[^-]*+)*+)"
_BOGUS = r"[!?][^>]*+|/(?![a-zA-Z])[^>]*+"

RAW_NAMES = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")


def _raw(name: str) -> str:
    """A whole raw-text element whose text holds a `<`; without one it reads like any element. A script is read but once."""
    times = "*+" if name == "script" else "++"
    return rf"(?i:{name})(?=[{_W}/>]){_REST}(?:[^<]*+<(?!/(?i:{name})[{_W}/>])){times}[^<]*+"


# Shapes of SVG, mostly written `<path … />`; the group then holds the tag to its slash, for nothing else tells these from an open element.
_SHAPES = "path|circle|rect|use|polygon|polyline|line|ellipse|stop|image|g|animate|animateTransform|fe[A-Z][A-Za-z]+"
_SHAPE = rf"(?:{_SHAPES})(?=[{_W}/]){_QUICK}{{0,{MAX_ATTRIBUTES}}}+(?:{_ATTRIBUTE}{{0,{MAX_ATTRIBUTES}}}+[{_W}/]*+)(?<=/)(?=>)"

# One group, so that findall answers plain strings: a name; `/name`; a whole comment, from its `!`; a whole raw element;
# a self-closing shape, its slash last; or nothing, for a tag with more than MAX_ATTRIBUTES, where the scan ends.
_ODD = rf"(?=[sS][cCtT]|[tT][eEiI]|[iI][fF]|[nN][oO]|[xX])(?:{'|'.join(map(_raw, RAW_NAMES))})|{_SHAPE}"
TOKEN = pattern_of(rf"<(?:(/{_NAME}|{_ODD}|{_NAME}|{_COMMENT}|{_BOGUS}){_REST}|[a-zA-Z/][\s\S]*+)")

_ATTRIBUTES = rf"{_QUICK}*+{_ATTRIBUTE}*+"
ATTRIBUTE = pattern_of(_ATTRIBUTE)
# One tag or comment alone; groups: slash, name, attributes, an empty string for a tag that ends in a slash.
TAG = pattern_of(rf"<(?:(/?)({_NAME})({_ATTRIBUTES}[{_W}/]*+)(?:(?<=/)())?(?:>|\Z)|(?:{_COMMENT}|{_BOGUS})[^>]*+>?)")
RAW_END = {name: re.compile(rf"</{name}(?=[{_W}/>])", re.I) for name in RAW_NAMES}

SCRIPT_STEP = pattern_of(rf"<!--|-->|<(/?)script(?=[{_W}/>])", re.I)


def script_end(text: str, position: int) -> int:
    """Index of the end tag that closes the script whose text begins at `position`; the length of `text` where none does.

    Inside a comment a script may hold another one, whose end tag does not close it:
    https://html.spec.whatwg.org/multipage/parsing.html#script-data-double-escape-start-state
    """
    escaped = inside = False
    while step := SCRIPT_STEP.search(text, position):
        position = step.end()
        if step[0] == "<!--":
            escaped = True
            position -= 2  # `<!-->` is a whole comment
        elif step[0] == "-->":
            escaped = inside = False
        elif not step[1]:
            inside = escaped
        elif not inside:
            return step.start()
        else:
            inside = False
    return len(text)


def count_attributes(attributes: str) -> int:
    """Of one tag; the second group of TAG."""
    return len(ATTRIBUTE.findall(attributes)) if len(attributes) > MAX_ATTRIBUTES else 0
