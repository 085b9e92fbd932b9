"""The language of the page: what it declares, checked against its script and its words."""

import re
from functools import cache

from copydesk.normalize.document import Document
from copydesk.normalize.sources import Sources, text_of
from copydesk.normalize.spans import parts_of
from copydesk.page.patterns import pattern_of
from copydesk.rules import FunctionWords, load_rules

HANGUL = pattern_of("[\uac00-\ud7a3]")
KANA = pattern_of("[\u3040-\u30ff]")
HAN = pattern_of("[\u4e00-\u9fff]")
DECLARED = ("html:lang", "jsonld:inLanguage", "meta:content-language", "meta:og:locale")  # readers, the most trusted first
LANGUAGE_TAG = pattern_of(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


def language_of(document: Document, sources: Sources, sample: str) -> tuple[str | None, str]:
    """(BCP 47 tag, reader). The script of the text overrules a tag that it cannot be: templates say `en` on Korean pages."""
    told = (
        document.language,
        text_of(sources.article.get("inLanguage")),
        sources.meta("content-language", "language", "dc.language"),
        sources.meta("og:locale"),
    )
    declared = zip(DECLARED, told, strict=True)
    script = script_language(sample)
    for reader, tag in declared:
        if tag and LANGUAGE_TAG.match(tag):
            tag = tag.replace("_", "-")
            if script and tag.split("-")[0].lower() not in (script, "yue" if script == "zh" else script):
                continue
            return _tidy(tag), reader
    if script:
        return script, "script"
    guessed = language_of_words(sample)
    return (guessed, "function_words") if guessed else (None, "none")


def clock_of(language: str | None, address: str | None) -> str | None:
    """The tag to read the page's times and names by: the language as used in its host's country, where that has a zone or an order.

    Templates say `en-US` and `en-GB` on hosts of every country; a host under a country's domain is at home there.
    """
    host = parts_of(address).hostname
    if not language or not host:
        return language
    country = host.rsplit(".", 1)[-1].upper()
    known = load_rules().language(language)
    at_home = country in (known.zones or {}) or country in (known.times.orders or {})
    return f"{language.split('-')[0]}-{country}" if at_home else language


def _tidy(tag: str) -> str:
    head, *rest = tag.split("-")
    return "-".join([head.lower(), *(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest)])


def script_language(sample: str) -> str | None:
    """ko, ja or zh where most of the letters are of that script."""
    if sample.isascii():
        return None
    size = max(1, len(sample))
    if len(HANGUL.findall(sample)) > 0.25 * size:
        return "ko"
    kana, han = len(KANA.findall(sample)), len(HAN.findall(sample))
    if kana + han > 0.25 * size:
        return "ja" if kana > 0.05 * size else "zh"
    return None


@cache
def _words(rules: FunctionWords) -> dict[str, frozenset[str]]:
    return {code: frozenset(words) for code, words in rules.words.items()}


def language_of_words(sample: str) -> str | None:
    """The Latin-script language whose function words the sample is full of; None where no language stands out."""
    tokens = re.findall(r"\w+", sample.lower())
    if len(tokens) < 12:
        return None
    counts = sorted(((sum(t in words for t in tokens), code) for code, words in _words(load_rules().function_words).items()), reverse=True)
    (best, code), (second, _) = counts[0], counts[1]
    if best < 0.08 * len(tokens) or best < 1.2 * second:
        return None
    return code
