"""Rules are data: languages, sites, generic words and kinds of widgets, one TOML file each.

    tables.py      a file as a table, a table as a frozen shape; unknown keys and missing reasons are refused
    languages.py   rules/languages/<code>.toml
    generic.py     rules/generic/<name>.toml
    sites.py       rules/sites/<host>.toml
    widgets.py     rules/widgets/<kind>.toml

Everything is read when first asked for: a Korean page never pays for German. The suite takes each entry of each file away in turn and
sees one of the file's own examples fail.
"""

from functools import cache
from typing import Any

from copydesk.rules.generic import (
    Agencies,
    CaptionWords,
    Chrome,
    ClassWords,
    FunctionWords,
    LabelWords,
    MetaNames,
    Organisations,
    RightsWords,
    Tails,
    Zones,
    load_generic,
)
from copydesk.rules.languages import Bylines, Credits, Language, Times, find_language, words_for
from copydesk.rules.sites import SiteRule, find_site
from copydesk.rules.tables import HOME, Words

__all__ = [
    "Agencies", "Bylines", "CaptionWords", "Chrome", "ClassWords", "Credits", "FunctionWords", "LabelWords", "Language", "MetaNames",
    "Organisations", "RightsWords", "Rules", "SiteRule", "Tails", "Times", "Words", "Zones", "load_rules", "words_for",
]  # fmt: skip


class Rules:
    """The rules of one process. `kept` holds the generic files that were read."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def _generic(self, name: str) -> Any:
        if name not in self.kept:
            self.kept[name] = load_generic(HOME / "generic" / f"{name}.toml")
        return self.kept[name]

    @property
    def agencies(self) -> Agencies:
        return self._generic("agencies")  # type: ignore[no-any-return]

    @property
    def captions(self) -> CaptionWords:
        return self._generic("captions")  # type: ignore[no-any-return]

    @property
    def chrome(self) -> Chrome:
        return self._generic("chrome")  # type: ignore[no-any-return]

    @property
    def class_words(self) -> ClassWords:
        return self._generic("class_words")  # type: ignore[no-any-return]

    @property
    def function_words(self) -> FunctionWords:
        return self._generic("function_words")  # type: ignore[no-any-return]

    @property
    def labels(self) -> LabelWords:
        return self._generic("labels")  # type: ignore[no-any-return]

    @property
    def metas(self) -> MetaNames:
        return self._generic("metas")  # type: ignore[no-any-return]

    @property
    def organisations(self) -> Organisations:
        return self._generic("organisations")  # type: ignore[no-any-return]

    @property
    def rights(self) -> RightsWords:
        return self._generic("rights")  # type: ignore[no-any-return]

    @property
    def interludes(self) -> Tails:
        return self._generic("interludes")  # type: ignore[no-any-return]

    @property
    def tails(self) -> Tails:
        return self._generic("tails")  # type: ignore[no-any-return]

    @property
    def zones(self) -> Zones:
        return self._generic("zones")  # type: ignore[no-any-return]

    def language(self, tag: str | None) -> Language:
        """The language of a BCP 47 tag, its order and zone those of the tag's region."""
        return find_language(tag)

    def site(self, host: str) -> SiteRule | None:
        """The rule of a host, or of the nearest domain above it."""
        return find_site(host)


@cache
def load_rules() -> Rules:
    return Rules()
