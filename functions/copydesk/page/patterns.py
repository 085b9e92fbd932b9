"""Regular expressions that are compiled when first used: one page meets a part of them, an import none."""

import re
from typing import Any, cast

METHODS = ("findall", "finditer", "flags", "fullmatch", "groups", "match", "search", "split", "sub", "subn")


class _Uncompiled:
    """Stands for a pattern. Its slots are empty until one of them is asked for, and then are the compiled pattern's own."""

    __slots__ = ("_flags", "pattern", *METHODS)

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        compiled: Any = re.compile(self.pattern, self._flags)
        for method in METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern_of[S: (str, bytes)](source: S, flags: int = 0) -> re.Pattern[S]:
    """As `re.compile`, later: what is wrong with the source is told at the first use."""
    return cast("re.Pattern[S]", _Uncompiled(source, flags))
