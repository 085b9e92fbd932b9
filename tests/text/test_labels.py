"""Bracket labels of headlines."""

import pytest

from copydesk.normalize.labels import split_labels


@pytest.mark.parametrize(
    ("headline", "title", "labels"),
    [
        ("[상보] 뉴욕증시, 일제히 하락", "뉴욕증시, 일제히 하락", [("상보", "update")]),
        ('[단독] 권경애 "어떤 변명도 안 통할 것"', '권경애 "어떤 변명도 안 통할 것"', [("단독", "exclusive")]),
        ("[1보] 한은, 기준금리 동결", "한은, 기준금리 동결", [("1보", "breaking")]),
        ("뉴욕증시 하락 마감(종합2보)", "뉴욕증시 하락 마감", [("종합2보", "roundup")]),
        ("[속보][단독] 한은 총재 사의", "한은 총재 사의", [("속보", "breaking"), ("단독", "exclusive")]),
        ("무시하지 말라던 유튜브 떡상기 [요즘, 이거]", "무시하지 말라던 유튜브 떡상기", [("요즘, 이거", "other")]),
        ("고물가에 싼 것만 찾는다[韓 과소소비사회 진입하나]", "고물가에 싼 것만 찾는다", [("韓 과소소비사회 진입하나", "other")]),
        ("[우크라 전쟁 발발 3년] 종전협상 ‘중대 분수령’", "종전협상 ‘중대 분수령’", [("우크라 전쟁 발발 3년", "other")]),
        ("[그래픽뉴스] 가계대출", "가계대출", [("그래픽뉴스", "photo")]),
        ("【速報】地震が発生", "地震が発生", [("速報", "breaking")]),
        ("홍길동 대표(60)", "홍길동 대표(60)", []),
        ("[포토]", "[포토]", []),
        ("현대차 ‘GM 동맹’…새로운 돌파구 될까", "현대차 ‘GM 동맹’…새로운 돌파구 될까", []),
        ("How [Redacted] Became a Word", "How [Redacted] Became a Word", []),
        ("", "", []),
    ],
)
def test_labels_leave_the_title_at_either_end(headline: str, title: str, labels: list[tuple[str, str]]) -> None:
    found = split_labels(headline)
    assert (found[0], [(label.text, label.kind) for label in found[1]]) == (title, labels)
