"""Numbers of a market as the page prints them: separators, units of the East, signs, currencies."""

import re

from copydesk.page.patterns import pattern_of

CURRENCIES = {
    "원": "KRW", "₩": "KRW", "￦": "KRW", "krw": "KRW", "won": "KRW", "달러": "USD", "$": "USD", "usd": "USD", "us$": "USD", "美元": "USD",
    "ドル": "USD", "dollar": "USD", "usdt": "USD", "€": "EUR", "eur": "EUR", "유로": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP",
    "¥": "JPY", "￥": "JPY", "円": "JPY", "엔": "JPY", "jpy": "JPY", "元": "CNY", "위안": "CNY", "cny": "CNY", "rmb": "CNY", "hk$": "HKD",
    "hkd": "HKD", "港元": "HKD", "chf": "CHF", "sek": "SEK",
}  # fmt: skip
UNITS = {"조": 10**12, "억": 10**8, "만": 10**4, "兆": 10**12, "億": 10**8, "亿": 10**8, "万": 10**4, "萬": 10**4}
HOME = {"ko": "KRW", "ja": "JPY"}  # currency of coins and shares where the page shows no sign
DECIMAL_COMMA = frozenset("de fr es it nl pt pl cs sk da no sv fi hu ro tr ru uk el".split())
AMOUNT = r"\d(?:[\d.,'’\xa0\u202f]*\d)?"
SIGN = r"[+\-−–▲△▼▽↑↓⬆⬇↗↘🔺🔻]"
BEFORE = r"US\$|HK\$|[$₩￦€£¥￥]|\b(?:KRW|USD|EUR|JPY|GBP|CNY|HKD)\b"
AFTER = r"%|％|퍼센트|원|달러|유로|위안|엔|円|元|ドル|€|\$|₩|£|krw\b|usd\b|eur\b|jpy\b|pt\b|p\b|포인트"
TOKEN = pattern_of(
    rf"(?P<sign>{SIGN}\s?)?(?P<before>{BEFORE})?\s?(?P<sign2>[+\-−–]\s?)?(?P<number>{AMOUNT})"
    rf"(?P<more>(?:\s?[조억만兆億亿万萬]\s?(?:{AMOUNT})?)*)\s?(?P<after>{AFTER})?",
    re.I,
)
LEADS = pattern_of(rf"[(\[]?\s?(?:{SIGN})?\s?(?:{BEFORE})?\s?{SIGN}?\s?", re.I)  # what may stand in an element of its own before a number
TRAILS = pattern_of(rf"(?:{AFTER}|[조억만兆億亿万萬](?:\s?(?:{AFTER}))?)?\s?[)\]]?", re.I)  # … and after it


def decimal(number: str, language: str | None) -> str | None:
    """`139,850,000` → `139850000`, `1.234,56` → `1234.56`: no separators, a point before decimals."""
    digits = re.sub(r"[\s'’\xa0\u202f]", "", number)
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        mark = "," if comma > point else "."
    elif comma >= 0:
        tail = len(digits) - comma - 1
        grouped = digits.count(",") > 1 or (tail == 3 and not (language in DECIMAL_COMMA and digits.startswith("0,")))
        mark = "" if grouped and (language not in DECIMAL_COMMA or digits.count(",") > 1) else ","
        if tail == 3 and language in DECIMAL_COMMA and digits.count(",") == 1:
            mark = ","
    elif point >= 0:
        grouped = digits.count(".") > 1 or (language in DECIMAL_COMMA and len(digits) - point - 1 == 3 and not digits.startswith("0."))
        mark = "" if grouped else "."
    else:
        mark = ""
    whole, _, part = digits.rpartition(mark) if mark else (digits, "", "")
    whole = re.sub(r"[.,]", "", whole)
    if not (whole + part).isdecimal():
        return None
    return f"{whole or '0'}.{part}" if part else whole


def amount(match: re.Match[str], language: str | None) -> str | None:
    """The number with its units multiplied in: `1조 2,000억` → `1200000000000`."""
    value = decimal(match.group("number"), language)
    more = match.group("more").strip()
    if value is None or not more:
        return value
    total, current = 0.0, float(value)
    for part in re.findall(rf"([조억만兆億亿万萬])|({AMOUNT})", more):
        if part[0]:
            total += current * UNITS[part[0]]
            current = 0.0
        else:
            current = float(decimal(part[1], language) or 0)
    total += current
    return str(int(total)) if total == int(total) else f"{total:f}".rstrip("0").rstrip(".")


def currency_in(text: str) -> str | None:
    match = re.search(
        r"[(\[（:]\s*(?:단위\s*[:：]?\s*)?(원|krw|usd|달러|円|엔|元|eur|€|\$|₩|유로|jpy|cny|us\$)\s*[)\]）]?|단위\s*[:：]?\s*(원|달러|엔|위안)|\b(KRW|USD|EUR|JPY|GBP|CNY)\b",
        text,
        re.I,
    )
    if match is None:
        return None
    word = next(group for group in match.groups() if group)
    return CURRENCIES.get(word.lower())


def starts_number(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isalnum() and text[at - 1].isascii())


def sign_currency(match: re.Match[str]) -> str | None:
    for group in ("before", "after"):
        word = match.group(group)
        if word and (code := CURRENCIES.get(word.lower())):
            return code
    return None
