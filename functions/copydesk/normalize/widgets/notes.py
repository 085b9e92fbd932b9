"""Lines of a market box that are no rows: names of columns, footnotes, units, times, and that there are none."""

import re

from copydesk.normalize.widgets.vocabulary import normalised
from copydesk.page.patterns import pattern_of

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
WINDOW_WORDS = pattern_of(r"변동|등락|기준|대비|change|variation|veränderung|chg|変動|騰落|涨跌|漲跌|%", re.I)
NOTE_WORDS = pattern_of(
    r"기준(?!가|율)|단위|제공|참고|책임|지연|출처|장\s?(?:종료|마감|중|전)|시간\s?변동률|최근\s?\d|업데이트|갱신|"
    r"delayed|as of|source\s*:|last updated|at close|updated|quelle\s*:|verzögert|stand\s*:|"
    r"単位|提供|遅延|時点|現在(?!値)|数据|来源|更新|延迟|延遲",
    re.I,
)
NO_ROWS = pattern_of(
    r"(?:종목|데이터|자료|정보|결과|내용|시세|항목)[이가은는]?\s?(?:없|준비\s?중)|"
    r"\bno (?:data|results|stocks|quotes|items|matches|records)\b|nothing to (?:show|display)|keine (?:daten|kurse|werte|ergebnisse)|"
    r"aucune? (?:donnée|valeur|résultat)|(?:no hay|sin) (?:datos|valores|resultados)|"
    r"(?:データ|銘柄|情報)[はが]?(?:ありません|ございません)|"
    r"(?:暂无|暫無|没有|沒有)(?:数据|數據|資料|相关|相關|股票)",
    re.I,
)


def window_of(text: str) -> str | None:
    for pattern, form in WINDOWS:
        if match := pattern.search(text):
            return form.format(match.group(1))
    return None


def is_header(text: str) -> bool:
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
