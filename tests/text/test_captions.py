"""Caption lines, one row a form: what is text, what is credit, and what must be left whole."""

from typing import Any

import pytest

from copydesk.cli.vouching import agrees
from copydesk.normalize.credits import is_caption_line, split_caption
from copydesk.rules import load_rules
from tests.text.reading import read_caption


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        (
            "▲마윈 알리바바 창업자가 발리에서 열린 한 세미나에 참석해 연설하고 있다. 발리/AP연합뉴스",
            "ko",
            {
                "text": "마윈 알리바바 창업자가 발리에서 열린 한 세미나에 참석해 연설하고 있다.",
                "marker": "▲",
                "credit": "발리/AP연합뉴스",
                "agencies": ["AP", "연합뉴스"],
                "place": "발리",
                "relation": "wire",
            },
        ),
        (
            "거래소 모습. 뉴욕(미국)/로이터연합뉴스",
            "ko",
            {"text": "거래소 모습.", "agencies": ["로이터", "연합뉴스"], "place": "뉴욕(미국)"},
        ),
        ("직원들이 점검하고 있다. 인천=연합뉴스", "ko", {"text": "직원들이 점검하고 있다.", "credit": "인천=연합뉴스", "place": "인천"}),
        (
            "공연이 열렸다. (사진=국립국악원 제공) 2023.11.01. photo@newsis.com *재판매 및 DB 금지",
            "ko",
            {
                "text": "공연이 열렸다.",
                "credit": "(사진=국립국악원 제공) 2023.11.01. photo@newsis.com",
                "relation": "provided_by",
                "taken_on": "2023-11-01T00:00:00+09:00",
                "rights": "*재판매 및 DB 금지",
            },
        ),
        (
            "[서울=뉴시스]30일 행사에 전시된 제품. (사진 = 한빛전자) photo@newsis.com *재판매 및 DB 금지",
            "ko",
            {"text": "30일 행사에 전시된 제품.", "place": "서울", "agencies": ["뉴시스", "한빛전자"], "rights": "*재판매 및 DB 금지"},
        ),
        (
            "【서울=뉴시스】홍효식 기자 = 한 후보가 발언하고 있다. 2018.05.16. yesphoto@newsis.com",
            "ko",
            {"text": "한 후보가 발언하고 있다.", "people": ["홍효식"], "taken_on": "2018-05-16T00:00:00+09:00", "relation": "taken_by"},
        ),
        ("구조된 난민들 [EPA=연합뉴스 자료사진]", "ko", {"text": "구조된 난민들", "agencies": ["EPA", "연합뉴스"], "relation": "file"}),
        ("한 당선인. (사진=연합뉴스)", "ko", {"text": "한 당선인.", "credit": "(사진=연합뉴스)", "relation": "wire"}),
        ("격려사를 하고 있다. 윤창원기자", "ko", {"text": "격려사를 하고 있다.", "people": ["윤창원"]}),
        ("큰절을 올리고 있다. 고영권 기자", "ko", {"text": "큰절을 올리고 있다.", "credit": "고영권 기자", "people": ["고영권"]}),
        ("/연합뉴스", "ko", {"text": "", "agencies": ["연합뉴스"]}),
        ("구속된 이경우(36) /서울경찰청 제공", "ko", {"text": "구속된 이경우(36)", "relation": "provided_by"}),
        ("시민들이 걷고 있다. 한빛시 제공", "ko", {"text": "시민들이 걷고 있다.", "credit": "한빛시 제공", "relation": "provided_by"}),
        ("[사진 출처 = 연합뉴스]", "ko", {"text": "", "agencies": ["연합뉴스"]}),
        ("공장 전경 [사진 = 김혜진 기자]", "ko", {"text": "공장 전경", "people": ["김혜진"]}),
        (
            "경기를 하고 있다. 2026.10.1 ⓒ 뉴스1 안은나 기자",
            "ko",
            {"text": "경기를 하고 있다.", "agencies": ["뉴스1"], "people": ["안은나"], "taken_on": "2026-10-01T00:00:00+09:00"},
        ),
        ("[사진] ⓒGettyimages(무단전재 및 재배포 금지)", "ko", {"agencies": ["Gettyimages"], "rights": "(무단전재 및 재배포 금지)"}),
        ("관광객들이 걷고 있다. 자료사진", "ko", {"text": "관광객들이 걷고 있다.", "relation": "file"}),
        ("이미지 확대보기 서울 여의도 모습. 연합뉴스", "ko", {"text": "서울 여의도 모습.", "agencies": ["연합뉴스"]}),
        ("여의도 증권가 모습 연합뉴스", "ko", {"text": "여의도 증권가 모습", "agencies": ["연합뉴스"]}),
        ("시민들이 걷고 있다./사진=뉴시스", "ko", {"text": "시민들이 걷고 있다.", "credit": "사진=뉴시스"}),
        ("시민들이 걷고 있다. <사진=연합뉴스>", "ko", {"text": "시민들이 걷고 있다.", "credit": "<사진=연합뉴스>"}),
        ("시민들이 걷고 있다. 사진｜한빛엔터", "ko", {"text": "시민들이 걷고 있다.", "credit": "사진｜한빛엔터"}),
        ("시민들이 걷고 있다. (사진=국립국악원 제공)", "ko", {"agencies": [], "relation": "provided_by"}),
        ("*사진설명 : 시민들이 걷고 있다.", "ko", {"text": "시민들이 걷고 있다.", "credit": None}),
        ("India fired missiles Wednesday. /AP Photo by Asim Tanveer", "en", {"agencies": ["AP"], "people": ["Asim Tanveer"]}),
        ("Quelle: FHM/Getty Images; Montage: Infografik WELT", "de", {"text": "", "agencies": ["Getty Images"]}),
        (
            "A neighborhood. (U.S. District Court, Eastern District of New York)",
            "en",
            {"text": "A neighborhood.", "credit": "(U.S. District Court, Eastern District of New York)"},
        ),
        ("시민들이 걷고 있다.(사진제공=한빛시)", "ko", {"text": "시민들이 걷고 있다.", "people": [], "relation": "provided_by"}),
        ("시민들이 걷고 있다. 제주=홍길동 기자", "ko", {"people": ["홍길동"], "place": "제주"}),
        ("시민들이 걷고 있다. 가자/로이터=연합뉴스", "ko", {"agencies": ["로이터", "연합뉴스"], "place": "가자"}),
        ("시민들이 걷고 있다. 워싱턴=AP 뉴시스", "ko", {"agencies": ["AP", "뉴시스"], "place": "워싱턴"}),
        (
            "시민들이 걷고 있다. 2024.5.30/뉴스1 © News1 홍길동 기자",
            "ko",
            {"text": "시민들이 걷고 있다.", "people": ["홍길동"], "taken_on": "2024-05-30T00:00:00+09:00", "place": None},
        ),
        ("시민들이 걷고 있다. 2025.2.24 연합뉴스", "ko", {"text": "시민들이 걷고 있다.", "taken_on": "2025-02-24T00:00:00+09:00"}),
        ("난민들 [AP=연합뉴스 자료사진. 재판매 및 DB 금지]", "ko", {"text": "난민들", "relation": "file", "rights": "재판매 및 DB 금지"}),
        (
            "북항 조감도 [한빛시 제공. 재판매 및 DB 금지]",
            "ko",
            {"text": "북항 조감도", "credit": "한빛시 제공", "relation": "provided_by", "rights": "재판매 및 DB 금지"},
        ),
        ("북항 전경 [촬영 임하람]", "ko", {"text": "북항 전경", "credit": "[촬영 임하람]", "people": ["임하람"], "relation": "taken_by"}),
        ("서울 시내 모습. 한빛일보 DB", "ko", {"text": "서울 시내 모습.", "relation": "file"}),
        ("(사진=챗GPT로 생성)", "ko", {"text": "", "relation": "ai_generated"}),
        ("사진=백승철 기자", "ko", {"text": "", "people": ["백승철"]}),
        ("참가자들이 자리를 함께 했다.", "ko", {"text": "참가자들이 자리를 함께 했다.", "credit": None}),
        ("한 시민이 걸어가는 모습.", "ko", {"text": "한 시민이 걸어가는 모습.", "credit": None}),
        ("地震を観測した地震＝１３日午後１０時３１分", "ja", {"text": "地震を観測した地震＝１３日午後１０時３１分", "credit": None}),
        ("容疑者＝13日、東京・霞ケ関で", "ja", {"text": "容疑者＝13日、東京・霞ケ関で", "place": "東京・霞ケ関", "taken_on": None}),
        ("首相＝2025年1月13日、首相官邸で", "ja", {"place": "首相官邸", "taken_on": "2025-01-13T00:00:00+09:00"}),
        ("技官（警視庁提供）", "ja", {"text": "技官", "credit": "（警視庁提供）", "relation": "provided_by"}),
        ("トランプ氏（ゲッティ＝共同）", "ja", {"text": "トランプ氏", "agencies": ["ゲッティ", "共同"]}),
        ("会見する社長（代表撮影）", "ja", {"text": "会見する社長", "people": [], "relation": "taken_by"}),
        ("暦堂の手帳（筆者撮影）", "ja", {"text": "暦堂の手帳", "people": [], "relation": "taken_by"}),
        ("会場の様子、杉山歩撮影", "ja", {"credit": "杉山歩撮影", "people": ["杉山歩"], "relation": "taken_by"}),
        ("演説する大統領＝ロイター", "ja", {"text": "演説する大統領", "agencies": ["ロイター"]}),
        ("西田、小野寺、石川（Ｃ）共同通信社", "ja", {"text": "西田、小野寺、石川", "agencies": ["共同通信社"]}),
        ("為華為提供設備。 圖／騰訊科技", "zh", {"text": "為華為提供設備。", "credit": "圖／騰訊科技"}),
        (
            "工人在作业。新华社记者 张三 摄",
            "zh",
            {"text": "工人在作业。", "agencies": ["新华社"], "people": ["张三"], "relation": "taken_by"},
        ),
        ("花旗集團（Shutterstock）", "zh", {"text": "花旗集團", "agencies": ["Shutterstock"]}),
        ("He spoke. (AP Photo/John Doe)", "en", {"text": "He spoke.", "agencies": ["AP"], "people": ["John Doe"], "relation": "taken_by"}),
        ("Sinwar. (Adel Hana/Associated Press)", "en", {"agencies": ["Associated Press"], "people": ["Adel Hana"]}),
        (
            "She poses. Photo by Handout/English Montreal School Board/AFP via Getty Images",
            "en",
            {"text": "She poses.", "agencies": ["AFP", "Getty Images"], "people": [], "relation": "provided_by"},
        ),
        ("It was hot that day. The Associated Press", "en", {"text": "It was hot that day.", "credit": "The Associated Press"}),
        ("Higgins. | Niall Carson/PA Images via Getty Images", "en", {"text": "Higgins.", "people": ["Niall Carson"]}),
        ("Apartments. Photograph: Eva Manez/Reuters", "en", {"text": "Apartments.", "people": ["Eva Manez"], "agencies": ["Reuters"]}),
        ("A forest. Credit: Pablo Porciuncula/AFP/Getty", "en", {"people": ["Pablo Porciuncula"], "agencies": ["AFP", "Getty"]}),
        (
            "Plants (stock image) ( Image: Getty Images/iStockphoto)",
            "en",
            {"text": "Plants (stock image)", "agencies": ["Getty Images", "iStockphoto"]},
        ),
        ("(Image credit: Google)", "en", {"text": "", "credit": "(Image credit: Google)"}),
        ("South of Duqm. Tara Atkinson for Rest of World", "en", {"text": "South of Duqm.", "people": ["Tara Atkinson"]}),
        ("Than it buys. (Mario Jasso/Cuartoscuro)", "en", {"people": ["Mario Jasso"]}),
        ("Tijdens de coronacrisis. — © BELGA", "nl", {"text": "Tijdens de coronacrisis.", "credit": "© BELGA"}),
        ("© BART DEWAELE", "nl", {"text": "", "people": ["BART DEWAELE"]}),
        ("Es wurde repariert. AP", "de", {"text": "Es wurde repariert.", "agencies": ["AP"]}),
        (
            "Aufnahme vom 3. Juli. Ohad Zwigenberg / Pool via Reuters",
            "de",
            {"text": "Aufnahme vom 3. Juli.", "people": ["Ohad Zwigenberg"]},
        ),
        (
            "Johannisthal. © dpa | Jens Kalaene",
            "de",
            {"text": "Johannisthal.", "credit": "© dpa | Jens Kalaene", "people": ["Jens Kalaene"]},
        ),
        ("Er bedrängt ihn Foto: Getty Images", "de", {"text": "Er bedrängt ihn", "agencies": ["Getty Images"]}),
        ("Wird es nicht geben, Foto: LAT Images", "de", {"text": "Wird es nicht geben", "agencies": ["LAT Images"]}),
        (
            "(Symbolfoto: picture alliance/dpa | Hannes P Albert)",
            "de",
            {"agencies": ["picture alliance", "dpa"], "people": ["Hannes P Albert"]},
        ),
        ("Höcke (AfD) Quelle : Hannes P. Albert/dpa", "de", {"text": "Höcke (AfD)", "people": ["Hannes P. Albert"]}),
        ("picture alliance/dpa", "de", {"text": "", "agencies": ["picture alliance", "dpa"]}),
        ("F. Kern/IMAGO", "de", {"text": "", "agencies": ["IMAGO"]}),
        ("Legende: Siham Zein ad-Din in Sweidah. SRF", "de", {"text": "Siham Zein ad-Din in Sweidah.", "credit": "SRF"}),
        ("Razzia in La Soledat / Lorenzo Marina", "de", {"text": "Razzia in La Soledat", "people": ["Lorenzo Marina"]}),
        (
            "Este domingo en Madrid. EFE/ J.J. Guillén",
            "es",
            {"text": "Este domingo en Madrid.", "agencies": ["EFE"], "people": ["J.J. Guillén"]},
        ),
        (
            "Foto de familia del Grupo de Madrid EFE/ J.J. Guillén",
            "es",
            {"text": "Foto de familia del Grupo de Madrid", "agencies": ["EFE"]},
        ),
        (
            "A rocket stands on an Etlaq launchpad. Etlaq",
            "en",
            {"text": "A rocket stands on an Etlaq launchpad.", "credit": "Etlaq", "agencies": []},
        ),
        ("Their team and their rocket. Advanced Rocket Technologies", "en", {"credit": "Advanced Rocket Technologies"}),
        ("Báez intenta marcharse. (Edu Luque)", "es", {"text": "Báez intenta marcharse.", "people": ["Edu Luque"]}),
        ("À Dnipro en Ukraine. HANDOUT / AFP", "fr", {"text": "À Dnipro en Ukraine.", "relation": "provided_by"}),
        ('"Just Coup It" Capture d\'écran de Reddit', "fr", {"text": '"Just Coup It"', "relation": "capture"}),
        ("Egede. Mads Claus Rasmussen/Ritzau Scanpix", "da", {"people": ["Mads Claus Rasmussen"], "agencies": ["Ritzau Scanpix"]}),
        ("KNIV: Denne kniven. Foto: AP Vis mer", "no", {"text": "KNIV: Denne kniven.", "credit": "Foto: AP"}),
        ("Про три трона Фото: Дмитрий Азаров, Коммерсантъ", "ru", {"text": "Про три трона", "people": ["Дмитрий Азаров"]}),
        ("Internatskolan. Foto: LISA MATTISSON", "sv", {"text": "Internatskolan.", "people": ["LISA MATTISSON"]}),
    ],
)
def test_a_caption_line_comes_apart(line: str, language: str, expected: dict[str, Any]) -> None:
    read = read_caption(line, load_rules().language(language))
    assert agrees(expected, read), read


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Grund für Freude: Katja Wolf (BSW)", "de"),
        ("Karte mit dem Verlauf des Golfstroms aus dem Jahr 1873.", "de"),
        ("Friedrich Merz", "pl"),
        ("The new phone was shown in Cupertino by Apple Inc. Tim Cook", "en"),
        ("Should she win, she will succeed another Galway socialist, Michael D. Higgins", "en"),
        ("Rally in Birmingham, Ala.", "en"),
        ("FILE - Mike and Jane Roberts tend to their son at their home on March 1, 2024.", "en"),
        ("El marido de la doctora Alaa Al-Najjar, fallecidos este fin de semana.", "es"),
        ("El primer ministro, durante una conferencia en Jerusalén, 21 de mayo de 2025.", "es"),
        ("移送のため警視庁を出る容疑者＝13日、東京・霞ケ関で", "ja"),
        ("기준금리 인상(0.25%p)", "ko"),
        ("삼성전자 본사 전경", "ko"),
    ],
)
def test_a_caption_without_a_credit_comes_out_whole(line: str, language: str) -> None:
    parts = split_caption(line, language=language)
    assert (parts.text, parts.credit) == (line, None)


def test_the_site_s_own_name_may_be_known_as_a_credit() -> None:
    assert split_caption("A park in Duqm Etlaq", language="en").credit is None
    credit = split_caption("A park in Duqm Etlaq/Eman Ali", language="en", agencies=("Etlaq",)).credit
    assert credit is not None
    assert credit.agencies == ("Etlaq",)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("▲ 마윈 알리바바 창업자가 연설하고 있다.", "ko"),
        ("△경기장 모습", "ko"),
        ("*사진설명 : 시민들이 걷고 있다.", "ko"),
        ("사진=백승철 기자", "ko"),
        ("[사진 출처 : 산루이스포토시 검찰청 공식 트위터 캡처]", "ko"),
        ("더불어민주당 당선인. (사진=연합뉴스)", "ko"),
        ("[서울=뉴시스] 홍효식 기자 = 한 후보가 발언하고 있다. 2018.05.16. yesphoto@newsis.com", "ko"),
        ("【서울=뉴시스】홍효식 기자 = 한 후보가 발언하고 있다. 2018.05.16.", "ko"),
        ("시민들이 걷고 있다. /사진=뉴시스", "ko"),
        ("[그래픽=김영희 기자]", "ko"),
        ("Foto: Getty Images", "de"),
    ],
)
def test_a_caption_line_is_told_by_its_signs(line: str, language: str) -> None:
    assert is_caption_line(line, language)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("[서울=뉴시스]이현주 기자 = 한빛전자가 올해 제품을 내놓는다.", "ko"),
        ("(서울=연합뉴스) 김병규 기자 = 정부가 대책을 내놓았다.", "ko"),
        ("정부는 24일 대책을 내놓았다.", "ko"),
        ("The picture shows the park.", "en"),
        ("Video: 4K/30p with no crop", "en"),
        ("", "ko"),
    ],
)
def test_a_lead_or_a_sentence_is_no_caption_line(line: str, language: str) -> None:
    assert not is_caption_line(line, language)
