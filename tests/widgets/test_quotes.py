# ruff: noqa: E501  (a row of markup is read better in one line)
"""Market rows, however a newsroom prints them."""

import pytest

from copydesk.article import QuoteItem, QuotesWidget
from copydesk.normalize.document import parse
from copydesk.normalize.widgets import find_widgets
from tests.widgets.reading import one
from tests.widgets.samples import page

SECOND = "<tr><td>이더리움</td><td>2</td><td>1%</td></tr>"

ROWS = [
    # cells of a row → name, price, currency, change, change in percent, direction
    ("<td>비트코인</td><td>139,850,000</td><td>-1.25%</td>", ("비트코인", "139850000", "KRW", None, "-1.25", "down")),
    ("<td>비트코인</td><td>₩3,618</td><td>+0.56%</td>", ("비트코인", "3618", "KRW", None, "0.56", "up")),
    ("<td>비트코인</td><td>1,076원</td><td>▲ 12 (1.1%)</td>", ("비트코인", "1076", "KRW", "12", "1.1", "up")),
    ("<td>비트코인</td><td>$97,123.5</td><td>▼ 2.08%</td>", ("비트코인", "97123.5", "USD", None, "-2.08", "down")),
    ("<td>비트코인</td><td>1억 4,200만원</td><td>하락 0.5%</td>", ("비트코인", "142000000", "KRW", None, "-0.5", "down")),
    ("<td>비트코인</td><td>359</td><td>상승 3.2%</td>", ("비트코인", "359", "KRW", None, "3.2", "up")),
    ('<td>비트코인</td><td>359</td><td class="down">3.2%</td>', ("비트코인", "359", "KRW", None, "-3.2", "down")),
    ('<td>비트코인</td><td>359</td><td class="red">3.2%</td>', ("비트코인", "359", "KRW", None, "3.2", "up")),
    ('<td>비트코인</td><td>359</td><td class="blue">3.2%</td>', ("비트코인", "359", "KRW", None, "-3.2", "down")),
    ('<td>비트코인</td><td>359</td><td><font color="#0051C7">3.2%</font></td>', ("비트코인", "359", "KRW", None, "-3.2", "down")),
    ('<td>비트코인</td><td>359</td><td><i class="ico-down"></i>1.25%</td>', ("비트코인", "359", "KRW", None, "-1.25", "down")),
    ('<td>비트코인</td><td>359</td><td>1.25% <span class="down"></span></td>', ("비트코인", "359", "KRW", None, "-1.25", "down")),
    ('<td>비트코인</td><td>359</td><td><img src="/i/ico_dn.gif?v=2" alt="">1.25%</td>', ("비트코인", "359", "KRW", None, "-1.25", "down")),
    ('<td>비트코인</td><td>359</td><td><img src="/i/a2.gif" alt="하락">1.25%</td>', ("비트코인", "359", "KRW", None, "-1.25", "down")),
    (
        '<td>비트코인</td><td>359</td><td><svg><use href="/s.svg#arrow-down"></use></svg>1.25%</td>',
        ("비트코인", "359", "KRW", None, "-1.25", "down"),
    ),
    ('<td>비트코인</td><td>359</td><td><div class="icon-down"></div>1.25%</td>', ("비트코인", "359", "KRW", None, "-1.25", "down")),
    ('<td>비트코인</td><td>359</td><td><i class="ico-a2"></i>1.25%</td>', ("비트코인", "359", "KRW", None, None, None)),
    (
        '<td>비트코인</td><td>359</td><td><span aria-label="하락">▼</span> <b>1.25</b>%</td>',
        ("비트코인", "359", "KRW", None, "-1.25", "down"),
    ),
    (
        "<td>비트코인</td><td><b>359</b><span>원</span></td><td><em>-</em><b>1.25</b><span>%</span></td>",
        ("비트코인", "359", "KRW", None, "-1.25", "down"),
    ),
    ("<td>비트코인</td><td>359</td><td>1.25%</td>", ("비트코인", "359", "KRW", None, None, None)),
    ("<td>비트코인</td><td>359</td><td>-45</td><td>1.25%</td>", ("비트코인", "359", "KRW", "-45", "-1.25", "down")),
    ("<td>비트코인</td><td>359</td><td>+45</td><td>1.25%</td>", ("비트코인", "359", "KRW", "45", "1.25", "up")),
    ("<td>비트코인</td><td>903</td><td>0.00%</td>", ("비트코인", "903", "KRW", None, "0.00", "flat")),
    ("<td>비트코인</td><td>359</td><td>−1.5%</td>", ("비트코인", "359", "KRW", None, "-1.5", "down")),
    ("<td>XRP</td><td>4,000 KRW</td><td>+1%</td>", ("XRP", "4000", "KRW", None, "1", "up")),
]


@pytest.mark.parametrize(("cells", "want"), ROWS)
def test_a_market_row_is_read(cells: str, want: tuple[str | None, ...]) -> None:
    item = first(f"<section><h3>코인 시세</h3><table><tr>{cells}</tr>{SECOND}</table></section>")
    assert (item.name, item.price, item.currency, item.change, item.change_percent, item.direction) == want


@pytest.mark.parametrize(
    ("others", "want"),
    [
        ("-2.5%", ("1.25", "up")),  # the board prints its minus signs: what has none has risen
        ("-2.5%</td></tr><tr><td>리플</td><td>7</td><td>+0.4%", (None, None)),  # it prints both
    ],
)
def test_a_rate_without_a_sign_is_told_by_its_board_or_left_out(others: str, want: tuple[str | None, str | None]) -> None:
    rows = f"<tr><td>비트코인</td><td>359</td><td>1.25%</td></tr><tr><td>이더리움</td><td>2</td><td>{others}</td></tr>"
    item = first(f"<section><h3>코인 시세</h3><table>{rows}</table></section>")
    assert (item.change_percent, item.direction) == want


def first(body: str, kind: str = "crypto_quotes", language: str = "ko") -> QuoteItem:
    return quotes(body, kind, language).items[0]


def quotes(body: str, kind: str = "crypto_quotes", language: str = "ko") -> QuotesWidget:
    widget = one(body, kind, language)
    assert isinstance(widget, QuotesWidget)
    return widget


def test_a_comma_may_be_the_decimal_mark() -> None:
    rows = "<tr><td>Bitcoin</td><td>93.712,56 €</td><td>-1,25 %</td></tr><tr><td>Ethereum</td><td>2.310,00 €</td><td>+0,5 %</td></tr>"
    item = first(f"<section><h3>Kryptokurse</h3><table>{rows}</table></section>", language="de")
    assert (item.price, item.currency, item.change_percent) == ("93712.56", "EUR", "-1.25")


def test_the_heading_of_a_column_names_the_currency() -> None:
    head = "<tr><th>종목</th><th>가격(USD)</th><th>24시간</th></tr>"
    rows = "<tr><td>비트코인</td><td>104,883.50</td><td>−2.06%</td></tr><tr><td>이더리움</td><td>2,511.42</td><td>−3.90%</td></tr>"
    widget = quotes(f"<section><h3>해외 코인 시세</h3><table>{head}{rows}</table></section>")
    assert [(item.price, item.currency) for item in widget.items] == [("104883.50", "USD"), ("2511.42", "USD")]
    assert widget.change_window == "PT24H"


def test_a_column_of_rates_needs_no_percent_sign() -> None:
    head = "<tr><th>종목명</th><th>현재가(원)</th><th>등락률(%)</th></tr>"
    rows = "<tr><td>가나전자</td><td>12,350</td><td>▲29.9</td></tr><tr><td>다라화학</td><td>4,815</td><td>▼21.28</td></tr>"
    widget = quotes(f"<table><tr><td><b>상승률 상위 종목</b> <span>03.10 장마감</span></td></tr>{head}{rows}</table>", "stock_quotes")
    assert [item.change_percent for item in widget.items] == ["29.9", "-21.28"]
    assert widget.title == "상승률 상위 종목"
    assert widget.as_of is not None
    assert (widget.as_of.at[:10], widget.as_of.precision) == ("2025-03-10", "day")


def test_rows_may_be_inline_elements_of_one_line() -> None:
    rows = "".join(
        f'<a class="r" href="/c/{n}"><span>{name}</span><span>₩{price}</span><span>{rate}</span></a>'
        for n, (name, price, rate) in enumerate(
            [("비트코인", "150,120,000", "+1.12%"), ("리플", "3,022", "-0.26%"), ("에이다", "942", "-2.80%")]
        )
    )
    widget = quotes(f"<div><h2>암호화폐</h2><div>{rows}</div></div>")
    assert [(item.name, item.price, item.change_percent) for item in widget.items] == [
        ("비트코인", "150120000", "1.12"),
        ("리플", "3022", "-0.26"),
        ("에이다", "942", "-2.80"),
    ]


def test_a_name_may_hold_a_number() -> None:
    rows = (
        "<li><b>S&amp;P 500</b><span>5,983.25</span><span>-0.50%</span></li><li><b>코스피200</b><span>351.20</span><span>+0.10%</span></li>"
    )
    widget = quotes(f"<section><h3>해외증시</h3><ul>{rows}</ul></section>", "index_quotes")
    assert [(item.name, item.price, item.currency) for item in widget.items] == [
        ("S&P 500", "5983.25", None),
        ("코스피200", "351.20", None),
    ]


def test_an_amount_of_a_currency_is_its_name() -> None:
    rows = "<tr><th>미국 달러(USD)</th><td>1,365.40</td><td>▼4.10</td><td>-0.30%</td></tr><tr><th>일본 100엔(JPY)</th><td>938.12</td><td>▼1.75</td><td>-0.19%</td></tr>"
    items = quotes(f"<section><h3>환율</h3><table>{rows}</table></section>", "fx_quotes").items
    assert [(item.name, item.symbol, item.price, item.change) for item in items] == [
        ("미국 달러", "USD", "1365.40", "-4.10"),
        ("일본 100엔", "JPY", "938.12", "-1.75"),
    ]


def test_notes_are_no_rows() -> None:
    rows = "<li><b>비트코인</b><span>1,000</span><span>+1%</span></li><li><b>리플</b><span>10</span><span>-1%</span></li>"
    widget = quotes(f"<section><h3>코인 시세</h3><p>2025.02.24 11:00 기준</p><ul>{rows}</ul><p>* 24시간 변동률 기준</p></section>")
    assert len(widget.items) == 2
    assert widget.notes == ("* 24시간 변동률 기준",)
    assert widget.change_window == "PT24H"
    assert widget.as_of is not None
    assert widget.as_of.at == "2025-02-24T11:00:00+09:00"


@pytest.mark.parametrize("heading", ["<h5>실시간 코인 시세</h5>", "<P><FONT SIZE=4><B>실시간 코인 시세</B></FONT></P>"])
def test_heading_rows_and_note_may_be_siblings_of_other_modules(heading: str) -> None:
    rows = "<ul><li><b>비트코인</b> <em>1,000원</em> <i>(-1.25%)</i></li><li><b>리플</b> <em>10원</em> <i>(+0.5%)</i></li></ul>"
    others = '<ul><li><a href="/1">창업 지원 센터 문 열어</a></li><li><a href="/2">올해 첫 수출 기록 경신</a></li></ul>'
    widget = quotes(f"<div><h5>주요 뉴스</h5>{others}{heading}{rows}<p>* 24시간 변동률 기준</p><h5>많이 본 뉴스</h5>{others}</div>")
    assert (widget.title, widget.notes, widget.change_window) == ("실시간 코인 시세", ("* 24시간 변동률 기준",), "PT24H")
    assert [item.change_percent for item in widget.items] == ["-1.25", "0.5"]


def test_the_word_that_there_are_no_rows_may_be_a_sibling_of_the_heading() -> None:
    others = '<ul><li><a href="/1">창업 지원 센터 문 열어</a></li><li><a href="/2">올해 첫 수출 기록 경신</a></li></ul>'
    body = f"<div><h5>오늘의 상승종목<em>02.24 장종료</em></h5><ul><li>상승종목이 없습니다.</li></ul><h5>많이 본 뉴스</h5>{others}</div>"
    widget = quotes(body, "stock_quotes")
    assert (widget.title, widget.state, widget.notes) == ("오늘의 상승종목", "empty", ("상승종목이 없습니다.",))


def test_column_names_of_an_empty_table_are_part_of_it() -> None:
    table = "<table><thead><tr><th>종목명</th><th>현재가</th><th>등락률</th></tr></thead><tbody></tbody></table>"
    document = parse(page(f"<div><div><h4>오늘의 상승종목</h4><span>02.24 장종료</span></div>{table}</div>", "ko"))
    found = next(found for found in find_widgets(document, language="ko") if found.kind == "stock_quotes")
    assert [document.lines[i].text for i in found.lines] == ["오늘의 상승종목", "02.24 장종료", "종목명", "현재가", "등락률"]


def test_a_closed_market_leaves_an_empty_box() -> None:
    widget = quotes(
        '<section class="up"><ul><li class="tit">오늘의 상승종목</li><li>02.24 장종료</li></ul><table><tbody></tbody></table></section>',
        "stock_quotes",
    )
    assert (widget.title, widget.state, widget.items) == ("오늘의 상승종목", "empty", ())
    assert widget.as_of is not None
    assert (widget.as_of.at[:10], widget.as_of.precision, widget.as_of.printed) == ("2025-02-24", "day", "02.24 장종료")


NO_ROWS = [
    "<section><header><h3>오늘의 상승종목</h3><span>02.24 장종료</span></header><p>표시할 종목이 없습니다</p></section>",
    "<x-box><h3>오늘의 상승종목</h3><x-time>02.24 장종료</x-time><p>조회된 데이터가 없습니다.</p></x-box>",
    "<div><h3>오늘의 상승종목</h3><span>02.24 장종료</span></div>",
    "<x-box><h3>오늘의 상승종목</h3><span>02.24 장종료</span></x-box>",
    "<div><div><span>오늘의 상승종목</span><span>02.24 장종료</span></div><div></div></div>",
]


@pytest.mark.parametrize("body", NO_ROWS)
def test_a_market_box_without_rows_is_empty(body: str) -> None:
    widget = quotes(body, "stock_quotes")
    assert (widget.title, widget.state, widget.items) == ("오늘의 상승종목", "empty", ())
    assert widget.as_of is not None
    assert widget.as_of.printed == "02.24 장종료"


RATES = [
    "<li>비트코인 <b>139,850,000</b>원 <span>(-1.25%)</span></li><li>리플 <b>3,618</b>원 <span>(-4.59%)</span></li>",
    "<li><b>비트코인</b><i>139,850,000</i><i>원</i><span><span>하락</span>1.25%</span></li><li><b>리플</b><i>3,618</i><i>원</i><span><span>하락</span>4.59%</span></li>",
]


@pytest.mark.parametrize("rows", RATES)
def test_a_rate_may_stand_in_brackets_or_behind_a_word(rows: str) -> None:
    widget = quotes(f"<section><h3>코인 시세</h3><ul>{rows}</ul><p>* 24시간 변동률 기준</p></section>")
    assert [(item.name, item.change_percent) for item in widget.items] == [("비트코인", "-1.25"), ("리플", "-4.59")]
    assert (widget.title, widget.notes, widget.change_window) == ("코인 시세", ("* 24시간 변동률 기준",), "PT24H")


def test_rows_may_be_named_after_the_way_they_went() -> None:
    rows = '<li class="up"><b>비트코인</b><span>1,000</span><span>1%</span></li><li class="fall"><b>리플</b><span>10</span><span>2%</span></li>'
    items = quotes(f"<section><h3>코인 시세</h3><ul>{rows}</ul></section>").items
    assert [(item.change_percent, item.direction) for item in items] == [("1", "up"), ("-2", "down")]


def test_rises_are_painted_green_in_the_west() -> None:
    rows = '<tr><td>Bitcoin</td><td>$93,712</td><td class="red">1.2%</td></tr><tr><td>Ethereum</td><td>$2,310</td><td class="green">0.5%</td></tr>'
    items = quotes(f"<section><h3>Crypto prices</h3><table>{rows}</table></section>", language="en").items
    assert [item.change_percent for item in items] == ["-1.2", "0.5"]


def test_a_data_attribute_around_the_rate_tells_its_way() -> None:
    rows = "".join(
        f'<div class="x" data-dir="{way}"><b>{name}</b><span>1,000원</span><span>1.25%</span></div>'
        for name, way in (("비트코인", "down"), ("리플", "up"))
    )
    items = quotes(f"<section><h3>코인 시세</h3>{rows}</section>").items
    assert [(item.name, item.change_percent, item.direction) for item in items] == [("비트코인", "-1.25", "down"), ("리플", "1.25", "up")]


def test_the_code_of_a_currency_may_stand_before_its_price() -> None:
    row = (
        '<div class="row"><div class="nm">{} <small>{}</small></div><div class="vl">KRW {}<br><span class="fall">↓ 1.25%</span></div></div>'
    )
    rows = row.format("비트코인", "BTC", "139,850,000") + row.format("리플", "XRP", "3,618")
    items = quotes(f"<section><h3>코인 시세</h3>{rows}</section>").items
    assert [(item.name, item.symbol, item.price, item.currency, item.change_percent) for item in items] == [
        ("비트코인", "BTC", "139850000", "KRW", "-1.25"), ("리플", "XRP", "3618", "KRW", "-1.25"),
    ]  # fmt: skip


def test_the_first_column_s_name_is_no_heading_of_its_table() -> None:
    head = "<tr><th>지수</th><th>현재</th><th>등락률</th></tr>"
    rows = "<tr><th>코스피</th><td>2,812.44</td><td>+0.65%</td></tr><tr><th>코스닥</th><td>871.09</td><td>-0.39%</td></tr>"
    widget = one(f"<section><h3>증시 현황</h3><div>10:20 기준</div><table>{head}{rows}</table></section>", "index_quotes")
    assert widget.title == "증시 현황"
