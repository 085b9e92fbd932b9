"""Bylines, datelines and author fields, one row a form."""

import pytest

from copydesk.normalize.byline import clean_author, is_byline_line, read_byline, read_dateline
from copydesk.normalize.names import has_hangul, is_cjk


@pytest.mark.parametrize(
    ("text", "language", "people"),
    [
        ("고대영 기자 kim@etoday.example", "ko", [("고대영", "기자", "kim@etoday.example")]),
        ("순천, 광양 구현모 기자 ninek@hk.example", "ko", [("구현모", "기자", "ninek@hk.example")]),
        ("박준석 기자 외 1명", "ko", [("박준석", "기자", None)]),
        ("<최지훈 기자>", "ko", [("최지훈", "기자", None)]),
        ("/김태연 기자", "ko", [("김태연", "기자", None)]),
        ("이수진 (abc123@etoday.example)", "ko", [("이수진", None, "abc123@etoday.example")]),
        ("이수진(abc123@etoday.example)", "ko", [("이수진", None, "abc123@etoday.example")]),
        ("한지훈 김여솔 이동환 기자", "ko", [("한지훈", "기자", None), ("김여솔", "기자", None), ("이동환", "기자", None)]),
        ("김철수 선임기자, 이영희 인턴기자", "ko", [("김철수", "선임기자", None), ("이영희", "인턴기자", None)]),
        ("홍길동 의학전문기자", "ko", [("홍길동", "의학전문기자", None)]),
        ("윤창원기자", "ko", [("윤창원", "기자", None)]),
        ("홍길동 워싱턴 특파원", "ko", [("홍길동", "특파원", None)]),
        ("남궁민수 논설위원", "ko", [("남궁민수", "논설위원", None)]),
        ("베이징=김철수 특파원, 이영희 기자", "ko", [("김철수", "특파원", None), ("이영희", "기자", None)]),
        ("베이징=김철수 특파원 cs@hanbit.example", "ko", [("김철수", "특파원", "cs@hanbit.example")]),
        ("김철수 한빛대 교수", "ko", [("김철수", "교수", None)]),
        ("김철수 한빛경제연구원 연구위원", "ko", [("김철수", "연구위원", None)]),
        ("김철수 (cs.kim@hanbit.example) 기자", "ko", [("김철수", "기자", "cs.kim@hanbit.example")]),
        ("글 김철수 기자 | 사진 이영희 기자", "ko", [("김철수", "기자", None), ("이영희", "기자", None)]),
        ("한지우 기자오태경 기자", "ko", [("한지우", "기자", None), ("오태경", "기자", None)]),
        ("기자명 김철수 기자", "ko", [("김철수", "기자", None)]),
        ("이상 한빛뉴스 김철수였습니다.", "ko", [("김철수", None, None)]),
        ("기사제보 jebo@hanbit.example", "ko", []),
        ("KBS 뉴스 김수연입니다.", "ko", [("김수연", None, None)]),
        ("연합뉴스TV 신새롬입니다. (romi@yna.example)", "ko", [("신새롬", None, "romi@yna.example")]),
        ("YTN 나혜인 (dglee@ytn.example)", "ko", [("나혜인", None, "dglee@ytn.example")]),
        ("방주희 PD (nanjuhee@yna.example)", "ko", [("방주희", "PD", "nanjuhee@yna.example")]),
        ("(SBS연예뉴스 강경윤 기자)", "ko", [("강경윤", "기자", None)]),
        (
            "( 취재 : 한지연 / 영상편집 : 변지영/ 화면제공 : 부산경찰청 / 제작 : D뉴스플랫폼부 )",
            "ko",
            [("한지연", "취재", None), ("변지영", "영상편집", None)],
        ),
        ("구현모", "en", [("구현모", None, None)]),
        ("責任編輯：張三", "zh", [("張三", "責任編輯", None)]),
        ("责编：张三、李四", "zh", [("张三", "责编", None), ("李四", "责编", None)]),
        ("来源：人民网 作者：王小明", "zh", [("王小明", "作者", None)]),
        ("文 | 王小明", "zh", [("王小明", "文", None)]),
        ("撰文丨王小明", "zh", [("王小明", "撰文", None)]),
        ("新华社记者 张三、李四", "zh", [("张三", "记者", None), ("李四", "记者", None)]),
        ("記者張三／台北報導", "zh", [("張三", "記者", None)]),
        ("（记者 赵敏 通讯员 刘洋）", "zh", [("赵敏", "记者", None), ("刘洋", "通讯员", None)]),
        ("李小明、张海波", "zh", [("李小明", None, None), ("张海波", None, None)]),
        ("大渡 美咲", "ja", [("大渡 美咲", None, None)]),
        ("（中村沙織、佐藤健一）", "ja", [("中村沙織", None, None), ("佐藤健一", None, None)]),
        ("【高梨さくら、北条誠】", "ja", [("高梨さくら", None, None), ("北条誠", None, None)]),
        ("［秋山みのり，港通信］", "ja", [("秋山みのり", None, None)]),
        ("（写真はイメージ）", "ja", []),
        ("編集委員・高橋美咲", "ja", [("高橋美咲", "編集委員", None)]),
        ("（敬称略）", "ja", []),
        ("（本文と写真は別）", "ja", []),
        ("中村沙織", "ja", []),
        ("山田太郎記者", "ja", [("山田太郎", "記者", None)]),
        ("取材・文＝山田太郎", "ja", [("山田太郎", "取材・文", None)]),
        ("By Jane Doe, Staff Reporter", "en", [("Jane Doe", "Staff Reporter", None)]),
        (
            "By Takeo Maeda and Tatsuya Tanoue / Yomiuri Shimbun Staff Writers",
            "en",
            [("Takeo Maeda", "Yomiuri Shimbun Staff Writers", None), ("Tatsuya Tanoue", "Yomiuri Shimbun Staff Writers", None)],
        ),
        ("By Aaron Kliegman | Fox News", "en", [("Aaron Kliegman", None, None)]),
        ("News By Lance Ulanoff published 19 May 2026 A big shift", "en", [("Lance Ulanoff", None, None)]),
        ("Steffan Rhys Deputy Content Hub Director", "en", [("Steffan Rhys", "Deputy Content Hub Director", None)]),
        ("Von Anna Sleegers, Frankfurt", "de", [("Anna Sleegers", None, None)]),
        (
            "von Till Eckert , Max Bernhard , Martin Murphy",
            "de",
            [("Till Eckert", None, None), ("Max Bernhard", None, None), ("Martin Murphy", None, None)],
        ),
        ("Von Holger Zschäpitz Leitender Wirtschaftsredakteur", "de", [("Holger Zschäpitz", "Leitender Wirtschaftsredakteur", None)]),
        ("Kommentar von Jan Sellner 11.07.2026, 09:30 Uhr Stuttgart", "de", [("Jan Sellner", None, None)]),
        ("Autor: Monika Bolliger und Anna Trechsel, Sweidah", "de", [("Monika Bolliger", None, None), ("Anna Trechsel", None, None)]),
        ("Par Camille Lefort (à Saint-Avril)", "fr", [("Camille Lefort", None, None)]),
        ("Par Jean Dupont et Marie Curie", "fr", [("Jean Dupont", None, None), ("Marie Curie", None, None)]),
        ("Mathias Hagen – Journalist", "no", [("Mathias Hagen", "Journalist", None)]),
        ("Atli Steinn Guðmundsson skrifar frá Porsgrunn", "is", [("Atli Steinn Guðmundsson", None, None)]),
        ("by Stephanie Bazzle June 19, 2023", "en", [("Stephanie Bazzle", None, None)]),
        ("Greg Iacurci @GregIacurci WATCH LIVE", "en", [("Greg Iacurci", None, None)]),
        ("Sidney Wiltgen Sidney Wiltgen", "de", [("Sidney Wiltgen", None, None)]),
        ("By Emma Mackenzie Lifestyle Writer", "en", [("Emma Mackenzie", "Lifestyle Writer", None)]),
        ("Artikel veröffentlicht am 28. April 2024, 14:26 Uhr , Tobias Költzsch", "de", [("Tobias Költzsch", None, None)]),
        ("Von DPA", "de", []),
        ("By MND Staff", "en", []),
        ("Reuters/kra Frankfurt", "de", []),
        ("kesm", "de", []),
    ],
)
def test_a_byline_names_its_people(text: str, language: str, people: list[tuple[str, str | None, str | None]]) -> None:
    found = read_byline(text, language=language)
    assert [(p.name, p.role, p.email) for p in found.people] == people


@pytest.mark.parametrize(
    ("text", "language", "agencies"),
    [
        ("Von DPA", "de", ("DPA",)),
        ("Reuters/kra Frankfurt", "de", ("Reuters",)),
        ("来源：当代商报 作者：王小明", "zh", ("当代商报",)),
        ("By Jane Doe", "en", ()),
    ],
)
def test_a_byline_names_its_agencies(text: str, language: str, agencies: tuple[str, ...]) -> None:
    assert read_byline(text, language=language).agencies == agencies


@pytest.mark.parametrize(
    ("prefix", "place", "agency", "people"),
    [
        ("(서울=연합뉴스) 김병규 기자 = ", "서울", "연합뉴스", ["김병규"]),
        ("[서울=뉴시스]홍연우 기자 = ", "서울", "뉴시스", ["홍연우"]),
        ("【서울=뉴시스】이근홍 기자 = ", "서울", "뉴시스", ["이근홍"]),
        ("[서울=뉴시스] 이현주 기자 ", "서울", "뉴시스", ["이현주"]),
        ("(브뤼셀=연합뉴스) 김병수 특파원 = ", "브뤼셀", "연합뉴스", ["김병수"]),
        ("[도요하시(일본)=뉴시스] ", "도요하시(일본)", "뉴시스", []),
        ("[OSEN=잠실, 홍길동 기자] ", "잠실", "OSEN", ["홍길동"]),
        ("[피닉스(미국) =김재호 MK스포츠 특파원] ", "피닉스(미국)", None, ["김재호"]),
        ("[이투데이/세종=고대영 기자(kim@etoday.example)] ", "세종", "이투데이", ["고대영"]),
        ("[이투데이 고대영 기자] ", None, "이투데이", ["고대영"]),
        ("[이투데이 고대영 기자 (kim@etoday.example)] ", None, "이투데이", ["고대영"]),
        ("[헤럴드경제=홍길동 기자] ", None, "헤럴드경제", ["홍길동"]),
        ("(서울=뉴스1) 홍길동 이순신 기자 = ", "서울", "뉴스1", ["홍길동", "이순신"]),
        ("MOSCOW, Monday (Reuters) - ", "MOSCOW", "Reuters", []),
        ("(New York, NY - October 21) ", "New York, NY", None, []),
        ("NEW YORK (AP) — ", "NEW YORK", "AP", []),
        ("WASHINGTON, June 4 (Reuters) - ", "WASHINGTON", "Reuters", []),
        ("BERLIN/MÜNCHEN (dpa/lby) - ", "BERLIN/MÜNCHEN", "dpa", []),
        ("Madrid, 24 feb (EFE).- ", "Madrid", "EFE", []),
        ("(ANSA) - ROMA, 24 FEB - ", "ROMA", "ANSA", []),
        ("PARIS — ", "PARIS", None, []),
        ("新华社北京6月4日电（记者 张三、李四）", "北京", "新华社", ["张三", "李四"]),
        ("本报北京1月13日电 （记者张三）", "北京", None, ["张三"]),
        ("（中央社記者張三台北4日電）", "台北", "中央社", ["張三"]),
        ("【記者張三台北報導】", "台北", None, ["張三"]),
        ("【ワシントン=山田太郎】", "ワシントン", None, ["山田太郎"]),
        ("【北京時事】", "北京", "時事", []),
        ("［ワシントン １３日 ロイター］ - ", "ワシントン", "ロイター", []),
    ],
)
def test_a_lead_s_prefix_says_where_it_comes_from(prefix: str, place: str | None, agency: str | None, people: list[str]) -> None:
    story = (
        "한빛전자가 올해 제품을 내놓는다."
        if has_hangul(prefix)
        else "政府は対策を決めた。"
        if is_cjk(prefix)
        else "The government would act."
    )
    lead = prefix + story
    found = read_dateline(lead)
    assert found is not None
    assert found.dateline is not None
    assert (found.dateline.place, found.dateline.agency, [p.name for p in found.people]) == (place, agency, people)
    assert (lead[: found.end], found.printed) == (prefix, prefix.strip())


def test_names_before_an_equals_sign_need_no_bracket() -> None:
    found = read_dateline("한지훈 김여솔 이동환 기자 = 정부가 대책을 내놓았다.")
    assert found is not None
    assert ([p.name for p in found.people], found.dateline) == (["한지훈", "김여솔", "이동환"], None)


def test_a_town_before_an_equals_sign_is_the_place() -> None:
    found = read_dateline("베이징=김철수 특파원 중국 정부가 대책을 내놓았다.")
    assert found is not None
    assert found.dateline is not None
    assert (found.dateline.place, [p.name for p in found.people]) == ("베이징", ["김철수"])


@pytest.mark.parametrize(
    "lead",
    [
        "[앵커] 학교폭력 피해자 유족의 소송을 맡은",
        "<앵커> 오늘 첫 소식입니다.",
        "(종합) 정부가 대책을 내놓았다.",
        "[단독] 정부가 대책을 내놓았다.",
        "김 기자와 만난 그는 웃었다.",
        "이틀간의 영남 공략을 마친 후보는 15일 호남을 찾았다.",
        "Apple (AAPL) said on Monday that it would act.",
        "The company (formerly known as Example) - a maker of tools - said so.",
        "【速報】地震が発生した。",
        "KNIME — short for a long name — is a platform.",
    ],
)
def test_a_lead_without_a_prefix_has_none(lead: str) -> None:
    assert read_dateline(lead) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("고대영 기자", "ko"),
        ("kim@x.co.kr", "ko"),
        ("/김태연 기자", "ko"),
        ("<최지훈 기자>", "ko"),
        ("한빛일보 최지훈 기자 kim@x.example", "ko"),
        ("화강윤 기자(hwaky@sbs.example)", "ko"),
        ("KBS 뉴스 김수연입니다.", "ko"),
        ("영상편집:김유진", "ko"),
        ("◎공감언론 뉴시스 hong@newsis.com", "ko"),
        ("(연합뉴스)", "ko"),
        ("--Field Level Media", "en"),
        ("责任编辑：张三", "zh"),
        ("By Jane Doe", "en"),
        ("Written by Jane Doe", "en"),
        ("Von Anna Sleegers, Frankfurt", "de"),
        ("Jane Doe, Staff Reporter", "en"),
        ("Par Camille Lefort (à Saint-Avril)", "fr"),
        ("(lew/dpa)", "de"),
        ("jk/AFP/Reuters", "de"),
        ("（社会部・中村沙織）", "ja"),
        ("（ワシントン＝山田太郎）", "ja"),
        ("（中村沙織）", "ja"),
        ("By MND Staff", "en"),
    ],
)
def test_a_signature_is_told_by_its_form(text: str, language: str) -> None:
    assert is_byline_line(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("김 기자와 만난 그는 웃었다", "ko"),
        ("이날 기자 회견에서 대통령은 말했다.", "ko"),
        ("홍길동 기자가 보도했다", "ko"),
        ("이재명 대표", "ko"),
        ("기자", "ko"),
        ("국민의힘 박영수 의원은 “기자 여러분께 죄송하다”고 했다.", "ko"),
        ("By the time Jane Doe arrived, the house was on fire.", "en"),
        ("Angela Merkel", "de"),
        ("New York", "en"),
        ("By Location", "en"),
        ("Disarmed by Svetlana Shubina", "en"),
        ("Certified Financial Analyst", "en"),
        ("5. Tool Calling From Scratch", "en"),
        ("연합뉴스", "ko"),
        ("기사제보 jebo@hanbit.example", "ko"),
        ("", "ko"),
        ("関係者は語った。", "ja"),
        ("（敬称略）", "ja"),
        ("his/her", "en"),
        ("(and/or)", "en"),
    ],
)
def test_a_sentence_is_no_signature(text: str, language: str) -> None:
    assert not is_byline_line(text, language)


@pytest.mark.parametrize(
    ("field", "language", "names"),
    [
        ("순천, 광양 구현모 기자 ninek@hk.example", "ko", ["구현모"]),
        ("박준석 기자 외 1명", "ko", ["박준석"]),
        ("신현주 기자", "ko", ["신현주"]),
        ("한빛일보", "ko", []),
        ("관리자", "ko", []),
        ("大渡 美咲", "en", ["大渡 美咲"]),
        ("中日新聞Web", "ja", []),
        ("By John Smith", "en", ["John Smith"]),
        ("John Smith, Staff Writer", "en", ["John Smith"]),
        ("JOHN SMITH", "en", ["JOHN SMITH"]),
        ("viktor hedlund", "sv", ["viktor hedlund"]),
        ("أحمد محمود", "ar", ["أحمد محمود"]),
        ("राहुल शर्मा", "hi", ["राहुल शर्मा"]),
        ("וכאלה", "he", []),
        ("You, Xiaoying", "en", ["Xiaoying You"]),
        ("Felix Schröder und Jörg Soldwisch, dpa", "de", ["Felix Schröder", "Jörg Soldwisch"]),
        ("Anna Martel und Lea Wagner, Nairobi", "de", ["Anna Martel", "Lea Wagner"]),
        ("Mathias Hagen / Journalist", "no", ["Mathias Hagen"]),
        ("Elena Oberholzer (obe)", "de", ["Elena Oberholzer"]),
        (
            "Mamokete Modiba, Claire Benit-Gbaffou, Sarah Charlton and Tanya Zack",
            "en",
            ["Mamokete Modiba", "Claire Benit-Gbaffou", "Sarah Charlton", "Tanya Zack"],
        ),
        ("Scott Gilbertson,Gear Team", "en", ["Scott Gilbertson"]),
        ("Victoria O’Regan", "en", ["Victoria O’Regan"]),
        ("Dr. Max Kolter", "de", ["Dr. Max Kolter"]),
        ("Андрей Колесников", "ru", ["Андрей Колесников"]),
        ("Chemnitzer Verlag und Druck GmbH & Co. KG", "de", []),
        ("dpa", "de", []),
        ("The Associated Press", "en", []),
        ("Le Figaro et AFP", "fr", []),
        ("Der Postillon", "de", []),
        ("BBC News", "en", []),
        ("NZZ-Redaktion", "de", []),
        ("sportschau.de", "de", []),
        ("srf/hosb", "de", []),
        ("ssi, dan", "de", []),
        ("Guardian staff reporter", "en", []),
        ("Associated Press in Valencia", "en", []),
        ("https://www.facebook.com/someone", "en", []),
        ("kim@x.example", "ko", []),
        ("@globeandmail", "en", []),
        ("admin", "en", []),
        ("Email The Author", "en", []),
        ("Senior Reporter", "en", []),
        ("", "en", []),
    ],
)
def test_an_author_field_keeps_only_people(field: str, language: str, names: list[str]) -> None:
    assert [p.name for p in clean_author(field, language=language)] == names
