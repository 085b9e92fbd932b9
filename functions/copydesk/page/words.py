"""The sender's words: one vocabulary for every door."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from ..errors import InvalidWords
from .labels import encoding_of
from .patterns import pattern_of

MAX_WORD = 2048  # characters; the longest address that every browser and CDN still carries
RFC3339 = pattern_of(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
CONTROL = pattern_of(r"[\x00-\x1f\x7f\ud800-\udfff]")
PUBLISHER = pattern_of(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

# The fields of `meta` (article.md) that a sender may state beside the words proper; the normalizer checks their shapes.
META_FIELDS = frozenset(
    "canonical_url amp_url native_id headline labels kicker deck description authors byline dateline source sections tags language media "
    "rights access corrections".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """What the sender says; it wins over the page.

    `url` is an absolute http(s) address, times are RFC 3339 with offset as sent, `charset` is a label known to WHATWG, `edition` counts
    from 0. `meta` holds any other field of the article's `meta`, as JSON values.
    """

    publisher: str | None = None
    url: str | None = None
    external_id: str | None = None
    edition: int | None = None
    charset: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    meta: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def read_words(cls, said: Mapping[str, object]) -> "Words":
        """The words of a query, an envelope, a manifest line or an object's metadata; null says nothing.

        Raises InvalidWords, naming each word that is unknown or has not its form.
        """
        proper: dict[str, object] = {}
        meta: dict[str, object] = {}
        wrong: list[tuple[str, str]] = []
        for name, value in said.items():
            if value is None:
                continue
            try:
                if name in META_FIELDS:
                    meta[name] = _read_field(value)
                else:
                    proper[name] = FORMS[name](value) if name in FORMS else _refuse_unknown(value)
            except ValueError as fault:
                wrong.append(("/" + name.replace("~", "~0").replace("/", "~1"), str(fault)))
        if wrong:
            raise InvalidWords(wrong)
        return cls(**proper, meta=MappingProxyType(meta))  # type: ignore[arg-type]


def _refuse_unknown(value: object) -> object:
    raise ValueError("no such word; known are " + ", ".join([*FORMS, *sorted(META_FIELDS)]))


def _read_field(value: object) -> object:
    """Only what JSON in UTF-8 can hold: the field is kept as that."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as fault:
        raise ValueError("must not hold lone surrogates") from fault
    except RecursionError as fault:
        raise ValueError("is nested too deep") from fault
    return value


def _read_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text that is not empty")
    if len(value) > MAX_WORD:
        raise ValueError(f"{len(value):,} characters are over the limit of {MAX_WORD:,}")
    if CONTROL.search(value):
        raise ValueError("must not hold control characters")
    return value.strip()


def _read_publisher(value: object) -> str:
    name = _read_text(value)
    if not PUBLISHER.fullmatch(name):
        raise ValueError("must be 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit")
    return name


def _read_url(value: object) -> str:
    url = _read_text(value)
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound or any(c.isspace() for c in url):
        raise ValueError("must be an absolute http or https address")
    return url


def _read_edition(value: object) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**18:
        return value
    raise ValueError("must be a whole number from 0 to 18 digits")


def _read_charset(value: object) -> str:
    label = _read_text(value)
    if encoding_of(label) is None:
        raise ValueError("is no charset label that browsers know")
    return label


def _read_time(value: object) -> str:
    time = _read_text(value)
    try:
        if RFC3339.fullmatch(time) and datetime.fromisoformat(time.upper()).tzinfo:
            return time
    except ValueError:
        pass
    raise ValueError("must be an RFC 3339 time with an offset: 2025-02-24T09:00:00+09:00")


FORMS: dict[str, Callable[[object], object]] = {
    "publisher": _read_publisher,
    "url": _read_url,
    "external_id": _read_text,
    "edition": _read_edition,
    "charset": _read_charset,
    "published_at": _read_time,
    "modified_at": _read_time,
}
