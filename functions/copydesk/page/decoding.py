"""Bytes to text in one named encoding, the way browsers map it; what does not decode is counted."""

import codecs

from .labels import CODECS
from .patterns import pattern_of

ESCAPES = pattern_of(rb"\x1b(?:\$[@B]|\([BJI])")


def decode(body: bytes, name: str) -> tuple[str, int]:
    """The text in the encoding of that WHATWG name, and the number of places that did not decode. Never fails."""
    text = _decode_iso2022jp(body) if name == "ISO-2022-JP" else body.decode(CODECS[name], ERRORS.get(name, "replace"))
    if name in JAPANESE:
        text = text.translate(JIS_AS_WINDOWS)
    replaced = text.count("\ufffd")
    if replaced and name in OWN_FFFD:
        replaced = max(0, replaced - body.count(OWN_FFFD[name]))
    return text, replaced


OWN_FFFD = {"UTF-8": b"\xef\xbf\xbd", "GBK": b"\x84\x31\xa4\x37", "gb18030": b"\x84\x31\xa4\x37"}  # U+FFFD that the page itself holds
JAPANESE = frozenset({"EUC-JP", "ISO-2022-JP"})
# Python maps these cells of JIS X 0208 by the standard, browsers (and Python's CP932) by Windows.
JIS_AS_WINDOWS = str.maketrans("〜‖−¢£¬", "～∥－￠￡￢")


def _pair_of(fault: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(fault, UnicodeDecodeError)
    return fault.object[fault.start : fault.start + 2], fault.start


def _try_cp932_rows(fault: UnicodeError) -> tuple[str, int]:
    """NEC's and IBM's rows of EUC-JP (①, ㈱, 髙), which Python's codec lacks, through their places in CP932."""
    pair, start = _pair_of(fault)
    if len(pair) == 2 and min(pair) >= 0xA1 and max(pair) <= 0xFE:
        row, cell = pair[0] - 0xA0, pair[1] - 0xA0
        lead = (row + 1) // 2 + (0x80 if row < 63 else 0xC0)
        trail = cell + 0x9E if row % 2 == 0 else cell + (0x3F if cell < 64 else 0x40)
        try:
            return bytes((lead, trail)).decode("cp932"), start + 2
        except UnicodeDecodeError:
            pass
    return "\ufffd", start + 1


def _try_cp950(fault: UnicodeError) -> tuple[str, int]:
    """Cells of Big5 that only Windows fills."""
    pair, start = _pair_of(fault)
    try:
        return pair.decode("cp950") if pair[0] > 0x7F else "\ufffd", start + len(pair)
    except UnicodeDecodeError:
        return "\ufffd", start + 1


codecs.register_error("copydesk.eucjp", _try_cp932_rows)
codecs.register_error("copydesk.big5", _try_cp950)
ERRORS = {"EUC-JP": "copydesk.eucjp", "Big5": "copydesk.big5"}


def _decode_iso2022jp(body: bytes) -> str:
    """Runs between escapes: JIS X 0208 as EUC-JP, half-width kana as CP932, all else as ASCII."""
    parts: list[str] = []
    escape, start = b"\x1b(B", 0
    for found in [*ESCAPES.finditer(body), None]:
        run = body[start : found.start() if found else len(body)]
        if escape[1:2] == b"$":
            parts.append(bytes(c | 0x80 if c > 0x20 else c for c in run).decode("euc_jp", "copydesk.eucjp"))
        elif escape == b"\x1b(I":
            parts.append(bytes(c | 0x80 if c > 0x20 else c for c in run).decode("cp932", "replace"))
        else:
            parts.append(run.decode("ascii", "replace"))
        if found:
            escape, start = found[0], found.end()
    return "".join(parts)
