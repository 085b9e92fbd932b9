"""Modules and style sheets as one file each: every request of a browser's first visit may start another instance of the function.

The sources stay plain modules. An import is one line, `import { a, b } from "./x.js";`, and an export stands before its declaration:
that is all of the module syntax that they use, and a test holds them to it.
"""

import re
from collections.abc import Callable, Iterator

IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "\./(\w+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)

type Read = Callable[[str], str]


def join_modules(entry: str, read: Read) -> str:
    """One module: those that it imports, directly or not, as functions that hand over what they export; last itself."""
    inner = [name for name in in_order(entry, read) if name != entry]
    return "".join(wrap(name, read(name)) for name in inner) + within(read(entry))


def in_order(name: str, read: Read, seen: tuple[str, ...] = ()) -> Iterator[str]:
    """Each module once, behind all that it imports. Raises ValueError where modules import each other."""
    if name in seen:
        raise ValueError(f"modules import each other: {' → '.join((*seen, name))}")
    done: set[str] = set()
    for _, imported in IMPORT.findall(read(name)):
        for module in in_order(imported, read, (*seen, name)):
            if module not in done:
                done.add(module)
                yield module
    yield name


def wrap(name: str, source: str) -> str:
    exported = ", ".join(found for _, found in EXPORT.findall(source))
    return f"const module_{name} = (() => {{\n{within(source)}return {{ {exported} }};\n}})();\n"


def within(source: str) -> str:
    return EXPORT.sub(r"\1 \2", IMPORT.sub(r"const { \1 } = module_\2;\n", source))
