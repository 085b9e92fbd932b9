"""Market rows: a name, a price in its currency, and how it moved."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.article import QuoteItem
from copydesk.normalize.document import Box, Document, Line
from copydesk.normalize.widgets.amounts import HOME, TOKEN, amount, currency_in, sign_currency, starts_number
from copydesk.normalize.widgets.found import Found
from copydesk.normalize.widgets.notes import WINDOW_WORDS, is_header, is_note, window_of
from copydesk.normalize.widgets.signs import (
    DOWN,
    DOWN_SIGNS,
    FLAT,
    UP,
    Direction,
    data_direction,
    direction_of,
    is_mutely_signed,
    mute_directions,
    named_direction,
    painted_direction,
)
from copydesk.normalize.widgets.tokens import Token, glued, tokens_of
from copydesk.normalize.widgets.vocabulary import normalised, vocabulary
from copydesk.page.patterns import pattern_of

MAX_PRINTED = 200
PLUS = ("+", "＋")


@dataclass(frozen=True, slots=True)
class Market:
    """What the box tells of all its rows; `in_percent`: its columns name a rate and no difference."""

    kind: str
    currency: str | None
    language: str | None
    window: str | None
    in_percent: bool


@dataclass(slots=True)
class _Row:
    names: list[str]
    prices: list[tuple[str, str | None]]
    percent: str | None = None
    change: str | None = None
    direction: Direction | None = None
    rate: Token | None = None  # what prints the change in percent
    signed: bool = False  # with a plus; a minus is kept in the value
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
    board: list[tuple[_Row, list[Line]]] = []
    for box, group in _rows(lines, found.box):
        rows = [row for row in _split(group, market) if row.names and row.has_value]
        _direct(rows, box, market)
        board.extend((row, group) for row in rows)
    _vouch([row for row, _ in board], market)
    items: list[QuoteItem] = []
    used: set[int] = set()
    for row, group in board:
        if (item := _item(row, market)) is not None:
            items.append(item)
            used.update(line.index for line in group)
    return tuple(items), market, tuple(sorted(used))


def read_market(found: Found, document: Document, lines: list[Line], language: str | None) -> Market:
    code = (language or document.language or "").split("-")[0].lower() or None
    head = [document.lines[i].text for i in found.title_lines] + [line.text for line in lines if is_header(line.text) or is_note(line.text)]
    currency = next((c for text in head if (c := currency_in(text)) is not None), None)
    window = next((w for text in head if (WINDOW_WORDS.search(text) or is_header(text)) and (w := window_of(text))), None)
    headers = [text for line in lines if is_header(line.text) for text in [line.text]]
    in_percent = any("%" in text or "률" in text or "率" in text for text in headers) and not any(
        re.search(r"대비|전일비|변동$|등락$|前日比|涨跌额|diff|^change$|^chg\.?$", text, re.I) for text in headers
    )
    return Market(found.kind, currency, code, window, in_percent)


def _rows(lines: list[Line], frame: Box | None) -> Iterator[tuple[Box | None, list[Line]]]:
    """Lines by row: the table row, list item or card that holds a name beside a number; loose ones by the frame around them."""
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
            yield None, loose
            loose = []
        yield row, group
    if loose:
        yield (frame if len(loose) == len(lines) else None), loose


def _row_box(line: Line, frame: Box | None) -> Box | None:
    """The smallest box above the line that holds a name and a number; None where only the frame does."""
    box: Box | None = line.box
    while box is not None and box is not frame:
        texts = list(_lines_below(box))
        has_name = any(_is_name(text) for text in texts)
        has_number = any(any(map(str.isdigit, text)) for text in texts)
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
    return name is not None and any(map(str.isdigit, values))


def _is_name(text: str) -> bool:
    """Letters that are no unit, no heading of a column and no word for a direction."""
    if is_header(text) or is_note(text) or normalised(text) in UP | DOWN | FLAT:
        return False
    left = TOKEN.sub(" ", text)
    left = re.sub(r"상승|하락|보합|전일\s?대비|[+\-−–▲△▼▽↑↓%()]", " ", left).strip()
    return any(map(str.isalpha, left))


def _split(lines: list[Line], market: Market) -> list[_Row]:
    """Rows of one group: a name after numbers begins the next one."""
    rows: list[_Row] = []
    row = _Row([], [])
    rank: int | None = None
    for token in (token for line in lines for token in glued(tokens_of(line))):
        text = unicodedata.normalize("NFKC", token.text) if not token.text.isascii() else token.text
        if is_note(text) or is_header(text):
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
        row.direction = direction_of(token) or row.direction
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


FIXED_AMOUNT = pattern_of(
    r".*[^\d\s.,]\s*[(\[]?\s*1(?:00)?\s?(?:엔|円|동|루피아|yen|jpy|달러|유로|위안)\s*[)\]]?(?:\s*[(\[][A-Z]{3}[)\]])?", re.I
)  # `일본 100엔` is a currency's name


def _name_in(text: str) -> tuple[str | None, str]:
    """The words before the first number, and what follows; a name may hold digits itself (`S&P 500`, `코스피200`)."""
    if FIXED_AMOUNT.fullmatch(text):
        return text.strip(), ""
    known = vocabulary().members
    for match in re.finditer(r"\s|$", text):
        head = text[: match.start()].strip()
        if head and normalised(head) in known and any(map(str.isdigit, head)):
            return head, text[match.start() :]
    first = next((m for m in TOKEN.finditer(text) if starts_number(text, m.start())), None)
    if first is None:
        return (text, "") if _is_name(text) else (None, text)
    head = text[: first.start()].strip(" :|·()[]")
    return (head, text[first.start() :]) if head and _is_name(head) else (None, text)


def _values(text: str, row: _Row, token: Token, market: Market) -> None:
    for match in TOKEN.finditer(text):
        if not starts_number(text, match.start()):
            continue
        value = amount(match, market.language)
        if value is None:
            continue
        sign = (match.group("sign") or match.group("sign2") or "").strip()
        if sign in PLUS:
            row.direction, row.signed = row.direction or "up", True
        after = (match.group("after") or "").lower()
        if after in ("%", "％", "퍼센트"):
            if row.percent is None:
                row.percent, row.rate = _signed(value, sign), None if sign else token
        elif sign or (row.prices and _is_change(token, row)):
            if row.change is None and row.prices:
                row.change = _signed(value, sign)
            elif not row.prices:
                row.prices.append((value, sign_currency(match)))
        else:
            row.prices.append((value, sign_currency(match)))


def _direct(rows: list[_Row], box: Box | None, market: Market) -> None:
    """Gives rows that print no sign the direction that their icons, their box's names or their colour tell.

    A rate beside an icon that nobody can read is left out: its sign is not known.
    """
    if box is None or all(row.direction is not None or row.rate is None for row in rows):
        return
    told = [way for way in mute_directions(box) if way is not None]
    each, odd = divmod(len(told), len(rows))
    for n, row in enumerate(rows):
        if row.direction is not None or row.rate is None:
            continue
        ways = set(told[n * each : (n + 1) * each]) if not odd else set(told) if len(rows) == 1 else set()
        icon = ways.pop() if len(ways) == 1 else None
        named = named_direction(box.words) if len(rows) == 1 else None
        data = data_direction(box, row.rate) if len(rows) == 1 or row.rate.line.box is not box else None
        row.direction = icon or named or data or painted_direction(row.rate, market.language)
        if row.direction is None and row.percent and row.percent.strip("0.") and is_mutely_signed(row.rate):
            row.percent = None


def _vouch(rows: list[_Row], market: Market) -> None:
    """Leaves out every rate whose sign nothing tells; on a board that prints its minus signs, a rate without one has risen."""
    for row in rows:
        if row.percent is None and row.change is not None and market.in_percent:
            row.percent, row.change = row.change, None
        if any(value is not None and value.startswith("-") for value in (row.percent, row.change)):
            row.direction = "down"
    prints_minus = any(row.percent is not None and row.percent.startswith("-") for row in rows)
    prints_plus = any(row.signed and row.direction == "up" for row in rows)
    for row in rows:
        if row.percent is not None and row.percent.strip("-0.") and row.direction is None:
            row.direction, row.percent = ("up", row.percent) if prints_minus and not prints_plus else (None, None)


def _is_change(token: Token, row: _Row) -> bool:
    """An unsigned number after the price that stands in a directed element, or is the second number of the row."""
    return row.change is None and (
        not token.words.isdisjoint(UP | DOWN | {"change", "diff", "gap", "chg"}) or direction_of(token) is not None
    )


def _signed(value: str, sign: str) -> str:
    return f"-{value}" if sign and sign in DOWN_SIGNS else value


def _item(row: _Row, market: Market) -> QuoteItem | None:
    name, symbol = _named(row.names)
    if not name:
        return None
    price, currency = row.prices[0] if row.prices else (None, None)
    percent, change = row.percent, row.change
    direction: Direction | None = row.direction
    if direction == "down":
        percent = f"-{percent}" if percent is not None and not percent.startswith("-") and percent.strip("0.") else percent
        change = f"-{change}" if change is not None and not change.startswith("-") and change.strip("0.") else change
    elif percent is not None and not percent.strip("0."):
        direction = "flat"
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


SYMBOL = pattern_of(r"^[(\[]?([A-Z0-9]{2,6}(?:[/.-][A-Z0-9]{1,5})?)[)\]]?$")
NAME_SYMBOL = pattern_of(r"^(.+?)\s*[(\[]\s*([A-Z0-9]{2,6}(?:[/.-][A-Z]{2,4})?)\s*[)\]]$")


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
