"""Market rows: a name, a price in its currency, and how it moved."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from copydesk.article import QuoteItem
from copydesk.normalize.classes import words_of
from copydesk.normalize.document import Box, Document, Inline, Line
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.vocabulary import normalised, vocabulary

UP = frozenset("up rise rising plus increase gain positive upper 상승 오름 상한 上昇 上涨 up2 ascend bull".split())
DOWN = frozenset("down fall falling minus decrease loss negative lower 하락 내림 하한 下落 下跌 drop descend bear dn".split())
FLAT = frozenset("flat even steady unchanged 보합 変わらず 持平 same".split())
UP_SIGNS = "+▲△↑⬆🔺↗"
DOWN_SIGNS = "-−–▼▽↓⬇🔻↘"
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
TOKEN = re.compile(
    rf"(?P<sign>[+\-−–▲△▼▽↑↓⬆⬇↗↘]\s?)?(?P<before>US\$|HK\$|[$₩￦€£¥￥])?\s?(?P<sign2>[+\-−–]\s?)?(?P<number>{AMOUNT})(?P<more>(?:\s?[조억만兆億亿万萬]\s?(?:{AMOUNT})?)*)\s?"
    r"(?P<after>%|％|퍼센트|원|달러|유로|위안|엔|円|元|ドル|€|\$|₩|£|krw\b|usd\b|eur\b|jpy\b|pt\b|p\b|포인트)?",
    re.I,
)
HEADERS = frozenset(
    normalised(word)
    for word in (
        "종목", "종목명", "코인", "코인명", "이름", "자산", "자산명", "현재가", "현재가(원)", "현재가(krw)", "현재가(usd)", "가격",
        "가격(원)", "시세", "시세(원)", "변동률", "등락률", "등락율", "변동률(24h)", "변동률(%)", "등락률(%)", "변동", "등락",
        "전일대비", "전일 대비", "대비", "거래량", "거래대금", "시가총액", "순위", "24시간", "24h", "기준가", "구분", "지수",
        "지수명", "통화", "통화명", "매매기준율", "환율", "name", "price", "change", "% change", "change %", "chg", "chg %", "chg%",
        "last", "symbol", "coin", "asset", "24h change", "24h %", "market cap", "volume", "rank", "#", "last price", "index", "kurs",
        "veränderung", "wert", "%", "differenz", "aktie", "diff.", "diff", "cours", "variation", "var.", "valeur", "precio",
        "variación", "銘柄", "価格", "現在値", "前日比", "騰落率", "変動率", "名称", "最新价", "涨跌幅", "价格", "涨跌", "漲跌幅",
        "종목명, 현재가, 등락률",
    )
)  # fmt: skip
NOTE_MARKS = ("*", "※", "＊", "†", "·※", "주)", "注")
WINDOWS = (
    (re.compile(r"(\d+)\s*(?:시간|時間|小时|小時|-?h\b|-?hours?\b|\s?std\b|-?stunden|\s?heures?|\s?horas?)", re.I), "PT{}H"),
    (re.compile(r"(\d+)\s*(?:일|日间|-?d\b|-?days?\b|\s?tage?\b|\s?jours?|\s?días?)(?!\s*(?:장|기준|\d))", re.I), "P{}D"),
    (re.compile(r"(\d+)\s*(?:분|-?min(?:utes?)?\b|分)", re.I), "PT{}M"),
    (re.compile(r"(\d+)\s*(?:주|-?weeks?\b)", re.I), "P{}W"),
)
WINDOW_WORDS = re.compile(r"변동|등락|기준|대비|change|variation|veränderung|chg|変動|騰落|涨跌|漲跌|%", re.I)
NOTE_WORDS = re.compile(
    r"기준(?!가|율)|단위|제공|참고|책임|지연|출처|장\s?(?:종료|마감|중|전)|시간\s?변동률|최근\s?\d|업데이트|갱신|"
    r"delayed|as of|source\s*:|last updated|at close|updated|quelle\s*:|verzögert|stand\s*:|"
    r"単位|提供|遅延|時点|現在(?!値)|数据|来源|更新|延迟|延遲",
    re.I,
)
NO_ROWS = re.compile(
    r"(?:종목|데이터|자료|정보|결과|내용|시세|항목)[이가은는]?\s?(?:없|준비\s?중)|"
    r"\bno (?:data|results|stocks|quotes|items|matches|records)\b|nothing to (?:show|display)|keine (?:daten|kurse|werte|ergebnisse)|"
    r"aucune? (?:donnée|valeur|résultat)|(?:no hay|sin) (?:datos|valores|resultados)|"
    r"(?:データ|銘柄|情報)[はが]?(?:ありません|ございません)|"
    r"(?:暂无|暫無|没有|沒有)(?:数据|數據|資料|相关|相關|股票)",
    re.I,
)
MAX_PRINTED = 200


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text that one element holds, with the line and the class words around it."""

    text: str
    line: Line
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Market:
    """What the box tells of all its rows; `in_percent`: its columns name a rate and no difference."""

    kind: str
    currency: str | None
    language: str | None
    window: str | None
    in_percent: bool


def tokens_of(line: Line) -> Iterator[Token]:
    """The line's text element by element: neighbours of one element stay together."""
    own = line.box.words | (line.box.parent.words if line.box.parent is not None and len(line.box.parent.items) == 1 else frozenset())
    text, last = "", None
    for piece, inline in line.pieces:
        if inline is not last and text.strip():
            yield Token(" ".join(text.split()), line, own | _inline_words(last))
            text = ""
        last = inline
        text += piece
    if text.strip():
        yield Token(" ".join(text.split()), line, own | _inline_words(last))


def _inline_words(inline: Inline | None) -> frozenset[str]:
    words: frozenset[str] = frozenset()
    while inline is not None and inline.tag != "a":
        words |= words_of(inline.attributes.get("class") or "")
        inline = inline.parent
    return words


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
    if not (whole + part).isdigit():
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


Direction = Literal["up", "down", "flat"]


@dataclass(slots=True)
class _Row:
    names: list[str]
    prices: list[tuple[str, str | None]]
    percent: str | None = None
    change: str | None = None
    direction: Direction | None = None
    rank: int | None = None
    printed: str = ""
    first_line: int = -1

    @property
    def has_value(self) -> bool:
        return bool(self.prices) or self.percent is not None


def read_quotes(found: Found, document: Document, language: str | None) -> tuple[tuple[QuoteItem, ...], Market, tuple[int, ...]]:
    """Items, what the box tells of all of them, and the indices of the lines that are items."""
    lines = [document.lines[i] for i in found.lines if i not in found.title_lines]
    market = read_market(found, document, lines, language)
    items: list[QuoteItem] = []
    used: list[int] = []
    for group in _rows(lines, found.box):
        for row in _split(group, market):
            if row.names and row.has_value and (item := _item(row, market)) is not None:
                items.append(item)
                used.extend(line.index for line in group)
    return tuple(items), market, tuple(sorted(set(used)))


def read_market(found: Found, document: Document, lines: list[Line], language: str | None) -> Market:
    code = (language or document.language or "").split("-")[0].lower() or None
    head = [document.lines[i].text for i in found.title_lines] + [
        line.text for line in lines if _is_header(line.text) or is_note(line.text)
    ]
    currency = next((c for text in head if (c := _currency_in(text)) is not None), None)
    window = next((w for text in head if (WINDOW_WORDS.search(text) or _is_header(text)) and (w := window_of(text))), None)
    headers = [text for line in lines if _is_header(line.text) for text in [line.text]]
    in_percent = any("%" in text or "률" in text or "率" in text for text in headers) and not any(
        re.search(r"대비|전일비|변동$|등락$|前日比|涨跌额|diff|^change$|^chg\.?$", text, re.I) for text in headers
    )
    return Market(found.kind, currency, code, window, in_percent)


def window_of(text: str) -> str | None:
    for pattern, form in WINDOWS:
        if match := pattern.search(text):
            return form.format(match.group(1))
    return None


def _currency_in(text: str) -> str | None:
    match = re.search(
        r"[(\[（:]\s*(?:단위\s*[:：]?\s*)?(원|krw|usd|달러|円|엔|元|eur|€|\$|₩|유로|jpy|cny|us\$)\s*[)\]）]?|단위\s*[:：]?\s*(원|달러|엔|위안)|\b(KRW|USD|EUR|JPY|GBP|CNY)\b",
        text,
        re.I,
    )
    if match is None:
        return None
    word = next(group for group in match.groups() if group)
    return CURRENCIES.get(word.lower())


def _is_header(text: str) -> bool:
    key = normalised(text)
    if key in HEADERS:
        return True
    bare = re.sub(r"\s*[(\[（][^)\]）]*[)\]）]", "", key).strip()
    if bare and bare in HEADERS:
        return True
    parts = [part for part in re.split(r"[,/·|]\s*|\s{1,}", key) if part]
    return len(parts) > 1 and all(part in HEADERS or re.sub(r"[(（].*?[)）]", "", part) in HEADERS for part in parts)


def is_note(text: str) -> bool:
    """Whether the line speaks about the rows: a footnote, a unit, a time, a source, or that there are none."""
    return text.startswith(NOTE_MARKS) or ("%" not in text and (NOTE_WORDS.search(text) or NO_ROWS.search(text)) is not None)


def _rows(lines: list[Line], frame: Box | None) -> Iterator[list[Line]]:
    """Lines by row: the table row, list item or card that holds a name beside a number."""
    groups: list[tuple[Box | None, list[Line]]] = []
    for line in lines:
        row = _row_box(line, frame)
        if groups and groups[-1][0] is row and row is not None:
            groups[-1][1].append(line)
        else:
            groups.append((row, [line]))
    loose: list[Line] = []
    for row, group in groups:
        if row is None:
            loose.extend(group)
            continue
        if loose:
            yield loose
            loose = []
        yield group
    if loose:
        yield loose


def _row_box(line: Line, frame: Box | None) -> Box | None:
    """The smallest box above the line that holds a name and a number; None where only the frame does."""
    box: Box | None = line.box
    while box is not None and box is not frame:
        texts = list(_lines_below(box))
        has_name = any(_is_name(text) for text in texts)
        has_number = any(any(ch.isdigit() for ch in text) for text in texts)
        if has_name and has_number and (len(texts) > 1 or _holds_both(texts[0])):
            return box
        if frame is None and box.tag in ("ul", "ol", "table", "tbody", "dl"):
            return None
        box = box.parent
    return None


def _lines_below(box: Box) -> list[str]:
    texts: list[str] = []
    stack: list[object] = list(reversed(box.items))
    while stack and len(texts) < 40:
        item = stack.pop()
        if isinstance(item, Line):
            if not item.hidden:
                texts.append(item.text)
        elif isinstance(item, Box):
            stack.extend(reversed(item.items))
    return texts


def _holds_both(text: str) -> bool:
    name, values = _name_in(text)
    return name is not None and any(ch.isdigit() for ch in values)


def _is_name(text: str) -> bool:
    """Letters that are no unit, no heading of a column and no word for a direction."""
    if _is_header(text) or is_note(text) or normalised(text) in UP | DOWN | FLAT:
        return False
    left = TOKEN.sub(" ", text)
    left = re.sub(r"상승|하락|보합|전일\s?대비|[+\-−–▲△▼▽↑↓%()]", " ", left).strip()
    return any(ch.isalpha() for ch in left)


def _split(lines: list[Line], market: Market) -> list[_Row]:
    """Rows of one group: a name after numbers begins the next one."""
    rows: list[_Row] = []
    row = _Row([], [])
    rank: int | None = None
    for token in (token for line in lines for token in tokens_of(line)):
        text = unicodedata.normalize("NFKC", token.text) if not token.text.isascii() else token.text
        if is_note(text) or _is_header(text):
            continue
        name, values = _name_in(text)
        if name and row.has_value and normalised(name) not in SKIPPED:
            rows.append(row)
            row = _Row([], [], rank=rank)
        if name and normalised(name) not in SKIPPED:
            row.names.append(name)
            if row.first_line < 0:
                row.first_line = token.line.index
        elif not row.names and not row.has_value and re.fullmatch(r"\d{1,2}\.?", text):
            row.rank = int(text.rstrip("."))
            continue
        elif row.has_value and re.fullmatch(r"\d{1,2}", text) and row.percent is not None and row.prices:
            rank = int(text)
            continue
        row.direction = _direction(token, text) or row.direction
        _values(values, row, token, market)
        row.printed = f"{row.printed} {token.text}".strip()[:MAX_PRINTED]
        rank = None
    rows.append(row)
    return rows


SKIPPED = frozenset(
    (
        "상승 하락 보합 up down unchanged 전일대비 전일 대비 상한 하한 krw usd btc/krw 원 현재가 등락률 변동률 前日比 vs. "
        "steigend fallend 상승률 하락률"
    ).split()
) | {"전일 대비"}


FIXED_AMOUNT = re.compile(
    r".*[^\d\s.,]\s*[(\[]?\s*1(?:00)?\s?(?:엔|円|동|루피아|yen|jpy|달러|유로|위안)\s*[)\]]?(?:\s*[(\[][A-Z]{3}[)\]])?", re.I
)  # `일본 100엔` is a currency's name


def _name_in(text: str) -> tuple[str | None, str]:
    """The words before the first number, and what follows; a name may hold digits itself (`S&P 500`, `코스피200`)."""
    if FIXED_AMOUNT.fullmatch(text):
        return text.strip(), ""
    known = vocabulary().members
    for match in re.finditer(r"\s|$", text):
        head = text[: match.start()].strip()
        if head and normalised(head) in known and any(ch.isdigit() for ch in head):
            return head, text[match.start() :]
    first = next((m for m in TOKEN.finditer(text) if _starts_number(text, m.start())), None)
    if first is None:
        return (text, "") if _is_name(text) else (None, text)
    head = text[: first.start()].strip(" :|·()[]")
    return (head, text[first.start() :]) if head and _is_name(head) else (None, text)


def _starts_number(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isalnum() and text[at - 1].isascii())


def _direction(token: Token, text: str) -> Direction | None:
    lowered = text.lower()
    for words, way in ((UP, "up"), (DOWN, "down"), (FLAT, "flat")):
        if any(word in lowered for word in words if not word.isascii()) or normalised(text) in words:
            return way  # type: ignore[return-value]
    if any(sign in text for sign in "▲△↑⬆↗🔺"):
        return "up"
    if any(sign in text for sign in "▼▽↓⬇↘🔻"):
        return "down"
    if not token.words.isdisjoint(UP) and token.words.isdisjoint(DOWN):
        return "up"
    if not token.words.isdisjoint(DOWN) and token.words.isdisjoint(UP):
        return "down"
    return None


def _values(text: str, row: _Row, token: Token, market: Market) -> None:
    for match in TOKEN.finditer(text):
        if not _starts_number(text, match.start()):
            continue
        value = amount(match, market.language)
        if value is None:
            continue
        sign = (match.group("sign") or match.group("sign2") or "").strip()
        after = (match.group("after") or "").lower()
        if after in ("%", "％", "퍼센트"):
            if row.percent is None:
                row.percent = _signed(value, sign)
        elif sign or (row.prices and _is_change(token, row)):
            if row.change is None and row.prices:
                row.change = _signed(value, sign)
            elif not row.prices:
                row.prices.append((value, _sign_currency(match)))
        else:
            row.prices.append((value, _sign_currency(match)))


def _is_change(token: Token, row: _Row) -> bool:
    """An unsigned number after the price that stands in a directed element, or is the second number of the row."""
    return row.change is None and (
        not token.words.isdisjoint(UP | DOWN | {"change", "diff", "gap", "chg"}) or _direction(token, token.text) is not None
    )


def _sign_currency(match: re.Match[str]) -> str | None:
    for group in ("before", "after"):
        word = match.group(group)
        if word and (code := CURRENCIES.get(word.lower())):
            return code
    return None


def _signed(value: str, sign: str) -> str:
    return f"-{value}" if sign and sign in DOWN_SIGNS else value


def _item(row: _Row, market: Market) -> QuoteItem | None:
    name, symbol = _named(row.names)
    if not name:
        return None
    price, currency = row.prices[0] if row.prices else (None, None)
    percent, change = row.percent, row.change
    if percent is None and change is not None and market.in_percent:
        percent, change = change, None
    direction: Direction | None = row.direction
    if percent is not None and percent.startswith("-"):
        direction = "down"
    elif direction == "down":
        percent = f"-{percent}" if percent is not None and percent.strip("0.") else percent
        change = f"-{change}" if change is not None and not change.startswith("-") and change.strip("0.") else change
    elif percent is not None and not percent.strip("0."):
        direction = "flat"
    elif percent is not None:
        direction = direction if direction == "flat" else "up"
    if direction == "down" and change is not None and not change.startswith("-") and change.strip("0."):
        change = f"-{change}"
    if currency is None and price is not None:
        currency = market.currency
        if currency is None and market.kind in ("crypto_quotes", "stock_quotes"):
            currency = HOME.get(market.language or "")
    if market.kind == "index_quotes":
        currency = None
    return QuoteItem(
        rank=row.rank,
        name=name,
        symbol=symbol,
        price=price,
        currency=currency,
        change=change,
        change_percent=percent,
        direction=direction,
        printed=row.printed,
    )


SYMBOL = re.compile(r"^[(\[]?([A-Z0-9]{2,6}(?:[/.-][A-Z0-9]{1,5})?)[)\]]?$")
NAME_SYMBOL = re.compile(r"^(.+?)\s*[(\[]\s*([A-Z0-9]{2,6}(?:[/.-][A-Z]{2,4})?)\s*[)\]]$")


def _named(names: list[str]) -> tuple[str | None, str | None]:
    """The name and the symbol, which may stand in brackets or as a word of capitals of its own."""
    words = [word for word in names if word]
    if not words:
        return None, None
    first, *rest = words
    symbol = next((match.group(1) for word in rest if (match := SYMBOL.match(word))), None)
    if symbol is None and rest and SYMBOL.match(first) and not SYMBOL.match(rest[0]):
        return rest[0], SYMBOL.match(first).group(1)  # type: ignore[union-attr]
    if symbol is None and (match := NAME_SYMBOL.match(first)):
        return match.group(1).strip(), match.group(2)
    return first, symbol
